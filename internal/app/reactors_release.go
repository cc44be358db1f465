package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// ReactorsRelease lets a reactor go on. The process that runs it looks for that
// several times a second; the command waits to say what came of it.
type ReactorsRelease struct {
	Database `embed:""`
	Secrets  `embed:""`
	Name     string        `arg:"" help:"The reactor, as printed by status."`
	Stream   string        `arg:"" optional:"" help:"Take the parked events of this stream again, as printed by parked. Default: a reactor that stopped goes on."`
	Wait     time.Duration `default:"10s" help:"How long to wait for what comes of it."`
}

// Run implements kong's command.
func (c *ReactorsRelease) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		before, err := p.reactorNamed(ctx, c.Name)
		if err != nil {
			return err
		}
		if c.Stream == "" {
			return c.restart(ctx, to, p, before)
		}
		return c.unpark(ctx, to, p, before)
	})
}

// restart lets a reactor that stopped go on.
func (c *ReactorsRelease) restart(ctx context.Context, to streams, p *platform, before reactor.Status) error {
	if before.StoppedAt == nil {
		return c.nothing(c.Name+" has not stopped", before)
	}
	if err := c.release(ctx, p, before); err != nil {
		return err
	}
	fmt.Fprintf(to.out, "%s was released; it had stopped at %s\n", c.Name, firstLine(before.StoppedReason))
	var after reactor.Status
	came, err := c.await(ctx, to, before, func() (done bool, err error) {
		after, err = p.reactorNamed(ctx, c.Name)
		return after.StoppedAt != nil || after.Position > before.Position, err
	})
	switch {
	case err != nil || !came:
		return err
	case after.StoppedAt != nil:
		return fmt.Errorf("%s has stopped again at %s", c.Name, firstLine(after.StoppedReason))
	}
	_, err = fmt.Fprintf(to.out, "%s goes on: it has come to position %d\n", c.Name, after.Position)
	return err
}

// unpark has the parked events of a stream taken again.
func (c *ReactorsRelease) unpark(ctx context.Context, to streams, p *platform, before reactor.Status) error {
	lanes, err := p.parkedLanes(ctx, c.Name, eventstore.StreamID(c.Stream))
	if err != nil {
		return err
	}
	if len(lanes) == 0 {
		return c.nothing(c.Name+" has parked nothing of "+c.Stream, before)
	}
	if err := c.release(ctx, p, before); err != nil {
		return err
	}
	fmt.Fprintf(to.out, "what %s has parked of %s was released\n", c.Name, c.Stream)
	var left []reactor.Parked
	came, err := c.await(ctx, to, before, func() (done bool, err error) {
		left, err = p.parkedIn(ctx, c.Name, lanes)
		return !slices.ContainsFunc(left, isReleased), err
	})
	switch {
	case err != nil || !came:
		return err
	case len(left) > 0:
		return fmt.Errorf("still parked: %d events, the first at position %d: %s", len(left), left[0].Position, firstLine(left[0].Reason))
	}
	_, err = fmt.Fprintln(to.out, "all of it has been handled")
	return err
}

// isReleased tells whether an event is still to be taken again.
func isReleased(event reactor.Parked) bool { return event.ReleasedAt != nil }

func (c *ReactorsRelease) release(ctx context.Context, p *platform, before reactor.Status) error {
	err := reactor.Release(ctx, p.pool, c.Name, eventstore.StreamID(c.Stream))
	if errors.Is(err, reactor.ErrNothingToRelease) {
		return c.nothing(c.Name+" was released by somebody else meanwhile", before)
	}
	return err
}

// nothing says that there is nothing to release, and where to look.
func (c *ReactorsRelease) nothing(why string, status reactor.Status) error {
	look := "sambatan reactors status"
	if status.ParkedEvents > 0 {
		look = "sambatan reactors parked"
	}
	return fmt.Errorf("%s: there is nothing to release (%s shows how things stand)", why, look)
}

// await waits until something came of a release, and says so when nothing did.
func (c *ReactorsRelease) await(ctx context.Context, to streams, status reactor.Status, done func() (bool, error)) (came bool, err error) {
	if !status.Served {
		_, err := fmt.Fprintln(to.out, "no process runs it now: it goes on when one with the role reactor starts")
		return false, err
	}
	for end := time.Now().Add(c.Wait); time.Now().Before(end) && ctx.Err() == nil; pause(ctx, 100*time.Millisecond) {
		if came, err := done(); came || err != nil {
			return came, err
		}
	}
	_, err = fmt.Fprintln(to.out, "nothing has come of it yet; sambatan reactors status shows when it does")
	return false, errors.Join(err, ctx.Err())
}
