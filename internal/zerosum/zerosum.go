// Package zerosum proves from the log alone that no rupiah appeared or vanished:
// for the platform and for every campaign, what was received is what is held, in
// suspense or gone through one of its exits. It trusts no read model.
package zerosum

import (
	"context"
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Row is where the money of one campaign is.
type Row struct {
	Campaign id.ID  // zero: money that belongs to no campaign, or not yet
	Title    string // of the draft
	Sums     wallet.Sums
	// Difference is Received less everything that was found: 0.
	Difference money.Rupiah
	// Wrong tells what is wrong with the accounts, as an account that more was
	// taken from than was in it; nil: nothing.
	Wrong error
}

// Proven tells whether the row is as it must be.
func (r Row) Proven() bool { return r.Difference == 0 && r.Wrong == nil }

// Report is the proof of one stretch of the log, from its first event on.
type Report struct {
	Head      eventstore.Position // the last event that was read
	Campaigns []Row               // every one, in the order of their drafts
	Rest      Row                 // money without a campaign
	Platform  Row                 // everything together
}

// Proven tells whether all rows are as they must be.
func (r Report) Proven() bool {
	for _, row := range r.Campaigns {
		if !row.Proven() {
			return false
		}
	}
	return r.Rest.Proven() && r.Platform.Proven()
}

// Audit folds a log, event by event. Its zero value has read nothing.
type Audit struct {
	head      eventstore.Position
	reference wallet.Reference
	campaigns []Row
}

// Add reads the next event. An event whose own postings do not balance is
// refused: there is nothing to prove behind it.
func (a *Audit) Add(recorded eventstore.Recorded) error {
	if err := a.reference.Add(recorded); err != nil {
		return err
	}
	a.head = recorded.Position
	if recorded.StreamID.Category() != sambatan.Campaigns.Category() || recorded.Version != 1 {
		return nil
	}
	event, err := sambatan.Codec.Decode(recorded)
	if err != nil {
		return fmt.Errorf("read %s: %w", &recorded, err)
	}
	if draft, ok := event.(sambatan.Drafted); ok {
		a.campaigns = append(a.campaigns, Row{Campaign: draft.Campaign, Title: draft.Title})
	}
	return nil
}

// Platform returns the balances of all accounts so far.
func (a *Audit) Platform() wallet.Balances { return a.reference.Platform() }

// Report adds everything up.
func (a *Audit) Report() Report {
	balances := a.reference.Campaigns()
	report := Report{Head: a.head, Campaigns: make([]Row, len(a.campaigns))}
	for i, row := range a.campaigns {
		report.Campaigns[i] = row.with(balances[row.Campaign])
		delete(balances, row.Campaign)
	}
	rest := wallet.Balances{} // of campaigns that nobody drafted, too
	for _, others := range balances {
		rest.Add(others)
	}
	report.Rest = Row{}.with(rest)
	report.Platform = Row{}.with(a.Platform())
	return report
}

func (r Row) with(balances wallet.Balances) Row {
	r.Sums, r.Wrong = wallet.Identity(balances)
	if errors.Is(r.Wrong, wallet.ErrNotZero) {
		r.Difference, r.Wrong = r.Sums.Received-r.Sums.Found(), nil
	}
	return r
}

// Read audits a whole log. at is called with each position that was read, and
// may look at the audit so far; nil: nobody looks.
func Read(ctx context.Context, log eventstore.Reader, at func(eventstore.Position, *Audit)) (Report, error) {
	var audit Audit
	for recorded, err := range log.All(ctx, 1) {
		if err != nil {
			return Report{}, fmt.Errorf("read the log: %w", err)
		}
		if err := audit.Add(recorded); err != nil {
			return Report{}, err
		}
		if at != nil {
			at(recorded.Position, &audit)
		}
	}
	return audit.Report(), nil
}
