package payment

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

const (
	// MaxAmount of one instruction or receipt: ten trillion rupiah, which is more
	// than a campaign may ask for and keeps every sum far from an overflow.
	MaxAmount money.Rupiah = 10_000_000_000_000

	// ClockTolerance is how far a transfer's time may lie in the future, or
	// before its instruction: banks and buyers give whole minutes.
	ClockTolerance = 2 * time.Minute

	// NewAccountRest is how long nothing is sent out of a wallet to an account that is a new
	// one: whoever did not ask for it reads the letter, and calls it off. Of the account that
	// was asked for it is over before the promise of any refund is.
	NewAccountRest = 3 * time.Hour
)

// Reasons why an instruction was closed.
const (
	CloseExpired   = "expired"
	CloseCancelled = "cancelled"
	ClosePart      = "part" // less or more is missing now, and was asked for in its place
)

// Reasons for a refund that are no campaign's.
const (
	ReasonOverpaid  = "overpaid"  // more than the amount due and its code
	ReasonUnmatched = "unmatched" // an operator found nothing that it could be for
	ReasonCashOut   = "cash_out"  // the buyer wants it out of the wallet
	// ReasonPart: a dispute was decided in part. The rest is the brand's.
	ReasonPart = "dispute_part"
)

// instant is a time as the log keeps it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
