package view

import (
	"strings"
	"time"

	"github.com/a-h/templ"
)

// sorts are the orders a visitor can ask for.
var sorts = []Option{
	{string(SortClosing), "Paling cepat ditutup"},
	{string(SortFullest), "Paling dekat penuh"},
	{string(SortCheapest), "Harga terendah"},
	{string(SortNewest), "Terbaru"},
}

// swapMarket lets htmx fetch an address, or submit a form to it, into #pasar.
// The link or form works the same without it.
func swapMarket(url string) templ.Attributes {
	return templ.Attributes{
		"hx-get": url, "hx-target": "#pasar", "hx-swap": "innerHTML show:none", "hx-push-url": "true", "hx-sync": "#pasar:replace",
	}
}

// currentTrue marks a chosen filter.
func currentTrue(is bool) templ.Attributes {
	if is {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// lazy lets pictures below the first row wait.
func lazy(index int) templ.Attributes {
	if index < 4 {
		return nil
	}
	return templ.Attributes{"loading": "lazy"}
}

func (m Market) tab() Tab {
	if m.Query.Tab == "" {
		return TabPerfume
	}
	return m.Query.Tab
}

func (m Market) title() string { return "Pasar " + m.tab().Title() }

// tabURL keeps the search but drops filter, order and page.
func (m Market) tabURL(tab Tab) string {
	if tab == m.Query.Tab {
		return MarketQuery{Tab: tab}.URL()
	}
	return MarketQuery{Tab: tab, Text: m.Query.Text}.URL()
}

// plain reports whether the visitor has not narrowed anything down.
func (m Market) plain() bool {
	return m.Query.Text == "" && m.Query.Filter == FilterAll && m.Query.Page <= 1
}

func (m Market) without() string {
	q := m.Query
	q.Text, q.Page = "", 0
	return q.URL()
}

// chip is one filter link.
type chip struct {
	ID, Text, URL string
	Count         int
	On            bool
}

func (m Market) chips() []chip {
	all := []chip{
		{ID: "semua", Text: "Semua"},
		{ID: "sambatan", Text: "Sambatan berjalan", Count: m.LiveCount},
		{ID: "siap", Text: "Siap kirim"},
	}
	for i, f := range [...]Filter{FilterAll, FilterLive, FilterStock} {
		q := m.Query
		q.Filter, q.Page = f, 0
		all[i].URL, all[i].On = q.URL(), f == m.Query.Filter
	}
	return all
}

func (m Market) found() string {
	if m.Total == 0 {
		return "Tidak ada hasil untuk “" + m.Query.Text + "”."
	}
	return Grouped(int64(m.Total)) + " hasil untuk “" + m.Query.Text + "”."
}

func (m Market) suggestion() string {
	if m.Query.Text != "" {
		return "Coba kata yang lebih pendek, atau nama perajin dan bahannya, misalnya “nilam”."
	}
	return "Saringan ini kosong di " + m.tab().Title() + ". Buka semuanya, atau pindah kategori."
}

func (m Market) span() string {
	return Grouped(int64(m.From)) + "–" + Grouped(int64(m.From+len(m.Cards)-1))
}

// turn is the address of another page of results, if there is one.
func (m Market) turn(by int) (string, bool) {
	q := m.Query
	q.Page = max(1, q.Page) + by
	more := m.From+len(m.Cards)-1 < m.Total
	return q.URL(), q.Page >= 1 && (by < 0 || more)
}

func (c Card) url() string {
	if c.Campaign != "" {
		return CampaignURL(c.Campaign)
	}
	return ProductURL(c.Product)
}

// level is how full the bottle is drawn: stock is full, a batch shows its slots.
func (c Card) level() int {
	if c.Campaign == "" {
		return 100
	}
	return percent(c.Secured, c.Slots)
}

func (c Card) alt() string {
	switch level := c.level(); {
	case c.Campaign == "":
		return "Gambar " + c.Name
	case level == 0:
		return "Botol " + c.Name + ", masih kosong"
	case level == 100:
		return "Botol " + c.Name + ", penuh"
	default:
		return "Botol " + c.Name + ", terisi " + number(level) + " persen"
	}
}

func (c Card) byline() string {
	parts := []string{c.Maker}
	if c.City != "" {
		parts[0] += ", " + c.City
	}
	if c.Variant != "" {
		parts = append(parts, c.Variant)
	}
	return strings.Join(parts, " · ")
}

// mark is the label that stands on the picture's shelf. Stock has none.
func (c Card) mark() Mark {
	switch {
	case c.Campaign == "":
		return Mark{}
	case c.Frozen:
		return Mark{Text: "Dibekukan sementara", Tone: "err"}
	case c.State == Open:
		return Mark{Text: "Sambatan", Tone: "brand"}
	}
	m := campaignMark(c.State)
	m.Icon = ""
	return m
}

// timing is the last line of a card.
func (c Card) timing(now time.Time) string {
	switch {
	case c.Campaign == "" && c.Stock > 0:
		return "Siap kirim, stok " + Grouped(int64(c.Stock))
	case c.Campaign == "":
		return "Stok habis"
	case c.State == Scheduled:
		return "Dibuka " + NearTime(c.OpensAt, now)
	case c.State.Live() && c.State != Settling:
		return RoughLeft(c.Deadline, now)
	}
	return ""
}
