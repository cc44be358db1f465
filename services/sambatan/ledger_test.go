package sambatan_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// ledger is a slow, obvious reading of the events, written without a look at
// State: what the state must agree with.
type ledger struct {
	order          []id.ID
	participations map[id.ID]*entry
	receipts       []id.ID // in the order in which they were judged
	phase          sambatan.Phase
	phases         map[sambatan.Phase]bool // ever been in
	kinds          map[string]int          // events by type
	refunds        int                     // announced when unwinding began
	answered       bool                    // the channel has just said that no payment will come
	settled        int                     // since then
	queue          []id.ID                 // all who ever waited, in order
	capacity       int
	least          int // MinFill
	deadline       time.Time
	proposed       time.Time // a later one that is asked about
	leaving        int       // slots released for want of consent, just now
	early, frozen  bool
	returned       int  // slots given back after success
	whole          bool // somebody has just said that all of a participation's money is back
	readyBy        time.Time
	callOff        sambatan.CallOff // that waits for a second word

	terms      sambatan.Terms // as drafted or revised last
	hands      map[id.ID]bool // who had a hand in the draft
	submission int
	reviewBy   time.Time
	approved   bool // by somebody else
}

type entry struct {
	id      id.ID
	buyer   id.ID
	slots   int
	due     money.Rupiah
	status  string // held, gone, secured, released, refunded; waiting, offered, left
	receipt id.ID
	begun   int       // payments through a channel
	asked   bool      // the newest may still be paid
	ending  bool      // its slots are to be given back
	agreed  time.Time // to which deadline

	fulfilled, paidOn bool // while it is secured

	expires   time.Time
	parts     sambatan.Parts // that came before it was paid
	unsettled []id.ID        // receipts of a released one
	shared    money.Rupiah   // that went to the brand
	refund    money.Rupiah
	back      sambatan.Parts // of refund, by receipt
	short     money.Rupiah   // taken back, and not made good
	tooFew    bool           // it gets nothing of a batch that came out too small
}

func newLedger() *ledger {
	return &ledger{
		participations: map[id.ID]*entry{}, phases: map[sambatan.Phase]bool{}, kinds: map[string]int{}, hands: map[id.ID]bool{},
	}
}

// edges are all the ways from one phase to another.
var edges = map[sambatan.Phase][]sambatan.Phase{
	sambatan.PhaseNone:         {sambatan.PhaseDraft},
	sambatan.PhaseDraft:        {sambatan.PhaseInReview, sambatan.PhaseCancelled},
	sambatan.PhaseInReview:     {sambatan.PhaseDraft, sambatan.PhaseScheduled, sambatan.PhaseCancelled},
	sambatan.PhaseScheduled:    {sambatan.PhaseOpen, sambatan.PhaseSettling, sambatan.PhaseCancelled},
	sambatan.PhaseOpen:         {sambatan.PhaseSettling, sambatan.PhaseSucceeded, sambatan.PhaseCancelled},
	sambatan.PhaseSettling:     {sambatan.PhaseSucceeded, sambatan.PhaseFailed, sambatan.PhaseCancelled},
	sambatan.PhaseSucceeded:    {sambatan.PhaseInProduction, sambatan.PhaseCancelled},
	sambatan.PhaseInProduction: {sambatan.PhaseReadyToShip, sambatan.PhaseCancelled},
	sambatan.PhaseReadyToShip:  {sambatan.PhaseShipping, sambatan.PhaseCompleted},
	sambatan.PhaseShipping:     {sambatan.PhaseCompleted},
	sambatan.PhaseFailed:       {sambatan.PhaseUnwinding},
	sambatan.PhaseCancelled:    {sambatan.PhaseUnwinding},
	sambatan.PhaseUnwinding:    {sambatan.PhaseClosedFailed},
}

func (l *ledger) move(t *rapid.T, to sambatan.Phase) {
	if !slices.Contains(edges[l.phase], to) {
		t.Fatalf("phase %q can't become %q", l.phase, to)
	}
	l.phase = to
	l.phases[to] = true
}

