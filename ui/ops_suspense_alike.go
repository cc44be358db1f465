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
func (s *Server) alike(ctx context.Context, q projections.Querier, receipts []payments.Receipt) (map[id.ID]string, error) {
	var lines []payment.StatementLine
	for _, receipt := range receipts {
		if receipt.Instruction.IsZero() && receipt.Account == s.Account.Number {
			lines = append(lines, payment.StatementLine{Reference: receipt.Reference, Amount: receipt.Amount})
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	p := &importPlan{file: statements.File{Account: s.Account.Number}}
	if err := p.know(ctx, q, lines); err != nil {
		return nil, err
	}
	of := map[money.Rupiah][]payment.StatementCandidate{}
	for _, instruction := range p.instructions {
		of[instruction.Total] = append(of[instruction.Total], candidate(instruction, p.boards[instruction.Campaign]))
	}
	said := map[id.ID]string{}
	for _, line := range lines {
		if candidates := of[line.Amount]; len(candidates) > 0 {
			said[payment.ReceiptID(s.Account.Number, line.Reference)] = "Jumlahnya sama dengan pesanan lain. " + p.candidateWords(candidates)
		}
	}
	return said, nil
}
