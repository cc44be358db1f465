package notifications

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

type owner struct{ brand, owner id.ID }

type campaign struct {
	campaign, brand id.ID
	slots, taken    int
	deadline        time.Time
	nearly, shut    eventstore.Position
}

// nearlyFull tells once, at the event that makes it so, that few slots are left.
func (c *campaign) nearlyFull(at eventstore.Position) bool {
	if c.nearly > 0 || c.shut > 0 || !notification.IsNearlyFull(c.taken, c.slots) {
		return false
	}
	c.nearly = at
	return true
}

// join is one participation, with the positions at which it changed: what it was
// at any event can be told later.
type join struct {
	participation, campaign, buyer id.ID
	slots                          int
	amount                         money.Rupiah
	expires, payBy, warnAt         time.Time
	held, gone, secured, released  eventstore.Position
	reports                        []eventstore.Position
	parts                          []int64 // position of a part, what was missing then, of the next …
}

func newJoin(e sambatan.SlotsHeld, event *projections.Event) join {
	j := join{
		participation: e.Participation, campaign: e.Campaign, buyer: e.Buyer, slots: e.Slots, amount: e.Amount,
		expires: e.ExpiresAt, payBy: e.PayBy, held: event.Position,
	}
	if due, ok := notification.HoldEnding(e.Campaign, event.RecordedAt, e.PayBy); ok {
		j.warnAt = due.DueAt
	}
	return j
}

// told tells whether the hold is kept, at a position, for a reported transfer.
func (j *join) told(at eventstore.Position) bool {
	n, _ := slices.BinarySearch(j.reports, at)
	return n%2 == 1
}

// missing is what had to be paid at a position.
func (j *join) missing(at eventstore.Position) money.Rupiah {
	missing := j.amount
	for n := 0; n < len(j.parts) && j.parts[n] < int64(at); n += 2 {
		missing = money.Rupiah(j.parts[n+1])
	}
	return missing
}

func (j *join) heldAt(at eventstore.Position) bool {
	return j.held < at && (j.gone == 0 || j.gone > at) && (j.secured == 0 || j.secured > at)
}

func (j *join) securedAt(at eventstore.Position) bool {
	return j.secured > 0 && j.secured < at && (j.released == 0 || j.released > at)
}

// leftAt tells whether the slots were given up unpaid before a position, and
// never paid for since.
func (j *join) leftAt(at eventstore.Position) bool {
	return j.gone > 0 && j.gone < at && (j.secured == 0 || j.secured > at)
}

var (
	brands = projections.NewTable("brands",
		projections.Key("brand", "uuid", func(o *owner) pgtype.UUID { return projections.UUID(o.brand) }),
		projections.Fixed("owner", "uuid", func(o *owner) pgtype.UUID { return projections.UUID(o.owner) }))
	campaigns = projections.NewTable("campaigns",
		projections.Key("campaign", "uuid", func(c **campaign) pgtype.UUID { return projections.UUID((*c).campaign) }),
		projections.Fixed("brand", "uuid", func(c **campaign) pgtype.UUID { return projections.UUID((*c).brand) }),
		projections.Changing("slots", "integer", func(c **campaign) int { return (*c).slots }),
		projections.Changing("deadline", "timestamptz", func(c **campaign) pgtype.Timestamptz { return projections.Time((*c).deadline) }),
		projections.Changing("taken", "integer", func(c **campaign) int { return (*c).taken }),
		projections.Changing("nearly", "bigint", func(c **campaign) int64 { return int64((*c).nearly) }),
		projections.Changing("shut", "bigint", func(c **campaign) int64 { return int64((*c).shut) }))
	joins = projections.NewTable("joins",
		projections.Key("participation", "uuid", func(j *join) pgtype.UUID { return projections.UUID(j.participation) }),
		projections.Fixed("campaign", "uuid", func(j *join) pgtype.UUID { return projections.UUID(j.campaign) }),
		projections.Fixed("buyer", "uuid", func(j *join) pgtype.UUID { return projections.UUID(j.buyer) }),
		projections.Fixed("slots", "integer", func(j *join) int { return j.slots }),
		projections.Fixed("amount", "bigint", func(j *join) int64 { return int64(j.amount) }),
		projections.Fixed("expires_at", "timestamptz", func(j *join) pgtype.Timestamptz { return projections.Time(j.expires) }),
		projections.Fixed("pay_by", "timestamptz", func(j *join) pgtype.Timestamptz { return projections.Time(j.payBy) }),
		projections.Fixed("warn_at", "timestamptz", func(j *join) pgtype.Timestamptz { return projections.Time(j.warnAt) }),
		projections.Fixed("held", "bigint", func(j *join) int64 { return int64(j.held) }),
		projections.Changing("reports", "bigint[]", func(j *join) string { return bigints(j.reports) }),
		projections.Changing("parts", "bigint[]", func(j *join) string { return bigints(j.parts) }),
		projections.Changing("gone", "bigint", func(j *join) int64 { return int64(j.gone) }),
		projections.Changing("secured", "bigint", func(j *join) int64 { return int64(j.secured) }),
		projections.Changing("released", "bigint", func(j *join) int64 { return int64(j.released) }))
)

