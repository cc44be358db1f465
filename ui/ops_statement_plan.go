package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// importPlan is a kept file with what an import of it does.
type importPlan struct {
	file    statements.File
	imports []statements.Import
	read    statement.Statement // zero when the file is not kept any more
	lines   []planned

	receipts     map[id.ID]payments.Receipt
	instructions []payments.Instruction
	boards       map[id.ID]dashboard.Campaign
	orders       map[id.ID]participants.Row
}

// planned is one row of the file; plan is nil where no money came in.
type planned struct {
	statement.Row
	plan *payment.LinePlan
}

// kept tells whether the file is still there.
func (p *importPlan) kept() bool { return p.read.Format != "" }

// plan reads a kept file and judges its lines by what is known now. The error is
// projections.ErrNotFound for a file that was neither kept nor imported.
func (s *Server) plan(ctx context.Context, subject session.Subject, wanted id.ID) (*importPlan, error) {
	p := &importPlan{}
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		if p.imports, err = statements.Of(ctx, q, wanted); err != nil {
			return err
		}
		p.file, err = statements.FileByID(ctx, q, wanted)
		if errors.Is(err, projections.ErrNotFound) && len(p.imports) > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := s.unseal(ctx, p.file)
		if err != nil || len(content) == 0 {
			return err
		}
		if p.read, err = statement.Parse(content); err != nil {
			return err
		}
		return p.judge(ctx, q, subject.User, s.Now())
	})
	return p, err
}

// judge asks what is known about the lines' references, days and amounts.
func (p *importPlan) judge(ctx context.Context, q projections.Querier, by id.ID, now time.Time) error {
	lines := p.incoming()
	if err := p.know(ctx, q, lines); err != nil {
		return err
	}
	books := payment.StatementBooks{By: by, Instructions: map[money.Rupiah][]payment.StatementCandidate{}}
	for _, receipt := range p.receipts {
		books.Receipts = append(books.Receipts, payment.KnownReceipt{
			Receipt: receipt.Receipt, Reference: receipt.Reference, Amount: receipt.Amount, PaidAt: receipt.PaidAt, Instruction: receipt.Instruction,
		})
	}
	// In an order of their own, so that what was shown is what is done.
	slices.SortFunc(books.Receipts, func(a, b payment.KnownReceipt) int { return slices.Compare(a.Receipt[:], b.Receipt[:]) })
	for _, instruction := range p.instructions {
		books.Instructions[instruction.Total] = append(books.Instructions[instruction.Total], candidate(instruction, p.boards[instruction.Campaign]))
	}
	for _, list := range books.Instructions {
		slices.SortFunc(list, func(a, b payment.StatementCandidate) int { return a.IssuedAt.Compare(b.IssuedAt) })
	}
	plans := payment.PlanStatement(p.file.Account, lines, books, now)
	for i, next := 0, 0; i < len(p.lines); i++ {
		if p.lines[i].Kind == statement.Credit || p.lines[i].Kind == statement.Pending {
			p.lines[i].plan, next = &plans[next], next+1
		}
	}
	return nil
}

// incoming are the lines that money came in with, in the file's order.
func (p *importPlan) incoming() (lines []payment.StatementLine) {
	for _, row := range p.read.Rows {
		p.lines = append(p.lines, planned{Row: row})
		switch row.Kind {
		case statement.Credit, statement.Pending:
			e := row.Entry
			lines = append(lines, payment.StatementLine{
				Reference: e.Reference(), Amount: e.Amount, Day: e.Day.UTC(), At: e.At.UTC(), Mentions: e.Mentions,
			})
		case statement.Debit, statement.Unreadable:
		}
	}
	return lines
}

// know reads the receipts and instructions that the lines may be about.
func (p *importPlan) know(ctx context.Context, q projections.Querier, lines []payment.StatementLine) error {
	var ids []id.ID
	var totals []money.Rupiah
	for _, line := range lines {
		ids, totals = append(ids, payment.ReceiptID(p.file.Account, line.Reference)), append(totals, line.Amount)
	}
	from, until := p.read.Span()
	receipts, err := payments.ReceiptsAround(ctx, q, p.file.Account, from.AddDate(0, 0, -1), until.AddDate(0, 0, 2), ids)
	if err != nil {
		return err
	}
	instructions, err := payments.ByTotals(ctx, q, p.file.Account, totals)
	if err != nil {
		return err
	}
	p.receipts, p.instructions = map[id.ID]payments.Receipt{}, instructions
	var orders, campaigns []id.ID
	for _, receipt := range receipts {
		p.receipts[receipt.Receipt] = receipt
		orders, campaigns = append(orders, receipt.Participation), append(campaigns, receipt.Campaign)
	}
	for _, instruction := range instructions {
		orders, campaigns = append(orders, instruction.Instruction), append(campaigns, instruction.Campaign)
	}
	if p.boards, err = dashboard.ByIDs(ctx, q, distinct(campaigns)); err != nil {
		return err
	}
	p.orders, err = participants.ByIDs(ctx, q, distinct(orders))
	return err
}

func distinct(ids []id.ID) []id.ID {
	slices.SortFunc(ids, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

func candidate(instruction payments.Instruction, board dashboard.Campaign) payment.StatementCandidate {
	c := payment.StatementCandidate{
		Match: matchOf(instruction), IssuedAt: instruction.IssuedAt, ExpiresAt: instruction.ExpiresAt, Deadline: board.Terms.Deadline,
	}
	if instruction.State == payments.Reported { // one that was turned down counts no more
		c.ToldAt = instruction.ToldPaidAt
	}
	switch {
	case instruction.State == payments.Paid:
		c.End = payment.Paid
	case instruction.Closed != "":
		c.End = payment.Closed
	}
	return c
}

// records are the commands that an import gives, in the file's order.
func (p *importPlan) records() (commands []payment.RecordReceipt) {
	for _, line := range p.lines {
		if line.plan != nil && line.plan.Records() {
			commands = append(commands, line.plan.Record)
		}
	}
	return commands
}

// digest stands for everything that an import records: what the dry run showed is
// what is done, or else the dry run is shown again.
func (p *importPlan) digest() (string, error) {
	said, err := json.Marshal(p.records())
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:16]), err
}

// counts are the lines by what becomes of them.
func (p *importPlan) counts() (n payment.StatementCounts) {
	for _, line := range p.lines {
		if line.Kind == statement.Unreadable {
			n.Unreadable++
			continue
		}
		to := &n.Outgoing
		if line.plan != nil {
			to = countOf(&n, line.plan.Verdict)
		}
		to.Lines++
		to.Amount += line.Entry.Amount
	}
	return n
}

func countOf(n *payment.StatementCounts, verdict payment.LineVerdict) *payment.LineCount {
	switch verdict {
	case payment.LineMatched:
		return &n.Matched
	case payment.LineUnknown:
		return &n.Unknown
	case payment.LineKnown:
		return &n.Known
	case payment.LinePending:
		return &n.Pending
	case payment.LineUndecided:
	}
	return &n.Undecided
}
