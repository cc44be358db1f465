package ui

import (
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// fromStatement fills the form that confirms a transfer with what a bank
// statement said, and tells whether a line of one led there. The reference is the
// line's own, so that the next import of the line knows it again.
func fromStatement(c fiber.Ctx, values map[string]string) (filled bool) {
	said := c.Queries()
	for _, field := range []string{view.FieldAmount, view.FieldBankRef, view.FieldBankDate, view.FieldBankTime} {
		if value, ok := said[field]; ok && len(value) <= 60 {
			values[field], filled = value, true
		}
	}
	return filled
}
