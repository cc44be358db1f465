package payouts

import (
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// LineKind is what a line of a statement is.
type LineKind string

// Kinds of lines.
const (
	LineRelease  LineKind = "release"
	LineClawback LineKind = "clawback"
	LinePayout   LineKind = "payout"
	LineReturn   LineKind = "return"
	LineCharge   LineKind = "charge" // our fee, of what the brand called off
)

// Line is one line of a brand's statement.
type Line struct {
	Position                        int64
	Brand                           id.ID
	Kind                            LineKind
	Campaign, Participation, Payout id.ID
	Split                           sambatan.Split // of a release
	Amount                          money.Rupiah   // to the brand's good; negative: out of its account
	Evidence                        string
	At                              time.Time

	// Balance after the line, and the campaign's title and batch: of queries only.
	Balance money.Rupiah
	Title   string
	Batch   int
}

var sellerTable = projections.NewTable("sellers",
	projections.Key("brand", "uuid", func(s *Seller) pgtype.UUID { return projections.UUID(s.Brand) }),
	projections.Changing("due", "bigint", func(s *Seller) int64 { return int64(s.Due) }),
	projections.Changing("owed", "bigint", func(s *Seller) int64 { return int64(s.Owed) }),
	projections.Changing("account_number", "integer", func(s *Seller) int { return s.Account.Number }),
	projections.Changing("account", "json", func(s *Seller) pgtype.Text { return s.sealed }),
	projections.Changing("account_by", "uuid", func(s *Seller) pgtype.UUID { return projections.UUID(s.Account.By) }),
	projections.Changing("account_state", "text", func(s *Seller) pgtype.Text { return projections.Text(string(s.Account.State)) }),
	projections.Changing("account_at", "timestamptz", func(s *Seller) pgtype.Timestamptz { return projections.Time(s.AccountAt) }),
	projections.Changing("account_reason", "text", func(s *Seller) pgtype.Text { return projections.Text(s.AccountReason) }),
	projections.Changing("usable_from", "timestamptz", func(s *Seller) pgtype.Timestamptz { return projections.Time(s.Account.UsableFrom) }),
	projections.Changing("held", "text", func(s *Seller) pgtype.Text { return projections.Text(s.Held) }),
	projections.Changing("run_at", "timestamptz", func(s *Seller) pgtype.Timestamptz { return projections.Time(s.RunAt) }),
	projections.Changing("changed_at", "timestamptz", func(s *Seller) pgtype.Timestamptz { return projections.Time(s.ChangedAt) }))

var payoutTable = projections.NewTable("payouts",
	projections.Key("payout", "uuid", func(p *Payout) pgtype.UUID { return projections.UUID(p.Payout) }),
	projections.Fixed("brand", "uuid", func(p *Payout) pgtype.UUID { return projections.UUID(p.Brand) }),
	projections.Fixed("number", "integer", func(p *Payout) int { return p.Number }),
	projections.Fixed("gross", "bigint", func(p *Payout) int64 { return int64(p.Gross) }),
	projections.Fixed("clawback", "bigint", func(p *Payout) int64 { return int64(p.Clawback) }),
	projections.Fixed("amount", "bigint", func(p *Payout) int64 { return int64(p.Amount) }),
	projections.Fixed("account", "integer", func(p *Payout) int { return p.Account }),
	projections.Fixed("limit_one", "bigint", func(p *Payout) int64 { return int64(p.LimitOne) }),
	projections.Fixed("hash", "text", func(p *Payout) string { return p.Hash }),
	projections.Fixed("opened_by", "uuid", func(p *Payout) pgtype.UUID { return projections.UUID(p.By) }),
	projections.Fixed("opened_at", "timestamptz", func(p *Payout) pgtype.Timestamptz { return projections.Time(p.OpenedAt) }),
	projections.Changing("agreed", "text", func(p *Payout) string { return p.agreed() }),
	projections.Changing("state", "text", func(p *Payout) string { return string(p.State) }),
	projections.Changing("changed_at", "timestamptz", func(p *Payout) pgtype.Timestamptz { return projections.Time(p.ChangedAt) }),
	projections.Changing("way", "text", func(p *Payout) pgtype.Text { return projections.Text(string(p.Way)) }),
	projections.Changing("attempt", "integer", func(p *Payout) int { return p.Attempt }),
	projections.Changing("reference", "text", func(p *Payout) pgtype.Text { return projections.Text(p.Reference) }),
	projections.Changing("not_before", "timestamptz", func(p *Payout) pgtype.Timestamptz { return projections.Time(p.NotBefore) }),
	projections.Changing("failure", "text", func(p *Payout) pgtype.Text { return projections.Text(string(p.Failure)) }),
	projections.Changing("code", "text", func(p *Payout) pgtype.Text { return projections.Text(p.Code) }),
	projections.Changing("evidence", "text", func(p *Payout) pgtype.Text { return projections.Text(p.Evidence) }),
	projections.Changing("paid_by", "uuid", func(p *Payout) pgtype.UUID { return projections.UUID(p.PaidBy) }),
	projections.Changing("paid_at", "timestamptz", func(p *Payout) pgtype.Timestamptz { return projections.Time(p.PaidAt) }),
	projections.Changing("reason", "text", func(p *Payout) pgtype.Text { return projections.Text(p.Reason) }))

var lineTable = projections.NewTable("lines",
	projections.Key("position", "bigint", func(l *Line) int64 { return l.Position }),
	projections.Fixed("brand", "uuid", func(l *Line) pgtype.UUID { return projections.UUID(l.Brand) }),
	projections.Fixed("kind", "text", func(l *Line) string { return string(l.Kind) }),
	projections.Fixed("campaign", "uuid", func(l *Line) pgtype.UUID { return projections.UUID(l.Campaign) }),
	projections.Fixed("participation", "uuid", func(l *Line) pgtype.UUID { return projections.UUID(l.Participation) }),
	projections.Fixed("payout", "uuid", func(l *Line) pgtype.UUID { return projections.UUID(l.Payout) }),
	projections.Fixed("goods", "bigint", func(l *Line) int64 { return int64(l.Split.Goods) }),
	projections.Fixed("shipping", "bigint", func(l *Line) int64 { return int64(l.Split.Shipping) }),
	projections.Fixed("fee", "bigint", func(l *Line) int64 { return int64(l.Split.Fee) }),
	projections.Fixed("tax", "bigint", func(l *Line) int64 { return int64(l.Split.Tax) }),
	projections.Fixed("amount", "bigint", func(l *Line) int64 { return int64(l.Amount) }),
	projections.Fixed("evidence", "text", func(l *Line) pgtype.Text { return projections.Text(l.Evidence) }),
	projections.Fixed("at", "timestamptz", func(l *Line) pgtype.Timestamptz { return projections.Time(l.At) }))
