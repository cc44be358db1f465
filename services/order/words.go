package order

import "time"

// Times of an order. They are pinned in its events, so that a change concerns later
// orders only.
const (
	// SendWithin is how long a brand has to send what is made.
	SendWithin = 7 * 24 * time.Hour
	// HeldBackFor is how long goods wait for money that was taken back. A buyer who objected
	// by mistake needs days to have their bank or wallet undo it, and an operator to ask; who
	// does not answer in two weeks does not want the goods, and their brand may sell them.
	HeldBackFor = 14 * 24 * time.Hour
	// ArriveWithin is how long a parcel may be on its way before its buyer may complain
	// that it did not come.
	ArriveWithin = 10 * 24 * time.Hour
	// ConfirmWithin is how long a buyer has to complain, after the last parcel was
	// noted as delivered. It counts from the note, not from the day that somebody
	// says it was: a date typed late must not take the buyer's time away.
	ConfirmWithin = 3 * 24 * time.Hour
	// AppealWithin is how long those whom a decision is against may appeal.
	AppealWithin = 3 * 24 * time.Hour
	// AddressWithin is how long a brand has to say where goods are to be sent back to.
	AddressWithin = 3 * 24 * time.Hour
	// SendBackWithin is how long a buyer then has to send them.
	SendBackWithin = 7 * 24 * time.Hour
	// ArriveBackWithin is how long goods may be on their way back before the brand is asked: as
	// long as any parcel (ArriveWithin).
	ArriveBackWithin = ArriveWithin
	// AnswerWithin is how long the brand then has to say whether they came.
	AnswerWithin = 3 * 24 * time.Hour
	// RemindBefore the end of that time the buyer hears of it once more.
	RemindBefore = 24 * time.Hour
)

// MostParcels bounds an order's parcels.
const MostParcels = 20

// Phase is where an order stands.
type Phase string

// Phases of an order.
const (
	PhaseNone        Phase = ""
	PhaseToSend      Phase = "ToSend"
	PhaseSent        Phase = "Sent" // some parcels are on their way
	PhaseDelivered   Phase = "Delivered"
	PhaseSendingBack Phase = "SendingBack" // arrived, and the goods go back before the money does
	PhaseConfirmed   Phase = "Confirmed"   // an end
	PhaseReturning   Phase = "Returning"   // the money goes back: the dispute was the buyer's
	PhaseClosed      Phase = "Closed"      // an end
)

// Ended tells whether nothing more is decided about an order.
func (p Phase) Ended() bool {
	return p == PhaseConfirmed || p == PhaseReturning || p == PhaseClosed
}

// arrived tells whether every parcel has reached the buyer.
func (p Phase) arrived() bool { return p == PhaseDelivered || p == PhaseSendingBack }

// Source is in whose word something is so.
type Source string

// Sources.
const (
	ByBuyer    Source = "buyer"
	ByBrand    Source = "brand"
	ByOperator Source = "operator"
	ByTime     Source = "time" // nobody said otherwise in time
)

// Mishap is what happened to a parcel.
type Mishap string

// Mishaps.
const (
	Lost     Mishap = "lost"
	Returned Mishap = "returned" // to its sender
	Damaged  Mishap = "damaged"  // on its way
)

// Ground is why an order counts as confirmed.
type Ground string

// Grounds.
const (
	OnBuyersWord Ground = "buyer"
	OnTime       Ground = "time"     // nobody complained in time
	OnDecision   Ground = "decision" // a dispute was decided for the brand, or in part
)

// Reason is what a buyer complains about.
type Reason string

// Reasons of disputes.
const (
	NotReceived    Reason = "not_received"
	ArrivedDamaged Reason = "damaged"
	WrongGoods     Reason = "wrong_goods"
	Incomplete     Reason = "incomplete"
	OtherReason    Reason = "other"
)

// Reasons lists all of them, as a page offers them.
var Reasons = []Reason{NotReceived, ArrivedDamaged, WrongGoods, Incomplete, OtherReason}

// Side is whom a dispute is decided for.
type Side string

// Sides.
const (
	ForBuyer Side = "buyer"
	ForBrand Side = "brand"
	InPart   Side = "part" // an amount goes back to the buyer, the rest is the brand's
	// ReturnFirst: the buyer sends the goods back, and then all of the money goes back.
	ReturnFirst Side = "return"
)

// Sides lists all of them, as a page offers them.
var Sides = []Side{ForBuyer, ReturnFirst, InPart, ForBrand}

// Against tells whether a decision does not give the buyer, or the brand, all: those may
// appeal.
func (s Side) Against(by Source) bool {
	switch s {
	case ForBuyer:
		return by == ByBrand
	case ForBrand:
		return by == ByBuyer
	case InPart, ReturnFirst:
	}
	return by == ByBuyer || by == ByBrand
}
