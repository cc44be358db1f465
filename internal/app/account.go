package app

import (
	"errors"

	"github.com/sensasiwangi/sambatan/ui"
)

// ReceivingAccount is the bank account that buyers transfer to. The defaults
// are invented, for development: see checkAccount.
type ReceivingAccount struct {
	AccountBank   string `default:"Bank Lintas Nusa" env:"SAMBATAN_ACCOUNT_BANK" help:"Bank of the account that buyers transfer to."`
	AccountNumber string `default:"8801002233" env:"SAMBATAN_ACCOUNT_NUMBER" help:"Its number, digits only."`
	AccountHolder string `default:"Rekening Bersama Sensasiwangi" env:"SAMBATAN_ACCOUNT_HOLDER" help:"Its holder."`
}

// inventedAccount is the default number. It is nobody's.
const inventedAccount = "8801002233"

// checkAccount refuses to tell real buyers to transfer to an account that nobody has.
func (a ReceivingAccount) checkAccount(environment string) error {
	if environment == "production" && a.AccountNumber == inventedAccount {
		return errors.New("SAMBATAN_ACCOUNT_NUMBER is the invented one of development; set it, SAMBATAN_ACCOUNT_BANK and SAMBATAN_ACCOUNT_HOLDER")
	}
	return nil
}

func (a ReceivingAccount) shown() ui.ReceivingAccount {
	return ui.ReceivingAccount{Bank: a.AccountBank, Number: a.AccountNumber, Holder: a.AccountHolder}
}
