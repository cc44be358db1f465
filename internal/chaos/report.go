package chaos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Report is what really happened, counted from what is on record.
type Report struct {
	Seed     uint64
	Kinds    []Counted
	Buyers   int
	Secured  int // who have their slots
	Refunded int // who have their money back, all of it
	Paid     money.Rupiah
	Back     money.Rupiah
	Kept     money.Rupiah
}

// Counted is how often something happened.
type Counted struct {
	Kind  string
	Count int
}

// ofGateway are the gateway's kinds of trouble.
var ofGateway = []struct {
	name string
	of   func(gatewayemu.Books) int
}{
	{"report delayed", travelled(gatewayemu.Delayed)},
	{"report repeated", travelled(gatewayemu.Repeated)},
	{"report out of order", travelled(gatewayemu.Reordered)},
	{"report dropped", travelled(gatewayemu.Dropped)},
	{"request answered with 406", spoiled("406")},
	{"request answered with 412", spoiled("412")},
	{"request answered with 5xx", spoiled("5xx")},
	{"connection cut", spoiled("cut")},
	{"request that timed out", spoiled("timed out")},
}

func travelled(how gatewayemu.Travel) func(gatewayemu.Books) int {
	return func(b gatewayemu.Books) int { return b.Travels[how] }
}

func spoiled(how string) func(gatewayemu.Books) int {
	return func(b gatewayemu.Books) int { return b.Spoiled[how] }
}

// ErrTooQuiet means that some kind of trouble never happened: the run proves less than
// it should.
var ErrTooQuiet = errors.New("some kinds of trouble never happened")

// report counts. What the run ended with comes before what did not happen.
func (r *run) report(ctx context.Context, cause error) (Report, error) {
	books, err := r.sandbox.books(ctx)
	if err != nil {
		return Report{}, errors.Join(cause, err)
	}
	r.world.mu.Lock()
	defer r.world.mu.Unlock()
	report := Report{Seed: r.Seed}
	for _, k := range ofLog {
		report.Kinds = append(report.Kinds, Counted{string(k), r.world.counts[k]})
	}
	for _, k := range ofGateway {
		report.Kinds = append(report.Kinds, Counted{k.name, k.of(books)})
	}
	for _, p := range r.players {
		report.add(p, r)
	}
	if missing := report.missing(); cause == nil && len(missing) > 0 {
		cause = fmt.Errorf("%w: %s", ErrTooQuiet, strings.Join(missing, ", "))
	}
	return report, cause
}

func (report *Report) add(p *player, r *run) {
	if p.order == nil {
		return
	}
	report.Buyers++
	sum := r.ours(p.order.id)
	report.Paid += sum.paid
	report.Back += sum.back
	report.Kept += sum.escrow + sum.wallet
	switch {
	case p.order.secured:
		report.Secured++
	case sum.paid > 0 && sum.back == sum.paid:
		report.Refunded++
	}
}

func (report *Report) missing() (kinds []string) {
	for _, k := range report.Kinds {
		if k.Count == 0 && !byLuck[kind(k.Kind)] {
			kinds = append(kinds, k.Kind)
		}
	}
	return kinds
}

// Print writes the table.
func (report Report) Print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, k := range report.Kinds {
		fmt.Fprintf(table, "%s\t%d\t\n", k.Kind, k.Count)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nseed %d: of %d buyers %d have their slots, %d have every rupiah back, %d paid nothing\n%s came in, %s went back, %s is kept\n",
		report.Seed, report.Buyers, report.Secured, report.Refunded, report.Buyers-report.Secured-report.Refunded, report.Paid, report.Back, report.Kept)
	return err
}
