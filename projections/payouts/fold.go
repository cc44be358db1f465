package payouts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// Seller is what a brand is due, and where it wants to be paid.
type Seller struct {
	Brand         id.ID
	Due, Owed     money.Rupiah
	Account       payout.Account
	AccountAt     time.Time
	AccountReason string
	Held          string
	RunAt         time.Time
	ChangedAt     time.Time

	sealed pgtype.Text
}

// Available is what the next payout would come to.
func (s Seller) Available() money.Rupiah { return s.Due - s.Owed }

// Payout is one payout to a brand.
type Payout struct {
	payout.Claim
	payout.Bill

	Hash      string
	By        id.ID
	OpenedAt  time.Time
	Agreed    []id.ID
	State     payout.State
	ChangedAt time.Time
	Way       payment.Way
	Attempt   int
	Reference string
	NotBefore time.Time
	Failure   payment.Failure
	Code      string
	Evidence  string
	PaidBy    id.ID
	PaidAt    time.Time
	Reason    string
}

func (p *Payout) agreed() string {
	names := make([]string, len(p.Agreed))
	for i, who := range p.Agreed {
		names[i] = who.String()
	}
	return strings.Join(names, " ")
}

// Open tells whether it is neither paid nor ended.
func (p *Payout) Open() bool {
	switch p.State {
	case payout.StateProposed, payout.StateQueued, payout.StateSubmitted, payout.StateUnknown, payout.StateFailed:
		return true
	case payout.StatePaid, payout.StateReversed, payout.StateEnded, payout.StateCancelled:
	}
	return false
}

// ByHand tells whether an operator sent it.
func (p *Payout) ByHand() bool { return p.State == payout.StatePaid && !p.PaidBy.IsZero() }

// Missing is how many people have to agree still.
func (p *Payout) Missing() int {
	return payout.Payout{Bill: p.Bill, Agreed: p.Agreed}.Missing()
}

type fold struct {
	wanted  projections.Set[id.ID] // brands
	named   projections.Set[id.ID] // payouts
	sellers map[id.ID]*Seller
	payouts projections.Rows[id.ID, Payout]
	lines   []Line
}

func newFold(batch []projections.Event) *fold {
	f := &fold{wanted: projections.Set[id.ID]{}, named: projections.Set[id.ID]{}, sellers: map[id.ID]*Seller{}}
	for n := range batch {
		if body, ok := batch[n].Body.(payout.Event); ok {
			claim := payout.ClaimOf(body)
			f.wanted.Add(claim.Brand)
			if !claim.Payout.IsZero() {
				f.named.Add(claim.Payout)
			}
		}
	}
	return f
}

func (f *fold) load(ctx context.Context, tx pgx.Tx) error {
	sellers, err := projections.All(ctx, tx, scanSeller, selectSeller+`FROM sellers WHERE brand = ANY ($1::uuid[])`, projections.UUIDs(f.wanted.List()))
	if err != nil {
		return err
	}
	for i := range sellers {
		f.sellers[sellers[i].Brand] = &sellers[i]
	}
	return f.payouts.Load(ctx, tx, scanPayout, func(p *Payout) (id.ID, bool) { return p.Payout, true },
		selectPayout+`FROM payouts WHERE payout = ANY ($1::uuid[])`, projections.UUIDs(f.named.List()))
}

func (f *fold) add(event *projections.Event, body payout.Event) error {
	claim := payout.ClaimOf(body)
	s := f.sellers[claim.Brand]
	if s == nil {
		s = &Seller{Brand: claim.Brand}
		f.sellers[claim.Brand] = s
	}
	s.ChangedAt = event.RecordedAt
	s.evolve(body, event.RecordedAt)
	f.line(event, body)
	if claim.Payout.IsZero() {
		return nil
	}
	if opened, ok := body.(payout.Opened); ok {
		f.payouts.Begin(claim.Payout, Payout{
			Claim: opened.Claim, Bill: opened.Bill, Hash: opened.Hash, By: opened.By, OpenedAt: event.RecordedAt,
			State: payout.StateProposed, ChangedAt: event.RecordedAt,
		})
		return nil
	}
	p := f.payouts.Get(claim.Payout)
	if p == nil { // this is money
		return fmt.Errorf("%s: payout %s was never opened", &event.Recorded, claim.Payout)
	}
	before := p.State
	p.evolve(body, event.RecordedAt)
	if p.State != before {
		p.ChangedAt = event.RecordedAt
	}
	return nil
}

