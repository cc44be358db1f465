package payments

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
)

// InstructionState is what became of an instruction.
type InstructionState string

// States of an instruction.
const (
	Issued   InstructionState = "Issued"
	Reported InstructionState = "Reported" // the buyer says that it was paid
	Rejected InstructionState = "Rejected" // no such transfer was found
	Paid     InstructionState = "Paid"
	Closed   InstructionState = "Closed"
)

// Instruction is what a buyer was told to transfer.
type Instruction struct {
	Instruction, Campaign, Buyer id.ID // Instruction is the participation's id, and Amount tells it from its others

	Account    string
	Bank       string       // of that account; empty: it was not kept
	Holder     string       // likewise
	Amount     money.Rupiah // without the code
	Code       int
	Total      money.Rupiah // with it
	IssuedAt   time.Time
	ExpiresAt  time.Time
	State      InstructionState
	ReportedAt time.Time
	ToldPaidAt time.Time // the transfer's time, as the buyer says
	DecideBy   time.Time
	Proof      eventstore.Sealed
	Rejected   string // why
	RejectedAt time.Time
	Closed     string // why; a reported one that was closed stays Reported: money may have come
	Receipt    id.ID
}

const selectInstruction = `SELECT instruction, campaign, buyer, account, bank, holder, amount, code, total, issued_at, expires_at, state,
	reported_at, told_paid_at, decide_by, proof, rejected, rejected_at, closed, receipt `

func (i *Instruction) targets() []any {
	return []any{
		projections.ScanID(&i.Instruction), projections.ScanID(&i.Campaign), projections.ScanID(&i.Buyer), &i.Account, projections.ScanText(&i.Bank), projections.ScanText(&i.Holder), &i.Amount,
		&i.Code, &i.Total, projections.ScanTime(&i.IssuedAt), projections.ScanTime(&i.ExpiresAt), (*string)(&i.State),
		projections.ScanTime(&i.ReportedAt), projections.ScanTime(&i.ToldPaidAt), projections.ScanTime(&i.DecideBy),
		projections.ScanSealed(&i.Proof), projections.ScanText(&i.Rejected), projections.ScanTime(&i.RejectedAt),
		projections.ScanText(&i.Closed), projections.ScanID(&i.Receipt),
	}
}

func scanInstruction(row pgx.CollectableRow) (i Instruction, err error) {
	err = row.Scan(i.targets()...)
	return i, err
}

// InstructionOf returns the newest instruction of a participation: after a part came, the one
// for what is missing.
func InstructionOf(ctx context.Context, q projections.Querier, participation id.ID) (Instruction, error) {
	const where = `FROM payment_instructions WHERE instruction = $1 ORDER BY issued_at DESC, amount LIMIT 1`
	return projections.One(ctx, q, scanInstruction, selectInstruction+where, projections.UUID(participation))
}

// InstructionsOf returns the newest instructions of several participations.
func InstructionsOf(ctx context.Context, q projections.Querier, participations []id.ID) (map[id.ID]Instruction, error) {
	const where = `FROM payment_instructions WHERE instruction = ANY ($1::uuid[]) ORDER BY issued_at, amount DESC`
	rows, err := projections.All(ctx, q, scanInstruction, selectInstruction+where, projections.UUIDs(participations))
	byID := make(map[id.ID]Instruction, len(rows))
	for _, i := range rows {
		byID[i.Instruction] = i
	}
	return byID, err
}

// ToConfirm returns a page of the instructions that wait for money: the reported
// ones first, the oldest report on top, then the others by their expiry.
func ToConfirm(ctx context.Context, q projections.Querier, limit, offset int) ([]Instruction, int, error) {
	const where = `, count(*) OVER () FROM payment_instructions WHERE state IN ('Issued', 'Reported', 'Rejected')
		ORDER BY (state = 'Reported') DESC, CASE WHEN state = 'Reported' THEN reported_at ELSE expires_at END, instruction
		LIMIT $1 OFFSET $2`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (i Instruction, err error) {
		err = row.Scan(append(i.targets(), total)...)
		return i, err
	}, selectInstruction+where, limit, offset)
}
