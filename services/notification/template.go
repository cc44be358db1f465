package notification

// Template names a text. The names never change; what they say may.
type Template string

// Templates to buyers.
const (
	PayNow            Template = "pay_now"            // slots, amount, at: until when
	PartPaid          Template = "part_paid"          // slots, amount: of the part, missing, at: until when
	HoldExpired       Template = "hold_expired"       // slots, missing: when a part came
	HoldCancelled     Template = "hold_cancelled"     // slots, reason
	SlotsSecured      Template = "slots_secured"      // slots, amount
	ReportRejected    Template = "report_rejected"    // reason, at: the hold's own expiry
	RefundPromised    Template = "refund_promised"    // amount, reason, at: promised by
	RefundSent        Template = "refund_sent"        // amount
	RefundAccount     Template = "refund_account"     // amount, reason: a payment.Problem
	RefundReminder    Template = "refund_reminder"    // amount
	PaymentTakenBack  Template = "payment_taken_back" // amount
	RefundToWallet    Template = "refund_to_wallet"   // amount
	WalletToppedUp    Template = "wallet_topped_up"   // amount
	TopUpTakenBack    Template = "top_up_taken_back"  // amount
	CashOutPromised   Template = "cash_out_promised"  // amount, at: promised by
	CashOutSent       Template = "cash_out_sent"      // amount
	CashOutAccount    Template = "cash_out_account"   // amount, reason: a payment.Problem
	CashOutReminder   Template = "cash_out_reminder"  // amount
	CashOutReturned   Template = "cash_out_returned"  // amount
	CashOutAfterAll   Template = "cash_out_after_all" // amount: that left the wallet again
	CampaignSucceeded Template = "campaign_succeeded" // slots: secured
	ProductionStarted Template = "production_started"
	QualityPassed     Template = "quality_passed"
	ShippingStarted   Template = "shipping_started"
	CampaignCompleted Template = "campaign_completed"
	SlotsOffered      Template = "slots_offered"      // slots, amount, at: until when they are kept
	OfferLapsed       Template = "offer_lapsed"       // slots
	OfferWithdrawn    Template = "offer_withdrawn"    // slots
	WaitlistEnded     Template = "waitlist_ended"     // slots, reason
	ExtensionProposed Template = "extension_proposed" // reason, at: answers count until then, until: the later deadline
	DeadlineExtended  Template = "deadline_extended"  // until: the later deadline
	CampaignFrozen    Template = "campaign_frozen"    // reason
	CampaignUnfrozen  Template = "campaign_unfrozen"
	// ProductionProgress: reason: a sambatan.Milestone, note, until: ready by then, at: was expected by then before.
	ProductionProgress Template = "production_progress"
	ParcelSent         Template = "parcel_sent"      // courier, resi
	ParcelTrouble      Template = "parcel_trouble"   // reason: an order.Mishap
	OrderHeldBack      Template = "order_held_back"  // amount: that is missing, at: it is given up then
	OrderCleared       Template = "order_cleared"    // at: it is sent by then
	OrderGivenUp       Template = "order_given_up"   // nothing is sent
	OrderDelivered     Template = "order_delivered"  // at: it counts as confirmed then
	DisputeAnswered    Template = "dispute_answered" // the brand gave its side
	DisputeDecided     Template = "dispute_decided"  // reason: an order.Side, note, amount: back to the buyer, at: appealable until then
	Appealed           Template = "appealed"         // the brand appealed
	ReturnAwaited      Template = "return_awaited"   // at: send the goods back by then
	ReturnLapsed       Template = "return_lapsed"    // reason: the order.Source that did not do its part; time: goods count as back
	ReturnMissing      Template = "return_missing"   // the brand says that they did not come back
)

// Templates that remind.
const (
	PayReminder      Template = "pay_reminder"       // slots, amount, at: until when
	ConfirmReminder  Template = "confirm_reminder"   // at: it counts as confirmed then
	ClosingDay       Template = "closing_day"        // slots, amount, at: until when
	ClosingSoon      Template = "closing_soon"       // the same
	NearlyFull       Template = "nearly_full"        // slots: free
	MakerClosingDay  Template = "maker_closing_day"  // slots: secured, held, at: deadline
	MakerClosingSoon Template = "maker_closing_soon" // the same
	MakerNearlyFull  Template = "maker_nearly_full"  // slots: free
)

