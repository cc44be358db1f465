package intents

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

type key struct {
	participation id.ID
	attempt       int
}

// row is one row in memory.
type row struct {
	key
	payment.Payer

	method              payment.Method
	amount              money.Rupiah
	state               payment.IntentState
	transaction         string
	bank, va, qr, link  string
	openedAt, expiresAt time.Time
	reason              string
	unconfirmed         bool
	receipt             id.ID
	changedAt           time.Time
	isNew               bool
}

type fold struct {
	wanted map[key]struct{}
	rows   map[key]*row
	order  []*row // as they were touched
}

func newFold() *fold { return &fold{wanted: map[key]struct{}{}, rows: map[key]*row{}} }

func (f *fold) want(event payment.IntentEvent) {
	payer, attempt := payment.AttemptOf(event)
	f.wanted[key{payer.Participation, attempt}] = struct{}{}
}

func (f *fold) load(ctx context.Context, tx pgx.Tx) error {
	participations := make([]id.ID, 0, len(f.wanted))
	for k := range f.wanted {
		participations = append(participations, k.participation)
	}
	const query = `SELECT participation, attempt, campaign, buyer, method, amount, state, transaction, bank, va, qr, link, opened_at,
		expires_at, reason, unconfirmed, receipt, changed_at FROM intents WHERE participation = ANY ($1::uuid[])`
	rows, err := projections.All(ctx, tx, func(r pgx.CollectableRow) (*row, error) {
		found := &row{}
		err := r.Scan(projections.ScanID(&found.participation), &found.attempt, projections.ScanID(&found.Campaign),
			projections.ScanID(&found.Buyer), (*string)(&found.method), &found.amount, (*string)(&found.state),
			projections.ScanText(&found.transaction), projections.ScanText(&found.bank), projections.ScanText(&found.va),
			projections.ScanText(&found.qr), projections.ScanText(&found.link), projections.ScanTime(&found.openedAt),
			projections.ScanTime(&found.expiresAt), projections.ScanText(&found.reason), &found.unconfirmed,
			projections.ScanID(&found.receipt), projections.ScanTime(&found.changedAt))
		return found, err
	}, query, projections.UUIDs(participations))
	for _, found := range rows {
		found.Participation = found.participation
		f.rows[found.key] = found
		if _, wanted := f.wanted[found.key]; wanted {
			f.order = append(f.order, found)
		}
	}
	return err
}

func (f *fold) add(event *projections.Event, body payment.IntentEvent, topics projections.Topics) {
	payer, attempt := payment.AttemptOf(body)
	k := key{payer.Participation, attempt}
	r := f.rows[k]
	if r == nil {
		r = &row{key: k, Payer: payer, isNew: true}
		f.rows[k] = r
		f.order = append(f.order, r)
	}
	r.changedAt = event.RecordedAt
	r.evolve(body)
	topics.Add(projections.OpsTopic, projections.BuyerTopic(payer.Buyer))
	if !payer.Campaign.IsZero() {
		topics.Add(projections.CampaignTopic(payer.Campaign))
	}
}

func (r *row) evolve(event payment.IntentEvent) {
	switch e := event.(type) {
	case payment.IntentOpened:
		r.method, r.amount, r.openedAt, r.expiresAt, r.state = e.Method, e.Amount, e.OpenedAt, e.ExpiresAt, payment.IntentCreated
	case payment.IntentCharged:
		r.transaction, r.bank, r.va, r.qr, r.link, r.expiresAt = e.Transaction, e.Bank, e.VA, e.QR, e.Link, e.ExpiresAt
		if r.state == payment.IntentCreated {
			r.state = payment.IntentAwaiting
		}
	case payment.IntentEnding:
		r.state, r.reason = payment.IntentIsEnding, string(e.Reason)
	case payment.IntentClosed:
		r.state, r.reason, r.unconfirmed = payment.IntentIsClosed, string(e.Reason), e.Unconfirmed
	case payment.IntentPaid:
		r.state, r.receipt = payment.IntentIsPaid, e.Receipt
	}
}

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	var begun, older []row
	for _, r := range f.order {
		if r.isNew {
			begun = append(begun, *r)
		} else {
			older = append(older, *r)
		}
	}
	if err := intentTable.Insert(ctx, tx, begun); err != nil {
		return err
	}
	_, err := intentTable.Update(ctx, tx, older)
	return err
}

var intentTable = projections.NewTable("intents",
	projections.Key("participation", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.Participation) }),
	projections.Key("attempt", "integer", func(r *row) int { return r.attempt }),
	projections.Fixed("campaign", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.Campaign) }),
	projections.Fixed("buyer", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.Buyer) }),
	projections.Changing("method", "text", func(r *row) string { return string(r.method) }),
	projections.Changing("amount", "bigint", func(r *row) int64 { return int64(r.amount) }),
	projections.Changing("state", "text", func(r *row) string { return string(r.state) }),
	projections.Changing("transaction", "text", func(r *row) pgtype.Text { return projections.Text(r.transaction) }),
	projections.Changing("bank", "text", func(r *row) pgtype.Text { return projections.Text(r.bank) }),
	projections.Changing("va", "text", func(r *row) pgtype.Text { return projections.Text(r.va) }),
	projections.Changing("qr", "text", func(r *row) pgtype.Text { return projections.Text(r.qr) }),
	projections.Changing("link", "text", func(r *row) pgtype.Text { return projections.Text(r.link) }),
	projections.Changing("opened_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.openedAt) }),
	projections.Changing("expires_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.expiresAt) }),
	projections.Changing("reason", "text", func(r *row) pgtype.Text { return projections.Text(r.reason) }),
	projections.Changing("unconfirmed", "boolean", func(r *row) bool { return r.unconfirmed }),
	projections.Changing("receipt", "uuid", func(r *row) pgtype.UUID { return projections.UUID(r.receipt) }),
	projections.Changing("changed_at", "timestamptz", func(r *row) pgtype.Timestamptz { return projections.Time(r.changedAt) }))
