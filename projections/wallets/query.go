package wallets

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Wallet is what one buyer has to spend: Balance, of which Held is kept.
type Wallet struct{ Balance, Held money.Rupiah }

// Spendable is what nobody holds.
func (w Wallet) Spendable() money.Rupiah { return w.Balance - w.Held }

// Kind of an entry.
type Kind string

// Kinds.
const (
	ToppedUp  Kind = "topped_up"
	Paid      Kind = "paid"
	Returned  Kind = "returned"   // a refund
	TakenBack Kind = "taken_back" // by the gateway, of a top-up
	CashedOut Kind = "cashed_out"
	Stayed    Kind = "stayed"         // a cash-out that is in the wallet again
	AfterAll  Kind = "sent_after_all" // that had been sent by then
)

// Entry is something that came, or went.
type Entry struct {
	Buyer         id.ID
	Kind          Kind
	Amount        money.Rupiah // what went is less than nothing
	Campaign      id.ID
	Participation id.ID
	TopUp         id.ID
	CashOut       id.ID
	At            time.Time

	position eventstore.Position
}

// TopUp is one that was asked for. Credited is what came of it, Taken what of that the gateway took out of the wallet again.
type TopUp struct {
	TopUp    id.ID
	Buyer    id.ID
	Amount   money.Rupiah
	Method   payment.Method
	AskedAt  time.Time
	PayBy    time.Time
	Credited money.Rupiah
	Taken    money.Rupiah
}

// Of returns a buyer's wallet; the zero one if nothing ever happened to it.
func Of(ctx context.Context, q projections.Querier, buyer id.ID) (Wallet, error) {
	const query = `SELECT balance, held FROM wallets WHERE buyer = $1`
	found, err := projections.One(ctx, q, func(row pgx.CollectableRow) (w Wallet, err error) {
		err = row.Scan(&w.Balance, &w.Held)
		return w, err
	}, query, projections.UUID(buyer))
	if errors.Is(err, projections.ErrNotFound) {
		return Wallet{}, nil
	}
	return found, err
}

// Entries returns what came and went, the newest first, at most so many.
func Entries(ctx context.Context, q projections.Querier, buyer id.ID, most int) ([]Entry, error) {
	const query = `SELECT buyer, kind, amount, campaign, participation, top_up, cash_out, at FROM wallet_entries
		WHERE buyer = $1 ORDER BY position DESC LIMIT $2`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (e Entry, err error) {
		err = row.Scan(projections.ScanID(&e.Buyer), (*string)(&e.Kind), &e.Amount, projections.ScanID(&e.Campaign),
			projections.ScanID(&e.Participation), projections.ScanID(&e.TopUp),
			projections.ScanID(&e.CashOut), projections.ScanTime(&e.At))
		return e, err
	}, query, projections.UUID(buyer), most)
}

const selectTopUp = `SELECT top_up, buyer, amount, method, asked_at, pay_by, credited, coalesce((
		SELECT -sum(e.amount) FROM wallet_entries e WHERE e.buyer = t.buyer AND e.top_up = t.top_up AND e.kind = 'taken_back'
	), 0)::bigint FROM wallet_top_ups t `

func scanTopUp(row pgx.CollectableRow) (t TopUp, err error) {
	err = row.Scan(projections.ScanID(&t.TopUp), projections.ScanID(&t.Buyer), &t.Amount, (*string)(&t.Method),
		projections.ScanTime(&t.AskedAt), projections.ScanTime(&t.PayBy), &t.Credited, &t.Taken)
	return t, err
}

// Open returns a buyer's top-ups that no money came for and that are newer than since.
func Open(ctx context.Context, q projections.Querier, buyer id.ID, since time.Time) ([]TopUp, error) {
	return projections.All(ctx, q, scanTopUp, selectTopUp+`WHERE buyer = $1 AND credited = 0 AND pay_by > $2 ORDER BY asked_at DESC`,
		projections.UUID(buyer), since)
}

// ByID returns one top-up of a buyer's; projections.ErrNotFound: there is none.
func ByID(ctx context.Context, q projections.Querier, buyer, topUp id.ID) (TopUp, error) {
	return projections.One(ctx, q, scanTopUp, selectTopUp+`WHERE top_up = $1 AND buyer = $2`, projections.UUID(topUp), projections.UUID(buyer))
}
