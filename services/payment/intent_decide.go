package payment

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// IntentCommand asks the intents of a participation to change. All of them may be
// repeated.
//
//sumtype:decl
type IntentCommand interface{ isIntentCommand() }

// OpenIntent begins an attempt, in the place of those before it.
type OpenIntent struct {
	Payer

	Attempt   int
	Method    Method
	Amount    money.Rupiah
	ExpiresAt time.Time
}

// NoteCharge notes how the buyer can pay.
type NoteCharge struct {
	Attempt     int
	Transaction string
	Bank, VA    string
	QR, Link    string
	ExpiresAt   time.Time
}

// EndIntents has the channel asked to take no money for the attempts up to
// Through any more.
type EndIntents struct {
	Payer

	Through int
	Reason  EndReason
}

// CloseIntent notes that the channel takes no money any more.
type CloseIntent struct {
	Attempt     int
	Reason      EndReason // of one that was ending, that one's stands
	Unconfirmed bool
}

// MarkIntentPaid notes that money came.
type MarkIntentPaid struct {
	Attempt int
	Receipt id.ID
}

func (OpenIntent) isIntentCommand()     {}
func (NoteCharge) isIntentCommand()     {}
func (EndIntents) isIntentCommand()     {}
func (CloseIntent) isIntentCommand()    {}
func (MarkIntentPaid) isIntentCommand() {}

// IntentDecider holds the rules of payments through a channel.
var IntentDecider = eventstore.Decider[IntentBook, IntentCommand, IntentEvent]{
	Initial: func() IntentBook { return IntentBook{} },
	Decide:  decideIntent,
	Evolve:  evolveIntents,
}

func decideIntent(s IntentBook, command IntentCommand, now time.Time) ([]IntentEvent, error) {
	switch c := command.(type) {
	case OpenIntent:
		return s.open(c, now)
	case NoteCharge:
		return s.noteCharge(c)
	case EndIntents:
		return s.end(c, now)
	case CloseIntent:
		return s.close(c)
	case MarkIntentPaid:
		return s.markPaid(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// open does nothing for an attempt that is known, or that a newer one has taken
// the place of.
func (s IntentBook) open(c OpenIntent, now time.Time) ([]IntentEvent, error) {
	switch {
	case c.Participation.IsZero() || c.Buyer.IsZero() || c.Attempt < 1:
		return nil, ErrIncomplete
	case c.Method == FromWallet && c.Campaign.IsZero():
		return nil, ErrUnknownMethod
	case c.Method != FromWallet && !slices.Contains(Methods, c.Method):
		return nil, ErrUnknownMethod
	case c.Amount <= 0 || c.Amount > MaxAmount:
		return nil, ErrBadAmount
	case c.Attempt <= len(s.attempts):
		return nil, nil
	}
	events := s.ending(s.live(), EndSwitched, now)
	return append(events, IntentOpened{
		Payer: c.Payer, Attempt: c.Attempt, Method: c.Method, Order: OrderName(c.Participation, c.Attempt),
		Amount: c.Amount, OpenedAt: instant(now), ExpiresAt: instant(c.ExpiresAt),
	}), nil
}

func (s IntentBook) ending(intents []Intent, reason EndReason, now time.Time) (events []IntentEvent) {
	for _, intent := range intents {
		if intent.State != IntentIsEnding {
			events = append(events, IntentEnding{Payer: s.Payer, Attempt: intent.Attempt, Reason: reason, Since: instant(now)})
		}
	}
	return events
}

// noteCharge is for an attempt that has no charge yet. One that is ending by now
// has one all the same, which must be ended.
func (s IntentBook) noteCharge(c NoteCharge) ([]IntentEvent, error) {
	intent, known := s.Find(c.Attempt)
	switch {
	case !known || intent.Order == "":
		return nil, ErrNoIntent
	case c.Transaction == "":
		return nil, ErrIncomplete
	case intent.Transaction == c.Transaction || !intent.State.Live():
		return nil, nil
	}
	return []IntentEvent{IntentCharged{
		Payer: s.Payer, Attempt: c.Attempt, Transaction: c.Transaction,
		Bank: c.Bank, VA: c.VA, QR: c.QR, Link: c.Link, ExpiresAt: instant(c.ExpiresAt),
	}}, nil
}

// end also closes attempts that were not opened (yet), so that they never will be.
func (s IntentBook) end(c EndIntents, now time.Time) ([]IntentEvent, error) {
	if c.Participation.IsZero() || c.Reason == "" {
		return nil, ErrIncomplete
	}
	live := slices.DeleteFunc(s.live(), func(i Intent) bool { return i.Attempt > c.Through })
	events := s.ending(live, c.Reason, now)
	for attempt := len(s.attempts) + 1; attempt <= c.Through; attempt++ {
		closed := IntentClosed{Payer: c.Payer, Attempt: attempt, Reason: c.Reason}
		if attempt == c.Through && len(s.live()) == 0 {
			closed.Through = attempt
		}
		events = append(events, closed)
	}
	return events, nil
}

func (s IntentBook) close(c CloseIntent) ([]IntentEvent, error) {
	intent, known := s.Find(c.Attempt)
	switch {
	case !known:
		return nil, ErrNoIntent
	case !intent.State.Live():
		return nil, nil
	case intent.State == IntentIsEnding:
		c.Reason = intent.Reason
	case c.Reason == "":
		return nil, ErrNoReason
	}
	return []IntentEvent{IntentClosed{
		Payer: s.Payer, Attempt: c.Attempt, Reason: c.Reason, Unconfirmed: c.Unconfirmed, Through: s.through(c.Attempt),
	}}, nil
}

// markPaid also notes one that is closed: its money came late. One that a newer one has
// overtaken was never opened here, and may be paid from the wallet all the same.
func (s IntentBook) markPaid(c MarkIntentPaid) ([]IntentEvent, error) {
	intent, known := s.Find(c.Attempt)
	switch {
	case !known && (c.Attempt < 1 || c.Attempt > len(s.attempts)):
		return nil, ErrNoIntent
	case c.Receipt.IsZero():
		return nil, ErrIncomplete
	case intent.State == IntentIsPaid:
		return nil, nil
	}
	return []IntentEvent{IntentPaid{Payer: s.Payer, Attempt: c.Attempt, Receipt: c.Receipt, Through: s.through(c.Attempt)}}, nil
}

// through is the newest attempt if none but this one is live; else 0.
func (s IntentBook) through(but int) int {
	for _, intent := range s.live() {
		if intent.Attempt != but {
			return 0
		}
	}
	return len(s.attempts)
}
