package order_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/order"
)

// The story that all rows tell: ayu's bottle is made at noon, and the brand sends it.
var (
	noon   = time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	sendBy = noon.Add(order.SendWithin)

	campaign, brand, other = ident(1), ident(2), ident(3)
	ayu, bima, gita, petra = ident(11), ident(12), ident(13), ident(14) // gita and petra are operators
	p1                     = ident(21)

	whose = order.Parties{Campaign: campaign, Participation: p1, Buyer: ayu, Brand: brand}
	words = eventstore.Sealed{Person: ayu.String(), Nonce: []byte("nonce"), Box: []byte("words")}
	side  = eventstore.Sealed{Person: ayu.String(), Nonce: []byte("nonce"), Box: []byte("side")}
)

const (
	paid  money.Rupiah = 265_000
	limit money.Rupiah = 300_000 // of what one may decide

	resi1 = "JP1234567890"
	resi2 = "JP1234567891"
)

func ident(n int) id.ID { return id.MustParse(fmt.Sprintf("01900000-0000-7000-8000-%012d", n)) }

type history []order.Event

func (h history) then(events ...order.Event) history { return slices.Concat(h, events) }

func opened() history {
	return history{order.Opened{Parties: whose, Slots: 1, SendBy: sendBy, Amount: paid}}
}

func parcel(n int, resi string, at time.Time) order.ParcelSent {
	return order.ParcelSent{Parties: whose, Parcel: n, Courier: order.JNT, Resi: resi, At: at, By: order.ByBrand}
}

func here(n int, at time.Time, by order.Source) order.ParcelDelivered {
	return order.ParcelDelivered{Parties: whose, Parcel: n, At: at, By: by}
}

func delivered(at time.Time) order.Delivered {
	return order.Delivered{Parties: whose, ConfirmBy: at.Add(order.ConfirmWithin)}
}

func lost() order.Trouble {
	return order.Trouble{Parties: whose, Parcel: 1, Kind: order.Lost, By: order.ByBrand}
}

func confirmed(by order.Ground) order.Confirmed { return order.Confirmed{Parties: whose, By: by} }

func disputed() order.Disputed {
	return order.Disputed{Parties: whose, Reason: order.WrongGoods, Words: words}
}

func decided(side order.Side) order.DisputeDecided {
	return order.DisputeDecided{Parties: whose, For: side, By: gita, Note: "fotonya jelas"}
}

// appealable is a decision at two hours after noon that can be appealed.
func appealable(side order.Side) order.DisputeDecided {
	e := decided(side)
	e.AppealBy = twoHours.Add(order.AppealWithin)
	return e
}

func executed(side order.Side, refund money.Rupiah) order.DecisionExecuted {
	return order.DecisionExecuted{Parties: whose, For: side, Refund: refund}
}

func accepted(by order.Source) order.DecisionAccepted {
	return order.DecisionAccepted{Parties: whose, By: by}
}

func appealed(by order.Source) order.DecisionAppealed {
	return order.DecisionAppealed{Parties: whose, By: by, Words: side}
}

// twoHours after noon is when most rows are decided.
var twoHours = noon.Add(2 * time.Hour)

// sent an hour after noon; there a day later.
func sent() history { return opened().then(parcel(1, resi1, noon.Add(time.Hour))) }

var arrival = noon.Add(25 * time.Hour)

func arrived() history { return sent().then(here(1, arrival, order.ByBrand), delivered(arrival)) }

// row is one line of a table: given what happened, when a command comes, then these
// events, or this refusal, or (with neither) nothing.
type row struct {
	name    string
	given   history
	when    order.Command
	at      time.Time // zero: two hours after noon
	then    history
	refused error
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			if r.at.IsZero() {
				r.at = twoHours
			}
			outcome := spec.Given(t, order.Decider, r.given...).When(r.when, r.at)
			switch {
			case r.refused != nil:
				outcome.ThenRefused(r.refused)
			case r.then == nil:
				outcome.ThenNothing()
			default:
				outcome.Then(r.then...)
			}
		})
	}
}
