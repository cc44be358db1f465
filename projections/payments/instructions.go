package payments

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

// instruction is what changes of a row; issued is nil unless this batch began it.
type instruction struct {
	instruction, campaign, buyer     id.ID
	amount                           money.Rupiah
	issued                           *payment.InstructionIssued
	state                            InstructionState
	reportedAt, toldPaidAt, decideBy time.Time
	proof                            pgtype.Text
	rejected                         string
	rejectedAt                       time.Time
	closed                           string
	receipt                          id.ID
}

// key tells the instructions of a participation apart: after a part came, it has another.
type key struct {
	instruction id.ID
	amount      money.Rupiah
}

// keyOf names the instruction that an event is about: its stream has one amount.
func keyOf(event *projections.Event, instruction id.ID) key {
	return key{instruction, payment.InstructionAmount(event.StreamID)}
}

type instructions struct {
	wanted projections.Set[key]
	rows   projections.Rows[key, instruction]
}

// want notes which rows have to be read. One that the batch begins is not there.
func (i *instructions) want(event *projections.Event, body payment.InstructionEvent) {
	switch e := body.(type) {
	case payment.InstructionIssued:
	case payment.TransferReported:
		i.wanted.Add(keyOf(event, e.Instruction))
	case payment.ReportRejected:
		i.wanted.Add(keyOf(event, e.Instruction))
	case payment.InstructionPaid:
		i.wanted.Add(keyOf(event, e.Instruction))
	case payment.InstructionClosed:
		i.wanted.Add(keyOf(event, e.Instruction))
	}
}

func (i *instructions) load(ctx context.Context, tx pgx.Tx) error {
	if len(i.wanted) == 0 {
		return nil
	}
	ids := projections.Set[id.ID]{}
	for k := range i.wanted {
		ids.Add(k.instruction)
	}
	const query = `SELECT instruction, amount, campaign, buyer, state, reported_at, told_paid_at, decide_by, proof::text, rejected,
		rejected_at, closed, receipt FROM instructions WHERE instruction = ANY ($1::uuid[])`
	return i.rows.Load(ctx, tx, func(row pgx.CollectableRow) (r instruction, err error) {
		err = row.Scan(projections.ScanID(&r.instruction), &r.amount, projections.ScanID(&r.campaign), projections.ScanID(&r.buyer),
			(*string)(&r.state), projections.ScanTime(&r.reportedAt), projections.ScanTime(&r.toldPaidAt), projections.ScanTime(&r.decideBy),
			&r.proof, projections.ScanText(&r.rejected), projections.ScanTime(&r.rejectedAt),
			projections.ScanText(&r.closed), projections.ScanID(&r.receipt))
		return r, err
	}, func(r *instruction) (key, bool) {
		k := key{r.instruction, r.amount}
		return k, i.wanted.Has(k)
	}, query, projections.UUIDs(ids.List()))
}

func (i *instructions) add(event *projections.Event, body payment.InstructionEvent, topics projections.Topics) (err error) {
	var r *instruction
	switch e := body.(type) {
	case payment.InstructionIssued:
		r = i.rows.Begin(keyOf(event, e.Instruction), instruction{
			instruction: e.Instruction, amount: e.Amount, campaign: e.Campaign, buyer: e.Buyer, issued: &e, state: Issued,
		})
	case payment.TransferReported:
		if r = i.rows.Get(keyOf(event, e.Instruction)); r != nil {
			r.state, r.reportedAt, r.toldPaidAt, r.decideBy = Reported, event.RecordedAt, e.PaidAt, e.DecideBy
			r.proof, err = projections.Sealed(e.Proof)
		}
	case payment.ReportRejected:
		if r = i.rows.Get(keyOf(event, e.Instruction)); r != nil {
			r.reject(e.Reason, event.RecordedAt)
		}
	case payment.InstructionPaid:
		if r = i.rows.Get(keyOf(event, e.Instruction)); r != nil {
			r.state, r.receipt = Paid, e.Receipt
		}
	case payment.InstructionClosed:
		if r = i.rows.Get(keyOf(event, e.Instruction)); r != nil {
			r.close(e.Reason)
		}
	}
	if r != nil { // one that ended before it was issued never has a row
		topics.Add(projections.OpsTopic, projections.BuyerTopic(r.buyer), projections.CampaignTopic(r.campaign))
	}
	return err
}

// close ends an instruction, but not what its buyer says: a reported transfer
// has to be looked for even when the slots are gone. Where a part came it was found.
func (r *instruction) close(reason string) {
	r.closed = reason
	if r.state != Reported || reason == payment.ClosePart {
		r.state = Closed
	}
}

func (r *instruction) reject(reason string, at time.Time) {
	r.state, r.rejected, r.rejectedAt = Rejected, reason, at
	if r.closed != "" {
		r.state = Closed
	}
}

// instructionTable lists all columns. What is fixed is written only for those
// that the batch issued.
var instructionTable = projections.NewTable("instructions",
	projections.Key("instruction", "uuid", func(r *instruction) pgtype.UUID { return projections.UUID(r.instruction) }),
	projections.Key("amount", "bigint", func(r *instruction) int64 { return int64(r.amount) }),
	projections.Fixed("campaign", "uuid", func(r *instruction) pgtype.UUID { return projections.UUID(r.campaign) }),
	projections.Fixed("buyer", "uuid", func(r *instruction) pgtype.UUID { return projections.UUID(r.buyer) }),
	projections.Fixed("account", "text", func(r *instruction) string { return r.issued.Account }),
	projections.Fixed("bank", "text", func(r *instruction) pgtype.Text { return projections.Text(r.issued.Bank) }),
	projections.Fixed("holder", "text", func(r *instruction) pgtype.Text { return projections.Text(r.issued.Holder) }),
	projections.Fixed("code", "integer", func(r *instruction) int { return r.issued.Code }),
	projections.Fixed("total", "bigint", func(r *instruction) int64 { return int64(r.issued.Total) }),
	projections.Fixed("issued_at", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.issued.IssuedAt) }),
	projections.Fixed("expires_at", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.issued.ExpiresAt) }),
	projections.Changing("state", "text", func(r *instruction) string { return string(r.state) }),
	projections.Changing("reported_at", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.reportedAt) }),
	projections.Changing("told_paid_at", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.toldPaidAt) }),
	projections.Changing("decide_by", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.decideBy) }),
	projections.Changing("proof", "json", func(r *instruction) pgtype.Text { return r.proof }),
	projections.Changing("rejected", "text", func(r *instruction) pgtype.Text { return projections.Text(r.rejected) }),
	projections.Changing("rejected_at", "timestamptz", func(r *instruction) pgtype.Timestamptz { return projections.Time(r.rejectedAt) }),
	projections.Changing("closed", "text", func(r *instruction) pgtype.Text { return projections.Text(r.closed) }),
	projections.Changing("receipt", "uuid", func(r *instruction) pgtype.UUID { return projections.UUID(r.receipt) }))
