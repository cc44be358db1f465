package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// cashOutRest is how long a new account has to wait for its money, in words.
var cashOutRest = fmt.Sprintf("%.0f jam", wallet.NewAccountRest.Hours())

// mostKnown is how many accounts a buyer chooses from.
const mostKnown = 3

// knownAccount is one that the buyer named before: with an order, or with a cash-out that
// was sent there.
type knownAccount struct {
	from    id.ID // the order's or the cash-out's
	account refundAccount
	sealed  eventstore.Sealed
	since   time.Time // when it was named first
}

// cashing is everything that the form of a cash-out shows.
type cashing struct {
	wallet wallets.Wallet
	outs   []wallets.CashOut
	known  []knownAccount // the one that was named last comes first
}

// leaves tells whether a cash-out is neither sent nor in the wallet again.
func leaves(out wallets.CashOut) bool { return out.SentAt.IsZero() && out.ReturnedAt.IsZero() }

func (s *Server) readCashing(ctx context.Context, subject session.Subject) (c cashing, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		if c.wallet, err = wallets.Of(ctx, q, subject.User); err != nil {
			return err
		}
		if c.outs, err = wallets.CashOutsOf(ctx, q, subject.User); err != nil {
			return err
		}
		orders, err := participants.OfBuyer(ctx, q, subject.User)
		if err != nil {
			return err
		}
		c.known, err = s.knownAccounts(ctx, orders, c.outs)
		return err
	})
	return c, err
}

// knownAccounts opens what was named, and tells the same account once.
func (s *Server) knownAccounts(ctx context.Context, orders []participants.Row, outs []wallets.CashOut) (known []knownAccount, err error) {
	var named []knownAccount
	for _, row := range orders {
		named = append(named, knownAccount{from: row.Participation, sealed: row.RefundAccount, since: row.JoinedAt})
	}
	for _, out := range outs {
		if !out.SentAt.IsZero() && out.ReturnedAt.IsZero() {
			named = append(named, knownAccount{from: out.CashOut, sealed: out.Account, since: out.AskedAt})
		}
	}
	slices.SortStableFunc(named, func(a, b knownAccount) int { return b.since.Compare(a.since) })
	for _, one := range named {
		if err := s.open(ctx, fieldAccount, one.sealed, &one.account); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(known, func(k knownAccount) bool { return k.account == one.account })
		switch {
		case one.account.Number == "": // erased
		case at >= 0:
			known[at].since = one.since
		default:
			known = append(known, one)
		}
	}
	return known, nil
}

// cashOutFields are what is typed about one.
var cashOutFields = []string{view.FieldCashSum, view.FieldCashTo, view.FieldBank, view.FieldAccount, view.FieldHolder}

// cashOutForm is "Tarik saldo": how much, and where to.
func (s *Server) cashOutForm(c fiber.Ctx) error {
	f := s.unsealed(c)
	if f.Values == nil {
		f = s.refilled(c, view.FieldCashSum)
	}
	return s.showCashOutForm(c, fiber.StatusOK, &form{Form: f})
}

func (s *Server) showCashOutForm(c fiber.Ctx, status int, f *form) error {
	found, err := s.readCashing(c.Context(), who(c).Subject)
	if err != nil {
		return err
	}
	shown := view.CashOutForm{
		Spendable: int64(found.wallet.Spendable()), Least: int64(wallet.LeastCashOut), DueBy: payment.RefundPromise(s.Now()), Form: f.Form,
		Another: f.Value(view.FieldCashTo) == view.AnotherAccount, Banks: bankOptions(), Rest: cashOutRest,
	}
	if shown.StepUp, err = s.ownStepUp(c, view.CashOutURL); err != nil {
		return err
	}
	for _, out := range found.outs {
		if leaves(out) {
			shown.Leaving = out.CashOut.String()
		}
	}
	for _, known := range found.known[:min(mostKnown, len(found.known))] {
		shown.Known = append(shown.Known, view.Option{Value: known.from.String(), Text: known.account.masked()})
	}
	return page(c, status, view.CashOutFormPage(s.shell(c, view.SectionWallet), shown), view.CashOutFormFragment(shown))
}

