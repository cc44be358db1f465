package statement

import "fmt"

// FileError says why a file is no statement that can be read; its value is for
// pages to put into words.
type FileError struct{ Problem FileProblem }

// FileProblem is what is wrong with a whole file.
type FileProblem string

// What can be wrong with a file.
const (
	FileEmpty    FileProblem = "empty"
	FileTooLarge FileProblem = "too_large" // more than MaxBytes
	FileTooLong  FileProblem = "too_long"  // more than MaxRows
	FileNotText  FileProblem = "not_text"  // a workbook or a PDF, say
	FileUnknown  FileProblem = "unknown"   // no head of a table that is known
	FileMixed    FileProblem = "mixed"     // rows of several accounts
)

func (e *FileError) Error() string { return "the file is no readable statement: " + string(e.Problem) }

// RowError says why one row can't be read.
type RowError struct {
	Line    int // in the file, counted from 1
	Problem RowProblem
	Value   string // the cell that is wrong, shortened
}

// RowProblem is what is wrong with one row.
type RowProblem string

// What can be wrong with a row.
const (
	RowColumns   RowProblem = "columns"   // fewer or more cells than the head of the table
	RowQuote     RowProblem = "quote"     // a quotation mark that is not closed
	RowDate      RowProblem = "date"      // no such day
	RowYear      RowProblem = "year"      // no year, and the file's period does not tell it
	RowTime      RowProblem = "time"      // no such time of day
	RowAmount    RowProblem = "amount"    // no amount
	RowCents     RowProblem = "cents"     // parts of a rupiah
	RowZero      RowProblem = "zero"      // nothing moved
	RowBoth      RowProblem = "both"      // came in and went out
	RowDirection RowProblem = "direction" // neither CR nor DB
	RowCurrency  RowProblem = "currency"  // not rupiah
	RowReference RowProblem = "reference" // longer than a reference may be
)

func (e *RowError) Error() string {
	return fmt.Sprintf("line %d: %s: %q", e.Line, e.Problem, e.Value)
}

// maxShown keeps a page readable whatever a cell holds.
const maxShown = 40

func problem(kind RowProblem, value string) *RowError {
	if runes := []rune(value); len(runes) > maxShown {
		value = string(runes[:maxShown]) + "…"
	}
	return &RowError{Problem: kind, Value: value}
}
