package payment_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// TestEveryBuyerEndsSecuredOrWithTheirMoneyBack lets people, timers and the
// process act in any order, events being delivered late, out of order and
// repeatedly. The money identity is checked after every event, and in the end
// everything is at rest.
//
//money:case Wallet the code's rupiah
func TestEveryBuyerEndsSecuredOrWithTheirMoneyBack(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	story := func(t *rapid.T) {
		w := newWorld(t, rapid.Uint64().Draw(t, "chance"), seen)
		w.begin()
		w.act(100 + rapid.IntRange(0, 150).Draw(t, "actions before the deadline"))
		w.now = later(w.now, deadline.Add(time.Duration(w.any(60))*time.Minute))
		w.act(30 + rapid.IntRange(0, 50).Draw(t, "actions after it"))
		w.settle()
		w.checkRest()
		w.sendRefunds()
		w.checkEnd()
		if w.campaign().Phase() == sambatan.PhaseSucceeded {
			w.release()
			w.regret()
			w.sendRefunds()
			w.checkReleased()
		}
	}
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return spec.Saw(seen, worldKinds) })
	for _, kind := range worldKinds {
		require.NotZero(t, seen[kind], "the test never saw %s", kind)
	}
}

// worldKinds are what the stories of a world have to come across.
var worldKinds = []string{
	"ended at an account of before",
	"sambatan.part_paid.v1", "sambatan.part_taken_back.v1", "sambatan.part_settled.v1", "secured in parts", "parts of an expired hold",
	string(sambatan.DeclinedPart), "a part refunded", "a part in escrow",
	"sambatan.slots_secured.v1", "sambatan.hold_expired.v1", "sambatan.hold_cancelled.v1", "sambatan.hold_kept.v1",
	"sambatan.succeeded.v1", "sambatan.failed.v1", "sambatan.cancelled.v1", "sambatan.unwound.v1",
	"payment.receipt_matched.v1", "payment.report_rejected.v1", "payment.refund_transferred.v1",
	"payment.refund_opened.v1", "payment.refund_returned.v1", "payment.refund_succeeded.v1", "payment.refund_manual_done.v1",
	"payment.intent_opened.v1", "payment.intent_charged.v1", "payment.intent_ending.v1", "payment.intent_closed.v1",
	"payment.intent_paid.v1", "sambatan.hold_ending.v1", "sambatan.payment_ended.v1",
	"payment.receipt_taken_back.v1", "payment.shortfall_covered.v1", "payment.refund_withdrawn.v1", "payment.refund_stopped.v1", "payment.refund_sent_after_all.v1",
	"payment.return_recorded.v1", "payment.return_dropped.v1", "a line that was in suspense", "returned without a way", "came back by hand",
	"payment.refund_doubled.v1", "payment.refund_sent_twice.v1", "sent twice without a way",
	string(sambatan.DeclinedTakenBack), "released as taken back", "short for good",
	string(sambatan.RefundedYield),
	"wallet.credited.v1", "wallet.held.v1", "wallet.captured.v1", "wallet.released.v1", "wallet.taken_back.v1",
	"wallet.cash_out_asked.v1", "wallet.cash_out_sent.v1", "wallet.cash_out_returned.v1", "a cash-out called off", "another cash-out is leaving",
	"a cash-out sent, and called off after it came back", "wallet.cash_out_sent_after_all.v1", "a cash-out sent after all, and spent", "a cash-out sent after all, and there", "taken back after it was cashed out",
	"too little in the wallet", "back in the wallet", "secured from the wallet",
	"begun", "given up", "paid before it was expired", "paid through the gateway",
	"found after it was given away", "redelivered", "regained", "codes used up", payment.ReasonOverpaid, payment.ReasonUnmatched,
	string(sambatan.DeclinedLate), string(sambatan.DeclinedAmount), string(sambatan.DeclinedTwice), string(sambatan.RefundedFailed),
	"payment.escrow_released.v1", "payment.clawback_agreed.v1", "payment.clawback_dropped.v1", "payout.accrued.v1", "payout.clawed_back.v1",
	payment.ReasonPart, payment.ReasonDefect, payment.ReasonGoodwill, payment.ReasonLateDispute, "borne by the brand",
	"sambatan.waitlist_joined.v1", "sambatan.slots_offered.v1", string(sambatan.RefundedByBuyer),
}

