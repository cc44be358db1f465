package sambatan

// CancelReason says why unpaid slots were given back.
type CancelReason string

// Reasons for giving unpaid slots back.
const (
	CancelledByBuyer  CancelReason = "buyer"
	CancelledNoCodes  CancelReason = "codes_used_up" // no unique transfer code was free
	CancelledCampaign CancelReason = "campaign"      // the campaign was called off
)

// DeclineReason says why a receipt can't secure slots.
type DeclineReason string

// Reasons for declining a receipt.
const (
	DeclinedLate     DeclineReason = "paid_late"       // transferred after the deadline
	DeclinedNoRoom   DeclineReason = "no_room"         // the hold was gone, and no slot was free or the buyer has others
	DeclinedAmount   DeclineReason = "wrong_amount"    // less than the amount due
	DeclinedTwice    DeclineReason = "paid_twice"      // the participation is secured already
	DeclinedDecided  DeclineReason = "already_decided" // the hold was gone and the outcome was known
	DeclinedStranger DeclineReason = "unknown"         // no such participation
)

// RefundReason says why secured slots were released.
type RefundReason string

// Reasons for refunding secured slots.
const (
	RefundedFailed    RefundReason = "campaign_failed"
	RefundedCancelled RefundReason = "campaign_cancelled"
)

// PublicLabel is what everyone may see of a buyer: initials and city.
type PublicLabel struct {
	Initials string `json:"initials"`
	City     string `json:"city"`
}
