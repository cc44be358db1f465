// Package auditlog finds events by the campaign that they are about.
// Views: sambatan_audit_logs, the events themselves; sambatan_audit_entries,
// only what they are about; sambatan_audit_blocks, how many there are.
package auditlog

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Name of the projection.
const Name = "auditlog"

//go:embed schema.sql
var ddl string

//go:embed indexes.sql
var indexes string

// Projection writes the read model.
type Projection struct{}

// New returns the projection.
func New() Projection { return Projection{} }

// Spec implements projections.Projection.
func (Projection) Spec() projections.Spec {
	return projections.Spec{
		Name: Name, Version: 3, DDL: ddl, Indexes: indexes,
		Views: []projections.View{
			{Public: "sambatan_audit_logs", Table: "audit_logs"},
			{Public: "sambatan_audit_entries", Table: "entries"},
			{Public: "sambatan_audit_blocks", Table: "blocks"},
		},
	}
}

// ReadsRaw implements projections.RawReader: every event is shown, also one that
// this program can't read.
func (Projection) ReadsRaw() {}

// Apply implements projections.Projection.
func (Projection) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	entries := make([]entry, len(batch))
	for i := range batch {
		entries[i] = newEntry(&batch[i])
	}
	if err := findCampaigns(ctx, tx, entries); err != nil {
		return nil, err
	}
	if err := table.Insert(ctx, tx, entries); err != nil {
		return nil, err
	}
	counted := newBlocks(entries)
	if err := assign(ctx, tx, entries, counted); err != nil {
		return nil, fmt.Errorf("assign what was matched: %w", err)
	}
	if err := counted.save(ctx, tx); err != nil {
		return nil, fmt.Errorf("count what happened: %w", err)
	}
	return topics(entries), nil
}
