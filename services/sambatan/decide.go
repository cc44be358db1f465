package sambatan

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Times that the rules use.
const (
	// Grace is how long after the deadline an unpaid hold may live on, so that a
	// transfer made in time can become known. It is no time to pay in.
	Grace = 30 * time.Minute
	// Cooldown keeps a buyer from joining again after MaxLapses lapsed holds.
	Cooldown = 24 * time.Hour
	// MaxLapses without a payment in between begin a Cooldown; so does every
	// further one.
	MaxLapses = 2
)

// Decide returns what a command makes happen at now, or a [Refusal]. Timers and
// process managers may repeat themselves: where nothing is left to do, nothing
// happens and it is no error.
func Decide(s *State, command Command, now time.Time) ([]Event, error) {
	now = stamp(now)
	events, err := decide(s, command, now)
	if err != nil {
		return nil, err
	}
	return append(events, s.serveWaitlist(events, now)...), nil
}

func decide(s *State, command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Draft:
		return draft(s, c, now)
	case Revise:
		return revise(s, c, now)
	case Submit:
		return submit(s, c, now)
	case WithdrawSubmission:
		return withdrawSubmission(s, c)
	case ReviewDue:
		return reviewDue(s, now)
	case ReturnSubmission:
		return returnSubmission(s, c)
	case Approve:
		return approve(s, c, now)
	case Open:
		return open(s, now)
	case Join:
		return join(s, c, now)
	case CancelHold:
		return cancelHold(s, c)
	case KeepHold:
		return keepHold(s, c, now)
	case BeginPayment:
		return beginPayment(s, c, now)
	case EndPayment:
		return endPayment(s, c)
	case LapseHolds:
		return lapseHolds(s, now)
	case Secure:
		return secure(s, c, now)
	case TakeBack:
		return takeBack(s, c, now)
	case NoteShortfall:
		return noteShortfall(s, c), nil
	case Close:
		return closeJoining(s, now)
	case Abort, AgreeCallOff, DropCallOff:
		return decideCallOff(s, c)
	case SettleRefund:
		return settleRefund(s, c)
	case JoinWaitlist:
		return joinWaitlist(s, c, now)
	case AcceptOffer:
		return acceptOffer(s, c, now)
	case LeaveWaitlist:
		return leaveWaitlist(s, c)
	case LapseOffers:
		return lapseOffers(s, now)
	case ProposeExtension:
		return proposeExtension(s, c, now)
	case AnswerExtension:
		return answerExtension(s, c, now)
	case CloseEarly:
		return closeEarly(s, now)
	case CancelSecured:
		return cancelSecured(s, c, now)
	case Freeze:
		return freeze(s, c)
	case Unfreeze:
		return unfreeze(s, c)
	case StartProduction:
		return step(s, PhaseSucceeded, ProductionStarted{})
	case PassQuality:
		return passQuality(s)
	case YieldShort:
		return yieldShort(s, c)
	case ReportProgress:
		return reportProgress(s, c, now)
	case StartShipping:
		return startShipping(s)
	case Fulfil:
		return fulfil(s, c)
	case ReturnSecured:
		return returnSecured(s, c)
	}
	return nil, fmt.Errorf("sambatan: unknown command %T", command)
}

func draft(s *State, c Draft, now time.Time) ([]Event, error) {
	if err := s.needs(PhaseNone); err != nil {
		return nil, err
	}
	if err := firstMissing(
		field{"campaign", !c.Campaign.IsZero()},
		field{"brand", !c.Brand.IsZero()},
		field{"product", !c.Product.IsZero()},
		field{"title", strings.TrimSpace(c.Title) != ""},
	); err != nil {
		return nil, err
	}
	if err := c.Terms.check(now); err != nil {
		return nil, err
	}
	return []Event{Drafted{
		Campaign: c.Campaign, Brand: c.Brand, Product: c.Product,
		Title: strings.TrimSpace(c.Title), Batch: c.Batch, Terms: c.Terms.normal(), By: c.By,
	}}, nil
}

