// Package statements is the read model of the bank statements that were
// imported. View: statement_imports. It also keeps the files themselves, sealed
// and for a while, in an operational table.
package statements

import (
	"context"
	_ "embed"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Name of the projection.
const Name = "statements"

//go:embed schema.sql
var ddl string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 1, DDL: ddl,
		Views: []projections.View{{Public: "statement_imports", Table: "imports"}},
		Money: false, // the money itself is in receipts
	}
}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	var rows []imported
	for n := range batch {
		body, ok := batch[n].Body.(payment.StatementEvent)
		if !ok {
			continue
		}
		switch e := body.(type) { //nolint:gocritic // a second one must not be forgotten here
		case payment.StatementImported:
			rows = append(rows, imported{&batch[n], e})
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return []string{projections.OpsTopic}, table.Insert(ctx, tx, rows)
}

// imported is one row.
type imported struct {
	*projections.Event
	payment.StatementImported
}

// by is who imported it; zero for the program itself.
func (i *imported) by() id.ID {
	name, isUser := strings.CutPrefix(i.Actor, "user:")
	user, err := id.Parse(name)
	if !isUser || err != nil {
		return id.ID{}
	}
	return user
}

var table = projections.NewTable("imports",
	projections.Key("position", "bigint", func(i *imported) int64 { return int64(i.Position) }),
	projections.Fixed("statement", "uuid", func(i *imported) pgtype.UUID { return projections.UUID(i.Statement) }),
	projections.Fixed("account", "text", func(i *imported) string { return i.Account }),
	projections.Fixed("hash", "text", func(i *imported) string { return i.Hash }),
	projections.Fixed("format", "text", func(i *imported) string { return i.Format }),
	projections.Fixed("first_day", "timestamptz", func(i *imported) pgtype.Timestamptz { return projections.Time(i.From) }),
	projections.Fixed("last_day", "timestamptz", func(i *imported) pgtype.Timestamptz { return projections.Time(i.Until) }),
	projections.Fixed("imported_at", "timestamptz", func(i *imported) pgtype.Timestamptz { return projections.Time(i.RecordedAt) }),
	projections.Fixed("imported_by", "uuid", func(i *imported) pgtype.UUID { return projections.UUID(i.by()) }),
	projections.Fixed("matched", "integer", func(i *imported) int { return i.Matched.Lines }),
	projections.Fixed("matched_amount", "bigint", func(i *imported) int64 { return int64(i.Matched.Amount) }),
	projections.Fixed("unknown", "integer", func(i *imported) int { return i.Unknown.Lines }),
	projections.Fixed("unknown_amount", "bigint", func(i *imported) int64 { return int64(i.Unknown.Amount) }),
	projections.Fixed("known", "integer", func(i *imported) int { return i.Known.Lines }),
	projections.Fixed("known_amount", "bigint", func(i *imported) int64 { return int64(i.Known.Amount) }),
	projections.Fixed("undecided", "integer", func(i *imported) int { return i.Undecided.Lines }),
	projections.Fixed("undecided_amount", "bigint", func(i *imported) int64 { return int64(i.Undecided.Amount) }),
	projections.Fixed("pending", "integer", func(i *imported) int { return i.Pending.Lines }),
	projections.Fixed("outgoing", "integer", func(i *imported) int { return i.Outgoing.Lines }),
	projections.Fixed("unreadable", "integer", func(i *imported) int { return i.Unreadable }))
