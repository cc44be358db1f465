package wallet

import "github.com/sensasiwangi/sambatan/internal/money"

// RefusalError is why a command can't be done. Compare with errors.Is.
type RefusalError struct{ Code, text string }

func (e *RefusalError) Error() string { return e.text }

// Refusals.
var (
	ErrIncomplete     = &RefusalError{"incomplete", "the command lacks an id or an amount"}
	ErrNotYours       = &RefusalError{"not_yours", "the wallet is another buyer's"}
	ErrTooLittle      = &RefusalError{"too_little", "so little can't be topped up, or cashed out"}
	ErrTooOften       = &RefusalError{"too_often", "too many top-ups wait for their money"}
	ErrUnknownMethod  = &RefusalError{"unknown_method", "no such way to top up"}
	ErrReused         = &RefusalError{"reused", "the id was used before for something else"}
	ErrHeld           = &RefusalError{"held", "this participation is being paid from the wallet already"}
	ErrNoHold         = &RefusalError{"no_hold", "nothing, or less, is held for this participation"}
	ErrLeaving        = &RefusalError{"leaving", "another cash-out is on its way"}
	ErrNoCashOut      = &RefusalError{"no_cash_out", "no such cash-out"}
	ErrUnknownCommand = &RefusalError{"unknown_command", "no such command"}
)

// InsufficientError: less can be spent than was asked for.
type InsufficientError struct{ Spendable, Asked money.Rupiah }

func (e *InsufficientError) Error() string {
	return e.Asked.String() + " was asked for, " + e.Spendable.String() + " can be spent"
}

// Missing is how much too little it is.
func (e *InsufficientError) Missing() money.Rupiah { return e.Asked - e.Spendable }

// FullError: with so much more, there would be more in the wallet than may be. Room is what
// can be topped up at most, and may be less than LeastTopUp.
type FullError struct{ Room money.Rupiah }

func (e *FullError) Error() string { return "at most " + e.Room.String() + " can be topped up" }