// bigints writes an array as Postgres does.
func bigints[T ~int64](list []T) string {
	return "{" + strings.Join(projections.Column(list, func(n *T) string { return strconv.FormatInt(int64(*n), 10) }), ",") + "}"
}

// touched lists the campaigns and participations that a batch may change.
func touched(batch []projections.Event) (campaigns, joins []id.ID) {
	inside, joined := map[id.ID]bool{}, map[id.ID]bool{}
	for i := range batch {
		e, ok := batch[i].Body.(sambatan.Event)
		if !ok {
			continue
		}
		inside[campaignOf(&batch[i])] = true
		if participation := participationOf(e); !participation.IsZero() {
			joined[participation] = true
		}
	}
	return slices.Collect(maps.Keys(inside)), slices.Collect(maps.Keys(joined))
}

// participationOf names the participation that an event changes; a join is new.
func participationOf(event sambatan.Event) id.ID {
	switch e := event.(type) {
	case sambatan.HoldKept:
		return e.Participation
	case sambatan.HoldCancelled:
		return e.Participation
	case sambatan.HoldExpired:
		return e.Participation
	case sambatan.PartPaid:
		return e.Participation
	case sambatan.PartTakenBack:
		return e.Participation
	case sambatan.SlotsSecured:
		return e.Participation
	case sambatan.SlotsReleased:
		return e.Participation
	case sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartSettled, sambatan.WaitlistJoined, sambatan.SlotsOffered,
		sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft, sambatan.ExtensionProposed, sambatan.ExtensionAnswered,
		sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen,
		sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Published, sambatan.Opened, sambatan.SlotsHeld, sambatan.PaymentDeclined,
		sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled, sambatan.UnwindingStarted, sambatan.RefundSettled,
		sambatan.Unwound, sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed:
	}
	return id.ID{}
}

// load reads what is known of the campaigns and joins that a batch may change.
func load(ctx context.Context, tx pgx.Tx, batch []projections.Event) (*fold, error) {
	f := &fold{campaigns: map[id.ID]*campaign{}, topics: projections.Topics{}}
	inside, joined := touched(batch)
	if len(inside) > 0 {
		const query = `SELECT campaign, brand, slots, deadline, taken, nearly, shut FROM campaigns WHERE campaign = ANY ($1::uuid[])`
		known, err := projections.All(ctx, tx, scanCampaign, query, projections.UUIDs(inside))
		if err != nil {
			return nil, fmt.Errorf("read campaigns: %w", err)
		}
		for _, c := range known {
			f.campaigns[c.campaign] = c
		}
	}
	if len(joined) > 0 {
		err := f.joins.Load(ctx, tx, scanJoin, func(j *join) (id.ID, bool) { return j.participation, true },
			selectJoin+`WHERE participation = ANY ($1::uuid[])`, projections.UUIDs(joined))
		if err != nil {
			return nil, fmt.Errorf("read joins: %w", err)
		}
	}
	return f, nil
}

func scanCampaign(row pgx.CollectableRow) (*campaign, error) {
	c := &campaign{}
	err := row.Scan(projections.ScanID(&c.campaign), projections.ScanID(&c.brand), &c.slots, projections.ScanTime(&c.deadline),
		&c.taken, &c.nearly, &c.shut)
	return c, err
}

const selectJoin = `SELECT participation, campaign, buyer, slots, amount, expires_at, pay_by, warn_at, held, reports, parts, gone, secured, released FROM joins `

func scanJoin(row pgx.CollectableRow) (j join, err error) {
	err = row.Scan(projections.ScanID(&j.participation), projections.ScanID(&j.campaign), projections.ScanID(&j.buyer), &j.slots, &j.amount,
		projections.ScanTime(&j.expires), projections.ScanTime(&j.payBy), projections.ScanTime(&j.warnAt), &j.held, &j.reports,
		&j.parts, &j.gone, &j.secured, &j.released)
	return j, err
}

func (f *fold) saveContext(ctx context.Context, tx pgx.Tx) error {
	if err := brands.Insert(ctx, tx, f.owners); err != nil {
		return err
	}
	if err := campaigns.Upsert(ctx, tx, slices.Collect(maps.Values(f.campaigns))); err != nil {
		return err
	}
	return f.joins.Save(ctx, tx, joins)
}
