package payment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func importing(counts payment.StatementCounts) payment.ImportStatement {
	return payment.ImportStatement{
		Account: "8801002233", Hash: strings.Repeat("ab", 32), Format: "bca", From: tuesday, Until: tuesday, Counts: counts,
	}
}

func TestAFileIsImportedOnceUnlessItBringsSomethingNew(t *testing.T) {
	t.Parallel()
	decide, evolve := payment.StatementDecider.Decide, payment.StatementDecider.Evolve
	state := payment.StatementDecider.Initial()
	nothing := importing(payment.StatementCounts{Outgoing: payment.LineCount{Lines: 1, Amount: 5}})
	first, err := decide(state, nothing, noon)
	require.NoError(t, err)
	require.Equal(t, []payment.StatementEvent{payment.StatementImported{
		Statement: payment.StatementID("8801002233", nothing.Hash), Account: "8801002233", Hash: nothing.Hash, Format: "bca",
		From: tuesday.UTC(), Until: tuesday.UTC(), StatementCounts: nothing.Counts,
	}}, first, "also when there is nothing in it")
	state = evolve(state, first[0])

	again, err := decide(state, nothing, noon)
	require.NoError(t, err)
	require.Empty(t, again)
	more, err := decide(state, importing(payment.StatementCounts{Matched: payment.LineCount{Lines: 1, Amount: 548_127}}), noon)
	require.NoError(t, err)
	require.Len(t, more, 1, "a line that had been left to decide")
}

func TestAnImportThatDoesNotAddUpIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*payment.ImportStatement){
		"no account":          func(c *payment.ImportStatement) { c.Account = " " },
		"no hash":             func(c *payment.ImportStatement) { c.Hash = "" },
		"half a hash":         func(c *payment.ImportStatement) { c.Hash = "abab" },
		"no format":           func(c *payment.ImportStatement) { c.Format = "" },
		"fewer than none":     func(c *payment.ImportStatement) { c.Counts.Known.Lines = -1 },
		"fewer rows":          func(c *payment.ImportStatement) { c.Counts.Unreadable = -1 },
		"money without lines": func(c *payment.ImportStatement) { c.Counts.Matched.Amount = 1 },
		"negative money":      func(c *payment.ImportStatement) { c.Counts.Matched = payment.LineCount{Lines: 1, Amount: -1} },
	} {
		c := importing(payment.StatementCounts{})
		change(&c)
		events, err := payment.StatementDecider.Decide(payment.ImportedStatement{}, c, noon)
		var refused *payment.RefusalError
		require.ErrorAs(t, err, &refused, name)
		require.Empty(t, events, name)
	}
	_, err := payment.StatementDecider.Decide(payment.ImportedStatement{}, nil, noon)
	require.ErrorIs(t, err, payment.ErrUnknownCommand)
}

func TestAFileHasOneNameInEachAccount(t *testing.T) {
	t.Parallel()
	require.Equal(t, payment.StatementID("88 01", "aa"), payment.StatementID(" 88  01 ", "aa"))
	require.NotEqual(t, payment.StatementID("8801", "aa"), payment.StatementID("8802", "aa"))
	require.NotEqual(t, payment.StatementID("8801", "aa"), payment.StatementID("8801", "ab"))
	require.NotEqual(t, payment.StatementCommandID(id.ID{1}), payment.StatementCommandID(id.ID{2}))
}

//money:case §4.11 midnight, and three zones
func TestMidnightInWIBStandsForADayWithoutATime(t *testing.T) {
	t.Parallel()
	require.True(t, payment.DayOnly(tuesday))
	require.False(t, payment.DayOnly(tuesday.Add(time.Second)))
	require.False(t, payment.DayOnly(tuesday.Add(7*time.Hour)), "midnight elsewhere")
	require.False(t, payment.DayOnly(time.Time{}))
}
