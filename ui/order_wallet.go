package ui

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// payFromWallet holds the amount due. Whether the campaign lets it be paid is asked at once,
// so that the next page says so; the process manager does the rest.
func (s *Server) payFromWallet(c fiber.Ctx, f *form) error {
	subject := who(c).Subject
	found, err := s.readOrder(c.Context(), subject, c.Params("code"))
	if err != nil {
		return err
	}
	address := view.OrderURL(found.row.Code)
	hold := wallet.Hold{
		Hold: f.command, Buyer: subject.User, Campaign: found.row.Campaign, Participation: found.row.Participation, Amount: found.toPay(),
	}
	result, err := s.Log.Execute(c.Context(), wallet.Wallets.Command(subject.User.String(), hold, meta(f.command, subject)))
	if _, short := errors.AsType[*wallet.InsufficientError](err); short {
		return done(c, address, "saldo-kurang", 0)
	}
	if errors.Is(err, wallet.ErrHeld) {
		return done(c, address, "saldo-sudah", 0)
	}
	if err != nil {
		return err
	}
	refused, err := s.beginFromWallet(c.Context(), result)
	if err != nil {
		return err
	}
	after, err := s.Log.Head(c.Context())
	if err != nil {
		return err
	}
	if refused != nil {
		flash, _ := payRefusal(refused)
		return done(c, address, flash, after)
	}
	return done(c, address, "bayar-saldo", after)
}

// beginFromWallet takes the steps from a hold to a payment that has begun. refused is why the
// campaign does not let it be paid: then the hold is released.
func (s *Server) beginFromWallet(ctx context.Context, result eventstore.Result) (refused, err error) {
	for _, recorded := range result.Events {
		event, err := wallet.Codec.Decode(recorded)
		if err != nil {
			return nil, err
		}
		held, ok := event.(wallet.Held)
		if !ok {
			continue
		}
		begin := wallet.Process{}.BeginFor(held, recorded)
		release := begin.OnRefusal
		begin.OnRefusal = func(err error) ([]payment.Step, bool) {
			refused = err
			return release(err)
		}
		began, err := begin.Run(ctx, s.Log)
		if err != nil || refused != nil {
			return refused, err
		}
		return nil, s.openFromWallet(ctx, began)
	}
	return nil, nil
}

// openFromWallet notes the payment that a campaign has agreed to.
func (s *Server) openFromWallet(ctx context.Context, began eventstore.Result) error {
	for _, recorded := range began.Events {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			return err
		}
		if begun, ok := event.(sambatan.PaymentBegun); ok {
			_, err := s.Process.OpenFor(begun, recorded).Run(ctx, s.Log)
			return err
		}
	}
	return nil
}

// balance is what the visitor has in the wallet.
func (s *Server) balance(ctx context.Context, subject session.Subject) (purse wallets.Wallet, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		purse, err = wallets.Of(ctx, q, subject.User)
		return err
	})
	return purse, err
}
