package notification

import (
	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func messages(event any, stream eventstore.StreamID) []message {
	switch e := event.(type) {
	case sambatan.Event:
		campaign, err := id.Parse(stream.Identity())
		if err != nil {
			return nil // no campaign's stream: nobody to tell
		}
		return ofCampaign(e, campaign)
	case payment.InstructionEvent:
		return ofInstruction(e)
	case payment.ReceiptEvent:
		return ofReceipt(e)
	case payment.RefundEvent:
		return ofRefund(e)
	case order.Event:
		return ofOrder(e)
	case payout.Event:
		return ofPayout(e)
	case wallet.Event:
		return ofWallet(e)
	case ReminderEvent:
		return ofReminder(e)
	case MailEvent:
		return ofMail(e)
	}
	return nil
}

// ofReminder leaves slots and amounts to the projection: they differ by reader.
func ofReminder(event ReminderEvent) []message {
	switch e := event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case ReminderDue:
		about := Params{Campaign: e.Campaign, At: e.DueAt}
		switch e.Occasion {
		case ClosingInADay:
			return []message{{Unpaid(e.Campaign), ClosingDay, about}, {Maker(e.Campaign), MakerClosingDay, about}}
		case ClosingInThree:
			return []message{{Unpaid(e.Campaign), ClosingSoon, about}, {Maker(e.Campaign), MakerClosingSoon, about}}
		case HoldsAboutToEnd:
			return []message{{Unpaid(e.Campaign), PayReminder, about}}
		}
	}
	return nil
}

func ofMail(event MailEvent) []message {
	switch e := event.(type) { //nolint:gocritic // a second one must not be forgotten here
	case MailUndelivered:
		return []message{{desk, DeskMail, Params{Campaign: e.Campaign, Mail: e.Mail, Reason: string(e.Why)}}}
	}
	return nil
}

func ofCampaign(event sambatan.Event, campaign id.ID) []message {
	about := Params{Campaign: campaign}
	switch e := event.(type) {
	case sambatan.SlotsHeld:
		return []message{{User(e.Buyer), PayNow, Params{
			Campaign: campaign, Participation: e.Participation, Slots: e.Slots, Amount: e.Amount, At: e.PayBy,
		}}}
	case sambatan.PartPaid:
		return []message{{User(e.Buyer), PartPaid, Params{
			Campaign: campaign, Participation: e.Participation, Receipt: e.Receipt, Slots: e.Slots, Amount: e.Amount, Missing: e.Missing, At: e.PayBy,
		}}}
	case sambatan.HoldExpired:
		about.Participation, about.Slots, about.At = e.Participation, e.Slots, e.DueAt
		if len(e.Parts) > 0 {
			about.Missing = e.Amount - e.Parts.Sum()
		}
		return []message{{User(e.Buyer), HoldExpired, about}}
	case sambatan.HoldCancelled:
		return ofCancelledHold(e, campaign)
	case sambatan.SlotsSecured:
		return ofSecured(e, campaign)
	case sambatan.Submitted, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved:
		return ofReview(e, about)
	case sambatan.Opened:
		return []message{{Maker(campaign), MakerOpened, about}}
	case sambatan.Succeeded:
		about.Slots = e.Secured
		return []message{{Buyers(campaign), CampaignSucceeded, about}, {Maker(campaign), MakerSucceeded, about}}
	case sambatan.Failed:
		about.Slots = e.Secured
		return []message{{Maker(campaign), MakerFailed, about}}
	case sambatan.Cancelled:
		about.Reason = e.Reason
		return []message{{Maker(campaign), MakerCancelled, about}}
	case sambatan.Unwound:
		return []message{{Maker(campaign), MakerUnwound, about}}
	case sambatan.ProductionStarted:
		return []message{{Buyers(campaign), ProductionStarted, about}}
	case sambatan.ProgressReported:
		return ofProgress(e, about)
	case sambatan.YieldedShort:
		about.Slots, about.Reason = e.Made, e.Reason
		return []message{{Maker(campaign), MakerYieldedShort, about}}
	case sambatan.QualityPassed:
		return []message{{Buyers(campaign), QualityPassed, about}}
	case sambatan.ShippingStarted:
		return []message{{Buyers(campaign), ShippingStarted, about}}
	case sambatan.Completed:
		return []message{{Buyers(campaign), CampaignCompleted, about}}
	case sambatan.SlotsOffered:
		about.Participation, about.Slots, about.Amount, about.At = e.Participation, e.Slots, e.Amount, e.ExpiresAt
		return []message{{User(e.Buyer), SlotsOffered, about}}
	case sambatan.OfferLapsed:
		about.Participation, about.Slots, about.At = e.Participation, e.Slots, e.DueAt
		return []message{{User(e.Buyer), OfferLapsed, about}}
	case sambatan.OfferWithdrawn:
		about.Participation, about.Slots = e.Participation, e.Slots
		return []message{{User(e.Buyer), OfferWithdrawn, about}}
	case sambatan.WaitlistLeft:
		return ofLeaving(e, about)
	case sambatan.ExtensionProposed:
		about.Reason, about.At, about.Until = e.Reason, e.From, e.To
		return []message{{Buyers(campaign), ExtensionProposed, about}}
	case sambatan.DeadlineExtended:
		about.Slots, about.Until = e.Agreed, e.To
		return []message{{Buyers(campaign), DeadlineExtended, about}, {Maker(campaign), MakerExtended, about}}
	case sambatan.CallOffProposed, sambatan.Frozen, sambatan.Unfrozen:
		return ofOperator(e, about)
	case sambatan.PaymentDeclined, sambatan.PartTakenBack, sambatan.SlotsReleased:
		// The refund that follows says why, how much and by when, in one message. Where the
		// channel took the payment back there is none, and that was said already.
	case sambatan.Drafted, sambatan.Revised, sambatan.SubmissionWithdrawn, sambatan.Published, sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding,
		sambatan.PartSettled, sambatan.HoldKept, sambatan.Closed,
		sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.WaitlistJoined, sambatan.ExtensionAnswered,
		sambatan.CallOffDropped:
	}
	return nil
}

