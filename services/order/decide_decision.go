package order

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// decide settles a dispute, or proposes how.
func (s State) decide(c DecideDispute, now time.Time) ([]Event, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "" || !slices.Contains(Sides, c.For):
		return nil, ErrNoReason
	case s.partial(c.By, c.OfBrand):
		return nil, ErrOwnOrder
	}
	if c.For != InPart {
		c.Refund = 0
	}
	if err := s.mayDecide(c); err != nil {
		return nil, err
	}
	decision := Decision{Number: s.Proposals + 1, For: c.For, Refund: c.Refund, By: c.By, Note: note, LimitOne: c.LimitOne}
	if s.needsTwo(decision) {
		decision.Hash = s.hash(decision)
		return []Event{DecisionProposed{Parties: s.Parties, Decision: decision, StepUp: c.StepUp}}, nil
	}
	return s.decided(decision, id.ID{}, c.StepUp, now), nil
}

// partial tells whether somebody is a side of the order: staff buy, and may be of a brand.
func (s State) partial(who, brand id.ID) bool { return who == s.Buyer || brand == s.Brand }

// mayDecide: an appeal is somebody else's to decide. While goods are on their way back, an
// operator may decide anew: something else may have come, or nothing ever will.
func (s State) mayDecide(c DecideDispute) error {
	switch {
	case s.Decided():
		return ErrDecided
	case !s.Disputed && s.Phase != PhaseSendingBack:
		return ErrNoDispute
	case s.Appealed && slices.Contains(s.Judges[:], c.By):
		return ErrSameJudge
	case c.For == ReturnFirst && s.Phase != PhaseDelivered:
		return ErrNotArrived
	case c.For == InPart:
		return s.mayPart(c.Refund)
	}
	return nil
}

// mayPart: prices are whole thousands, and so is a part, or fee and tax of the rest would
// have to be rounded. Of what was never sent there is no part to keep.
func (s State) mayPart(refund money.Rupiah) error {
	switch {
	case s.Phase == PhaseToSend:
		return ErrNotSent
	case s.Amount == 0:
		return ErrNoAmount
	case refund <= 0, refund >= s.Amount, refund%sambatan.Thousand != 0:
		return ErrBadPart
	}
	return nil
}

// needsTwo tells whether more goes back than one person may decide. An amount that is not
// known counts as a large one.
func (s State) needsTwo(d Decision) bool {
	switch d.For {
	case ForBrand:
		return false
	case InPart:
		return d.Refund > d.LimitOne
	case ForBuyer, ReturnFirst:
	}
	return s.Amount == 0 || s.Amount > d.LimitOne
}

// NeedsTwo tells whether a command is about more than one person may send back, so that
// whoever gives it has to prove that it is them.
func (s State) NeedsTwo(command Command) bool {
	if c, decides := command.(DecideDispute); decides {
		return s.needsTwo(Decision{For: c.For, Refund: c.Refund, LimitOne: c.LimitOne})
	}
	_, agrees := command.(AgreeDecision)
	return agrees
}

func (s State) hash(d Decision) string {
	payload := fmt.Sprintf("decision v1\n%s\n%s\n%d\n%s\n%d\n%s\n%d\n%q", s.Participation, s.Buyer, d.Number, d.For, d.Refund, d.By, d.LimitOne, d.Note)
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}

func (s State) agree(c AgreeDecision, now time.Time) ([]Event, error) {
	switch {
	case s.Proposed.Hash == "":
		return nil, ErrNoDecision
	case c.By.IsZero():
		return nil, ErrIncomplete
	case c.Hash != s.Proposed.Hash:
		return nil, ErrChanged
	case c.By == s.Proposed.By:
		return nil, ErrFourEyes
	case s.partial(c.By, c.OfBrand):
		return nil, ErrOwnOrder
	}
	return s.decided(s.Proposed, c.By, c.StepUp, now), nil
}

// decided: the first time those whom it is against may appeal, the second time it is done
// at once.
func (s State) decided(d Decision, agreed id.ID, stepUp, now time.Time) []Event {
	decided := DisputeDecided{
		Parties: s.Parties, For: d.For, By: d.By, Note: d.Note, Refund: d.Refund, Agreed: agreed, Hash: d.Hash, StepUp: stepUp,
	}
	if !s.Appealed {
		decided.AppealBy = now.Add(AppealWithin)
		return []Event{decided}
	}
	return append([]Event{decided}, s.outcome(d.For, d.Refund, now)...)
}
