package payment

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// refund sends everything back that has not begun its way: once, since nothing
// is left to send afterwards. What the channel took back is not there to be sent.
func (r Receipt) refund(c DueRefund, now time.Time) ([]ReceiptEvent, error) {
	if err := r.mayRefund(c.Reason); err != nil {
		return nil, err
	}
	if r.cashOut() && len(r.Refunds) > 0 { // what is in the wallet again stays there
		return nil, nil
	}
	return r.allBack(c, now), nil
}

func (r Receipt) allBack(c DueRefund, now time.Time) []ReceiptEvent {
	events := r.cover(r.Held(), c.Reason)
	r = r.after(events)
	if amount := r.Held(); amount > 0 {
		events = append(events, r.refundDue(amount, c, r.wayBack(), now))
	}
	return events
}

// mayRefund sees to it that the campaign and the receipt agree about the money:
// as long as the campaign may answer, only its answer moves it.
func (r Receipt) mayRefund(reason string) error {
	matched := r.Match != Match{}
	switch {
	case reason == ReasonCashOut && r.cashOut():
		return nil
	case reason == ReasonUnmatched && matched:
		return ErrAwaitsCampaign
	case reason == ReasonUnmatched:
		return nil
	case !releases(reason) && !declines(reason):
		return ErrUnknownReason
	case !matched:
		return ErrNotMatched
	case r.Match.TopUp():
		return ErrInWallet
	case declines(reason) && r.Allocated:
		return ErrAllocated
	case !r.Brand.IsZero():
		return ErrPaidOn
	}
	return nil
}

// releases tells whether a campaign gives up secured slots for this reason.
func releases(reason string) bool {
	switch sambatan.RefundReason(reason) {
	case sambatan.RefundedFailed, sambatan.RefundedCancelled,
		sambatan.RefundedDeclined, sambatan.RefundedSilent, sambatan.RefundedByBuyer, sambatan.RefundedDispute, sambatan.RefundedYield,
		sambatan.RefundedTakenBack:
		return true
	}
	return false
}

// declines tells whether a campaign does not take a receipt for this reason.
func declines(reason string) bool {
	switch sambatan.DeclineReason(reason) {
	case sambatan.DeclinedLate, sambatan.DeclinedNoRoom, sambatan.DeclinedAmount,
		sambatan.DeclinedTwice, sambatan.DeclinedDecided, sambatan.DeclinedStranger,
		sambatan.DeclinedMoved, sambatan.DeclinedGivenUp, sambatan.DeclinedPart, sambatan.DeclinedTakenBack:
		return true
	}
	return false
}

func (r Receipt) refundDue(amount money.Rupiah, c DueRefund, postings []money.Posting, now time.Time) RefundDue {
	m := r.Match
	if r.intoWallet() { // nobody has to send it
		c.Policy = RefundsAutomatic
	}
	due := RefundDue{
		Refund: RefundID(r.ID, len(r.Refunds)+1), Receipt: r.ID,
		Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: amount, Reason: c.Reason, PromisedBy: RefundPromise(now), Postings: postings, Policy: c.Policy,
	}
	if c.Policy != RefundsUnrouted {
		due.Origin = r.origin()
	}
	return due
}

func (r Receipt) origin() Origin {
	return Origin{Channel: r.Channel, Method: Method(r.Method), Reference: r.Reference, PaidAt: r.PaidAt, RestsUntil: r.Rests}
}

// wayBack are the postings that empty suspense, escrow and wallet.
func (r Receipt) wayBack() []money.Posting {
	postings := []money.Posting{
		money.Debit(money.Suspense, r.Suspense),
		money.Debit(r.escrowAccount(), r.Escrow),
		money.Debit(money.Wallet(r.Match.Buyer.String()), r.Wallet),
	}
	postings = slices.DeleteFunc(postings, func(p money.Posting) bool { return p.Amount == 0 })
	return append(postings, money.Credit(r.refundAccount(), r.Held()))
}

func (r Receipt) place(refund id.ID) (int, error) {
	at := slices.IndexFunc(r.Refunds, func(known Refund) bool { return known.ID == refund })
	if at < 0 {
		return 0, ErrNoRefund
	}
	return at, nil
}

