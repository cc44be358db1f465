package statement

import (
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// headWithin is how many lines may stand above the table.
const headWithin = 40

// maxReference is how long a bank's reference may be, as in the form in which
// operators type one.
const maxReference = 60

// Parse reads a file. The error is a *FileError.
func Parse(file []byte) (Statement, error) {
	text, err := decode(file)
	if err != nil {
		return Statement{}, err
	}
	p := &parser{lines: lines(text)}
	if !p.findTable() {
		return Statement{}, &FileError{FileUnknown}
	}
	if err := p.readRows(); err != nil {
		return Statement{}, err
	}
	p.read.Format = p.table.format
	count(p.read.Rows)
	return p.read, nil
}

type parser struct {
	lines  []string
	table  *table
	first  int // the line after the head of the table
	period period
	read   Statement
}

// findTable reads what stands above the table, up to its head.
func (p *parser) findTable() bool {
	for i, line := range p.lines[:min(len(p.lines), headWithin)] {
		if t, ok := tableOf(line); ok {
			p.table, p.first = t, i+1
			return true
		}
		p.preface(line)
	}
	return false
}

// preface reads one line above the table: "No. rekening : 8801002233", or the
// same with a comma between.
func (p *parser) preface(line string) {
	line = strings.NewReplacer(`"`, "", "'", "").Replace(line)
	name, value, found := strings.Cut(line, ":")
	if !found {
		return
	}
	value = clean(strings.Trim(value, " ,;"))
	switch headName(strings.Trim(name, " ,;")) {
	case "no rekening", "nomor rekening", "rekening", "account no", "account number":
		p.read.Account = digits(value)
	case "periode", "period":
		p.period = periodOf(value)
	}
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

func (p *parser) readRows() error {
	for i, line := range p.lines[p.first:] {
		row, closed := cells(line, p.table.separator)
		if filled(row) == 0 || p.belongsToNoRow(row) {
			continue
		}
		if len(p.read.Rows) == MaxRows {
			return &FileError{FileTooLong}
		}
		found, wrong := p.row(row, closed)
		found.Line = p.first + i + 1
		if wrong != nil {
			wrong.Line = found.Line
			found.Kind, found.Problem = Unreadable, wrong
		}
		p.read.Rows = append(p.read.Rows, found)
		if wrong == nil && p.mixed(row) { // a cell of a broken row may be anything
			return &FileError{FileMixed}
		}
	}
	return nil
}

// closing are the sums below a table of KlikBCA.
var closing = []string{"saldo awal", "saldo akhir", "mutasi debet", "mutasi kredit", "mutasi debit"}

// belongsToNoRow tells a sum below the table, and a head that is repeated on
// each printed page.
func (p *parser) belongsToNoRow(row []string) bool {
	first := strings.TrimSpace(strings.TrimRight(headName(row[0]), ": 0123456789,"))
	if p.table.format == BCA && slices.Contains(closing, first) {
		return true
	}
	return len(row) <= len(p.table.names) && slices.EqualFunc(row, p.table.names[:len(row)], func(cell, name string) bool {
		return headName(cell) == name
	})
}

// mixed notes whose row it is, and tells whether that is another account's.
func (p *parser) mixed(row []string) bool {
	account := digits(p.table.cell(row, p.table.account))
	switch {
	case account == "":
		return false
	case p.read.Account == "":
		p.read.Account = account
	}
	return strings.TrimLeft(account, "0") != strings.TrimLeft(p.read.Account, "0")
}

func (p *parser) row(row []string, closed bool) (Row, *RowError) {
	t := p.table
	found := Row{Entry: Entry{Description: t.texts(row), Bank: clean(t.cell(row, t.bank))}}
	switch {
	case !closed:
		return found, problem(RowQuote, strings.Join(row, " "))
	case !t.fits(row):
		return found, problem(RowColumns, strings.Join(row, " "))
	}
	if currency := t.cell(row, t.currency); currency != "" && !strings.EqualFold(currency, "IDR") && !strings.EqualFold(currency, "Rp") {
		return found, problem(RowCurrency, currency)
	}
	if len([]rune(found.Entry.Bank)) > maxReference {
		return found, problem(RowReference, found.Entry.Bank)
	}
	var wrong *RowError
	if found.Entry.Amount, found.Kind, wrong = t.moved(row); wrong != nil {
		return found, wrong
	}
	if wrong = found.Entry.balanced(t.cell(row, t.balance)); wrong != nil {
		return found, wrong
	}
	if t.format == BCA && strings.EqualFold(t.cell(row, t.date), "PEND") {
		if found.Kind == Credit {
			found.Kind = Pending
		}
		return found, nil
	}
	return found, found.Entry.when(t, row, p.period)
}

// moved is how much moved, and which way.
func (t *table) moved(row []string) (money.Rupiah, Kind, *RowError) {
	if t.amount != "" {
		return t.oneColumn(row)
	}
	in, wrong := amountOrNothing(t.cell(row, t.credit))
	if wrong != nil {
		return 0, Unreadable, wrong
	}
	out, wrong := amountOrNothing(t.cell(row, t.debit))
	switch {
	case wrong != nil:
		return 0, Unreadable, wrong
	case in < 0 || out < 0:
		return 0, Unreadable, problem(RowAmount, t.cell(row, t.credit)+" "+t.cell(row, t.debit))
	case in != 0 && out != 0:
		return 0, Unreadable, problem(RowBoth, t.cell(row, t.credit)+" "+t.cell(row, t.debit))
	case in == 0 && out == 0:
		return 0, Unreadable, problem(RowZero, "")
	case in > 0:
		return in, Credit, nil
	}
	return out, Debit, nil
}

func amountOrNothing(cell string) (money.Rupiah, *RowError) {
	if cell == "" || cell == "-" {
		return 0, nil
	}
	return amountOf(cell)
}

// oneColumn reads an amount with its direction: a sign, or CR or DB behind it
// or in the column after it.
func (t *table) oneColumn(row []string) (money.Rupiah, Kind, *RowError) {
	cell := t.cell(row, t.amount)
	figures, mark := cutMark(cell)
	if after := t.at[t.amount][0] + 1; mark == "" && after < len(t.names) && t.names[after] == "" && after < len(row) {
		_, mark = cutMark(row[after])
	}
	amount, wrong := amountOf(figures)
	switch {
	case wrong != nil:
		return 0, Unreadable, wrong
	case amount == 0:
		return 0, Unreadable, problem(RowZero, cell)
	case mark == "CR" && amount > 0, mark == "" && t.signed && amount > 0:
		return amount, Credit, nil
	case mark == "DB" && amount > 0:
		return amount, Debit, nil
	case mark == "" && t.signed:
		return -amount, Debit, nil
	}
	return 0, Unreadable, problem(RowDirection, cell)
}

// cutMark takes CR, K, DB or D off the end of an amount.
func cutMark(cell string) (figures, mark string) {
	upper := strings.ToUpper(strings.TrimSpace(cell))
	for _, ending := range []struct{ text, mark string }{{"CR", "CR"}, {"DB", "DB"}, {"K", "CR"}, {"D", "DB"}} {
		if rest, ok := strings.CutSuffix(upper, ending.text); ok {
			return strings.TrimSpace(rest), ending.mark
		}
	}
	return strings.TrimSpace(cell), ""
}

func (e *Entry) balanced(cell string) (wrong *RowError) {
	if cell == "" {
		return nil
	}
	figures, mark := cutMark(cell)
	if e.Balance, wrong = amountOf(figures); wrong != nil && wrong.Problem == RowCents {
		return nil // interest leaves parts of a rupiah; it only serves to tell lines apart
	}
	if mark == "DB" {
		e.Balance = -e.Balance
	}
	e.HasBalance = wrong == nil
	return wrong
}

// when reads the day and, where there is one, the time of day.
func (e *Entry) when(t *table, row []string, in period) *RowError {
	date, clock := cutClock(t.cell(row, t.date))
	if own := t.cell(row, t.clock); own != "" {
		clock = own
	}
	day, wrong := dateOf(date, in)
	if wrong != nil {
		return wrong
	}
	at, known, wrong := clockOf(clock)
	if wrong != nil {
		return wrong
	}
	e.Day = day
	if known {
		e.At = day.Add(at)
	}
	return nil
}

// count numbers the rows that say the very same.
func count(rows []Row) {
	seen := map[Entry]int{}
	for i := range rows {
		said := rows[i].Entry
		said.Day, said.At = time.Unix(said.Day.Unix(), 0).UTC(), time.Unix(said.At.Unix(), 0).UTC()
		said.Description = strings.ToUpper(said.Description)
		seen[said]++
		rows[i].Entry.Nth = seen[said]
	}
}
