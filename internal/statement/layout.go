package statement

import (
	"slices"
	"strings"
)

// layout is one form of a table, by the names in its head. Names are compared
// as headName makes them. A table is of the first layout whose columns it has.
type layout struct {
	format   Format
	must     []string // columns that tell the layout from others
	account  string
	currency string
	date     string // may hold the time of day, too
	clock    string // a column of its own for it
	text     []string
	credit   string
	debit    string
	amount   string // for both directions, instead of credit and debit
	// signed amounts are negative when money went out; others have CR or DB, K or
	// D behind the amount or in the column after it.
	signed  bool
	balance string
	bank    string // the bank's reference of the line, unique in the account
}

// layouts are all that are known. Columns that look like references but are a
// journal's or a customer's belong to the text: they may repeat.
var layouts = []layout{
	{
		format: BCA, must: []string{"tanggal transaksi", "keterangan", "jumlah", "saldo"},
		date: "tanggal transaksi", text: []string{"keterangan"}, amount: "jumlah", balance: "saldo",
	},
	{
		format: Mandiri, must: []string{"accountno", "postdate", "remarks", "credit amount", "debit amount"},
		account: "accountno", currency: "ccy", date: "postdate", text: []string{"remarks", "additionaldesc"},
		credit: "credit amount", debit: "debit amount", balance: "close balance",
	},
	{
		format: Mandiri, must: []string{"account no", "date", "val date", "description", "debit", "credit"},
		account: "account no", date: "date", text: []string{"description", "reference no"}, credit: "credit", debit: "debit",
	},
	{ //nolint:gosec // no credentials: a bank's names of columns
		format: BRI, must: []string{"norek", "tgl_tran", "desk_tran", "mutasi_debet", "mutasi_kredit"},
		account: "norek", date: "tgl_tran", clock: "jam_tran", text: []string{"desk_tran"},
		credit: "mutasi_kredit", debit: "mutasi_debet", balance: "saldo_akhir_mutasi",
	},
	{
		format: BNI, must: []string{"post date", "journal no", "description", "debit", "credit"},
		date: "post date", text: []string{"description", "journal no"}, credit: "credit", debit: "debit", balance: "balance",
	},
	{
		format: Generic, must: []string{"tanggal", "keterangan", "jumlah"},
		account: "rekening", date: "tanggal", clock: "waktu", text: []string{"keterangan"}, amount: "jumlah", signed: true,
		balance: "saldo", bank: "referensi",
	},
}

// headName is a column's name without what differs between exports.
func headName(cell string) string {
	name := strings.ToLower(clean(strings.NewReplacer(".", " ", "*", " ").Replace(cell)))
	return strings.TrimSpace(name)
}

// table is where the cells of a layout stand in one file.
type table struct {
	layout
	separator byte
	names     []string
	at        map[string][]int
}

var separators = []byte{';', ',', '\t'}

// tableOf recognises the head of a table.
func tableOf(line string) (*table, bool) {
	for _, separator := range separators {
		head, closed := cells(line, separator)
		if !closed || len(head) < 3 {
			continue
		}
		t := &table{separator: separator, at: map[string][]int{}}
		for i, cell := range head {
			name := headName(cell)
			t.names = append(t.names, name)
			t.at[name] = append(t.at[name], i)
		}
		for _, known := range layouts {
			if t.has(known.must) {
				t.layout = known
				return t, true
			}
		}
	}
	return nil, false
}

func (t *table) has(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return len(t.at[name]) == 0 })
}

// cell is the row's value of a column; empty when the file has no such column.
func (t *table) cell(row []string, name string) string {
	if at := t.at[name]; name != "" && len(at) > 0 && at[0] < len(row) {
		return row[at[0]]
	}
	return ""
}

// texts joins every column that says something, the same name twice included.
func (t *table) texts(row []string) string {
	var said []string
	for _, name := range t.text {
		for _, at := range t.at[name] {
			if at < len(row) && row[at] != "" {
				said = append(said, row[at])
			}
		}
	}
	return clean(strings.Join(said, " "))
}

// fits tells whether a row has as many cells as the head; empty ones at the end
// of either do not count.
func (t *table) fits(row []string) bool {
	return filled(row) <= len(t.names) && len(row) >= filled(t.names)
}

func filled(row []string) int {
	n := len(row)
	for n > 0 && row[n-1] == "" {
		n--
	}
	return n
}
