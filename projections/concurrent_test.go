package projections_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/transactions"
)

func TestTwoRunnersApplyEveryEventOnce(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 3000)
	f := newFake("fake", true)
	ps := []projections.Projection{f, transactions.New(), dashboard.New()}
	b := setup(t, m.Upto(0), ps...)
	stop := b.start(b.runner)
	stopOther := b.start(b.newRunner(ps...))
	for len(b.log.Events()) < len(m.Events()) {
		b.log.Reveal(m.Log, 7)
	}
	b.reach(names(ps)...)
	stop()
	stopOther()
	require.Equal(t, everything(m.Events()), b.saw(f))
	before := b.dump(b.serving(dashboard.Name))
	require.NoError(t, b.runner.Rebuild(t.Context(), dashboard.Name, nil))
	require.Empty(t, cmp.Diff(before, b.dump(b.serving(dashboard.Name))))
}

func TestConnectionsThatAreCutLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 4000)
	ps := []projections.Projection{newFake("fake", true), participants.New(), transactions.New(), dashboard.New(), payments.New()}
	b := setup(t, m.Upto(0), ps...)
	stop := b.start(b.runner)
	ctx, cancel := context.WithCancel(t.Context())
	var cut int64
	var cutting sync.WaitGroup
	cutting.Go(func() { cut = b.cutConnections(ctx) })
	for len(b.log.Events()) < len(m.Events()) {
		b.log.Reveal(m.Log, 23)
		b.reach("fake")
	}
	cancel()
	cutting.Wait()
	b.reach(names(ps)...)
	stop()
	require.Greater(t, cut, int64(5), "connections were cut")
	require.Equal(t, everything(m.Events()), b.saw(ps[0].(*fake)))
	for _, p := range ps[1:] {
		before := b.dump(b.serving(p.Spec().Name))
		require.NoError(t, b.runner.Rebuild(t.Context(), p.Spec().Name, nil))
		require.Empty(t, cmp.Diff(before, b.dump(b.serving(p.Spec().Name))))
	}
}

