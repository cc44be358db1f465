package payment_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/memory"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Accounts that take the place of the first one.
const (
	secondAccount = "5520017788"
	thirdAccount  = "9900112233"
)

// paidTo is the process after the account was changed, on a log that can be searched.
func paidTo(account string, log eventstore.Reader) payment.Process {
	return payment.Process{Account: account, Issued: func(ctx context.Context, instruction id.ID, amount money.Rupiah) (string, error) {
		var about []eventstore.Recorded
		for recorded, err := range log.All(ctx, 1) {
			if err != nil {
				return "", err
			}
			about = append(about, recorded)
		}
		return payment.IssuedWith(about, instruction, amount)
	}}
}

// follow has a process do what an event, recorded once, leads to for instructions.
func follow(t *testing.T, log eventstore.Log, process payment.Process, event sambatan.Event, recorded eventstore.Recorded) {
	t.Helper()
	for _, step := range process.React(event, recorded) {
		if step.Stream().Category() == payment.Instructions.Category() {
			_, err := step.Run(t.Context(), log)
			require.NoError(t, err, "%T", event)
		}
	}
}

func bookOf(t *testing.T, log eventstore.Log, account string, amount money.Rupiah) payment.InstructionBook {
	t.Helper()
	book, _, err := eventstore.Load(t.Context(), log, payment.Instructions, payment.InstructionStream(account, amount))
	require.NoError(t, err)
	return book
}

func nthEvent(n string) eventstore.Recorded {
	return eventstore.Recorded{EventID: id.Derive(campaign, "event "+n), CorrelationID: id.Derive(campaign, "join")}
}

// Whoever ends an instruction ends it where it was issued, however often the account was changed in between, and whichever
// account was the one of then: its code is free again, and no other account hears of it.
//
//money:case §4.3 our account changes before the payment
func TestAnInstructionEndsWhereItWasIssued(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		event sambatan.Event
		end   payment.End
	}{
		"its hold ends":      {sambatan.HoldExpired{Campaign: campaign, Participation: first, Amount: 185_000}, payment.Closed},
		"it is cancelled":    {sambatan.HoldCancelled{Campaign: campaign, Participation: first, Amount: 185_000}, payment.Closed},
		"it is paid":         {sambatan.SlotsSecured{Campaign: campaign, Participation: first, Receipt: incoming, Amount: 185_000}, payment.Paid},
		"a part of it comes": {partPaid(104_877, 80_123, 0), payment.Closed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := memory.New(memory.Config{})
			follow(t, log, paidTo(account, log), holds(first), nthEvent("hold"))
			issued, known := bookOf(t, log, account, 185_000).Find(first)
			require.True(t, known)
			require.Equal(t, payment.Live, issued.End)

			for range 2 { // the second time after a crash, and after yet another change
				for _, now := range []string{secondAccount, thirdAccount, account} {
					follow(t, log, paidTo(now, log), row.event, nthEvent("end"))
				}
			}
			book := bookOf(t, log, account, 185_000)
			ended, _ := book.Find(first)
			require.Equal(t, row.end, ended.End)
			require.Equal(t, 999, book.FreeCodes(), "its code is free")
			for _, other := range []string{secondAccount, thirdAccount} {
				_, heard := bookOf(t, log, other, 185_000).Find(first)
				require.False(t, heard, "%s has nothing to do with it", other)
			}
		})
	}
}

func holds(participation id.ID) sambatan.SlotsHeld {
	return sambatan.SlotsHeld{Campaign: campaign, Participation: participation, Buyer: rina, Amount: 185_000, ExpiresAt: noon.AddDate(0, 0, 1)}
}

// An instruction of an amount is one, in one account: what ended before it was issued, and what is asked anew because a part
// was taken back, is not issued at the account of now.
func TestAnInstructionIsIssuedAtOneAccountOnly(t *testing.T) {
	t.Parallel()
	log := memory.New(memory.Config{})
	follow(t, log, paidTo(account, log), sambatan.HoldCancelled{Campaign: campaign, Participation: first, Amount: 185_000}, nthEvent("cancelled"))
	follow(t, log, paidTo(secondAccount, log), holds(first), nthEvent("hold"))
	require.Equal(t, 999, bookOf(t, log, secondAccount, 185_000).FreeCodes(), "it ended before it was issued")

	follow(t, log, paidTo(account, log), holds(second), nthEvent("another hold"))
	part := partPaid(104_877, 80_123, 0)
	part.Participation = second
	follow(t, log, paidTo(account, log), part, nthEvent("part"))
	back := sambatan.PartTakenBack{Rest: part.Rest}
	back.Missing = 185_000
	follow(t, log, paidTo(secondAccount, log), back, nthEvent("taken back"))
	_, issued := bookOf(t, log, secondAccount, 185_000).Find(second)
	require.False(t, issued, "the read model has one row for it")
	rest, _ := bookOf(t, log, account, 81_000).Find(second)
	require.Equal(t, payment.Closed, rest.End)
}

// What was ended at the wrong account, before anybody looked where it had been issued, is ended where it was when the event
// is handled again.
func TestAnInstructionThatWasEndedElsewhereEndsWhenItsEventIsHandledAgain(t *testing.T) {
	t.Parallel()
	log := memory.New(memory.Config{})
	expired := sambatan.HoldExpired{Campaign: campaign, Participation: first, Amount: 185_000}
	follow(t, log, payment.Process{Account: account}, holds(first), nthEvent("hold"))
	follow(t, log, payment.Process{Account: secondAccount}, expired, nthEvent("end"))
	require.Equal(t, 998, bookOf(t, log, account, 185_000).FreeCodes())
	follow(t, log, paidTo(secondAccount, log), expired, nthEvent("end"))
	require.Equal(t, 999, bookOf(t, log, account, 185_000).FreeCodes())
}

// What can't be looked up is not done at the account of now: the event is handled again.
func TestNothingIsEndedWhileTheLogDoesNotSayWhereItWasIssued(t *testing.T) {
	t.Parallel()
	cut := errors.New("connection cut")
	log := memory.New(memory.Config{})
	blind := payment.Process{Account: account, Issued: func(context.Context, id.ID, money.Rupiah) (string, error) { return "", cut }}
	steps := blind.React(sambatan.HoldExpired{Campaign: campaign, Participation: first, Amount: 185_000}, happening)
	_, err := steps[0].Run(t.Context(), log)
	require.ErrorIs(t, err, cut)
	head, err := log.Head(t.Context())
	require.NoError(t, err)
	require.Zero(t, head)
}

// move changes the account that buyers are told from now on, perhaps to one of before.
func (w *world) move() {
	w.process.Account = []string{account, secondAccount, thirdAccount}[w.any(3)]
}

// hear keeps what an index of the log finds about an instruction.
func (w *world) hear(event any, recorded eventstore.Recorded) {
	var about id.ID
	switch e := event.(type) {
	case payment.InstructionIssued:
		about = e.Instruction
	case payment.InstructionPaid:
		about = e.Instruction
	case payment.InstructionClosed:
		about = e.Instruction
	default:
		return
	}
	issued, known := w.issued[about]
	there := payment.Instructions.Stream(payment.InstructionStream(issued.Account, issued.Amount))
	if known && recorded.StreamID == there && issued.Account != w.process.Account {
		w.seen["ended at an account of before"]++
	}
	w.heardOf[about] = append(w.heardOf[about], recorded)
}
