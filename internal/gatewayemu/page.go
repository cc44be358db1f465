package gatewayemu

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

// pageRow is one charge on the page.
type pageRow struct{ Order, Kind, Number, Amount, Status, Expires string }

// showPage lists the charges, the newest first, with a button to pay each.
func (s *Server) showPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	if err := page.Execute(w, s.pageRows()); err != nil {
		panic(http.ErrAbortHandler) // half a page was sent
	}
}

func (s *Server) pageRows() []pageRow {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*transaction, 0, len(s.transactions))
	for _, t := range s.transactions {
		s.lapse(t)
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *transaction) int { return b.created.Compare(a.created) })
	rows := make([]pageRow, len(list))
	for i, t := range list {
		rows[i] = pageRow{t.order, t.kind + " " + t.bank, t.va + t.qr, rupiah(t.charged), string(t.status), wireTime(t.expires)}
	}
	return rows
}
