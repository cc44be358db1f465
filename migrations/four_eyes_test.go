package migrations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// said is an event as straight SQL puts it into the log.
type said struct{ kind, actor, data string }

const (
	opened   = "payment.refund_opened.v1"
	proposed = "payment.refund_manual_proposed.v1"
	done     = "payment.refund_manual_done.v1"
	offered  = "payment.refund_transfer_proposed.v1"
	moved    = "payment.refund_transferred.v1"
)

var (
	large  = said{opened, "system:payment", `{"amount":10000001}`}
	small  = said{opened, "system:payment", `{"amount":10000000}`}
	petra  = said{proposed, "user:petra", `{"evidence":"FT 1"}`}
	desi   = said{done, "user:desi", `{"evidence":"FT 1"}`}
	before = said{offered, "user:petra", `{"refund":"r1","evidence":"FT 1"}`}
	after  = said{moved, "user:desi", `{"refund":"r1","evidence":"FT 1","amount":10000001}`}
)

func (s said) by(actor string) said  { s.actor = actor; return s }
func (s said) says(data string) said { s.data = data; return s }

// insert puts events into one stream with one statement, as the appender does.
func insert(t *testing.T, as *pgxpool.Pool, events ...said) error {
	t.Helper()
	rows := make([]string, len(events))
	for i, e := range events {
		rows[i] = fmt.Sprintf(`(%d, 'refund-1', %d, gen_random_uuid(), '%s', '%s', '{}', gen_random_uuid(), '', gen_random_uuid(), gen_random_uuid(), '%s', now(), decode(repeat('00', 32), 'hex'))`,
			i+1, i+1, e.kind, e.data, e.actor)
	}
	_, err := as.Exec(t.Context(), `INSERT INTO events (position, stream_id, stream_version, event_id, type, data, metadata, command_id, fingerprint,
		correlation_id, causation_id, actor, recorded_at, leaf_hash) VALUES `+strings.Join(rows, ","))
	return err
}

func requireFourEyes(t *testing.T, err error) {
	t.Helper()
	var refused *pgconn.PgError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "23514", refused.Code, "refused like every event that must not enter")
	require.Equal(t, "four_eyes", refused.ConstraintName)
}

func TestTheLogDemandsASecondPersonForALargeRefund(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		events []said
		enters bool
	}{
		"two people":                       {[]said{large, petra, desi}, true},
		"a small amount, one person":       {[]said{small, desi}, true},
		"a large amount, one person":       {[]said{large, desi}, false},
		"the same person twice":            {[]said{large, petra, desi.by("user:petra")}, false},
		"with other evidence":              {[]said{large, petra, desi.says(`{"evidence":"FT 2"}`)}, false},
		"without evidence":                 {[]said{large, petra.says(`{}`), desi.says(`{}`)}, false},
		"in the wrong order":               {[]said{large, desi, petra}, false},
		"confirmed by a machine":           {[]said{large, petra, desi.by("system:payment")}, false},
		"proposed by a machine":            {[]said{large, petra.by("system:payment"), desi}, false},
		"by nobody":                        {[]said{large, petra, desi.by("user:")}, false},
		"of an unknown amount":             {[]said{desi}, false},
		"made small afterwards":            {[]said{large, small, desi}, false},
		"an old refund, two people":        {[]said{before, after}, true},
		"an old refund, one person":        {[]said{after}, false},
		"an old refund, proposed oneself":  {[]said{before, after.by("user:petra")}, false},
		"an old refund, another one's":     {[]said{before.says(`{"refund":"r2","evidence":"FT 1"}`), after}, false},
		"an old refund that is small":      {[]said{after.says(`{"refund":"r1","evidence":"FT 1","amount":10000000}`)}, true},
		"a transfer that follows its way":  {[]said{after.by("system:payment").says(`{"refund":"r1","evidence":"FT 1","amount":10000001,"exit":1}`)}, true},
		"an old one beside a small one":    {[]said{after.says(`{"refund":"r2","evidence":"FT 1","amount":1}`), after}, false},
		"proposed at last, confirmed once": {[]said{large, petra.says(`{"evidence":"FT 0"}`), petra, desi}, true},
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

func TestNeitherAReplicasModeNorAFalseTableSwitchesFourEyesOff(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	conn, err := db.Pool.Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	_, err = conn.Exec(t.Context(), `SET session_replication_role = replica`)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `CREATE TEMP TABLE four_eyes AS SELECT type, proposal, alike, amount_of, 1000000000 AS above FROM public.four_eyes`)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), `INSERT INTO events SELECT 1, 'refund-1', 1, gen_random_uuid(), '`+moved+`', '`+after.data+`', '{}', gen_random_uuid(), '',
		gen_random_uuid(), gen_random_uuid(), 'user:desi', now(), decode(repeat('00', 32), 'hex')`)
	requireFourEyes(t, err)
}

func TestOnlyTheOwnerSetsTheLimitAndItIsTheOneOfTheRules(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, role := range []string{"sambatan_append", "sambatan_project", "sambatan_web", "sambatan_scheduler", "sambatan_auditor"} {
		var may bool
		require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT has_table_privilege($1, 'four_eyes', 'INSERT, UPDATE, DELETE, TRUNCATE')`, role).Scan(&may))
		require.False(t, may, role)
	}
	var least, most int64
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT min(above), max(above) FROM four_eyes`).Scan(&least, &most))
	require.EqualValues(t, payment.FourEyesAbove, least)
	require.EqualValues(t, payment.FourEyesAbove, most)
	require.Equal(t, payout.DefaultLimitOne, money.Rupiah(most), "of payouts, clawbacks and decisions")
}