// enter reads one event and complains when it can't follow the ones before.
func (l *ledger) enter(t *rapid.T, event sambatan.Event, now time.Time) {
	l.count(event)
	switch e := event.(type) {
	case sambatan.Drafted:
		l.move(t, sambatan.PhaseDraft)
		l.terms, l.hands[e.By] = e.Terms, true
	case sambatan.Revised:
		l.revised(t)
		l.terms, l.hands[e.By] = e.Terms, true
	case sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved:
		l.review(t, e, now)
	case sambatan.Published:
		l.published(t, e.Terms)
		l.capacity, l.least, l.deadline = e.Terms.Slots, e.Terms.MinFill, e.Terms.Deadline
		l.move(t, sambatan.PhaseScheduled)
	case sambatan.Opened:
		l.move(t, sambatan.PhaseOpen)
	case sambatan.SlotsHeld:
		l.hold(t, e)
	case sambatan.HoldKept:
		l.is(t, e.Participation, "held")
	case sambatan.HoldCancelled:
		p := l.turn(t, e.Participation, "gone", "held")
		l.givenAway(t, p, e.Reason)
		l.sendBack(t, p, e.Parts)
		l.equal(t, "attempts", e.Attempts, p.begun)
	case sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding:
		l.channel(t, e)
	case sambatan.HoldExpired:
		p := l.turn(t, e.Participation, "gone", "held")
		l.givenAway(t, p, "")
		l.sendBack(t, p, e.Parts)
		l.equal(t, "attempts", e.Attempts, p.begun)
		if e.DueAt.After(now) {
			t.Fatal("a hold expired before its time")
		}
	case sambatan.SlotsSecured:
		was := map[bool]string{true: "gone", false: "held"}[e.Regained]
		l.turn(t, e.Participation, "secured", was)
		l.judge(t, e.Receipt)
		l.fill(t, e)
		l.participations[e.Participation].asked = false
		if e.PaidAt.After(l.deadline) || e.PaidAt.After(l.participations[e.Participation].agreed) {
			t.Fatal("secured by a payment made after the deadline")
		}
	case sambatan.PaymentDeclined:
		l.judge(t, e.Receipt)
		l.tooLittle(t, e, now)
	case sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled:
		l.part(t, e, now)
	case sambatan.Closed:
		l.early, l.proposed = e.Early, time.Time{}
		l.move(t, sambatan.PhaseSettling)
	case sambatan.Succeeded:
		l.thaw(t)
		l.move(t, sambatan.PhaseSucceeded)
		l.equal(t, "secured at success", e.Secured, l.slots("secured"))
	case sambatan.Failed:
		l.move(t, sambatan.PhaseFailed)
		l.equal(t, "secured at failure", e.Secured, l.slots("secured"))
		if e.Secured >= e.MinFill {
			t.Fatal("failed with enough slots secured")
		}
	case sambatan.Cancelled:
		l.calledOff(t, e)
		l.move(t, sambatan.PhaseCancelled)
	case sambatan.CallOffProposed:
		l.callOff = e.CallOff
	case sambatan.CallOffDropped:
		l.callOff = sambatan.CallOff{}
	case sambatan.SlotsReleased:
		l.release(t, e, now)
	case sambatan.UnwindingStarted:
		l.move(t, sambatan.PhaseUnwinding)
		l.equal(t, "refunds", e.Refunds, len(l.with("released")))
		l.refunds, l.settled = e.Refunds, 0
	case sambatan.RefundSettled:
		l.refund(t, e)
		l.settled++
	case sambatan.Unwound:
		l.move(t, sambatan.PhaseClosedFailed)
		l.equal(t, "refunds settled", l.settled, l.refunds)
	case sambatan.ProductionStarted:
		l.move(t, sambatan.PhaseInProduction)
	case sambatan.ProgressReported:
		l.progress(t, e, now)
	case sambatan.YieldedShort:
		l.yield(t, e)
	case sambatan.QualityPassed:
		l.move(t, sambatan.PhaseReadyToShip)
	case sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue:
		l.fulfil(t, event)
	case sambatan.ShippingStarted:
		l.move(t, sambatan.PhaseShipping)
	case sambatan.Completed:
		l.move(t, sambatan.PhaseCompleted)
	case sambatan.WaitlistJoined, sambatan.SlotsOffered, sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft:
		l.enterWaitlist(t, event, now)
	case sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended:
		l.enterExtension(t, event, now)
	case sambatan.Frozen:
		l.frozen = true
	case sambatan.Unfrozen:
		l.frozen = false
	}
}

