package participants

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

type campaign struct{ campaign, brand, product id.ID }

var campaigns = projections.NewTable("campaigns",
	projections.Key("campaign", "uuid", func(c *campaign) pgtype.UUID { return projections.UUID(c.campaign) }),
	projections.Fixed("brand", "uuid", func(c *campaign) pgtype.UUID { return projections.UUID(c.brand) }),
	projections.Fixed("product", "uuid", func(c *campaign) pgtype.UUID { return projections.UUID(c.product) }))

func insertCampaigns(ctx context.Context, tx pgx.Tx, events []projections.CampaignEvent) error {
	var drafts []campaign
	for _, event := range events {
		if draft, ok := event.Body.(sambatan.Drafted); ok {
			drafts = append(drafts, campaign{event.Campaign, draft.Brand, draft.Product})
		}
	}
	return campaigns.Insert(ctx, tx, drafts)
}

// seal encodes what is stored as it came.
func (j *joined) seal() error {
	var errs [4]error
	j.address, errs[0] = projections.Sealed(j.event.Address)
	j.refundAccount, errs[1] = projections.Sealed(j.event.RefundAccount)
	j.public, errs[2] = projections.Sealed(j.event.Public)
	consent, err := json.Marshal(j.event.Consent)
	j.consent, errs[3] = string(consent), err
	return errors.Join(errs[:]...)
}

