package timer_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/timer"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// platform is what timers need of the program, on a database of its own. All of
// it logs in as sambatan_app, which has no right but to become someone else.
type platform struct {
	t     *testing.T
	pool  *pgxpool.Pool
	owner *pgxpool.Pool
	store *postgres.Store
	feed  *relay.Feed
}

func newPlatform(t *testing.T, db *pgtest.DB) *platform {
	t.Helper()
	pool := db.PoolAs(t, "sambatan_app")
	store, err := postgres.Open(t.Context(), postgres.Config{Pool: pool, FingerprintKey: make([]byte, 32)})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, store.Close(ctx))
	})
	feed := relay.NewFeed(relay.FeedConfig{Source: store, Poll: 20 * time.Millisecond})
	return &platform{t, pool, db.Pool, store, feed}
}

// start runs a part until the returned function is called, or the test ends.
func (p *platform) start(part func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(p.t.Context())
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(p.t, <-done)
	})
	p.t.Cleanup(stop)
	return stop
}

// project runs the projection of timers and tells of each commit.
func (p *platform) project() (commits <-chan eventstore.Position, stop func()) {
	p.t.Helper()
	projection := timers.New()
	decoders := &projections.Decoders{}
	projections.AddCodec(decoders, sambatan.Codec)
	positions := make(chan eventstore.Position, 1000)
	runner := projections.New(projections.Config{
		Pool: p.pool, Owner: p.owner, Follower: p.feed, Reader: p.store, Decoders: decoders,
		Projections: []projections.Projection{projection},
		OnCommit:    func(c projections.Commit) { positions <- c.Position },
	})
	return positions, p.start(runner.Run)
}

func (p *platform) schedule() {
	p.t.Helper()
	scheduler, err := timer.New(timer.Config{
		Pool: p.pool, Log: p.store, RetryAfter: 50 * time.Millisecond,
		Logger: slog.New(slog.NewTextHandler(p.t.Output(), nil)),
	})
	require.NoError(p.t, err)
	p.start(scheduler.Run)
}

// publish publishes a campaign and returns the position of its newest event.
func (p *platform) publish(opensAt, deadline time.Time) (campaign id.ID, newest eventstore.Position) {
	p.t.Helper()
	campaign = id.New()
	for _, command := range append([]sambatan.Command{
		sambatan.Draft{Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 4, Terms: sambatan.Terms{
			Price: 265_000, Shipping: 18_000, Slots: 3, MinFill: 2, MinPerBuyer: 1, MaxPerBuyer: 2, HoldFor: 3600,
			OpensAt: opensAt, Deadline: deadline, ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		}},
	}, sambatan.Reviewed(id.New(), id.New())...) {
		result, err := p.store.Execute(p.t.Context(),
			sambatan.Campaigns.Command(campaign.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
		require.NoError(p.t, err)
		newest = result.Position
	}
	return campaign, newest
}

// await follows the log until a campaign's event of a type was recorded.
func (p *platform) await(campaign id.ID, wanted string) eventstore.Recorded {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 40*time.Second)
	defer cancel()
	for batch, err := range p.feed.Follow(ctx, 1) {
		require.NoError(p.t, err)
		for _, recorded := range batch {
			if recorded.StreamID == sambatan.Campaigns.Stream(campaign.String()) && recorded.Type == wanted {
				return recorded
			}
		}
	}
	p.t.Fatalf("%s never happened", wanted)
	return eventstore.Recorded{}
}

func (p *platform) types(campaign id.ID) (types []string) {
	p.t.Helper()
	for recorded, err := range p.store.Stream(p.t.Context(), sambatan.Campaigns.Stream(campaign.String()), 1) {
		require.NoError(p.t, err)
		types = append(types, recorded.Type)
	}
	return types
}

// done waits until no job is left to be worked, but for the end of a review that is over long before.
func (p *platform) done() {
	p.t.Helper()
	require.Eventually(p.t, func() bool {
		var left int
		err := p.owner.QueryRow(p.t.Context(), `SELECT count(*) FROM river_job WHERE state <> 'completed' AND kind <> 'sambatan_review'`).Scan(&left)
		return err == nil && left == 0
	}, 30*time.Second, 20*time.Millisecond)
}

func TestTwoSchedulersOpenAndCloseACampaignOnceAndInTime(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, pgtest.New(t))
	p.project()
	p.schedule()
	p.schedule()
	opensAt := time.Now().Add(2 * time.Second)
	deadline := opensAt.Add(1200 * time.Millisecond)
	campaign, _ := p.publish(opensAt, deadline)

	opened, closed := p.await(campaign, "sambatan.opened.v1"), p.await(campaign, "sambatan.closed.v1")
	require.Equal(t, "system:timer", opened.Actor)
	require.Equal(t, id.Derive(campaign, "deadline:"+deadline.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)), id.ID(closed.CommandID))
	t.Logf("opened %s late, closed %s late", opened.RecordedAt.Sub(opensAt), closed.RecordedAt.Sub(deadline))
	require.WithinRange(t, opened.RecordedAt, opensAt.Truncate(time.Microsecond), opensAt.Add(4*time.Second))
	require.WithinRange(t, closed.RecordedAt, deadline.Truncate(time.Microsecond), deadline.Add(4*time.Second))
	p.done()
	require.Equal(t, []string{
		"sambatan.drafted.v1", "sambatan.submitted.v1", "sambatan.approved.v1", "sambatan.published.v1", "sambatan.opened.v1", "sambatan.closed.v1",
		"sambatan.failed.v1", "sambatan.unwinding_started.v1", "sambatan.unwound.v1",
	}, p.types(campaign))
}

func TestADeadlineThatPassedWhileTheDatabaseWasDownIsKeptOnceItIsBack(t *testing.T) {
	t.Parallel()
	c := pgtest.NewCluster(t)
	p := newPlatform(t, &c.DB)
	commits, stop := p.project()
	deadline := time.Now().Add(3 * time.Second)
	campaign, newest := p.publish(time.Time{}, deadline)
	reach(commits, newest)
	stop()
	c.Stop()
	p.schedule() // finds nobody
	<-time.After(time.Until(deadline))
	c.Start()
	closed := p.await(campaign, "sambatan.closed.v1")
	require.True(t, closed.RecordedAt.After(deadline))
	p.done()
}

func reach(commits <-chan eventstore.Position, wanted eventstore.Position) {
	for position := range commits {
		if position >= wanted {
			return
		}
	}
}

func TestATimerThatAKilledProcessWasRingingRingsAgain(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, pgtest.New(t))
	commits, _ := p.project()
	campaign, newest := p.publish(time.Time{}, time.Now().Add(3*time.Second))
	reach(commits, newest)
	tag, err := p.owner.Exec(t.Context(), `UPDATE river_job
		SET state = 'running', attempt = 1, attempted_at = now() - interval '1 minute', attempted_by = '{killed}' WHERE kind = 'sambatan_close'`)
	require.NoError(t, err)
	require.EqualValues(t, 1, tag.RowsAffected())
	p.schedule()
	p.await(campaign, "sambatan.closed.v1")
	p.done()
}
