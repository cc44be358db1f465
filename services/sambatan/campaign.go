package sambatan

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// State is a campaign as its events tell it. Everything that joining needs is
// found in constant time, however many have joined.
type State struct {
	Campaign id.ID
	Brand    id.ID
	Product  id.ID
	Title    string
	Batch    int
	Terms    Terms

	phase   Phase // never PhaseFullyHeld
	held    int   // slots
	secured int   // slots
	unpaid  holds // live holds by their expiry
	refunds int   // released participations whose money is not back yet
	offered int   // slots kept for buyers of the waitlist
	owed    int   // participations that are paid, and neither fulfilled nor given back
	frozen  bool
	reason  string // why it is frozen

	review   review
	proposed CallOff // that somebody else has to agree to; zero: none is
	callOffs int     // proposals so far

	progress ProgressReported // the newest
	arrivals int              // participations so far, those that only waited among them

	round  *round // of consent to a later deadline, nil when there is none
	rounds int    // so far

	waitlist []*waiter       // in the order in which they came
	waited   map[id.ID]id.ID // buyers by all participations that ever waited

	participations map[id.ID]*participation
	inOrder        []*participation // as they joined
	buyers         map[id.ID]*buyer
	receipts       map[id.ID]id.ID // every receipt that was judged, and for which participation
}

// participation is what one join became.
type participation struct {
	id       id.ID
	buyer    id.ID
	slots    int
	amount   money.Rupiah // due
	stage    stage
	expires  time.Time   // when the hold lapses of itself
	until    time.Time   // when it lapses: later than expires while a report is looked into
	kept     bool        // it was kept before,
	longest  time.Time   // at the longest until then
	parts    Parts       // that came before it was paid
	receipt  id.ID       // that secured it, with the parts
	joined   int         // the first is 0
	came     int         // when its buyer came, to slots or to the waitlist: the first is 1
	attempts int         // payments begun through a channel; the newest has this number
	asked    bool        // the newest may still be paid: the channel is asked before the slots are given away
	ending   *HoldEnding // what is to happen when the channel has answered
	paid     time.Time   // the transfer's own time
	agreed   time.Time   // the latest deadline that the buyer agreed to
	// answered is the last round of consent that the buyer answered.
	answered int
	place    int // in State.unpaid; -1: not there
	// fulfilled, it is secured for good; paidOn tells whether its escrow is the brand's.
	fulfilled, paidOn bool
	unsettled         []id.ID      // receipts of what was released whose money is not back yet
	refund            money.Rupiah // of what is fulfilled, back to the buyer
	short             money.Rupiah // of what had paid for it, taken back and not made good
}

type stage uint8

const (
	stageHeld stage = iota
	stageGone       // cancelled or expired, unpaid
	stageSecured
	stageReleased
	stageRefunded
)

// buyer is what one person has in this campaign.
type buyer struct {
	held      int            // slots
	secured   int            // slots
	unpaid    *participation // the one live hold, if any
	waits     *waiter        // the one place on the waitlist, if any
	lapses    int            // holds lapsed since the last payment
	lastLapse time.Time
}

// NewState returns the state of a stream without events.
func NewState() *State {
	return &State{
		participations: map[id.ID]*participation{},
		buyers:         map[id.ID]*buyer{},
		receipts:       map[id.ID]id.ID{},
		waited:         map[id.ID]id.ID{},
	}
}

// Phase that the campaign is in.
func (s *State) Phase() Phase {
	if s.phase == PhaseOpen && s.Free() == 0 {
		return PhaseFullyHeld
	}
	return s.phase
}

// Held counts the slots that are held and not paid.
func (s *State) Held() int { return s.held }

// Secured counts the slots that are paid.
func (s *State) Secured() int { return s.secured }

// Free counts the slots that can still be asked for.
func (s *State) Free() int { return s.Terms.Slots - s.held - s.offered - s.secured }

// IsFrozen tells whether joins, offers and success wait.
func (s *State) IsFrozen() bool { return s.frozen }

// Evolve folds an event into the state, which it changes in place.
func Evolve(s *State, event Event) *State {
	switch e := event.(type) {
	case Drafted:
		s.drafted(e)
	case Revised:
		s.Title, s.Terms = e.Title, e.Terms
		s.review.touched(e.By)
	case Submitted, SubmissionWithdrawn, ReviewOverdue, SubmissionReturned, Approved:
		s.reviewed(event)
	case Published:
		s.Terms, s.phase = e.Terms, PhaseScheduled
	case Opened, Closed, Succeeded, Failed, Cancelled, UnwindingStarted,
		Unwound, ProductionStarted, QualityPassed, ShippingStarted, Completed:
		s.phase = phaseAfter(event)
	case SlotsHeld:
		s.slotsHeld(e)
	case HoldKept:
		s.holdKept(e)
	case HoldCancelled:
		s.dropHold(s.participations[e.Participation])
	case HoldExpired:
		s.holdExpired(e)
	case PaymentBegun:
		s.paymentBegun(e)
	case PaymentEnded:
		s.participations[e.Participation].asked = false
	case HoldEnding:
		s.participations[e.Participation].ending = &e
	case PartPaid, PartTakenBack, PartSettled:
		s.part(e)
	case SlotsSecured:
		s.slotsSecured(e)
	case PaymentDeclined:
		s.receipts[e.Receipt] = e.Participation
	case SlotsReleased:
		s.slotsReleased(e)
	case RefundSettled:
		s.refundSettled(e)
	case ProgressReported:
		s.progress = e
	case YieldedShort, DispatchDue: // what comes with them says the rest
	case ShortfallChanged:
		s.participations[e.Participation].short = e.Short
	case Fulfilled:
		s.fulfilledNow(e)
	case ReleaseDue:
		s.participations[e.Participation].paidOn = true
	case WaitlistJoined:
		s.waitlistJoined(e)
	case SlotsOffered:
		s.slotsOffered(e)
	case OfferLapsed, WaitlistLeft:
		s.leave(ParticipationOf(event))
	case OfferWithdrawn:
		s.offerWithdrawn(e)
	case ExtensionProposed:
		s.extensionProposed(e)
	case ExtensionAnswered:
		s.extensionAnswered(e)
	case DeadlineExtended:
		s.deadlineExtended(e)
	case CallOffProposed:
		s.proposed, s.callOffs = e.CallOff, e.Number
	case CallOffDropped:
		s.proposed = CallOff{}
	case Frozen:
		s.frozen, s.reason = true, e.Reason
	case Unfrozen:
		s.frozen, s.reason = false, ""
	}
	return s
}