// markTransferred is for refunds without a way. It demands a second pair of eyes for large
// amounts, as the ways do.
func (r Receipt) markTransferred(c MarkTransferred, now time.Time) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	evidence := tidy(c.Evidence)
	switch {
	case err != nil:
		return nil, err
	case r.Refunds[at].Policy != RefundsUnrouted:
		return nil, ErrRefundRouted
	case r.Refunds[at].Withdrawn:
		return nil, ErrNoRefund
	case evidence == "":
		return nil, ErrNoEvidence
	case r.Refunds[at].Evidence == evidence:
		return nil, nil
	case r.Refunds[at].Evidence != "":
		return nil, ErrOtherEvidence
	case now.Before(r.Rests):
		return nil, &RestError{Until: r.Rests}
	case r.Refunds[at].Amount > FourEyesAbove:
		return r.markLarge(r.Refunds[at], c, evidence)
	}
	return r.marked(r.Refunds[at], c, evidence), nil
}

func (r Receipt) markLarge(refund Refund, c MarkTransferred, evidence string) ([]ReceiptEvent, error) {
	if c.By.IsZero() {
		return nil, ErrIncomplete
	}
	switch seen, err := refund.Proposed.seen(c.By, evidence); {
	case err != nil:
		return nil, err
	case seen:
		return r.marked(refund, c, evidence), nil
	}
	return []ReceiptEvent{r.saysSent(refund, c.By, evidence, c.StepUp)}, nil
}

func (r Receipt) saysSent(refund Refund, by id.ID, evidence string, stepUp time.Time) RefundTransferProposed {
	return RefundTransferProposed{
		Refund: refund.ID, Receipt: r.ID, Campaign: r.Match.Campaign, Participation: r.Match.Participation,
		By: by, Evidence: evidence, StepUp: stepUp,
	}
}

func (r Receipt) marked(refund Refund, c MarkTransferred, evidence string) []ReceiptEvent {
	transferred := r.transfer(refund, 0, evidence)
	transferred.StepUp = c.StepUp
	return []ReceiptEvent{transferred}
}

// noteRefunded follows the way of a refund. An exit that is known is old news; one
// that comes before the news that the last one came back says so too.
func (r Receipt) noteRefunded(c NoteRefunded) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	switch {
	case err != nil:
		return nil, err
	case c.Exit < 1 || tidy(c.Evidence) == "":
		return nil, ErrIncomplete
	case c.Exit <= r.Refunds[at].Exit, r.Refunds[at].Withdrawn && r.Refunds[at].Evidence != "":
		return nil, nil
	case r.Refunds[at].Withdrawn:
		return r.sentAfterAll(r.Refunds[at], c.Exit, tidy(c.Evidence)), nil
	}
	events := r.comeBack(r.Refunds[at])
	r = r.after(events)
	return append(events, r.transfer(r.Refunds[at], c.Exit, tidy(c.Evidence))), nil
}

// noteReturned also notes an exit that was not known yet.
func (r Receipt) noteReturned(c NoteReturned) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	if err != nil {
		return nil, err
	}
	var events []ReceiptEvent
	switch {
	case c.Exit < 1 || tidy(c.Evidence) == "":
		return nil, ErrIncomplete
	case c.Exit < r.Refunds[at].Exit, r.Refunds[at].Withdrawn:
		return nil, nil
	case c.Exit > r.Refunds[at].Exit:
		if events, err = r.noteRefunded(NoteRefunded(c)); err != nil {
			return nil, err
		}
		r = r.after(events)
	}
	return append(events, r.comeBack(r.Refunds[at])...), nil
}

// copied is the receipt with refunds of its own, for looking ahead.
func (r Receipt) copied() Receipt {
	r.Refunds = slices.Clone(r.Refunds)
	return r
}

func (r Receipt) transfer(refund Refund, exit int, evidence string) RefundTransferred {
	m := r.Match
	return RefundTransferred{
		Refund: refund.ID, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: refund.Amount, Evidence: evidence, Exit: exit, ToWallet: r.intoWallet(),
		Postings: money.Move(refund.Amount, r.refundAccount(), r.exit()),
		Settles:  r.Released && !r.Settled && r.Refunded+refund.Amount+r.Covered == r.Amount,
	}
}

// comeBack turns the postings of a transfer back, if there is one to turn back.
func (r Receipt) comeBack(refund Refund) []ReceiptEvent {
	if refund.Evidence == "" {
		return nil
	}
	return []ReceiptEvent{r.goesBack(refund)}
}

