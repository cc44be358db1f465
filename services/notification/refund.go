package notification

import (
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// ofRefund tells buyers when they have to do something, and the desk when it has to.
func ofRefund(event payment.RefundEvent) []message {
	claim := payment.ClaimOf(event)
	switch e := event.(type) {
	case payment.RefundNeedsDestination:
		return toBuyer(claim.Buyer, ofSlots(claim.Campaign, RefundAccount, CashOutAccount), aboutRefund(claim, e.Amount, string(e.Problem)))
	case payment.RefundReminded:
		return toBuyer(claim.Buyer, ofSlots(claim.Campaign, RefundReminder, CashOutReminder), aboutRefund(claim, e.Amount, ""))
	case payment.RefundQueued:
		if e.Way == payment.ByOperator && e.Why != payment.WhyByHand && e.Why != payment.WhyOperator && e.Why != payment.WhyProposed {
			return stuck(claim, e.Amount, StuckByHand)
		}
	case payment.RefundFailed:
		if e.Stuck {
			return stuck(claim, e.Amount, StuckFailed)
		}
	case payment.RefundDormant:
		return stuck(claim, e.Amount, StuckDormant)
	case payment.RefundContradicted:
		return stuck(claim, 0, StuckUnclear)
	case payment.ExternalRefundSeen:
		return stuck(claim, e.Amount, StuckExternal)
	case payment.RefundManualProposed:
		return stuck(claim, 0, StuckSecond)
	case payment.RefundOpened, payment.RefundSubmitted, payment.RefundAccepted, payment.RefundUnclear, payment.RefundDestinationGiven,
		payment.RefundSucceeded, payment.RefundReversed, payment.RefundManualDone, payment.RefundDoubled, payment.RefundVoided, payment.RefundStopped, payment.ExternalRefundResolved:
		// That it was sent is said when the receipt follows.
	}
	return nil
}

// ofSlots chooses what is said of a refund of slots. A buyer's refund that is no campaign's is a
// cash-out.
func ofSlots(campaign id.ID, slots, cashOut Template) Template {
	if campaign.IsZero() {
		return cashOut
	}
	return slots
}

func aboutRefund(claim payment.Claim, amount money.Rupiah, reason string) Params {
	return Params{
		Campaign: claim.Campaign, Participation: claim.Participation, Receipt: claim.Receipt, Refund: claim.Refund,
		Amount: amount, Reason: reason,
	}
}

func stuck(claim payment.Claim, amount money.Rupiah, why string) []message {
	return []message{{desk, DeskStuck, aboutRefund(claim, amount, why)}}
}