// phaseAfter is what an event leads to that leads to nothing else.
func phaseAfter(event Event) Phase {
	switch event.(type) { //nolint:gochecksumtype // these only
	case Opened:
		return PhaseOpen
	case Closed:
		return PhaseSettling
	case Succeeded:
		return PhaseSucceeded
	case Failed:
		return PhaseFailed
	case Cancelled:
		return PhaseCancelled
	case UnwindingStarted:
		return PhaseUnwinding
	case Unwound:
		return PhaseClosedFailed
	case ProductionStarted:
		return PhaseInProduction
	case QualityPassed:
		return PhaseReadyToShip
	case ShippingStarted:
		return PhaseShipping
	case Completed:
		return PhaseCompleted
	}
	panic(fmt.Sprintf("sambatan: %T leads to no phase", event))
}

func (s *State) drafted(e Drafted) {
	s.Campaign, s.Brand, s.Product = e.Campaign, e.Brand, e.Product
	s.Title, s.Batch, s.Terms = e.Title, e.Batch, e.Terms
	s.phase = PhaseDraft
	s.review.touched(e.By)
}

func (s *State) slotsHeld(e SlotsHeld) {
	came := s.arrival(e.Participation)
	s.leave(e.Participation) // the waitlist, when the slots were offered
	p := &participation{
		agreed: later(e.Agreed, s.Terms.Deadline),
		id:     e.Participation, buyer: e.Buyer, slots: e.Slots, amount: e.Amount,
		expires: e.ExpiresAt, until: e.ExpiresAt, joined: len(s.inOrder), came: came,
	}
	s.participations[p.id] = p
	s.inOrder = append(s.inOrder, p)
	s.unpaid.add(p)
	s.held += p.slots
	b := s.buyer(p.buyer)
	b.held += p.slots
	b.unpaid = p
}

func (s *State) holdKept(e HoldKept) {
	p := s.participations[e.Participation]
	if p == nil || p.stage != stageHeld {
		return
	}
	if !p.kept {
		p.kept, p.longest = true, e.Until
	}
	if p.ending != nil && p.ending.Reason == "" {
		p.ending = nil // its time is not over after all
	}
	p.until = e.Until
	s.unpaid.fix(p.place)
}

func (s *State) paymentBegun(e PaymentBegun) {
	p := s.participations[e.Participation]
	p.attempts, p.asked = e.Attempt, true
}

// dropHold gives the slots of a live hold back.
func (s *State) dropHold(p *participation) {
	if p == nil || p.stage != stageHeld {
		return
	}
	s.unpaid.remove(p)
	p.stage, p.asked, p.ending, p.parts = stageGone, false, nil, nil
	s.held -= p.slots
	b := s.buyer(p.buyer)
	b.held -= p.slots
	b.unpaid = nil
}

func (s *State) holdExpired(e HoldExpired) {
	s.dropHold(s.participations[e.Participation])
	b := s.buyer(e.Buyer)
	b.lapses++
	b.lastLapse = e.DueAt
}

func (s *State) slotsSecured(e SlotsSecured) {
	s.receipts[e.Receipt] = e.Participation
	p := s.participations[e.Participation]
	if p == nil {
		return
	}
	s.dropHold(p)
	p.stage, p.receipt, p.paid, p.parts = stageSecured, e.Receipt, e.PaidAt, slices.Clone(e.Parts)
	s.owed++
	s.secured += p.slots
	b := s.buyer(p.buyer)
	b.secured += p.slots
	b.lapses = 0
}

func (s *State) slotsReleased(e SlotsReleased) {
	p := s.participations[e.Participation]
	if p == nil {
		return
	}
	p.stage, p.unsettled = stageReleased, e.receipts()
	s.owed--
	s.secured -= p.slots
	s.buyer(p.buyer).secured -= p.slots
	s.refunds++
}

func (s *State) refundSettled(e RefundSettled) {
	if p := s.participations[e.Participation]; p != nil {
		p.stage, p.unsettled = stageRefunded, nil
		s.refunds--
	}
}

// buyer returns the account of a buyer, a new one when there is none. Only
// Evolve may call it; Decide uses has.
func (s *State) buyer(who id.ID) *buyer {
	b := s.buyers[who]
	if b == nil {
		b = &buyer{}
		s.buyers[who] = b
	}
	return b
}

// has returns what a buyer has here.
func (s *State) has(who id.ID) buyer {
	if b := s.buyers[who]; b != nil {
		return *b
	}
	return buyer{}
}
