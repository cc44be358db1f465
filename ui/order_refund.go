package ui

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// course is a refund with its way and its attempts.
type course struct {
	way      refunds.Way
	attempts []refunds.Attempt
	due      payments.Refund
	account  refundAccount // where it goes, if it goes to one
}

// waysOf are the ways of many orders' refunds.
func waysOf(ctx context.Context, q projections.Querier, due map[id.ID][]payments.Refund) (map[id.ID]refunds.Way, error) {
	var ids []id.ID
	for _, list := range due {
		for _, refund := range list {
			ids = append(ids, refund.Refund)
		}
	}
	if len(ids) == 0 {
		return nil, nil //nolint:nilnil // no refund, no way
	}
	return refunds.ByIDs(ctx, q, ids)
}

// refundsOf fills in what goes back: where one refund goes, that several do, and that one of
// them waits for its buyer.
func (o order) refundsOf(row *view.OrderRow) {
	row.Refunds = len(o.refunds)
	for _, refund := range o.refunds {
		row.RefundAt, row.RefundRef, row.RefundBy = refund.TransferredAt, refund.Evidence, refund.PromisedBy
		if asks(o.ways[refund.Refund]) {
			row.RefundBy = time.Time{}
		}
		sentTo(row, o.ways[refund.Refund])
	}
	if row.Refunds > 1 {
		row.RefundTo, row.RefundVia, row.RefundRef = "", "", ""
	}
	if w, asked := o.accountless(); asked {
		row.NoAccount, row.NoAccountWhy = int64(w.Amount), accountProblem(w.Problem)
	}
}

// accountless finds a refund that its buyer has to name an account for.
func (o order) accountless() (refunds.Way, bool) {
	for _, refund := range o.refunds {
		if w, routed := o.ways[refund.Refund]; routed && asks(w) {
			return w, true
		}
	}
	return refunds.Way{}, false
}

// sentTo fills in where a refund goes, and under which name it is known there.
func sentTo(row *view.OrderRow, w refunds.Way) {
	switch {
	case w.Way == payment.ByGateway, w.Way == payment.ByWallet:
		row.RefundVia, row.RefundTo, row.RefundRef = cameBy(w), "", ""
	case !w.Account.Empty(): // another one than was given when joining
		row.RefundTo = ""
	}
}

// courses are the refunds of an order that have a way of their own, the oldest first.
func (s *Server) courses(ctx context.Context, subject session.Subject, o order) (found []course, err error) {
	if len(o.refunds) == 0 {
		return nil, nil
	}
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		for _, due := range o.refunds {
			way, routed := o.ways[due.Refund]
			if !routed {
				continue
			}
			c := course{way: way, due: due, account: o.account}
			var err error
			if c.attempts, err = refunds.AttemptsOf(ctx, q, due.Refund); err != nil {
				return err
			}
			if err := s.open(ctx, fieldAccount, way.Account, &c.account); err != nil {
				return err
			}
			found = append(found, c)
		}
		return nil
	})
	return found, err
}

// tracks are the refunds of an order as its buyer follows them.
func (s *Server) tracks(ctx context.Context, subject session.Subject, o order, now time.Time) ([]view.RefundTrack, error) {
	courses, err := s.courses(ctx, subject, o)
	tracks := make([]view.RefundTrack, len(courses))
	for i, c := range courses {
		tracks[i] = track(o, c, now)
	}
	return tracks, err
}

func track(o order, c course, now time.Time) view.RefundTrack {
	stands := standsFor(c.way, now)
	t := view.RefundTrack{
		Amount: int64(c.way.Amount), Head: stands.head, Text: stands.text, Mark: refundMark(c.way),
		Way: wayWords(c.way, "Anda"), Why: whyWay(c.way), DueBy: c.way.PromisedBy, Ref: c.way.Evidence, SentAt: c.way.SentAt,
		Moments: because(o, c),
	}
	if asks(c.way) { // what was promised when it fell due can't be kept before its buyer has named an account
		t.AskURL, t.DueBy = view.RefundAccountURL(o.row.Code), time.Time{}
	}
	if c.way.State.Sent() {
		t.DueBy = time.Time{}
	}
	if c.way.Way == payment.ByWallet {
		t.Ref, t.Wallet = "", true
	}
	if c.way.Way == payment.ByPayout && t.AskURL == "" {
		t.To = c.account.masked()
	}
	return t
}

// asks tells whether the buyer has to name an account.
func asks(w refunds.Way) bool {
	return w.State == payment.CaseNeedsDestination || w.State == payment.CaseDormant && w.Rest != payment.RestErased
}

// because is why a buyer's money goes back and what was done about it, in order, each
// step with its rule.
func because(o order, c course) []view.Moment {
	why := order{row: o.row, campaign: o.campaign, news: o.news, refunds: []payments.Refund{c.due}}
	moments := []view.Moment{
		{Kind: view.MomentBad, Title: "Dana harus kembali", At: c.way.OpenedAt, Text: refundWhy(why, "Anda")},
	}
	if c.way.Way == payment.ByWallet {
		moments = append(moments, view.Moment{Kind: view.MomentGood, Title: "Kembali ke saldo Anda", At: c.way.SentAt})
	} else {
		moments = append(moments, view.Moment{Kind: view.MomentDone, Title: "Janji dicatat", At: c.way.OpenedAt, Text: "Dikirim paling lambat " + view.FullTime(c.way.PromisedBy) + ", siang hari kerja berikutnya."})
	}
	if !c.way.PaidAt.IsZero() {
		paid := view.Moment{Kind: view.MomentDone, Title: "Dana masuk lewat " + cameBy(c.way), At: c.way.PaidAt}
		moments = slices.Insert(moments, 0, paid)
	}
	for _, a := range c.attempts {
		moments = append(moments, tried(a, c.way)...)
	}
	if asks(c.way) {
		moments = append(moments, view.Moment{Kind: view.MomentBad, Title: "Perlu rekening lain", At: c.way.ChangedAt, Text: standsFor(c.way, c.way.ChangedAt).text})
	}
	if c.way.State == payment.CaseManualDone {
		moments = append(moments, view.Moment{Kind: view.MomentGood, Title: "Dikirim petugas", At: c.way.SentAt, Text: "Rujukan " + c.way.Evidence + "."})
	}
	return moments
}

