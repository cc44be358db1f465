package cashier

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// accountField is the name under which refund accounts are sealed.
const accountField = "refund_account"

// bankAccount is where money goes, as its owner gave it.
type bankAccount struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

// beneficiary opens the buyer's account: the one that was given for this refund, or
// else the one that was given when joining, or with the cash-out. While an attempt is on its way it stays
// the same, and so does the request.
func (c *Cashier) beneficiary(ctx context.Context, state payment.RefundCase) (to midtrans.Beneficiary, wrong *payment.Misdirect, err error) {
	sealed := state.Account
	if sealed.Empty() {
		if sealed, err = c.accountOf(ctx, state); err != nil {
			return to, nil, err
		}
	}
	if sealed.Empty() {
		return to, &payment.Misdirect{Problem: payment.ProblemMissing}, nil
	}
	to, served, err := c.unseal(ctx, accountField, sealed)
	switch {
	case errors.Is(err, eventstore.ErrErased):
		return to, &payment.Misdirect{Rest: payment.RestErased}, nil
	case err == nil && !served:
		return to, &payment.Misdirect{Bank: true}, nil
	}
	return to, nil, err
}

func (c *Cashier) accountOf(ctx context.Context, state payment.RefundCase) (eventstore.Sealed, error) {
	if state.Method != payment.CashOut {
		return c.Account(ctx, state.Participation)
	}
	known, err := c.cashOut(ctx, state)
	return known.Asked.Account, err
}

func (c *Cashier) cashOut(ctx context.Context, state payment.RefundCase) (wallet.CashOut, error) {
	purse, _, err := eventstore.Load(ctx, c.Log, wallet.Wallets, state.Buyer.String())
	if err != nil {
		return wallet.CashOut{}, fmt.Errorf("read the wallet of %s: %w", state.Buyer, err)
	}
	return purse.CashOut(state.Participation), nil
}

// rests is how long nothing may be sent yet: the account of a cash-out that nobody was ever
// sent money to leaves its owner the time to call it off, and so does another in its place.
func (c *Cashier) rests(ctx context.Context, state payment.RefundCase) (time.Duration, error) {
	if state.Method != payment.CashOut {
		return 0, nil
	}
	known, err := c.cashOut(ctx, state)
	return max(0, known.Asked.NotBefore.Sub(c.Now()), state.RestsUntil.Sub(c.Now())), err
}

// unseal opens an account. served tells whether the gateway pays to its bank.
func (c *Cashier) unseal(ctx context.Context, field string, sealed eventstore.Sealed) (to midtrans.Beneficiary, served bool, err error) {
	key, err := c.Vault.Key(ctx, sealed.Person)
	if err != nil {
		return to, false, err
	}
	var account bankAccount
	if err := eventstore.Open(key, field, sealed, &account); err != nil {
		return to, false, err
	}
	code, served := bankCode(account.Bank)
	return midtrans.Beneficiary{Name: account.Holder, Bank: code, Account: account.Number}, served, nil
}

// checked is the buyer's account, after its bank was asked whose it is: money that
// went to somebody else does not come back.
func (c *Cashier) checked(ctx context.Context, state payment.RefundCase) (to midtrans.Beneficiary, wrong *payment.Misdirect, err error) {
	to, wrong, err = c.beneficiary(ctx, state)
	if err != nil || wrong != nil {
		return to, wrong, err
	}
	problem, err := c.problemOf(ctx, to)
	if problem != "" {
		wrong = &payment.Misdirect{Problem: problem}
	}
	return to, wrong, err
}

// problemOf asks whose an account is; empty: it is whose it is said to be. The error is
// midtrans.ErrUnknown when the gateway did not say.
func (c *Cashier) problemOf(ctx context.Context, to midtrans.Beneficiary) (payment.Problem, error) {
	name, err := c.Gateway.HolderOf(ctx, to.Bank, to.Account)
	refused, isRefused := errors.AsType[*midtrans.RefusedError](err)
	switch {
	case isRefused && (refused.Code == http.StatusUnauthorized || refused.Code == http.StatusForbidden):
		return "", errors.Join(midtrans.ErrUnknown, err)
	case isRefused:
		return payment.ProblemAccount, nil
	case err != nil:
		return "", err
	case !sameHolder(to.Name, name):
		return payment.ProblemName, nil
	}
	return "", nil
}
