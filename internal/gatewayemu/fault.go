package gatewayemu

import (
	"context"
	"maps"
	"net/http"
	"time"
)

// Op is a request to one of the APIs.
type Op string

// Requests that can be spoiled.
const (
	OpCharge       Op = "charge"
	OpStatus       Op = "status"
	OpExpire       Op = "expire"
	OpCancel       Op = "cancel"
	OpRefund       Op = "refund"
	OpPayout       Op = "payout"
	OpPayoutStatus Op = "payout status"
	OpValidate     Op = "validate"
)

// Request is what a fault is decided by.
type Request struct {
	Op Op
	ID string // the order, the transaction or the payout; for new ones the order id or the idempotency key
}

// Fault spoils a request. The zero Fault does not.
type Fault struct {
	Status int           // answered instead of the outcome; zero: the outcome
	Cut    bool          // the connection breaks instead of an answer
	Delay  time.Duration // before the answer
	Done   bool          // the request takes effect at once all the same; otherwise after the delay, or never
}

func (f Fault) spoils() bool { return f.Status != 0 || f.Cut || f.Delay > 0 }

// Faults counts the requests that were spoiled, by kind: a test of faults has to
// show that they happened.
func (s *Server) Faults() map[Op]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.faults)
}

// spoiled runs a request as its fault wants it.
func (s *Server) spoiled(w http.ResponseWriter, r *http.Request, request Request, handle func() answer) {
	fault := s.config.Fault(request)
	if !fault.spoils() {
		fault = s.mood.fault(request.Op)
	}
	if fault.spoils() {
		s.mu.Lock()
		s.faults[request.Op]++
		s.spoilt[fault.name()]++
		s.mu.Unlock()
	}
	var outcome answer
	if fault.Done {
		outcome = handle()
	}
	if !passes(r.Context(), fault.Delay) {
		return
	}
	switch {
	case fault.Cut:
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	case fault.Status != 0:
		refusal(fault.Status, "the gateway has a bad day").write(w)
	case fault.Done:
		outcome.write(w)
	default:
		handle().write(w)
	}
}

// passes waits, and tells whether the merchant is still there afterwards.
func passes(ctx context.Context, delay time.Duration) bool {
	if delay == 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
