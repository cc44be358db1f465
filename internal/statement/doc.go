// Package statement reads bank statements ("mutasi rekening") as Indonesian
// banks export them to CSV: BCA, Mandiri, BRI, BNI, and a plain form for every
// other bank. The layouts are described in docs/ops/bank-statements.md.
//
// It is pure: bytes in, rows out. A row that can't be read is a row with a
// [RowError]; only what is no statement at all is an error of the whole file.
// Nothing that may be money is left out in silence: each row of the table comes
// back as one [Row], and a cell never swallows the line after it.
package statement
