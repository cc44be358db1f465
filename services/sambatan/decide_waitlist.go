package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Times and bounds of the waitlist.
const (
	// OfferFor is how long slots are offered, at most.
	OfferFor = 30 * time.Minute
	// PayTime is what an offer leaves before the deadline, to transfer in.
	PayTime = 30 * time.Minute
	// Quiet is how long before the deadline nothing is offered any more, and
	// nobody can begin to wait: free slots are whoever's comes first.
	Quiet = 45 * time.Minute
	// MaxWaiting bounds the waitlist. All of it may end in one decision.
	MaxWaiting = 500
)

// joinWaitlist asks what a join asks, but for room. When the slots are free by
// now, they are offered at once.
func joinWaitlist(s *State, c JoinWaitlist, now time.Time) ([]Event, error) {
	if err := s.mayJoin(Join(c), now); err != nil {
		return nil, err
	}
	until := s.Terms.Deadline.Add(-Quiet)
	switch w := s.has(c.Buyer).waits; {
	case w != nil:
		return nil, &WaitingError{Participation: w.asked.Participation}
	case !now.Before(until):
		return nil, &LateError{Until: until}
	case len(s.waitlist) >= MaxWaiting:
		return nil, &WaitlistFullError{Most: MaxWaiting}
	}
	amount, err := s.Terms.amount(c.Slots)
	if err != nil {
		return nil, err
	}
	return []Event{WaitlistJoined{
		Campaign: s.Campaign, Participation: c.Participation, Buyer: c.Buyer, Slots: c.Slots, Amount: amount,
		Consent: c.Consent, Address: c.Address, RefundAccount: c.RefundAccount, Public: c.Public,
	}}, nil
}

// acceptOffer turns an offer into a hold, with what its buyer gave when they
// began to wait.
func acceptOffer(s *State, c AcceptOffer, now time.Time) ([]Event, error) {
	if p := s.participations[c.Participation]; p != nil && p.buyer == c.Buyer {
		return nil, nil // taken before
	}
	if err := s.isOpen(now); err != nil {
		return nil, err
	}
	w := s.waiter(c.Participation)
	switch {
	case w == nil || w.asked.Buyer != c.Buyer:
		return nil, &NoOfferError{Participation: c.Participation}
	case !w.offered:
		return nil, &NoOfferError{Participation: c.Participation, Waiting: true}
	case !now.Before(w.until):
		return nil, &LateError{Until: w.until}
	}
	held, err := s.hold(Join{
		Participation: w.asked.Participation, Buyer: w.asked.Buyer, Slots: w.asked.Slots,
		Consent: w.asked.Consent, Address: w.asked.Address, RefundAccount: w.asked.RefundAccount, Public: w.asked.Public,
	}, now)
	held.Offered = true
	return []Event{held}, err
}

func leaveWaitlist(s *State, c LeaveWaitlist) ([]Event, error) {
	if buyer, waited := s.waited[c.Participation]; !waited || buyer != c.Buyer {
		return nil, &NoOfferError{Participation: c.Participation}
	}
	w := s.waiter(c.Participation)
	if w == nil {
		return nil, nil // left before
	}
	return []Event{s.left(w, LeftByBuyer)}, nil
}

// lapseOffers comes from a timer. Who lets an offer lapse has left.
func lapseOffers(s *State, now time.Time) ([]Event, error) {
	var events []Event
	for _, w := range s.waitlist {
		if w.offered && !w.until.After(now) {
			events = append(events, OfferLapsed{
				Campaign: s.Campaign, Participation: w.asked.Participation, Buyer: w.asked.Buyer, Slots: w.asked.Slots, DueAt: w.until,
			})
		}
	}
	return events, nil
}

func (s *State) left(w *waiter, reason LeaveReason) WaitlistLeft {
	return WaitlistLeft{
		Campaign: s.Campaign, Participation: w.asked.Participation, Buyer: w.asked.Buyer, Slots: w.asked.Slots,
		Offered: w.offered, Reason: reason,
	}
}

// serveWaitlist returns what a decision means for those who wait, whatever the
// decision was about: the end of the list, or offers of the slots that are free
// after it. It costs nothing when nobody waits.
func (s *State) serveWaitlist(events []Event, now time.Time) []Event {
	if len(events) == 0 || len(s.waitlist) == 0 && !isWait(events[0]) {
		return nil
	}
	a := s.after(events)
	switch {
	case a.over != "":
		return s.endWaitlist(a)
	case a.freezes:
		return s.withdrawOffers(a)
	case a.phase != PhaseOpen || a.frozen || !now.Before(a.deadline.Add(-Quiet)):
		return nil
	}
	return s.offer(a, earlier(now.Add(OfferFor), a.deadline.Add(-PayTime)))
}

