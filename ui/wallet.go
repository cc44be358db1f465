package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// mostEntries is how much of a wallet's history one page shows.
const mostEntries = 50

// purse is everything that the page of a wallet shows.
type purse struct {
	wallet    wallets.Wallet
	entries   []wallets.Entry
	outs      []wallets.CashOut
	open      []wallets.TopUp
	orders    map[id.ID]participants.Row
	campaigns map[id.ID]dashboard.Campaign
}

func (s *Server) readPurse(ctx context.Context, subject session.Subject) (p purse, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		if p.wallet, err = wallets.Of(ctx, q, subject.User); err != nil {
			return err
		}
		if p.entries, err = wallets.Entries(ctx, q, subject.User, mostEntries); err != nil {
			return err
		}
		if p.open, err = wallets.Open(ctx, q, subject.User, s.Now()); err != nil {
			return err
		}
		if p.outs, err = wallets.CashOutsOf(ctx, q, subject.User); err != nil {
			return err
		}
		var orders, campaigns []id.ID
		for _, entry := range p.entries {
			if !entry.Participation.IsZero() {
				orders, campaigns = append(orders, entry.Participation), append(campaigns, entry.Campaign)
			}
		}
		if p.orders, err = participants.ByIDs(ctx, q, orders); err != nil {
			return err
		}
		p.campaigns, err = dashboard.ByIDs(ctx, q, campaigns)
		return err
	})
	return p, err
}

// walletShow is "Saldo": what there is, what came and went, and how to get more.
func (s *Server) walletShow(c fiber.Ctx) error {
	return s.showWallet(c, fiber.StatusOK, &form{Form: s.refilled(c, view.FieldTopUpSum)})
}

func (s *Server) showWallet(c fiber.Ctx, status int, f *form) error {
	p, err := s.readPurse(c.Context(), who(c).Subject)
	if err != nil {
		return err
	}
	shown := view.Wallet{
		Held: int64(p.wallet.Held), Spendable: int64(p.wallet.Spendable()),
		Least: int64(wallet.LeastTopUp), Most: int64(p.room()), Limit: int64(wallet.MostBalance), Form: f.Form,
		Crowded: len(p.open) >= wallet.MostOpen,
	}
	if s.Gateway != nil {
		s.offerMethods(&shown.Channel)
	}
	for _, out := range p.outs {
		if leaves(out) {
			shown.Leaving = append(shown.Leaving, view.LeavingCash{ID: out.CashOut.String(), Amount: int64(out.Amount), At: out.AskedAt})
		}
	}
	for _, entry := range p.entries {
		shown.Entries = append(shown.Entries, p.entry(entry))
	}
	for _, asked := range p.open {
		shown.Open = append(shown.Open, view.OpenTopUp{
			ID: asked.TopUp.String(), Amount: int64(asked.Amount), Method: view.PayMethod(asked.Method), PayBy: asked.PayBy,
		})
	}
	return page(c, status, view.WalletPage(s.shell(c, view.SectionWallet), shown), view.TopUpForm(shown))
}

// room is how much may still be topped up. What waits for its money counts, as it does
// where the wallet decides.
func (p purse) room() money.Rupiah {
	left := wallet.MostBalance - p.wallet.Balance
	for _, asked := range p.open {
		left -= asked.Amount
	}
	return max(0, left)
}

func (p purse) entry(e wallets.Entry) view.WalletEntry {
	shown := view.WalletEntry{At: e.At, Amount: int64(e.Amount)}
	switch e.Kind {
	case wallets.ToppedUp:
		shown.Text = "Isi saldo"
		shown.TopUp = e.TopUp.String()
	case wallets.TakenBack:
		shown.Text = "Ditarik kembali oleh bank atau dompet yang dipakai mengisi"
		shown.TopUp = e.TopUp.String()
	case wallets.CashedOut:
		shown.Text = "Tarik saldo"
		shown.CashOut = e.CashOut.String()
	case wallets.Stayed:
		shown.Text = "Tarik saldo tidak jadi"
		shown.CashOut = e.CashOut.String()
	case wallets.AfterAll:
		shown.Text = "Tarik saldo ternyata sudah terkirim"
		shown.CashOut = e.CashOut.String()
	case wallets.Paid:
		shown.Text = "Bayar"
	case wallets.Returned:
		shown.Text = "Dana kembali"
	}
	if row, known := p.orders[e.Participation]; known {
		campaign := p.campaigns[e.Campaign]
		shown.Code, shown.Name = row.Code, batchName(campaign.Title, campaign.Batch)
	}
	return shown
}

