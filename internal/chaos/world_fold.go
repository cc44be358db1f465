package chaos

import (
	"strings"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// campaign takes in what happened in one of this run's campaigns.
func (w *world) campaign(at *stage, event any) {
	switch e := event.(type) {
	case sambatan.SlotsHeld:
		w.participations[e.Participation] = &participation{
			id: e.Participation, buyer: e.Buyer, stage: at, amount: e.Amount, missing: e.Amount, expires: e.ExpiresAt, charged: map[int]bool{},
		}
		w.places[place{at.id, e.Buyer}] = e.Participation
	case sambatan.HoldExpired:
		w.participations[e.Participation].gone = true
	case sambatan.HoldCancelled:
		w.participations[e.Participation].gone = true
	case sambatan.HoldEnding:
		w.participations[e.Participation].cancelled = e.Reason == sambatan.CancelledByBuyer
	case sambatan.SlotsSecured:
		w.participations[e.Participation].secured = true
		if len(e.Parts) > 0 {
			w.counts[paidInParts]++
		}
		if e.Regained {
			w.counts[regained]++
		}
	case sambatan.SlotsReleased:
		w.participations[e.Participation].secured = false
	case sambatan.PaymentDeclined:
		w.declined(at, e)
	case sambatan.PartPaid:
		w.participations[e.Participation].missing = e.Missing
		w.counts[paidTooLess]++
	case sambatan.PartTakenBack:
		w.participations[e.Participation].missing = e.Missing
	case sambatan.Closed:
		at.closed = true
	case sambatan.Succeeded:
		at.decided = true
		w.counts[hasSucceeded]++
	case sambatan.Failed:
		at.decided, at.lost = true, true
		w.counts[hasFailed]++
	case sambatan.Cancelled:
		at.decided, at.lost = true, true
		w.counts[calledBy[e.By]]++
	case sambatan.Unwound:
		at.unwound = true
	}
}

var calledBy = map[sambatan.Canceller]kind{sambatan.ByBrand: calledByMaker, sambatan.ByPlatform: calledByPeople}

func (w *world) declined(at *stage, e sambatan.PaymentDeclined) {
	switch {
	case e.Reason == sambatan.DeclinedTwice:
		w.counts[paidTwice]++
	case e.Reason == sambatan.DeclinedAmount:
		w.counts[paidTooLess]++
	case at.fate.calledOff() && at.lost:
		w.counts[paidForLost]++
	}
}

func (w *world) intent(event payment.IntentEvent) {
	switch e := any(event).(type) {
	case payment.IntentCharged:
		if p := w.participations[e.Participation]; p != nil {
			p.charged[e.Attempt] = true
		}
	case payment.IntentEnding:
		if w.participations[e.Participation] != nil && e.Reason == payment.EndSwitched {
			w.counts[changedWay]++
		}
	}
}

// receipt takes in what happened to money of this run's campaigns.
func (w *world) receipt(receipt id.ID, event payment.ReceiptEvent) {
	if recorded, ok := event.(payment.ReceiptRecorded); ok {
		if w.stages[recorded.Campaign] == nil {
			return
		}
		w.paid(recorded)
	} else if _, ours := w.receipts[receipt]; !ours {
		return
	}
	if e, ok := event.(payment.RefundDue); ok && e.Reason == payment.ReasonOverpaid {
		w.counts[paidTooMuch]++
	}
	w.receipts[receipt] = payment.ReceiptDecider.Evolve(w.receipts[receipt], event)
}

// paid judges a payment by its time and its way.
func (w *world) paid(e payment.ReceiptRecorded) {
	p := w.participations[e.Participation]
	switch {
	case e.PaidAt.After(p.stage.deadline):
		w.counts[afterClosing]++
	case e.PaidAt.After(p.expires):
		w.counts[afterHold]++
	default:
		w.counts[inTime]++
	}
	if p.cancelled {
		w.counts[cancelledPay]++
	}
	switch {
	case e.Channel == "":
		w.counts[byTransfer]++
	case strings.HasPrefix(e.Method, "va_"):
		w.counts[byVA]++
	case e.Method == string(payment.QRIS):
		w.counts[byQRIS]++
	default:
		w.counts[byWallet]++
	}
}

// refund takes in what happened on the way out.
func (w *world) refund(event payment.RefundEvent) {
	claim := payment.ClaimOf(event)
	if _, ours := w.receipts[claim.Receipt]; !ours {
		return
	}
	switch e := any(event).(type) {
	case payment.RefundQueued:
		if e.Why == payment.WhyRefused {
			w.counts[otherWay]++
		}
	case payment.RefundNeedsDestination:
		if e.Problem == payment.ProblemAccount {
			w.counts[noAccount]++
		}
	case payment.RefundDestinationGiven:
		w.counts[gaveAnother]++
	case payment.RefundReversed:
		w.counts[sentBack]++
	case payment.RefundUnclear:
		w.counts[unclear]++
	case payment.RefundSucceeded:
		w.counts[wentBy[e.Way]]++
	}
	w.refunds[claim.Refund] = payment.RefundDecider.Evolve(w.refunds[claim.Refund], event)
}

var wentBy = map[payment.Way]kind{payment.ByGateway: wentByGateway, payment.ByPayout: wentByPayout}
