package participants

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// ErrAmbiguous means that two participations share a code: ask for more.
var ErrAmbiguous = errors.New("the code belongs to more than one participation")

// Row is one participation.
type Row struct {
	Participation, Campaign, Brand, Product, Buyer id.ID

	Code       string
	Slots      int
	Amount     money.Rupiah // price × slots + shipping
	Missing    money.Rupiah // of Amount, after parts of it came for a hold; 0: none came
	State      State
	JoinedAt   time.Time
	HeldAt     time.Time // when slots were taken: later than JoinedAt for who waited, zero while they do
	ExpiresAt  time.Time // the hold's own expiry; zero while it waits
	KeptUntil  time.Time // Told: an operator decides until then
	Ending     string    // Held, Told: why it ends as soon as its channel has said that no payment comes; a CancelReason or Expiry
	PaidAt     time.Time // the transfer's own time
	SecuredAt  time.Time
	EndedAt    time.Time // when the slots were given up
	SettledAt  time.Time // when all its money was back
	Receipt    id.ID     // that secured it
	Regained   bool      // the hold was gone, and free slots were found
	Reason     string    // why it ended: a CancelReason, a RefundReason or Expiry
	Declined   sambatan.DeclineReason
	DeclinedAt time.Time
	Consent    sambatan.Consent

	Address, RefundAccount, Public eventstore.Sealed

	OfferedUntil time.Time // Offered: until then
	Answer       Answer    // to the question about a later deadline
	AnswerRound  int       // that it answers
	Agreed       time.Time // the proposed deadline that was known when joining

	Position eventstore.Position // of the newest event in the row
}

// Said is the buyer's answer in a round of consent to a later deadline: who
// joined when it was known has agreed to it.
func (r Row) Said(round int, to time.Time) Answer {
	switch {
	case r.AnswerRound == round:
		return r.Answer
	case !r.Agreed.IsZero() && !r.Agreed.Before(to):
		return Agreed
	}
	return ""
}

const selectRow = `SELECT participation, campaign, brand, product, buyer, code, slots, amount, state, joined_at, expires_at,
	kept_until, paid_at, secured_at, ended_at, settled_at, receipt, regained, reason, declined, declined_at,
	consent, address, refund_account, public, held_at, offered_until, answer, answer_round, agreed, missing, ending, position `

// targets are the places of selectRow's columns.
func (r *Row) targets() []any {
	return []any{
		projections.ScanID(&r.Participation), projections.ScanID(&r.Campaign), projections.ScanID(&r.Brand),
		projections.ScanID(&r.Product), projections.ScanID(&r.Buyer), &r.Code, &r.Slots, &r.Amount, (*string)(&r.State),
		projections.ScanTime(&r.JoinedAt), projections.ScanTime(&r.ExpiresAt), projections.ScanTime(&r.KeptUntil),
		projections.ScanTime(&r.PaidAt), projections.ScanTime(&r.SecuredAt), projections.ScanTime(&r.EndedAt),
		projections.ScanTime(&r.SettledAt), projections.ScanID(&r.Receipt), &r.Regained,
		projections.ScanText(&r.Reason), projections.ScanText(&r.Declined), projections.ScanTime(&r.DeclinedAt),
		&r.Consent, projections.ScanSealed(&r.Address), projections.ScanSealed(&r.RefundAccount),
		projections.ScanSealed(&r.Public), projections.ScanTime(&r.HeldAt), projections.ScanTime(&r.OfferedUntil), projections.ScanText(&r.Answer),
		&r.AnswerRound, projections.ScanTime(&r.Agreed), &r.Missing, projections.ScanText(&r.Ending), &r.Position,
	}
}

func scan(from pgx.CollectableRow) (r Row, err error) {
	err = from.Scan(r.targets()...)
	return r, err
}

func scanCounted(from pgx.CollectableRow, total *int) (r Row, err error) {
	err = from.Scan(append(r.targets(), total)...)
	return r, err
}

