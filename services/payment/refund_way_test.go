package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/payment"
)

//money:case §4.5 channel by method, window and balance
func TestTheWayDependsOnMethodTimeAndBalance(t *testing.T) {
	t.Parallel()
	const week = 7 * 24 * time.Hour
	for name, row := range map[string]struct {
		facts payment.WayFacts
		way   payment.Way
		why   payment.Why
	}{
		"QRIS goes back the way it came":          {facts("midtrans", payment.QRIS, time.Hour), payment.ByGateway, payment.WhyRefundable},
		"so does GoPay":                           {facts("midtrans", payment.GoPay, time.Hour), payment.ByGateway, payment.WhyRefundable},
		"so does ShopeePay":                       {facts("midtrans", payment.ShopeePay, time.Hour), payment.ByGateway, payment.WhyRefundable},
		"on the last moment of its week":          {facts("midtrans", payment.QRIS, week), payment.ByGateway, payment.WhyRefundable},
		"and not a moment later":                  {facts("midtrans", payment.QRIS, week+time.Microsecond), payment.ByPayout, payment.WhyWindowOver},
		"a virtual account never does":            {facts("midtrans", payment.VABCA, time.Hour), payment.ByPayout, payment.WhyNotRefundable},
		"a method that is not known never does":   {facts("midtrans", "akulaku", time.Hour), payment.ByPayout, payment.WhyNotRefundable},
		"a bank transfer never does":              {facts("", "", time.Hour), payment.ByPayout, payment.WhyNotRefundable},
		"what the channel refused is paid out":    {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.Refused = true }), payment.ByPayout, payment.WhyRefused},
		"a balance may be short twice":            {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.Shortages = 2 }), payment.ByGateway, payment.WhyRefundable},
		"but not three times":                     {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.Shortages = 3 }), payment.ByPayout, payment.WhyBalance},
		"without an account there is no payout":   {with(facts("", "", 0), func(f *payment.WayFacts) { f.Account = false }), "", payment.WhyNotRefundable},
		"but the way back needs none":             {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.Account = false }), payment.ByGateway, payment.WhyRefundable},
		"a stranger's QRIS goes back too":         {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.Known = false }), payment.ByGateway, payment.WhyRefundable},
		"a stranger's transfer needs an operator": {with(facts("", "", 0), func(f *payment.WayFacts) { f.Known = false }), payment.ByOperator, payment.WhyUnknownSender},
		"what came from a wallet is there again":  {facts(payment.WalletChannel, payment.FromWallet, 2*week), payment.ByWallet, payment.WhyFromWallet},
		"even where all is done by hand":          {with(facts(payment.WalletChannel, payment.FromWallet, 0), func(f *payment.WayFacts) { f.ByHand = true }), payment.ByWallet, payment.WhyFromWallet},
		"a platform may do all by hand":           {with(facts("midtrans", payment.QRIS, 0), func(f *payment.WayFacts) { f.ByHand = true }), payment.ByOperator, payment.WhyByHand},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			way, why := payment.ChooseWay(row.facts)
			require.Equal(t, row.way, way)
			require.Equal(t, row.why, why)
		})
	}
}

func facts(channel string, method payment.Method, ago time.Duration) payment.WayFacts {
	return payment.WayFacts{
		Origin: payment.Origin{Channel: channel, Method: method, Reference: "T-1", PaidAt: noon.Add(-ago)},
		Now:    noon, Known: true, Account: true,
	}
}

func with(f payment.WayFacts, change func(*payment.WayFacts)) payment.WayFacts {
	change(&f)
	return f
}
