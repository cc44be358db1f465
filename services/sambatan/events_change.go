package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// ExtensionProposed: those who joined are asked whether they would wait for a
// later deadline. Whoever does not agree by the deadline gets their money back.
type ExtensionProposed struct {
	Campaign id.ID     `json:"campaign"`
	Round    int       `json:"round"` // 1 for the first
	From     time.Time `json:"from"`  // the deadline, until which answers count
	To       time.Time `json:"to"`    // the proposed one
	Reason   string    `json:"reason"`
}

// ExtensionAnswered: a buyer agreed to the later deadline, or did not. The last
// answer counts.
type ExtensionAnswered struct {
	Campaign      id.ID `json:"campaign"`
	Participation id.ID `json:"participation"`
	Buyer         id.ID `json:"buyer"`
	Slots         int   `json:"slots"`
	Round         int   `json:"round"`
	Accepted      bool  `json:"accepted"`
}

// DeadlineExtended: the deadline came, and the campaign goes on until a later
// one, without those who had not agreed to it.
type DeadlineExtended struct {
	Campaign     id.ID     `json:"campaign"`
	Round        int       `json:"round"`
	From         time.Time `json:"from"`
	To           time.Time `json:"to"`
	Agreed       int       `json:"agreed"`        // secured slots that stay
	Released     int       `json:"released"`      // secured slots that go
	TermsVersion int       `json:"terms_version"` // the deadline is one of the terms
}

// Frozen: joins, offers and success wait until the campaign was looked into.
// Clocks go on, and so do refunds.
type Frozen struct {
	Reason string `json:"reason"`
}

// Unfrozen: the campaign goes on.
type Unfrozen struct {
	Reason string `json:"reason,omitempty"`
}

// CallOffProposed: an operator would call the campaign off; so much money goes back by
// it that somebody else has to agree. A later proposal takes its place.
type CallOffProposed struct {
	CallOff

	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// CallOff is exactly what is proposed, and agreed to.
type CallOff struct {
	Number   int          `json:"number"` // of the proposal, from 1
	Reason   string       `json:"reason"`
	Operator id.ID        `json:"operator"`
	Amount   money.Rupiah `json:"amount"`    // that went back if it was done then
	LimitOne money.Rupiah `json:"limit_one"` // the most that goes back by one person's word
	Hash     string       `json:"hash"`      // of all of this, and of the campaign
}

// CallOffDropped: the proposal was taken back.
type CallOffDropped struct {
	Operator id.ID  `json:"operator"`
	Hash     string `json:"hash"`
}

func (ExtensionProposed) isEvent() {}
func (CallOffProposed) isEvent()   {}
func (CallOffDropped) isEvent()    {}
func (ExtensionAnswered) isEvent() {}
func (DeadlineExtended) isEvent()  {}
func (Frozen) isEvent()            {}
func (Unfrozen) isEvent()          {}
