package wallets

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// change is what a batch adds to a wallet.
type change struct {
	buyer         id.ID
	balance, held money.Rupiah
	at            time.Time
}

// came is what came of a top-up.
type came struct {
	topUp  id.ID
	amount money.Rupiah
}

type fold struct {
	changes map[id.ID]*change
	order   []*change
	entries []Entry
	asked   []TopUp
	came    []came
	outs    cashOuts
	topics  projections.Topics
}

func newFold() *fold { return &fold{changes: map[id.ID]*change{}, topics: projections.Topics{}} }

func (f *fold) add(event *projections.Event, body wallet.Event) {
	switch e := body.(type) {
	case wallet.TopUpAsked:
		f.change(event, e.Buyer, 0, 0)
		f.asked = append(f.asked, TopUp{TopUp: e.TopUp, Buyer: e.Buyer, Amount: e.Amount, Method: e.Method, AskedAt: event.RecordedAt, PayBy: e.PayBy})
	case wallet.Credited:
		f.change(event, e.Buyer, e.Amount, 0)
		f.credited(event, e)
	case wallet.Held:
		f.change(event, e.Buyer, 0, e.Amount)
	case wallet.Captured:
		f.change(event, e.Buyer, -e.Amount, -e.Held)
		f.enter(event, Entry{Buyer: e.Buyer, Kind: Paid, Amount: -e.Amount, Campaign: e.Campaign, Participation: e.Participation})
	case wallet.Released:
		f.change(event, e.Buyer, 0, -e.Amount)
	case wallet.TakenBack:
		f.change(event, e.Buyer, -e.Amount, 0)
		f.enter(event, Entry{Buyer: e.Buyer, Kind: TakenBack, Amount: -e.Amount, TopUp: e.TopUp})
	case wallet.CashOutAsked:
		f.change(event, e.Buyer, -e.Amount, 0)
		f.enter(event, Entry{Buyer: e.Buyer, Kind: CashedOut, Amount: -e.Amount, CashOut: e.CashOut})
		f.outs.asked = append(f.outs.asked, CashOut{
			CashOut: e.CashOut, Buyer: e.Buyer, Amount: e.Amount, Account: e.Account, AskedAt: event.RecordedAt, NotBefore: e.NotBefore,
		})
	case wallet.CashOutSent:
		f.change(event, e.Buyer, 0, 0)
		f.outs.ended = append(f.outs.ended, ended{cashOut: e.CashOut, sentAt: event.RecordedAt})
	case wallet.CashOutReturned:
		f.change(event, e.Buyer, e.Amount, 0)
		f.enter(event, Entry{Buyer: e.Buyer, Kind: Stayed, Amount: e.Amount, CashOut: e.CashOut})
		f.outs.ended = append(f.outs.ended, ended{cashOut: e.CashOut, returnedAt: event.RecordedAt})
	case wallet.CashOutSentAfterAll:
		f.change(event, e.Buyer, -e.Amount, 0)
		if e.Amount > 0 {
			f.enter(event, Entry{Buyer: e.Buyer, Kind: AfterAll, Amount: -e.Amount, CashOut: e.CashOut})
		}
		f.outs.ended = append(f.outs.ended, ended{cashOut: e.CashOut, sentAt: event.RecordedAt})
	}
}

func (f *fold) credited(event *projections.Event, e wallet.Credited) {
	entry := Entry{Buyer: e.Buyer, Kind: Returned, Amount: e.Amount, Campaign: e.Campaign, Participation: e.Participation, TopUp: e.TopUp}
	if e.Refund.IsZero() {
		entry.Kind = ToppedUp
		f.came = append(f.came, came{e.TopUp, e.Amount})
	}
	f.enter(event, entry)
}

func (f *fold) enter(event *projections.Event, entry Entry) {
	entry.position, entry.At = event.Position, event.RecordedAt
	f.entries = append(f.entries, entry)
}

func (f *fold) change(event *projections.Event, buyer id.ID, balance, held money.Rupiah) {
	c := f.changes[buyer]
	if c == nil {
		c = &change{buyer: buyer}
		f.changes[buyer] = c
		f.order = append(f.order, c)
	}
	c.balance, c.held, c.at = c.balance+balance, c.held+held, event.RecordedAt
	f.topics.Add(projections.BuyerTopic(buyer))
}

