package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// lateMoney is how long after an instruction's expiry money is taken for it
// without asking anybody. Codes are used again, the longest unused first.
const lateMoney = 30 * 24 * time.Hour

// StatementBooks are what is known about an account when a statement is judged.
type StatementBooks struct {
	Receipts     []KnownReceipt                        // of the statement's days, one more on either side, and of its references
	Instructions map[money.Rupiah][]StatementCandidate // by their total
	By           id.ID                                 // who imports it
}

// PlanStatement judges the lines of one statement of an account: what an import
// would do. The plans are in the lines' order. It is pure: the same lines and
// books give the same plan, and once that is carried out, one that records
// nothing.
//
// A line is judged by what the bank says alone, except where only the day is
// known: then the time that the buyer reported for that day counts, and without
// a report nothing that depends on the time of day is decided.
func PlanStatement(account string, lines []StatementLine, books StatementBooks, now time.Time) []LinePlan {
	p := planner{account: account, now: now, books: books, byID: map[id.ID]KnownReceipt{}, seen: map[id.ID]StatementLine{}, taken: map[Match]bool{}}
	for _, receipt := range books.Receipts {
		p.byID[receipt.Receipt] = receipt
	}
	plans := make([]LinePlan, len(lines))
	p.strangers(lines)
	for _, at := range inTime(lines) {
		plans[at] = p.judge(at, lines[at])
	}
	return plans
}

// inTime orders lines as they happened, those of one day as the bank lists them:
// of two transfers for one instruction the first one pays it.
func inTime(lines []StatementLine) []int {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return lines[a].earliest().Compare(lines[b].earliest()) })
	return order
}

type planner struct {
	account string
	now     time.Time
	books   StatementBooks
	byID    map[id.ID]KnownReceipt
	seen    map[id.ID]StatementLine // lines of this statement that were judged
	taken   map[Match]bool          // instructions that a line of this statement pays
	entered map[int]KnownReceipt    // by line: a receipt whose reference it mentions
	alike   map[int]KnownReceipt    // by line: a receipt that may be its money
}

// strangers pairs receipts that no line of the statement is named after with the
// lines that may be the same money: each with one line, since two transfers may
// well be alike.
func (p *planner) strangers(lines []StatementLine) {
	p.entered, p.alike = map[int]KnownReceipt{}, map[int]KnownReceipt{}
	own := map[id.ID]bool{}
	open := map[money.Rupiah][]int{} // lines that are no receipt yet
	for i, line := range lines {
		receipt := ReceiptID(p.account, line.Reference)
		own[receipt] = true
		if _, known := p.byID[receipt]; !known && !line.Day.IsZero() {
			open[line.Amount] = append(open[line.Amount], i)
		}
	}
	foreign := slices.DeleteFunc(slices.Clone(p.books.Receipts), func(k KnownReceipt) bool { return own[k.Receipt] })
	foreign = slices.DeleteFunc(foreign, func(k KnownReceipt) bool {
		return pair(p.entered, open, lines, k, func(line StatementLine) bool { return k.resembles(line) && line.mentions(k) })
	})
	for _, k := range foreign {
		pair(p.alike, open, lines, k, k.resembles)
	}
}

// pair gives a receipt the first open line that fits.
func pair(to map[int]KnownReceipt, open map[money.Rupiah][]int, lines []StatementLine, k KnownReceipt, fits func(StatementLine) bool) bool {
	at := slices.IndexFunc(open[k.Amount], func(i int) bool { return fits(lines[i]) })
	if at < 0 {
		return false
	}
	to[open[k.Amount][at]] = k
	open[k.Amount] = slices.Delete(open[k.Amount], at, at+1)
	return true
}

func (p *planner) judge(at int, line StatementLine) LinePlan {
	if line.Day.IsZero() {
		return LinePlan{Line: line, Verdict: LinePending, Candidates: p.candidates(line.Amount, func(c StatementCandidate) bool { return c.End == Live })}
	}
	receipt := ReceiptID(p.account, line.Reference)
	if plan, known := p.recognise(at, receipt, line); known {
		return plan
	}
	p.seen[receipt] = line
	if line.earliest().After(p.now.Add(ClockTolerance)) {
		return LinePlan{Line: line, Verdict: LineUndecided, Doubt: DoubtFuture}
	}
	plan := p.match(line)
	plan.Record.Receipt, plan.Record.Account, plan.Record.Reference, plan.Record.Amount = receipt, p.account, tidy(line.Reference), line.Amount
	if plan.Verdict == LineMatched {
		p.taken[plan.Record.Match] = true
	}
	return plan
}

// recognise finds a line that was recorded before, or may have been.
func (p *planner) recognise(at int, receipt id.ID, line StatementLine) (LinePlan, bool) {
	if above, twice := p.seen[receipt]; twice {
		return sameOrNot(line, KnownReceipt{}, above.Amount == line.Amount && above.Day.Equal(line.Day)), true
	}
	if known, ok := p.byID[receipt]; ok {
		p.seen[receipt] = line
		return sameOrNot(line, known, known.Amount == line.Amount), true
	}
	if known, ok := p.entered[at]; ok {
		return LinePlan{Line: line, Verdict: LineKnown, Known: known}, true
	}
	if known, ok := p.alike[at]; ok {
		return LinePlan{
			Line: line, Verdict: LineUndecided, Doubt: DoubtRecorded, Known: known,
			Candidates: p.candidates(line.Amount, func(c StatementCandidate) bool { return c.Match.Instruction == known.Instruction }),
		}, true
	}
	return LinePlan{}, false
}

func sameOrNot(line StatementLine, known KnownReceipt, same bool) LinePlan {
	if same {
		return LinePlan{Line: line, Verdict: LineKnown, Known: known}
	}
	return LinePlan{Line: line, Verdict: LineUndecided, Doubt: DoubtReference, Known: known}
}

// candidates are the instructions with a total, as they stand after the lines of
// this statement that were judged.
func (p *planner) candidates(total money.Rupiah, wanted func(StatementCandidate) bool) (found []StatementCandidate) {
	for _, c := range p.books.Instructions[total] {
		if p.taken[c.Match] {
			c.End = Paid
		}
		if wanted(c) {
			found = append(found, c)
		}
	}
	return found
}
