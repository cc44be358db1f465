package payment_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// tuesday is 24 November 2026, midnight in WIB.
var tuesday = time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)

const (
	ours  = "8801002233"
	total = money.Rupiah(548_127)
)

func at(hour, minute int) time.Time {
	return tuesday.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// live is an instruction for total, issued on Tuesday at 9 and to be paid by
// Friday at 20, as the tests change it.
func live(n byte, change ...func(*payment.StatementCandidate)) payment.StatementCandidate {
	c := payment.StatementCandidate{
		Match:    payment.Match{Instruction: id.ID{n}, Campaign: id.ID{0xc}, Participation: id.ID{n}, Buyer: id.ID{0xb}, Due: 548_000, Code: 127},
		IssuedAt: at(9, 0), ExpiresAt: at(13, 0), Deadline: at(3*24+20, 0),
	}
	for _, one := range change {
		one(&c)
	}
	return c
}

func closed(c *payment.StatementCandidate) { c.End = payment.Closed }
func paid(c *payment.StatementCandidate)   { c.End = payment.Paid }
func today(c *payment.StatementCandidate)  { c.Deadline = at(20, 0) }
func told(hour int) func(*payment.StatementCandidate) {
	return func(c *payment.StatementCandidate) { c.ToldAt = at(hour, 30) }
}

func since(when time.Time) func(*payment.StatementCandidate) {
	return func(c *payment.StatementCandidate) { c.IssuedAt, c.ExpiresAt = when, when.Add(4*time.Hour) }
}

func timed(reference string, when time.Time) payment.StatementLine {
	return payment.StatementLine{Reference: reference, Amount: total, Day: when.Add(7 * time.Hour).Truncate(24 * time.Hour).Add(-7 * time.Hour), At: when}
}

func dated(day time.Time) payment.StatementLine {
	return payment.StatementLine{Reference: "1", Amount: total, Day: day}
}

func books(candidates ...payment.StatementCandidate) payment.StatementBooks {
	return payment.StatementBooks{Instructions: map[money.Rupiah][]payment.StatementCandidate{total: candidates}}
}

var thursday = tuesday.Add(2 * 24 * time.Hour)

func plan(b payment.StatementBooks, lines ...payment.StatementLine) []payment.LinePlan {
	return payment.PlanStatement(ours, lines, b, thursday)
}

func TestALineFindsItsInstruction(t *testing.T) {
	t.Parallel()
	later := live(2, since(at(15, 0)))
	for _, row := range []struct {
		name    string
		line    payment.StatementLine
		given   []payment.StatementCandidate
		verdict payment.LineVerdict
		doubt   payment.LineDoubt
		paidAt  time.Time
		match   byte
	}{
		{"the live one, at its own time", timed("1", at(10, 0)), []payment.StatementCandidate{live(1)}, payment.LineMatched, 0, at(10, 0), 1},
		{"banks give whole minutes", timed("1", at(8, 59)), []payment.StatementCandidate{live(1)}, payment.LineMatched, 0, at(8, 59), 1},
		{"not one issued after it", timed("1", at(8, 0)), []payment.StatementCandidate{live(1)}, payment.LineUnknown, 0, at(8, 0), 0},
		{"the live one rather than a closed one", timed("1", at(16, 0)), []payment.StatementCandidate{live(1, closed), later}, payment.LineMatched, 0, at(16, 0), 2},
		{"the closed one that was there before the live one", timed("1", at(14, 0)), []payment.StatementCandidate{live(1, closed), later}, payment.LineMatched, 0, at(14, 0), 1},
		{"late money", timed("1", at(25, 0)), []payment.StatementCandidate{live(1, closed)}, payment.LineMatched, 0, at(25, 0), 1},
		{"two that are closed", timed("1", at(25, 0)), []payment.StatementCandidate{live(1, closed), live(2, closed)}, payment.LineUnknown, 0, at(25, 0), 0},
		{"paid already", timed("1", at(25, 0)), []payment.StatementCandidate{live(1, paid)}, payment.LineUnknown, 0, at(25, 0), 0},
		{"closed or paid, who knows", timed("1", at(25, 0)), []payment.StatementCandidate{live(1, closed), live(2, paid)}, payment.LineUnknown, 0, at(25, 0), 0},
		{"forgotten", timed("1", at(25, 0)), []payment.StatementCandidate{live(1, closed, since(at(-31*24, 0)))}, payment.LineUnknown, 0, at(25, 0), 0},
		{"none", timed("1", at(10, 0)), nil, payment.LineUnknown, 0, at(10, 0), 0},

		{"a day before the deadline's", dated(tuesday.Add(24 * time.Hour)), []payment.StatementCandidate{live(1)}, payment.LineMatched, 0, at(24, 0), 1},
		{"the day of its issue", dated(tuesday), []payment.StatementCandidate{live(1)}, payment.LineMatched, 0, tuesday, 1},
		{"the deadline's day", dated(tuesday), []payment.StatementCandidate{live(1, today)}, payment.LineUndecided, payment.DoubtTime, time.Time{}, 0},
		{"the deadline's day, reported in time", dated(tuesday), []payment.StatementCandidate{live(1, today, told(19))}, payment.LineMatched, 0, at(19, 30), 1},
		{"the deadline's day, reported late", dated(tuesday), []payment.StatementCandidate{live(1, today, told(21))}, payment.LineMatched, 0, at(21, 30), 1},
		{"the deadline's day, reported for another", dated(tuesday), []payment.StatementCandidate{live(1, today, told(-3))}, payment.LineUndecided, payment.DoubtTime, time.Time{}, 0},
		{"an unknown deadline", dated(tuesday), []payment.StatementCandidate{live(1, func(c *payment.StatementCandidate) { c.Deadline = time.Time{} })}, payment.LineUndecided, payment.DoubtTime, time.Time{}, 0},
		{"a deadline on the stroke of midnight is the next day's", dated(tuesday), []payment.StatementCandidate{live(1, func(c *payment.StatementCandidate) { c.Deadline = at(24, 0) })}, payment.LineMatched, 0, tuesday, 1},
		{"the day after the deadline is late", dated(tuesday.Add(24 * time.Hour)), []payment.StatementCandidate{live(1, today, closed)}, payment.LineMatched, 0, at(24, 0), 1},
		{"issued the next day", dated(tuesday), []payment.StatementCandidate{live(1, since(at(25, 0)))}, payment.LineUnknown, 0, tuesday, 0},
		{"issued that day, with a rival", dated(tuesday), []payment.StatementCandidate{live(1, closed, since(at(-20, 0))), later}, payment.LineUnknown, 0, tuesday, 0},
		{"an unclear one on a deadline's day", dated(tuesday), []payment.StatementCandidate{live(1, closed, since(at(-20, 0)), today), later}, payment.LineUndecided, payment.DoubtTime, time.Time{}, 0},

		{"tomorrow", timed("1", thursday.Add(3*time.Minute)), []payment.StatementCandidate{live(1)}, payment.LineUndecided, payment.DoubtFuture, time.Time{}, 0},
		{"not booked", payment.StatementLine{Reference: "1", Amount: total}, []payment.StatementCandidate{live(1)}, payment.LinePending, 0, time.Time{}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := plan(books(row.given...), row.line)[0]
			require.Equal(t, row.verdict, got.Verdict)
			require.Equal(t, row.doubt, got.Doubt)
			require.True(t, row.paidAt.Equal(got.Record.PaidAt), "%s", got.Record.PaidAt)
			if row.match == 0 {
				require.Zero(t, got.Record.Match)
				return
			}
			require.Equal(t, id.ID{row.match}, got.Record.Match.Instruction)
		})
	}
}