// save adds to what is there.
func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	if len(f.order) == 0 {
		return nil
	}
	const query = `INSERT INTO wallets AS w (buyer, balance, held, changed_at)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[])
		ON CONFLICT (buyer) DO UPDATE SET balance = w.balance + excluded.balance, held = w.held + excluded.held,
			changed_at = excluded.changed_at`
	_, err := tx.Exec(ctx, query,
		projections.Column(f.order, func(c **change) pgtype.UUID { return projections.UUID((*c).buyer) }),
		projections.Column(f.order, func(c **change) int64 { return int64((*c).balance) }),
		projections.Column(f.order, func(c **change) int64 { return int64((*c).held) }),
		projections.Column(f.order, func(c **change) pgtype.Timestamptz { return projections.Time((*c).at) }))
	if err != nil {
		return fmt.Errorf("write wallets: %w", err)
	}
	if err := entryTable.Insert(ctx, tx, f.entries); err != nil {
		return err
	}
	if err := topUpTable.Insert(ctx, tx, f.asked); err != nil {
		return err
	}
	if err := f.outs.save(ctx, tx); err != nil {
		return err
	}
	return f.saveCame(ctx, tx)
}

func (f *fold) saveCame(ctx context.Context, tx pgx.Tx) error {
	if len(f.came) == 0 {
		return nil
	}
	const query = `UPDATE top_ups AS t SET credited = t.credited + c.amount
		FROM (SELECT top_up, sum(amount)::bigint AS amount FROM unnest($1::uuid[], $2::bigint[]) AS c (top_up, amount) GROUP BY top_up) AS c
		WHERE t.top_up = c.top_up`
	_, err := tx.Exec(ctx, query,
		projections.Column(f.came, func(c *came) pgtype.UUID { return projections.UUID(c.topUp) }),
		projections.Column(f.came, func(c *came) int64 { return int64(c.amount) }))
	if err != nil {
		return fmt.Errorf("write what came of top-ups: %w", err)
	}
	return nil
}

var entryTable = projections.NewTable("entries",
	projections.Key("position", "bigint", func(e *Entry) int64 { return int64(e.position) }),
	projections.Fixed("buyer", "uuid", func(e *Entry) pgtype.UUID { return projections.UUID(e.Buyer) }),
	projections.Fixed("kind", "text", func(e *Entry) string { return string(e.Kind) }),
	projections.Fixed("amount", "bigint", func(e *Entry) int64 { return int64(e.Amount) }),
	projections.Fixed("campaign", "uuid", func(e *Entry) pgtype.UUID { return projections.UUID(e.Campaign) }),
	projections.Fixed("participation", "uuid", func(e *Entry) pgtype.UUID { return projections.UUID(e.Participation) }),
	projections.Fixed("top_up", "uuid", func(e *Entry) pgtype.UUID { return projections.UUID(e.TopUp) }),
	projections.Fixed("cash_out", "uuid", func(e *Entry) pgtype.UUID { return projections.UUID(e.CashOut) }),
	projections.Fixed("at", "timestamptz", func(e *Entry) pgtype.Timestamptz { return projections.Time(e.At) }))

var topUpTable = projections.NewTable("top_ups",
	projections.Key("top_up", "uuid", func(t *TopUp) pgtype.UUID { return projections.UUID(t.TopUp) }),
	projections.Fixed("buyer", "uuid", func(t *TopUp) pgtype.UUID { return projections.UUID(t.Buyer) }),
	projections.Fixed("amount", "bigint", func(t *TopUp) int64 { return int64(t.Amount) }),
	projections.Fixed("method", "text", func(t *TopUp) string { return string(t.Method) }),
	projections.Fixed("asked_at", "timestamptz", func(t *TopUp) pgtype.Timestamptz { return projections.Time(t.AskedAt) }),
	projections.Fixed("pay_by", "timestamptz", func(t *TopUp) pgtype.Timestamptz { return projections.Time(t.PayBy) }))
