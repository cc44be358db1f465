package view

import "time"

// Addresses of what a brand is due.
const (
	SellerURL        = "/kelola/saldo"          // GET what is due, payouts and statement; query hal
	SellerAccountURL = "/kelola/saldo/rekening" // GET (form) and POST
	SellerMonthURL   = "/kelola/saldo/laporan"  // GET a month of the statement; query bulan
	SellerCSVURL     = "/kelola/saldo/mutasi.csv"
)

// Seller is what a brand is due, and how it is paid.
type Seller struct {
	Brand     string
	Held      int64 // in escrow, not due yet
	Due, Owed int64
	Leaving   int64  // what of it the payout under way takes
	Run       string // when the next payout is, in words
	Account   SellerAccount
	Live      *PayoutRow // the one that is not paid yet
	Payouts   []PayoutRow
	Lines     []SellerLine
	Span      string
	Total     int // lines
	Prev      string
	Next      string
}

// SellerAccount is where a brand wants to be paid.
type SellerAccount struct {
	Masked string // empty: none was given
	Holder string
	Mark   Mark
	Text   string // what it waits for, or what is wrong with it
}

// SellerLine is one line of a brand's statement.
type SellerLine struct {
	At      time.Time
	Text    string
	Detail  string // how the amount came about, or the evidence
	Code    string // of the order
	Amount  int64
	Balance int64
}

// MonthValue is how a month stands in a query: "2026-11".
const MonthValue = "2006-01"

// SellerStatement is one month of a brand's statement.
type SellerStatement struct {
	Now            time.Time
	Brand          string
	Month          time.Time
	Sums           []SumLine
	Lines          []SellerLine // the oldest first
	Earlier, Later bool         // there is something to see in the month before, or after
}

func (s SellerStatement) month(offset int) string {
	return SellerMonthURL + "?bulan=" + s.Month.AddDate(0, offset, 0).Format(MonthValue)
}

// PayoutRow is one payout in a list.
type PayoutRow struct {
	ID     string
	Number int
	Brand  string
	Amount int64
	Mark   Mark
	At     time.Time
	Text   string
}

// SellerAccountForm asks a brand where it wants to be paid.
type SellerAccountForm struct {
	Brand  string
	Known  string // the one that we have, masked
	Change bool   // it takes another's place
	Cooled time.Time
	Banks  []Option
	StepUp StepUp
	Form   Form
}

// Sums are how what can be paid comes about.
func (s Seller) Sums() []SumLine {
	lines := []SumLine{{Text: "Sudah dilepas, belum dicairkan", Amount: s.Due}}
	if s.Owed != 0 {
		lines = append(lines, SumLine{Text: "Kewajiban Anda yang dipotong", Amount: -s.Owed})
	}
	if s.Leaving != 0 {
		lines = append(lines, SumLine{Text: "Sedang dicairkan", Amount: -s.Leaving})
	}
	return append(lines, SumLine{Text: "Bisa dicairkan", Amount: s.Available(), Total: true})
}

// Available is what the next payout would come to.
func (s Seller) Available() int64 { return s.Due - s.Owed - s.Leaving }