func (s *Seller) evolve(body payout.Event, at time.Time) {
	switch e := body.(type) {
	case payout.Accrued:
		s.Due += e.Split.Net()
	case payout.ClawedBack:
		s.Owed += e.Amount
	case payout.Charged:
		s.Owed += e.Amount
	case payout.AccountGiven:
		s.Account = payout.Account{Number: e.Number, Sealed: e.Account, By: e.By, State: payout.AccountProposed, UsableFrom: e.UsableFrom}
		s.AccountAt, s.AccountReason = at, ""
	case payout.AccountApproved:
		s.Account.State = payout.AccountGood
	case payout.AccountRefused:
		s.Account.State, s.AccountReason = payout.AccountBad, e.Reason
	case payout.Held:
		s.Held = e.Reason
	case payout.Contradicted:
		s.Held = Contradiction
	case payout.Resumed:
		s.Held = ""
	case payout.RunPlanned:
		s.RunAt = e.At
	case payout.RunDropped, payout.Opened:
		s.RunAt = time.Time{}
	case payout.Paid:
		s.Due, s.Owed = s.Due-e.Gross, s.Owed-e.Clawback
	case payout.Reversed:
		s.Due += e.Amount
	case payout.Approved, payout.Queued, payout.Submitted, payout.Accepted, payout.Unclear, payout.Failed, payout.Cancelled,
		payout.OutcomeProposed, payout.OutcomeNoted:
	}
}

// Contradiction is why a brand is held whose payout the channel contradicted itself about.
const Contradiction = "contradiction"

func (p *Payout) evolve(body payout.Event, at time.Time) {
	switch e := body.(type) {
	case payout.Approved:
		p.Agreed = append(p.Agreed, e.By)
	case payout.Queued:
		p.State, p.Way, p.NotBefore = payout.StateQueued, e.Way, e.NotBefore
	case payout.Submitted:
		p.State, p.Attempt, p.Reference = payout.StateSubmitted, e.Attempt, ""
	case payout.Accepted:
		p.State, p.Reference = payout.StateSubmitted, e.Reference
	case payout.Unclear:
		p.State = payout.StateUnknown
	case payout.Failed:
		p.State, p.Failure, p.Code = payout.StateFailed, e.Failure, e.Code
		if e.Ends {
			p.State = payout.StateEnded
		}
	case payout.Paid:
		p.State, p.Evidence, p.PaidBy, p.PaidAt, p.Failure, p.Code = payout.StatePaid, e.Evidence, e.By, at, "", ""
	case payout.Reversed:
		p.State, p.Code = payout.StateReversed, e.Code
	case payout.Cancelled:
		p.State, p.Reason = payout.StateCancelled, e.Reason
	case payout.Accrued, payout.ClawedBack, payout.Charged, payout.AccountGiven, payout.AccountApproved, payout.AccountRefused, payout.Held,
		payout.Resumed, payout.RunPlanned, payout.RunDropped, payout.Opened, payout.Contradicted,
		payout.OutcomeProposed, payout.OutcomeNoted:
	}
}

// line notes what changes what a brand is due.
func (f *fold) line(event *projections.Event, body payout.Event) {
	l := Line{Position: int64(event.Position), Brand: payout.ClaimOf(body).Brand, Payout: payout.ClaimOf(body).Payout, At: event.RecordedAt}
	switch e := any(body).(type) {
	case payout.Accrued:
		l.Kind, l.Campaign, l.Participation, l.Split, l.Amount = LineRelease, e.Of.Campaign, e.Of.Participation, e.Split, e.Split.Net()
	case payout.ClawedBack:
		l.Kind, l.Campaign, l.Participation, l.Amount = LineClawback, e.Of.Campaign, e.Of.Participation, -e.Amount
	case payout.Charged:
		l.Kind, l.Campaign, l.Amount = LineCharge, e.Campaign, -e.Amount
	case payout.Paid:
		l.Kind, l.Amount, l.Evidence = LinePayout, -e.Amount, e.Evidence
	case payout.Reversed:
		l.Kind, l.Amount, l.Evidence = LineReturn, e.Amount, e.Evidence
	default:
		return
	}
	f.lines = append(f.lines, l)
}

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	var sellers []Seller
	for _, s := range f.sellers {
		var err error
		if s.sealed, err = projections.Sealed(s.Account.Sealed); err != nil {
			return fmt.Errorf("account of brand %s: %w", s.Brand, err)
		}
		sellers = append(sellers, *s)
	}
	if err := sellerTable.Upsert(ctx, tx, sellers); err != nil {
		return err
	}
	if err := f.payouts.Save(ctx, tx, payoutTable); err != nil {
		return err
	}
	return lineTable.Insert(ctx, tx, slices.Clip(f.lines))
}
