package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"

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
	var proof string
	if note.Left {
		proof = note.Evidence
	}
	result, err := s.payOnce(c, f, p.Payout, note, view.FieldStatementRef, proof)
	if len(f.Errors) > 0 {
		return s.showPayout(c, fiber.StatusConflict, f.Form)
	}
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

// payOnce gives a command about a payout. One that a transfer is the proof of is given while nobody else records
// transfers, unless that one proves another thing already: then the field says so.
func (s *Server) payOnce(c fiber.Ctx, f *form, p payouts.Payout, command payout.Command, field, proof string) (result eventstore.Result, err error) {
	given := payout.Sellers.Command(p.Brand.String(), command, meta(f.command, who(c).Subject))
	proof = strings.Join(strings.Fields(proof), " ")
	if proof == "" {
		return s.Log.Execute(c.Context(), given)
	}
	err = s.recordAlone(c.Context(), func(ctx context.Context) error {
		if err := s.freshProof(ctx, c, f, p, field, proof); err != nil || len(f.Errors) > 0 {
			return err
		}
		result, err = s.Log.Execute(ctx, given)
		return err
	})
	if errors.Is(err, errBooksBehind) {
		f.wrong("", "Belum tercatat", booksBehind)
	}
	return result, err
}

// freshProof refuses the transfer of something else: one transfer is the evidence of one thing.
func (s *Server) freshProof(ctx context.Context, c fiber.Ctx, f *form, p payouts.Payout, field, proof string) error {
	return s.Read(ctx, who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		paid, err := payouts.ProvenBy(ctx, q, proof, p.Payout)
		if err != nil {
			return err
		}
		refund, err := payments.ProvenBy(ctx, q, proof, p.Payout)
		if paid || refund {
			f.wrong(field, "Bukti itu milik transfer lain", provesAnother)
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
