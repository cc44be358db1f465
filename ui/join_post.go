package ui

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// joined is what a join led to.
type joined struct {
	held   sambatan.SlotsHeld
	issued payment.InstructionIssued
	at     eventstore.Position // of the hold
	after  eventstore.Position // of all that it led to
}

// errNoCode means that every unique transfer code was in use; the slots were
// given back.
var errNoCode = errors.New("no unique transfer code was free")

// joinPost holds slots for the buyer and says what to transfer.
func (s *Server) joinPost(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	f, err := s.posted(c, joinFields...)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	found, err := s.readJoinPage(c.Context(), campaign, subject)
	if err != nil {
		return err
	}
	if step := f.Value(view.FieldSlotsStep); step != "" {
		return s.showJoin(c, fiber.StatusOK, found, f.Form, stepSlots(f, step, found, s.Now()))
	}
	request := readJoin(f, found.least(), found.row.Terms.MaxPerBuyer)
	if len(f.Errors) > 0 {
		return s.showJoin(c, fiber.StatusUnprocessableEntity, found, f.Form, chosenSlots(f, found))
	}
	if f.Value(view.FieldWaitlist) != "" {
		return s.waitPost(c, f, found, request)
	}
	result, err := s.join(c.Context(), campaign, subject, f.command, request)
	if words, ok := joinRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		if errors.Is(err, errNoCode) { // the slots were taken and given back: the next try is another join
			f.CommandID = id.New().String()
		}
		found = found.knowing(err)
		return s.showJoin(c, fiber.StatusConflict, found, f.Form, chosenSlots(f, found))
	}
	if err != nil {
		return err
	}
	return s.showJoined(c, found, request, result)
}

// waitPost takes a place on the waitlist. Slots that are free by now are offered
// at once.
func (s *Server) waitPost(c fiber.Ctx, f *form, found joinPage, request joinRequest) error {
	subject := who(c).Subject
	body, err := s.joinBody(c.Context(), subject, f.command, request)
	if err != nil {
		return err
	}
	wait := sambatan.JoinWaitlist(body)
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(found.row.ID.String(), wait, meta(f.command, subject)))
	if words, ok := joinRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showJoin(c, fiber.StatusConflict, found, f.Form, chosenSlots(f, found))
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(participants.Code(wait.Participation)), "tunggu", result.Position)
}

// joinBody seals what the buyer typed.
func (s *Server) joinBody(ctx context.Context, subject session.Subject, command id.ID, request joinRequest) (sambatan.Join, error) {
	sealed := s.sealer(ctx, subject.User)
	body := sambatan.Join{
		Participation: id.Derive(command, "participation"), Buyer: subject.User, Slots: request.slots,
		Consent:       sambatan.Consent{Terms: view.TermsVersion, Privacy: view.PrivacyVersion},
		Address:       sealed.seal(fieldAddress, request.to),
		RefundAccount: sealed.seal(fieldAccount, request.account),
		Public:        sealed.seal(fieldPublic, publicLabel(request.to)),
	}
	return body, sealed.err
}

// join executes the command and takes the step to the instruction at once.
func (s *Server) join(ctx context.Context, campaign id.ID, subject session.Subject, command id.ID, request joinRequest) (joined, error) {
	body, err := s.joinBody(ctx, subject, command, request)
	if err != nil {
		return joined{}, err
	}
	result, err := s.Log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), body, meta(command, subject)))
	if err != nil {
		return joined{}, err
	}
	return s.issue(ctx, result)
}

func (s *Server) issue(ctx context.Context, result eventstore.Result) (joined, error) {
	outcome := joined{at: result.Position, after: result.Position}
	for _, recorded := range result.Events {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			return outcome, err
		}
		held, ok := event.(sambatan.SlotsHeld)
		if !ok {
			continue
		}
		outcome.held = held
		issued, err := s.Process.IssueFor(held, recorded).Run(ctx, s.Log)
		if err != nil {
			return outcome, err
		}
		return s.withInstruction(outcome, issued)
	}
	return outcome, fmt.Errorf("a join recorded %d events and no hold", len(result.Events))
}

// withInstruction adds what to transfer; nothing when no code was free and there are
// other ways to pay.
func (s *Server) withInstruction(j joined, issued eventstore.Result) (joined, error) {
	for _, recorded := range issued.Events {
		event, err := payment.InstructionCodec.Decode(recorded)
		if err != nil {
			return j, err
		}
		if e, ok := event.(payment.InstructionIssued); ok {
			j.issued, j.after = e, max(j.after, recorded.Position)
			return j, nil
		}
	}
	if s.Process.Gateway {
		return j, nil
	}
	return j, errNoCode
}

// showJoined confirms on screen, or leads to the pay page without JavaScript.
func (s *Server) showJoined(c fiber.Ctx, found joinPage, request joinRequest, result joined) error {
	code := participants.Code(result.held.Participation)
	if !isFragment(c) {
		return done(c, view.OrderURL(code), "", result.after)
	}
	behind := s.wait(c.Context(), result.after, dashboard.Name, participants.Name, payments.Name) != nil
	if behind {
		c.Locals(catchingUpKey{}, true)
	}
	fresh, err := s.readJoinPage(c.Context(), found.row.ID, who(c).Subject)
	if err != nil {
		return err
	}
	if own, _ := fresh.unpaid(); !behind && own.Participation != result.held.Participation {
		return done(c, view.OrderURL(code), "", result.after) // an old form that was sent again: nothing is to be paid
	}
	purse, err := s.balance(c.Context(), who(c).Subject)
	if err != nil {
		return err
	}
	var own *view.Own // for the page below the dialog, which leads there by itself if another part of the buyer's came first
	if _, led := found.leads(); !led {
		if own, err = s.readOwn(c.Context(), who(c).Subject, fresh); err != nil {
			return err
		}
	}
	return render(c, fiber.StatusOK, view.JoinedFragment(view.Joined{
		Own: own, Gateway: s.Process.Gateway, Balance: int64(purse.Spendable()), Form: s.blank(c),
		Now: s.Now(), Name: batchName(fresh.row.Title, fresh.row.Batch), Slots: result.held.Slots,
		Campaign: campaignBlock(fresh.row, s.Now()), Code: code, Refund: request.account.masked(), After: int64(result.after),
		Pay: payFor(result.held.Amount, result.issued.Total, result.issued.Code, s.Account.issued(result.issued.Account, result.issued.Bank, result.issued.Holder), result.held.PayBy),
	}))
}

// stepSlots answers the stepper without JavaScript: one more or one less.
func stepSlots(f *form, step string, found joinPage, now time.Time) int {
	slots := chosenSlots(f, found)
	switch step {
	case "tambah":
		slots++
	case "kurang":
		slots--
	}
	slots = max(found.least(), min(slots, max(found.most(found.queues(now)), 1)))
	f.Values[view.FieldSlots] = strconv.Itoa(slots)
	return slots
}

func chosenSlots(f *form, found joinPage) int {
	if n, err := strconv.Atoi(f.Value(view.FieldSlots)); err == nil && n > 0 && n <= found.row.Terms.Slots {
		return n
	}
	return found.least()
}