// ofReview tells the curators what waits for them, operators what waits for too long, and
// the brand what came of it.
func ofReview(event sambatan.Event, about Params) []message {
	switch e := event.(type) { //nolint:gochecksumtype // these only
	case sambatan.Submitted:
		about.At = e.ReviewBy
		return []message{{curators, CuratorReview, about}}
	case sambatan.ReviewOverdue:
		about.At = e.ReviewBy
		return []message{{curators, CuratorReviewLate, about}, {desk, DeskReviewLate, about}}
	case sambatan.SubmissionReturned:
		about.Reason = e.Reason
		return []message{{Maker(about.Campaign), MakerReturned, about}}
	}
	return []message{{Maker(about.Campaign), MakerApproved, about}}
}

// ofOperator tells whom it concerns what an operator did, or wants to do.
func ofOperator(event sambatan.Event, about Params) []message {
	buyers, maker := Buyers(about.Campaign), Maker(about.Campaign)
	switch e := event.(type) { //nolint:gochecksumtype // these only
	case sambatan.CallOffProposed:
		about.Amount, about.Reason = e.Amount, AgreeCallOff
		return []message{{desk, DeskAgree, about}}
	case sambatan.Frozen:
		about.Reason = e.Reason
		return []message{{buyers, CampaignFrozen, about}, {maker, MakerFrozen, about}}
	}
	return []message{{buyers, CampaignUnfrozen, about}, {maker, MakerUnfrozen, about}}
}

// ofProgress tells what came, and how the batch is expected now, as the brand said.
func ofProgress(e sambatan.ProgressReported, about Params) []message {
	about.Reason, about.Note, about.Until, about.At = string(e.Milestone), e.Note, e.ReadyBy, e.Was
	return []message{{Buyers(about.Campaign), ProductionProgress, about}}
}

// ofLeaving says nothing to who left the waitlist of their own accord: they know.
func ofLeaving(e sambatan.WaitlistLeft, about Params) []message {
	if e.Reason == sambatan.LeftByBuyer || e.Reason == sambatan.LeftJoined {
		return nil
	}
	about.Participation, about.Slots, about.Reason = e.Participation, e.Slots, string(e.Reason)
	return []message{{User(e.Buyer), WaitlistEnded, about}}
}

// ofCancelledHold says nothing to a buyer who cancelled: they know.
func ofCancelledHold(e sambatan.HoldCancelled, campaign id.ID) []message {
	if e.Reason == sambatan.CancelledByBuyer {
		return nil
	}
	return []message{{User(e.Buyer), HoldCancelled, Params{
		Campaign: campaign, Participation: e.Participation, Slots: e.Slots, Reason: string(e.Reason),
	}}}
}

func ofSecured(e sambatan.SlotsSecured, campaign id.ID) []message {
	about := Params{Campaign: campaign, Participation: e.Participation, Slots: e.Slots, Amount: e.Amount}
	return []message{
		{User(e.Buyer), SlotsSecured, about},
		{Maker(campaign), MakerJoined, Params{Campaign: campaign, Slots: e.Slots}},
	}
}

