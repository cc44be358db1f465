package view

import "time"

// Wallet is a buyer's balance, and what came and went.
type Wallet struct {
	Held, Spendable int64
	Least, Most     int64 // that can be topped up
	Limit           int64 // of what may be in it
	Crowded         bool  // no more top-ups may wait for their money
	Channel         Channel
	Form            Form
	Open            []OpenTopUp
	Leaving         []LeavingCash
	Entries         []WalletEntry
}

// OpenTopUp waits for its money.
type OpenTopUp struct {
	ID     string
	Amount int64
	Method PayMethod
	PayBy  time.Time
}

// LeavingCash is a cash-out that is neither sent nor in the wallet again.
type LeavingCash struct {
	ID     string
	Amount int64
	At     time.Time
}

// WalletEntry is something that came, or went.
type WalletEntry struct {
	At     time.Time
	Text   string
	Amount int64  // what went is less than nothing
	Code   string // of the order that it was for; empty: none
	Name   string
	TopUp  string // its id; empty: it is none
	// CashOut is its id; empty: it is none.
	CashOut string
}

// url is the page of the top-up or cash-out; empty: it is neither.
func (e WalletEntry) url() string {
	switch {
	case e.TopUp != "":
		return TopUpShowURL(e.TopUp)
	case e.CashOut != "":
		return CashOutShowURL(e.CashOut)
	}
	return ""
}

// signed writes an amount with what it does to the balance.
func (e WalletEntry) signed() string {
	if e.Amount > 0 {
		return "+" + Rupiah(e.Amount)
	}
	return "−" + Rupiah(-e.Amount)
}

// sums are amounts that are often topped up, and still fit.
func (w Wallet) sums() (fit []int64) {
	for _, sum := range []int64{50_000, 100_000, 200_000, 500_000} {
		if sum <= w.Most {
			fit = append(fit, sum)
		}
	}
	return fit
}

// may tells whether anything can be topped up.
func (w Wallet) may() bool { return len(w.Channel.Methods) > 0 && !w.Crowded && w.Most >= w.Least }

// mayNot says why nothing can be topped up.
func (w Wallet) mayNot() string {
	switch {
	case len(w.Channel.Methods) == 0:
		return "Isi saldo belum tersedia."
	case w.Crowded:
		return "Sudah ada " + number(len(w.Open)) + " isi ulang yang menunggu dibayar. Bayar salah satu, atau tunggu waktunya habis."
	case len(w.Open) > 0:
		return "Saldo Anda, bersama isi ulang yang menunggu dibayar, sudah hampir penuh: paling banyak " + Rupiah(w.Limit) + "."
	}
	return "Saldo Anda sudah hampir penuh: paling banyak " + Rupiah(w.Limit) + "."
}

// bounds says what can be topped up.
func (w Wallet) bounds() string {
	words := "Dari " + Rupiah(w.Least) + " sampai " + Rupiah(w.Most) + ". Saldo paling banyak " + Rupiah(w.Limit)
	if len(w.Open) > 0 {
		words += ", bersama isi ulang yang menunggu dibayar"
	}
	return words + "."
}

// TopUp is one top-up as its buyer follows it.
type TopUp struct {
	ID                      string
	Amount, Credited, Taken int64
	Channel                 Channel
	Shown                   string // what of it a live page is told when it has changed
	Moves                   bool
}
