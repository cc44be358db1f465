package view

import (
	"net/url"
	"time"
)

// Names of the fields about parcels and disputes.
const (
	FieldCourier     = "kurir"
	FieldResi        = "resi"
	FieldParcel      = "paket"          // which one, counted from 1
	FieldArrived     = "tanggal_sampai" // 24/11/2026
	FieldMishap      = "masalah"
	FieldComplaint   = "sebab"
	FieldWords       = "cerita"
	FieldAnswerWords = "tanggapan"
	FieldSide        = "putusan"
)

// ShipmentsAnchor is where a maker's page lists the orders to send.
const ShipmentsAnchor = "#kiriman"

// OpsDisputesURL lists the disputes that wait for a decision.
const OpsDisputesURL = OpsURL + "/komplain"

// OpsDisputeURL is one order for an operator; POST decides its dispute.
func OpsDisputeURL(participation string) string {
	return OpsDisputesURL + "/" + url.PathEscape(participation)
}

// OpsVerdictURL takes POST: somebody else agrees to the decision that was proposed.
func OpsVerdictURL(participation string) string { return OpsDisputeURL(participation) + "/setuju" }

// OpsArrivedURL takes an operator's POST that a parcel arrived.
func OpsArrivedURL(participation string) string { return OpsDisputeURL(participation) + "/sampai" }

// ConfirmURL takes the buyer's POST "sudah saya terima".
func ConfirmURL(code string) string { return OrderURL(code) + "/terima" }

// ComplainURL takes GET and POST of the buyer's complaint.
func ComplainURL(code string) string { return OrderURL(code) + "/komplain" }

// WithdrawURL takes the buyer's POST that the complaint is settled.
func WithdrawURL(code string) string { return ComplainURL(code) + "/cabut" }

// MakerOrderURL is one order as its maker sends it.
func MakerOrderURL(campaign, code string) string {
	return MakerCampaignURL(campaign) + "/pesanan/" + url.PathEscape(code)
}

// MakerParcelURL takes the maker's POSTs about parcels: MakerSend and the like.
func MakerParcelURL(campaign, code, act string) string {
	return MakerOrderURL(campaign, code) + "/" + act
}

// What a maker can do about an order.
const (
	MakerSend    = "kirim"
	MakerCorrect = "resi"
	MakerArrived = "sampai"
	MakerMishap  = "masalah"
	MakerAnswer  = "tanggapan"
)

// Parcel is one of an order's.
type Parcel struct {
	Number      int
	Courier     string // its name
	CourierCode string
	Resi        string
	Was         string // the resi before it was corrected; empty: it was not
	SentAt      time.Time
	DeliveredAt time.Time
	By          string // in whose word it arrived
	Trouble     string // empty: none
	Replaced    bool
}

// Awaited tells whether the parcel is still to arrive.
func (p Parcel) Awaited() bool { return p.DeliveredAt.IsZero() && !p.Replaced }

// Dispute is a complaint and what became of it.
type Dispute struct {
	Open       bool
	Reason     string
	Words      string // empty: erased
	At         time.Time
	Answer     string
	AnsweredAt time.Time
	Verdict    string // empty: not decided
	Note       string
	EndedAt    time.Time
	Appeal     Appeal
}

// Shipment is an order as its buyer follows it.
type Shipment struct {
	State      Mark
	Head, Text string // how it stands, and what happens by itself
	Parcels    []Parcel
	CanConfirm bool
	CanDispute bool
	Until      time.Time // complaints are possible until then; zero: as long as nothing came
	Dispute    *Dispute  // nil: none
	Return     *Return   // nil: nothing goes back
	Form       Form
}

// Complaint is the form of one.
type Complaint struct {
	Code, Name string
	Until      time.Time
	Reasons    []Option
	Form       Form
}

// ParcelRow is what a maker sees of an order in a list.
type ParcelRow struct {
	Code  string
	Who   string
	Slots int
	State Mark
	Text  string
	URL   string
	Act   string // what the link says
}

// MakerOrder is one order as its maker sends it.
type MakerOrder struct {
	Now                        time.Time
	Campaign, Name, Code, Who  string
	Slots                      int
	State                      Mark
	Text                       string
	To                         Address // zero once nothing is to be sent
	Parcels                    []Parcel
	CanSend                    bool
	Couriers, Mishaps, Awaited []Option
	Dispute                    *Dispute
	Return                     *Return
	Form                       Form
}

// Disputes is the list of open ones.
type Disputes struct {
	Now   time.Time
	Total int
	Rows  []DisputeRow
}

// DisputeRow is a line of it.
type DisputeRow struct {
	URL, Code, Name, Who, Reason string
	At                           time.Time
	Note                         string // how far it is; empty: nobody said anything yet
	Held                         int64
}

// DisputeCase is one order for an operator.
type DisputeCase struct {
	Now         time.Time
	ID          string
	Code, Name  string
	Who, Brand  string
	State       Mark
	Held        int64
	SendBy      time.Time
	ConfirmBy   time.Time
	Parcels     []Parcel
	Awaited     []Option
	Dispute     *Dispute
	Return      *Return // nil: nothing goes back
	CampaignURL string
	Released    bool // the money is the brand's: some of it may go back still
	Limit       int64
	CanReturn   bool     // the goods can be asked back: they have arrived
	CanPart     bool     // some of the money can stay: something was sent
	Judged      bool     // whoever looks decided it first, so that the appeal is somebody else's
	Waits       *Verdict // that somebody else has to agree to
	StepUp      StepUp
	Form        Form
}

// Verdict is a decision that was proposed.
type Verdict struct {
	Text, Note, By, Hash string
	At                   time.Time
	Mine                 bool // whoever looks has proposed it
}
