package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/migrations"
)

// Migrate changes the database's schema.
type Migrate struct {
	Up     MigrateUp     `cmd:"" help:"Apply what is pending; safe with many instances at once."`
	Down   MigrateDown   `cmd:"" help:"Undo the newest migrations; refused when events would be lost."`
	Status MigrateStatus `cmd:"" help:"Show the version and what is pending."`
	New    MigrateNew    `cmd:"" help:"Create the next numbered pair of files."`
}

// MigrateUp applies pending migrations.
type MigrateUp struct {
	Database `embed:""`
}

// MigrateDown undoes migrations.
type MigrateDown struct {
	Database `embed:""`
	Steps    int `default:"1" help:"How many to undo."`
}

// MigrateStatus shows the schema's version.
type MigrateStatus struct {
	Database `embed:""`
}

// MigrateNew creates files for a migration.
type MigrateNew struct {
	Name   string `arg:"" help:"Lower case with underscores: add_brand_logo."`
	Folder string `default:"migrations" help:"Where the files go."`
}

// Run implements kong's command.
func (c *MigrateUp) Run(ctx context.Context, to streams) error {
	return c.with(ctx, to, func(d *database) error {
		if err := migrations.Up(ctx, d.direct); err != nil {
			return err
		}
		return printStatus(ctx, to, d)
	})
}

// Run implements kong's command.
func (c *MigrateDown) Run(ctx context.Context, to streams) error {
	return c.with(ctx, to, func(d *database) error {
		if err := migrations.Down(ctx, d.direct, c.Steps); err != nil {
			return err
		}
		return printStatus(ctx, to, d)
	})
}

// Run implements kong's command.
func (c *MigrateStatus) Run(ctx context.Context, to streams) error {
	return c.with(ctx, to, func(d *database) error { return printStatus(ctx, to, d) })
}

// Run implements kong's command.
func (c *MigrateNew) Run(to streams) error {
	up, down, err := migrations.New(c.Folder, c.Name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.out, "%s\n%s\n", up, down)
	return err
}

// with connects, runs the command and closes what it opened.
func (f Database) with(ctx context.Context, to streams, run func(*database) error) error {
	d, err := f.connect(ctx, func(step string) { fmt.Fprintln(to.err, step) })
	if err != nil {
		return err
	}
	return errors.Join(run(d), d.Close(ctx))
}

func printStatus(ctx context.Context, to streams, d *database) error {
	state, err := migrations.Status(ctx, d.direct)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.out, "version %d, %d pending\n", state.Version, len(state.Pending))
	for _, name := range state.Pending {
		fmt.Fprintf(to.out, "  %s\n", name)
	}
	return err
}
