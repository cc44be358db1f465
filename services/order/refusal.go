package order

import "time"

// RefusalError is why a command can't be done, as a stable code that pages turn into
// words. Compare with errors.Is against the values below, or take the code with
// errors.AsType. Anything else that a log returns is a failure.
type RefusalError struct{ Code, text string }

func (e *RefusalError) Error() string { return e.text }

// Refusals.
var (
	ErrNoOrder         = &RefusalError{"no_order", "no such order"}
	ErrWrongOrder      = &RefusalError{"wrong_order", "the order is between others"}
	ErrNotYours        = &RefusalError{"not_yours", "the order is somebody else's"}
	ErrIncomplete      = &RefusalError{"incomplete", "the command lacks something"}
	ErrEnded           = &RefusalError{"ended", "the order has come to its end"}
	ErrDelivered       = &RefusalError{"delivered", "all parcels have arrived already"}
	ErrBadResi         = &RefusalError{"bad_resi", "the resi does not look like one of the courier's"}
	ErrResiUsed        = &RefusalError{"resi_used", "another parcel of the order has this resi"}
	ErrNoParcel        = &RefusalError{"no_parcel", "no such parcel"}
	ErrTooManyParcels  = &RefusalError{"too_many_parcels", "the order has too many parcels"}
	ErrParcelDelivered = &RefusalError{"parcel_delivered", "the parcel has arrived already"}
	ErrInFuture        = &RefusalError{"in_future", "it is said to have happened in the future"}
	ErrBeforeSent      = &RefusalError{"before_sent", "it is said to have arrived before it was sent"}
	ErrHeldBack        = &RefusalError{"held_back", "what paid for the order was taken back: nothing is sent"}
	ErrNotHeldBack     = &RefusalError{"not_held_back", "the order is not held back"}
	ErrNotSent         = &RefusalError{"not_sent", "nothing was sent yet"}
	ErrDisputed        = &RefusalError{"disputed", "the order is disputed"}
	ErrNoDispute       = &RefusalError{"no_dispute", "the order is not disputed"}
	ErrTooEarly        = &RefusalError{"too_early", "there is nothing to complain about yet"}
	ErrTooLate         = &RefusalError{"too_late", "the time to complain is over"}
	ErrBadPart         = &RefusalError{"bad_part", "not a part of what was paid, in whole thousands"}
	ErrNoAmount        = &RefusalError{"no_amount", "what was paid is not on record here"}
	ErrNoDecision      = &RefusalError{"no_decision", "no decision is proposed"}
	ErrChanged         = &RefusalError{"changed", "the proposal is not the one that was seen"}
	ErrFourEyes        = &RefusalError{"four_eyes", "somebody else has to agree"}
	ErrDecided         = &RefusalError{"decided", "the dispute is decided, and can be appealed"}
	ErrNotAppealable   = &RefusalError{"not_appealable", "no decision can be appealed or accepted by this side"}
	ErrOwnOrder        = &RefusalError{"own_order", "nobody decides their own dispute"}
	ErrSameJudge       = &RefusalError{"same_judge", "somebody else has to decide an appeal"}
	ErrNotArrived      = &RefusalError{"not_arrived", "what has not arrived can't be sent back"}
	ErrNoReturn        = &RefusalError{"no_return", "no goods are awaited back"}
	ErrNoAddress       = &RefusalError{"no_address", "the brand has not said where to send the goods"}
	ErrSentBack        = &RefusalError{"sent_back", "the goods are on their way back"}
	ErrNotOverdue      = &RefusalError{"not_overdue", "the goods may still arrive, or it was said that they did not"}
	ErrNotSentBack     = &RefusalError{"not_sent_back", "the goods were not sent back"}
	ErrNoReason        = &RefusalError{"no_reason", "a reason is needed"}
	ErrUnknownCommand  = &RefusalError{"unknown_command", "no such command"}
)

// EarlyError tells that the time for it has not come.
type EarlyError struct{ DueAt time.Time }

func (e *EarlyError) Error() string { return "not due before " + e.DueAt.Format(time.RFC3339) }
