package orders

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/projections"
)

var orderTable = projections.NewTable("orders",
	projections.Key("participation", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Participation) }),
	projections.Fixed("campaign", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Campaign) }),
	projections.Fixed("buyer", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Buyer) }),
	projections.Fixed("brand", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Brand) }),
	projections.Fixed("slots", "integer", func(o *Order) int { return o.Slots }),
	projections.Fixed("opened_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.OpenedAt) }),
	projections.Fixed("opened", "bigint", func(o *Order) int64 { return int64(o.opened) }),
	projections.Fixed("send_by", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.SendBy) }),
	projections.Changing("phase", "text", func(o *Order) string { return string(o.Phase) }),
	projections.Changing("delivered_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.DeliveredAt) }),
	projections.Changing("confirm_by", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.ConfirmBy) }),
	projections.Changing("ended_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.EndedAt) }),
	projections.Changing("ground", "text", func(o *Order) pgtype.Text { return projections.Text(string(o.Ground)) }),
	projections.Changing("disputed", "boolean", func(o *Order) bool { return o.Open }),
	projections.Changing("disputed_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.At) }),
	projections.Changing("reason", "text", func(o *Order) pgtype.Text { return projections.Text(string(o.Reason)) }),
	projections.Changing("words", "json", func(o *Order) pgtype.Text { return o.words }),
	projections.Changing("answer", "json", func(o *Order) pgtype.Text { return o.answer }),
	projections.Changing("answered_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.AnsweredAt) }),
	projections.Changing("decided_for", "text", func(o *Order) pgtype.Text { return projections.Text(string(o.DecidedFor)) }),
	projections.Changing("decided_by", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.DecidedBy) }),
	projections.Changing("decided_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.DecidedAt) }),
	projections.Changing("note", "text", func(o *Order) pgtype.Text { return projections.Text(o.Note) }),
	projections.Changing("withdrawn_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.WithdrawnAt) }),
	projections.Fixed("amount", "bigint", func(o *Order) int64 { return int64(o.Amount) }),
	projections.Changing("refund", "bigint", func(o *Order) int64 { return int64(o.Refund) }),
	projections.Changing("agreed", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Agreed) }),
	projections.Changing("proposed_for", "text", func(o *Order) pgtype.Text { return projections.Text(string(o.Proposed.For)) }),
	projections.Changing("proposed_refund", "bigint", func(o *Order) int64 { return int64(o.Proposed.Refund) }),
	projections.Changing("proposed_by", "uuid", func(o *Order) pgtype.UUID { return projections.UUID(o.Proposed.By) }),
	projections.Changing("proposed_note", "text", func(o *Order) pgtype.Text { return projections.Text(o.Proposed.Note) }),
	projections.Changing("proposed_hash", "text", func(o *Order) pgtype.Text { return projections.Text(o.Proposed.Hash) }),
	projections.Changing("proposed_at", "timestamptz", func(o *Order) pgtype.Timestamptz { return projections.Time(o.ProposedAt) }))

var parcelTable = projections.NewTable("parcels",
	projections.Key("participation", "uuid", func(p *Parcel) pgtype.UUID { return projections.UUID(p.Participation) }),
	projections.Key("parcel", "integer", func(p *Parcel) int { return p.Number }),
	projections.Fixed("buyer", "uuid", func(p *Parcel) pgtype.UUID { return projections.UUID(p.Buyer) }),
	projections.Fixed("brand", "uuid", func(p *Parcel) pgtype.UUID { return projections.UUID(p.Brand) }),
	projections.Fixed("sent_at", "timestamptz", func(p *Parcel) pgtype.Timestamptz { return projections.Time(p.SentAt) }),
	projections.Fixed("replaces", "integer", func(p *Parcel) int { return p.Replaces }),
	projections.Changing("courier", "text", func(p *Parcel) string { return string(p.Courier) }),
	projections.Changing("resi", "text", func(p *Parcel) string { return p.Resi }),
	projections.Changing("was", "text", func(p *Parcel) pgtype.Text { return projections.Text(p.Was) }),
	projections.Changing("delivered_at", "timestamptz", func(p *Parcel) pgtype.Timestamptz { return projections.Time(p.DeliveredAt) }),
	projections.Changing("delivered_by", "text", func(p *Parcel) pgtype.Text { return projections.Text(string(p.DeliveredBy)) }),
	projections.Changing("trouble", "text", func(p *Parcel) pgtype.Text { return projections.Text(string(p.Trouble)) }),
	projections.Changing("replaced", "boolean", func(p *Parcel) bool { return p.Replaced }))
