package view

import (
	"strings"

	"github.com/a-h/templ"
)

func (a AuditList) span() string {
	return Grouped(int64(a.From)) + "–" + Grouped(int64(a.From+len(a.Rows)-1))
}

// past tells whether an instant before now is shown.
func (t Trail) past() bool { return !t.Then.IsZero() }

// instant is 22 Nov 2026, 20.44.30 WIB.
func (t Trail) instant() string { return Date(t.Then) + ", " + ClockSeconds(t.Then) + " WIB" }

func (t Trail) stateHead() string {
	if t.past() {
		return "Keadaan pada saat itu"
	}
	return "Keadaan sekarang"
}

func (t Trail) span() string {
	return Grouped(int64(t.Before+1)) + "–" + Grouped(int64(t.Before+len(t.Events)))
}

// page is another page of the trail at the same instant.
func (t Trail) page(from, to int64) string {
	q := t.Query
	q.From, q.To = from, to
	return q.URL()
}

// The pages around this one; empty: there is none.
func (t Trail) first() string {
	if t.Before == 0 {
		return ""
	}
	return t.page(1, 0)
}

func (t Trail) prev() string {
	if t.Before == 0 {
		return ""
	}
	return t.page(0, t.Events[0].Position-1)
}

func (t Trail) next() string {
	if t.last() == "" {
		return ""
	}
	return t.page(t.Events[len(t.Events)-1].Position+1, 0)
}

func (t Trail) last() string {
	if t.Before+len(t.Events) >= t.Total {
		return ""
	}
	return t.page(0, 0)
}

func (t Trail) filledHead() string {
	if t.State.Lost() {
		return "Aman saat ditutup"
	}
	return "Slot aman dari batas"
}

func (t Trail) filled() string {
	if t.State.Lost() && t.Secured == 0 {
		return "–"
	}
	return number(t.Secured) + " / " + number(t.Slots)
}

// oneByOne is how many accounts of a kind have a row each; more are summed up in one.
const oneByOne = 12

// open are the accounts that hold something, in the order of their names. Of a kind of which
// there are many, as a buyer's escrow, there is one row for all.
func (t Trail) open() (open []Balance) {
	of := map[string][]Balance{}
	var kinds []string
	for _, b := range t.Balances {
		if b.Debit == 0 && b.Credit == 0 && !t.Summed {
			continue
		}
		kind := b.kind()
		if of[kind] == nil {
			kinds = append(kinds, kind)
		}
		of[kind] = append(of[kind], b)
	}
	for _, kind := range kinds {
		all := of[kind]
		if len(all) > oneByOne {
			all = []Balance{together(kind, all)}
		}
		open = append(open, all...)
	}
	return open
}

// kind is the account without its parameters: liability:escrow.
func (b Balance) kind() string {
	parts := strings.SplitN(b.Account, ":", 3)
	return strings.Join(parts[:min(2, len(parts))], ":")
}

func together(kind string, all []Balance) Balance {
	sum := Balance{Account: kind + ":" + Grouped(int64(len(all))) + " akun"}
	for _, b := range all {
		sum.Debit, sum.Credit = sum.Debit+b.Debit, sum.Credit+b.Credit
	}
	return sum
}

// namedEmpty is how many accounts without a balance are named.
const namedEmpty = 50

// named is the account, or, of many, what they are.
func (b Balance) named() string {
	if kind, many := strings.CutSuffix(b.Account, ":*"); many {
		return kind + ":semua pembeli"
	}
	return b.Account
}

// ledgerName is an account, that breaks behind colons and behind the hyphens of its ids, and nowhere else.
func ledgerName(name string) templ.Component {
	return templ.Raw(strings.NewReplacer(":", ":<wbr>", "-", "-<wbr>").Replace(templ.EscapeString(name)))
}

// emptied are the names of the accounts that were used and hold nothing now.
func (t Trail) emptied() (names []string) {
	if t.Summed {
		return nil
	}
	for _, b := range t.Balances {
		if b.Debit == 0 && b.Credit == 0 {
			names = append(names, b.Account)
		}
	}
	return names
}

func (t Trail) debit() int64 {
	var n int64
	for _, b := range t.Balances {
		n += b.Debit
	}
	return n
}

func (t Trail) credit() int64 {
	var n int64
	for _, b := range t.Balances {
		n += b.Credit
	}
	return n
}

func (v Verification) mark() Mark {
	if v.OK {
		return Mark{"Daun di halaman ini cocok", "ok", "shield"}
	}
	return Mark{"Ada daun yang tidak cocok", "err", "alert"}
}

func (v Verification) tone() string {
	if v.OK {
		return "c-ok"
	}
	return "c-err"
}

func (v Verification) tick() string {
	if v.OK {
		return "M15 21.500l5 5 9.500-10.500"
	}
	return "M22 14v11M22 30v.5"
}

func (v Verification) heading() string {
	if v.OK {
		return "Daun cocok"
	}
	return "Tidak cocok"
}

func (v Verification) words() string {
	words := number(v.Events) + " daun di halaman ini dihitung ulang " + FullTime(v.At) + " dari isi yang tersimpan"
	if v.OK {
		return words + "; semuanya sama."
	}
	return words + "; ada yang berbeda. Hentikan pembacaan laporan dan hubungi tim inti."
}

func (p Posting) side() string {
	if p.Debit {
		return "Debit"
	}
	return "Kredit"
}

// blankZero leaves an empty side of a balance empty.
func blankZero(n int64) string {
	if n == 0 {
		return ""
	}
	return Grouped(n)
}
