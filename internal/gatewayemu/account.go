package gatewayemu

import (
	"net/http"
)

// Account is a bank account or e-wallet that payouts go to. An account that was
// never set is there, and takes what it is sent.
type Account struct {
	Name string // of its owner, as the bank writes it; empty: the bank does not tell
	Gone bool   // there is no such account, or it was closed
	// Fails is the error code that a payout ends with although the account is
	// there; empty: none.
	Fails string
	Slow  bool // payouts stay in the queue until FinishPayout
}

// SetAccount tells what there is to an account.
func (s *Server) SetAccount(bank, number string, account Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[bank+" "+number] = account
}

// account returns what there is; the caller holds the lock.
func (s *Server) account(bank, number string) Account {
	return s.accounts[bank+" "+number]
}

func (s *Server) validateAccount(w http.ResponseWriter, r *http.Request, _ []byte) {
	bank, number := r.URL.Query().Get("bank"), r.URL.Query().Get("account")
	s.spoiled(w, r, Request{OpValidate, bank + " " + number}, func() answer {
		s.mu.Lock()
		defer s.mu.Unlock()
		account := s.account(bank, number)
		if bank == "" || number == "" || account.Gone {
			return irisRefusal("An error occurred when doing account validation", map[string][]string{"account": {"Account does not exist"}})
		}
		return answer{http.StatusOK, map[string]string{"account_name": account.Name, "account_no": number, "bank_name": bank}}
	})
}

// irisRefusal is how the payout API says no.
func irisRefusal(message string, errors map[string][]string) answer {
	return answer{http.StatusBadRequest, map[string]any{"error_message": message, "errors": errors}}
}
