package ui

import (
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// status is how pages call what becomes of a row.
func (l planned) status() view.LineStatus {
	if l.plan == nil {
		if l.Kind == statement.Unreadable {
			return view.LineUnreadable
		}
		return view.LineOutgoing
	}
	switch l.plan.Verdict {
	case payment.LineMatched:
		return view.LineMatched
	case payment.LineUnknown:
		return view.LineUnknown
	case payment.LineKnown:
		return view.LineKnown
	case payment.LinePending:
		return view.LinePending
	case payment.LineUndecided:
	}
	return view.LineUndecided
}

// lineSums are how many rows there are of each status, and what they sum up to.
func lineSums(plan *importPlan) []view.LineSum {
	sums := make([]view.LineSum, len(view.LineStatuses))
	at := map[view.LineStatus]*view.LineSum{}
	for i, status := range view.LineStatuses {
		sums[i].Status = status
		at[status] = &sums[i]
	}
	for _, line := range plan.lines {
		sum := at[line.status()]
		sum.Lines++
		if line.Kind != statement.Unreadable {
			sum.Amount += int64(line.Entry.Amount)
		}
	}
	return sums
}

// needsHand tells whether an operator has to do something about a row, now or
// after it was recorded.
func (p *importPlan) needsHand(line planned) bool {
	switch line.status() {
	case view.LineUnknown, view.LineUndecided, view.LinePending, view.LineUnreadable:
		return true
	case view.LineKnown:
		receipt, ok := p.receipts[line.plan.Known.Receipt]
		return ok && receipt.State == payments.Suspense && receipt.Instruction.IsZero()
	case view.LineMatched, view.LineOutgoing:
	}
	return false
}

func handCount(plan *importPlan) (n int) {
	for _, line := range plan.lines {
		if plan.needsHand(line) {
			n++
		}
	}
	return n
}

// shown is a row as the table has it.
func (p *importPlan) shown(line planned) view.StatementRow {
	e := line.Entry
	row := view.StatementRow{Line: line.Line, Day: e.Day, At: e.At, Text: e.Description, Amount: int64(e.Amount), Status: line.status()}
	if line.Kind == statement.Unreadable {
		row.Why = rowSentence(line.Problem)
		return row
	}
	if line.plan == nil {
		return row
	}
	row.Why = p.why(line)
	row.Links = p.links(line)
	return row
}

// links lead to where an operator goes on with a row.
func (p *importPlan) links(line planned) (links []view.Option) {
	plan := line.plan
	switch plan.Verdict {
	case payment.LineKnown:
		if receipt, ok := p.receipts[plan.Known.Receipt]; ok && receipt.State == payments.Suspense && receipt.Instruction.IsZero() {
			links = append(links, view.Option{Value: view.OpsSuspenseItemURL(receipt.Receipt.String()), Text: "Buka titipan"})
		}
	case payment.LineUndecided, payment.LinePending:
		if plan.Doubt == payment.DoubtReference || plan.Doubt == payment.DoubtFuture || plan.Doubt == payment.DoubtOwn {
			return nil
		}
		for _, c := range plan.Candidates {
			reference := plan.Line.Reference
			if plan.Verdict == payment.LinePending {
				reference = "" // a line that is not booked has no name that lasts
			}
			address := view.OpsConfirmFromURL(c.Match.Instruction.String(), view.Grouped(int64(line.Entry.Amount)), reference, line.Entry.Day, line.Entry.At)
			links = append(links, view.Option{Value: address, Text: "Putuskan " + p.code(c.Match.Instruction)})
		}
	case payment.LineMatched, payment.LineUnknown:
	}
	return links
}

// code is what people call an order by.
func (p *importPlan) code(instruction id.ID) string {
	if row, ok := p.orders[instruction]; ok {
		return row.Code
	}
	return "pesanan"
}

// called is an order with its sambatan: SWG-7K4Q2, Wening Subuh batch 4.
func (p *importPlan) called(instruction, campaign id.ID) string {
	if board, ok := p.boards[campaign]; ok {
		return p.code(instruction) + ", " + batchName(board.Title, board.Batch)
	}
	return p.code(instruction)
}
