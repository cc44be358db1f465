package view

import (
	"slices"
	"time"
)

// Names of what the pages of bank statements post and ask for.
const (
	FieldFile   = "file"
	FieldPlan   = "rencana" // what the dry run showed, in short
	QueryStatus = "hasil"   // a LineStatus
)

// LineStatus is what becomes of a row of a statement, as it stands in addresses.
type LineStatus string

// What can become of a row.
const (
	LineMatched    LineStatus = "cocok"
	LineUnknown    LineStatus = "titipan"
	LineUndecided  LineStatus = "putuskan"
	LineUnreadable LineStatus = "rusak"
	LinePending    LineStatus = "tunda"
	LineKnown      LineStatus = "tercatat"
	LineOutgoing   LineStatus = "keluar"
)

// LineStatuses are all of them, in the order of a summary.
var LineStatuses = []LineStatus{LineMatched, LineUnknown, LineUndecided, LineUnreadable, LinePending, LineKnown, LineOutgoing}

// StatusOf reads a status from an address; anything else stands for all rows.
func StatusOf(text string) LineStatus {
	if status := LineStatus(text); slices.Contains(LineStatuses, status) {
		return status
	}
	return ""
}

// Statements is where a statement is chosen, above the history of imports.
type Statements struct {
	Bank, Account, Holder string // ours, that receives
	Form                  Form   // FieldFile
	Imports               []StatementImport
	From, Total           int
	Prev, Next            string
}

// StatementImport is one time that a file was imported.
type StatementImport struct {
	ID          string // of the file
	At          time.Time
	By          string
	Hash        string
	Format      string
	From, Until time.Time // days; zero: no row had one
	Matched     int       // rows, and so on
	Unknown     int
	Known       int
	Left        int   // undecided, pending, unreadable
	Amount      int64 // of the rows that were recorded
}

// Statement is the dry run of a file and, afterwards, what became of its rows.
type Statement struct {
	ID            string
	Kept          bool // false: the file itself is gone, only its imports are known
	Bank, Account string
	Format, Hash  string
	From, Until   time.Time         // days; zero: no row has one
	Imports       []StatementImport // oldest first; empty: nothing was recorded yet
	Records       int               // rows that recording would record now
	RecordsAmount int64
	Hand          int // rows that need a hand
	Digest        string
	Form          Form // FieldPlan
	Sums          []LineSum
	Filter        LineStatus // empty: all rows
	Rows          []StatementRow
	First, Total  int // of the rows that the filter leaves
	Prev, Next    string
}

// LineSum is how many rows have a status, and what they sum up to.
type LineSum struct {
	Status LineStatus
	Lines  int
	Amount int64
}

// StatementRow is one row of a file.
type StatementRow struct {
	Line   int       // in the file
	Day    time.Time // zero: not known
	At     time.Time // with its time; zero: the bank gives the day only
	Text   string
	Amount int64 // 0: not known
	Status LineStatus
	Why    string
	Links  []Option
}
