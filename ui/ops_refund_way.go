package ui

import (
	"time"

	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// wayOptions are the ways that a refund can be switched to: those that would be refused
// are not among them.
func wayOptions(w refunds.Way, attempts []refunds.Attempt, now time.Time) (options []view.Option) {
	for _, way := range []payment.Way{payment.ByGateway, payment.ByPayout, payment.ByOperator} {
		if (way != w.Way || w.State != payment.CaseQueued) && wayOpen(w, way, attempts, now) {
			options = append(options, view.Option{Value: string(way), Text: wayName(way)})
		}
	}
	return options
}

func wayOpen(w refunds.Way, way payment.Way, attempts []refunds.Attempt, now time.Time) bool {
	byHand := w.Why == payment.WhyByHand
	switch way {
	case payment.ByGateway:
		facts := payment.WayFacts{Origin: w.Origin, ByHand: byHand, Now: now, Known: true, Account: true}
		facts.Refused, facts.Shortages = trouble(attempts)
		chosen, _ := payment.ChooseWay(facts)
		return chosen == payment.ByGateway
	case payment.ByPayout:
		asked := w.State == payment.CaseNeedsDestination || w.State == payment.CaseDormant && w.Rest == payment.RestNoAnswer
		return !byHand && !w.Buyer.IsZero() && !asked
	case payment.ByOperator, payment.ByWallet:
	}
	return way == payment.ByOperator
}

// trouble is what the attempts so far say about the way that the payment came: whether the
// channel refused it, and how often in a row its balance did not suffice.
func trouble(attempts []refunds.Attempt) (refused bool, shortages int) {
	for _, a := range attempts {
		refused = refused || a.Failure == payment.FailureWindow
		switch {
		case a.Outcome == "":
		case a.Failure == payment.FailureBalance:
			shortages++
		default:
			shortages = 0
		}
	}
	return refused, shortages
}