// channel reads what happened to payments that a channel is asked about.
func (l *ledger) channel(t *rapid.T, event sambatan.Event) {
	p := l.is(t, sambatan.ParticipationOf(event), "held")
	switch e := event.(type) { //nolint:gochecksumtype // these three only
	case sambatan.PaymentBegun:
		l.equal(t, "attempt", e.Attempt, p.begun+1)
		if e.Amount != p.due-p.parts.Sum() || e.PayBy.After(p.agreed) {
			t.Fatalf("a payment began that can't be: %+v", e)
		}
		p.begun, p.asked = e.Attempt, true
	case sambatan.PaymentEnded:
		p.asked, p.ending = false, false
	case sambatan.HoldEnding:
		if !p.asked {
			t.Fatal("a hold waits for a channel that is not asked")
		}
		p.ending = true
	}
}

// givenAway demands that the channel has answered before, unless there is nothing
// to be had any more.
func (l *ledger) givenAway(t *rapid.T, p *entry, reason sambatan.CancelReason) {
	if p.asked && !l.answered && reason != sambatan.CancelledCampaign {
		t.Fatal("slots were given away that might have been paid")
	}
	p.asked, p.ending = false, false
}

func (l *ledger) count(event sambatan.Event) {
	encoded, err := sambatan.Codec.Encode(event)
	if err == nil {
		l.kinds[encoded.Type]++
	}
}

func (l *ledger) is(t *rapid.T, participation id.ID, status string) *entry {
	p := l.participations[participation]
	if p == nil || p.status != status {
		t.Fatalf("participation %s is %+v, not %s", participation, p, status)
	}
	return p
}

func (l *ledger) turn(t *rapid.T, participation id.ID, to, from string) *entry {
	p := l.is(t, participation, from)
	p.status = to
	return p
}

// judge demands that each receipt is secured or declined, once.
func (l *ledger) judge(t *rapid.T, receipt id.ID) {
	if slices.Contains(l.receipts, receipt) {
		t.Fatalf("receipt %s was judged before", receipt)
	}
	l.receipts = append(l.receipts, receipt)
}

// judged demands that no receipt that was taken is left without a verdict.
func (l *ledger) judged(t *rapid.T, command sambatan.Command, _ []sambatan.Event) {
	if c, payment := command.(sambatan.Secure); payment && !slices.Contains(l.receipts, c.Receipt) {
		t.Fatalf("receipt %s was taken and never judged", c.Receipt)
	}
}

func (l *ledger) with(status string) (found []*entry) {
	for _, participation := range l.order {
		if p := l.participations[participation]; p.status == status {
			found = append(found, p)
		}
	}
	return found
}

func (l *ledger) slots(status string) (sum int) {
	for _, p := range l.with(status) {
		sum += p.slots
	}
	return sum
}

func (l *ledger) equal(t *rapid.T, what string, got, want int) {
	if got != want {
		t.Fatalf("%s: %d, want %d", what, got, want)
	}
}

