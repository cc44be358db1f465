package orders

import (
	"cmp"
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/order"
)

// Order is one order, with its newest dispute.
type Order struct {
	order.Parties
	Dispute

	Slots       int
	Amount      money.Rupiah // that was paid; 0: the log does not tell
	Phase       order.Phase
	OpenedAt    time.Time
	SendBy      time.Time
	DeliveredAt time.Time // when the last parcel was noted
	ConfirmBy   time.Time
	EndedAt     time.Time
	Ground      order.Ground // why it counts as confirmed
	Parcels     []Parcel     // the first one first
	Short       money.Rupiah // of what was paid, taken back and not made good
	GiveUpBy    time.Time    // held back: until then
	GaveUp      bool         // the slots, because nobody made it good

	words, answer, plea, returnTo pgtype.Text
	opened                        eventstore.Position
}

// Dispute is the newest one of an order; the zero Dispute: there was none.
type Dispute struct {
	Open        bool // or decided, and appealable
	At          time.Time
	Reason      order.Reason
	Words       eventstore.Sealed // the buyer's
	Answer      eventstore.Sealed // the brand's
	AnsweredAt  time.Time
	DecidedFor  order.Side
	DecidedBy   id.ID
	DecidedAt   time.Time
	Note        string
	Refund      money.Rupiah // decided in part: goes back to the buyer
	Agreed      id.ID        // who else agreed
	WithdrawnAt time.Time
	Proposed    order.Decision // that waits for somebody else; of it, what a page needs
	ProposedAt  time.Time

	AppealBy     time.Time // the decision can be appealed until then; zero: it can't
	BuyerAccepts bool      // it
	BrandAccepts bool
	AppealedBy   order.Source // empty: nobody did
	AppealedAt   time.Time
	Plea         eventstore.Sealed // their words

	Return Return
}

// Return is how far goods are on their way back to the brand.
type Return struct {
	Due      time.Time         // as in order.Return
	To       eventstore.Sealed // empty: the brand has not said so
	Courier  order.Courier
	Resi     string // empty: not sent
	SentAt   time.Time
	LapsedBy order.Source // who did not do their part in time
	Overdue  bool         // the brand is asked whether they came
	Missing  bool         // and said no
}

// Parcel is one of an order's.
type Parcel struct {
	Participation, Buyer, Brand id.ID

	Number      int
	Courier     order.Courier
	Resi        string
	Was         string // the resi before the newest correction
	SentAt      time.Time
	DeliveredAt time.Time
	DeliveredBy order.Source
	Trouble     order.Mishap
	Replaces    int
	Replaced    bool
}

const selectOrder = `SELECT participation, campaign, buyer, brand, slots, phase, opened_at, opened, send_by, delivered_at, confirm_by,
	ended_at, ground, disputed, disputed_at, reason, words::text, answer::text, answered_at, decided_for, decided_by, decided_at, note,
	withdrawn_at, amount, refund, agreed, proposed_for, proposed_refund, proposed_by, proposed_note, proposed_hash, proposed_at,
	appeal_by, buyer_accepts, brand_accepts, appealed_by, appealed_at, plea::text,
	return_due, return_to::text, return_courier, return_resi, sent_back_at, lapsed_by,
	short, give_up_by, gave_up, return_overdue, return_missing `

func (o *Order) targets() []any {
	return []any{
		projections.ScanID(&o.Participation), projections.ScanID(&o.Campaign), projections.ScanID(&o.Buyer), projections.ScanID(&o.Brand),
		&o.Slots, (*string)(&o.Phase), projections.ScanTime(&o.OpenedAt), &o.opened, projections.ScanTime(&o.SendBy),
		projections.ScanTime(&o.DeliveredAt), projections.ScanTime(&o.ConfirmBy), projections.ScanTime(&o.EndedAt),
		projections.ScanText(&o.Ground), &o.Open, projections.ScanTime(&o.At), projections.ScanText(&o.Reason),
		projections.ScanSealed(&o.Words), projections.ScanSealed(&o.Answer), projections.ScanTime(&o.AnsweredAt),
		projections.ScanText(&o.DecidedFor), projections.ScanID(&o.DecidedBy), projections.ScanTime(&o.DecidedAt),
		projections.ScanText(&o.Note), projections.ScanTime(&o.WithdrawnAt),
		&o.Amount, &o.Refund, projections.ScanID(&o.Agreed), projections.ScanText(&o.Proposed.For), &o.Proposed.Refund,
		projections.ScanID(&o.Proposed.By), projections.ScanText(&o.Proposed.Note), projections.ScanText(&o.Proposed.Hash),
		projections.ScanTime(&o.ProposedAt),
		projections.ScanTime(&o.AppealBy), &o.BuyerAccepts, &o.BrandAccepts, projections.ScanText(&o.AppealedBy), projections.ScanTime(&o.AppealedAt),
		projections.ScanSealed(&o.Plea),
		projections.ScanTime(&o.Return.Due), projections.ScanSealed(&o.Return.To), projections.ScanText(&o.Return.Courier),
		projections.ScanText(&o.Return.Resi), projections.ScanTime(&o.Return.SentAt), projections.ScanText(&o.Return.LapsedBy),
		&o.Short, projections.ScanTime(&o.GiveUpBy), &o.GaveUp, &o.Return.Overdue, &o.Return.Missing,
	}
}

