package migrations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

//money:case §4.6 unknown for good, four eyes
func TestTheLogDemandsASecondPersonForWhatBecameOfALargePayout(t *testing.T) {
	t.Parallel()
	const opened, proposed, noted = "payout.opened.v1", "payout.outcome_proposed.v1", "payout.outcome_noted.v1"
	much := said{opened, "system:timer", `{"payout":"p1","amount":10000001}`}
	little := said{opened, "system:timer", `{"payout":"p1","amount":10000000}`}
	petra := said{proposed, "user:petra", `{"payout":"p1","hash":"h1","attempt":1,"left":true}`}
	desi := said{noted, "user:desi", `{"payout":"p1","hash":"h1","attempt":1,"left":true,"amount":10000001}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                   {[]said{much, petra, desi}, true},
		"one person":                   {[]said{much, desi}, false},
		"the same person twice":        {[]said{much, petra, desi.by("user:petra")}, false},
		"a person and a machine":       {[]said{much, petra, desi.by("system:cashier")}, false},
		"a machine and a person":       {[]said{much, petra.by("system:cashier"), desi}, false},
		"proposed afterwards":          {[]said{much, desi, petra}, false},
		"they saw something else":      {[]said{much, petra.says(`{"payout":"p1","hash":"h2","attempt":1,"left":true}`), desi}, false},
		"they saw the opposite":        {[]said{much, petra.says(`{"payout":"p1","hash":"h1","attempt":1,"left":false}`), desi}, false},
		"of another payout":            {[]said{much, petra.says(`{"payout":"p2","hash":"h1","attempt":1,"left":true}`), desi}, false},
		"a small one, one person":      {[]said{little, desi}, true},
		"one that says it is small":    {[]said{much, desi.says(`{"payout":"p1","hash":"h1","attempt":1,"left":true,"amount":1}`)}, false},
		"a small one of a large brand": {[]said{much.says(`{"payout":"p0","amount":99000000}`), little, desi}, true},
		"never opened":                 {[]said{desi}, false},
		"without a hash":               {[]said{much, petra.says(`{"payout":"p1","attempt":1,"left":true}`), desi.says(`{"payout":"p1","attempt":1,"left":true}`)}, false},
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
