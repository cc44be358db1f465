package wallet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// Sums is where the money of a set of accounts is. All of them are positive. What a
// channel took back was received, and is found there; as long as it is Short or Lost,
// it is still found where it was before, too. So it is with what an operator had sent although
// it was to stay.
type Sums struct {
	Received  money.Rupiah // that ever arrived
	Held      money.Rupiah // in escrow
	Released  money.Rupiah // to sellers, paid out or not, less what they owe back
	RefundDue money.Rupiah // on its way back to buyers
	Refunded  money.Rupiah // sent back; what a bank returned was sent, and received, once more
	Fee       money.Rupiah
	Tax       money.Rupiah
	Shipping  money.Rupiah
	Wallet    money.Rupiah
	Drawn     money.Rupiah // of a campaign's money: that buyers had in their wallets, less what went back there
	Suspense  money.Rupiah
	TakenBack money.Rupiah // by channels, or sent although it was to stay; what a channel gave back was taken, and received, once more
	Short     money.Rupiah // of TakenBack, that nobody has made good yet
	Lost      money.Rupiah // of TakenBack, that the platform made good
}

// Found is what the sums besides Received come to. The identity says that it is
// the same.
func (s Sums) Found() money.Rupiah {
	return s.Held + s.Released + s.RefundDue + s.Refunded + s.Fee + s.Tax + s.Shipping + s.Wallet + s.Suspense +
		s.TakenBack - s.Short - s.Lost - s.Drawn
}

// Ways in which balances are wrong.
var (
	ErrUnknownAccount = errors.New("account is not in the chart")
	ErrOverdrawn      = errors.New("more was taken from the account than was in it")
	ErrNotZero        = errors.New("money appeared or vanished")
)

// Identity sums the balances up and checks them against the identity
//
//	received = held + released + refund due + refunded + fee + tax + shipping + wallet + suspense
//	         + taken back - short - lost - drawn
//
// It holds for every set of accounts that whole receipts were posted to: the
// platform's, a campaign's, a buyer's. What was topped up is no campaign's, so that a
// campaign's money may have been drawn from wallets; where the top-ups are too, nothing
// is. The error is ErrUnknownAccount,
// ErrOverdrawn or ErrNotZero; the sums are then incomplete or wrong.
func Identity(balances Balances) (Sums, error) {
	var sums Sums
	for _, account := range balances.Accounts() {
		if err := sums.add(account, balances[account]); err != nil {
			return sums, err
		}
	}
	if lacking := sums.lacking(balances); lacking > 0 {
		return sums, fmt.Errorf("bank and channels: %w: %s", ErrOverdrawn, -lacking)
	}
	if sums.RefundDue < 0 {
		return sums, fmt.Errorf("refunds due: %w: %s", ErrOverdrawn, sums.RefundDue)
	}
	if missing := sums.Received - sums.Found(); missing != 0 {
		return sums, fmt.Errorf("%w: %s received, %s found", ErrNotZero, sums.Received, sums.Found())
	}
	return sums, nil
}

// add sorts a balance into the sums. Money received is what was debited to the
// bank or to a channel, not what is there: what left must be found among the exits.
// What went from one of them to the other, through transit, counts once.
func (s *Sums) add(account money.Account, b Balance) error {
	held := -b.Net()
	switch kind(account) {
	case "asset:bank":
		s.Received += b.Debits
		return nil // see lacking
	case "asset:clearing":
		s.Received += b.Debits
		return nil
	case "asset:shortfall":
		s.TakenBack += b.Debits
		s.Short += b.Net()
		held = b.Net()
	case "expense:loss":
		s.Lost += b.Net()
		held = b.Net()
	case "asset:transit": // what arrives from there was received before
		s.Received -= b.Credits
		held = b.Net()
	case "expense:gateway_fee":
		s.Received += b.Net()
		held = b.Net()
	case "asset:receivable": // what was taken off a payout was clawed back all the same
		s.Released -= b.Debits
		held = b.Net()
	case "liability:escrow":
		s.Held += held
	case "liability:seller":
		s.Released += b.Credits
	case "liability:refund":
		s.RefundDue += held
		s.Refunded += b.Debits
	case "liability:refund_to_wallet": // does not leave, so it was never refunded
		s.RefundDue += held
	case "liability:refund_withdrawn": // taken off what is due, so it has no balance of its own
		s.RefundDue += held
		return nil
	case drawnKind:
		s.Drawn += b.Net()
		held = b.Net()
	case "liability:wallet":
		s.Wallet += held
	case "liability:suspense":
		s.Suspense += held
	case "liability:shipping":
		s.Shipping += held
	case "liability:tax":
		s.Tax += held
	case "income:fee":
		s.Fee += held
	default:
		return fmt.Errorf("%s: %w", account, ErrUnknownAccount)
	}
	if held < 0 {
		return fmt.Errorf("%s: %w: %s", account, ErrOverdrawn, held)
	}
	return nil
}

// lacking is what is missing in the bank and at the channels; not more than zero: nothing.
// What channels took back of money that had left already, we owe them: so much less than
// nothing may be there, or in the bank, from which money leaves that was to stay. So may be
// what was ever clawed back: it went back to a buyer from where it had come in, after the brand
// had been paid, and the brand makes it good where its next money is. And so may be what was
// drawn from wallets: that is where it came in, and what it makes good here left from here.
func (s Sums) lacking(balances Balances) (lacking money.Rupiah) {
	lacking, channels := -s.Short-s.Lost-s.Drawn, money.Rupiah(0)
	for account, b := range balances {
		switch kind(account) {
		case "asset:clearing":
			channels += b.Net()
		case "asset:bank":
			lacking += max(0, -b.Net())
		case "asset:receivable":
			lacking -= b.Debits
		}
	}
	return lacking + max(0, -channels)
}

// drawnKind is what wallets' accounts are called in a campaign's balances, as far as what
// was paid from them is concerned; see [Reference.Campaigns].
const drawnKind = "liability:wallet_drawn"

// drawn is the account that a campaign draws from in the place of a wallet's.
func drawn(account money.Account) money.Account {
	buyer, isWallet := strings.CutPrefix(string(account), "liability:wallet:")
	if !isWallet {
		return account
	}
	return money.Account(drawnKind + ":" + buyer)
}

// kind is the account without its parameters: the first two parts of its name.
func kind(account money.Account) string {
	parts := strings.SplitN(string(account), ":", 3)
	return strings.Join(parts[:min(2, len(parts))], ":")
}
