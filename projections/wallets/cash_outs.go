package wallets

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// CashOut is one that was asked for. ReturnedAt counts before SentAt: a bank may send back
// what it was sent.
type CashOut struct {
	CashOut    id.ID
	Buyer      id.ID
	Amount     money.Rupiah
	Account    eventstore.Sealed
	AskedAt    time.Time
	NotBefore  time.Time // nothing is sent earlier
	SentAt     time.Time // zero: not, or not yet
	ReturnedAt time.Time

	sealed pgtype.Text
}

// ended is what a batch says of a cash-out's end; the zero time: nothing.
type ended struct {
	cashOut            id.ID
	sentAt, returnedAt time.Time
}

// cashOuts are those of a batch.
type cashOuts struct {
	asked []CashOut
	ended []ended
}

func (c *cashOuts) save(ctx context.Context, tx pgx.Tx) error {
	for i := range c.asked {
		var err error
		if c.asked[i].sealed, err = projections.Sealed(c.asked[i].Account); err != nil {
			return fmt.Errorf("cash-out %s: %w", c.asked[i].CashOut, err)
		}
	}
	if err := cashOutTable.Insert(ctx, tx, c.asked); err != nil {
		return err
	}
	if len(c.ended) == 0 {
		return nil
	}
	const query = `UPDATE cash_outs AS c SET sent_at = coalesce(c.sent_at, e.sent_at), returned_at = coalesce(c.returned_at, e.returned_at)
		FROM (SELECT cash_out, min(sent_at) AS sent_at, min(returned_at) AS returned_at
			FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS e (cash_out, sent_at, returned_at) GROUP BY cash_out) AS e
		WHERE c.cash_out = e.cash_out`
	_, err := tx.Exec(ctx, query,
		projections.Column(c.ended, func(e *ended) pgtype.UUID { return projections.UUID(e.cashOut) }),
		projections.Column(c.ended, func(e *ended) pgtype.Timestamptz { return projections.Time(e.sentAt) }),
		projections.Column(c.ended, func(e *ended) pgtype.Timestamptz { return projections.Time(e.returnedAt) }))
	if err != nil {
		return fmt.Errorf("write the ends of cash-outs: %w", err)
	}
	return nil
}

var cashOutTable = projections.NewTable("cash_outs",
	projections.Key("cash_out", "uuid", func(c *CashOut) pgtype.UUID { return projections.UUID(c.CashOut) }),
	projections.Fixed("buyer", "uuid", func(c *CashOut) pgtype.UUID { return projections.UUID(c.Buyer) }),
	projections.Fixed("amount", "bigint", func(c *CashOut) int64 { return int64(c.Amount) }),
	projections.Fixed("account", "json", func(c *CashOut) pgtype.Text { return c.sealed }),
	projections.Fixed("asked_at", "timestamptz", func(c *CashOut) pgtype.Timestamptz { return projections.Time(c.AskedAt) }),
	projections.Fixed("not_before", "timestamptz", func(c *CashOut) pgtype.Timestamptz { return projections.Time(c.NotBefore) }))

const selectCashOut = `SELECT cash_out, buyer, amount, account::text, asked_at, not_before, sent_at, returned_at FROM wallet_cash_outs `

func scanCashOut(row pgx.CollectableRow) (c CashOut, err error) {
	err = row.Scan(projections.ScanID(&c.CashOut), projections.ScanID(&c.Buyer), &c.Amount, projections.ScanSealed(&c.Account),
		projections.ScanTime(&c.AskedAt), projections.ScanTime(&c.NotBefore), projections.ScanTime(&c.SentAt), projections.ScanTime(&c.ReturnedAt))
	return c, err
}

// CashOutsOf returns a buyer's cash-outs, the newest first.
func CashOutsOf(ctx context.Context, q projections.Querier, buyer id.ID) ([]CashOut, error) {
	return projections.All(ctx, q, scanCashOut, selectCashOut+`WHERE buyer = $1 ORDER BY asked_at DESC, cash_out`, projections.UUID(buyer))
}

// CashOutByID returns one; projections.ErrNotFound: there is none that may be seen.
func CashOutByID(ctx context.Context, q projections.Querier, cashOut id.ID) (CashOut, error) {
	return projections.One(ctx, q, scanCashOut, selectCashOut+`WHERE cash_out = $1`, projections.UUID(cashOut))
}

// CashOutsByIDs returns several; those that can't be seen are left out.
func CashOutsByIDs(ctx context.Context, q projections.Querier, ids []id.ID) (map[id.ID]CashOut, error) {
	rows, err := projections.All(ctx, q, scanCashOut, selectCashOut+`WHERE cash_out = ANY ($1::uuid[])`, projections.UUIDs(ids))
	byID := make(map[id.ID]CashOut, len(rows))
	for _, c := range rows {
		byID[c.CashOut] = c
	}
	return byID, err
}
