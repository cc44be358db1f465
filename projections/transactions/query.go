package transactions

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Line is one posting. Amount is positive for a debit, negative for a credit.
type Line struct {
	Position   eventstore.Position
	Line       int // from 0, within the event
	Account    money.Account
	Amount     money.Rupiah
	Campaign   id.ID
	Type       string // of the event
	RecordedAt time.Time

	Participation, Buyer, Receipt, Refund id.ID
}

const selectLine = `SELECT position, line, account, amount, campaign, participation, buyer, receipt, refund, type, recorded_at
	FROM sambatan_transactions `

func scanLine(row pgx.CollectableRow) (l Line, err error) {
	err = row.Scan(&l.Position, &l.Line, (*string)(&l.Account), &l.Amount, projections.ScanID(&l.Campaign),
		projections.ScanID(&l.Participation), projections.ScanID(&l.Buyer), projections.ScanID(&l.Receipt),
		projections.ScanID(&l.Refund), &l.Type, projections.ScanTime(&l.RecordedAt))
	return l, err
}

// OfPositions returns the postings of several events.
func OfPositions(ctx context.Context, q projections.Querier, positions []eventstore.Position) (map[eventstore.Position][]Line, error) {
	wanted := projections.Column(positions, func(p *eventstore.Position) int64 { return int64(*p) })
	lines, err := projections.All(ctx, q, scanLine, selectLine+`WHERE position = ANY ($1::bigint[]) ORDER BY position, line`, wanted)
	of := map[eventstore.Position][]Line{}
	for _, l := range lines {
		of[l.Position] = append(of[l.Position], l)
	}
	return of, err
}

// Balance is what was debited and credited to one account.
type Balance struct {
	Account       money.Account
	Debit, Credit money.Rupiah
}

// Net is positive for a debit balance, negative for a credit balance.
func (b Balance) Net() money.Rupiah { return b.Debit - b.Credit }

func scanBalance(row pgx.CollectableRow) (b Balance, err error) {
	err = row.Scan((*string)(&b.Account), &b.Debit, &b.Credit)
	return b, err
}

// CampaignBalancesAt adds up the postings of a campaign's own money, as it was known at a
// position of the log; 0: now. Money that was matched to the campaign only later is not in it.
func CampaignBalancesAt(ctx context.Context, q projections.Querier, campaign id.ID, position eventstore.Position) ([]Balance, error) {
	const query = `SELECT account, coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,
			coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint
		FROM sambatan_transactions WHERE campaign = $1 AND ($2 = 0 OR since <= $2) GROUP BY account`
	all, err := projections.All(ctx, q, scanBalance, query, projections.UUID(campaign), int64(position))
	slices.SortFunc(all, func(a, b Balance) int { return strings.Compare(string(a.Account), string(b.Account)) }) // so many that Postgres would sort on disk
	return all, err
}

// OpenOf returns the accounts of a buyer that are not at zero: what we hold for them, or owe them.
func OpenOf(ctx context.Context, q projections.Querier, buyer id.ID) ([]Balance, error) {
	const query = `SELECT account, debit, credit FROM sambatan_balances WHERE buyer = $1 AND debit <> credit ORDER BY account`
	return projections.All(ctx, q, scanBalance, query, projections.UUID(buyer))
}

// BooksAt returns all accounts and the position that they stand at, in one look.
func BooksAt(ctx context.Context, q projections.Querier) (wallet.Balances, eventstore.Position, error) {
	const query = `SELECT account, debit, credit,
			(SELECT position FROM projection_checkpoints WHERE name = 'transactions' AND state = 'live') FROM sambatan_balances`
	books, at := wallet.Balances{}, eventstore.Position(0)
	_, err := projections.All(ctx, q, func(row pgx.CollectableRow) (none struct{}, err error) {
		var b Balance
		if err = row.Scan((*string)(&b.Account), &b.Debit, &b.Credit, &at); err == nil {
			books[b.Account] = wallet.Balance{Debits: b.Debit, Credits: b.Credit}
		}
		return none, err
	}, query)
	return books, at, err
}

// Trial adds up all accounts: debit and credit are equal, or something is wrong.
type Trial struct {
	Debit, Credit money.Rupiah
	Accounts      int
	Position      eventstore.Position // as of
}

// TrialBalance adds up all accounts.
func TrialBalance(ctx context.Context, q projections.Querier) (Trial, error) {
	const query = `SELECT coalesce(sum(debit), 0)::bigint, coalesce(sum(credit), 0)::bigint, count(*),
			coalesce((SELECT position FROM projection_checkpoints WHERE name = 'transactions' AND state = 'live'), 0)
		FROM sambatan_balances`
	return projections.One(ctx, q, func(row pgx.CollectableRow) (t Trial, err error) {
		err = row.Scan(&t.Debit, &t.Credit, &t.Accounts, &t.Position)
		return t, err
	}, query)
}
