package midtrans

import (
	"bytes"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrSignature means that a notification was not signed with the merchant's key.
// It says nothing about any payment.
var ErrSignature = errors.New("the notification is not signed by the gateway")

// ErrMerchant means that a transaction is another merchant's: none of our money.
var ErrMerchant = errors.New("the transaction is another merchant's")

// ours returns ErrMerchant for a transaction that names somebody else.
func (c *Client) ours(t Transaction) error {
	if c.config.Merchant == "" || t.Merchant == "" || t.Merchant == c.config.Merchant {
		return nil
	}
	return fmt.Errorf("%w: %q", ErrMerchant, t.Merchant)
}

// ReadNotification checks the signature of a payment notification and reads it.
// The signature covers order, status code and amount, and no time: ask for the
// status before money is posted. The error is ErrSignature, ErrFormat or ErrMerchant.
func (c *Client) ReadNotification(body []byte) (Transaction, error) {
	var said wire
	if err := json.Unmarshal(body, &said); err != nil {
		return Transaction{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if !signed(said.SignatureKey, said.OrderID, said.StatusCode, said.GrossAmount, c.config.ServerKey) {
		return Transaction{}, ErrSignature
	}
	t, err := said.read()
	if err == nil {
		err = c.ours(t)
	}
	return t, err
}

// ReadPayoutNotification checks the signature of a payout notification, from its
// header Iris-Signature, and reads it. The error is ErrSignature or ErrFormat.
func (c *Client) ReadPayoutNotification(body []byte, signature string) (Payout, error) {
	if !signed(signature, string(body), c.config.MerchantKey) {
		return Payout{}, ErrSignature
	}
	var said wirePayout
	if err := json.Unmarshal(bytes.TrimSpace(body), &said); err != nil {
		return Payout{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return said.read()
}

// signed compares in constant time.
func signed(signature string, parts ...string) bool {
	hash := sha512.New()
	for _, part := range parts {
		hash.Write([]byte(part))
	}
	want := hex.EncodeToString(hash.Sum(nil))
	return subtle.ConstantTimeCompare([]byte(signature), []byte(want)) == 1
}
