package statements

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// Import is one time that a file was imported.
type Import struct {
	Statement       id.ID
	Account         string
	Hash            string // of the file, SHA-256 in hex
	Format          string
	From, Until     time.Time // days; zero: no line had one
	ImportedAt      time.Time
	ImportedBy      id.ID // zero: the program itself
	Matched         int   // lines, and so on
	MatchedAmount   money.Rupiah
	Unknown         int
	UnknownAmount   money.Rupiah
	Known           int
	KnownAmount     money.Rupiah
	Undecided       int
	UndecidedAmount money.Rupiah
	Pending         int
	Outgoing        int
	Unreadable      int
}

const selectImport = `SELECT statement, account, hash, format, first_day, last_day, imported_at, imported_by, matched, matched_amount,
	unknown, unknown_amount, known, known_amount, undecided, undecided_amount, pending, outgoing, unreadable `

func (i *Import) targets() []any {
	return []any{
		projections.ScanID(&i.Statement), &i.Account, &i.Hash, &i.Format, projections.ScanTime(&i.From), projections.ScanTime(&i.Until),
		projections.ScanTime(&i.ImportedAt), projections.ScanID(&i.ImportedBy), &i.Matched, &i.MatchedAmount, &i.Unknown, &i.UnknownAmount,
		&i.Known, &i.KnownAmount, &i.Undecided, &i.UndecidedAmount, &i.Pending, &i.Outgoing, &i.Unreadable,
	}
}

func scanImport(row pgx.CollectableRow) (i Import, err error) {
	err = row.Scan(i.targets()...)
	return i, err
}

// Of returns the times that one file was imported, the first one first.
func Of(ctx context.Context, q projections.Querier, statement id.ID) ([]Import, error) {
	const where = `FROM statement_imports WHERE statement = $1 ORDER BY position`
	return projections.All(ctx, q, scanImport, selectImport+where, projections.UUID(statement))
}

// Newest returns a page of all imports, the newest first.
func Newest(ctx context.Context, q projections.Querier, limit, offset int) ([]Import, int, error) {
	const where = `, count(*) OVER () FROM statement_imports ORDER BY position DESC LIMIT $1 OFFSET $2`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (i Import, err error) {
		err = row.Scan(append(i.targets(), total)...)
		return i, err
	}, selectImport+where, limit, offset)
}
