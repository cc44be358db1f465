package midtrans

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// Beneficiary is who a payout goes to.
type Beneficiary struct{ Name, Bank, Account string }

// PayoutStatus is where a payout stands. Others than these may come: they are on
// the way.
type PayoutStatus string

// Ends of a payout.
const (
	PayoutCompleted PayoutStatus = "completed"
	PayoutFailed    PayoutStatus = "failed"
	PayoutRejected  PayoutStatus = "rejected"
)

// Payout is a transfer to a beneficiary, as the gateway has it now.
type Payout struct {
	Reference string
	Amount    money.Rupiah
	Status    PayoutStatus
	ErrorCode string // why it failed
	Message   string // the same in words, for logs
	Notes     string // as it was asked for; empty in notifications
}

type wirePayout struct {
	Reference string       `json:"reference_no"`
	Amount    string       `json:"amount"`
	Status    PayoutStatus `json:"status"`
	ErrorCode string       `json:"error_code"`
	Message   string       `json:"error_message"`
	Notes     string       `json:"notes"`
}

func (w wirePayout) read() (p Payout, err error) {
	if w.Reference == "" || w.Status == "" {
		return p, fmt.Errorf("%w: a payout without reference or status", ErrFormat)
	}
	p = Payout{Reference: w.Reference, Status: w.Status, ErrorCode: w.ErrorCode, Message: w.Message, Notes: w.Notes}
	p.Amount, err = readRupiah(w.Amount)
	return p, err
}

// Pay sends money to a beneficiary and returns the gateway's reference. key names
// the payout; sent again, it takes effect once.
func (c *Client) Pay(ctx context.Context, key string, to Beneficiary, amount money.Rupiah, notes string) (reference string, err error) {
	const path = "/iris/api/v1/payouts"
	asked := map[string]any{"payouts": []map[string]string{{
		"beneficiary_name": to.Name, "beneficiary_bank": to.Bank, "beneficiary_account": to.Account,
		"amount": writeRupiah(amount), "notes": notes,
	}}}
	var said struct {
		Payouts []wirePayout `json:"payouts"`
	}
	if err := c.call(ctx, c.iris(), http.MethodPost, path, asked, &said, "X-Idempotency-Key", key); err != nil {
		return "", err
	}
	if len(said.Payouts) != 1 || said.Payouts[0].Reference == "" {
		return "", fmt.Errorf("POST %s: %w: %w: one payout was asked for", path, ErrUnknown, ErrFormat)
	}
	return said.Payouts[0].Reference, nil
}

// PayoutOf returns a payout by the gateway's reference. The error is ErrNotFound,
// ErrUnknown or a *RefusedError.
func (c *Client) PayoutOf(ctx context.Context, reference string) (Payout, error) {
	path := "/iris/api/v1/payouts/" + url.PathEscape(reference)
	var said wirePayout
	err := c.call(ctx, c.iris(), http.MethodGet, path, nil, &said)
	if refusedWith(err, codeNotFound) {
		return Payout{}, fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	if err != nil {
		return Payout{}, err
	}
	p, err := said.read()
	if err != nil {
		return p, fmt.Errorf("GET %s: %w: %w", path, ErrUnknown, err)
	}
	return p, nil
}

// HolderOf asks a bank whose account a number is. A *RefusedError means that
// there is no such account.
func (c *Client) HolderOf(ctx context.Context, bank, account string) (name string, err error) {
	path := "/iris/api/v1/account_validation?" + url.Values{"bank": {bank}, "account": {account}}.Encode()
	var said struct {
		Name string `json:"account_name"`
	}
	err = c.call(ctx, c.iris(), http.MethodGet, path, nil, &said)
	return said.Name, err
}