// cashOutPost takes the money out of the wallet, and puts it on its way at once.
func (s *Server) cashOutPost(c fiber.Ctx) error {
	f, err := s.posted(c, cashOutFields...)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	ask, err := s.askedCashOut(c.Context(), subject, f, stepUpAt(c))
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showCashOutForm(c, fiber.StatusUnprocessableEntity, f)
	}
	if away, err := s.guardOwn(c, f, view.CashOutURL); away {
		return err
	}
	result, err := s.Log.Execute(c.Context(), wallet.Wallets.Command(subject.User.String(), ask, meta(f.command, subject)))
	if f.cashOutRefused(err) {
		return s.showCashOutForm(c, fiber.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	after, err := s.recordCashOut(c.Context(), result)
	if err != nil {
		return err
	}
	return done(c, view.CashOutShowURL(ask.CashOut.String()), "tarik", after)
}

// askedCashOut reads the form, and seals an account that is typed in.
func (s *Server) askedCashOut(ctx context.Context, subject session.Subject, f *form, stepUp time.Time) (ask wallet.AskCashOut, err error) {
	f.need(view.FieldCashSum, "Jumlah")
	ask = wallet.AskCashOut{CashOut: f.command, Buyer: subject.User, Amount: f.rupiah(view.FieldCashSum, "Jumlah"), StepUp: stepUp}
	found, err := s.readCashing(ctx, subject)
	if err != nil {
		return ask, err
	}
	if to := f.Value(view.FieldCashTo); to != view.AnotherAccount {
		at := slices.IndexFunc(found.known, func(k knownAccount) bool { return k.from.String() == to })
		if at < 0 {
			f.wrong(view.FieldCashTo, "Rekening belum dipilih", "Pilih rekening tujuannya.")
			return ask, nil
		}
		ask.Account, ask.Known = found.known[at].sealed, s.longKnown(found.known[at])
		return ask, nil
	}
	typed := readAccount(f)
	if len(f.Errors) > 0 {
		return ask, nil
	}
	ask.Known = slices.ContainsFunc(found.known, func(k knownAccount) bool { return k.account == typed && s.longKnown(k) })
	sealed := s.sealer(ctx, subject.User)
	ask.Account = sealed.seal(fieldAccount, typed)
	return ask, sealed.err
}

func (s *Server) longKnown(k knownAccount) bool {
	return !k.since.After(s.Now().Add(-wallet.KnownAfter))
}

// cashOutRefused says what is wrong, and tells whether anything is.
func (f *form) cashOutRefused(err error) bool {
	short, isShort := errors.AsType[*wallet.InsufficientError](err)
	switch {
	case isShort:
		f.wrong(view.FieldCashSum, "Jumlah melebihi saldo", fmt.Sprintf("Saldo yang bisa ditarik %s.", max(short.Spendable, money.Rupiah(0))))
	case errors.Is(err, wallet.ErrTooLittle):
		f.wrong(view.FieldCashSum, "Jumlah terlalu kecil", fmt.Sprintf("Tarik saldo paling sedikit %s.", wallet.LeastCashOut))
	case errors.Is(err, wallet.ErrLeaving):
		f.wrong("", "Masih ada yang berjalan", "Tunggu tarik saldo sebelumnya selesai, atau batalkan dulu.")
	default:
		return false
	}
	return true
}

// recordCashOut takes the step to the receipt at once.
func (s *Server) recordCashOut(ctx context.Context, result eventstore.Result) (eventstore.Position, error) {
	for _, recorded := range result.Events {
		event, err := wallet.Codec.Decode(recorded)
		if err != nil {
			return 0, err
		}
		if asked, ok := event.(wallet.CashOutAsked); ok {
			if _, err := (wallet.Process{}).RecordFor(asked, recorded).Run(ctx, s.Log); err != nil {
				return 0, err
			}
		}
	}
	return s.Log.Head(ctx)
}
