package payout

import (
	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Process is the process manager between receipts and the accounts of brands. It keeps no
// state: command ids are derived from the event's, so that a release that is told twice
// counts once.
type Process struct{}

// Actor of the commands that the process gives.
const Actor = "system:payout"

// React returns what an event leads to.
func (Process) React(event any, recorded eventstore.Recorded) []payment.Step {
	released, ok := event.(payment.EscrowReleased)
	if !ok {
		return nil
	}
	accrue := Accrue{
		Brand: released.Brand, Split: released.Split, Home: released.Home,
		Of: Of{Campaign: released.Campaign, Participation: released.Participation, Receipt: released.Receipt},
	}
	meta := eventstore.Meta{
		CommandID: id.Derive(recorded.EventID, "accrue"), CorrelationID: recorded.CorrelationID, CausationID: recorded.EventID, Actor: Actor,
	}
	return []payment.Step{{Command: Sellers.Command(released.Brand.String(), accrue, meta)}}
}
