package gatewayemu

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

// pageData is what the page shows, the newest first.
type pageData struct {
	Charges []pageCharge
	Payouts []payout
	Closed  []pageAccount
	Silent  bool
}

type pageCharge struct{ Order, Kind, Number, Amount, Status, Expires, Refunded string }

type pageAccount struct{ Bank, Number string }

// showPage lists charges and payouts, with a button for what people and their
// banks do.
func (s *Server) showPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	if err := page.Execute(w, s.pageData()); err != nil {
		panic(http.ErrAbortHandler) // half a page was sent
	}
}

func (s *Server) pageData() (data pageData) {
	data.Silent = s.mood.isSilent()
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*transaction, 0, len(s.transactions))
	for _, t := range s.transactions {
		s.lapse(t)
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *transaction) int { return b.created.Compare(a.created) })
	for _, t := range list {
		row := pageCharge{
			Order: t.order, Kind: t.kind + " " + t.bank, Number: t.va + t.qr, Amount: rupiah(t.charged),
			Status: string(t.status), Expires: wireTime(t.expires),
		}
		if sum := t.refunded(); sum > 0 {
			row.Refunded = rupiah(sum)
		}
		data.Charges = append(data.Charges, row)
	}
	for _, p := range s.payouts {
		data.Payouts = append(data.Payouts, *p)
	}
	slices.SortFunc(data.Payouts, func(a, b payout) int { return strings.Compare(b.Reference, a.Reference) })
	for name, account := range s.accounts {
		if bank, number, ok := strings.Cut(name, " "); ok && account.Gone {
			data.Closed = append(data.Closed, pageAccount{bank, number})
		}
	}
	slices.SortFunc(data.Closed, func(a, b pageAccount) int { return strings.Compare(a.Bank+a.Number, b.Bank+b.Number) })
	return data
}

// returnByPage is the bank that sends a payout back.
func (s *Server) returnByPage(w http.ResponseWriter, r *http.Request) {
	if err := s.ReturnPayout(r.PathValue("reference")); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// accountByPage closes an account, or opens it again.
func (s *Server) accountByPage(gone bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bank, number := strings.ToLower(strings.TrimSpace(r.FormValue("bank"))), strings.TrimSpace(r.FormValue("nomor"))
		if bank == "" || number == "" {
			http.Error(w, "bank dan nomor wajib diisi", http.StatusUnprocessableEntity)
			return
		}
		s.SetAccount(bank, number, Account{Gone: gone})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}
