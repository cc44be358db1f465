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
}

type fold struct {
	wanted projections.Set[key]
	rows   projections.Rows[key, row]
}

func keyOf(event payment.IntentEvent) key {
	payer, attempt := payment.AttemptOf(event)
	return key{payer.Participation, attempt}
}

func (f *fold) load(ctx context.Context, tx pgx.Tx) error {
	participations := projections.Set[id.ID]{}
	for k := range f.wanted {
		participations.Add(k.participation)
	}
	const query = `SELECT participation, attempt, campaign, buyer, method, amount, state, transaction, bank, va, qr, link, opened_at,
		expires_at, reason, unconfirmed, receipt, changed_at FROM intents WHERE participation = ANY ($1::uuid[])`
	return f.rows.Load(ctx, tx, func(r pgx.CollectableRow) (found row, err error) {
		err = r.Scan(projections.ScanID(&found.participation), &found.attempt, projections.ScanID(&found.Campaign),
			projections.ScanID(&found.Buyer), (*string)(&found.method), &found.amount, (*string)(&found.state),
			projections.ScanText(&found.transaction), projections.ScanText(&found.bank), projections.ScanText(&found.va),
			projections.ScanText(&found.qr), projections.ScanText(&found.link), projections.ScanTime(&found.openedAt),
			projections.ScanTime(&found.expiresAt), projections.ScanText(&found.reason), &found.unconfirmed,
			projections.ScanID(&found.receipt), projections.ScanTime(&found.changedAt))
		found.Participation = found.participation
		return found, err
	}, func(r *row) (key, bool) { return r.key, f.wanted.Has(r.key) }, query, projections.UUIDs(participations.List()))
}

func (f *fold) add(event *projections.Event, body payment.IntentEvent, topics projections.Topics) {
	payer, attempt := payment.AttemptOf(body)
	k := key{payer.Participation, attempt}
	r := f.rows.Get(k)
	if r == nil {
		r = f.rows.Begin(k, row{key: k, Payer: payer})
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
