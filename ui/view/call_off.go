package view

import "time"

// CallOff is the page on which operators call a sambatan off.
type CallOff struct {
	Form     Form // field FieldReason
	Campaign string
	Back     []Option // the trail that leads back
	Name     string
	Refund   int64 // what goes back in all
	Limit    int64 // the most that goes back by one person's word
	Possible bool  // it can still be called off
	StepUp   StepUp
	Waits    *CallOffProposal // nil: nobody proposes it
}

// CallOffProposal waits for somebody else's word.
type CallOffProposal struct {
	Reason string
	Amount int64 // that went back if it was done when it was proposed
	By     string
	At     time.Time
	Hash   string
	Mine   bool
}

// Double tells whether it takes two people.
func (o CallOff) Double() bool { return o.Refund > o.Limit || o.Waits != nil }

func (o CallOff) consequence() string { return MakerCancel{Refund: o.Refund}.consequence() }

func (o CallOff) button() string {
	if o.Double() {
		return "Usulkan pembatalan"
	}
	return "Batalkan dan kembalikan dana"
}