// Templates to the campaign's maker.
const (
	MakerReturned  Template = "maker_returned" // reason
	MakerApproved  Template = "maker_approved"
	MakerOpened    Template = "maker_opened"
	MakerJoined    Template = "maker_joined"    // slots: paid for just now
	MakerSucceeded Template = "maker_succeeded" // slots: secured
	MakerFailed    Template = "maker_failed"    // slots: secured
	MakerCancelled Template = "maker_cancelled" // reason
	MakerUnwound   Template = "maker_unwound"
	MakerExtended  Template = "maker_extended" // slots: that stay, until: the later deadline
	MakerFrozen    Template = "maker_frozen"   // reason
	MakerUnfrozen  Template = "maker_unfrozen"

	MakerYieldedShort   Template = "maker_yielded_short"   // slots: made, reason
	MakerHeldBack       Template = "maker_held_back"       // at: it is given up then
	MakerCleared        Template = "maker_cleared"         // at: send it by then
	MakerGivenUp        Template = "maker_given_up"        // the goods stay the brand's
	MakerDispute        Template = "maker_dispute"         // reason: an order.Reason
	MakerAccountGiven   Template = "maker_account_given"   // at: payouts may go to it from then on
	MakerAccountRefused Template = "maker_account_refused" // reason: a payout reason, or words
	MakerPaid           Template = "maker_paid"            // amount
	MakerDisputeDecided Template = "maker_dispute_decided" // reason: an order.Side, note, amount: back to the buyer, at: appealable until then
	MakerAppealed       Template = "maker_appealed"        // the buyer appealed
	MakerReturnAddress  Template = "maker_return_address"  // at: say where the goods go back to by then
	MakerSentBack       Template = "maker_sent_back"       // courier, resi
	MakerReturnLapsed   Template = "maker_return_lapsed"   // as ReturnLapsed
	MakerReturnOverdue  Template = "maker_return_overdue"  // at: say by then whether the goods came
	MakerClawedBack     Template = "maker_clawed_back"     // amount, reason: a payment.ClawbackReasons
)

// Reasons of DeskStuck.
const (
	StuckFailed   = "failed"   // nobody knows how to go on
	StuckByHand   = "by_hand"  // an operator has to send it
	StuckDormant  = "dormant"  // its buyer does not answer, or was erased
	StuckUnclear  = "unclear"  // the channel contradicts itself
	StuckExternal = "external" // the channel sent it by itself
	StuckSecond   = "second"   // another operator has to confirm it
)

// Reasons of DeskPayout.
const (
	PayoutAccount = "account" // an account has to be looked at
	PayoutAgree   = "agree"   // people have to agree to a payout
	PayoutByHand  = "by_hand" // an operator has to send it
	PayoutFailed  = "failed"  // nobody knows how to go on
	PayoutUnclear = "unclear" // the channel contradicts itself
)

// Reasons of DeskReturn.
const (
	ReturnIsOverdue = "overdue" // nobody has said that they came
	ReturnIsMissing = "missing" // the brand says that they did not
)

// ShortAfterAll is the reason of DeskShort when no channel took it: a refund that had been
// withdrawn was sent all the same.
const ShortAfterAll = "after_all"

// ShortTwice is the reason of DeskShort when a refund left twice.
const ShortTwice = "twice"

// Reasons of DeskAgree.
const (
	AgreeClawback = "clawback" // money that was released goes back
	AgreeDispute  = "dispute"  // a dispute is decided
	AgreeCallOff  = "call_off" // a campaign is called off
	AgreeLoss     = "loss"     // we bear what is short, or it was given back
	AgreeReturn   = "return"   // money in our account is what we had sent
)

// Templates to the curators' desk.
const (
	CuratorReview     Template = "curator_review"      // at: judge by
	CuratorReviewLate Template = "curator_review_late" // at: was to be judged by
)

// Templates to the operators' desk.
const (
	DeskReport     Template = "desk_report"      // at: decide by
	DeskSuspense   Template = "desk_suspense"    // amount: of a receipt that nobody could match
	DeskRefund     Template = "desk_refund"      // amount, reason, at: promised by
	DeskStuck      Template = "desk_stuck"       // amount, reason: what an operator has to do about a refund
	DeskShort      Template = "desk_short"       // amount: that a channel took back, or (reason) that left although it was to stay
	DeskDispute    Template = "desk_dispute"     // reason: an order.Reason
	DeskReturn     Template = "desk_return"      // reason: what is unknown of goods on their way back
	DeskAppeal     Template = "desk_appeal"      // reason: the order.Source that appealed
	DeskAgree      Template = "desk_agree"       // amount, reason: what another one has to agree to
	DeskPayout     Template = "desk_payout"      // amount, reason: what has to be done about paying a brand
	DeskReviewLate Template = "desk_review_late" // at: a campaign was to be judged by then
	DeskMail       Template = "desk_mail"        // mail, reason: a Failure; of a mail that was given up
)
