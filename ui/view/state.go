package view

// CampaignState is a campaign's state by its name in the domain.
type CampaignState string

// The campaign's states.
const (
	Draft        CampaignState = "Draft"
	InReview     CampaignState = "InReview"
	Scheduled    CampaignState = "Scheduled"
	Open         CampaignState = "Open"
	FullyHeld    CampaignState = "FullyHeld"
	Settling     CampaignState = "Settling"
	Succeeded    CampaignState = "Succeeded"
	InProduction CampaignState = "InProduction"
	ReadyToShip  CampaignState = "ReadyToShip"
	Shipping     CampaignState = "Shipping"
	Completed    CampaignState = "Completed"
	Failed       CampaignState = "Failed"
	Cancelled    CampaignState = "Cancelled"
	Unwinding    CampaignState = "Unwinding"
	ClosedFailed CampaignState = "ClosedFailed"
)

// Joinable reports whether a slot can be asked for now.
func (s CampaignState) Joinable() bool { return s == Open }

// Live reports whether the outcome is still open and numbers may move.
func (s CampaignState) Live() bool { return s == Open || s == FullyHeld || s == Settling }

// Won reports whether the batch was filled and goes its way to the buyers.
func (s CampaignState) Won() bool {
	switch s {
	case Succeeded, InProduction, ReadyToShip, Shipping, Completed:
		return true
	case Draft, InReview, Scheduled, Open, FullyHeld, Settling, Failed, Cancelled, Unwinding, ClosedFailed:
	}
	return false
}

// Lost reports whether the batch will not be made and money goes back.
func (s CampaignState) Lost() bool {
	return s == Failed || s == Cancelled || s == Unwinding || s == ClosedFailed
}

// ParticipationState is a participation's state by its name in the domain,
// with Told split off Held: the buyer said "sudah transfer" and waits for us.
type ParticipationState string

// The participation's states.
const (
	Waiting     ParticipationState = "Waiting" // on the waitlist
	Offered     ParticipationState = "Offered" // slots are kept for who waited
	Held        ParticipationState = "Held"
	Told        ParticipationState = "Told"
	Secured     ParticipationState = "Secured"
	Released    ParticipationState = "Released" // the buyer gave the slot up, or the campaign did
	Expired     ParticipationState = "Expired"
	Fulfilled   ParticipationState = "Fulfilled"
	RefundDue   ParticipationState = "RefundDue"   // money is on its way back
	RefundedOut ParticipationState = "RefundedOut" // money was transferred back
)

// MoneyBack reports whether the state is about returning money.
func (s ParticipationState) MoneyBack() bool { return s == RefundDue || s == RefundedOut }

// Step is what a brand owner can do with a filled batch, and its path segment.
type Step string

// The steps, in order.
const (
	StepProduce Step = "mulai-produksi"
	StepQC      Step = "lulus-uji"
)
