package payouts

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

const selectSeller = `SELECT brand, due, owed, account_number, account::text, account_by, account_state, account_at, account_reason,
	usable_from, held, run_at, changed_at `

func (s *Seller) targets() []any {
	return []any{
		projections.ScanID(&s.Brand), &s.Due, &s.Owed, &s.Account.Number, projections.ScanSealed(&s.Account.Sealed),
		projections.ScanID(&s.Account.By), projections.ScanText(&s.Account.State), projections.ScanTime(&s.AccountAt),
		projections.ScanText(&s.AccountReason), projections.ScanTime(&s.Account.UsableFrom), projections.ScanText(&s.Held),
		projections.ScanTime(&s.RunAt), projections.ScanTime(&s.ChangedAt),
	}
}

func scanSeller(row pgx.CollectableRow) (s Seller, err error) {
	err = row.Scan(s.targets()...)
	return s, err
}

const selectPayout = `SELECT payout, brand, number, gross, clawback, amount, account, limit_one, hash, opened_by, opened_at, agreed,
	state, changed_at, way, attempt, reference, not_before, failure, code, evidence, paid_by, paid_at, reason `

func (p *Payout) targets(agreed *string) []any {
	return []any{
		projections.ScanID(&p.Payout), projections.ScanID(&p.Brand), &p.Number, &p.Gross, &p.Clawback, &p.Amount, &p.Account, &p.LimitOne,
		&p.Hash, projections.ScanID(&p.By), projections.ScanTime(&p.OpenedAt), agreed, (*string)(&p.State), projections.ScanTime(&p.ChangedAt),
		projections.ScanText(&p.Way), &p.Attempt, projections.ScanText(&p.Reference), projections.ScanTime(&p.NotBefore),
		projections.ScanText(&p.Failure), projections.ScanText(&p.Code), projections.ScanText(&p.Evidence), projections.ScanID(&p.PaidBy),
		projections.ScanTime(&p.PaidAt), projections.ScanText(&p.Reason),
	}
}

func scanPayout(row pgx.CollectableRow) (Payout, error) { return scanPayoutWith(row) }

func scanPayoutWith(row pgx.CollectableRow, more ...any) (p Payout, err error) {
	var agreed string
	if err := row.Scan(append(p.targets(&agreed), more...)...); err != nil {
		return p, err
	}
	for name := range strings.FieldsSeq(agreed) {
		who, err := id.Parse(name)
		if err != nil {
			return p, fmt.Errorf("who agreed to payout %s: %w", p.Payout, err)
		}
		p.Agreed = append(p.Agreed, who)
	}
	return p, nil
}

// SellerOf returns what a brand is due; projections.ErrNotFound: it never was due anything,
// and has named no account.
func SellerOf(ctx context.Context, q projections.Querier, brand id.ID) (Seller, error) {
	return projections.One(ctx, q, scanSeller, selectSeller+`FROM payout_sellers WHERE brand = $1`, projections.UUID(brand))
}

// ByID returns a payout; projections.ErrNotFound: there is none.
func ByID(ctx context.Context, q projections.Querier, payout id.ID) (Payout, error) {
	return projections.One(ctx, q, scanPayout, selectPayout+`FROM payouts WHERE payout = $1`, projections.UUID(payout))
}

// OfBrand returns a page of a brand's payouts, the newest first, and how many there are.
func OfBrand(ctx context.Context, q projections.Querier, brand id.ID, limit, offset int) ([]Payout, int, error) {
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (Payout, error) { return scanPayoutWith(row, total) },
		selectPayout+`, count(*) OVER () FROM payouts WHERE brand = $1 ORDER BY number DESC LIMIT $2 OFFSET $3`,
		projections.UUID(brand), limit, offset)
}

const selectLine = `SELECT l.position, l.brand, l.kind, l.campaign, l.participation, l.payout, l.goods, l.shipping, l.fee, l.tax,
	l.amount, l.evidence, l.at, l.balance::bigint, c.title, c.batch
	FROM (SELECT *, sum(amount) OVER (ORDER BY position) AS balance FROM payout_lines WHERE brand = $1) l
	LEFT JOIN sambatan_dashboard c ON c.campaign = l.campaign `

func scanLine(row pgx.CollectableRow, more ...any) (l Line, err error) {
	var batch *int
	err = row.Scan(append([]any{
		&l.Position, projections.ScanID(&l.Brand), (*string)(&l.Kind), projections.ScanID(&l.Campaign), projections.ScanID(&l.Participation),
		projections.ScanID(&l.Payout), &l.Split.Goods, &l.Split.Shipping, &l.Split.Fee, &l.Split.Tax, &l.Amount,
		projections.ScanText(&l.Evidence), projections.ScanTime(&l.At), &l.Balance, projections.ScanText(&l.Title), &batch,
	}, more...)...)
	if batch != nil {
		l.Batch = *batch
	}
	return l, err
}

// Statement returns a page of a brand's statement, the newest line first, each with the
// balance after it, and how many lines there are.
func Statement(ctx context.Context, q projections.Querier, brand id.ID, limit, offset int) ([]Line, int, error) {
	lines, err := projections.All(ctx, q, func(row pgx.CollectableRow) (Line, error) { return scanLine(row) },
		selectLine+`ORDER BY l.position DESC LIMIT $2 OFFSET $3`, projections.UUID(brand), limit, offset)
	if err != nil {
		return nil, 0, err
	}
	total, err := projections.One(ctx, q, pgx.RowTo[int], `SELECT count(*)::int FROM payout_lines WHERE brand = $1`, projections.UUID(brand))
	return lines, total, err
}

// Entire returns a brand's whole statement, the oldest line first.
func Entire(ctx context.Context, q projections.Querier, brand id.ID) ([]Line, error) {
	return projections.All(ctx, q, func(row pgx.CollectableRow) (Line, error) { return scanLine(row) },
		selectLine+`ORDER BY l.position`, projections.UUID(brand))
}

// Held is what a brand's campaigns hold in escrow, which is not due yet.
func Held(ctx context.Context, q projections.Querier, brand id.ID) (money.Rupiah, error) {
	return projections.One(ctx, q, pgx.RowTo[money.Rupiah],
		`SELECT coalesce(sum(received - returned - released), 0)::bigint FROM sambatan_dashboard WHERE brand = $1`, projections.UUID(brand))
}

// ProvenBy tells whether a transfer is the evidence of another payout than one.
func ProvenBy(ctx context.Context, q projections.Querier, evidence string, but id.ID) (bool, error) {
	const query = `SELECT EXISTS (SELECT FROM payout_lines WHERE lower(evidence) = lower($1) AND payout <> $2)`
	return projections.One(ctx, q, pgx.RowTo[bool], query, evidence, projections.UUID(but))
}