//money:case §4.3 an operator's own order
func TestALineForAnOrderOfWhoeverImportsItIsLeftToSomebodyElse(t *testing.T) {
	t.Parallel()
	other := live(2, closed)
	other.Match.Buyer = id.ID{0xa}
	given := books(live(1), other)
	given.By = id.ID{0xb}
	got := plan(given, timed("1", at(10, 0)))[0]
	require.Equal(t, payment.LineUndecided, got.Verdict)
	require.Equal(t, payment.DoubtOwn, got.Doubt)
	require.False(t, got.Records())
	require.Len(t, got.Candidates, 1)
	require.Equal(t, id.ID{1}, got.Candidates[0].Match.Instruction)
	given.By = id.ID{0xa}
	require.Equal(t, payment.LineMatched, plan(given, timed("1", at(10, 0)))[0].Verdict, "another's")
}

func TestALineThatSuspendsShowsItsCandidates(t *testing.T) {
	t.Parallel()
	got := plan(books(live(1, closed), live(2, paid), live(3, since(at(50, 0)))), timed("1", at(25, 0)))[0]
	require.Len(t, got.Candidates, 2, "not the one that was issued later")
	require.True(t, plan(books(live(1, closed)), timed("1", at(25, 0)))[0].Late)
	require.False(t, plan(books(live(1)), timed("1", at(25, 0)))[0].Late)
}

