package dashboard

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// CallOff is a proposal to call a campaign off that waits for somebody else's word.
type CallOff struct {
	sambatan.CallOff

	Campaign id.ID
	At       time.Time // when it was made
}

// applyCallOffs keeps the proposals that wait. One is over when it was taken back, or
// when the campaign can't be called off any more.
func applyCallOffs(ctx context.Context, tx pgx.Tx, events []projections.CampaignEvent) error {
	waits, over := map[id.ID]CallOff{}, map[id.ID]bool{}
	for _, event := range events {
		switch e := event.Body.(type) { //nolint:gochecksumtype // these only
		case sambatan.CallOffProposed:
			waits[event.Campaign] = CallOff{e.CallOff, event.Campaign, event.RecordedAt}
		case sambatan.CallOffDropped, sambatan.Cancelled, sambatan.Failed, sambatan.QualityPassed:
			delete(waits, event.Campaign)
			over[event.Campaign] = true
		}
	}
	if len(over) > 0 {
		ids := projections.UUIDs(slices.Collect(maps.Keys(over)))
		if _, err := tx.Exec(ctx, `DELETE FROM call_offs WHERE campaign = ANY ($1::uuid[])`, ids); err != nil {
			return fmt.Errorf("delete call_offs: %w", err)
		}
	}
	return callOffs.Upsert(ctx, tx, slices.Collect(maps.Values(waits)))
}

// callOffs lists all columns.
var callOffs = projections.NewTable("call_offs",
	projections.Key("campaign", "uuid", func(c *CallOff) pgtype.UUID { return projections.UUID(c.Campaign) }),
	projections.Changing("number", "integer", func(c *CallOff) int { return c.Number }),
	projections.Changing("reason", "text", func(c *CallOff) string { return c.Reason }),
	projections.Changing("operator", "uuid", func(c *CallOff) pgtype.UUID { return projections.UUID(c.Operator) }),
	projections.Changing("amount", "bigint", func(c *CallOff) int64 { return int64(c.Amount) }),
	projections.Changing("limit_one", "bigint", func(c *CallOff) int64 { return int64(c.LimitOne) }),
	projections.Changing("hash", "text", func(c *CallOff) string { return c.Hash }),
	projections.Changing("proposed_at", "timestamptz", func(c *CallOff) time.Time { return c.At }))

// CallOffs returns the proposals that wait, by campaign. Only staff see any.
func CallOffs(ctx context.Context, q projections.Querier) (map[id.ID]CallOff, error) {
	const query = `SELECT campaign, number, reason, operator, amount, limit_one, hash, proposed_at FROM sambatan_call_offs`
	found, err := projections.All(ctx, q, func(row pgx.CollectableRow) (c CallOff, err error) {
		err = row.Scan(projections.ScanID(&c.Campaign), &c.Number, &c.Reason, projections.ScanID(&c.Operator), &c.Amount, &c.LimitOne,
			&c.Hash, projections.ScanTime(&c.At))
		return c, err
	}, query)
	byCampaign := make(map[id.ID]CallOff, len(found))
	for _, c := range found {
		byCampaign[c.Campaign] = c
	}
	return byCampaign, err
}
