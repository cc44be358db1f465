package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/sensasiwangi/sambatan/internal/acks"
)

// Check compares what was acknowledged with the log.
type Check struct {
	Acks CheckAcks `cmd:"" help:"Compare the joins that simulate wrote down with the log."`
}

// CheckAcks compares acknowledged joins with the log.
type CheckAcks struct {
	Database `embed:""`
	Secrets  `embed:""`

	File string `arg:"" help:"As written by simulate --acks."`
	Show int    `default:"10" help:"How many differences are printed."`
}

// Run implements kong's command.
func (c *CheckAcks) Run(ctx context.Context, to streams) error {
	list, torn, err := c.read()
	if err != nil {
		return err
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		report, err := acks.Check(ctx, p.store, list)
		if err != nil {
			return err
		}
		return c.print(to, report, torn)
	})
}

func (c *CheckAcks) read() (list []acks.Ack, torn bool, err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return nil, false, fmt.Errorf("open the acknowledgements: %w", err)
	}
	list, torn, err = acks.Read(file)
	if err != nil {
		err = fmt.Errorf("%s: %w", c.File, err)
	}
	return list, torn, errors.Join(err, file.Close())
}

func (c *CheckAcks) print(to streams, report acks.Report, torn bool) error {
	fmt.Fprintf(to.out, "%d joins acknowledged, %d of them in the log as they should be\n", report.Acknowledged, report.Found)
	fmt.Fprintf(to.out, "%d events, %d joins in %d campaigns\n", report.Events, report.Joins, report.Campaigns)
	if torn {
		fmt.Fprintln(to.out, "the last line has no end and was left out")
	}
	for _, difference := range report.Differences[:min(c.Show, len(report.Differences))] {
		fmt.Fprintf(to.out, "  %s\n", difference)
	}
	if n := len(report.Differences); n > 0 {
		return fmt.Errorf("%d differences", n)
	}
	_, err := fmt.Fprintln(to.out, "nothing is missing, doubled or oversold")
	return err
}
