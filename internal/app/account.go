package app

import "github.com/sensasiwangi/sambatan/ui"

// ReceivingAccount is the bank account that buyers transfer to. The defaults
// are invented, for development.
type ReceivingAccount struct {
	AccountBank   string `default:"Bank Lintas Nusa" env:"SAMBATAN_ACCOUNT_BANK" help:"Bank of the account that buyers transfer to."`
	AccountNumber string `default:"8801002233" env:"SAMBATAN_ACCOUNT_NUMBER" help:"Its number, digits only."`
	AccountHolder string `default:"Rekening Bersama Sensasiwangi" env:"SAMBATAN_ACCOUNT_HOLDER" help:"Its holder."`
}

func (a ReceivingAccount) shown() ui.ReceivingAccount {
	return ui.ReceivingAccount{Bank: a.AccountBank, Number: a.AccountNumber, Holder: a.AccountHolder}
}