func TestOfTwoTransfersForOneInstructionTheFirstPaysIt(t *testing.T) {
	t.Parallel()
	got := plan(books(live(1)), timed("late", at(12, 0)), timed("early", at(10, 0)))
	require.Equal(t, payment.LineUnknown, got[0].Verdict)
	require.Equal(t, payment.Paid, got[0].Candidates[0].End, "as it will be")
	require.Equal(t, payment.LineMatched, got[1].Verdict)
}

func known(reference string, when time.Time) payment.KnownReceipt {
	return payment.KnownReceipt{Receipt: payment.ReceiptID(ours, reference), Reference: reference, Amount: total, PaidAt: when, Instruction: id.ID{1}}
}

func TestWhatWasEnteredByHandIsRecognised(t *testing.T) {
	t.Parallel()
	line := timed("MUTASI 20261124 00", at(10, 0))
	line.Mentions = func(reference string) bool { return reference == "WS95051" }
	other := timed("MUTASI 20261124 01", at(11, 0))
	b := books(live(1, paid))

	b.Receipts = []payment.KnownReceipt{known("WS95051", at(10, 0))}
	got := plan(b, other, line)
	require.Equal(t, payment.LineKnown, got[1].Verdict, "its reference is in the text")
	require.Equal(t, payment.LineUnknown, got[0].Verdict, "another transfer of the same amount")

	b.Receipts = []payment.KnownReceipt{known("dari m-banking", at(10, 0))}
	got = plan(b, line, other)
	require.Equal(t, payment.LineUndecided, got[0].Verdict)
	require.Equal(t, payment.DoubtRecorded, got[0].Doubt)
	require.Equal(t, b.Receipts[0], got[0].Known)
	require.Len(t, got[0].Candidates, 1, "to enter it all the same")
	require.Equal(t, payment.LineUnknown, got[1].Verdict, "one receipt is one line's")

	b.Receipts = []payment.KnownReceipt{known(line.Reference, at(10, 0)), known("dari m-banking", at(58, 0))}
	require.Equal(t, payment.LineKnown, plan(b, line)[0].Verdict)
	require.Equal(t, payment.DoubtRecorded, plan(b, other)[0].Doubt, "another export of that day had a line that this one lacks")
	b.Receipts = []payment.KnownReceipt{known("dari m-banking", at(58, 0))}
	require.Equal(t, payment.LineUnknown, plan(b, other)[0].Verdict, "two days away")
	b.Receipts = []payment.KnownReceipt{known("dari m-banking", at(-20, 0))}
	require.Equal(t, payment.DoubtRecorded, plan(b, line)[0].Doubt, "entered for the day before")
	b.Receipts = []payment.KnownReceipt{known("MUTASI 20261123 00FF00FF00FF00FF", at(-20, 0))}
	require.Equal(t, payment.LineUnknown, plan(b, line)[0].Verdict, "statements do not mistake the day")
	b.Receipts = []payment.KnownReceipt{known("MUTASI SWG-7K4Q2", at(-20, 0))}
	require.Equal(t, payment.DoubtRecorded, plan(b, line)[0].Doubt, "people do")
}

func TestAReferenceStandsForOneTransferOnly(t *testing.T) {
	t.Parallel()
	other := timed("FT-1", at(10, 0))
	other.Amount++
	got := plan(payment.StatementBooks{}, timed("FT-1", at(10, 0)), timed("ft-1", at(10, 0)), other)
	require.Equal(t, payment.LineUnknown, got[0].Verdict)
	require.Equal(t, payment.LineKnown, got[1].Verdict, "the same line twice")
	require.Equal(t, payment.DoubtReference, got[2].Doubt)
	b := payment.StatementBooks{Receipts: []payment.KnownReceipt{known("FT-1", at(10, 0))}}
	require.Equal(t, payment.LineKnown, plan(b, timed("FT-1", at(10, 0)))[0].Verdict)
	require.Equal(t, payment.DoubtReference, plan(b, other)[0].Doubt)
}

// ledger is what the property test keeps: the log's receipts, and the instructions.
type ledger struct {
	receipts     map[id.ID]payment.Receipt
	instructions []payment.StatementCandidate
}

func (b *ledger) books() payment.StatementBooks {
	books := payment.StatementBooks{Instructions: map[money.Rupiah][]payment.StatementCandidate{}}
	for _, c := range b.instructions {
		sum := c.Match.Due + money.Rupiah(c.Match.Code)
		books.Instructions[sum] = append(books.Instructions[sum], c)
	}
	for receipt, r := range b.receipts {
		books.Receipts = append(books.Receipts, payment.KnownReceipt{
			Receipt: receipt, Reference: r.Reference, Amount: r.Amount, PaidAt: r.PaidAt, Instruction: r.Match.Instruction,
		})
	}
	return books
}

