package sambatan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

func decideCallOff(s *State, command Command) ([]Event, error) {
	switch c := command.(type) { //nolint:gochecksumtype // these only
	case Abort:
		return abort(s, c)
	case AgreeCallOff:
		return agreeCallOff(s, c)
	case DropCallOff:
		return dropCallOff(s, c)
	}
	return nil, fmt.Errorf("sambatan: %T calls nothing off", command)
}

// abort calls the campaign off, or proposes it.
func abort(s *State, c Abort) ([]Event, error) {
	if s.phase.lost() {
		return nil, nil
	}
	reason := strings.TrimSpace(c.Reason)
	if err := s.mayCallOff(c, reason); err != nil {
		return nil, err
	}
	amount := s.paidIn()
	if c.By == ByPlatform && amount > c.LimitOne {
		return s.proposeCallOff(CallOff{Number: s.callOffs, Reason: reason, Operator: c.Operator, Amount: amount, LimitOne: c.LimitOne}, c.StepUp), nil
	}
	cancelled := Cancelled{Reason: reason, By: c.By, Amount: amount, StepUp: c.StepUp}
	if c.By == ByPlatform {
		cancelled.Operator = c.Operator
	} else {
		s.charge(&cancelled)
	}
	return s.callOff(cancelled), nil
}

// proposeCallOff takes the place of what is proposed, unless it is the same.
func (s *State) proposeCallOff(c CallOff, stepUp time.Time) []Event {
	c.Hash = s.callOffHash(c)
	if c == s.proposed {
		return nil
	}
	c.Number++
	c.Hash = s.callOffHash(c)
	return []Event{CallOffProposed{CallOff: c, StepUp: stepUp}}
}

func (s *State) mayCallOff(c Abort, reason string) error {
	if !s.phase.abortable() {
		return &PhaseError{Phase: s.phase, Needs: PhaseSucceeded}
	}
	if c.By == ByPlatform && c.Brand == s.Brand { // or it would get out of it without strike and fee
		return &CallOffError{Rule: CallOffOwn}
	}
	return firstMissing(field{"reason", reason != ""}, field{"operator", c.By != ByPlatform || !c.Operator.IsZero()})
}

// paidIn is what buyers have paid so far, in part or in full, and not got back.
func (s *State) paidIn() (sum money.Rupiah) {
	for _, p := range s.inOrder {
		switch p.stage {
		case stageSecured:
			sum += p.amount
		case stageHeld:
			sum += p.parts.Sum()
		case stageGone, stageReleased, stageRefunded:
		}
	}
	return sum
}

// charge notes what calling it off costs a brand: a strike once buyers could see the
// campaign, and the platform's fee once it had succeeded.
func (s *State) charge(e *Cancelled) {
	e.Strike = !s.phase.Unpublished()
	if s.phase == PhaseSucceeded || s.phase == PhaseInProduction {
		e.Penalty, e.Campaign, e.Brand = s.Terms.Fee(s.secured), s.Campaign, s.Brand
	}
}

func (s *State) callOff(cancelled Cancelled) []Event {
	events := []Event{cancelled}
	for _, p := range s.inOrder {
		if p.stage == stageHeld {
			events = append(events, s.cancelled(p, CancelledCampaign))
		}
	}
	return append(events, s.unwind(RefundedCancelled)...)
}

func (s *State) callOffHash(c CallOff) string {
	payload := fmt.Sprintf("call off v1\n%s\n%d\n%q\n%s\n%d\n%d", s.Campaign, c.Number, c.Reason, c.Operator, c.Amount, c.LimitOne)
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}

// agreeCallOff: everything goes back, also what was paid since it was proposed.
func agreeCallOff(s *State, c AgreeCallOff) ([]Event, error) {
	switch {
	case s.phase.lost():
		return nil, nil
	case !s.phase.abortable():
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseSucceeded}
	}
	if err := s.sees(c.Operator, c.Hash); err != nil {
		return nil, err
	}
	switch {
	case c.Operator == s.proposed.Operator:
		return nil, &CallOffError{Rule: CallOffFourEyes}
	case c.Brand == s.Brand:
		return nil, &CallOffError{Rule: CallOffOwn}
	}
	return s.callOff(Cancelled{
		Reason: s.proposed.Reason, By: ByPlatform, Amount: s.paidIn(), Operator: s.proposed.Operator,
		Agreed: c.Operator, Hash: s.proposed.Hash, StepUp: c.StepUp,
	}), nil
}

// dropCallOff refuses to let a campaign go on that was lost meanwhile.
func dropCallOff(s *State, c DropCallOff) ([]Event, error) {
	if s.phase.lost() {
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseSucceeded}
	}
	if err := s.sees(c.Operator, c.Hash); err != nil {
		return nil, err
	}
	return []Event{CallOffDropped(c)}, nil
}

// sees refuses whoever has not seen what is proposed now.
func (s *State) sees(operator id.ID, hash string) error {
	switch {
	case operator.IsZero():
		return &MissingError{Field: "operator"}
	case s.proposed.Hash == "":
		return &CallOffError{Rule: CallOffNone}
	case hash != s.proposed.Hash:
		return &CallOffError{Rule: CallOffChanged}
	}
	return nil
}
