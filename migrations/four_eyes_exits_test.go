package migrations_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

//money:case §4.5 transfer by hand reversed, four eyes
//money:case §4.5 transfer by hand reversed, taken back
//money:case §4.5 sent twice
func TestTheLogDemandsASecondPersonForWhatCameBackOrLeftTwice(t *testing.T) {
	t.Parallel()
	line := said{"payment.receipt_recorded.v1", "user:petra", `{"amount":10000001}`}
	says := said{"payment.return_proposed.v1", "user:petra", `{"hash":"h1"}`}
	drops := said{"payment.return_proposal_dropped.v1", "user:desi", `{"hash":"h1"}`}
	is := said{"payment.return_recorded.v1", "user:desi", `{"hash":"h1","amount":10000001}`}
	doubled := said{"payment.refund_doubled.v1", "user:desi", `{"evidence":"FT 1"}`}
	twice := said{"payment.refund_sent_twice.v1", "user:desi", `{"refund":"r1","evidence":"FT 1","amount":10000001}`}
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"a return, two people":                      {[]said{line, says, is}, true},
		"a return, one person":                      {[]said{line, is}, false},
		"a return, the same person twice":           {[]said{line, says, is.by("user:petra")}, false},
		"a return of another thing":                 {[]said{line, says.says(`{"hash":"h2"}`), is}, false},
		"a return, a machine":                       {[]said{line, says, is.by("system:payment")}, false},
		"a return that was dropped":                 {[]said{line, says, drops, is}, false},
		"a return that was dropped and said anew":   {[]said{line, says, drops, says, is}, true},
		"dropped, and said anew by the same person": {[]said{line, says, drops, says.by("user:desi"), is}, false},
		"another one was dropped":                   {[]said{line, says, drops.says(`{"hash":"h2"}`), is}, true},
		"a small return, one person":                {[]said{line.says(`{"amount":10000000}`), is.says(`{"hash":"h1","amount":10000000}`)}, true},
		"a return that says it is small":            {[]said{line, is.says(`{"hash":"h1","amount":1}`)}, false},
		"left twice, two people":                    {[]said{large, petra, doubled}, true},
		"left twice, one person":                    {[]said{large, doubled}, false},
		"left twice, with other evidence":           {[]said{large, petra, doubled.says(`{"evidence":"FT 2"}`)}, false},
		"a small one left twice, one person":        {[]said{small, doubled}, true},
		"left twice without a way, two people":      {[]said{before, twice}, true},
		"left twice without a way, one person":      {[]said{twice}, false},
		"left twice without a way, another's":       {[]said{before.says(`{"refund":"r2","evidence":"FT 1"}`), twice}, false},
		"left twice, and its way has said that":     {[]said{twice.by("system:payment").says(`{"refund":"r1","evidence":"FT 1","amount":10000001,"number":1}`)}, true},
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