func revise(s *State, c Revise, now time.Time) ([]Event, error) {
	if err := s.needs(PhaseDraft); err != nil {
		return nil, err
	}
	title := strings.TrimSpace(c.Title)
	if err := firstMissing(field{"title", title != ""}); err != nil {
		return nil, err
	}
	if err := c.Terms.check(now); err != nil {
		return nil, err
	}
	return []Event{Revised{Title: title, Terms: c.Terms.normal(), By: c.By}}, nil
}

// open comes from a timer. One that was so late that the deadline has come too
// opens nothing: Close decides.
func open(s *State, now time.Time) ([]Event, error) {
	switch {
	case s.phase.Unpublished():
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseScheduled}
	case s.phase != PhaseScheduled || !now.Before(s.Terms.Deadline):
		return nil, nil
	case now.Before(s.Terms.OpensAt):
		return nil, &EarlyError{DueAt: s.Terms.OpensAt}
	}
	return []Event{Opened{}}, nil
}

func join(s *State, c Join, now time.Time) ([]Event, error) {
	if err := s.mayJoin(c, now); err != nil {
		return nil, err
	}
	if c.Slots > s.Free() {
		return nil, &FullError{Free: s.Free()}
	}
	held, err := s.hold(c, now)
	if err != nil {
		return nil, err
	}
	if w := s.has(c.Buyer).waits; w != nil {
		return []Event{held, s.left(w, LeftJoined)}, nil
	}
	return []Event{held}, nil
}

// hold keeps slots until the buyer must have paid. Whoever joins while a later
// deadline is proposed agrees to it; the hold itself is not any longer for it.
func (s *State) hold(c Join, now time.Time) (SlotsHeld, error) {
	amount, err := s.Terms.amount(c.Slots)
	expires := earlier(now.Add(time.Duration(s.Terms.HoldFor)*time.Second), s.Terms.lastExpiry())
	return SlotsHeld{
		Campaign: s.Campaign, Participation: c.Participation, Buyer: c.Buyer,
		Slots: c.Slots, Amount: amount, ExpiresAt: expires, PayBy: earlier(expires, s.Terms.Deadline),
		Consent: c.Consent, Address: c.Address, RefundAccount: c.RefundAccount, Public: c.Public,
		Agreed: s.Proposed(),
	}, err
}

// isOpen tells why nobody may join now.
func (s *State) isOpen(now time.Time) error {
	switch {
	case s.phase != PhaseOpen:
		return &NotOpenError{Phase: s.phase}
	case !now.Before(s.Terms.Deadline):
		return &NotOpenError{Phase: PhaseSettling}
	case s.frozen:
		return &FrozenError{Reason: s.reason}
	}
	return nil
}

// mayJoin asks first what the buyer can't change, then what they can, so that
// the page can say what to do next. Whether there is room is asked afterwards.
func (s *State) mayJoin(c Join, now time.Time) error {
	if err := s.isOpen(now); err != nil {
		return err
	}
	if err := c.complete(); err != nil {
		return err
	}
	_, joined := s.participations[c.Participation]
	if _, waited := s.waited[c.Participation]; joined || waited {
		return &ReusedError{ID: c.Participation}
	}
	b := s.has(c.Buyer)
	if again := b.lastLapse.Add(Cooldown); b.lapses >= MaxLapses && now.Before(again) {
		return &CooldownError{Until: again}
	}
	if b.unpaid != nil {
		return &UnpaidHoldError{Participation: b.unpaid.id}
	}
	return s.withinLimits(b, c.Slots)
}

func (s *State) withinLimits(b buyer, slots int) error {
	have := b.held + b.secured
	lowest, highest := s.Terms.MinPerBuyer, s.Terms.MaxPerBuyer
	if slots < 1 || slots > highest-have || slots < lowest-have {
		return &LimitError{Asked: slots, Have: have, Min: lowest, Max: highest}
	}
	return nil
}

func (c Join) complete() error {
	return firstMissing(
		field{"participation", !c.Participation.IsZero()},
		field{"buyer", !c.Buyer.IsZero()},
		field{"consent.terms", c.Consent.Terms != ""},
		field{"consent.privacy", c.Consent.Privacy != ""},
		field{"address", !c.Address.Empty()},
		field{"refund_account", !c.RefundAccount.Empty()},
	)
}

