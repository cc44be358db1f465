package ui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// manifestBytes bounds a file of resi.
const manifestBytes = 256 << 10

// manifest is a file of resi on its way into a campaign's orders.
type manifest struct {
	campaign dashboard.Campaign
	content  string
	lines    []shipping.Judged
	ids      map[string]id.ID // participations by the orders' codes
	after    eventstore.Position
}

// manifestForm asks for a file.
func (s *Server) manifestForm(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.showManifest(c, fiber.StatusOK, manifest{campaign: row}, s.blank(c))
}

// manifestPost shows what a file would do; records exactly that; or hands out the lines
// that it can't use.
func (s *Server) manifestPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldManifest, view.FieldShown, view.FieldAct)
	if err != nil {
		return err
	}
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	content, err := manifestContent(c, f)
	if err != nil {
		return err
	}
	m, err := s.judge(c, manifest{campaign: row, content: content})
	if f.refused(err) || len(f.Errors) > 0 {
		return s.showManifest(c, fiber.StatusUnprocessableEntity, m, f.Form)
	}
	if err != nil {
		return err
	}
	switch f.Value(view.FieldAct) {
	case view.ActBadLines:
		return m.badLines(c)
	case view.ActRecord:
		if f.Value(view.FieldShown) != m.digest() {
			f.wrong("", "Keadaannya sudah berubah", "Sebagian pesanan berubah sejak diperiksa. Hasil periksa yang terbaru ada di bawah; belum ada yang dicatat.")
			return s.showManifest(c, fiber.StatusConflict, m, f.Form)
		}
		if err := s.recordManifest(c, &m); err != nil {
			return err
		}
		return done(c, view.ManifestURL(row.ID.String()), "resi-massal", m.after)
	}
	return s.showManifest(c, fiber.StatusOK, m, f.Form)
}

// manifestContent is the file of a form, or the one that was checked before. A browser
// changes the ends of lines; they are brought into one form.
func manifestContent(c fiber.Ctx, f *form) (string, error) {
	content := f.Value(view.FieldManifest)
	if header, err := c.FormFile(view.FieldFile); err == nil && header.Size > 0 {
		if header.Size > manifestBytes {
			f.wrong(view.FieldFile, "File terlalu besar", "File resi paling besar 256 KB.")
			return "", nil
		}
		file, err := header.Open()
		if err != nil {
			return "", err
		}
		read, err := io.ReadAll(io.LimitReader(file, manifestBytes))
		if err := errors.Join(err, file.Close()); err != nil {
			return "", err
		}
		content = string(read)
	}
	if content == "" {
		f.wrong(view.FieldFile, "File resi belum dipilih", "Pilih dulu file CSV berisi kode pesanan, kurir, dan resi.")
	}
	content = strings.ToValidUTF8(strings.TrimPrefix(content, "\ufeff"), "?")
	return strings.TrimSpace(strings.ReplaceAll(content, "\r\n", "\n")), nil
}

// judge reads a file's lines, and the orders that they are about.
func (s *Server) judge(c fiber.Ctx, m manifest) (manifest, error) {
	if m.content == "" {
		return m, nil
	}
	lines, err := shipping.ReadManifest(m.content)
	if err != nil {
		return m, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		found, _, err := orders.OfCampaign(ctx, q, m.campaign.ID, shipping.MostLines*10, 0)
		if err != nil {
			return err
		}
		m.ids = map[string]id.ID{}
		states := make(map[string]shipping.State, len(found))
		for _, o := range found {
			code := participants.Code(o.Participation)
			m.ids[code], states[code] = o.Participation, stateOf(o)
		}
		taken, err := takenResi(ctx, q, m.campaign.Brand, lines)
		m.lines = shipping.JudgeManifest(lines, states, taken)
		return err
	})
	return m, err
}

// stateOf is what the rules need to know of an order, as its read model shows it.
func stateOf(o orders.Order) shipping.State {
	state := shipping.State{Parties: o.Parties, Phase: o.Phase, SendBy: o.SendBy, ConfirmBy: o.ConfirmBy, Disputed: o.Open, Amount: o.Amount, Short: o.Short, GiveUpBy: o.GiveUpBy}
	for _, p := range o.Parcels {
		state.Parcels = append(state.Parcels, shipping.Parcel{
			Courier: p.Courier, Resi: p.Resi, SentAt: p.SentAt, Delivered: !p.DeliveredAt.IsZero(), Trouble: p.Trouble, Replaced: p.Replaced,
		})
	}
	return state
}

