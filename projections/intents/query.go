package intents

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Intent is one attempt to pay through a gateway. The zero Intent is none.
type Intent struct {
	Participation id.ID
	Attempt       int
	Method        payment.Method
	Amount        money.Rupiah
	State         payment.IntentState
	Bank, VA      string // of a virtual account
	QR, Link      string // of QRIS and wallets
	ExpiresAt     time.Time
	Reason        payment.EndReason // why it is ending, or was closed
	Unconfirmed   bool
	Receipt       id.ID
}

// NewestOf returns the newest attempt of each of several participations.
func NewestOf(ctx context.Context, q projections.Querier, participations []id.ID) (map[id.ID]Intent, error) {
	const query = `SELECT DISTINCT ON (participation) participation, attempt, method, amount, state, bank, va, qr, link, expires_at, reason,
		unconfirmed, receipt FROM payment_intents WHERE participation = ANY ($1::uuid[]) ORDER BY participation, attempt DESC`
	rows, err := projections.All(ctx, q, scan, query, projections.UUIDs(participations))
	of := make(map[id.ID]Intent, len(rows))
	for _, i := range rows {
		of[i.Participation] = i
	}
	return of, err
}

func scan(row pgx.CollectableRow) (i Intent, err error) {
	err = row.Scan(projections.ScanID(&i.Participation), &i.Attempt, (*string)(&i.Method), &i.Amount, (*string)(&i.State),
		projections.ScanText(&i.Bank), projections.ScanText(&i.VA), projections.ScanText(&i.QR), projections.ScanText(&i.Link),
		projections.ScanTime(&i.ExpiresAt), projections.ScanText(&i.Reason), &i.Unconfirmed, projections.ScanID(&i.Receipt))
	return i, err
}
