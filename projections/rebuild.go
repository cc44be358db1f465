package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// RebuildProgress is told how far a rebuild is: events done, of how many.
type RebuildProgress func(done, total int64)

// Rebuild makes a projection's tables anew from the whole log, beside those that
// serve, and then switches to them. It acts on nothing. The tables that served
// before stay until Prune. progress may be nil.
func (r *Runner) Rebuild(ctx context.Context, name string, progress RebuildProgress) error {
	return r.RebuildAll(ctx, []string{name}, progress)
}

// RebuildAll rebuilds several projections in one reading of the log.
func (r *Runner) RebuildAll(ctx context.Context, names []string, progress RebuildProgress) error {
	builds, err := r.beginRebuild(ctx, names)
	if err != nil {
		return err
	}
	if err := r.replay(ctx, builds, progress); err != nil {
		return err
	}
	for _, b := range builds {
		if err := r.finishRebuild(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// beginRebuild makes an empty build of each, after dropping what an earlier
// rebuild has left unfinished.
func (r *Runner) beginRebuild(ctx context.Context, names []string) ([]*build, error) {
	builds := make([]*build, len(names))
	for i, name := range names {
		p, err := r.projection(name)
		if err != nil {
			return nil, err
		}
		b := &build{projection: p, spec: p.Spec()}
		builds[i] = b
		err = r.asOwner(ctx, p, func(tx pgx.Tx) error {
			known, err := dropUnfinished(ctx, tx, name)
			if err != nil {
				return err
			}
			return r.create(ctx, tx, b, known)
		})
		if err != nil {
			return nil, fmt.Errorf("rebuild %s: %w", name, err)
		}
	}
	return builds, nil
}

func dropUnfinished(ctx context.Context, tx pgx.Tx, name string) ([]known, error) {
	builds, err := knownBuilds(ctx, tx, name)
	if err != nil {
		return nil, err
	}
	for _, k := range builds {
		if k.State == building && k.Number > 0 {
			if err := drop(ctx, tx, k.Schema); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(builds, func(k known) bool { return k.State == building && k.Number > 0 }), nil
}

// replay applies the log up to its head, as it is now, to all builds.
func (r *Runner) replay(ctx context.Context, builds []*build, progress RebuildProgress) error {
	head, err := r.config.Reader.Head(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	batches := make([]chan []Event, len(builds))
	for i, b := range builds {
		batches[i] = make(chan []Event, 4)
		running.Go(func() {
			if err := r.applyAll(ctx, b, batches[i]); err != nil {
				cancel(fmt.Errorf("rebuild %s: %w", b.spec.Name, err))
			}
		})
	}
	err = r.readAll(ctx, head, batches, progress)
	for _, c := range batches {
		close(c)
	}
	running.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// readAll decodes the log once for all.
func (r *Runner) readAll(ctx context.Context, head eventstore.Position, into []chan []Event, progress RebuildProgress) error {
	send := func(batch []Event) error {
		for _, c := range into {
			select {
			case c <- batch:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if progress != nil {
			progress(int64(batch[len(batch)-1].Position), int64(head))
		}
		return nil
	}
	batch := make([]Event, 0, MaxCommitEvents)
	for recorded, err := range r.config.Reader.All(ctx, 1) {
		if err != nil {
			return err
		}
		if batch = append(batch, r.config.Decoders.Decode(recorded)); len(batch) == cap(batch) {
			if err := send(batch); err != nil {
				return err
			}
			batch = make([]Event, 0, MaxCommitEvents)
		}
		if recorded.Position >= head {
			break
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return send(batch)
}

// applyAll goes on through errors that may pass.
func (r *Runner) applyAll(ctx context.Context, b *build, batches <-chan []Event) error {
	for batch := range batches {
		if err := r.persist(ctx, b, batch); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) persist(ctx context.Context, b *build, batch []Event) error {
	for {
		_, err := b.commit(ctx, r.config.Pool, batch)
		if err == nil || ctx.Err() != nil || errors.Is(err, errFenced) || classify(err) != kindTransient {
			return err
		}
		pause(ctx, r.config.RetryAfter)
		if batch, err = r.reread(ctx, b, batch); err != nil || len(batch) == 0 {
			return err
		}
	}
}

// reread finds out whether a commit whose answer was lost had happened.
func (r *Runner) reread(ctx context.Context, b *build, batch []Event) ([]Event, error) {
	tx, err := r.config.Pool.BeginTx(ctx, b.begin())
	if err != nil {
		return batch, nil // the next try will tell
	}
	defer rollback(ctx, tx)
	if err := b.load(ctx, tx); err != nil {
		if classify(err) == kindTransient && !errors.Is(err, errFenced) {
			return batch, nil
		}
		return nil, err
	}
	rest := slices.IndexFunc(batch, func(e Event) bool { return e.Position > b.position })
	if rest < 0 {
		return nil, nil
	}
	return batch[rest:], nil
}

// finishRebuild makes what readers need, and follows what has been recorded meanwhile,
// until the build can serve.
func (r *Runner) finishRebuild(ctx context.Context, b *build) error {
	err := r.asOwner(ctx, b.projection, func(tx pgx.Tx) error { return createIndexes(ctx, tx, b.spec, b.schema) })
	if err != nil {
		return fmt.Errorf("rebuild %s: %w", b.spec.Name, err)
	}
	for {
		err := r.serve(ctx, b)
		if !errors.Is(err, errBehind) {
			return err
		}
		events, err := r.feed.readLog(ctx, b.position, MaxCommitEvents)
		if err != nil {
			return err
		}
		if err := r.persist(ctx, b, events); err != nil {
			return fmt.Errorf("rebuild %s: %w", b.spec.Name, err)
		}
	}
}
