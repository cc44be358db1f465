//go:build crash

package crash_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// gate lets requests through while the program runs, counts those on their way,
// and those that a kill has cut off.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed while the gate is open

	flying atomic.Int64
	cut    atomic.Int64 // since the last kill
}

func newGate() *gate { return &gate{open: make(chan struct{})} }

// swing opens the gate, or shuts it.
func (g *gate) swing(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if open {
		close(g.open)
	} else {
		g.open = make(chan struct{})
	}
}

func (g *gate) wait(ctx context.Context) error {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	select {
	case <-open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// command sends the same command until it is answered, whatever happens to the
// program meanwhile, and counts it while it is on its way.
func (g *gate) command(ctx context.Context, send func(ctx context.Context) error) error {
	return g.ask(ctx, func(ctx context.Context) error {
		g.flying.Add(1)
		defer g.flying.Add(-1)
		err := send(ctx)
		if err != nil && ctx.Err() == nil && sent(err) {
			g.cut.Add(1)
		}
		return err
	})
}

// ask repeats a request until it is answered.
func (g *gate) ask(ctx context.Context, send func(ctx context.Context) error) error {
	for {
		if err := g.wait(ctx); err != nil {
			return err
		}
		err := send(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// errAskedAgain means that the program answered that it can't answer now.
var errAskedAgain = errors.New("try again")

// sent tells whether a request that failed may have reached the program: a
// connection was there.
func sent(err error) bool {
	var failed *net.OpError
	unreachable := errors.As(err, &failed) && failed.Op == "dial"
	return !unreachable && !errors.Is(err, errAskedAgain)
}
