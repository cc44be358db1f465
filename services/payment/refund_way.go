package payment

import "time"

// RefundPolicy is how the platform sends refunds. It is a setting, and every refund
// keeps the one under which it fell due.
type RefundPolicy string

// Policies.
const (
	// RefundsUnrouted keeps no record of the way: an operator marks the receipt. So
	// it was before refunds had streams of their own.
	RefundsUnrouted  RefundPolicy = ""
	RefundsByHand    RefundPolicy = "by_hand"
	RefundsAutomatic RefundPolicy = "automatic"
)

// Way is how the money of a refund leaves.
type Way string

// Ways.
const (
	ByGateway  Way = "gateway"  // the channel sends the payment back the way it came
	ByPayout   Way = "payout"   // the channel transfers it to the buyer's refund account
	ByOperator Way = "operator" // an operator transfers it
	ByWallet   Way = "wallet"   // it is in the buyer's wallet again, where it came from
)

// Why says why a way was chosen.
type Why string

// Reasons for a way.
const (
	WhyFromWallet    Why = "from_wallet"    // it was paid from there
	WhyCashOut       Why = "cash_out"       // out of a wallet, to wherever the buyer wants it
	WhyRefundable    Why = "refundable"     // the channel takes this method back, and its time is not over
	WhyNotRefundable Why = "not_refundable" // no channel takes a transfer or a virtual account back
	WhyWindowOver    Why = "window_over"    // the channel would have, some days ago
	WhyRefused       Why = "refused"        // the channel did not take this one back
	WhyBalance       Why = "balance"        // the channel's balance did not suffice, again and again
	WhyByHand        Why = "by_hand"        // the platform's policy
	WhyUnknownSender Why = "unknown_sender" // nobody knows whose money it is
	WhyBank          Why = "bank"           // the channel does not serve the buyer's bank
	WhyOperator      Why = "operator"       // somebody decided so
	WhyProposed      Why = "proposed"       // somebody says that they sent it, and another has to confirm it
)

// RefundRules is the version of the rules below. Whoever changes them counts it up.
const RefundRules = 3

// windows are how long after its settlement a payment can be sent back the way it
// came. A method that is not here never can.
var windows = map[Method]time.Duration{
	QRIS: 7 * 24 * time.Hour, GoPay: 7 * 24 * time.Hour, ShopeePay: 7 * 24 * time.Hour,
}

// shortages is how often in a row the channel's balance may not suffice before the
// other way is tried.
const shortages = 3

// WayFacts are what the choice of a way depends on.
type WayFacts struct {
	Origin

	ByHand    bool
	Now       time.Time
	Refused   bool // the channel does not take this payment back
	Shortages int  // in a row
	Known     bool // whose money it is
	Account   bool // where the buyer wants it
}

// ChooseWay chooses the way of a refund; the empty Way: the buyer has to name an
// account first. What came from a wallet goes back there: nothing has to be sent.
func ChooseWay(f WayFacts) (Way, Why) {
	switch {
	case f.Method == FromWallet:
		return ByWallet, WhyFromWallet
	case f.ByHand:
		return ByOperator, WhyByHand
	}
	why := f.back()
	switch {
	case why == WhyRefundable:
		return ByGateway, why
	case !f.Known:
		return ByOperator, WhyUnknownSender
	case !f.Account:
		return "", why
	}
	return ByPayout, why
}

// back tells why the payment can, or can't, go back the way it came.
func (f WayFacts) back() Why {
	window, refundable := windows[f.Method]
	switch {
	case f.Method == CashOut:
		return WhyCashOut
	case f.Channel == "" || !refundable:
		return WhyNotRefundable
	case f.Refused:
		return WhyRefused
	case f.Now.After(f.PaidAt.Add(window)):
		return WhyWindowOver
	case f.Shortages >= shortages:
		return WhyBalance
	}
	return WhyRefundable
}

// Failure is why an attempt sent nothing.
type Failure string

// Failures.
const (
	FailureOffline     Failure = "offline"     // of a bank or a wallet, for a while
	FailureBalance     Failure = "balance"     // ours at the channel does not suffice
	FailureWindow      Failure = "window"      // the channel does not take this payment back (any more)
	FailureAccount     Failure = "account"     // the buyer's account is not there, or not open
	FailureUnexplained Failure = "unexplained" // anything else: somebody has to look
)

// Retryable failures go away by waiting.
func (f Failure) Retryable() bool { return f == FailureOffline || f == FailureBalance }

// Problem is why the buyer has to name an account.
type Problem string

// Problems.
const (
	ProblemMissing  Problem = "missing"  // none was ever given
	ProblemAccount  Problem = "account"  // it is not there, or not open
	ProblemName     Problem = "name"     // it belongs to somebody else
	ProblemReversed Problem = "reversed" // its bank sent the money back
)

// Rest is why nothing is done about a refund.
type Rest string

// Reasons to rest.
const (
	RestNoAnswer Rest = "no_answer" // the buyer was asked and reminded
	RestErased   Rest = "erased"    // the buyer's data, and with it the account, was erased
)

// Said is what a channel said that does not fit.
type Said string

// What a channel may say of an attempt.
const (
	SaidSent    Said = "sent"
	SaidNotSent Said = "not_sent"
	SaidOther   Said = "other_amount" // that it sent another amount
	SaidTaken   Said = "taken_on"     // that it is sending what people said had not left
)

// slowestRetry is the longest pause between attempts.
const slowestRetry = time.Hour

// MostRetries is how many attempts in a row may fail before an operator is asked:
// with the pauses between them, more than four days.
const MostRetries = 100

// BackOff is the pause after so many failures in a row: 1, 2, 4, … minutes.
func BackOff(failures int) time.Duration {
	return min(time.Minute<<min(max(failures-1, 0), 10), slowestRetry)
}
