package statement

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Bounds of a file. A busy account has a few hundred lines a day.
const (
	MaxBytes = 5 << 20
	MaxRows  = 20_000
)

// Format is whose layout a file has.
type Format string

// The layouts that are recognised.
const (
	BCA     Format = "bca"
	Mandiri Format = "mandiri"
	BRI     Format = "bri"
	BNI     Format = "bni"
	Generic Format = "generic" // tanggal;waktu;keterangan;jumlah;referensi
)

// Statement is a file that was read.
type Statement struct {
	Format  Format
	Account string // digits; empty when the file does not say whose it is
	Rows    []Row  // in the file's order
}

// Kind is what a row is.
type Kind int

// Kinds of rows.
const (
	Credit     Kind = iota // money came in
	Debit                  // money went out: none of our business
	Pending                // announced by the bank and not booked yet: it has no date
	Unreadable             // see Row.Problem
)

// Row is one line of the table in a file.
type Row struct {
	Line    int // in the file, counted from 1
	Kind    Kind
	Entry   Entry     // as far as it could be read
	Problem *RowError // of an unreadable one
}

// Entry is what a row says.
type Entry struct {
	Day         time.Time // midnight in WIB; zero: not booked yet
	At          time.Time // with the time of day; zero: the bank gives the day only
	Description string    // everything that the bank wrote, in one line
	Amount      money.Rupiah
	Balance     money.Rupiah // after it
	HasBalance  bool
	Bank        string // the bank's own reference, unique in the account; mostly empty
	// Nth counts, from 1, the rows of the file that say the very same up to and
	// including this one.
	Nth int
}

// dayOf is the midnight in WIB that a day begins with.
func dayOf(year int, month time.Month, day int) (time.Time, bool) {
	at := time.Date(year, month, day, 0, 0, 0, 0, calendar.WIB)
	return at, at.Year() == year && at.Month() == month && at.Day() == day
}

// Span returns the first and the last day of the rows that have one.
func (s Statement) Span() (from, until time.Time) {
	for _, row := range s.Rows {
		day := row.Entry.Day
		if day.IsZero() {
			continue
		}
		if from.IsZero() || day.Before(from) {
			from = day
		}
		if day.After(until) {
			until = day
		}
	}
	return from, until
}