// takenResi are the parcels of the brand that have a resi of the file.
func takenResi(ctx context.Context, q projections.Querier, brand id.ID, lines []shipping.Line) (map[shipping.Label]bool, error) {
	resis := make([]string, len(lines))
	for i, line := range lines {
		resis[i] = line.Resi
	}
	found, err := orders.WithResi(ctx, q, brand, resis)
	taken := make(map[shipping.Label]bool, len(found))
	for _, p := range found {
		taken[shipping.Label{Courier: p.Courier, Resi: p.Resi}] = true
	}
	return taken, err
}

// recordManifest gives the commands of the good lines. Their ids follow from the file, so that
// the same file twice is one.
func (s *Server) recordManifest(c fiber.Ctx, m *manifest) error {
	hash := m.hash()
	for _, line := range m.lines {
		if line.Fate != shipping.FateGood {
			continue
		}
		command := id.Derive(m.campaign.ID, "manifest "+hash+" "+line.Code+" "+line.Resi)
		send := shipping.SendParcel{Brand: m.campaign.Brand, Courier: line.By, Resi: line.Resi}
		result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(m.ids[line.Code].String(), send, meta(command, who(c).Subject)))
		if _, refused := errors.AsType[*shipping.RefusalError](err); refused { // somebody was faster: the next check says so
			continue
		}
		if err != nil {
			return err
		}
		m.after = max(m.after, result.Position)
	}
	return nil
}

func (m manifest) hash() string {
	sum := sha256.Sum256([]byte(m.content))
	return hex.EncodeToString(sum[:])
}

// digest names what a check showed.
func (m manifest) digest() string {
	var b strings.Builder
	b.WriteString(m.hash())
	for _, line := range m.lines {
		b.WriteString(" " + string(line.Fate))
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}

// badLines is a table, for a spreadsheet, of the lines that can't be used.
func (m manifest) badLines(c fiber.Ctx) error {
	var body bytes.Buffer
	body.WriteString("\ufeff") // or Excel takes it for the local code page
	w := csv.NewWriter(&body)
	w.Comma = ';' // what Excel in Indonesia separates by
	lines := [][]string{{"kode pesanan", "kurir", "resi", "baris", "sebab"}}
	for _, line := range m.lines {
		if line.Fate != shipping.FateGood && line.Fate != shipping.FateKnown {
			lines = append(lines, []string{harmless(line.Code), harmless(line.Courier), harmless(line.Resi), strconv.Itoa(line.Number), fateWords[line.Fate]})
		}
	}
	if err := w.WriteAll(lines); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="resi-perlu-tangan-`+m.hash()[:8]+`.csv"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(body.Bytes())
}

// fateWords say what becomes of a line.
var fateWords = map[shipping.Fate]string{
	shipping.FateGood: "Akan dicatat", shipping.FateKnown: "Sudah tercatat", shipping.FateNoOrder: "Tidak ada pesanan dengan kode ini yang siap dikirim",
	shipping.FateNoCourier: "Kurir tidak dikenal", shipping.FateBadResi: "Nomor ini tidak seperti resi kurir itu",
	shipping.FateTwice: "Kode atau resi ini sudah ada di baris lain", shipping.FateTaken: "Resi ini milik pesanan lain",
	shipping.FateChanged: "Pesanan ini sudah punya resi; perbaiki atau tambah paket di halamannya", shipping.FateOver: "Pesanan ini sudah sampai atau selesai",
	shipping.FateHeldBack: "Jangan dikirim dulu: pembayaran pembelinya ditarik kembali",
}

func (s *Server) showManifest(c fiber.Ctx, status int, m manifest, typed view.Form) error {
	shown := view.Manifest{
		Campaign: m.campaign.ID.String(), Name: batchName(m.campaign.Title, m.campaign.Batch), Content: m.content, Form: typed,
	}
	if len(m.lines) > 0 {
		shown.Shown = m.digest()
	}
	for _, line := range m.lines {
		row := view.ManifestLine{Number: line.Number, Code: line.Code, Courier: line.Courier, Resi: line.Resi, Fate: fateWords[line.Fate]}
		switch line.Fate {
		case shipping.FateGood:
			row.Good = true
			shown.Good++
		case shipping.FateKnown:
			shown.Known++
		case shipping.FateNoOrder, shipping.FateNoCourier, shipping.FateBadResi, shipping.FateTwice, shipping.FateTaken,
			shipping.FateChanged, shipping.FateHeldBack, shipping.FateOver:
			row.Bad = true
			shown.Bad++
		}
		shown.Lines = append(shown.Lines, row)
	}
	return render(c, status, view.ManifestPage(s.shell(c, view.SectionMaker), shown))
}
