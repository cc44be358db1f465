package midtrans

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// Status of a transaction. Others than these may come: treat them as not paid.
type Status string

// Statuses of the format.
const (
	Pending           Status = "pending"
	Capture           Status = "capture"
	Settlement        Status = "settlement"
	Denied            Status = "deny"
	Cancelled         Status = "cancel"
	Expired           Status = "expire"
	Refunded          Status = "refund"
	PartiallyRefunded Status = "partial_refund"
	ChargedBack       Status = "chargeback"
	PartlyChargedBack Status = "partial_chargeback"
)

// rank orders the statuses along a transaction's life: news of a lower rank than
// what is known is old news.
var rank = map[Status]int{
	Pending: 1, Expired: 2, Cancelled: 2, Capture: 3, Settlement: 4, Denied: 5, PartiallyRefunded: 5, Refunded: 6,
	PartlyChargedBack: 7, ChargedBack: 8,
}

// After tells whether a status is newer news than another, whatever the order in
// which they came.
func (s Status) After(other Status) bool { return rank[s] > rank[other] }

// Transaction is one attempt to pay an order, as the gateway has it now.
type Transaction struct {
	ID        string
	Order     string
	Merchant  string
	Method    string // payment_type
	Amount    money.Rupiah
	Status    Status
	Fraud     string    // "accept", "challenge" or "deny"; empty where it is not checked
	PaidAt    time.Time // zero: not paid
	ExpiresAt time.Time
	Bank, VA  string
	QR        string
	Link      string // that opens the wallet's app
	Refunds   []SentRefund
	Disputed  money.Rupiah // taken back from the merchant, as far as it is itemised
	Entries   int          // of what was sent back or taken back
}

// Paid tells whether the money is the merchant's: settled or captured, not under
// suspicion, and not all of it sent back.
func (t Transaction) Paid() bool {
	came := t.Status == Settlement || t.Status == Capture || t.Status == PartlyChargedBack || t.Status == PartiallyRefunded && t.Left() > 0
	return came && (t.Fraud == "" || t.Fraud == "accept")
}

// Open tells whether money may still come for it, or is held under suspicion.
func (t Transaction) Open() bool {
	return t.Status == Pending || (t.Status == Settlement || t.Status == Capture) && t.Fraud == "challenge"
}

// Left is what of a payment the gateway has not sent back, nor taken back.
func (t Transaction) Left() money.Rupiah {
	left := t.Amount - t.Disputed
	for _, r := range t.Refunds {
		left -= r.Amount
	}
	return left
}

// TakenBack is what the gateway took back from the merchant, of a payment that had been
// settled. ErrFormat: it took some, and does not say how much.
func (t Transaction) TakenBack() (money.Rupiah, error) {
	taken := t.Disputed
	switch t.Status {
	case ChargedBack, Denied:
		taken += max(t.Left(), 0)
	case PartlyChargedBack:
	case Pending, Capture, Settlement, Cancelled, Expired, Refunded, PartiallyRefunded:
		return 0, nil
	}
	if taken == 0 {
		return 0, fmt.Errorf("%w: it is %s, and does not say how much of it", ErrFormat, t.Status)
	}
	return taken, nil
}

// SentRefund is a refund that the gateway made.
type SentRefund struct {
	Key    string
	Amount money.Rupiah
}

// wire is a transaction as it is written.
type wire struct {
	StatusCode        string `json:"status_code"`
	TransactionID     string `json:"transaction_id"`
	OrderID           string `json:"order_id"`
	MerchantID        string `json:"merchant_id"`
	GrossAmount       string `json:"gross_amount"`
	Currency          string `json:"currency"`
	PaymentType       string `json:"payment_type"`
	TransactionStatus Status `json:"transaction_status"`
	FraudStatus       string `json:"fraud_status"`
	SettlementTime    string `json:"settlement_time"`
	ExpiryTime        string `json:"expiry_time"`
	SignatureKey      string `json:"signature_key"`
	PermataVANumber   string `json:"permata_va_number"`
	QRString          string `json:"qr_string"`
	VANumbers         []struct {
		Bank string `json:"bank"`
		VA   string `json:"va_number"`
	} `json:"va_numbers"`
	Actions []struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"actions"`
	Refunds []struct {
		Key    string `json:"refund_key"`
		Amount string `json:"refund_amount"`
	} `json:"refunds"`
}

// disputes tells refunds, which always have a key, from what was charged back: the format
// lists both as refunds.
func (t Transaction) disputes(key string) bool {
	return key == "" && (t.Status == ChargedBack || t.Status == PartlyChargedBack)
}

// ErrFormat means that something does not follow the format.
var ErrFormat = errors.New("not in the gateway's format")

func (w wire) read() (t Transaction, err error) {
	t = Transaction{
		ID: w.TransactionID, Order: w.OrderID, Merchant: w.MerchantID, Method: w.PaymentType, Status: w.TransactionStatus,
		Fraud: w.FraudStatus, QR: w.QRString,
	}
	if w.TransactionID == "" || w.OrderID == "" || w.TransactionStatus == "" || (w.Currency != "" && w.Currency != "IDR") {
		return t, fmt.Errorf("%w: a transaction of order %q in %q", ErrFormat, w.OrderID, w.Currency)
	}
	var errs [3]error
	t.Amount, errs[0] = readRupiah(w.GrossAmount)
	t.PaidAt, errs[1] = readTime(w.SettlementTime)
	t.ExpiresAt, errs[2] = readTime(w.ExpiryTime)
	if w.PermataVANumber != "" {
		t.Bank, t.VA = "permata", w.PermataVANumber
	}
	for _, number := range w.VANumbers {
		t.Bank, t.VA = number.Bank, number.VA
	}
	for _, action := range w.Actions {
		if action.Name == "deeplink-redirect" {
			t.Link = action.URL
		}
	}
	t.Entries = len(w.Refunds)
	for _, r := range w.Refunds {
		amount, err := readRupiah(r.Amount)
		errs[0] = errors.Join(errs[0], err)
		if t.disputes(r.Key) {
			t.Disputed += amount
			continue
		}
		t.Refunds = append(t.Refunds, SentRefund{r.Key, amount})
	}
	return t, errors.Join(errs[:]...)
}

// readRupiah reads "10000.00" or "10000". Fractions of a rupiah do not exist.
func readRupiah(text string) (money.Rupiah, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	amount, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || amount < 0 || strings.Trim(fraction, "0") != "" {
		return 0, fmt.Errorf("%w: amount %q", ErrFormat, text)
	}
	return money.Rupiah(amount), nil
}

// writeRupiah is how payouts are asked for.
func writeRupiah(amount money.Rupiah) string { return strconv.FormatInt(int64(amount), 10) + ".00" }

// wib is the zone of all times in the format.
var wib = time.FixedZone("WIB", 7*3600)

const timeFormat = "2006-01-02 15:04:05"

// readTime reads a time of the format; empty: zero.
func readTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(timeFormat, text, wib)
	if err != nil {
		return at, fmt.Errorf("%w: time %q", ErrFormat, text)
	}
	return at.UTC(), nil
}
