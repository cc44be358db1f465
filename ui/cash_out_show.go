package ui

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// leaving is one cash-out with its way; a way without a state has not begun.
type leaving struct {
	course

	out wallets.CashOut
}

func (s *Server) readCashOut(c fiber.Ctx) (found leaving, err error) {
	subject := who(c).Subject
	name, err := id.Parse(c.Params("tarik"))
	if err != nil {
		return found, projections.ErrNotFound
	}
	err = s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.out, err = wallets.CashOutByID(ctx, q, name); err != nil {
			return err
		}
		if found.out.Buyer != subject.User {
			return projections.ErrNotFound
		}
		found.way, err = refunds.ByID(ctx, q, wallet.CashOutRefund(name))
		if errors.Is(err, projections.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		found.attempts, err = refunds.AttemptsOf(ctx, q, found.way.Refund)
		return err
	})
	if err != nil {
		return found, err
	}
	sealed := found.out.Account
	if !found.way.Account.Empty() { // another one was given since
		sealed = found.way.Account
	}
	err = s.open(c.Context(), fieldAccount, sealed, &found.account)
	return found, err
}

// cashOutShow is where one stands.
func (s *Server) cashOutShow(c fiber.Ctx) error {
	found, err := s.readCashOut(c)
	if err != nil {
		return err
	}
	shown := view.CashOut{ID: found.out.CashOut.String(), Track: found.track(s.Now()), May: found.stops(s.Now()), Form: s.blank(c)}
	return render(c, fiber.StatusOK, view.CashOutPage(s.shell(c, view.SectionWallet), shown))
}

// stops tells whether its buyer may call it off: nobody can be sending it.
func (l leaving) stops(now time.Time) bool {
	return l.way.State == payment.CaseNeedsDestination || l.rests(now) || l.way.State == payment.CaseQueued && l.way.Way != payment.ByOperator
}

// rests tells whether its account is so new that nobody may send it yet.
func (l leaving) rests(now time.Time) bool {
	return l.way.State == payment.CaseQueued && now.Before(restsUntil(l.out, l.way))
}

// restsUntil is until when nothing is sent to the account of a cash-out, or to another in its place.
func restsUntil(out wallets.CashOut, w refunds.Way) time.Time {
	if w.RestsUntil.After(out.NotBefore) {
		return w.RestsUntil
	}
	return out.NotBefore
}

func (l leaving) track(now time.Time) view.RefundTrack {
	t := view.RefundTrack{
		CashOut: true, Amount: int64(l.out.Amount), To: l.account.masked(), DueBy: l.way.PromisedBy, Ref: l.way.Evidence, SentAt: l.way.SentAt,
		Mark: view.Mark{Text: "Dicatat", Tone: "warn", Icon: "clock"}, Head: "Permintaan Anda tercatat", Text: "Dananya sudah keluar dari saldo dan disiapkan untuk dikirim.",
	}
	if l.way.State == "" {
		t.DueBy, t.Moments = payment.RefundPromise(l.out.AskedAt), l.moments()
		return t
	}
	stands := standsFor(l.way, now)
	t.Head, t.Text, t.Mark, t.Way, t.Why, t.Moments = stands.head, stands.text, refundMark(l.way), wayWords(l.way, "Anda"), whyWay(l.way), l.moments()
	switch {
	case l.way.State.Sent(), l.way.State == payment.CaseVoided:
		t.DueBy = time.Time{}
	case l.rests(now):
		t.Head, t.Text = "Menunggu sebentar", "Rekening ini baru Anda sebut, jadi dananya dikirim setelah "+view.FullTime(restsUntil(l.out, l.way))+". Sampai saat itu permintaan ini bisa dibatalkan."
	}
	if l.way.State == payment.CaseVoided {
		t.To, t.Way, t.Why, t.Wallet, t.Ref, t.SentAt = "", "", "", true, "", time.Time{}
	}
	if asks(l.way) {
		t.AskURL = view.CashOutAccountURL(l.out.CashOut.String())
	}
	return t
}

