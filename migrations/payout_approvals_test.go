package migrations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestTheLogDemandsTwoPeopleForALargePayout(t *testing.T) {
	t.Parallel()
	const opened, approved, submitted, paid = "payout.opened.v1", "payout.approved.v1", "payout.submitted.v1", "payout.paid.v1"
	much := said{opened, "system:timer", `{"payout":"p1","hash":"h1","amount":10000001}`}
	little := said{opened, "system:timer", `{"payout":"p1","hash":"h1","amount":10000000}`}
	petra := said{approved, "user:petra", `{"payout":"p1","hash":"h1"}`}
	desi := petra.by("user:desi")
	sent := said{submitted, "system:cashier", `{"payout":"p1"}`}
	byHand := said{paid, "user:petra", `{"payout":"p1"}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people, sent by a machine":        {[]said{much, petra, desi, sent}, true},
		"two people, sent by one of them":      {[]said{much, petra, desi, byHand}, true},
		"a small amount, nobody":               {[]said{little, sent}, true},
		"a large amount, nobody":               {[]said{much, sent}, false},
		"one person":                           {[]said{much, petra, byHand}, false},
		"the same person twice":                {[]said{much, petra, petra, sent}, false},
		"a person and a machine":               {[]said{much, petra, desi.by("system:payout"), sent}, false},
		"one of them saw something else":       {[]said{much, petra, desi.says(`{"payout":"p1","hash":"h2"}`), sent}, false},
		"one of them agreed to another payout": {[]said{much, petra, desi.says(`{"payout":"p2","hash":"h1"}`), sent}, false},
		"agreed to afterwards":                 {[]said{much, petra, sent, desi}, false},
		"never opened":                         {[]said{petra, desi, sent}, false},
		"opened with less afterwards":          {[]said{much, little, sent}, false},
		"opened without an amount":             {[]said{much.says(`{"payout":"p1","hash":"h1"}`), sent}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := insert(t, pgtest.New(t).PoolAs(t, "sambatan_append"), row.events...)
			if row.enters {
				require.NoError(t, err)
				return
			}
			requireFourEyes(t, err)
		})
	}
}
