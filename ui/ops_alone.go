package ui

import (
	"context"
	"errors"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/statements"
)

// errBooksBehind means that what was recorded a moment ago can't be seen yet, or is being
// recorded by somebody else.
var errBooksBehind = errors.New("the read models are behind the log")

// booksBehind says so to an operator.
const booksBehind = "Catatan transfer masih mengejar, jadi belum ada yang dicatat. Tunggu sebentar, lalu kirim lagi."

// recordAlone runs record while nobody else, in any process, records transfers by hand, and
// only when the read models show all that was. The bank's references differ between what
// people type and what its files say, so that no stream can tell that two are one transfer:
// the books have to be looked at first, and what is recorded twice would be sent back once
// too often.
func (s *Server) recordAlone(ctx context.Context, record func(ctx context.Context) error) error {
	err := s.Alone(ctx, "record transfers", func(ctx context.Context) error {
		head, err := s.Log.Head(ctx)
		if err != nil {
			return err
		}
		if s.wait(ctx, head, payments.Name, payouts.Name, dashboard.Name, statements.Name) != nil {
			return errBooksBehind
		}
		return record(ctx)
	})
	if errors.Is(err, ErrBusy) {
		return errBooksBehind
	}
	return err
}
