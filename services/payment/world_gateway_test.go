package payment_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

const gateway = "midtrans"

// charge is what the gateway of the world knows of one order.
type charge struct {
	payer   payment.Payer
	attempt int
	due     money.Rupiah
	expires time.Time
	open    bool // it takes money
	paid    []paidCharge
}

// paidCharge is one transaction: an order may be paid twice.
type paidCharge struct {
	transaction string
	amount      money.Rupiah
	at          time.Time
	lost        money.Rupiah // that the gateway took back
}

func (w *world) askIntent(participation id.ID, c payment.IntentCommand) bool {
	return w.ask(func(m eventstore.Meta) eventstore.Command {
		return payment.Intents.Command(participation.String(), c, m)
	})
}

// choose begins a payment through the gateway.
func (w *world) choose() {
	p, ok := w.participant()
	if !ok {
		return
	}
	method := payment.Methods[w.any(len(payment.Methods))]
	if w.askCampaign(sambatan.BeginPayment{Participation: p.Participation, Buyer: p.Buyer, Method: string(method)}) {
		w.seen["begun"]++
	}
}

// errand does what has to be done for someone at the gateway, which now and then
// does not answer, or whose answer is lost.
func (w *world) errand() {
	if len(w.topUps) > 0 && w.any(3) == 0 {
		w.run(w.topUps[w.any(len(w.topUps))].TopUp, w.any(4) > 0)
		return
	}
	if p, ok := w.participant(); ok {
		w.run(p.Participation, w.any(4) > 0)
	}
}

func (w *world) run(participation id.ID, answers bool) (done bool) {
	book, ok := w.states[payment.Intents.Stream(participation.String())].(payment.IntentBook)
	if !ok {
		return true
	}
	errand := book.Next(w.now)
	intent := errand.Intent
	switch errand.Kind {
	case payment.NoErrand:
		return true
	case payment.GiveUpErrand:
		w.givenUp[intent.Order] = true
		w.seen["given up"]++
		require.True(w, w.askIntent(participation, payment.CloseIntent{Attempt: intent.Attempt, Unconfirmed: true}))
	case payment.ChargeErrand:
		w.charge(book, intent, answers)
	case payment.ExpireErrand:
		if answers {
			w.expire(participation, intent)
		}
	}
	return false
}

// charge opens a charge, whether its answer comes or not.
func (w *world) charge(book payment.IntentBook, intent payment.Intent, answers bool) {
	participation := book.Participation
	switch {
	case !w.now.Before(intent.ExpiresAt):
		w.expire(participation, intent)
	case w.charges[intent.Order] == nil && w.any(10) == 0:
		require.True(w, w.askIntent(participation, payment.CloseIntent{Attempt: intent.Attempt, Reason: payment.EndRefused}))
	default:
		if w.charges[intent.Order] == nil {
			w.charges[intent.Order] = &charge{
				payer: book.Payer, attempt: intent.Attempt, due: intent.Amount, expires: intent.ExpiresAt, open: true,
			}
			if book.Campaign.IsZero() {
				w.fills = append(w.fills, intent.Order)
			} else {
				w.orders = append(w.orders, intent.Order)
			}
		}
		if answers {
			note := payment.NoteCharge{Attempt: intent.Attempt, Transaction: "T " + intent.Order, VA: "39012", ExpiresAt: intent.ExpiresAt}
			require.True(w, w.askIntent(participation, note))
		}
	}
}

func (w *world) expire(participation id.ID, intent payment.Intent) {
	known := w.charges[intent.Order]
	if known != nil && len(known.paid) > 0 {
		w.seen["paid before it was expired"]++
		receipt := w.tell(intent.Order)
		require.True(w, w.askIntent(participation, payment.MarkIntentPaid{Attempt: intent.Attempt, Receipt: receipt}))
		return
	}
	if known != nil {
		known.open = false
	}
	require.True(w, w.askIntent(participation, payment.CloseIntent{Attempt: intent.Attempt, Reason: payment.EndExpired}))
}

// payCharge is a buyer at the bank or in the wallet's app: mostly in time and with
// the right amount, now and then twice, or a moment after the gateway's end.
func (w *world) payCharge() {
	orders := w.someOrders()
	if len(orders) == 0 {
		return
	}
	c := w.charges[orders[w.any(len(orders))]]
	if !c.open && w.any(10) > 0 || len(c.paid) > 0 && w.any(10) > 0 {
		return
	}
	w.payFor(c)
}

