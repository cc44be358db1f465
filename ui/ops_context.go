package ui

import (
	"context"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
)

// deskContext is what the rows of a desk are about: whose slots, of which campaign.
type deskContext struct {
	rows   map[id.ID]participants.Row
	boards map[id.ID]dashboard.Campaign
}

// readContext reads it for all rows of a desk at once.
func readContext[T any](ctx context.Context, q projections.Querier, found []T, about func(T) (participation, campaign id.ID)) (of deskContext, err error) {
	ids, campaigns := make([]id.ID, len(found)), make([]id.ID, len(found))
	for i, one := range found {
		ids[i], campaigns[i] = about(one)
	}
	if of.rows, err = participants.ByIDs(ctx, q, ids); err != nil {
		return of, err
	}
	of.boards, err = dashboard.ByIDs(ctx, q, campaigns)
	return of, err
}
