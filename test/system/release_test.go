package system_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/app"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/reactor"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// command runs another command on the program's folder, while the program runs.
func (p *program) command(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	both := newTranscript()
	code = app.Main(t.Context(), append(args, "--data", p.folder), both, both)
	t.Logf("sambatan %s (exit code %d)\n%s", strings.Join(args, " "), code, both)
	return both.String(), code
}

// succeeds runs a command that must.
func (p *program) succeeds(t *testing.T, wanted string, args ...string) {
	t.Helper()
	out, code := p.command(t, args...)
	require.Zero(t, code)
	require.Contains(t, out, wanted)
}

// fails runs a command that must, and must say why.
func (p *program) fails(t *testing.T, wanted string, args ...string) {
	t.Helper()
	out, code := p.command(t, args...)
	require.Equal(t, 1, code)
	require.Contains(t, out, wanted)
}

// says waits until a command prints what matches a pattern, and returns its groups.
func (p *program) says(t *testing.T, pattern string, args ...string) (found []string) {
	t.Helper()
	require.Eventually(t, func() bool {
		out, code := p.command(t, args...)
		require.Zero(t, code)
		found = regexp.MustCompile(pattern).FindStringSubmatch(out)
		return found != nil
	}, 20*time.Second, 200*time.Millisecond)
	return found
}

func TestAParkedStreamOfAReadModelIsReleasedWhileTheProgramRuns(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	super := p.database(t, "postgres")
	p.succeeds(t, "nothing is parked", "projections", "parked")

	var table string
	require.NoError(t, super.QueryRow(t.Context(),
		`SELECT schema || '.states' FROM projection_checkpoints WHERE name = 'lifecycle' AND state = 'live'`).Scan(&table))
	run := func(statement string) {
		_, err := super.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	run(`ALTER TABLE ` + table + ` ADD CONSTRAINT mistake CHECK (held < 0) NOT VALID`)
	p.joinByPage(t, p.as(t, "Dinar Nareswari"), onThePage)
	stream := p.says(t, `lifecycle\s+(campaign-\S+)\s+\d+\s.*"mistake"`, "projections", "parked")[1]

	p.fails(t, `there is no read model "lives"; there are: participants, `, "projections", "release", "lives", stream)
	p.fails(t, "has not parked campaign-of-nobody", "projections", "release", "lifecycle", "campaign-of-nobody")
	p.fails(t, "stays parked", "projections", "release", "lifecycle", stream)
	p.succeeds(t, stream, "projections", "parked")

	run(`ALTER TABLE ` + table + ` DROP CONSTRAINT mistake`)
	p.succeeds(t, "has applied what waited of "+stream, "projections", "release", "lifecycle", stream)
	p.succeeds(t, "nothing is parked", "projections", "parked")
	p.joinByPage(t, p.as(t, "Maya Siregar"), overTheAPI)
	p.caughtUp(t, super)
	var differences int
	require.NoError(t, super.QueryRow(t.Context(), `SELECT count(*) FROM `+table+` s JOIN sambatan_dashboard d USING (campaign)
		WHERE (s.held, s.secured) <> (d.held, d.secured)`).Scan(&differences))
	require.Zero(t, differences, "events were left out")

	p.succeeds(t, "lifecycle has no build to drop", "projections", "prune", "lifecycle")
	p.succeeds(t, "lifecycle was rebuilt", "projections", "rebuild", "lifecycle")
	p.succeeds(t, "dropped "+strings.TrimSuffix(table, ".states"), "projections", "prune", "lifecycle")
	p.caughtUp(t, super)
}

// logOf opens the program's log, as another process would.
func (p *program) logOf(t *testing.T) (*postgres.Store, *pgxpool.Pool) {
	t.Helper()
	pool := p.database(t, "sambatan_app")
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: pool, FingerprintKey: testKey})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, store.Close(ctx))
	})
	return store, pool
}

var testKey = []byte("a key of sixteen bytes or more")