// ByID returns one participation.
func ByID(ctx context.Context, q projections.Querier, participation id.ID) (Row, error) {
	return projections.One(ctx, q, scan, selectRow+`FROM sambatan_participants WHERE participation = $1`, projections.UUID(participation))
}

// ByCode returns the participation that a code stands for, as somebody typed it.
func ByCode(ctx context.Context, q projections.Querier, code string) (Row, error) {
	rows, err := projections.All(ctx, q, scan, selectRow+`FROM sambatan_participants WHERE code = $1 LIMIT 2`, normal(code))
	switch {
	case err != nil:
		return Row{}, err
	case len(rows) == 0:
		return Row{}, projections.ErrNotFound
	case len(rows) > 1:
		return Row{}, ErrAmbiguous
	}
	return rows[0], nil
}

// ByIDs returns several participations; those that can't be seen are left out.
func ByIDs(ctx context.Context, q projections.Querier, ids []id.ID) (map[id.ID]Row, error) {
	const where = `FROM sambatan_participants WHERE participation = ANY ($1::uuid[])`
	rows, err := projections.All(ctx, q, scan, selectRow+where, projections.UUIDs(ids))
	byID := make(map[id.ID]Row, len(rows))
	for _, r := range rows {
		byID[r.Participation] = r
	}
	return byID, err
}

// OfBuyer returns a buyer's participations, the newest first.
func OfBuyer(ctx context.Context, q projections.Querier, buyer id.ID) ([]Row, error) {
	const where = `FROM sambatan_participants WHERE buyer = $1 ORDER BY joined DESC`
	return projections.All(ctx, q, scan, selectRow+where, projections.UUID(buyer))
}

// OfBuyerIn returns a buyer's participations in one campaign, the newest first.
func OfBuyerIn(ctx context.Context, q projections.Querier, buyer, campaign id.ID) ([]Row, error) {
	const where = `FROM sambatan_participants WHERE buyer = $1 AND campaign = $2 ORDER BY joined DESC`
	return projections.All(ctx, q, scan, selectRow+where, projections.UUID(buyer), projections.UUID(campaign))
}

// OfCampaign returns a page of a campaign's participations, the secured ones
// first, then in the order of joining, and how many there are in all.
func OfCampaign(ctx context.Context, q projections.Querier, campaign id.ID, limit, offset int) ([]Row, int, error) {
	const where = `, count(*) OVER () FROM sambatan_participants WHERE campaign = $1
		ORDER BY (state = 'Secured') DESC, joined LIMIT $2 OFFSET $3`
	return projections.Page(ctx, q, scanCounted, selectRow+where, projections.UUID(campaign), limit, offset)
}

// SecuredOf returns the participations of a campaign whose slots are paid for, in the
// order in which their buyers came, to slots or to the waitlist.
func SecuredOf(ctx context.Context, q projections.Querier, campaign id.ID) ([]Row, error) {
	const where = `FROM sambatan_participants WHERE campaign = $1 AND state = 'Secured' ORDER BY joined`
	return projections.All(ctx, q, scan, selectRow+where, projections.UUID(campaign))
}

// Join is what everyone may see of a join.
type Join struct {
	Participation id.ID
	Slots         int
	At            time.Time
	Public        eventstore.Sealed // a sambatan.PublicLabel
}

// LatestJoins returns a campaign's newest joins, without those who have left. It
// knows at most 20.
func LatestJoins(ctx context.Context, q projections.Querier, campaign id.ID, limit int) ([]Join, error) {
	const query = `SELECT participation, slots, joined_at, public FROM sambatan_latest_joins
		WHERE campaign = $1 AND NOT gone ORDER BY joined DESC LIMIT $2`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (j Join, err error) {
		err = row.Scan(projections.ScanID(&j.Participation), &j.Slots, projections.ScanTime(&j.At), projections.ScanSealed(&j.Public))
		return j, err
	}, query, projections.UUID(campaign), limit)
}