func (r Receipt) goesBack(refund Refund) RefundReturned {
	m := r.Match
	return RefundReturned{
		Refund: refund.ID, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: refund.Amount, Evidence: refund.Evidence, Exit: refund.Exit,
		Postings: money.Move(refund.Amount, r.exit(), r.refundAccount()),
	}
}

// withdraw is for money that no campaign was asked about, and for money that the channel
// took back: what is left of that goes on its way again. What was to leave a wallet is there
// again.
func (r Receipt) withdraw(c WithdrawRefund, now time.Time) ([]ReceiptEvent, error) {
	at, err := r.place(c.Refund)
	switch {
	case err != nil:
		return nil, err
	case r.Refunds[at].Withdrawn:
		return nil, nil
	case r.Refunds[at].Evidence != "" && c.Exit < max(1, r.Refunds[at].Exit): // it was sent after all, and that was told first
		return nil, nil
	case r.Refunds[at].Reason != ReasonUnmatched && !r.cashOut() && r.Taken+r.Unbacked == 0:
		return nil, ErrDecided
	}
	events, err := r.cameBack(c)
	if err != nil {
		return nil, err
	}
	refund := r.Refunds[at]
	events = append(events, r.stays(refund))
	if r.cashOut() {
		return events, nil
	}
	return append(events, r.after(events).again(refund, now)...), nil
}

func (r Receipt) stays(refund Refund) RefundWithdrawn {
	m, to := r.Match, money.Suspense
	if r.cashOut() {
		to = r.home()
	}
	return RefundWithdrawn{
		Refund: refund.ID, Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer,
		Amount: refund.Amount, Postings: money.Move(refund.Amount, money.Withdrawn, to), ToWallet: r.cashOut(),
	}
}

// cameBack is the news of the last exit, if it was overtaken.
func (r Receipt) cameBack(c WithdrawRefund) ([]ReceiptEvent, error) {
	if c.Exit == 0 {
		return nil, nil
	}
	return r.noteReturned(NoteReturned(c))
}

// again sends what is left of a refund that was withdrawn, unless it was nobody's.
func (r Receipt) again(refund Refund, now time.Time) []ReceiptEvent {
	switch refund.Reason {
	case ReasonUnmatched:
		return r.cover(refund.Amount, refund.Reason)
	case ReasonOverpaid, ReasonPart:
		return r.tooMuch(refund.Amount, DueRefund{refund.Reason, refund.Policy}, now)
	}
	return r.allBack(DueRefund{refund.Reason, refund.Policy}, now)
}

// after is the receipt as it will be after these events.
func (r Receipt) after(events []ReceiptEvent) Receipt {
	r = r.copied()
	for _, event := range events {
		r = evolveReceipt(r, event)
	}
	return r
}

// home is where money is while it is ours, or was before: it leaves from where it came in.
func (r Receipt) home() money.Account { return home(r.Channel, r.Account, r.Match.Buyer) }

// cash is where the money itself is: what came out of a wallet had come in before.
func (r Receipt) cash() money.Account { return cmp.Or(r.Home, r.home()) }

// cashOut tells whether this is money out of a wallet, for the buyer's account.
func (r Receipt) cashOut() bool { return Method(r.Method) == CashOut }

// intoWallet tells whether a refund goes into a wallet, where it came from.
func (r Receipt) intoWallet() bool { return r.Channel == WalletChannel && !r.cashOut() }

// exit is where a refund leaves from, or goes to.
func (r Receipt) exit() money.Account {
	if r.intoWallet() {
		return r.home()
	}
	return r.cash()
}

func home(channel, account string, buyer id.ID) money.Account {
	switch channel {
	case "":
		return money.Bank(account)
	case WalletChannel:
		return money.Wallet(buyer.String())
	}
	return money.Clearing(channel)
}

func (r Receipt) escrowAccount() money.Account {
	return money.Escrow(r.Match.Campaign.String(), r.Match.Participation.String())
}

// refundAccount of a receipt that nobody could match is shared: its buyer is
// not known.
func (r Receipt) refundAccount() money.Account {
	switch {
	case r.Match.Buyer.IsZero():
		return money.Refund(ReasonUnmatched)
	case r.intoWallet():
		return money.RefundToWallet(r.Match.Buyer.String())
	}
	return money.Refund(r.Match.Buyer.String())
}
