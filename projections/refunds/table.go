package refunds

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/projections"
)

// wayTable lists all columns.
var wayTable = projections.NewTable("ways",
	projections.Key("refund", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.Refund) }),
	projections.Fixed("receipt", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.Receipt) }),
	projections.Fixed("campaign", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.Campaign) }),
	projections.Fixed("participation", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.Participation) }),
	projections.Fixed("buyer", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.Buyer) }),
	projections.Fixed("channel", "text", func(w *Way) pgtype.Text { return projections.Text(w.Channel) }),
	projections.Fixed("method", "text", func(w *Way) pgtype.Text { return projections.Text(string(w.Method)) }),
	projections.Fixed("paid_at", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.PaidAt) }),
	projections.Fixed("amount", "bigint", func(w *Way) int64 { return int64(w.Amount) }),
	projections.Fixed("reason", "text", func(w *Way) string { return w.Reason }),
	projections.Fixed("promised_by", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.PromisedBy) }),
	projections.Fixed("opened_at", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.OpenedAt) }),
	projections.Fixed("key", "text", func(w *Way) pgtype.Text { return projections.Text(w.Key) }),
	projections.Changing("state", "text", func(w *Way) string { return string(w.State) }),
	projections.Changing("changed_at", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.ChangedAt) }),
	projections.Changing("way", "text", func(w *Way) pgtype.Text { return projections.Text(string(w.Way)) }),
	projections.Changing("why", "text", func(w *Way) pgtype.Text { return projections.Text(string(w.Why)) }),
	projections.Changing("attempt", "integer", func(w *Way) int { return w.Attempt }),
	projections.Changing("not_before", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.NotBefore) }),
	projections.Changing("rests_until", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.RestsUntil) }),
	projections.Changing("problem", "text", func(w *Way) pgtype.Text { return projections.Text(string(w.Problem)) }),
	projections.Changing("reminded", "integer", func(w *Way) int { return w.Reminded }),
	projections.Changing("rest", "text", func(w *Way) pgtype.Text { return projections.Text(string(w.Rest)) }),
	projections.Changing("account", "json", func(w *Way) pgtype.Text { return w.sealed }),
	projections.Changing("exits", "integer", func(w *Way) int { return w.Exits }),
	projections.Changing("evidence", "text", func(w *Way) pgtype.Text { return projections.Text(w.Evidence) }),
	projections.Changing("sent_at", "timestamptz", func(w *Way) pgtype.Timestamptz { return projections.Time(w.SentAt) }),
	projections.Changing("proposed_by", "uuid", func(w *Way) pgtype.UUID { return projections.UUID(w.ProposedBy) }),
	projections.Changing("proposed", "text", func(w *Way) pgtype.Text { return projections.Text(w.Proposed) }),
	projections.Changing("doubled", "text", func(w *Way) pgtype.Text { return projections.Text(w.Doubled) }),
	projections.Changing("contradicted", "boolean", func(w *Way) bool { return w.Contradicted }),
	projections.Changing("stopped", "boolean", func(w *Way) bool { return w.Stopped }),
	projections.Changing("note", "text", func(w *Way) pgtype.Text { return projections.Text(w.Note) }))

var attemptTable = projections.NewTable("attempts",
	projections.Key("refund", "uuid", func(a *Attempt) pgtype.UUID { return projections.UUID(a.Refund) }),
	projections.Key("attempt", "integer", func(a *Attempt) int { return a.Number }),
	projections.Fixed("buyer", "uuid", func(a *Attempt) pgtype.UUID { return projections.UUID(a.Buyer) }),
	projections.Fixed("way", "text", func(a *Attempt) string { return string(a.Way) }),
	projections.Fixed("submitted_at", "timestamptz", func(a *Attempt) pgtype.Timestamptz { return projections.Time(a.SubmittedAt) }),
	projections.Changing("reference", "text", func(a *Attempt) pgtype.Text { return projections.Text(a.Reference) }),
	projections.Changing("unclear_at", "timestamptz", func(a *Attempt) pgtype.Timestamptz { return projections.Time(a.UnclearAt) }),
	projections.Changing("outcome", "text", func(a *Attempt) pgtype.Text { return projections.Text(string(a.Outcome)) }),
	projections.Changing("failure", "text", func(a *Attempt) pgtype.Text { return projections.Text(string(a.Failure)) }),
	projections.Changing("code", "text", func(a *Attempt) pgtype.Text { return projections.Text(a.Code) }),
	projections.Changing("ended_at", "timestamptz", func(a *Attempt) pgtype.Timestamptz { return projections.Time(a.EndedAt) }))