func (w *world) payFor(c *charge) {
	w.payThrough(c, []money.Rupiah{c.due, c.due, c.due, c.due, c.due + 5_000, max(c.due-1, 1), max(c.due-90_000, 1)}[w.any(7)])
}

func (w *world) payThrough(c *charge, amount money.Rupiah) {
	c.open = false
	w.paid[c.payer.Buyer] += amount
	c.paid = append(c.paid, paidCharge{fmt.Sprint("T ", w.ids, " ", len(c.paid)), amount, w.now, 0})
	w.ids++
}

// someOrders are mostly those for slots.
func (w *world) someOrders() []string {
	if w.any(4) == 0 {
		return w.fills
	}
	return w.orders
}

// lose has the gateway take back all or a part of what was paid for an order, and tell:
// mostly of what is a part of a payment, while there is one.
func (w *world) lose() {
	if order, ok := w.waitingCharge(); ok {
		w.charges[order].paid[0].lost = w.charges[order].paid[0].amount
		w.tell(order)
		return
	}
	charged := slices.DeleteFunc(slices.Clone(w.someOrders()), func(order string) bool { return len(w.charges[order].paid) == 0 })
	if len(charged) == 0 || w.any(4) > 0 {
		return
	}
	order := charged[w.any(len(charged))]
	paid := w.charges[order].paid
	which := &paid[w.any(len(paid))]
	which.lost = max(which.lost, []money.Rupiah{which.amount, min(30_000, which.amount)}[w.any(2)])
	w.tell(order)
}

// waitingCharge is an order whose first payment waits for the rest.
func (w *world) waitingCharge() (order string, ok bool) {
	for _, order := range w.orders {
		paid := w.charges[order].paid
		if len(paid) > 0 && paid[0].lost == 0 && w.waiting[payment.ReceiptID(gateway, paid[0].transaction)] {
			return order, true
		}
	}
	return "", false
}

// report is the gateway that tells of a payment, again or for the first time.
func (w *world) reportCharge() {
	if len(w.orders) > 0 {
		w.tell(w.orders[w.any(len(w.orders))])
	}
}

// tell records all that was paid for an order, and returns the last receipt.
func (w *world) tell(order string) (receipt id.ID) {
	c := w.charges[order]
	for _, paid := range c.paid {
		receipt = payment.ReceiptID(gateway, paid.transaction)
		require.True(w, w.askReceipt(receipt, payment.RecordReceipt{
			Receipt: receipt, Channel: gateway, Method: "qris", Account: gateway, Amount: paid.amount, PaidAt: paid.at, Reference: paid.transaction,
			Match: payment.Match{
				Instruction: c.payer.Participation, Campaign: c.payer.Campaign, Participation: c.payer.Participation, Buyer: c.payer.Buyer,
				Due: c.due, Attempt: c.attempt,
			},
		}))
		w.seen["paid through the gateway"]++
		require.True(w, w.askReceipt(receipt, payment.TakeBack{Total: paid.lost, Reason: "chargeback"}))
	}
	return receipt
}

// givesAway demands that nothing can be paid any more for slots that are given
// away, unless the gateway could not be reached for too long.
func (w *world) givesAway(participation id.ID) {
	for _, order := range w.orders {
		c := w.charges[order]
		if c.payer.Participation == participation {
			require.True(w, !c.open || w.givenUp[order], "slots were given away while %s could be paid", order)
		}
	}
}

// runErrands does all that has to be done at the gateway, which answers again.
func (w *world) runErrands() {
	for _, payer := range w.payers() {
		for n := 0; !w.run(payer, true); n++ {
			require.Less(w, n, 100, "there is no end to the errands of %s", payer)
		}
	}
	w.endTopUps()
	for _, order := range slices.Concat(w.orders, w.fills) {
		w.tell(order)
	}
}

// checkChannels demands that nothing is awaited from the gateway any more.
func (w *world) checkChannels() {
	for _, payer := range w.payers() {
		book, ok := w.states[payment.Intents.Stream(payer.String())].(payment.IntentBook)
		if !ok {
			continue
		}
		for attempt := 1; ; attempt++ {
			intent, known := book.Find(attempt)
			if !known {
				break
			}
			require.False(w, intent.State.Live(), "%s is still awaited", intent.Order)
		}
	}
}
