package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/reactor"
)

// Reactors looks after the process managers.
type Reactors struct {
	Status  ReactorsStatus  `cmd:"" help:"Where every reactor stands."`
	Parked  ReactorsParked  `cmd:"" help:"Which events a reactor can't handle, what waits behind them, and why."`
	Release ReactorsRelease `cmd:"" help:"Let a reactor that stopped go on, or take the parked events of a stream again."`
}

// ReactorsStatus prints where every reactor stands.
type ReactorsStatus struct {
	Database `embed:""`
	Secrets  `embed:""`
}

// ReactorsParked lists the events that wait.
type ReactorsParked struct {
	Database `embed:""`
	Secrets  `embed:""`
}

// Run implements kong's command.
func (c *ReactorsStatus) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		all, err := reactor.List(ctx, p.pool)
		if err != nil {
			return err
		}
		head, err := p.store.Head(ctx) // after the positions, or they could be beyond it
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "reactor\tposition\tbehind\tparked events\tstate")
		for _, s := range all {
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\n", s.Name, s.Position, head-s.Position, s.ParkedEvents, stateOf(s))
		}
		return table.Flush()
	})
}

func stateOf(s reactor.Status) string {
	switch {
	case s.StoppedAt != nil:
		return "stopped: " + firstLine(s.StoppedReason)
	case !s.Served:
		return "no process runs it"
	}
	return "running"
}

// Run implements kong's command. It prints a line for each lane: the event that
// failed, and how many wait behind it.
func (c *ReactorsParked) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		parked, err := reactor.ListParked(ctx, p.pool)
		if err != nil {
			return err
		}
		if len(parked) == 0 {
			_, err := fmt.Fprintln(to.out, "nothing is parked")
			return err
		}
		table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "reactor\tstream\tabout\tposition\twaiting\tattempts\tsince\treason")
		for _, lane := range byLane(parked) {
			first := lane[0]
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n", first.Reactor, first.Stream, about(first), first.Position,
				len(lane)-1, first.Attempts, shortTime(first.ParkedAt), firstLine(first.Reason))
		}
		return table.Flush()
	})
}

// byLane groups events, the lanes in the order of their first ones.
func byLane(parked []reactor.Parked) (lanes [][]reactor.Parked) {
	type lane struct{ reactor, name string }
	places := map[lane]int{}
	for _, event := range parked {
		key := lane{event.Reactor, event.Lane}
		place, known := places[key]
		if !known {
			place = len(lanes)
			places[key] = place
			lanes = append(lanes, nil)
		}
		lanes[place] = append(lanes[place], event)
	}
	return lanes
}

// about is the key of an event, where the reactor has keys.
func about(event reactor.Parked) string {
	if event.Lane == string(event.Stream) {
		return "-"
	}
	return event.Lane
}

// reactorNamed finds a reactor that ever ran here.
func (p *platform) reactorNamed(ctx context.Context, name string) (reactor.Status, error) {
	all, err := reactor.List(ctx, p.pool)
	if err != nil {
		return reactor.Status{}, err
	}
	var names []string
	for _, status := range all {
		if status.Name == name {
			return status, nil
		}
		names = append(names, status.Name)
	}
	if len(names) == 0 {
		return reactor.Status{}, fmt.Errorf("there is no reactor %q; none has run on this database yet", name)
	}
	return reactor.Status{}, fmt.Errorf("there is no reactor %q; there are: %s", name, strings.Join(names, ", "))
}

// parkedLanes are the lanes of a reactor in which an event of a stream is parked.
func (p *platform) parkedLanes(ctx context.Context, name string, stream eventstore.StreamID) (map[string]bool, error) {
	parked, err := reactor.ListParked(ctx, p.pool)
	lanes := map[string]bool{}
	for _, event := range parked {
		if event.Reactor == name && event.Stream == stream {
			lanes[event.Lane] = true
		}
	}
	return lanes, err
}

// parkedIn lists what is parked in some lanes of a reactor, of whatever streams.
func (p *platform) parkedIn(ctx context.Context, name string, lanes map[string]bool) ([]reactor.Parked, error) {
	parked, err := reactor.ListParked(ctx, p.pool)
	return slices.DeleteFunc(parked, func(event reactor.Parked) bool {
		return event.Reactor != name || !lanes[event.Lane]
	}), err
}
