package payout

import "time"

// EarlyError means that the time for it has not come.
type EarlyError struct{ DueAt time.Time }

func (e *EarlyError) Error() string { return "not due before " + e.DueAt.Format(time.RFC3339) }

// RefusalError is why a command can't be done. Its code is stable; its text is for logs.
type RefusalError struct{ Code, text string }

func (e *RefusalError) Error() string { return e.text }

// Refusals.
var (
	ErrIncomplete     = &RefusalError{"incomplete", "the command lacks an id, an account or a reason"}
	ErrBadAmount      = &RefusalError{"bad_amount", "not an acceptable amount"}
	ErrOtherBrand     = &RefusalError{"other_brand", "the account is another brand's"}
	ErrNoAccount      = &RefusalError{"no_account", "there is no account that may be paid to"}
	ErrAccountChanged = &RefusalError{"account_changed", "another account was given since"}
	ErrCooling        = &RefusalError{"cooling", "the account was changed too recently"}
	ErrFourEyes       = &RefusalError{"four_eyes", "somebody else has to agree"}
	ErrOwnBrand       = &RefusalError{"own_brand", "who belongs to the brand does not agree to what it is paid"}
	ErrChanged        = &RefusalError{"changed", "the payout is not the one that was seen"}
	ErrHeld           = &RefusalError{"held", "payouts of this brand are held"}
	ErrNotHeld        = &RefusalError{"not_held", "payouts of this brand are not held"}
	ErrLive           = &RefusalError{"live", "the brand's last payout has not ended yet"}
	ErrNothingDue     = &RefusalError{"nothing_due", "too little is due to be paid"}
	ErrNoPayout       = &RefusalError{"no_payout", "there is no such payout, or it has ended"}
	ErrOnItsWay       = &RefusalError{"on_its_way", "an attempt may be sending the money right now"}
	ErrSaidLeft       = &RefusalError{"said_left", "somebody says that an attempt left, and somebody else has to say whether it did"}
	ErrNotAgreed      = &RefusalError{"not_agreed", "people have to agree to the payout first"}
	ErrNoEvidence     = &RefusalError{"no_evidence", "the bank's reference of the transfer is needed"}
	ErrOtherEvidence  = &RefusalError{"other_evidence", "the payout was paid already, with other evidence"}
	ErrProvesAnother  = &RefusalError{"proves_another", "the transfer is the evidence of another payout of the brand"}
	ErrNotSentByHand  = &RefusalError{"not_sent_by_hand", "nobody here has sent the payout, or it came back already"}
	ErrUnknownCommand = &RefusalError{"unknown_command", "no such command"}
)
