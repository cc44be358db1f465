package ui

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// outcomeFields are what is typed about an attempt of which the channel does not tell.
var outcomeFields = []string{view.FieldAttempt, view.FieldLeft, view.FieldStatementRef, view.FieldStatementSum}

// showOutcome puts the form on the page, with what one operator has said already, as the log knows it at
// this moment.
func (s *Server) showOutcome(c fiber.Ctx, p payouts.Payout, shown *view.PayoutCase) error {
	seller, _, err := eventstore.Load(c.Context(), s.Log, payout.Sellers, p.Brand.String())
	if err != nil {
		return err
	}
	if _, stands := seller.MayReturn(p.Payout); stands != nil { // the channel sent it, whoever says so
		delete(shown.Acts, view.ActCameBack)
	}
	asked, open := seller.Asks(p.Payout, s.Now())
	if !open {
		return nil
	}
	shown.Acts[view.ActOutcome] = true
	shown.Outcome = view.Outcome{
		Attempt: asked.Attempt, Amount: int64(asked.Amount), Doubled: asked.Two, Against: asked.Against, Returns: !asked.MayLeave,
		Taken: !asked.Against && !asked.MayStay,
	}
	if asked.MayLeave {
		shown.Outcome.Choices = append(shown.Outcome.Choices, view.Option{Value: view.LeftYes, Text: "Sudah keluar"})
	}
	if asked.MayStay {
		shown.Outcome.Choices = append(shown.Outcome.Choices, view.Option{Value: view.LeftNo, Text: "Tidak keluar"})
	}
	if asked.Two {
		shown.Outcome.StepUp = s.stepUp(c, view.OpsPayoutShowURL(p.Payout.String()))
	}
	says := asked.Says
	if says.By.IsZero() {
		return nil
	}
	shown.Outcome.Said, shown.Outcome.Left = "tidak keluar", view.LeftNo
	if says.Left {
		shown.Outcome.Said, shown.Outcome.Left = "sudah keluar", view.LeftYes
	}
	shown.Outcome.Proof, shown.Outcome.Own = says.Evidence, says.By == who(c).User
	return s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		shown.Outcome.By, err = s.personName(ctx, q, says.By)
		return err
	})
}

// payoutOutcome notes what an operator saw in a statement.
func (s *Server) payoutOutcome(c fiber.Ctx) error {
	f, err := s.posted(c, outcomeFields...)
	if err != nil {
		return err
	}
	p, err := s.payoutFromPath(c)
	if err != nil {
		return err
	}
	note, err := f.outcome()
	if err != nil {
		return err
	}
	page := view.OpsPayoutShowURL(p.Payout.Payout.String())
	if len(f.Errors) > 0 {
		return s.showPayout(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	if p.Amount > p.LimitOne {
		if away, err := s.requireStepUp(c, f.again(page)); away {
			return err
		}
	}
	note.Payout, note.By, note.OfBrand, note.StepUp = p.Payout.Payout, who(c).User, who(c).Brand, stepUpAt(c)
	if err := s.freshProof(c, f, p.Payout, note); err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showPayout(c, fiber.StatusConflict, f.Form)
	}
	result, err := s.Log.Execute(c.Context(), payout.Sellers.Command(p.Brand.String(), note, meta(f.command, who(c).Subject)))
	if words, refused := outcomeRefusal(err, p.Payout); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showPayout(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, page, whatCame(result), result.Position)
}

// outcome reads the form.
func (f *form) outcome() (note payout.NoteOutcome, err error) {
	if note.Attempt, err = strconv.Atoi(f.Value(view.FieldAttempt)); err != nil {
		return note, fiber.ErrBadRequest
	}
	f.need(view.FieldLeft, "Hasil")
	switch f.Value(view.FieldLeft) {
	case view.LeftYes:
		note.Left = true
	case view.LeftNo, "":
	default:
		return note, fiber.ErrBadRequest
	}
	f.need(view.FieldStatementRef, "Bukti")
	f.limit(view.FieldStatementRef, "Bukti", 120)
	f.need(view.FieldStatementSum, "Jumlah")
	note.Evidence, note.Amount = f.Value(view.FieldStatementRef), f.rupiah(view.FieldStatementSum, "Jumlah")
	return note, nil
}

// freshProof refuses the transfer of something else: one transfer is the evidence of one thing.
func (s *Server) freshProof(c fiber.Ctx, f *form, p payouts.Payout, note payout.NoteOutcome) error {
	if !note.Left || p.State == payout.StatePaid {
		return nil
	}
	return s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		paid, err := payouts.ProvenBy(ctx, q, note.Evidence)
		if err != nil {
			return err
		}
		refund, err := payments.ProvenBy(ctx, q, note.Evidence, p.Payout)
		if paid || refund {
			f.wrong(view.FieldStatementRef, "Bukti itu milik transfer lain", "Rujukan ini sudah menjadi bukti pengiriman lain. Cari baris pencairan ini di mutasi bank.")
		}
		return err
	})
}

func outcomeRefusal(err error, p payouts.Payout) (refusal, bool) {
	words, refused := payoutRefusal(err)
	switch words.field {
	case view.FieldBankRef, view.FieldReason:
		words.field = view.FieldStatementRef
	case view.FieldStatementSum:
		words.message = "Yang disuruh kirim " + view.Rupiah(int64(p.Amount)) + ". Kalau di mutasi lain jumlahnya, itu bukan percobaan ini: jangan catat di sini, tahan pencairan perajin ini dan tanyakan ke kanal."
	}
	return words, refused
}
