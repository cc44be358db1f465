package view

import (
	"slices"
	"time"
)

// CashOutForm asks how much of a balance goes where.
type CashOutForm struct {
	Spendable, Least int64
	DueBy            time.Time // of what is asked for now
	Leaving          string    // the cash-out that has to end first; empty: none
	Known            []Option  // accounts, masked
	Another          bool      // one that was not named before is typed in
	Banks            []Option
	Rest             string // how long nothing is sent to a new account
	StepUp           StepUp
	Form             Form
}

// may tells whether anything can be cashed out.
func (f CashOutForm) may() bool { return f.Leaving == "" && f.Spendable >= f.Least }

func (f CashOutForm) bounds() string {
	return "Dari " + Rupiah(f.Least) + " sampai " + Rupiah(f.Spendable) + "."
}

// accounts end with the one that is typed in.
func (f CashOutForm) accounts() []Option {
	return append(slices.Clip(f.Known), Option{AnotherAccount, "Rekening lain"})
}

// CashOut is one cash-out as its buyer follows it.
type CashOut struct {
	ID    string
	Track RefundTrack
	May   bool // it can be called off
	Form  Form
}
