package ui

import (
	"context"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// alike says, of receipts without an owner, which orders have their very amount:
// an import leaves a line in suspense also when there are too many of them.
func alike(ctx context.Context, q projections.Querier, receipts []payments.Receipt) (map[id.ID]string, error) {
	lines := map[string][]payment.StatementLine{} // by the account that they came to
	for _, receipt := range receipts {
		if receipt.Instruction.IsZero() && receipt.Channel == "" {
			lines[receipt.Account] = append(lines[receipt.Account], payment.StatementLine{Reference: receipt.Reference, Amount: receipt.Amount})
		}
	}
	said := map[id.ID]string{}
	for account, came := range lines {
		if err := sayAlike(ctx, q, account, came, said); err != nil {
			return nil, err
		}
	}
	return said, nil
}

func sayAlike(ctx context.Context, q projections.Querier, account string, lines []payment.StatementLine, said map[id.ID]string) error {
	p := &importPlan{file: statements.File{Account: account}}
	if err := p.know(ctx, q, lines); err != nil {
		return err
	}
	of := map[money.Rupiah][]payment.StatementCandidate{}
	for _, instruction := range p.instructions {
		of[instruction.Total] = append(of[instruction.Total], candidate(instruction, p.boards[instruction.Campaign]))
	}
	for _, line := range lines {
		if candidates := of[line.Amount]; len(candidates) > 0 {
			said[payment.ReceiptID(account, line.Reference)] = "Jumlahnya sama dengan pesanan lain. " + p.candidateWords(candidates)
		}
	}
	return nil
}