// carryOut records what a plan says, as an import does.
func (b *ledger) carryOut(t *rapid.T, plans []payment.LinePlan, now time.Time) (recorded int) {
	for _, p := range plans {
		if !p.Records() {
			continue
		}
		events, err := payment.ReceiptDecider.Decide(b.receipts[p.Record.Receipt], p.Record, now)
		require.NoError(t, err)
		require.Len(t, events, 1, "nothing is recorded twice")
		b.receipts[p.Record.Receipt] = payment.ReceiptDecider.Evolve(payment.Receipt{}, events[0])
		recorded++
		for i := range b.instructions {
			if b.instructions[i].Match.Instruction == p.Record.Match.Instruction {
				require.NotEqual(t, payment.Paid, b.instructions[i].End, "an instruction is paid once")
				b.instructions[i].End = payment.Paid
			}
		}
	}
	return recorded
}

// TestEveryLineOfOverlappingStatementsIsRecordedOnceOrLeftToAnOperator draws a
// history, imports a part of it and then all of it, twice.
func TestEveryLineOfOverlappingStatementsIsRecordedOnceOrLeftToAnOperator(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := &ledger{receipts: map[id.ID]payment.Receipt{}, instructions: drawInstructions(t)}
		lines := drawLines(t)
		part := rapid.IntRange(0, len(lines)).Draw(t, "lines of the first file")
		first := payment.PlanStatement(ours, lines[:part], b.books(), thursday)
		b.carryOut(t, first, thursday)
		second := payment.PlanStatement(ours, lines, b.books(), thursday)
		require.Len(t, second, len(lines))
		b.carryOut(t, second, thursday)
		var sum, left, had money.Rupiah
		for i, p := range second {
			sum += lines[i].Amount
			neverGuessed(t, p)
			if !p.Records() && p.Verdict != payment.LineKnown {
				left += p.Line.Amount
			}
		}
		for _, receipt := range b.receipts {
			had += receipt.Amount
		}
		require.Equal(t, sum, had+left, "each rupiah was recorded, or is shown to somebody")
		require.Zero(t, b.carryOut(t, payment.PlanStatement(ours, lines, b.books(), thursday), thursday), "a third time")
	})
}

// neverGuessed: where the bank gives the day only and the buyer said nothing,
// every moment of the day is judged alike.
func neverGuessed(t *rapid.T, p payment.LinePlan) {
	if p.Verdict != payment.LineMatched || !p.Line.At.IsZero() {
		return
	}
	for _, c := range p.Candidates {
		if c.Match != p.Record.Match || c.ToldAt.Equal(p.Record.PaidAt) {
			continue
		}
		begin, end := p.Line.Day, p.Line.Day.Add(24*time.Hour-time.Microsecond)
		require.Equal(t, begin.After(c.Deadline), end.After(c.Deadline))
		require.Equal(t, begin.After(c.Deadline), p.Record.PaidAt.After(c.Deadline))
	}
}

func drawInstructions(t *rapid.T) (drawn []payment.StatementCandidate) {
	for n := range rapid.IntRange(0, 6).Draw(t, "instructions") {
		c := live(byte(n+1), since(at(rapid.IntRange(-60, 40).Draw(t, "issued"), 0)))
		c.Match.Code = rapid.IntRange(127, 129).Draw(t, "code")
		c.Deadline = at(rapid.IntRange(-30, 72).Draw(t, "deadline"), 0)
		c.End = rapid.SampledFrom([]payment.End{payment.Live, payment.Closed, payment.Paid}).Draw(t, "end")
		if rapid.Bool().Draw(t, "told") {
			c.ToldAt = c.IssuedAt.Add(time.Hour)
		}
		drawn = append(drawn, c)
	}
	return drawn
}

// drawLines are a statement's: those that say the same have different references,
// as the parser sees to it.
func drawLines(t *rapid.T) (drawn []payment.StatementLine) {
	for n := range rapid.IntRange(0, 10).Draw(t, "lines") {
		when := at(rapid.IntRange(-24, 47).Draw(t, "hour"), rapid.IntRange(1, 59).Draw(t, "minute"))
		line := timed(fmt.Sprintf("MUTASI %d", n), when)
		line.Amount += money.Rupiah(rapid.IntRange(0, 2).Draw(t, "amount"))
		if rapid.Bool().Draw(t, "day only") {
			line.At = time.Time{}
		}
		line.Mentions = func(reference string) bool { return strings.HasSuffix(reference, "no such text") }
		drawn = append(drawn, line)
	}
	return drawn
}
