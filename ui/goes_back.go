package ui

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/services/payment"
)

// goesBack says where the money of an order would go if it went back now, by the rule
// that chooses the way; empty when nobody knows.
func (o order) goesBack(policy payment.RefundPolicy, now time.Time) string {
	var ways []string
	for _, receipt := range o.receipts {
		if at := whereIs(receipt, o.refunds); at.ours() <= 0 {
			continue
		}
		origin := payment.Origin{Channel: receipt.Channel, Method: receipt.Method, PaidAt: receipt.PaidAt}
		if words := o.byWay(origin, policy, now); !slices.Contains(ways, words) {
			ways = append(ways, words)
		}
	}
	switch {
	case len(ways) == 1:
		return ways[0]
	case o.account.masked() == "":
		return "lewat cara bayarnya semula"
	}
	return "lewat cara bayarnya semula atau ke rekening " + o.account.masked()
}

func (o order) byWay(origin payment.Origin, policy payment.RefundPolicy, now time.Time) string {
	way, _ := payment.ChooseWay(payment.WayFacts{
		Origin: origin, ByHand: policy != payment.RefundsAutomatic, Now: now, Known: true, Account: true,
	})
	switch {
	case way == payment.ByWallet:
		return "ke saldo Anda"
	case way == payment.ByGateway:
		return "lewat " + methodName(string(origin.Method)) + " yang Anda pakai membayar"
	case o.account.masked() == "":
		return ""
	}
	return "ke rekening " + o.account.masked()
}