func isWait(event Event) bool {
	_, waits := event.(WaitlistJoined)
	return waits
}

func (s *State) endWaitlist(a aftermath) (events []Event) {
	for _, w := range s.waitlist {
		if !a.gone[w.asked.Participation] {
			events = append(events, s.left(w, a.over))
		}
	}
	return events
}

// withdrawOffers puts those with an offer back into their places: they could not
// take it while the campaign is frozen.
func (s *State) withdrawOffers(a aftermath) (events []Event) {
	for _, w := range s.waitlist {
		if w.offered && !a.gone[w.asked.Participation] {
			events = append(events, OfferWithdrawn{Campaign: s.Campaign, Participation: w.asked.Participation, Buyer: w.asked.Buyer, Slots: w.asked.Slots})
		}
	}
	return events
}

// offer goes through the list in the order in which people came and offers to
// each who finds as many slots free as they want, never fewer. Who wants more
// than there are keeps their place.
func (s *State) offer(a aftermath, until time.Time) (events []Event) {
	for _, w := range s.waitlist {
		if !w.offered && !a.gone[w.asked.Participation] && w.asked.Slots <= a.free {
			events = append(events, s.offerTo(w.asked, until))
			a.free -= w.asked.Slots
		}
	}
	if a.joined != nil && a.joined.Slots <= a.free {
		events = append(events, s.offerTo(*a.joined, until))
	}
	return events
}

func (s *State) offerTo(w WaitlistJoined, until time.Time) SlotsOffered {
	return SlotsOffered{
		Campaign: s.Campaign, Participation: w.Participation, Buyer: w.Buyer,
		Slots: w.Slots, Amount: w.Amount, ExpiresAt: until,
	}
}

// aftermath is what a decision leaves behind, as far as the waitlist asks.
type aftermath struct {
	phase    Phase
	frozen   bool
	freezes  bool        // it is frozen just now
	over     LeaveReason // the list ends
	deadline time.Time
	free     int            // slots
	gone     map[id.ID]bool // off the waitlist
	joined   *WaitlistJoined
}

func (s *State) after(events []Event) aftermath {
	a := aftermath{
		phase: s.phase, frozen: s.frozen, deadline: s.Terms.Deadline, free: s.Free(), gone: map[id.ID]bool{},
	}
	for _, event := range events {
		a.add(event)
	}
	return a
}

func (a *aftermath) add(event Event) {
	switch e := event.(type) {
	case SlotsHeld:
		a.hold(e)
	case HoldCancelled:
		a.free += e.Slots
	case HoldExpired:
		a.free += e.Slots
	case SlotsReleased:
		a.free += e.Slots
	case SlotsSecured:
		if e.Regained {
			a.free -= e.Slots
		}
	case OfferLapsed:
		a.leave(e.Participation, e.Slots, true)
	case WaitlistLeft:
		a.leave(e.Participation, e.Slots, e.Offered)
	case WaitlistJoined:
		a.joined = &e
	case Closed:
		a.over = LeftClosed
	case Succeeded:
		a.over = LeftFilled
	case Failed:
		a.over = LeftClosed
	case Cancelled:
		a.over = LeftCancelled
	case DeadlineExtended:
		a.deadline = e.To
	case Frozen:
		a.freezes = true
	case Unfrozen:
		a.frozen = false
	case Drafted, Revised, Submitted, SubmissionWithdrawn, ReviewOverdue, SubmissionReturned, Approved, Published, Opened, HoldKept, PaymentBegun, PaymentEnded, HoldEnding, PartPaid, PartTakenBack, PartSettled, PaymentDeclined, UnwindingStarted, RefundSettled, Unwound,
		ProductionStarted, ProgressReported, YieldedShort, QualityPassed, DispatchDue, ShortfallChanged, ShippingStarted, Fulfilled, ReleaseDue, Completed, SlotsOffered, OfferWithdrawn,
		ExtensionProposed, ExtensionAnswered, CallOffProposed, CallOffDropped:
	}
}

// hold counts slots that were free before, unless they were offered.
func (a *aftermath) hold(e SlotsHeld) {
	a.gone[e.Participation] = true
	if !e.Offered {
		a.free -= e.Slots
	}
}

func (a *aftermath) leave(participation id.ID, slots int, offered bool) {
	a.gone[participation] = true
	if offered {
		a.free += slots
	}
}