func ofInstruction(event payment.InstructionEvent) []message {
	switch e := event.(type) {
	case payment.TransferReported:
		return []message{{desk, DeskReport, Params{Campaign: e.Campaign, Participation: e.Instruction, At: e.DecideBy}}}
	case payment.ReportRejected:
		return []message{{User(e.Buyer), ReportRejected, Params{
			Campaign: e.Campaign, Participation: e.Instruction, Reason: e.Reason, At: e.ExpiresAt,
		}}}
	case payment.InstructionIssued, payment.InstructionPaid, payment.InstructionClosed:
	}
	return nil
}

func ofReceipt(event payment.ReceiptEvent) []message {
	switch e := event.(type) {
	case payment.ReceiptRecorded:
		if e.Instruction.IsZero() && !e.Returns {
			return []message{{desk, DeskSuspense, Params{Receipt: e.Receipt, Amount: e.Amount, At: e.PaidAt}}}
		}
	case payment.RefundDue:
		if e.Origin.Method == payment.FromWallet {
			return nil // it is back at once, and that is said then
		}
		about := Params{
			Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt,
			Amount: e.Amount, Reason: e.Reason, At: e.PromisedBy,
		}
		promised := RefundPromised
		if e.Reason == payment.ReasonCashOut {
			promised = CashOutPromised
		}
		told := toBuyer(e.Buyer, promised, about)
		if !e.Brand.IsZero() {
			told = append(told, message{Maker(e.Campaign), MakerClawedBack, about})
		}
		if e.Policy == payment.RefundsAutomatic {
			return told // the desk hears of what does not go by itself
		}
		return append([]message{{desk, DeskRefund, about}}, told...)
	case payment.RefundTransferred:
		if e.ToWallet {
			return nil // that it can be spent is said when the wallet has it
		}
		return toBuyer(e.Buyer, ofSlots(e.Campaign, RefundSent, CashOutSent), Params{
			Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount,
		})
	case payment.ReceiptTakenBack:
		about := Params{Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount}
		if e.Campaign.IsZero() {
			return append([]message{{desk, DeskShort, about}}, toBuyer(e.Buyer, TopUpTakenBack, Params{Receipt: e.Receipt, Amount: e.Amount})...)
		}
		return append([]message{{desk, DeskShort, about}}, toBuyer(e.Buyer, PaymentTakenBack, about)...)
	case payment.RefundSentAfterAll:
		return []message{{desk, DeskShort, Params{
			Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount, Reason: ShortAfterAll,
		}}}
	case payment.RefundSentTwice:
		return []message{{desk, DeskShort, Params{
			Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount, Reason: ShortTwice,
		}}}
	case payment.ReturnProposed:
		return []message{{desk, DeskAgree, Params{Receipt: e.Receipt, Refund: e.Of.Refund, Amount: e.Amount, Reason: AgreeReturn}}}
	case payment.ReturnDropped:
		return []message{{desk, DeskSuspense, Params{Receipt: e.Receipt, Amount: e.Amount}}}
	case payment.ShortfallCovered:
		if e.Cover == payment.CoverBrand {
			return []message{{Maker(e.Campaign), MakerClawedBack, Params{
				Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount, Reason: payment.ReasonChargeback,
			}}}
		}
	case payment.ClawbackProposed:
		if e.Two {
			return []message{{desk, DeskAgree, Params{
				Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount, Reason: AgreeClawback,
			}}}
		}
	case payment.LossProposed:
		return []message{{desk, DeskAgree, Params{
			Campaign: e.Campaign, Participation: e.Participation, Receipt: e.Receipt, Amount: e.Amount, Reason: AgreeLoss,
		}}}
	case payment.ReceiptMatched, payment.ReceiptAllocated, payment.EscrowReleased, payment.RefundTransferProposed, payment.RefundReturned, payment.ReturnRecorded,
		payment.RefundWithdrawn, payment.ClawbackAgreed, payment.ClawbackDropped, payment.LossDropped, payment.ReturnProposalDropped, payment.WalletSpared:
	}
	return nil
}

var (
	desk     = Desk(string(identity.Operator))
	curators = Desk(string(identity.Curator))
)

// toBuyer says nothing when the buyer is not known: the money was never matched.
func toBuyer(buyer id.ID, template Template, about Params) []message {
	if buyer.IsZero() {
		return nil
	}
	return []message{{User(buyer), template, about}}
}