// moments are what happened to a cash-out, in order.
func (l leaving) moments() []view.Moment {
	moments := []view.Moment{{Kind: view.MomentDone, Title: "Tarik saldo diminta", At: l.out.AskedAt, Text: "Dananya keluar dari saldo saat itu juga."}}
	for _, a := range l.attempts {
		moments = append(moments, tried(a, l.way)...)
	}
	if asks(l.way) {
		moments = append(moments, view.Moment{Kind: view.MomentBad, Title: "Perlu rekening lain", At: l.way.ChangedAt, Text: accountProblem(l.way.Problem)})
	}
	if l.way.State == payment.CaseManualDone {
		moments = append(moments, view.Moment{Kind: view.MomentGood, Title: "Dikirim petugas", At: l.way.SentAt, Text: "Rujukan " + l.way.Evidence + "."})
	}
	if l.way.State == payment.CaseVoided {
		moments = append(moments, view.Moment{Kind: view.MomentGood, Title: "Kembali ke saldo Anda", At: l.way.ChangedAt})
	}
	return moments
}

// cashOutStop calls one off, as long as nobody can be sending it.
func (s *Server) cashOutStop(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	found, err := s.readCashOut(c)
	if err != nil {
		return err
	}
	address, subject := view.CashOutShowURL(found.out.CashOut.String()), who(c).Subject
	void := payment.VoidRefund{Buyer: subject.User}
	result, err := s.Log.Execute(c.Context(), payment.Refunds.Command(wallet.CashOutRefund(found.out.CashOut).String(), void, meta(f.command, subject)))
	if _, refused := errors.AsType[*payment.RefusalError](err); refused {
		return done(c, address, "tarik-jalan", 0)
	}
	if err != nil {
		return err
	}
	return done(c, address, "tarik-batal", result.Position)
}

// cashOutAccountForm lets a buyer name another account for a cash-out that waits for one.
func (s *Server) cashOutAccountForm(c fiber.Ctx) error {
	return s.showCashOutAccount(c, fiber.StatusOK, &form{Form: s.unsealed(c)})
}

func (s *Server) showCashOutAccount(c fiber.Ctx, status int, f *form) error {
	found, err := s.readCashOut(c)
	if err != nil {
		return err
	}
	name := found.out.CashOut.String()
	if !asks(found.way) {
		return done(c, view.CashOutShowURL(name), "rekening-sudah", 0)
	}
	shown := view.AccountForm{
		URL: view.CashOutAccountURL(name), Back: []view.Option{{Value: view.WalletURL, Text: "Saldo"}, {Value: view.CashOutShowURL(name), Text: "Tarik saldo"}},
		Name: "Tarik saldo", Amount: int64(found.out.Amount), Problem: accountProblem(found.way.Problem), Known: found.account.masked(),
		Banks: bankOptions(), Rest: cashOutRest, Form: f.Form,
	}
	if shown.StepUp, err = s.ownStepUp(c, shown.URL); err != nil {
		return err
	}
	return page(c, status, view.AccountPage(s.shell(c, view.SectionWallet), shown), view.AccountFragment(shown))
}

// cashOutAccountPost seals what the buyer typed, and lets the cash-out go on.
func (s *Server) cashOutAccountPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldBank, view.FieldAccount, view.FieldHolder)
	if err != nil {
		return err
	}
	found, err := s.readCashOut(c)
	if err != nil {
		return err
	}
	account := readAccount(f)
	if len(f.Errors) > 0 {
		return s.showCashOutAccount(c, fiber.StatusUnprocessableEntity, f)
	}
	address := view.CashOutShowURL(found.out.CashOut.String())
	if !asks(found.way) {
		return done(c, address, "rekening-sudah", 0)
	}
	if away, err := s.guardOwn(c, f, view.CashOutAccountURL(found.out.CashOut.String())); away {
		return err
	}
	result, err := s.giveDestination(c, f, found.way.Refund, account)
	if words, refused := paymentRefusal(err); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showCashOutAccount(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, address, "rekening", result.Position)
}
