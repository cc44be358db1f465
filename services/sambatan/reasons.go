package sambatan

// CancelReason says why unpaid slots were given back.
type CancelReason string

// Reasons for giving unpaid slots back.
const (
	CancelledByBuyer  CancelReason = "buyer"
	CancelledNoCodes  CancelReason = "codes_used_up" // no unique transfer code was free
	CancelledCampaign CancelReason = "campaign"      // the campaign was called off
	CancelledMoved    CancelReason = "extension"     // the deadline was put off and the buyer had not agreed to the new one
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
	DeclinedMoved    DeclineReason = "deadline_moved"  // the deadline was put off, and the buyer had not agreed to the new one
	DeclinedGivenUp  DeclineReason = "given_up"        // the participation was secured before, and released
	// DeclinedPart is a part of a payment whose rest did not come before its hold ended.
	DeclinedPart DeclineReason = "part_only"
	// DeclinedTakenBack is a payment that its channel had taken back before the campaign was offered it.
	DeclinedTakenBack DeclineReason = "taken_back"
)

// RefundReason says why secured slots were released.
type RefundReason string

// Reasons for refunding secured slots.
const (
	RefundedFailed    RefundReason = "campaign_failed"
	RefundedCancelled RefundReason = "campaign_cancelled"
	RefundedDeclined  RefundReason = "extension_declined"   // the buyer did not want to wait for a later deadline
	RefundedSilent    RefundReason = "extension_unanswered" // nor said that they would
	RefundedByBuyer   RefundReason = "buyer_cancelled"      // given back within the cool-off
	RefundedDispute   RefundReason = "dispute"              // the parcel was lost, or the buyer was right in a dispute
	RefundedYield     RefundReason = "short_yield"          // the batch came out too small
	RefundedTakenBack RefundReason = "payment_taken_back"   // the channel took the payment back
)

// LeaveReason says why somebody is no longer on the waitlist.
type LeaveReason string

// Reasons for leaving the waitlist.
const (
	LeftByBuyer   LeaveReason = "buyer"              // they left, or declined an offer
	LeftJoined    LeaveReason = "joined"             // they took other slots
	LeftLimit     LeaveReason = "limit"              // a payment brought them so many slots that these would be too many
	LeftFilled    LeaveReason = "campaign_filled"    // all slots are secured
	LeftClosed    LeaveReason = "campaign_closed"    // the deadline came, or the brand closed early
	LeftCancelled LeaveReason = "campaign_cancelled" // the campaign was called off
)

// Canceller is who calls a campaign off.
type Canceller string

// Cancellers. The zero value is the platform.
const (
	ByPlatform Canceller = ""
	ByBrand    Canceller = "brand"
)

// PublicLabel is what everyone may see of a buyer: initials and city.
type PublicLabel struct {
	Initials string `json:"initials"`
	City     string `json:"city"`
}