func TestAStoppedReactorIsReleasedWhileTheProgramRuns(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	p.says(t, `payment\s+\d+\s+\d+\s+0\s+running`, "reactors", "status")
	p.fails(t, "payment has not stopped: there is nothing to release", "reactors", "release", "payment")
	p.fails(t, `there is no reactor "payments"; there are: order, payment`, "reactors", "release", "payments")

	// A campaign declines a receipt of which nobody knows anything.
	store, _ := p.logOf(t)
	campaign, reference := id.New(), "TRX "+id.New().String()
	receipt := payment.ReceiptID("8830124477", reference)
	match := payment.Match{Instruction: id.New(), Campaign: campaign, Buyer: id.New(), Due: 185_000, Code: 417}
	match.Participation = match.Instruction
	declined, err := sambatan.Codec.Encode(sambatan.PaymentDeclined{
		Campaign: campaign, Participation: match.Participation, Buyer: match.Buyer, Receipt: receipt,
		Amount: 185_417, PaidAt: time.Now().UTC(), Reason: sambatan.DeclinedLate,
	})
	require.NoError(t, err)
	meta := eventstore.Meta{CommandID: id.New(), Actor: "system:test"}
	_, err = store.Append(t.Context(), sambatan.Campaigns.Stream(campaign.String()), 0, []eventstore.NewEvent{declined}, meta)
	require.NoError(t, err)
	p.says(t, `payment\s.*stopped: .*`+payment.ErrNoReceipt.Error(), "reactors", "status")
	p.fails(t, "payment has stopped again", "reactors", "release", "payment")

	meta.CommandID = id.New()
	_, err = store.Execute(t.Context(), payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Account: "8830124477", Amount: 185_417, PaidAt: time.Now(), Reference: reference, Match: match,
	}, meta))
	require.NoError(t, err)
	p.succeeds(t, "payment goes on", "reactors", "release", "payment")
	p.says(t, `payment\s+\d+\s+0\s+0\s+running`, "reactors", "status")
	state, _, err := eventstore.Load(t.Context(), store, payment.Receipts, receipt.String())
	require.NoError(t, err)
	require.EqualValues(t, 185_417, state.Due, "the reaction was left out")
}

func TestAParkedStreamOfAReactorIsReleasedFromAnotherProcess(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	store, pool := p.logOf(t)
	p.succeeds(t, "nothing is parked", "reactors", "parked")
	bad := firstUser(t, store)
	var mended atomic.Bool
	mail := reactor.New(reactor.Config{
		Pool: pool, Follower: relay.NewFeed(relay.FeedConfig{Source: store, Key: testKey}), Source: store,
		Decode:  func(eventstore.Recorded) (any, error) { return struct{}{}, nil },
		Retries: 1, FirstPause: time.Millisecond,
	}, reactor.Reactor{
		Name: "mail", Wants: func(eventType string) bool { return eventType == registered },
		Handle: func(_ context.Context, _ any, r eventstore.Recorded) error {
			if r.StreamID == bad && !mended.Load() {
				return errors.New("there is no such address")
			}
			return nil
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- mail.Run(ctx) }()

	stream := string(bad)
	p.says(t, `mail\s+`+stream+`\s+-\s+\d+\s+0\s+1\s.*there is no such address`, "reactors", "parked")
	p.fails(t, "mail has not stopped: there is nothing to release (sambatan reactors parked", "reactors", "release", "mail")
	p.fails(t, "mail has parked nothing of user-nobody", "reactors", "release", "mail", "user-nobody")
	p.fails(t, "there is no such address", "reactors", "release", "mail", stream)
	mended.Store(true)
	p.succeeds(t, "all of it has been handled", "reactors", "release", "mail", stream)
	p.succeeds(t, "nothing is parked", "reactors", "parked")
	stop()
	require.NoError(t, <-ended)
	p.says(t, `mail\s.*no process runs it`, "reactors", "status")
}

// firstUser is the stream of the one who registered first.
func firstUser(t *testing.T, log eventstore.Reader) eventstore.StreamID {
	t.Helper()
	for recorded, err := range log.All(t.Context(), 1) {
		require.NoError(t, err)
		if recorded.Type == registered {
			return recorded.StreamID
		}
	}
	require.FailNow(t, "nobody has registered")
	return ""
}

const registered = "identity.registered.v1"
