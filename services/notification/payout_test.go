package notification_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

func TestWhoNamedAnAccountAndTheDeskAreToldOfPayouts(t *testing.T) {
	t.Parallel()
	large := payout.Opened{Bill: payout.Bill{Amount: 11_000_000, LimitOne: 10_000_000}}
	small := payout.Opened{Bill: payout.Bill{Amount: 10_000_000, LimitOne: 10_000_000}}
	for name, row := range map[string]struct {
		event payout.Event
		want  []told
	}{
		"a new account": {payout.AccountGiven{By: rina, UsableFrom: noon}, []told{
			{buyer, notification.MakerAccountGiven, notification.Params{At: noon}},
			{desk, notification.DeskPayout, notification.Params{Reason: notification.PayoutAccount}},
		}},
		"an account that can't be used": {payout.AccountRefused{Giver: rina, Reason: payout.ReasonReversed}, []told{
			{buyer, notification.MakerAccountRefused, notification.Params{Reason: "reversed"}},
		}},
		"paid":            {payout.Paid{Giver: rina, Amount: 7}, []told{{buyer, notification.MakerPaid, notification.Params{Amount: 7}}}},
		"a large payout":  {large, []told{{desk, notification.DeskPayout, notification.Params{Amount: 11_000_000, Reason: notification.PayoutAgree}}}},
		"a small one":     {small, nil},
		"to send by hand": {payout.Queued{Way: payment.ByOperator, Amount: 7}, []told{{desk, notification.DeskPayout, notification.Params{Amount: 7, Reason: notification.PayoutByHand}}}},
		"on its way":      {payout.Queued{Way: payment.ByPayout, Amount: 7}, nil},
		"stuck":           {payout.Failed{Stuck: true}, []told{{desk, notification.DeskPayout, notification.Params{Reason: notification.PayoutFailed}}}},
		"tried again":     {payout.Failed{}, nil},
		"a contradiction": {payout.Contradicted{}, []told{{desk, notification.DeskPayout, notification.Params{Reason: notification.PayoutUnclear}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []told
			for _, n := range notification.For(row.event, happening) {
				got = append(got, told{n.Recipient, n.Template, n.Params})
			}
			require.Empty(t, cmp.Diff(row.want, got))
		})
	}
}
