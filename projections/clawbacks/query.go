package clawbacks

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// State is what came of a proposal.
type State string

// States.
const (
	Proposed State = "Proposed" // somebody else has to agree
	Done     State = "Done"
	Dropped  State = "Dropped"
)

// Clawback is one proposal.
type Clawback struct {
	payment.Clawback

	Receipt, Campaign, Participation, Buyer, Brand id.ID

	ProposedAt time.Time
	State      State
	ChangedAt  time.Time
	EndedBy    id.ID  // who else agreed, or who dropped it
	EndedNote  string // why it was dropped
}

const columns = `SELECT receipt, number, campaign, participation, buyer, brand, amount, reason, note, limit_one, hash, proposed_by, proposed_at,
	state, changed_at, ended_by, ended_note `

func (c *Clawback) targets() []any {
	return []any{
		projections.ScanID(&c.Receipt), &c.Number, projections.ScanID(&c.Campaign), projections.ScanID(&c.Participation),
		projections.ScanID(&c.Buyer), projections.ScanID(&c.Brand), &c.Amount, &c.Reason, &c.Note, &c.LimitOne, &c.Hash,
		projections.ScanID(&c.By), projections.ScanTime(&c.ProposedAt), (*string)(&c.State), projections.ScanTime(&c.ChangedAt),
		projections.ScanID(&c.EndedBy), projections.ScanText(&c.EndedNote),
	}
}

func scan(row pgx.CollectableRow) (c Clawback, err error) {
	err = row.Scan(c.targets()...)
	return c, err
}

// List returns a page of the proposals in a state, the oldest that wait first, and of the
// others the newest; and how many there are in all.
func List(ctx context.Context, q projections.Querier, state State, limit, offset int) ([]Clawback, int, error) {
	const where = `, count(*) OVER () FROM payment_clawbacks WHERE state = $1
		ORDER BY CASE WHEN state = 'Proposed' THEN changed_at END, changed_at DESC, receipt, number LIMIT $2 OFFSET $3`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (c Clawback, err error) {
		err = row.Scan(append(c.targets(), total)...)
		return c, err
	}, columns+where, string(state), limit, offset)
}

// Of returns the proposals about one participation, the newest first.
func Of(ctx context.Context, q projections.Querier, participation id.ID) ([]Clawback, error) {
	const where = `FROM payment_clawbacks WHERE participation = $1 ORDER BY proposed_at DESC, number DESC`
	return projections.All(ctx, q, scan, columns+where, projections.UUID(participation))
}