// topUpPost begins to fill the wallet through the gateway.
func (s *Server) topUpPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldTopUpSum, view.FieldMethod)
	if err != nil {
		return err
	}
	method := payment.Method(f.Value(view.FieldMethod))
	if s.Gateway == nil || !slices.Contains(s.Gateway.Methods, method) {
		return fiber.ErrBadRequest
	}
	f.need(view.FieldTopUpSum, "Jumlah")
	amount := f.rupiah(view.FieldTopUpSum, "Jumlah")
	if len(f.Errors) > 0 {
		return s.showWallet(c, fiber.StatusUnprocessableEntity, f)
	}
	subject := who(c).Subject
	ask := wallet.AskTopUp{TopUp: f.command, Buyer: subject.User, Amount: amount, Method: method}
	result, err := s.Log.Execute(c.Context(), wallet.Wallets.Command(subject.User.String(), ask, meta(f.command, subject)))
	if f.topUpRefused(err) {
		return s.showWallet(c, fiber.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	after, err := s.openTopUp(c.Context(), result)
	if err != nil {
		return err
	}
	return done(c, view.TopUpShowURL(f.command.String()), "", after)
}

// topUpRefused says what is wrong with the amount, and tells whether anything is.
func (f *form) topUpRefused(err error) bool {
	full, isFull := errors.AsType[*wallet.FullError](err)
	switch {
	case isFull:
		f.wrong(view.FieldTopUpSum, "Jumlah terlalu besar", fmt.Sprintf(
			"Isi saldo paling banyak %s, supaya saldo tidak lebih dari %s. Isi ulang yang masih menunggu dibayar ikut dihitung.", full.Room, wallet.MostBalance))
	case errors.Is(err, wallet.ErrTooLittle):
		f.wrong(view.FieldTopUpSum, "Jumlah terlalu kecil", fmt.Sprintf("Isi saldo paling sedikit %s.", wallet.LeastTopUp))
	case errors.Is(err, wallet.ErrTooOften):
		f.wrong(view.FieldTopUpSum, "Masih ada yang menunggu", fmt.Sprintf("Sudah ada %d isi ulang yang menunggu dibayar. Bayar salah satu, atau tunggu waktunya habis.", wallet.MostOpen))
	default:
		return false
	}
	return true
}

// openTopUp takes the steps to a way to pay at once.
func (s *Server) openTopUp(ctx context.Context, result eventstore.Result) (eventstore.Position, error) {
	for _, recorded := range result.Events {
		event, err := wallet.Codec.Decode(recorded)
		if err != nil {
			return 0, err
		}
		asked, ok := event.(wallet.TopUpAsked)
		if !ok {
			continue
		}
		if _, err := (wallet.Process{}).OpenFor(asked, recorded).Run(ctx, s.Log); err != nil {
			return 0, err
		}
		asking, stop := context.WithTimeout(ctx, askGateway)
		defer stop()
		if err := s.Gateway.Advance(asking, asked.TopUp); err != nil {
			slog.WarnContext(ctx, "the gateway did not say how to top up; it will be asked again", "top_up", asked.TopUp, "error", err)
		}
	}
	return s.Log.Head(ctx)
}

// topUp is one top-up with how it can be paid.
type topUp struct {
	asked  wallets.TopUp
	intent intents.Intent
}

// mark changes with everything that its page shows.
func (t topUp) mark() string {
	return fmt.Sprintf("%s.%d.%d", t.intent.State, t.asked.Credited, t.asked.Taken)
}

// moves tells whether it may still change by itself.
func (t topUp) moves() bool {
	return t.asked.Credited == 0 && t.intent.State != payment.IntentIsClosed
}

func (s *Server) readTopUp(ctx context.Context, subject session.Subject, name string) (found topUp, err error) {
	asked, err := id.Parse(name)
	if err != nil {
		return found, projections.ErrNotFound
	}
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.asked, err = wallets.ByID(ctx, q, subject.User, asked); err != nil {
			return err
		}
		newest, err := intents.NewestOf(ctx, q, []id.ID{asked})
		found.intent = newest[asked]
		return err
	})
	return found, err
}

// topUpShow says how to pay a top-up, and what became of it.
func (s *Server) topUpShow(c fiber.Ctx) error {
	found, err := s.readTopUp(c.Context(), who(c).Subject, c.Params("topup"))
	if err != nil {
		return err
	}
	shown := view.TopUp{
		ID: found.asked.TopUp.String(), Amount: int64(found.asked.Amount), Credited: int64(found.asked.Credited), Taken: int64(found.asked.Taken),
		Channel: view.Channel{TopUp: true}, Shown: found.mark(), Moves: found.moves(),
	}
	s.offerMethods(&shown.Channel)
	s.showAttempt(c, &shown.Channel, found.intent)
	if found.intent.Attempt == 0 { // it is being opened
		shown.Channel.Chosen, shown.Channel.State = view.PayMethod(found.asked.Method), view.PayCreated
	}
	return page(c, fiber.StatusOK, view.TopUpPage(s.shell(c, view.SectionWallet), shown), view.TopUpFragment(shown))
}

// topUpLive tells the page of a top-up when it has changed.
func (s *Server) topUpLive(c fiber.Ctx) (liveView, error) {
	subject, name, shown := who(c).Subject, c.Params("topup"), c.Query("lihat")
	if _, err := s.readTopUp(c.Context(), subject, name); err != nil {
		return liveView{}, err
	}
	paint := outdates(func(changed bool) templ.Component { return view.TopUpChanged(name, changed) }, func(ctx context.Context) (changed, moves bool, err error) {
		found, err := s.readTopUp(ctx, subject, name)
		return found.mark() != shown, found.moves(), err
	})
	key := "top-up " + name + " " + subject.User.String() + " " + shown
	return liveView{key: key, topic: projections.BuyerTopic(subject.User), paint: paint}, nil
}