// cutConnections ends the runner's connections at random moments.
func (b *bench) cutConnections(ctx context.Context) (cut int64) {
	tick := time.NewTicker(7 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return cut
		case <-tick.C:
		}
		const query = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = 'sambatan_project' AND state <> 'idle' AND random() < 0.4`
		var n int64
		if err := b.db.Pool.QueryRow(context.WithoutCancel(ctx), query).Scan(&n); err == nil {
			cut += n
		}
	}
}

func TestARebuildBesideTheLiveTablesMissesNothingAndNeverGoesBack(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 6000)
	f := newFake("fake", true)
	ps := []projections.Projection{f, participants.New()}
	b := setup(t, m.Upto(3000), ps...)
	stop := b.start(b.runner)
	b.reach(names(ps)...)

	ctx, cancel := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { b.watchNeverBack(ctx, f) })
	rebuilt := make(chan error, 1)
	go func() {
		for range 3 {
			if err := b.runner.RebuildAll(t.Context(), names(ps), nil); err != nil {
				rebuilt <- err
				return
			}
		}
		rebuilt <- nil
	}()
	for len(b.log.Events()) < len(m.Events()) {
		b.log.Reveal(m.Log, 40)
		b.reach("fake")
	}
	require.NoError(t, <-rebuilt)
	b.reach(names(ps)...)
	cancel()
	watching.Wait()
	stop()
	require.Equal(t, "p_fake_v1_b3", b.serving("fake"))
	require.Equal(t, everything(m.Events()), b.saw(f))
	before := b.dump(b.serving(participants.Name))
	require.NoError(t, b.runner.Rebuild(t.Context(), participants.Name, nil))
	require.Empty(t, cmp.Diff(before, b.dump(b.serving(participants.Name))))
}

// watchNeverBack reads the public view all along: it always answers, and what
// was there once stays.
func (b *bench) watchNeverBack(ctx context.Context, f *fake) {
	newest := eventstore.Position(0)
	for ctx.Err() == nil {
		var position eventstore.Position
		err := b.db.Pool.QueryRow(context.WithoutCancel(ctx), "SELECT coalesce(max(position), 0) FROM test_"+f.name).Scan(&position)
		if err != nil {
			b.t.Errorf("the view does not answer: %v", err)
			return
		}
		if position < newest {
			b.t.Errorf("the view went back from %d to %d", newest, position)
			return
		}
		newest = position
	}
}

func TestANewVersionTakesOverWhenItHasCaughtUp(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 3000)
	old := newFake("fake", false)
	b := setup(t, m.Upto(2500), old)
	b.runToHead("fake")
	renewed := newFake("fake", false)
	renewed.version = 2
	b.log.Reveal(m.Log, 100_000)
	stop := b.start(b.newRunner(renewed))
	b.reach("fake")
	require.Equal(t, "p_fake_v2", b.serving("fake"))
	require.Equal(t, everything(m.Events()), b.saw(renewed))

	// A process that still has the old version leaves it at that.
	stopOld := b.start(b.newRunner(old))
	stopOld()
	stop()
	require.Equal(t, "p_fake_v2", b.serving("fake"))
	dropped, err := b.newRunner(renewed).Prune(t.Context(), "fake")
	require.NoError(t, err)
	require.Equal(t, []string{"p_fake_v1"}, dropped)
}

// actor also acts: it writes down on what, outside its own tables.
type actor struct{ *fake }

func (a actor) Act(ctx context.Context, tx pgx.Tx, batch []projections.Event) error {
	for _, event := range batch {
		if _, err := tx.Exec(ctx, "INSERT INTO public.acted VALUES ($1)", event.Position); err != nil {
			return err
		}
	}
	return nil
}

func TestARebuildAndANewVersionActOnNothingTwice(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 3000)
	a := actor{newFake("fake", false)}
	b := setup(t, m.Upto(2000), a)
	_, err := b.db.Pool.Exec(t.Context(), "CREATE TABLE acted (position bigint PRIMARY KEY); GRANT INSERT ON acted TO sambatan_project")
	require.NoError(t, err)
	stop := b.start(b.runner)
	b.reach("fake")
	rebuilt := make(chan error, 1)
	go func() { rebuilt <- b.runner.Rebuild(t.Context(), "fake", nil) }()
	for len(b.log.Events()) < 2600 {
		b.log.Reveal(m.Log, 20)
		b.reach("fake")
	}
	require.NoError(t, <-rebuilt)
	stop()
	renewed := actor{newFake("fake", false)}
	renewed.version = 2
	b.log.Reveal(m.Log, 100_000)
	b.runner = b.newRunner(renewed)
	b.runToHead("fake")
	var acted int
	require.NoError(t, b.db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM acted").Scan(&acted))
	require.Equal(t, len(m.Events()), acted)
}

func TestASlowProjectionHoldsNobodyUpAndCatchesUp(t *testing.T) {
	t.Parallel()
	whole := history.NewLog(start)
	for n := range 20 {
		events := slices.Repeat([]eventstore.NewEvent{{Type: "sambatan.opened.v1", Data: []byte(`{}`)}}, eventstore.MaxBatchEvents)
		_, err := whole.Append(t.Context(), eventstore.NewStreamID("campaign", id.Derive(id.ID{}, string(rune(n))).String()), 0, events, someone())
		require.NoError(t, err)
	}
	slow, fast := newFake("slow", false), newFake("fast", false)
	release := make(chan struct{})
	slow.poison[1500] = func() error { <-release; return nil }
	b := setup(t, whole, slow, fast)
	stop := b.start(b.runner)
	b.reach("fast")
	require.Less(t, len(b.saw(slow)), 1500)
	close(release)
	b.reach("slow")
	stop()
	require.Equal(t, everything(whole.Events()), b.saw(slow))
}