// load reads the rows that the batch changes and does not begin.
func (f *fold) load(ctx context.Context, tx pgx.Tx, events []projections.CampaignEvent) error {
	begun, wanted := map[id.ID]struct{}{}, map[id.ID]struct{}{}
	var ids []id.ID
	for _, event := range events {
		if first, ok := begins(event.Body); ok {
			begun[first] = struct{}{}
		}
		participation := sambatan.ParticipationOf(event.Body)
		_, here := begun[participation]
		_, asked := wanted[participation]
		if !participation.IsZero() && !here && !asked {
			wanted[participation] = struct{}{}
			ids = append(ids, participation)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	const query = `SELECT participation, campaign, buyer, slots, state, expires_at, kept_until, paid_at, secured_at,
			ended_at, settled_at, receipt, regained, reason, declined, declined_at, held_at, offered_until, answer, answer_round, agreed, missing, ending
		FROM participants WHERE participation = ANY ($1::uuid[])`
	rows, err := projections.All(ctx, tx, scanRow, query, projections.UUIDs(ids))
	if err != nil {
		return fmt.Errorf("read participants: %w", err)
	}
	for _, r := range rows {
		f.rows[r.participation] = r
	}
	return nil
}

func scanRow(from pgx.CollectableRow) (*row, error) {
	r := &row{}
	err := from.Scan(projections.ScanID(&r.participation), projections.ScanID(&r.campaign), projections.ScanID(&r.buyer),
		&r.slots, (*string)(&r.state), projections.ScanTime(&r.expiresAt), projections.ScanTime(&r.keptUntil),
		projections.ScanTime(&r.paidAt), projections.ScanTime(&r.securedAt), projections.ScanTime(&r.endedAt),
		projections.ScanTime(&r.settledAt), projections.ScanID(&r.receipt), &r.regained,
		projections.ScanText(&r.reason), projections.ScanText(&r.declined), projections.ScanTime(&r.declinedAt),
		projections.ScanTime(&r.heldAt), projections.ScanTime(&r.offeredUntil), projections.ScanText(&r.answer), &r.answerRound, projections.ScanTime(&r.agreed), &r.missing, projections.ScanText(&r.ending))
	return r, err
}

// begins tells which participation's row an event begins. Slots that had been
// offered go on with the row of who had waited.
func begins(event sambatan.Event) (participation id.ID, ok bool) {
	if held, joined := event.(sambatan.SlotsHeld); joined {
		return held.Participation, !held.Offered
	}
	waits, ok := event.(sambatan.WaitlistJoined)
	return waits.Participation, ok
}

// participants lists all columns. Only the new rows have a joined; for older
// ones the fixed columns are not written.
var participants = projections.NewTable("participants",
	projections.Key("participation", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.participation) }),
	projections.Fixed("code", "text", func(j *joined) string { return Code(j.participation) }),
	projections.Fixed("campaign", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.campaign) }),
	projections.Fixed("brand", "uuid", func(j *joined) pgtype.UUID { return j.brand }),
	projections.Fixed("product", "uuid", func(j *joined) pgtype.UUID { return j.product }),
	projections.Fixed("buyer", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.buyer) }),
	projections.Fixed("slots", "integer", func(j *joined) int { return j.slots }),
	projections.Fixed("amount", "bigint", func(j *joined) int64 { return int64(j.event.Amount) }),
	projections.Fixed("joined_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.at) }),
	projections.Changing("held_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.heldAt) }),
	projections.Changing("expires_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.expiresAt) }),
	projections.Fixed("consent", "json", func(j *joined) string { return j.consent }),
	projections.Fixed("address", "text", func(j *joined) pgtype.Text { return j.address }),
	projections.Fixed("refund_account", "text", func(j *joined) pgtype.Text { return j.refundAccount }),
	projections.Fixed("public", "text", func(j *joined) pgtype.Text { return j.public }),
	projections.Fixed("joined", "bigint", func(j *joined) int64 { return int64(j.joined) }),
	projections.Changing("state", "text", func(j *joined) string { return string(j.state) }),
	projections.Changing("offered_until", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.offeredUntil) }),
	projections.Changing("answer", "text", func(j *joined) pgtype.Text { return projections.Text(string(j.answer)) }),
	projections.Changing("answer_round", "integer", func(j *joined) int { return j.answerRound }),
	projections.Changing("agreed", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.agreed) }),
	projections.Changing("kept_until", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.keptUntil) }),
	projections.Changing("ending", "text", func(j *joined) pgtype.Text { return projections.Text(j.ending) }),
	projections.Changing("paid_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.paidAt) }),
	projections.Changing("secured_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.securedAt) }),
	projections.Changing("ended_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.endedAt) }),
	projections.Changing("settled_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.settledAt) }),
	projections.Changing("missing", "bigint", func(j *joined) int64 { return int64(j.missing) }),
	projections.Changing("receipt", "uuid", func(j *joined) pgtype.UUID { return projections.UUID(j.receipt) }),
	projections.Changing("regained", "boolean", func(j *joined) bool { return j.regained }),
	projections.Changing("reason", "text", func(j *joined) pgtype.Text { return projections.Text(j.reason) }),
	projections.Changing("declined", "text", func(j *joined) pgtype.Text { return projections.Text(j.declined) }),
	projections.Changing("declined_at", "timestamptz", func(j *joined) pgtype.Timestamptz { return projections.Time(j.declinedAt) }),
	projections.Changing("position", "bigint", func(j *joined) int64 { return int64(j.position) }))

// save inserts the new rows as the batch leaves them, and updates the older ones.
func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	if err := f.setOwners(ctx, tx); err != nil {
		return fmt.Errorf("read campaigns: %w", err)
	}
	if err := participants.Insert(ctx, tx, f.begun); err != nil {
		return err
	}
	begun := make(map[id.ID]struct{}, len(f.begun))
	for _, j := range f.begun {
		begun[j.participation] = struct{}{}
	}
	var older []joined
	for participation, r := range f.rows {
		if _, fresh := begun[participation]; r.changed && !fresh {
			older = append(older, joined{row: r})
		}
	}
	_, err := participants.Update(ctx, tx, older)
	return err
}

// setOwners looks up the brands and products of the campaigns that were joined.
func (f *fold) setOwners(ctx context.Context, tx pgx.Tx) error {
	if len(f.begun) == 0 {
		return nil
	}
	owners := map[id.ID]campaign{}
	for _, j := range f.begun {
		owners[j.campaign] = campaign{}
	}
	const query = `SELECT campaign, brand, product FROM campaigns WHERE campaign = ANY ($1::uuid[])`
	found, err := projections.All(ctx, tx, func(row pgx.CollectableRow) (c campaign, err error) {
		err = row.Scan(projections.ScanID(&c.campaign), projections.ScanID(&c.brand), projections.ScanID(&c.product))
		return c, err
	}, query, projections.UUIDs(slices.Collect(maps.Keys(owners))))
	for _, c := range found {
		owners[c.campaign] = c
	}
	for i := range f.begun {
		owner := owners[f.begun[i].campaign]
		f.begun[i].brand, f.begun[i].product = projections.UUID(owner.brand), projections.UUID(owner.product)
	}
	return err
}
