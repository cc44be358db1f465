package issued_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/issued"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var first = id.MustParse("01930000-0000-7000-8000-0000000000a1")

func open(t *testing.T, db *pgtest.DB) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(t.Context(), postgres.Config{
		Pool: db.PoolAs(t, "sambatan_app"), DirectDSN: db.DSN, FingerprintKey: []byte("fingerprints of these tests only"),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(context.Background())) })
	return store
}

// Of the streams that have heard of an instruction the log names the one that it was issued in; of an amount that was not
// issued, the one where it ended; and none for what nobody has heard of.
func TestTheLogSaysWhereAnInstructionIs(t *testing.T) {
	t.Parallel()
	store := open(t, pgtest.New(t))
	give := func(account string, amount money.Rupiah, c payment.InstructionCommand) {
		meta := eventstore.Meta{CommandID: id.New(), Actor: payment.Actor}
		_, err := store.Execute(t.Context(), payment.Instructions.Command(payment.InstructionStream(account, amount), c, meta))
		require.NoError(t, err)
	}
	issue := func(instruction id.ID, account string, amount money.Rupiah) {
		give(account, amount, payment.Issue{Instruction: instruction, Campaign: id.New(), Buyer: id.New(), Account: account, Amount: amount})
	}
	find := issued.In(store)
	where := func(instruction id.ID, amount money.Rupiah) string {
		account, err := find(t.Context(), instruction, amount)
		require.NoError(t, err)
		return account
	}
	require.Empty(t, where(first, 185_000))

	give("222", 185_000, payment.CloseInstruction{Instruction: first}) // as a log of before has it
	require.Equal(t, "222", where(first, 185_000))
	issue(first, "11-1", 185_000)
	issue(id.New(), "333", 185_000)
	require.Equal(t, "11-1", where(first, 185_000), "an account may have hyphens")
	give("333", 81_000, payment.MarkPaid{Instruction: first, Receipt: id.New()})
	require.Equal(t, "333", where(first, 81_000))
	require.Equal(t, "11-1", where(first, 185_000))
	require.Empty(t, where(first, 1_000))
}

// The role that reads the log gets at it by the index: security policies keep no condition from it.
func TestAnInstructionIsFoundByItsIndex(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	open(t, db)
	tx, err := db.PoolAs(t, "sambatan_app").Begin(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback(t.Context())) }()
	_, err = tx.Exec(t.Context(), `SELECT set_config('role', 'sambatan_project', true), set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`)
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), `PREPARE found (text) AS SELECT * FROM events WHERE `+issued.Condition+` ORDER BY position`)
	require.NoError(t, err)
	rows, err := tx.Query(t.Context(), `EXPLAIN EXECUTE found ('`+first.String()+`')`)
	require.NoError(t, err)
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Contains(t, plan[len(plan)-1]+plan[len(plan)-2]+plan[1], "events_instruction", "%q", plan)
	require.Contains(t, plan[len(plan)-1], "Index Cond", "%q", plan)
}
