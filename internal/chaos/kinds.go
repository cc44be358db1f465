package chaos

// kind is a kind of trouble, as it is counted from what is on record.
type kind string

// Kinds, in the order in which they are printed.
const (
	inTime       kind = "paid in time"
	afterHold    kind = "paid after the hold, before the deadline"
	afterClosing kind = "paid after the deadline"
	paidTwice    kind = "paid twice"
	paidTooMuch  kind = "paid too much"
	paidTooLess  kind = "paid too little"
	paidInParts  kind = "paid the rest"
	changedWay   kind = "changed the way to pay"
	cancelledPay kind = "cancelled while paying, and paid"
	paidForLost  kind = "paid for what was called off"
	regained     kind = "got the slot back that had lapsed"
	noAccount    kind = "named a refund account that is no use"
	gaveAnother  kind = "named another account"
	sentBack     kind = "had the bank send a refund back"

	byTransfer kind = "paid by bank transfer"
	byVA       kind = "paid by virtual account"
	byQRIS     kind = "paid by QRIS"
	byWallet   kind = "paid by e-wallet"

	wentByGateway kind = "refunded the way it came"
	wentByPayout  kind = "refunded by payout"
	unclear       kind = "refund of which the gateway did not say"
	otherWay      kind = "refund that had to go another way"

	hasSucceeded   kind = "sambatan that succeeded"
	hasFailed      kind = "sambatan that failed"
	calledByMaker  kind = "sambatan that its maker called off"
	calledByPeople kind = "sambatan that an operator called off"
)

// byLuck are kinds that take more than one piece of bad luck: a run without them proves
// as much.
var byLuck = map[kind]bool{regained: true, otherWay: true}

// ofLog are the kinds that the log tells of; the others are the gateway's.
var ofLog = []kind{
	inTime, afterHold, afterClosing, paidTwice, paidTooMuch, paidTooLess, paidInParts, changedWay, cancelledPay, paidForLost, regained,
	noAccount, gaveAnother, sentBack, byTransfer, byVA, byQRIS, byWallet, wentByGateway, wentByPayout, unclear, otherWay,
	hasSucceeded, hasFailed, calledByMaker, calledByPeople,
}
