package payment

import "time"

// match finds the instruction that a line pays: the live one of that total or,
// when there is none, the closed one, if nothing speaks for another.
func (p *planner) match(line StatementLine) LinePlan {
	candidates := p.candidates(line.Amount, func(c StatementCandidate) bool { return c.may(line) })
	chosen, sure := choose(line, candidates)
	if !sure {
		return unknown(line, candidates)
	}
	plan := LinePlan{Line: line, Candidates: candidates, Late: chosen.End == Closed}
	if chosen.Match.ownedBy(p.books.By) != nil {
		plan.Verdict, plan.Doubt, plan.Candidates = LineUndecided, DoubtOwn, []StatementCandidate{chosen}
		return plan
	}
	paidAt, known := chosen.paidAt(line)
	if !known {
		plan.Verdict, plan.Doubt = LineUndecided, DoubtTime
		return plan
	}
	plan.Record.PaidAt, plan.Record.Match = paidAt, chosen.Match
	return plan
}

// may tells whether an instruction can be what a line pays: it was issued
// before, and is not forgotten.
func (c StatementCandidate) may(line StatementLine) bool {
	if c.IssuedAt.After(line.latest()) {
		return false
	}
	return c.End == Live || !line.earliest().After(c.ExpiresAt.Add(lateMoney))
}

// choose picks the only live candidate, or the only one at all if it is closed.
// A live one that was issued on the line's day, when the line has no time, may be
// younger than the transfer: then a rival makes the matter unclear.
func choose(line StatementLine, candidates []StatementCandidate) (chosen StatementCandidate, sure bool) {
	live := 0
	for _, c := range candidates {
		if c.End == Live {
			chosen, live = c, live+1
		}
	}
	switch {
	case live == 1:
		older := !line.At.IsZero() || chosen.IssuedAt.Before(line.Day)
		return chosen, older || len(candidates) == 1
	case live == 0 && len(candidates) == 1 && candidates[0].End == Closed:
		return candidates[0], true
	}
	return StatementCandidate{}, false
}

// paidAt is when a transfer was made, for the purpose of judging lateness; known
// is false when that would be a guess that matters.
//
// Where the bank gives the day only, the buyer's report for that day counts.
// Without one, the day's midnight stands for it (see [DayOnly]): but only when no
// moment of that day would be judged otherwise.
func (c StatementCandidate) paidAt(line StatementLine) (at time.Time, known bool) {
	end := line.Day.Add(24 * time.Hour)
	switch {
	case !line.At.IsZero():
		return line.At, true
	case !c.ToldAt.Before(line.Day) && c.ToldAt.Before(end):
		return c.ToldAt, true
	case c.Deadline.IsZero(), !c.Deadline.Before(line.Day) && c.Deadline.Before(end):
		return time.Time{}, false
	}
	return line.Day, true
}

// unknown sends a line to suspense. One without a time that one of its candidates'
// deadlines falls on is left to an operator: whoever matches it later would see a
// time that nobody knows.
func unknown(line StatementLine, candidates []StatementCandidate) LinePlan {
	plan := LinePlan{Line: line, Verdict: LineUnknown, Candidates: candidates}
	for _, c := range candidates {
		if _, known := c.paidAt(line); !known {
			plan.Verdict, plan.Doubt = LineUndecided, DoubtTime
			return plan
		}
	}
	plan.Record.PaidAt = line.earliest()
	return plan
}
