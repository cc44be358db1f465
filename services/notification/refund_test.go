package notification_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestARefundsWayIsToldToWhoHasToActAndToNobodyElse(t *testing.T) {
	t.Parallel()
	claim := payment.Claim{
		Refund: id.Derive(campaign, "refund"), Receipt: receipt, Campaign: campaign, Participation: first, Buyer: rina,
	}
	about := func(params notification.Params) notification.Params {
		params.Campaign, params.Participation, params.Receipt, params.Refund = campaign, first, receipt, claim.Refund
		return params
	}
	toDesk := func(why string, amount notification.Params) []told {
		amount.Reason = why
		return []told{{desk, notification.DeskStuck, about(amount)}}
	}
	seven, none := notification.Params{Amount: 7}, notification.Params{}
	queued := func(way payment.Way, why payment.Why) payment.RefundEvent {
		return payment.RefundQueued{Claim: claim, Amount: 7, Way: way, Why: why}
	}
	for name, row := range map[string]struct {
		event payment.RefundEvent
		want  []told
	}{
		"a closed account": {
			payment.RefundNeedsDestination{Claim: claim, Amount: 7, Problem: payment.ProblemAccount},
			[]told{{buyer, notification.RefundAccount, about(notification.Params{Amount: 7, Reason: "account"})}},
		},
		"no answer yet": {
			payment.RefundReminded{Claim: claim, Amount: 7, Number: 1},
			[]told{{buyer, notification.RefundReminder, about(seven)}},
		},
		"a cash-out to a closed account": {
			payment.RefundNeedsDestination{Claim: payment.Claim{Refund: claim.Refund, Participation: first, Buyer: rina}, Amount: 7, Problem: payment.ProblemAccount},
			[]told{{buyer, notification.CashOutAccount, notification.Params{Participation: first, Refund: claim.Refund, Amount: 7, Reason: "account"}}},
		},
		"a cash-out without an answer": {
			payment.RefundReminded{Claim: payment.Claim{Refund: claim.Refund, Participation: first, Buyer: rina}, Amount: 7, Number: 1},
			[]told{{buyer, notification.CashOutReminder, notification.Params{Participation: first, Refund: claim.Refund, Amount: 7}}},
		},
		"a bank that the channel does not serve":         {queued(payment.ByOperator, payment.WhyBank), toDesk(notification.StuckByHand, seven)},
		"a sender nobody knows":                          {queued(payment.ByOperator, payment.WhyUnknownSender), toDesk(notification.StuckByHand, seven)},
		"the policy, which the desk's list shows anyway": {queued(payment.ByOperator, payment.WhyByHand), nil},
		"an operator's own choice":                       {queued(payment.ByOperator, payment.WhyOperator), nil},
		"a way through a channel":                        {queued(payment.ByPayout, payment.WhyNotRefundable), nil},
		"a failure after which nothing follows":          {payment.RefundFailed{Claim: claim, Amount: 7, Stuck: true}, toDesk(notification.StuckFailed, seven)},
		"a failure that is tried again":                  {payment.RefundFailed{Claim: claim, Amount: 7}, nil},
		"a buyer who does not answer":                    {payment.RefundDormant{Claim: claim, Amount: 7}, toDesk(notification.StuckDormant, seven)},
		"a channel that contradicts itself":              {payment.RefundContradicted{Claim: claim}, toDesk(notification.StuckUnclear, none)},
		"money the channel sent by itself":               {payment.ExternalRefundSeen{Claim: claim, Amount: 7}, toDesk(notification.StuckExternal, seven)},
		"a large amount that another must confirm":       {payment.RefundManualProposed{Claim: claim}, toDesk(notification.StuckSecond, none)},
		"money that was sent, which the receipt tells":   {payment.RefundSucceeded{Claim: claim}, nil},
		"a refund whose buyer nobody knows":              {payment.RefundReminded{Claim: payment.Claim{Refund: claim.Refund}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []told
			for _, n := range notification.For(row.event, happening) {
				got = append(got, told{n.Recipient, n.Template, n.Params})
			}
			require.Equal(t, row.want, got)
		})
	}
}
