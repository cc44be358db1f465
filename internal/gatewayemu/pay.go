package gatewayemu

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Payment is what a buyer does with a charge. The zero Payment pays it in full,
// now.
type Payment struct {
	Amount int64     // in rupiah; zero: what was charged
	At     time.Time // zero: now
	// Again pays an order that was paid already, by a transaction of its own: a
	// virtual account that somebody transferred to twice.
	Again bool
}

// Errors of what buyers and banks do.
var (
	ErrNoCharge = errors.New("there is no such charge")
	ErrNotNow   = errors.New("the charge is not in a state for that")
)

// Pay settles a charge, even one that expired a moment ago: the bank's network
// and the gateway's clock are two things. It returns the transaction's id.
func (s *Server) Pay(order string, p Payment) (transactionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.transactions[order]
	if !ok {
		return "", fmt.Errorf("pay %s: %w", order, ErrNoCharge)
	}
	if p.Again {
		again := *t
		again.id, again.status, again.refunds = id.New().String(), Pending, nil
		t = &again
		s.transactions[order], s.byID[t.id] = t, t
	}
	if t.status != Pending && t.status != Expire {
		return "", fmt.Errorf("pay %s: %w: %s", order, ErrNotNow, t.status)
	}
	if t.paid = p.Amount; t.paid == 0 {
		t.paid = t.charged
	}
	if t.settled = p.At; t.settled.IsZero() {
		t.settled = s.config.Now()
	}
	s.become(t, Settlement)
	return t.id, nil
}

// Lose takes a settled payment back: Deny, as a virtual account's bank may within
// a minute, or Chargeback.
func (s *Server) Lose(order string, to Status) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, err := s.losable(order)
	if err != nil {
		return err
	}
	if to != Deny && to != Chargeback {
		return fmt.Errorf("lose %s: %w: from %s to %s", order, ErrNotNow, t.status, to)
	}
	s.become(t, to)
	return nil
}

// Dispute has a part of a payment charged back, or all that is left of it.
func (s *Server) Dispute(order string, amount int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, err := s.losable(order)
	if err != nil {
		return err
	}
	left := t.paid - t.disputed()
	if amount <= 0 || amount > left {
		return fmt.Errorf("dispute %s: %w: %d of %d", order, ErrNotNow, amount, left)
	}
	t.refunds = append(t.refunds, wireRefund{
		ID: s.number(), Amount: rupiah(amount), Reason: "chargeback", At: wireTime(s.config.Now()), amount: amount,
	})
	status := PartialChargeback
	if amount == left {
		status = Chargeback
	}
	s.become(t, status)
	return nil
}

// losable finds a payment that is the merchant's, at least in part; the caller holds the
// lock. It may have been sent back: the bank that pays does not know.
func (s *Server) losable(order string) (*transaction, error) {
	t, ok := s.transactions[order]
	if !ok {
		return nil, fmt.Errorf("lose %s: %w", order, ErrNoCharge)
	}
	switch t.status {
	case Settlement, PartialRefund, Refund, PartialChargeback:
		return t, nil
	case Pending, Deny, Expire, Cancel, Chargeback:
	}
	return nil, fmt.Errorf("lose %s: %w: from %s", order, ErrNotNow, t.status)
}

// Lapse looks for charges that were not paid in time, and reports them.
func (s *Server) Lapse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.transactions {
		s.lapse(t)
	}
}

// loseByPage is the bank of who paid.
func (s *Server) loseByPage(w http.ResponseWriter, r *http.Request) {
	if err := s.Lose(r.PathValue("order"), Chargeback); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// payByPage is a button of the page. Programs may name another amount, and pay again
// what was paid.
func (s *Server) payByPage(w http.ResponseWriter, r *http.Request) {
	how := Payment{Again: r.FormValue("lagi") != ""}
	if typed := r.FormValue("jumlah"); typed != "" {
		var err error
		if how.Amount, err = strconv.ParseInt(typed, 10, 64); err != nil || how.Amount <= 0 {
			http.Error(w, "jumlah harus rupiah bulat di atas 0", http.StatusUnprocessableEntity)
			return
		}
	}
	if _, err := s.Pay(r.PathValue("order"), how); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
