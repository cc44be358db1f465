package system_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/app"
)

// run runs a command to its end beside the program.
func (p *program) run(t *testing.T, args ...string) (code int, out, log string) {
	t.Helper()
	stdout, stderr := newTranscript(), newTranscript()
	code = app.Main(t.Context(), append(args, "--data", p.folder), stdout, stderr)
	return code, stdout.String(), stderr.String()
}

// TestTheMoneyIsProvenFromTheLog beside the running program, and a read model that
// says anything else is found.
func TestTheMoneyIsProvenFromTheLog(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	code, table, log := p.run(t, "audit", "zero-sum")
	require.Zero(t, code, log)
	require.Contains(t, table, "the read model of transactions says the same")

	code, out, log := p.run(t, "audit", "zero-sum", "--json")
	require.Zero(t, code, log)
	var proof struct {
		Proven    bool
		Campaigns []struct {
			Title                string
			Received, Difference int64
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &proof), out)
	require.True(t, proof.Proven)
	var received int64
	for _, campaign := range proof.Campaigns {
		require.Contains(t, table, campaign.Title)
		require.Zero(t, campaign.Difference)
		received += campaign.Received
	}
	require.Positive(t, received)

	pool := p.database(t, "postgres")
	tag, err := pool.Exec(t.Context(), `UPDATE sambatan_balances SET credit = credit + 1 WHERE account = 'liability:suspense'`)
	require.NoError(t, err)
	require.EqualValues(t, 1, tag.RowsAffected())
	pool.Close()
	code, out, log = p.run(t, "audit", "zero-sum")
	require.Equal(t, 1, code)
	require.Contains(t, out, "the read model differs at position")
	require.Contains(t, out, "liability:suspense")
	require.Contains(t, log, "projections rebuild transactions")
}