func cancelHold(s *State, c CancelHold) ([]Event, error) {
	if s.phase == PhaseNone {
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	}
	p, platform := s.participations[c.Participation], c.Buyer.IsZero()
	switch {
	case p == nil || !platform && p.buyer != c.Buyer:
		return nil, &NoHoldError{Participation: c.Participation}
	case p.stage == stageSecured && !platform:
		return nil, &SecuredError{Participation: p.id}
	case p.stage != stageHeld:
		return nil, nil
	}
	reason := c.Reason
	if !platform {
		reason = CancelledByBuyer
	}
	if err := firstMissing(field{"reason", reason != ""}); err != nil {
		return nil, err
	}
	return s.release(p, HoldEnding{Reason: reason}), nil
}

// keepHold sets when a hold lapses: later when its buyer reported a transfer,
// back to its own expiry when an operator found none. Whatever is reported after
// the first time, it is never kept for longer than then.
func keepHold(s *State, c KeepHold, now time.Time) ([]Event, error) {
	p := s.participations[c.Participation]
	if p == nil || p.stage != stageHeld {
		return nil, nil
	}
	until := later(p.expires, stamp(c.Until))
	if p.kept {
		until = earlier(until, p.longest)
	}
	switch {
	case until.Equal(p.until):
		return nil, nil
	case !until.After(now): // the timer of its own expiry has rung already
		return s.release(p, HoldEnding{DueAt: until}), nil
	}
	return []Event{HoldKept{Participation: p.id, Until: until}}, nil
}

func lapseHolds(s *State, now time.Time) ([]Event, error) {
	lapsed := s.unpaid.lapsed(now)
	if len(lapsed) == 0 {
		return nil, nil
	}
	events, left := make([]Event, 0, len(lapsed)+1), len(s.unpaid)
	for _, p := range lapsed {
		if !p.asked {
			left--
		}
		events = append(events, s.ends(p, HoldEnding{DueAt: p.until})...)
	}
	if len(events) == 0 { // all of them wait for their channels
		return nil, nil
	}
	return append(events, s.outcome(left, s.secured)...), nil
}

func closeJoining(s *State, now time.Time) ([]Event, error) {
	switch {
	case s.phase.Unpublished():
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseOpen}
	case s.phase != PhaseOpen && s.phase != PhaseScheduled:
		return nil, nil
	case now.Before(s.Terms.Deadline):
		return nil, &EarlyError{DueAt: s.Terms.Deadline}
	case s.goesOn(now):
		return s.extend(), nil
	}
	return s.close(Closed{DueAt: s.Terms.Deadline}), nil
}

func (s *State) close(closed Closed) []Event {
	if len(s.unpaid) > 0 {
		return []Event{closed}
	}
	return append([]Event{closed}, s.verdict(s.secured)...)
}

// step is a plain step of an operator or brand.
func step(s *State, from Phase, event Event) ([]Event, error) {
	if err := s.needs(from); err != nil {
		return nil, err
	}
	if s.frozen {
		return nil, &FrozenError{Reason: s.reason}
	}
	return []Event{event}, nil
}

func (s *State) needs(phase Phase) error {
	if s.phase != phase {
		return &PhaseError{Phase: s.Phase(), Needs: phase}
	}
	return nil
}

func (s *State) cancelled(p *participation, reason CancelReason) Event {
	return HoldCancelled{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Amount: p.amount, Slots: p.slots, Reason: reason,
		Attempts: p.attempts, Parts: slices.Clone(p.parts),
	}
}

func (s *State) expired(p *participation, dueAt time.Time) Event {
	return HoldExpired{
		Campaign: s.Campaign, Participation: p.id, Buyer: p.buyer, Amount: p.amount, Slots: p.slots, DueAt: dueAt,
		Attempts: p.attempts, Parts: slices.Clone(p.parts),
	}
}

// field tells whether a part of a command was given.
type field struct {
	name  string
	given bool
}

func firstMissing(fields ...field) error {
	for _, f := range fields {
		if !f.given {
			return &MissingError{Field: f.name}
		}
	}
	return nil
}
