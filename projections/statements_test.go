package projections_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// imported puts an import of a file into a log.
func imported(t *testing.T, log *history.Log, actor, hash string, counts payment.StatementCounts) id.ID {
	t.Helper()
	statement := payment.StatementID("8801002233", hash)
	note := payment.ImportStatement{Account: "8801002233", Hash: hash, Format: "bca", From: start, Until: start.AddDate(0, 0, 1), Counts: counts}
	meta := eventstore.Meta{CommandID: id.New(), Actor: actor}
	_, err := log.Execute(t.Context(), payment.Statements.Command(statement.String(), note, meta))
	require.NoError(t, err)
	return statement
}

func TestTheHistoryOfImportsSaysWhoAndHowMuch(t *testing.T) {
	t.Parallel()
	log, gita := history.NewLog(start), id.New()
	some := payment.StatementCounts{
		Matched: payment.LineCount{Lines: 2, Amount: 30}, Unknown: payment.LineCount{Lines: 1, Amount: 4}, Known: payment.LineCount{Lines: 5, Amount: 60},
		Undecided: payment.LineCount{Lines: 7, Amount: 80}, Pending: payment.LineCount{Lines: 9, Amount: 1}, Outgoing: payment.LineCount{Lines: 11, Amount: 1}, Unreadable: 12,
	}
	first := imported(t, log, "user:"+gita.String(), strings.Repeat("ab", 32), some)
	imported(t, log, "user:"+gita.String(), strings.Repeat("ab", 32), payment.StatementCounts{}) // brings nothing
	imported(t, log, "user:"+gita.String(), strings.Repeat("ab", 32), payment.StatementCounts{Matched: payment.LineCount{Lines: 1, Amount: 80}})
	second := imported(t, log, "system:test", strings.Repeat("cd", 32), payment.StatementCounts{})
	b := setup(t, log, statements.New())
	b.runToHead(statements.Name)

	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		all, total, err := statements.Newest(t.Context(), tx, 2, 0)
		require.NoError(t, err)
		require.Equal(t, 3, total)
		require.Equal(t, []id.ID{second, first}, []id.ID{all[0].Statement, all[1].Statement})
		require.True(t, all[0].ImportedBy.IsZero(), "no person did")
		of, err := statements.Of(t.Context(), tx, first)
		require.NoError(t, err)
		require.Len(t, of, 2)
		require.Equal(t, statements.Import{
			Statement: first, Account: "8801002233", Hash: strings.Repeat("ab", 32), Format: "bca", From: start, Until: start.AddDate(0, 0, 1),
			ImportedAt: of[0].ImportedAt, ImportedBy: gita, Matched: 2, MatchedAmount: 30, Unknown: 1, UnknownAmount: 4, Known: 5, KnownAmount: 60,
			Undecided: 7, UndecidedAmount: 80, Pending: 9, Outgoing: 11, Unreadable: 12,
		}, of[0])
	})
	b.as(gita.String(), "buyer", "", func(tx pgx.Tx) {
		_, total, err := statements.Newest(t.Context(), tx, 2, 0)
		require.NoError(t, err)
		require.Zero(t, total, "whatever somebody's role was")
	})
}

func TestAStatementsFileIsKeptByOperatorsForOperators(t *testing.T) {
	t.Parallel()
	b := setup(t, history.NewLog(start), statements.New())
	gita := id.New()
	key := eventstore.PersonKey{1}
	seal := func(text string) eventstore.Sealed {
		sealed, err := eventstore.Seal(key, gita.String(), "statement", text)
		require.NoError(t, err)
		return sealed
	}
	file := statements.File{Statement: id.New(), Account: "8801002233", Hash: strings.Repeat("ab", 32), Content: seal("first")}
	app := b.db.PoolAs(t, "sambatan_app")
	for _, role := range []string{"buyer", "brand", "auditor", ""} {
		err := statements.Keep(t.Context(), app, role, file)
		refused, ok := errors.AsType[*pgconn.PgError](err)
		require.True(t, ok, "%s: %v", role, err)
		require.Equal(t, "42501", refused.Code)
	}
	require.NoError(t, statements.Keep(t.Context(), app, "operator", file))
	file.Content = seal("second")
	require.NoError(t, statements.Keep(t.Context(), app, "lead", file), "the same file again")
	find := func(role string) (found statements.File, err error) {
		b.as(id.New().String(), role, "", func(tx pgx.Tx) { found, err = statements.FileByID(t.Context(), tx, file.Statement) })
		return found, err
	}
	found, err := find("admin")
	require.NoError(t, err)
	require.Equal(t, file, found)
	_, err = find("buyer")
	require.ErrorIs(t, err, projections.ErrNotFound)
	_, err = b.db.Pool.Exec(t.Context(), "UPDATE statement_files SET expires_at = now()")
	require.NoError(t, err)
	_, err = find("admin")
	require.ErrorIs(t, err, projections.ErrNotFound, "its time is over")
}

func TestAStatementFindsInstructionsAndReceiptsWhateverBecameOfThem(t *testing.T) {
	t.Parallel()
	asStaff(t, func(_ *history.Market, tx pgx.Tx) {
		waiting, _, err := payments.ToConfirm(t.Context(), tx, 1, 0)
		require.NoError(t, err)
		one := waiting[0]
		found, err := payments.ByTotals(t.Context(), tx, one.Account, []money.Rupiah{one.Total, 1})
		require.NoError(t, err)
		require.Contains(t, found, one)
		for _, instruction := range found {
			require.Equal(t, one.Total, instruction.Total)
		}
		none, err := payments.ByTotals(t.Context(), tx, "another", []money.Rupiah{one.Total})
		require.NoError(t, err)
		require.Empty(t, none)

		all, err := payments.ReceiptsAround(t.Context(), tx, one.Account, time.Time{}, start.AddDate(1, 0, 0), nil)
		require.NoError(t, err)
		require.NotEmpty(t, all)
		ids := []id.ID{all[0].Receipt, id.New()}
		named, err := payments.ReceiptsAround(t.Context(), tx, one.Account, time.Time{}, time.Time{}, ids)
		require.NoError(t, err)
		require.Equal(t, all[:1], named)
	})
}
