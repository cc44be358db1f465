package gatewayemu

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
)

// Books are what the gateway took in and sent out, for whoever compares them with
// their own.
type Books struct {
	Payments []PaidIn       `json:"payments"`
	Payouts  []PaidOut      `json:"payouts"`
	Spoiled  map[string]int `json:"spoiled"`  // requests, by how
	Travels  map[Travel]int `json:"travels"`  // reports that did not arrive once, at once and in order
	Waiting  int            `json:"waiting"`  // reports on their way
	Untaken  int            `json:"untaken"`  // reports that were sent in vain until nobody tried any more
	Requests map[Op]int     `json:"requests"` // that were spoiled, by kind
}

// PaidIn is a transaction that money came in by.
type PaidIn struct {
	Transaction string `json:"transaction"`
	Order       string `json:"order"`
	Amount      int64  `json:"amount"`
	Refunded    int64  `json:"refunded"` // sent back the way it came
	Refunds     int    `json:"refunds"`
}

// PaidOut is a payout that its beneficiary has.
type PaidOut struct {
	Reference string `json:"reference"`
	Bank      string `json:"bank"`
	Account   string `json:"account"`
	Amount    int64  `json:"amount"`
}

// Books returns them as they are now.
func (s *Server) Books() Books {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := Books{
		Payments: []PaidIn{}, Payouts: []PaidOut{}, Spoiled: maps.Clone(s.spoilt), Travels: maps.Clone(s.travels),
		Waiting: s.waiting, Untaken: s.untaken, Requests: maps.Clone(s.faults),
	}
	for _, t := range s.byID {
		if t.paid != 0 && t.status != Deny && t.status != Chargeback {
			b.Payments = append(b.Payments, PaidIn{t.id, t.order, t.paid, t.refunded(), len(t.refunds)})
		}
	}
	for _, p := range s.payouts {
		if p.Status == Completed {
			b.Payouts = append(b.Payouts, PaidOut{p.Reference, p.Bank, p.Account, p.amount})
		}
	}
	return b
}

// Asked is how many refunds and payouts the gateway has taken on.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func (s *Server) showBooks(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.Books()) // a reader that went away can't be told
}

// name of a fault, as it is counted.
func (f Fault) name() string {
	switch {
	case f.Cut:
		return "cut"
	case f.Status >= http.StatusInternalServerError:
		return "5xx"
	case f.Status != 0:
		return strconv.Itoa(f.Status)
	case f.Delay >= timeOut:
		return "timed out"
	}
	return "slow"
}
