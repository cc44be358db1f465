package gatewayemu

import (
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Status of a transaction, as it stands in the format.
type Status string

// Statuses that this gateway gives.
const (
	Pending       Status = "pending"
	Settlement    Status = "settlement"
	Deny          Status = "deny"
	Expire        Status = "expire"
	Cancel        Status = "cancel"
	Refund        Status = "refund"
	PartialRefund Status = "partial_refund"
	Chargeback    Status = "chargeback"

	PartialChargeback Status = "partial_chargeback"
)

// code is the status_code that belongs to a status in answers and notifications.
func (s Status) code() int {
	switch s {
	case Pending:
		return http.StatusCreated
	case Deny:
		return http.StatusAccepted
	case Expire:
		return statusExpired
	case Settlement, Cancel, Refund, PartialRefund, Chargeback, PartialChargeback:
	}
	return http.StatusOK
}

// Codes of the format that are not HTTP's own.
const (
	statusExpired      = 407 // in a body with HTTP status 200
	statusCannotModify = 412
	statusBadRefund    = 414
)

// transaction is one attempt to pay an order.
type transaction struct {
	id, order string
	kind      string // payment_type
	bank, va  string
	qr        string
	charged   int64
	paid      int64 // zero: not yet
	status    Status
	created   time.Time
	expires   time.Time
	settled   time.Time
	refunds   []wireRefund
}

type wireRefund struct {
	ID     int64  `json:"refund_chargeback_id"`
	Amount string `json:"refund_amount"`
	Key    string `json:"refund_key,omitempty"` // none: it was charged back
	Reason string `json:"reason,omitempty"`
	At     string `json:"created_at"`
	amount int64
}

// refunded is what went back, and what was charged back.
func (t *transaction) refunded() (sum int64) {
	for _, r := range t.refunds {
		sum += r.amount
	}
	return sum
}

// disputed is what was charged back, item by item.
func (t *transaction) disputed() (sum int64) {
	for _, r := range t.refunds {
		if r.Key == "" {
			sum += r.amount
		}
	}
	return sum
}

// amount is what notifications state: what was paid, which may not be what was
// charged.
func (t *transaction) amount() int64 {
	if t.paid != 0 {
		return t.paid
	}
	return t.charged
}

func rupiah(amount int64) string { return strconv.FormatInt(amount, 10) + ".00" }

// wire is a transaction in the format.
type wire struct {
	StatusCode        string       `json:"status_code"`
	StatusMessage     string       `json:"status_message"`
	TransactionID     string       `json:"transaction_id"`
	OrderID           string       `json:"order_id"`
	MerchantID        string       `json:"merchant_id"`
	GrossAmount       string       `json:"gross_amount"`
	Currency          string       `json:"currency"`
	PaymentType       string       `json:"payment_type"`
	TransactionTime   string       `json:"transaction_time"`
	TransactionStatus Status       `json:"transaction_status"`
	FraudStatus       string       `json:"fraud_status"`
	SettlementTime    string       `json:"settlement_time,omitempty"`
	ExpiryTime        string       `json:"expiry_time"`
	VANumbers         []vaNumber   `json:"va_numbers,omitempty"`
	PermataVANumber   string       `json:"permata_va_number,omitempty"`
	QRString          string       `json:"qr_string,omitempty"`
	Actions           []action     `json:"actions,omitempty"`
	RefundAmount      string       `json:"refund_amount,omitempty"`
	RefundKey         string       `json:"refund_key,omitempty"`
	Refunds           []wireRefund `json:"refunds,omitempty"`
	SignatureKey      string       `json:"signature_key"`
}

type vaNumber struct {
	Bank string `json:"bank"`
	VA   string `json:"va_number"`
}

type action struct {
	Name   string `json:"name"`
	Method string `json:"method"`
	URL    string `json:"url"`
}

// wire describes a transaction with a status code and a message.
func (s *Server) wire(t *transaction, code int, message string) wire {
	out := wire{
		StatusCode: strconv.Itoa(code), StatusMessage: message, TransactionID: t.id, OrderID: t.order,
		MerchantID: s.config.MerchantID, GrossAmount: rupiah(t.amount()), Currency: "IDR", PaymentType: t.kind,
		TransactionTime: wireTime(t.created), TransactionStatus: t.status, FraudStatus: "accept",
		ExpiryTime: wireTime(t.expires), QRString: t.qr, Refunds: t.refunds,
	}
	if !t.settled.IsZero() {
		out.SettlementTime = wireTime(t.settled)
	}
	if sum := t.refunded(); sum > 0 {
		out.RefundAmount = rupiah(sum)
	}
	switch {
	case t.bank == "permata":
		out.PermataVANumber = t.va
	case t.va != "":
		out.VANumbers = []vaNumber{{t.bank, t.va}}
	}
	out.SignatureKey = Signature(out.OrderID, out.StatusCode, out.GrossAmount, s.config.ServerKey)
	return out
}

// Signature of a payment notification: SHA-512 over the order, the status code,
// the amount as it is written, and the merchant's key, in hex.
func Signature(order, statusCode, grossAmount, serverKey string) string {
	sum := sha512.Sum512([]byte(order + statusCode + grossAmount + serverKey))
	return hex.EncodeToString(sum[:])
}

// SettlementReport is the body of a report of a payment that nobody charged: for
// benches of whoever takes a report's word for it.
func SettlementReport(order string, amount int64, serverKey string) []byte {
	code := strconv.Itoa(Settlement.code())
	return encode(wire{
		StatusCode: code, StatusMessage: "midtrans payment notification", TransactionID: id.New().String(), OrderID: order, MerchantID: "M0001",
		GrossAmount: rupiah(amount), Currency: "IDR", PaymentType: BankTransfer, TransactionStatus: Settlement, FraudStatus: "accept",
		SignatureKey: Signature(order, code, rupiah(amount), serverKey),
	})
}

// find returns a transaction by its own id or its order's; the caller holds the
// lock.
func (s *Server) find(id string) (*transaction, bool) {
	if t, ok := s.byID[id]; ok {
		return t, true
	}
	t, ok := s.transactions[id]
	return t, ok
}

// lapse expires what was not paid in time. The original does so within minutes,
// this one when it is looked at; the caller holds the lock.
func (s *Server) lapse(t *transaction) {
	if t.status == Pending && !s.config.Now().Before(t.expires) {
		s.become(t, Expire)
	}
}

// become changes the status and reports it; the caller holds the lock.
func (s *Server) become(t *transaction, status Status) {
	t.status = status
	s.notify(s.paymentNotification(t))
}

func (s *Server) status(id string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.find(id)
	if !ok {
		return notFound()
	}
	s.lapse(t)
	return answer{http.StatusOK, s.wire(t, t.status.code(), "Success, transaction is found")}
}

func notFound() answer { return refusal(http.StatusNotFound, "Transaction doesn't exist.") }

func cannotModify() answer {
	return refusal(statusCannotModify, "Merchant cannot modify the status of the transaction")
}

// expire ends a charge that was not paid. What was paid can't be expired: that
// is how a merchant learns of a payment before it frees the place.
func (s *Server) expire(id string, _ []byte) answer { return s.end(id, Expire) }

// cancel ends a charge that was not paid.
func (s *Server) cancel(id string, _ []byte) answer { return s.end(id, Cancel) }

func (s *Server) end(id string, status Status) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.find(id)
	if !ok {
		return notFound()
	}
	s.lapse(t)
	if t.status != Pending {
		return cannotModify()
	}
	s.become(t, status)
	return answer{http.StatusOK, s.wire(t, status.code(), fmt.Sprintf("Success, transaction is %s", status))}
}
