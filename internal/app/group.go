package app

import (
	"context"
	"fmt"
	"sync"
)

// group runs the parts of a process together: when one fails, all end.
type group struct {
	parts sync.WaitGroup
	fail  context.CancelCauseFunc
	ctx   context.Context //nolint:containedctx // the group is this context's owner
}

func newGroup(ctx context.Context) *group {
	ctx, fail := context.WithCancelCause(ctx)
	return &group{fail: fail, ctx: ctx}
}

// start runs a part until the group ends.
func (g *group) start(name string, run func(ctx context.Context) error) {
	g.parts.Go(func() {
		if err := run(g.ctx); err != nil && g.ctx.Err() == nil {
			g.fail(fmt.Errorf("%s: %w", name, err))
		}
	})
}

// wait waits for all parts and returns why the first one failed, nil when the
// group was asked to end.
func (g *group) wait(asked context.Context) error {
	g.parts.Wait()
	if asked.Err() == nil {
		return context.Cause(g.ctx)
	}
	return nil
}
