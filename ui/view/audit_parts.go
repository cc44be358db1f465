package view

func (a AuditList) span() string {
	return Grouped(int64(a.From)) + "–" + Grouped(int64(a.From+len(a.Rows)-1))
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

// open are the accounts that hold something.
func (t Trail) open() (open []Balance) {
	for _, b := range t.Balances {
		if b.Debit != 0 || b.Credit != 0 {
			open = append(open, b)
		}
	}
	return open
}

// emptied are the names of the accounts that were used and hold nothing now.
func (t Trail) emptied() (names []string) {
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
		return Mark{"Semua daun cocok", "ok", "shield"}
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
		return "Terbukti utuh"
	}
	return "Tidak cocok"
}

func (v Verification) words() string {
	words := number(v.Events) + " daun dihitung ulang " + FullTime(v.At) + " dari isi yang tersimpan"
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
