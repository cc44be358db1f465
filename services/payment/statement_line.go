package payment

import (
	"regexp"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// StatementLine is money that came in, as a bank statement tells of it.
type StatementLine struct {
	Reference string // the bank's own, or derived from the line
	Amount    money.Rupiah
	Day       time.Time // its midnight in WIB; zero: the bank has not booked it yet
	At        time.Time // the transfer's own time; zero: the bank gives the day only
	// Mentions tells whether the bank's text holds a reference that somebody
	// entered by hand; nil: it holds none.
	Mentions func(reference string) bool
}

// StatementCandidate is an instruction that a line's amount fits to the rupiah.
type StatementCandidate struct {
	Match     Match
	IssuedAt  time.Time
	ExpiresAt time.Time
	Deadline  time.Time // of its campaign: a later transfer is late; zero: not known
	ToldAt    time.Time // the transfer's time by a report that still stands
	End       End
}

// KnownReceipt is a receipt that was recorded before.
type KnownReceipt struct {
	Receipt     id.ID
	Reference   string
	Amount      money.Rupiah
	PaidAt      time.Time
	Instruction id.ID // zero: in suspense
}

// LineVerdict is what an import does with a line.
type LineVerdict int

// What becomes of a line.
const (
	LineMatched   LineVerdict = iota // recorded for an instruction
	LineUnknown                      // recorded, and goes to suspense
	LineKnown                        // recorded before
	LineUndecided                    // an operator has to decide
	LinePending                      // not booked by the bank yet
)

// LineDoubt is why an operator has to decide.
type LineDoubt int

// Doubts about a line.
const (
	NoDoubt        LineDoubt = iota
	DoubtTime                // only the day is known, and the deadline falls on it
	DoubtRecorded            // a receipt of that amount and day was entered under a reference that the line does not have
	DoubtReference           // its reference belongs to a receipt, or a line, of another amount or day
	DoubtFuture              // it is said to be made in the future
	DoubtOwn                 // it pays an order of whoever imports it
)

// LinePlan is what an import does with one line, and why.
type LinePlan struct {
	Line       StatementLine
	Verdict    LineVerdict
	Doubt      LineDoubt
	Record     RecordReceipt // of LineMatched and LineUnknown
	Known      KnownReceipt  // of LineKnown, DoubtRecorded and DoubtReference; zero: a line further up
	Candidates []StatementCandidate
	Late       bool // matched to an instruction that is closed
}

// Records tells whether the import records the line.
func (p LinePlan) Records() bool { return p.Verdict == LineMatched || p.Verdict == LineUnknown }

// StatementCommandID is the id of the command that records a line. It depends on
// the receipt alone, so that two files with the same line record it once.
func StatementCommandID(receipt id.ID) id.ID { return id.Derive(receipt, "statement line") }

// DayOnly tells whether nothing but the day of a transfer is known: no bank
// books on the very stroke of midnight in WIB, so that stands for it.
func DayOnly(paidAt time.Time) bool {
	const wib = 7 * time.Hour
	return !paidAt.IsZero() && paidAt.UTC().Add(wib).Truncate(24*time.Hour).Equal(paidAt.UTC().Add(wib))
}

// derivedReference are the references that are made of a line where its bank
// gives none: a day and a digest. People write other things behind that word.
var derivedReference = regexp.MustCompile(`^MUTASI [0-9]{8} [0-9A-F]{16}$`)

// days counts the days between a line's and that of a receipt, in WIB.
func (k KnownReceipt) days(line StatementLine) int {
	between := int(k.PaidAt.Sub(line.Day) / (24 * time.Hour))
	if k.PaidAt.Before(line.Day) {
		between--
	}
	return max(between, -between)
}

// resembles tells whether a receipt may be the line's money under another name.
// People mistake the day by one, statements do not.
func (k KnownReceipt) resembles(line StatementLine) bool {
	most := 1
	if derivedReference.MatchString(k.Reference) {
		most = 0
	}
	return k.Amount == line.Amount && k.days(line) <= most
}

func (l StatementLine) mentions(k KnownReceipt) bool {
	return l.Mentions != nil && l.Mentions(k.Reference)
}

// latest is the last moment at which the transfer can have been made.
func (l StatementLine) latest() time.Time {
	if !l.At.IsZero() {
		return l.At.Add(ClockTolerance)
	}
	return l.Day.Add(24*time.Hour - time.Microsecond)
}

// earliest is the first one.
func (l StatementLine) earliest() time.Time {
	if !l.At.IsZero() {
		return l.At
	}
	return l.Day
}
