package view

import (
	"net/url"
	"time"
)

// FieldSubmission is the number of the submission that a curator looked at.
const FieldSubmission = "kiriman"

// CuratorURL lists what waits for a curator.
const CuratorURL = "/kurator"

// ReviewURL is one submission, with everything that is judged.
func ReviewURL(campaign string) string { return CuratorURL + "/" + url.PathEscape(campaign) }

// ApproveURL takes POST (field FieldSubmission).
func ApproveURL(campaign string) string { return ReviewURL(campaign) + "/setujui" }

// ReturnURL takes POST (fields FieldSubmission and FieldReason).
func ReturnURL(campaign string) string { return ReviewURL(campaign) + "/kembalikan" }

// Reviews is what waits for a curator.
type Reviews struct {
	Now  time.Time
	Rows []ReviewRow // oldest first
}

// ReviewRow is one line of it.
type ReviewRow struct {
	Campaign, Name, Brand, City, Picture string

	Price        int64 // per slot
	Slots        int
	At, ReviewBy time.Time
	Late         bool
}

// Review is one submission.
type Review struct {
	Now        time.Time
	Form       Form // FieldReason
	Name       string
	Campaign   Campaign
	Product    Product
	Money      []ReviewSum
	Submission int
	At         time.Time
	Late       bool
	Returned   string // why it was returned before; empty: it was not
	ReturnedAt time.Time
	Own        bool // whoever looks had a hand in it
}

// ReviewSum is how the money of some slots is divided.
type ReviewSum struct {
	Title string
	Lines []SumLine
}

func (r Review) terms() []Fact {
	return append(r.Campaign.terms(r.Now), Fact{"Dikirim dari", r.Campaign.ShipsFrom})
}

// opening says when buyers may join once it is approved.
func (r Review) opening() string {
	if r.Campaign.OpensAt.After(r.Now) {
		return "Pembeli melihatnya, dan bisa bergabung mulai " + FullTime(r.Campaign.OpensAt) + "."
	}
	return "Pembeli langsung bisa bergabung."
}

func (r Review) mark() Mark    { return reviewMark(r.Late) }
func (r ReviewRow) mark() Mark { return reviewMark(r.Late) }

func reviewMark(late bool) Mark {
	if late {
		return Mark{"Terlambat ditinjau", "warn", "clock"}
	}
	return campaignMark(InReview)
}

// ReviewNote tells operators that a sambatan waits for a curator.
type ReviewNote struct {
	At, By time.Time
	Late   bool
	URL    string // where it is judged; empty: the viewer may not
}

func (n ReviewNote) words() string {
	if n.Late {
		return "Menunggu kurator sejak " + FullTime(n.At) + ". Seharusnya sudah dijawab " + FullTime(n.By) + ": ingatkan kurator, atau minta penyelia meninjaunya."
	}
	return "Menunggu kurator sejak " + FullTime(n.At) + ", dijawab paling lambat " + FullTime(n.By) + "."
}
