package gatewayemu

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

type refundRequest struct {
	Key    string      `json:"refund_key"`
	Amount json.Number `json:"amount"`
	Reason string      `json:"reason"`
}

// refundable are the kinds of payment that go back the way they came; a bank
// transfer does not.
var refundable = map[string]bool{QRIS: true, GoPay: true, ShopeePay: true}

// refund sends back a part or the rest of a payment. The same refund_key never
// pays twice: it is refused with 406, and the status tells what became of it.
func (s *Server) refund(id string, body []byte) answer {
	var asked refundRequest
	if err := json.Unmarshal(body, &asked); err != nil {
		return refusal(http.StatusBadRequest, "malformed JSON: "+err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.find(id)
	if !ok {
		return notFound()
	}
	asked.Key = cmp.Or(asked.Key, "refund-"+strconv.FormatInt(s.number(), 10))
	if slices.ContainsFunc(t.refunds, func(r wireRefund) bool { return r.Key == asked.Key }) {
		return refusal(http.StatusNotAcceptable, "refund_key "+asked.Key+" was used for this transaction")
	}
	paid := t.status == Settlement || t.status == PartialRefund
	if !paid || !refundable[t.kind] || s.config.Now().After(t.settled.Add(s.config.RefundFor)) {
		return cannotModify()
	}
	rest := t.paid - t.refunded()
	amount, err := asked.Amount.Int64()
	if asked.Amount == "" {
		amount, err = rest, nil
	}
	if err != nil || amount <= 0 || amount > rest {
		return refusal(statusBadRefund, "refund amount must be a whole number from 1 to "+strconv.FormatInt(rest, 10))
	}
	t.refunds = append(t.refunds, wireRefund{
		ID: s.number(), Amount: rupiah(amount), Key: asked.Key, Reason: asked.Reason, At: wireTime(s.config.Now()), amount: amount,
	})
	s.asked++
	status := PartialRefund
	if amount == rest {
		status = Refund
	}
	s.become(t, status)
	out := s.wire(t, http.StatusOK, "Success, refund request is approved")
	out.RefundKey, out.RefundAmount = asked.Key, rupiah(amount)
	return answer{http.StatusOK, out}
}
