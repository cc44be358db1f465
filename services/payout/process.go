package payout

import (
	"errors"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Process is the process manager between receipts, campaigns that their brands call off, and the
// accounts of brands. It keeps no state: command ids are derived from the event's, so that a release,
// or a refund after it, that is told twice counts once.
type Process struct{}

// Actor of the commands that the process gives.
const Actor = "system:payout"

// React returns what an event leads to.
func (Process) React(event any, recorded eventstore.Recorded) []payment.Step {
	switch e := event.(type) {
	case sambatan.Cancelled:
		if !e.Brand.IsZero() && e.Penalty > 0 {
			return toSeller("charge", e.Brand, Charge{Brand: e.Brand, Campaign: e.Campaign, Amount: e.Penalty}, recorded)
		}
	case payment.EscrowReleased:
		of := Of{Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt}
		return toSeller("accrue", e.Brand, Accrue{Brand: e.Brand, Split: e.Split, Home: e.Home, Of: of}, recorded)
	case payment.RefundDue:
		of := Of{Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt}
		return clawBack(ClawBack{Brand: e.Brand, Of: of, Refund: e.Refund, Amount: e.Amount, Home: e.Home, Reason: e.Reason}, recorded)
	case payment.ReturnRecorded:
		return cameBack(e, recorded)
	case payment.ShortfallCovered:
		of := Of{Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt}
		return clawBack(ClawBack{Brand: e.Brand, Of: of, Amount: e.Amount, Home: e.Home, Reason: payment.ReasonChargeback}, recorded)
	}
	return nil
}

// clawBack is nothing where no brand owes anything: the money had not been released.
func clawBack(c ClawBack, from eventstore.Recorded) []payment.Step {
	if c.Brand.IsZero() {
		return nil
	}
	return toSeller("claw back", c.Brand, c, from)
}

// cameBack is nothing for what was no payout. What its brand's account does not know is in suspense
// again.
func cameBack(e payment.ReturnRecorded, from eventstore.Recorded) []payment.Step {
	if e.Of.Brand.IsZero() {
		return nil
	}
	note := NoteReturn{Payout: e.Of.Payout, Amount: e.Amount, Line: e.Receipt, Back: e.Back, By: e.By, Said: e.Said}
	steps := toSeller("note return", e.Of.Brand, note, from)
	steps[0].OnRefusal = func(err error) ([]payment.Step, bool) {
		_, refused := errors.AsType[*RefusalError](err)
		drop := payment.Receipts.Command(e.Receipt.String(), payment.DropReturn{Of: e.Of}, meta("drop return", from))
		return []payment.Step{{Command: drop}}, refused
	}
	return steps
}

func toSeller(step string, brand id.ID, c Command, from eventstore.Recorded) []payment.Step {
	return []payment.Step{{Command: Sellers.Command(brand.String(), c, meta(step, from))}}
}

func meta(step string, from eventstore.Recorded) eventstore.Meta {
	return eventstore.Meta{CommandID: id.Derive(from.EventID, step), CorrelationID: from.CorrelationID, CausationID: from.EventID, Actor: Actor}
}
