package gatewayemu

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// chargeRequest is what a merchant asks for.
type chargeRequest struct {
	PaymentType string `json:"payment_type"`
	Details     struct {
		OrderID     string      `json:"order_id"`
		GrossAmount json.Number `json:"gross_amount"`
	} `json:"transaction_details"`
	BankTransfer struct {
		Bank string `json:"bank"`
	} `json:"bank_transfer"`
	CustomExpiry struct {
		OrderTime string `json:"order_time"` // "2006-01-02 15:04:05 -0700"
		Duration  int64  `json:"expiry_duration"`
		Unit      string `json:"unit"` // second, minute (zero), hour, day
	} `json:"custom_expiry"`
}

// Kinds of payment that can be charged.
const (
	BankTransfer = "bank_transfer"
	QRIS         = "qris"
	GoPay        = "gopay"
	ShopeePay    = "shopeepay"
)

// prefixes of the virtual accounts of each bank.
var prefixes = map[string]string{"bca": "39012", "bni": "98812", "bri": "26215", "permata": "85620", "cimb": "51190"}

// maxOrderID is the longest order id that the format allows.
const maxOrderID = 50

func (s *Server) charge(w http.ResponseWriter, r *http.Request, body []byte) {
	var asked chargeRequest
	err := json.Unmarshal(body, &asked)
	s.spoiled(w, r, Request{OpCharge, asked.Details.OrderID}, func() answer {
		if err != nil {
			return refusal(http.StatusBadRequest, "malformed JSON: "+err.Error())
		}
		return s.open(asked)
	})
}

func (s *Server) open(asked chargeRequest) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, problem := s.plan(asked)
	if problem != "" {
		return refusal(http.StatusBadRequest, problem)
	}
	if _, used := s.transactions[t.order]; used {
		return refusal(http.StatusNotAcceptable, "The request could not be completed due to a conflict with the current state of the target resource, please try again")
	}
	s.transactions[t.order], s.byID[t.id] = t, t
	out := s.wire(t, http.StatusCreated, "Success, transaction is created")
	out.Actions = actions(t)
	s.notify(s.paymentNotification(t))
	return answer{http.StatusOK, out}
}

// plan makes the transaction that was asked for, or says what is wrong.
func (s *Server) plan(asked chargeRequest) (*transaction, string) {
	now := s.config.Now()
	amount, err := asked.Details.GrossAmount.Int64()
	switch {
	case asked.Details.OrderID == "" || len(asked.Details.OrderID) > maxOrderID:
		return nil, "transaction_details.order_id is required, at most 50 characters"
	case err != nil || amount <= 0:
		return nil, "transaction_details.gross_amount must be a whole number above 0"
	case asked.PaymentType == QRIS && amount > s.config.QRISMax:
		return nil, fmt.Sprintf("gross_amount is above the limit of %d for qris", s.config.QRISMax)
	}
	t := &transaction{
		id: id.New().String(), order: asked.Details.OrderID, kind: asked.PaymentType, charged: amount,
		status: Pending, created: now, expires: now.Add(s.config.Expiry),
	}
	switch asked.PaymentType {
	case BankTransfer:
		prefix, known := prefixes[asked.BankTransfer.Bank]
		if !known {
			return nil, fmt.Sprintf("bank_transfer.bank %q is not supported", asked.BankTransfer.Bank)
		}
		t.bank, t.va = asked.BankTransfer.Bank, fmt.Sprintf("%s%011d", prefix, s.number())
	case QRIS, GoPay, ShopeePay:
		t.qr = fmt.Sprintf("00020101021226SAMBATANEMU%012d5303360540%d", s.number(), amount)
	default:
		return nil, fmt.Sprintf("payment_type %q is not supported", asked.PaymentType)
	}
	expires, err := asked.expiry(now)
	if err != nil {
		return nil, err.Error()
	}
	if !expires.IsZero() {
		t.expires = expires
	}
	return t, ""
}

// expiry is the one that was asked for; zero: none was.
func (r chargeRequest) expiry(now time.Time) (time.Time, error) {
	custom := r.CustomExpiry
	if custom.Duration == 0 {
		return time.Time{}, nil
	}
	units := map[string]time.Duration{"second": time.Second, "": time.Minute, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
	unit, known := units[custom.Unit]
	if !known || custom.Duration < 0 {
		return time.Time{}, fmt.Errorf("custom_expiry of %d %q is not understood", custom.Duration, custom.Unit)
	}
	from := now
	if custom.OrderTime != "" {
		var err error
		if from, err = time.Parse(timeFormat+" -0700", custom.OrderTime); err != nil {
			return time.Time{}, fmt.Errorf("custom_expiry.order_time: %w", err)
		}
	}
	return from.Add(time.Duration(custom.Duration) * unit), nil
}

// actions are what a wallet's app is opened with.
func actions(t *transaction) []action {
	if t.qr == "" {
		return nil
	}
	list := []action{{"generate-qr-code", http.MethodGet, "https://gateway.invalid/v2/" + t.kind + "/" + t.id + "/qr-code"}}
	if t.kind != QRIS {
		list = append(list, action{"deeplink-redirect", http.MethodGet, "https://gateway.invalid/" + t.kind + "/" + t.id})
	}
	return list
}
