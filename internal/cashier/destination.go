package cashier

import (
	"context"
	"errors"
	"net/http"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// accountField is the name under which refund accounts are sealed.
const accountField = "refund_account"

// refundAccount is where money goes back to, as the buyer gave it.
type refundAccount struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

// beneficiary opens the buyer's account: the one that was given for this refund, or
// else the one that was given when joining. While an attempt is on its way it stays
// the same, and so does the request.
func (c *Cashier) beneficiary(ctx context.Context, state payment.RefundCase) (to midtrans.Beneficiary, wrong *payment.Misdirect, err error) {
	sealed := state.Account
	if sealed.Empty() {
		if sealed, err = c.Account(ctx, state.Participation); err != nil {
			return to, nil, err
		}
	}
	if sealed.Empty() {
		return to, &payment.Misdirect{Problem: payment.ProblemMissing}, nil
	}
	key, err := c.Vault.Key(ctx, sealed.Person)
	if errors.Is(err, eventstore.ErrErased) {
		return to, &payment.Misdirect{Rest: payment.RestErased}, nil
	}
	if err != nil {
		return to, nil, err
	}
	var account refundAccount
	if err := eventstore.Open(key, accountField, sealed, &account); err != nil {
		return to, nil, err
	}
	code, served := bankCode(account.Bank)
	if !served {
		return to, &payment.Misdirect{Bank: true}, nil
	}
	return midtrans.Beneficiary{Name: account.Holder, Bank: code, Account: account.Number}, nil, nil
}

// checked is the buyer's account, after its bank was asked whose it is: money that
// went to somebody else does not come back.
func (c *Cashier) checked(ctx context.Context, state payment.RefundCase) (to midtrans.Beneficiary, wrong *payment.Misdirect, err error) {
	to, wrong, err = c.beneficiary(ctx, state)
	if err != nil || wrong != nil {
		return to, wrong, err
	}
	name, err := c.Gateway.HolderOf(ctx, to.Bank, to.Account)
	refused, isRefused := errors.AsType[*midtrans.RefusedError](err)
	switch {
	case isRefused && (refused.Code == http.StatusUnauthorized || refused.Code == http.StatusForbidden):
		return to, nil, errors.Join(midtrans.ErrUnknown, err)
	case isRefused:
		return to, &payment.Misdirect{Problem: payment.ProblemAccount}, nil
	case err != nil:
		return to, nil, err
	case !sameHolder(to.Name, name):
		return to, &payment.Misdirect{Problem: payment.ProblemName}, nil
	}
	return to, nil, nil
}
