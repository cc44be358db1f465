package projections

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Runner keeps projections up to date. Any number of runners may run at once:
// the checkpoints keep them from applying an event twice, though one is enough.
type Runner struct {
	config Config
	feed   *feed
	turns  chan struct{} // holds one for each projection that writes
}

// New returns a Runner. It panics when the Config lacks something.
func New(config Config) *Runner {
	config.mustValidate()
	config = config.withDefaults()
	return &Runner{
		config: config,
		feed:   newFeed(config.Reader, config.Decoders),
		turns:  make(chan struct{}, config.Parallel),
	}
}

// Run follows the log until ctx ends, and returns nil then. What goes wrong with
// one projection is logged, shown by ReadStatus, and tried again.
func (r *Runner) Run(ctx context.Context) error {
	from, err := r.newest(ctx)
	if err != nil {
		return err
	}
	r.feed.begin(from + 1)
	var running sync.WaitGroup
	defer running.Wait()
	for _, p := range r.config.Projections {
		w := &worker{runner: r, projection: p, logger: r.config.Logger.With("projection", p.Spec().Name)}
		running.Go(func() { w.run(ctx) })
	}
	return r.pump(ctx, from+1)
}

// newest is the farthest position that a projection has reached. The feed begins
// there: the others, few and seldom, read the log until they are there as well.
func (r *Runner) newest(ctx context.Context) (eventstore.Position, error) {
	var newest eventstore.Position
	for ctx.Err() == nil {
		const query = `SELECT coalesce(max(position), 0) FROM projection_checkpoints WHERE name = ANY ($1)`
		names := make([]string, len(r.config.Projections))
		for i, p := range r.config.Projections {
			names[i] = p.Spec().Name
		}
		err := r.config.Owner.QueryRow(ctx, query, names).Scan(&newest)
		if err == nil || classify(err) != kindTransient {
			return newest, err
		}
		r.config.Logger.WarnContext(ctx, "projections wait for the database", "error", err)
		pause(ctx, r.config.RetryAfter)
	}
	return newest, nil
}

// pump feeds the projections.
func (r *Runner) pump(ctx context.Context, from eventstore.Position) error {
	for ctx.Err() == nil {
		for batch, err := range r.config.Follower.Follow(ctx, from) {
			if err == nil && len(batch) > 0 {
				err = r.feed.push(ctx, batch)
				from = batch[len(batch)-1].Position + 1
			}
			if err != nil && ctx.Err() == nil {
				r.config.Logger.WarnContext(ctx, "projections lost the feed", "error", err)
				break
			}
		}
		pause(ctx, r.config.RetryAfter)
	}
	return nil
}

// turn waits for a place among those who write: see Config.Parallel.
func (r *Runner) turn(ctx context.Context) (done func()) {
	patience := time.NewTimer(r.config.Pace)
	defer patience.Stop()
	select {
	case r.turns <- struct{}{}:
		return func() { <-r.turns }
	case <-patience.C:
	case <-ctx.Done():
	}
	return func() {}
}

// announce tells the readers of a live build that its rows have moved.
func (r *Runner) announce(b *build, topics []string) {
	if b.state != live {
		return
	}
	r.config.OnCommit(Commit{
		Name: b.spec.Name, Version: b.spec.Version, Position: b.position, Topics: topics,
	})
}

// pause waits, or not at all once ctx has ended.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// ErrLogBehind means that a read model has seen events that the log does not
// have: the log was restored from an older copy.
var ErrLogBehind = errors.New("the log ends before the read model's position; recover the log, or rebuild")