// check holds the invariants that are true at any time.
func (l *ledger) check(t *rapid.T, s *sambatan.State, terms sambatan.Terms, now time.Time) {
	held, secured := l.slots("held"), l.slots("secured")
	l.equal(t, "held", s.Held(), held)
	l.equal(t, "secured", s.Secured(), secured)
	offered := l.slots("offered")
	l.equal(t, "offered", s.Offered(), offered)
	l.equal(t, "waiting", s.Waiting(), len(l.with("waiting"))+len(l.with("offered")))
	l.equal(t, "free", s.Free(), terms.Slots-held-offered-secured)
	if s.Free() < 0 {
		t.Fatalf("oversold: %d held and %d secured of %d", held, secured, terms.Slots)
	}
	l.checkBuyers(t, terms)
	l.checkWaitlist(t, now)
	l.checkConsent(t)
	l.checkPhase(t, s, terms, now)
	l.checkFulfilment(t)
}

func (l *ledger) checkBuyers(t *rapid.T, terms sambatan.Terms) {
	unpaid, has := map[id.ID]int{}, map[id.ID]int{}
	for _, p := range l.with("held") {
		unpaid[p.buyer]++
		has[p.buyer] += p.slots
	}
	for _, p := range l.with("secured") {
		has[p.buyer] += p.slots
	}
	for buyer, n := range has {
		if n > terms.MaxPerBuyer || unpaid[buyer] > 1 {
			t.Fatalf("buyer %s has %d slots and %d unpaid holds", buyer, n, unpaid[buyer])
		}
	}
}

func (l *ledger) checkPhase(t *rapid.T, s *sambatan.State, terms sambatan.Terms, now time.Time) {
	want := l.phase
	if want == sambatan.PhaseOpen && s.Free() == 0 {
		want = sambatan.PhaseFullyHeld
	}
	if s.Phase() != want {
		t.Fatalf("phase %q, want %q", s.Phase(), want)
	}
	live := len(l.with("held"))
	switch {
	case l.phase == sambatan.PhaseSettling && live == 0 && (!l.frozen || l.slots("secured") < terms.MinFill):
		t.Fatal("nothing is awaited, and nothing decided")
	case l.phase.Lifecycle() == sambatan.LifecycleFull && (live > 0 || l.slots("secured")+l.returned < terms.MinFill):
		t.Fatalf("succeeded with %d live holds and %d of %d secured", live, l.slots("secured"), terms.MinFill)
	case l.phase.Lifecycle() == sambatan.LifecycleFailed && live+len(l.with("secured")) > 0:
		t.Fatal("money or slots are kept after the end")
	case l.phase == sambatan.PhaseUnwinding && len(l.with("released")) == 0:
		t.Fatal("unwinding with nothing left to refund")
	case l.phase == sambatan.PhaseSettling && now.Before(l.deadline) && !l.early:
		t.Fatal("closed before the deadline")
	}
}

// reach counts what all random stories together came across: a property that
// was never put to the test proves nothing.
type reach struct {
	phases map[sambatan.Phase]bool
	kinds  map[string]int
}

func (r *reach) note(l *ledger) {
	if r.kinds == nil {
		r.phases, r.kinds = map[sambatan.Phase]bool{}, map[string]int{}
	}
	maps.Copy(r.phases, l.phases)
	for kind, n := range l.kinds {
		r.kinds[kind] += n
	}
}

// missing are the kinds of events, and reasons, that no story has held yet.
func (r *reach) missing(wanted func(kind string) bool) (missing []string) {
	reasons := []string{string(sambatan.RefundedDeclined), string(sambatan.RefundedSilent), string(sambatan.RefundedByBuyer), string(sambatan.RefundedDispute), string(sambatan.RefundedTakenBack), string(sambatan.RefundedYield), "secured in parts", "parts sent back", passedOver}
	for _, kind := range append(sambatan.Codec.Types(), reasons...) {
		if r.kinds[kind] == 0 && wanted(kind) {
			missing = append(missing, kind)
		}
	}
	return missing
}

// explore tells stories until all that is wanted was in one of them.
func (r *reach) explore(t *testing.T, wanted func(kind string) bool, story func(*rapid.T)) {
	t.Helper()
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return len(r.missing(wanted)) == 0 })
	if missing := r.missing(wanted); len(missing) > 0 {
		t.Errorf("no random story held %v", missing)
	}
	t.Logf("events: %v", r.kinds)
}
