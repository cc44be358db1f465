package notifications

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/projections"
)

var table = projections.NewTable("notifications",
	projections.Key("recipient", "text", func(r *row) string { return string(r.recipient) }),
	projections.Key("position", "bigint", func(r *row) int64 { return int64(r.position) }),
	projections.Key("channel", "text", func(r *row) string { return string(r.channel) }),
	projections.Key("template", "text", func(r *row) string { return string(r.template) }),
	projections.Fixed("event", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.event) }),
	projections.Fixed("campaign", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.campaign) }),
	projections.Fixed("participation", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.participation) }),
	projections.Fixed("params", "json", func(r *row) string { return r.json }),
	projections.Fixed("at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.at) }))
