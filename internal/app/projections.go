package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/sensasiwangi/sambatan/projections"
)

// Projections looks after the read models.
type Projections struct {
	Status  ProjectionsStatus  `cmd:"" help:"Where every read model stands."`
	Rebuild ProjectionsRebuild `cmd:"" help:"Build a read model anew beside the live one, then switch."`
	Prune   ProjectionsPrune   `cmd:"" help:"Drop the builds of a read model that a newer one has replaced, and those of a rebuild that was given up."`
	Parked  ProjectionsParked  `cmd:"" help:"Which streams wait behind an event that a read model can't apply, and why."`
	Release ProjectionsRelease `cmd:"" help:"Apply what has waited of a parked stream, and let its later events through again."`
}

// ProjectionsStatus prints where every read model stands.
type ProjectionsStatus struct {
	Database `embed:""`
	Secrets  `embed:""`
}

// ProjectionsRebuild builds a read model anew.
type ProjectionsRebuild struct {
	Database `embed:""`
	Secrets  `embed:""`
	Name     string `arg:"" help:"As printed by status."`
}

// ProjectionsPrune drops builds that nobody reads.
type ProjectionsPrune struct {
	Database `embed:""`
	Secrets  `embed:""`
	Name     string `arg:"" help:"As printed by status. It must not be under rebuild."`
}

// Run implements kong's command.
func (c *ProjectionsStatus) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		states, err := p.status(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(to.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "read model\tversion\tposition\tbehind\tlag\tparked\tstate")
		for _, s := range states {
			state := "running"
			if s.Stopped != "" {
				state = "stopped: " + firstLine(s.Stopped)
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\t%d\t%s\n", s.Name, s.Version, s.Position, s.Behind, s.Lag.Round(time.Millisecond), s.Parked, state)
		}
		return table.Flush()
	})
}

// Run implements kong's command.
func (c *ProjectionsRebuild) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		show := progressBar(to, c.Name)
		begin := time.Now()
		if err := p.offlineRunner().Rebuild(ctx, c.Name, show); err != nil {
			return err
		}
		_, err := fmt.Fprintf(to.out, "\n%s was rebuilt in %s\n", c.Name, time.Since(begin).Round(time.Millisecond))
		return err
	})
}

// Run implements kong's command.
func (c *ProjectionsPrune) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		dropped, err := p.offlineRunner().Prune(ctx, c.Name)
		if err != nil {
			return err
		}
		if len(dropped) == 0 {
			_, err = fmt.Fprintf(to.out, "%s has no build to drop\n", c.Name)
		} else {
			_, err = fmt.Fprintf(to.out, "dropped %s\n", strings.Join(dropped, ", "))
		}
		return err
	})
}

// offlineRunner changes read models beside the running projector, if there is one.
func (p *platform) offlineRunner() *projections.Runner {
	return projections.New(projections.Config{
		Pool: p.pool, Owner: p.owner, Follower: p.feed, Reader: p.store,
		Decoders: decoders(), Projections: readModels(), Logger: p.logger,
	})
}

// offline opens the platform without NATS, for one command.
func (f Database) offline(ctx context.Context, to streams, secrets Secrets, run func(*platform) error) error {
	return f.with(ctx, to, func(d *database) (err error) {
		k, err := secrets.read(d.folder)
		if err != nil {
			return err
		}
		p, err := openPlatform(ctx, platformConfig{database: d, keys: k, logger: slog.Default()})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.Close()) }()
		return run(p)
	})
}

// progressBar draws on one line, at most ten times a second.
func progressBar(to streams, name string) func(done, total int64) {
	const width = 40
	var last time.Time
	return func(done, total int64) {
		if total == 0 || done < total && time.Since(last) < 100*time.Millisecond {
			return
		}
		last = time.Now()
		filled := int(done * width / total)
		bar := make([]byte, width)
		for i := range bar {
			bar[i] = ' '
			if i < filled {
				bar[i] = '='
			}
		}
		fmt.Fprintf(to.err, "\r%s [%s] %d of %d events", name, bar, done, total)
	}
}