func scan(row pgx.CollectableRow) (o Order, err error) {
	err = row.Scan(o.targets()...)
	return o, err
}

func scanCounted(row pgx.CollectableRow, total *int) (o Order, err error) {
	err = row.Scan(append(o.targets(), total)...)
	return o, err
}

const selectParcel = `SELECT participation, parcel, buyer, brand, courier, resi, was, sent_at, delivered_at, delivered_by, trouble, replaces, replaced `

func scanParcel(row pgx.CollectableRow) (p Parcel, err error) {
	err = row.Scan(projections.ScanID(&p.Participation), &p.Number, projections.ScanID(&p.Buyer), projections.ScanID(&p.Brand),
		(*string)(&p.Courier), &p.Resi, projections.ScanText(&p.Was), projections.ScanTime(&p.SentAt), projections.ScanTime(&p.DeliveredAt),
		projections.ScanText(&p.DeliveredBy), projections.ScanText(&p.Trouble), &p.Replaces, &p.Replaced)
	return p, err
}

// ByID returns one order; projections.ErrNotFound: nothing is to be sent for that
// participation yet.
func ByID(ctx context.Context, q projections.Querier, participation id.ID) (Order, error) {
	rows, err := ByIDs(ctx, q, []id.ID{participation})
	if o, found := rows[participation]; found {
		return o, nil
	}
	return Order{}, cmp.Or(err, projections.ErrNotFound)
}

// ByIDs returns several orders; participations without one are left out.
func ByIDs(ctx context.Context, q projections.Querier, participations []id.ID) (map[id.ID]Order, error) {
	rows, err := projections.All(ctx, q, scan, selectOrder+`FROM sambatan_orders WHERE participation = ANY ($1::uuid[])`, projections.UUIDs(participations))
	if err != nil {
		return nil, err
	}
	if err := withParcels(ctx, q, rows); err != nil {
		return nil, err
	}
	byID := make(map[id.ID]Order, len(rows))
	for _, o := range rows {
		byID[o.Participation] = o
	}
	return byID, nil
}

// OfCampaign returns a page of a campaign's orders: those that wait for the brand first,
// and how many there are in all.
func OfCampaign(ctx context.Context, q projections.Querier, campaign id.ID, limit, offset int) ([]Order, int, error) {
	const where = `, count(*) OVER () FROM sambatan_orders WHERE campaign = $1
		ORDER BY NOT disputed, array_position(ARRAY['ToSend', 'Sent', 'SendingBack', 'Delivered', 'Returning', 'Confirmed', 'Closed'],
			CASE WHEN phase = 'ToSend' AND short > 0 THEN 'Delivered' ELSE phase END), opened LIMIT $2 OFFSET $3`
	rows, total, err := projections.Page(ctx, q, scanCounted, selectOrder+where, projections.UUID(campaign), limit, offset)
	if err != nil {
		return nil, 0, err
	}
	return rows, total, withParcels(ctx, q, rows)
}

// Disputes returns a page of the orders whose dispute an operator may decide, the oldest
// first, and how many there are in all. Those that are decided wait for an appeal.
func Disputes(ctx context.Context, q projections.Querier, limit, offset int) ([]Order, int, error) {
	const where = `, count(*) OVER () FROM sambatan_orders
		WHERE (disputed OR phase = 'SendingBack') AND appeal_by IS NULL ORDER BY disputed_at, participation LIMIT $1 OFFSET $2`
	rows, total, err := projections.Page(ctx, q, scanCounted, selectOrder+where, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	return rows, total, withParcels(ctx, q, rows)
}

// WithResi returns the parcels of a brand that have a resi, of any courier. A resi is one
// parcel's: who enters it again has made a mistake.
func WithResi(ctx context.Context, q projections.Querier, brand id.ID, resis []string) ([]Parcel, error) {
	const where = `FROM sambatan_parcels WHERE brand = $1 AND resi = ANY ($2::text[])`
	return projections.All(ctx, q, scanParcel, selectParcel+where, projections.UUID(brand), resis)
}

// withParcels adds the parcels of orders.
func withParcels(ctx context.Context, q projections.Querier, rows []Order) error {
	ids, place := make([]id.ID, len(rows)), make(map[id.ID]int, len(rows))
	for i, o := range rows {
		ids[i], place[o.Participation] = o.Participation, i
	}
	const where = `FROM sambatan_parcels WHERE participation = ANY ($1::uuid[]) ORDER BY participation, parcel`
	sent, err := projections.All(ctx, q, scanParcel, selectParcel+where, projections.UUIDs(ids))
	for _, p := range sent {
		o := &rows[place[p.Participation]]
		o.Parcels = append(o.Parcels, p)
	}
	return err
}
