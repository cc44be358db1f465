package payments

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// ByTotals returns every instruction of an account, whatever became of it, that
// a transfer of one of these totals can be for.
func ByTotals(ctx context.Context, q projections.Querier, account string, totals []money.Rupiah) ([]Instruction, error) {
	const where = `FROM payment_instructions WHERE account = $1 AND total = ANY ($2::bigint[]) ORDER BY issued_at, instruction`
	amounts := projections.Column(totals, func(r *money.Rupiah) int64 { return int64(*r) })
	return projections.All(ctx, q, scanInstruction, selectInstruction+where, account, amounts)
}

// IssuedWith returns the accounts that instructions were issued with: today's, and those before it.
func IssuedWith(ctx context.Context, q projections.Querier) ([]string, error) {
	const list = `SELECT DISTINCT account FROM payment_instructions ORDER BY account`
	return projections.All(ctx, q, pgx.RowTo[string], list)
}

// ReceiptsAround returns the receipts of an account that were paid within a span
// of time, and those among ids whenever they were paid.
func ReceiptsAround(ctx context.Context, q projections.Querier, account string, from, until time.Time, ids []id.ID) ([]Receipt, error) {
	const where = `FROM payment_receipts WHERE account = $1 AND paid_at >= $2 AND paid_at < $3 OR receipt = ANY ($4::uuid[])
		ORDER BY paid_at, receipt`
	return projections.All(ctx, q, scanReceipt, selectReceipt+where, account, from, until, projections.UUIDs(ids))
}

// Unmatched returns the lines in suspense, of whatever account, that bear a reference.
func Unmatched(ctx context.Context, q projections.Querier, reference string) ([]Receipt, error) {
	const where = `FROM payment_receipts WHERE state = 'Suspense' AND instruction IS NULL AND channel = '' AND reference = $1
		ORDER BY recorded_at, receipt`
	return projections.All(ctx, q, scanReceipt, selectReceipt+where, reference)
}
