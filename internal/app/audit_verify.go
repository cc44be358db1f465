package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/sensasiwangi/sambatan/internal/trail"
)

// AuditVerify checks an exported trail. It connects to nothing.
type AuditVerify struct {
	File string `arg:"" help:"As exported from a trail's page; - for standard input."`
}

// Run implements kong's command.
func (c *AuditVerify) Run(to streams) error {
	file, err := c.open()
	if err != nil {
		return fmt.Errorf("open the trail: %w", err)
	}
	report, err := trail.Verify(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return printTrail(to.out, report)
}

func (c *AuditVerify) open() (io.ReadCloser, error) {
	if c.File == "-" {
		return os.Stdin, nil
	}
	return os.Open(c.File)
}

func printTrail(w io.Writer, r trail.Report) error {
	h := r.Head
	fmt.Fprintf(w, "campaign %s %s, as of position %d of log %s\n", h.Campaign, r.Title, h.Position, h.Log)
	fmt.Fprintf(w, "%s (%s), %d of %d slots secured\n\n", h.Lifecycle, h.Phase, h.Secured, h.Slots)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "account\tdebit\tcredit\t")
	for _, b := range h.Balances {
		fmt.Fprintf(table, "%s\t%s\t%s\t\n", b.Account, b.Debit, b.Credit)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, `
%d events, every leaf recomputes
%d streams, the campaign's own and those of its money without a hole from their first events on
every event balances, and together they come to the state and the balances above
%s received, all of it found

The file does not prove by itself that these leaves are those of the log, nor that no newer
event or other stream was left out. For that, compare leaves with a copy of the log that
somebody else keeps.
`, h.Events, r.Streams, r.Sums.Received)
	return err
}