func tried(a refunds.Attempt, w refunds.Way) []view.Moment {
	w.Way = a.Way
	moments := []view.Moment{{Kind: view.MomentDone, Title: "Diajukan: " + wayWords(w, "Anda"), At: a.SubmittedAt}}
	switch a.Outcome {
	case refunds.OutcomeSent:
		moments = append(moments, view.Moment{Kind: view.MomentGood, Title: "Terkirim", At: a.EndedAt})
	case refunds.OutcomeFailed:
		moments = append(moments, view.Moment{Kind: view.MomentBad, Title: "Tidak terkirim", At: a.EndedAt, Text: "Sebabnya: " + failureWords(a.Failure) + ". Tidak ada dana yang keluar."})
	case refunds.OutcomeReturned:
		moments = append(moments, view.Moment{Kind: view.MomentBad, Title: "Dikembalikan bank penerima", At: a.EndedAt, Text: "Dananya ada lagi pada kami, untuk Anda."})
	default:
		if !a.UnclearAt.IsZero() {
			moments = append(moments, view.Moment{Kind: view.MomentNow, Title: "Belum dijawab pasti", At: a.UnclearAt, Text: "Kami tidak mengirim lagi sebelum jelas percobaan ini tidak sampai."})
		}
	}
	return moments
}

// accountForm lets a buyer name another account for a refund that waits for one.
func (s *Server) accountForm(c fiber.Ctx) error {
	return s.showAccount(c, fiber.StatusOK, &form{Form: s.unsealed(c)})
}

// waitingRefund is the order's refund that waits for an account; false: none does.
func (s *Server) waitingRefund(c fiber.Ctx) (o order, waits course, ok bool, err error) {
	subject := who(c).Subject
	if o, err = s.readOrder(c.Context(), subject, c.Params("code")); err != nil {
		return o, waits, false, err
	}
	courses, err := s.courses(c.Context(), subject, o)
	for _, found := range courses {
		if asks(found.way) {
			return o, found, true, nil
		}
	}
	return o, waits, false, err
}

func (s *Server) showAccount(c fiber.Ctx, status int, f *form) error {
	o, waits, ok, err := s.waitingRefund(c)
	if err != nil {
		return err
	}
	if !ok {
		return done(c, view.OrderURL(o.row.Code), "rekening-sudah", 0)
	}
	shown := view.AccountForm{
		URL: view.RefundAccountURL(o.row.Code), Back: []view.Option{{Value: view.MineURL, Text: "Sambatan saya"}, {Value: view.OrderURL(o.row.Code), Text: o.row.Code}},
		Name: batchName(o.campaign.Title, o.campaign.Batch), Amount: int64(waits.way.Amount),
		Problem: accountProblem(waits.way.Problem), Known: waits.account.masked(), Banks: bankOptions(), Form: f.Form,
	}
	if waits.way.State == payment.CaseDormant {
		shown.Problem = "Dana ini masih menunggu rekening Anda."
	}
	if shown.StepUp, err = s.ownStepUp(c, shown.URL); err != nil {
		return err
	}
	return page(c, status, view.AccountPage(s.shell(c, view.SectionMine), shown), view.AccountFragment(shown))
}

// accountPost seals what the buyer typed, and lets the refund go on.
func (s *Server) accountPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldBank, view.FieldAccount, view.FieldHolder)
	if err != nil {
		return err
	}
	account := readAccount(f)
	if len(f.Errors) > 0 {
		return s.showAccount(c, fiber.StatusUnprocessableEntity, f)
	}
	o, waits, ok, err := s.waitingRefund(c)
	if err != nil {
		return err
	}
	if !ok {
		return done(c, view.OrderURL(o.row.Code), "rekening-sudah", 0)
	}
	if away, err := s.guardOwn(c, f, view.RefundAccountURL(o.row.Code)); away {
		return err
	}
	result, err := s.giveDestination(c, f, waits.way.Refund, account)
	if words, refused := paymentRefusal(err); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showAccount(c, fiber.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(o.row.Code), "rekening", result.Position)
}

// giveDestination seals another account for a refund.
func (s *Server) giveDestination(c fiber.Ctx, f *form, refund id.ID, account refundAccount) (eventstore.Result, error) {
	subject := who(c).Subject
	sealed := s.sealer(c.Context(), subject.User)
	give := payment.GiveDestination{Buyer: subject.User, Account: sealed.seal(fieldAccount, account), StepUp: stepUpAt(c)}
	if sealed.err != nil {
		return eventstore.Result{}, sealed.err
	}
	return s.Log.Execute(c.Context(), payment.Refunds.Command(refund.String(), give, meta(f.command, subject)))
}
