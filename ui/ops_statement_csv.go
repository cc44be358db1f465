package ui

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// statementHand is a table, for a spreadsheet, of the rows that need a hand.
func (s *Server) statementHand(c fiber.Ctx) error {
	plan, err := s.planFromPath(c)
	if err != nil {
		return err
	}
	if !plan.kept() {
		return projections.ErrNotFound
	}
	body, err := handTable(plan)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="mutasi-perlu-tangan-`+plan.file.Hash[:8]+`.csv"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(body)
}

func handTable(plan *importPlan) ([]byte, error) {
	var body bytes.Buffer
	w := spreadsheet(&body)
	lines := [][]string{{"baris", "tanggal", "jam", "keterangan", "jumlah", "status", "sebab"}}
	for _, line := range plan.lines {
		if !plan.needsHand(line) {
			continue
		}
		row := plan.shown(line)
		clock := ""
		if !row.At.IsZero() {
			clock = view.ClockSeconds(row.At)
		}
		lines = append(lines, []string{
			strconv.Itoa(row.Line), view.DateInput(row.Day), clock, harmless(row.Text), strconv.FormatInt(row.Amount, 10), row.Status.Word(), harmless(row.Why),
		})
	}
	err := w.WriteAll(lines)
	return body.Bytes(), err
}

// harmless keeps a spreadsheet from taking what a stranger wrote into their
// transfer for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
