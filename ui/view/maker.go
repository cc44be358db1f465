package view

import "time"

// Names of the fields of the draft form; FieldSlots is its number of slots.
const (
	FieldProduct    = "produk"
	FieldBatch      = "batch"
	FieldPrice      = "harga" // rupiah: "265.000" or "265000"
	FieldMinFill    = "minimal"
	FieldMaxBuyer   = "maks_pembeli"
	FieldOpenDate   = "tanggal_buka" // 24/11/2026; empty: at once
	FieldOpenTime   = "jam_buka"     // 14.06
	FieldCloseDate  = "tanggal_tutup"
	FieldCloseTime  = "jam_tutup"
	FieldShipCost   = "ongkir" // rupiah
	FieldTitle      = "judul"
	FieldRetail     = "harga_satuan" // rupiah; empty: not sold outside a sambatan
	FieldMinBuyer   = "min_pembeli"
	FieldHoldHours  = "jam_simpan"      // hours an unpaid slot is kept
	FieldExtensions = "boleh_mundur"    // how often the deadline may be put off; empty: never
	FieldCoolOff    = "jam_pikir"       // hours in which a buyer may still cancel; empty: none
	FieldShipsFrom  = "dikirim_dari"    // city
	FieldShipsBy    = "perkiraan_kirim" // as text
)

// MakerList is the brand owner's list of own sambatan.
type MakerList struct {
	Now   time.Time
	Brand string
	Rows  []MakerRow
}

// MakerRow is one line of the list.
type MakerRow struct {
	Campaign string
	Name     string
	Picture  string
	State    CampaignState
	Secured  int // as in Campaign
	Slots    int
	Deadline time.Time
	Held     int64
	Next     string // what waits for the maker; empty when nothing does
	Refunds  int    // as in Campaign
	Settled  int
}

// DraftForm asks for the terms of a new sambatan, or of a draft.
type DraftForm struct {
	Form     Form
	Brand    string
	Products []Option
	Draft    *DraftOf // nil: a new one
}

// DraftOf is the draft that a form changes. Its product and batch stay.
type DraftOf struct {
	Campaign string // id
	Name     string
	Product  string
	Batch    int
}

// Submit is the confirmation before a draft is handed to the curators.
type Submit struct {
	Now          time.Time
	Form         Form
	Campaign     Campaign
	Name         string
	TermsVersion string
}

// MakerCampaign is the brand owner's page of one sambatan.
type MakerCampaign struct {
	Now          time.Time
	Brand        string
	Name         string
	Campaign     Campaign
	FilledAt     time.Time
	Stages       []Stage
	Next         *NextAction // nil: nothing to do now
	ReviewBy     time.Time   // while it is in review
	Late         bool        // that has passed
	Returned     string      // a draft: why it was returned last
	TakeBack     Form        // takes a submission back
	Participants []Participant
	Orders       []ParcelRow // to be sent, or on their way; those that wait first
	Shipments    int         // all of them
	ToSend       int         // of those
	More         int         // participants not listed
	Escrow       Escrow
	News         []Moment
	CanCancel    bool
	Making       *Making  // nil: nothing was told yet
	CanClose     bool     // early
	CanExtend    bool     // a later deadline can be proposed
	Answers      *Answers // while buyers are asked
}

// Stage is one of the six steps from draft to payment.
type Stage struct {
	Name string
	Note string     // date or expectation
	Kind MomentKind // MomentDone, MomentNow, MomentNext or MomentBad
}

// NextAction is the one thing to do, with what follows from it.
type NextAction struct {
	Title       string // "Mulai produksi"
	Consequence string // what happens then, and until when
	Button      string
	URL         string // where the button leads; empty: it posts Step
	Step        Step
	Form        Form
}

// Participant is one buyer as the maker sees them: initials and city.
type Participant struct {
	Code     string
	Initials string
	City     string
	Slots    int
	Paid     int64
	State    ParticipationState
}

// Escrow is an addition the maker can check by hand.
type Escrow struct {
	Received int64     // from buyers, shipping included
	Returned int64     // refunded or due back
	Released int64     // to the maker, the platform's fee included
	Held     int64     // Received − Returned − Released
	Parts    []SumLine // what the held money becomes; must add up to Held; may be empty
}

// Balanced reports whether the addition holds.
func (e Escrow) Balanced() bool { return e.Received-e.Returned-e.Released == e.Held }

// MakerCancel is the confirmation before a maker cancels.
type MakerCancel struct {
	Form    Form // field FieldReason
	Action  string
	Back    []Option // the trail that leads back
	Name    string
	Refund  int64 // what goes back in all
	Strike  bool  // buyers saw it: it counts against the brand
	Penalty int64 // the platform's fee, once it had succeeded
	StepUp  StepUp
}