var deadline = noon.Add(2 * time.Hour)

var buyers = []id.ID{rina, budi, nth(-1), nth(-2), nth(-3), nth(-4), nth(-5), nth(-6)}

// begin publishes a campaign in which one slot costs 185.000 and hardly a code
// is left for it.
func (w *world) begin() {
	slots := 1 + w.any(12)
	require.True(w, w.askCampaign(sambatan.Draft{
		Campaign: campaign, Brand: first, Product: second, Title: "Batch 1", Batch: 1,
		Terms: sambatan.Terms{
			Version: 1, Price: 170_000, Shipping: 15_000, Slots: slots,
			MinFill: 1 + w.any(1+w.any(slots)), MinPerBuyer: 1, MaxPerBuyer: min(2, slots),
			HoldFor: 1800, OpensAt: noon, Deadline: deadline, CoolOff: 3600,
		},
	}))
	for _, command := range sambatan.Reviewed(second, first) {
		require.True(w, w.askCampaign(command))
	}
	taken := everyCodeTaken()[:[]int{0, 990, 998, 999}[w.any(4)]]
	stream := payment.Instructions.Stream(payment.InstructionStream(account, 185_000))
	w.states[stream] = payment.InstructionDecider.Fold(taken...)
	w.fillWallets()
}

func (w *world) act(times int) {
	actions := []func(){
		w.join, w.join, w.join, w.pay, w.pay, w.pay, w.deliver, w.deliver, w.deliver, w.deliver, w.deliver, w.deliver,
		w.deliver, w.deliver, w.deliver, w.deliver, w.deliver, w.deliver, w.cancel, w.report, w.report, w.reject,
		w.match, w.transfer, w.strangerPays, w.timers, w.pass, w.wait, w.wait, w.giveBack,
		w.choose, w.choose, w.errand, w.errand, w.errand, w.payCharge, w.payCharge, w.reportCharge, w.lose,
		w.produce, w.produce, w.regretPart,
		w.topUp, w.fromWallet, w.fromWallet, w.cashOut, w.callOff,
	}
	for range times {
		if w.any(400) == 0 {
			w.askCampaign(sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
		}
		if w.any(60) == 0 {
			w.move()
		}
		actions[w.any(len(actions))]()
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (w *world) join() {
	buyer := buyers[w.any(len(buyers))]
	box := eventstore.Sealed{Person: buyer.String(), Box: []byte("box")}
	w.askCampaign(sambatan.Join{
		Participation: w.fresh(), Buyer: buyer, Slots: 1 + w.any(2),
		Consent: sambatan.Consent{Terms: "1", Privacy: "1"}, Address: box, RefundAccount: box, Public: box,
	})
}

// wait asks for slots that may not be there, or takes one that is offered.
func (w *world) wait() {
	if len(w.offers) > 0 && w.any(2) == 0 {
		offer := w.offers[len(w.offers)-1]
		w.askCampaign(sambatan.AcceptOffer{Participation: offer.Participation, Buyer: offer.Buyer})
		return
	}
	buyer := buyers[w.any(len(buyers))]
	box := eventstore.Sealed{Person: buyer.String(), Box: []byte("box")}
	w.askCampaign(sambatan.JoinWaitlist{
		Participation: w.fresh(), Buyer: buyer, Slots: 1 + w.any(2),
		Consent: sambatan.Consent{Terms: "1", Privacy: "1"}, Address: box, RefundAccount: box, Public: box,
	})
}

// giveBack is a buyer who changed their mind after paying.
func (w *world) giveBack() {
	if p, ok := w.participant(); ok && w.any(3) == 0 {
		w.askCampaign(sambatan.CancelSecured{Participation: p.Participation, Buyer: p.Buyer})
	}
}

// produce begins to make a batch that succeeded, of which not enough comes out.
func (w *world) produce() {
	w.askCampaign(sambatan.StartProduction{})
	w.askCampaign(sambatan.YieldShort{Made: w.any(12), Reason: "menguap"})
}

// any draws a number below n evenly, which rapid's own ranges don't.
func (w *world) any(n int) int { return w.chance.IntN(n) }

// participant draws someone who joined.
func (w *world) participant() (sambatan.SlotsHeld, bool) {
	if len(w.joined) == 0 {
		return sambatan.SlotsHeld{}, false
	}
	return w.joined[w.any(len(w.joined))], true
}

func (w *world) cancel() {
	if p, ok := w.participant(); ok {
		w.askCampaign(sambatan.CancelHold{Participation: p.Participation, Buyer: p.Buyer})
	}
}

func (w *world) report() {
	if p, ok := w.participant(); ok {
		w.askInstruction(p.Participation, w.askedOf(p), payment.ReportTransfer{Instruction: p.Participation, Buyer: p.Buyer, PaidAt: w.now})
	}
}

func (w *world) reject() {
	if p, ok := w.participant(); ok {
		w.askInstruction(p.Participation, w.askedOf(p), payment.RejectReport{Instruction: p.Participation, Reason: "tidak ada"})
	}
}

// pay transfers, mostly the right amount, for anyone who was ever told what to
// transfer, be the hold alive or not. An operator matches it at once or later.
func (w *world) pay() {
	p, ok := w.participant()
	told, issued := w.issued[p.Participation]
	if !ok || !issued {
		return
	}
	amount := []money.Rupiah{
		told.Total, told.Total, told.Total, told.Amount, told.Amount + 50_000, told.Amount - 1, told.Total + 1, 1, 61_234,
	}[w.any(9)]
	match := payment.Match{
		Instruction: p.Participation, Campaign: campaign, Participation: p.Participation, Buyer: p.Buyer,
		Due: told.Amount, Code: told.Code,
	}
	ago := time.Duration(w.any(60)) * time.Minute
	w.receive(amount, w.now.Add(-ago), match, p.Buyer)
}

func (w *world) strangerPays() { w.receive(77_777, w.now, payment.Match{}, id.ID{}) }

func (w *world) receive(amount money.Rupiah, paidAt time.Time, match payment.Match, buyer id.ID) {
	reference := fmt.Sprint("TRX ", w.position)
	receipt := payment.ReceiptID(account, reference)
	command := payment.RecordReceipt{Receipt: receipt, Account: account, Amount: amount, PaidAt: paidAt, Reference: reference}
	if w.any(2) == 0 {
		command.Match = match
	}
	w.paid[buyer] += amount
	if command.Match == (payment.Match{}) {
		w.suspense = append(w.suspense, unmatched{receipt: receipt, match: match})
	}
	require.True(w, w.askReceipt(receipt, command))
	require.True(w, w.askReceipt(receipt, command), "entering the line again does nothing")
}

// match finds out what the oldest receipt in suspense is for; what nobody can
// know goes back.
func (w *world) match() {
	if len(w.suspense) == 0 {
		return
	}
	oldest := w.suspense[0]
	w.suspense = w.suspense[1:]
	overlooked := w.process.Refunds != payment.RefundsUnrouted && w.any(8) == 0
	if oldest.match == (payment.Match{}) || overlooked {
		require.True(w, w.askReceipt(oldest.receipt, payment.DueRefund{Reason: payment.ReasonUnmatched, Policy: w.process.Refunds}))
		w.overlook(oldest)
		return
	}
	if matched := w.askReceipt(oldest.receipt, payment.MatchReceipt{Match: oldest.match}); !oldest.found {
		require.True(w, matched)
	} else if matched {
		w.shift(oldest, id.ID{}, oldest.match.Buyer)
	}
}

// overlook takes what is sent back as nobody's off its payer's account, until it is found to be theirs.
func (w *world) overlook(which unmatched) {
	if which.match == (payment.Match{}) || which.found {
		return
	}
	w.shift(which, which.match.Buyer, id.ID{})
	w.givenAway[which.receipt] = which.match
}

// shift makes a receipt another's, with what came back of it while it was the first one's.
func (w *world) shift(which unmatched, from, to id.ID) {
	amount, back := w.receiptOf(which.receipt).Amount, w.returnedOf[which.receipt]
	w.paid[from], w.returnedTo[from] = w.paid[from]-amount, w.returnedTo[from]-back
	w.paid[to], w.returnedTo[to] = w.paid[to]+amount, w.returnedTo[to]+back
}

func (w *world) isGivenAway(receipt id.ID) bool {
	_, is := w.givenAway[receipt]
	return is
}

// found lets an operator see whose money is in suspense again.
func (w *world) found(receipt id.ID) {
	match, known := w.givenAway[receipt]
	if !known {
		return
	}
	delete(w.givenAway, receipt)
	w.seen["found after it was given away"]++
	w.suspense = append(w.suspense, unmatched{receipt, match, true})
}

func (w *world) transfer() {
	if len(w.due) > 0 {
		w.send(w.due[w.any(len(w.due))])
	}
}

func (w *world) send(refund payment.RefundDue) {
	of, _ := w.states[payment.Receipts.Stream(refund.Receipt.String())].(payment.Receipt)
	if refund.Policy != payment.RefundsUnrouted || errors.Is(of.MayReturn(refund.Refund), payment.ErrRefundRouted) {
		w.route(refund)
		return
	}
	if w.afterTransfer(refund, of) {
		return
	}
	sent := payment.MarkTransferred{Refund: refund.Refund, Evidence: "FT " + refund.Refund.String()}
	require.Equal(w, !w.now.Before(of.Rests), w.askReceipt(refund.Receipt, sent), "sent unless its account rests")
}

// route takes a refund one random step further on its way, if it has begun.
func (w *world) route(refund payment.RefundDue) {
	state, begun := w.states[payment.Refunds.Stream(refund.Refund.String())].(payment.RefundCase)
	if !begun {
		return
	}
	ask := func(c payment.RefundCommand) {
		w.ask(func(m eventstore.Meta) eventstore.Command {
			return payment.Refunds.Command(refund.Refund.String(), c, m)
		})
	}
	switch {
	case state.MayReturn() == nil && state.Exits < 3 && w.any(4) == 0:
		w.comesBack(payment.Outgoing{Refund: refund.Refund, Receipt: refund.Receipt, Exit: state.Exits}, refund.Amount)
	case state.State.Sent() && len(state.Doubled) == 0 && w.any(12) == 0:
		ask(payment.MarkSentTwice{By: w.fresh(), Evidence: fmt.Sprint("FT again ", w.position)})
	case state.State.Waits() && w.isGivenAway(refund.Receipt) && w.any(2) == 0:
		ask(payment.VoidRefund{Note: "pemiliknya ketemu"})
	case state.State == payment.CaseNeedsDestination && refund.Reason == payment.ReasonCashOut && w.any(2) == 0:
		ask(payment.VoidRefund{Buyer: refund.Buyer})
	case state.State == payment.CaseNeedsDestination:
		ask(payment.GiveDestination{Buyer: refund.Buyer, Account: eventstore.Sealed{Person: refund.Buyer.String(), Box: []byte("box")}})
	case state.State == payment.CaseSucceeded && state.Exits < 2 && w.any(3) == 0:
		ask(payment.NoteNotSent{Attempt: state.Attempt, Failure: payment.FailureUnexplained})
	case state.State.OnItsWay() && w.any(3) == 0:
		ask(payment.NoteNotSent{Attempt: state.Attempt, Failure: payment.FailureAccount})
	case state.State.OnItsWay():
		ask(payment.NoteSent{Attempt: state.Attempt, Evidence: fmt.Sprint("emu ", w.position)})
	case state.Way == payment.ByOperator || state.State == payment.CaseVoided && w.any(4) == 0: // by whoever was at the bank
		ask(payment.MarkRefundSent{By: w.fresh(), Evidence: "FT " + refund.Refund.String()})
	default:
		ask(payment.SubmitRefund{Attempt: state.Attempt + 1})
	}
}

func (w *world) timers() {
	w.askCampaign(sambatan.LapseHolds{})
	w.askCampaign(sambatan.LapseOffers{})
	w.askCampaign(sambatan.Close{})
}

func (w *world) pass() {
	w.now = w.now.Add(time.Duration(1+w.any(15)) * time.Minute)
}

// settle lets all clocks run out and everyone do their work, except that no
// refund is sent any more.
func (w *world) settle() {
	for range 4 {
		w.deliverAll()
		w.now = w.now.AddDate(0, 0, 4)
		w.timers()
		w.deliverAll()
		w.runErrands()
	}
	w.matchAll()
}

// checkRest demands that all money is in its place: of every secured
// participation the amount due in escrow, of everything else a refund.
func (w *world) checkRest() {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	require.Zero(w, sums.Suspense)
	w.checkChannels()
	w.checkWallets()
	platform := w.reference.Platform()
	for _, p := range w.joined {
		escrow := platform[money.Escrow(campaign.String(), p.Participation.String())]
		require.Equal(w, w.secured[p.Participation], -escrow.Net(), "escrow of %s", p.Participation)
	}
	w.checkTold()
	for buyer, paid := range w.paid {
		sums, err := wallet.Identity(w.reference.Buyer(buyer))
		require.NoError(w, err)
		require.Equal(w, paid+w.returnedTo[buyer], sums.Received)
		require.Equal(w, w.expected(buyer), sums.Held)
		require.LessOrEqual(w, sums.Wallet-w.purse(buyer).Balance, 1_998*sums.Held/185_000, "more than codes and what was rounded up")
		if sums.Held == 0 {
			require.Equal(w, w.purse(buyer).Balance, sums.Wallet)
			require.Equal(w, paid+w.returnedTo[buyer], sums.RefundDue+sums.Refunded+sums.TakenBack-sums.Short+sums.Wallet, "exactly what was paid")
		}
	}
}

// expected is what a buyer should have in escrow.
func (w *world) expected(buyer id.ID) (held money.Rupiah) {
	for _, p := range w.joined {
		if p.Buyer == buyer {
			held += w.secured[p.Participation]
		}
	}
	return held
}

func (w *world) campaign() *sambatan.State {
	return w.states[sambatan.Campaigns.Stream(campaign.String())].(*sambatan.State)
}

// sendRefunds lets everyone at the bank do their work, and look at what nobody has looked at yet: an operator who
// called a refund off has its money in suspense again.
func (w *world) sendRefunds() {
	w.matchAll()
	for round := 0; w.refundsDue() > 0; round++ { // those that come back, included
		require.Less(w, round, 1000)
		for _, refund := range w.due {
			w.lose()
			w.send(refund)
		}
		w.pass() // new accounts do not rest for ever
		w.deliverAll()
		w.matchAll()
	}
}

// matchAll is an operator who looks at all that is in suspense.
func (w *world) matchAll() {
	for len(w.suspense) > 0 {
		w.match()
	}
	w.deliverAll()
}

func (w *world) refundsDue() money.Rupiah {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	return sums.RefundDue
}

// checkEnd demands that only escrow and the codes of secured slots are left in
// the bank and at the gateway, and that a lost campaign is closed.
func (w *world) checkEnd() {
	sums, err := wallet.Identity(w.reference.Platform())
	require.NoError(w, err)
	require.Zero(w, sums.RefundDue)
	w.checkCashOuts()
	w.checkParts()
	inBank := w.reference.Platform()[money.Bank(account)]
	atGateway := w.reference.Platform()[money.Clearing(gateway)]
	require.Equal(w, sums.Held+sums.Wallet, inBank.Net()+atGateway.Net()+sums.Short)
	if sums.Short > 0 {
		w.seen["short for good"]++
	}
	state := w.campaign()
	if state.Phase().Lifecycle() != sambatan.LifecycleFull {
		require.Equal(w, sambatan.PhaseClosedFailed, state.Phase())
		require.Zero(w, sums.Held)
	}
}
