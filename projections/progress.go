package projections

import (
	"context"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// pollEvery is how often the checkpoints are read while someone waits, for
// signals that were lost.
const pollEvery = 250 * time.Millisecond

// Progress knows how far the projections have come, in whichever process they
// run: from the signals that it is told of, and from the checkpoints behind them.
type Progress struct {
	read func(context.Context) (map[string]eventstore.Position, error)

	mu      sync.Mutex
	newest  map[string]eventstore.Position
	changed chan struct{} // closed and replaced at every change
	polled  time.Time
}

// NewProgress returns a Progress. read is [Positions] within a transaction that
// may see the checkpoints.
func NewProgress(read func(context.Context) (map[string]eventstore.Position, error)) *Progress {
	return &Progress{read: read, newest: map[string]eventstore.Position{}, changed: make(chan struct{})}
}

// Observe takes a signal. Positions never go back, signals may.
func (p *Progress) Observe(name string, position eventstore.Position) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if position <= p.newest[name] {
		return
	}
	p.newest[name] = position
	close(p.changed)
	p.changed = make(chan struct{})
}

// Position is the newest one known of a projection.
func (p *Progress) Position(name string) eventstore.Position {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.newest[name]
}

// WaitFor returns once every named projection has applied the log up to a
// position. It returns the ctx's error when that ends first: give it a deadline.
func (p *Progress) WaitFor(ctx context.Context, position eventstore.Position, names ...string) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		reached, changed := p.reached(position, names)
		if reached {
			return nil
		}
		select {
		case <-changed:
		case <-tick.C:
			if err := p.poll(ctx); err != nil && ctx.Err() != nil {
				return ctx.Err()
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *Progress) reached(position eventstore.Position, names []string) (bool, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range names {
		if p.newest[name] < position {
			return false, p.changed
		}
	}
	return true, nil
}

// poll reads the checkpoints, for all who wait. An error is no news: the next
// tick tries again.
func (p *Progress) poll(ctx context.Context) error {
	p.mu.Lock()
	fresh := time.Since(p.polled) < pollEvery/2
	if !fresh {
		p.polled = time.Now()
	}
	p.mu.Unlock()
	if fresh {
		return nil
	}
	positions, err := p.read(ctx)
	for name, position := range positions {
		p.Observe(name, position)
	}
	return err
}
