package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestARefundIsSwitchedOnlyToWaysThatAreOpen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	way := func(method payment.Method, ago time.Duration, change func(*refunds.Way)) refunds.Way {
		w := refunds.Way{State: payment.CaseFailed, Claim: payment.Claim{Buyer: id.New()}, Origin: payment.Origin{Method: method, PaidAt: now.Add(-ago)}}
		if method != "" {
			w.Channel = "midtrans"
		}
		if change != nil {
			change(&w)
		}
		return w
	}
	failed := func(whys ...payment.Failure) (list []refunds.Attempt) {
		for i, why := range whys {
			list = append(list, refunds.Attempt{Number: i + 1, Outcome: refunds.OutcomeFailed, Failure: why})
		}
		return list
	}
	const origin, payout, hand = "gateway", "payout", "operator"
	short := payment.FailureBalance
	for _, row := range []struct {
		name     string
		way      refunds.Way
		attempts []refunds.Attempt
		want     []string
	}{
		{"paid by QRIS", way(payment.QRIS, time.Hour, nil), nil, []string{origin, payout, hand}},
		{"paid by QRIS, too long ago", way(payment.QRIS, 8*24*time.Hour, nil), nil, []string{payout, hand}},
		{"the channel refused it", way(payment.QRIS, time.Hour, nil), failed(payment.FailureWindow, payment.FailureOffline), []string{payout, hand}},
		{"the balance did not suffice again and again", way(payment.QRIS, time.Hour, nil), failed(short, short, short), []string{payout, hand}},
		{"but not in a row", way(payment.QRIS, time.Hour, nil), failed(short, short, payment.FailureOffline, short), []string{origin, payout, hand}},
		{"a transfer", way("", time.Hour, nil), nil, []string{payout, hand}},
		{"a virtual account", way(payment.VABCA, time.Hour, nil), nil, []string{payout, hand}},
		{"what is next is not a switch", way("", time.Hour, func(w *refunds.Way) { w.State, w.Way = payment.CaseQueued, payment.ByPayout }), nil, []string{hand}},
		{"its account is asked for", way("", time.Hour, func(w *refunds.Way) { w.State = payment.CaseNeedsDestination }), nil, []string{hand}},
		{"nobody knows whose it is", way("", time.Hour, func(w *refunds.Way) { w.Buyer = id.ID{} }), nil, []string{hand}},
		{"operators send everything", way(payment.QRIS, time.Hour, func(w *refunds.Way) {
			w.State, w.Way, w.Why = payment.CaseQueued, payment.ByOperator, payment.WhyByHand
		}), nil, nil},
	} {
		var got []string
		for _, option := range wayOptions(row.way, row.attempts, now) {
			got = append(got, option.Value)
		}
		require.Equal(t, row.want, got, row.name)
	}
}
