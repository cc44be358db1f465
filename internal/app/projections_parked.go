package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// ProjectionsParked lists the streams that wait.
type ProjectionsParked struct {
	Database `embed:""`
	Secrets  `embed:""`
}

// ProjectionsRelease lets a stream go on. It works beside the running projector,
// which notices that its checkpoint was touched and reads again what waits.
type ProjectionsRelease struct {
	Database `embed:""`
	Secrets  `embed:""`
	Name     string `arg:"" help:"The read model, as printed by parked."`
	Stream   string `arg:"" help:"As printed by parked."`
}

// Run implements kong's command.
func (c *ProjectionsParked) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		parked, err := p.parkedStreams(ctx)
		if err != nil {
			return err
		}
		if len(parked) == 0 {
			_, err := fmt.Fprintln(to.out, "nothing is parked")
			return err
		}
		table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "read model\tstream\tposition\tsince\treason")
		for _, s := range parked {
			fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", s.Projection, s.Stream, s.Position, shortTime(s.Since), firstLine(s.Reason))
		}
		return table.Flush()
	})
}

// Run implements kong's command.
func (c *ProjectionsRelease) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		waits, err := p.isParked(ctx, c.Name, eventstore.StreamID(c.Stream))
		if err != nil {
			return err
		}
		if waits {
			err = p.offlineRunner().Release(ctx, c.Name, eventstore.StreamID(c.Stream))
		}
		switch {
		case !waits, errors.Is(err, projections.ErrNotParked):
			return fmt.Errorf("%s has not parked %s: there is nothing to release (sambatan projections parked lists what there is)", c.Name, c.Stream)
		case err != nil:
			return fmt.Errorf("%s stays parked: %w", c.Stream, err)
		}
		_, err = fmt.Fprintf(to.out, "%s has applied what waited of %s; later events come through again\n", c.Name, c.Stream)
		return err
	})
}

// parkedStreams reads which streams wait, as an operator sees it.
func (p *platform) parkedStreams(ctx context.Context) (parked []projections.ParkedStream, err error) {
	operator := session.Subject{Roles: []identity.Role{identity.Operator}}
	err = p.read(ctx, operator, func(ctx context.Context, q projections.Querier) error {
		parked, err = projections.ReadParked(ctx, q)
		return err
	})
	return parked, err
}

func (p *platform) isParked(ctx context.Context, name string, stream eventstore.StreamID) (bool, error) {
	if names := readModelNames(); !slices.Contains(names, name) {
		return false, fmt.Errorf("there is no read model %q; there are: %s", name, strings.Join(names, ", "))
	}
	parked, err := p.parkedStreams(ctx)
	return slices.ContainsFunc(parked, func(s projections.ParkedStream) bool {
		return s.Projection == name && s.Stream == stream
	}), err
}

// firstLine is what fits a table: a panic's reason goes on with where it was.
func firstLine(reason string) string {
	line, _, _ := strings.Cut(reason, "\n")
	return line
}

func shortTime(t time.Time) string { return t.Local().Format(time.DateTime) }
