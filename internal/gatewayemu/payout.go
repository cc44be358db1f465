package gatewayemu

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Statuses of a payout.
const (
	Queued    = "queued"
	Completed = "completed"
	Failed    = "failed"
)

// Error codes that a payout fails with.
const (
	NoSuchAccount   = "006" // closed, blocked, or never there
	NotEnoughMoney  = "011"
	ReturnedByBank  = "012" // after it was completed
	ProviderOffline = "099" // the beneficiary's bank; another try may succeed
)

type payoutRequest struct {
	Payouts []struct {
		Name    string `json:"beneficiary_name"`
		Account string `json:"beneficiary_account"`
		Bank    string `json:"beneficiary_bank"`
		Amount  string `json:"amount"` // "100000.00"
		Notes   string `json:"notes"`
	} `json:"payouts"`
}

// payout is one transfer to somebody.
type payout struct {
	Reference string `json:"reference_no"`
	Name      string `json:"beneficiary_name"`
	Account   string `json:"beneficiary_account"`
	Bank      string `json:"beneficiary_bank"`
	Amount    string `json:"amount"`
	Notes     string `json:"notes"`
	Status    string `json:"status"`
	Error     string `json:"error_code,omitempty"`
	Message   string `json:"error_message,omitempty"`
	CreatedAt string `json:"created_at"`
	UpdatedAt string `json:"updated_at"`
	amount    int64
}

// batch is the answer to a payout request, kept for the next one with its key.
type batch struct {
	asked  []byte
	answer answer
}

// createPayouts takes money from the balance and queues it. A request that
// comes again under its X-Idempotency-Key gets its first answer; another one
// under the same key is refused.
func (s *Server) createPayouts(w http.ResponseWriter, r *http.Request, body []byte) {
	key := r.Header.Get("X-Idempotency-Key")
	s.spoiled(w, r, Request{OpPayout, key}, func() answer {
		s.mu.Lock()
		defer s.mu.Unlock()
		if first, again := s.byKey[key]; again && key != "" {
			if !bytes.Equal(first.asked, body) {
				return irisRefusal("the idempotency key was used for another request", nil)
			}
			return first.answer
		}
		given := s.queue(body)
		if key != "" && given.code == http.StatusCreated {
			s.byKey[key] = batch{bytes.Clone(body), given}
		}
		return given
	})
}

func (s *Server) queue(body []byte) answer {
	var asked payoutRequest
	if err := json.Unmarshal(body, &asked); err != nil {
		return irisRefusal("malformed JSON: "+err.Error(), nil)
	}
	created, problems := make([]*payout, len(asked.Payouts)), map[string][]string{}
	now := s.config.Now().UTC().Format(time.RFC3339)
	for i, p := range asked.Payouts {
		amount, err := strconv.ParseInt(strings.TrimSuffix(p.Amount, ".00"), 10, 64)
		if err != nil || amount <= 0 || p.Account == "" || p.Bank == "" || p.Name == "" {
			problems[strconv.Itoa(i)] = []string{"beneficiary_name, beneficiary_account, beneficiary_bank and a whole amount above 0 are required"}
			continue
		}
		created[i] = &payout{
			Name: p.Name, Account: p.Account, Bank: p.Bank, Amount: rupiah(amount), Notes: p.Notes, Status: Queued,
			CreatedAt: now, UpdatedAt: now, amount: amount,
		}
	}
	if len(problems) > 0 || len(created) == 0 {
		return irisRefusal("An error occurred when creating payouts", problems)
	}
	list := make([]map[string]string, len(created))
	for i, p := range created {
		p.Reference = fmt.Sprintf("emu%09d", s.number())
		s.payouts[p.Reference] = p
		s.balance -= p.amount
		s.asked++
		list[i] = map[string]string{"status": p.Status, "reference_no": p.Reference}
		if !s.config.PayoutsByHand && !s.account(p.Bank, p.Account).Slow {
			s.finish(p)
		}
	}
	return answer{http.StatusCreated, map[string]any{"payouts": list}}
}

// finish ends a queued payout as its account wants it; the caller holds the lock.
func (s *Server) finish(p *payout) {
	account := s.account(p.Bank, p.Account)
	switch {
	case s.balance < 0:
		s.fail(p, NotEnoughMoney, "the balance does not suffice")
	case account.Gone:
		s.fail(p, NoSuchAccount, "the beneficiary's account is not there or not open")
	case account.Fails != "":
		s.fail(p, account.Fails, "the beneficiary's bank did not take it")
	default:
		s.change(p, Completed)
	}
}

func (s *Server) fail(p *payout, code, message string) {
	p.Error, p.Message = code, message
	s.balance += p.amount
	s.change(p, Failed)
}

func (s *Server) change(p *payout, status string) {
	p.Status, p.UpdatedAt = status, s.config.Now().UTC().Format(time.RFC3339)
	body := encode(map[string]string{
		"reference_no": p.Reference, "amount": p.Amount, "status": p.Status, "updated_at": p.UpdatedAt,
		"error_code": p.Error, "error_message": p.Message,
	})
	s.notify(Notification{
		ID: p.Reference, Status: status, Body: body, Signature: IrisSignature(body, s.config.MerchantKey), url: s.config.PayoutNotifyURL,
		last: p.Error == ReturnedByBank,
	})
}

// Sent is money that went to an account, and is there.
type Sent struct {
	Bank, Account string
	Amount        int64
	Reference     string
}

// Completed returns every payout that its beneficiary has.
func (s *Server) Completed() (all []Sent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payouts {
		if p.Status == Completed {
			all = append(all, Sent{p.Bank, p.Account, p.amount, p.Reference})
		}
	}
	return all
}

// FinishPayout ends a queued payout: see Config.PayoutsByHand and Account.Slow.
func (s *Server) FinishPayout(reference string) error {
	return s.withPayout(reference, Queued, s.finish)
}

// ReturnPayout takes a completed payout back: the beneficiary's bank returned
// the money.
func (s *Server) ReturnPayout(reference string) error {
	return s.withPayout(reference, Completed, func(p *payout) { s.fail(p, ReturnedByBank, "the beneficiary's bank returned the money") })
}

func (s *Server) withPayout(reference, status string, do func(*payout)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.payouts[reference]
	if !ok || p.Status != status {
		return fmt.Errorf("payout %s: %w", reference, ErrNotNow)
	}
	do(p)
	return nil
}

func (s *Server) payoutStatus(reference string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.payouts[reference]
	if !ok {
		return answer{http.StatusNotFound, map[string]string{"error_message": "payout not found"}}
	}
	return answer{http.StatusOK, *p}
}

func (s *Server) showBalance() answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return answer{http.StatusOK, map[string]string{"balance": rupiah(s.balance)}}
}
