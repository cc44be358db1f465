package view

import (
	"strings"
	"time"
)

// Word is the status as people say it.
func (s LineStatus) Word() string {
	switch s {
	case LineMatched:
		return "cocok"
	case LineUnknown:
		return "belum dikenali"
	case LineUndecided:
		return "perlu diputuskan"
	case LineUnreadable:
		return "tidak terbaca"
	case LinePending:
		return "belum dibukukan"
	case LineKnown:
		return "sudah tercatat"
	case LineOutgoing:
	}
	return "keluar, dilewati"
}

func (s LineStatus) mark() Mark {
	switch s {
	case LineMatched:
		return Mark{capital(s.Word()), "ok", "check"}
	case LineUnknown:
		return Mark{capital(s.Word()), "warn", "coins"}
	case LineUndecided:
		return Mark{capital(s.Word()), "warn", "alert"}
	case LineUnreadable:
		return Mark{capital(s.Word()), "err", "alert"}
	case LinePending:
		return Mark{capital(s.Word()), "", "clock"}
	case LineKnown:
		return Mark{capital(s.Word()), "", "lock"}
	case LineOutgoing:
	}
	return Mark{capital(s.Word()), "", "minus"}
}

// then says what recording does with the rows of a status.
func (s LineStatus) then() string {
	switch s {
	case LineMatched:
		return "dicatat untuk pesanannya"
	case LineUnknown:
		return "dicatat, masuk dana titipan"
	case LineUndecided:
		return "tidak dicatat, Anda yang memutuskan"
	case LineUnreadable:
		return "tidak dicatat"
	case LinePending:
		return "tidak dicatat, tunggu dibukukan bank"
	case LineKnown:
		return "tidak dicatat lagi"
	case LineOutgoing:
	}
	return "bukan urusan pembayaran"
}

func (s Statement) title() string {
	if len(s.Imports) > 0 {
		return "Hasil impor mutasi"
	}
	return "Periksa mutasi"
}

// about is whose statement it is, and of which days.
func (s Statement) about() string {
	parts := []string{s.Bank + " " + s.Account}
	if s.Format != "" {
		parts = append(parts, "file "+s.Format)
	}
	if !s.From.IsZero() {
		parts = append(parts, daySpan(s.From, s.Until))
	}
	return strings.Join(parts, " · ")
}

func (i StatementImport) days() string {
	if i.From.IsZero() {
		return "tanpa tanggal"
	}
	return daySpan(i.From, i.Until)
}

func (i StatementImport) recorded() string {
	if n := i.Matched + i.Unknown; n > 0 {
		return Grouped(int64(n)) + " baris, " + Rupiah(i.Amount)
	}
	return "tidak ada baris baru"
}

func (i StatementImport) left() string {
	if i.Left == 0 {
		return "tidak ada"
	}
	return Grouped(int64(i.Left)) + " baris"
}

func (s Statement) button() string {
	if s.Records == 0 {
		return "Catat tanpa baris baru"
	}
	return "Catat " + Grouped(int64(s.Records)) + " baris"
}

// offers tells whether there is anything that recording would do: a file that
// brings nothing is still noted, once.
func (s Statement) offers() bool { return s.Kept && (s.Records > 0 || len(s.Imports) == 0) }

func (s Statement) promise() string {
	if s.Records == 0 {
		return "Tidak ada baris baru di file ini. Dengan mencatatnya, riwayat menunjukkan bahwa file ini sudah diperiksa."
	}
	return "Yang dicatat persis yang ditunjukkan di sini: " + Grouped(int64(s.Records)) + " baris, " + Rupiah(s.RecordsAmount) +
		". Kalau keadaannya berubah sebelum Anda menekan tombol, tidak ada yang dicatat dan Anda diminta memeriksa lagi."
}

// again says that the file was imported before, or what the first time brought.
func (s Statement) again() string {
	first := s.Imports[0]
	words := "File ini sudah diimpor pada " + FullTime(first.At) + " oleh " + first.By + ": " + first.recorded() + "."
	if len(s.Imports) > 1 {
		last := s.Imports[len(s.Imports)-1]
		words += " Terakhir pada " + FullTime(last.At) + " oleh " + last.By + ": " + last.recorded() + "."
	}
	return words
}

// incoming is how many rows money came in with, as far as they can be read.
func (s Statement) incoming() (lines int) {
	for _, sum := range s.Sums {
		if sum.Status.incoming() {
			lines += sum.Lines
		}
	}
	return lines
}

func (s Statement) incomingAmount() (amount int64) {
	for _, sum := range s.Sums {
		if sum.Status.incoming() {
			amount += sum.Amount
		}
	}
	return amount
}

func (s LineStatus) incoming() bool { return s != LineOutgoing && s != LineUnreadable }

// sumAmount is a dash where nobody knows.
func sumAmount(sum LineSum) string {
	if sum.Status == LineUnreadable {
		return "–"
	}
	return Rupiah(sum.Amount)
}

func (s Statement) filterURL(status LineStatus) string {
	if status == "" {
		return OpsStatementURL(s.ID) + "#baris"
	}
	return OpsStatementURL(s.ID) + "?" + QueryStatus + "=" + string(status) + "#baris"
}

// rowsTitle is the heading of the table of rows.
func (s Statement) rowsTitle() string {
	if s.Filter == "" {
		return "Semua baris"
	}
	return "Baris “" + s.Filter.Word() + "”"
}

// when is the row's day, with its time where the bank gives one.
func (r StatementRow) when() string {
	switch {
	case !r.At.IsZero():
		return Date(r.At) + ", " + Clock(r.At)
	case !r.Day.IsZero():
		return Date(r.Day)
	}
	return "tanpa tanggal"
}

func (r StatementRow) amount() string {
	switch {
	case r.Amount == 0:
		return "–"
	case r.Status == LineOutgoing:
		return Rupiah(-r.Amount)
	}
	return Rupiah(r.Amount)
}

// daySpan is one day, or the first and the last of several.
func daySpan(from, until time.Time) string {
	from, until = from.In(wib), until.In(wib)
	switch {
	case from.Equal(until):
		return Date(from)
	case from.Year() == until.Year() && from.Month() == until.Month():
		return number(from.Day()) + "–" + Date(until)
	}
	return Date(from) + " sampai " + Date(until)
}

// span is which of the list a page shows.
func span(first, shown int) string {
	if shown == 0 {
		return "0"
	}
	return Grouped(int64(first)) + "–" + Grouped(int64(first+shown-1))
}
