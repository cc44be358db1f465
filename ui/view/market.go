package view

import "time"

// Tab is a marketplace category and its path segment.
type Tab string

// The four tabs, in order.
const (
	TabPerfume Tab = "parfum"
	TabRaw     Tab = "raw-material"
	TabTools   Tab = "tools"
	TabOther   Tab = "lainnya"
)

// Tabs lists the tabs in the order they are shown.
var Tabs = [...]Tab{TabPerfume, TabRaw, TabTools, TabOther}

// Title is the tab's name.
func (t Tab) Title() string {
	switch t {
	case TabRaw:
		return "Raw Material"
	case TabTools:
		return "Tools"
	case TabOther:
		return "Lainnya"
	case TabPerfume:
	}
	return "Parfum"
}

// Filter is one of the chips above the grid, and the value of the query's saring.
type Filter string

// The filters.
const (
	FilterAll   Filter = ""
	FilterLive  Filter = "sambatan"
	FilterStock Filter = "siap-kirim"
)

// Sort is the order of the grid, and the value of the query's urut.
type Sort string

// The orders.
const (
	SortClosing  Sort = ""         // deadline first, then newest
	SortFullest  Sort = "terpenuh" // closest to full first
	SortCheapest Sort = "termurah"
	SortNewest   Sort = "terbaru"
)

// Market is the marketplace page.
type Market struct {
	Now       time.Time
	Query     MarketQuery
	Counts    map[Tab]int // products per tab, whatever the filter
	LiveCount int         // running sambatan in this tab
	Featured  *Card       // the running sambatan closest to full; nil leaves it out
	Cards     []Card      // one page of results
	From      int         // number of the first card, from 1
	Total     int         // results over all pages
}

// Card is one product in the grid. Campaign cards have State and Slots set;
// stock cards have Stock.
type Card struct {
	Campaign  string // id; empty for a product sold from stock
	Product   string // id or slug
	Name      string // with its batch: "Kenanga Loteng, batch 2"
	Maker     string
	City      string
	Variant   string // "extrait 30 ml"
	Notes     string // one line of scent or use
	Blurb     string // one or two sentences, on the featured card
	Picture   string // key, see Picture
	Price     int64  // per slot, or per piece from stock
	UnitPrice int64  // the ordinary price; 0 hides it
	State     CampaignState
	Frozen    bool
	Secured   int
	Slots     int
	OpensAt   time.Time
	Deadline  time.Time
	Stock     int
}
