package view

import "time"

// Names of the fields of "sudah transfer".
const (
	FieldTransferDate = "tanggal_transfer" // 24/11/2026
	FieldTransferTime = "jam_transfer"     // 14.06
	FieldProof        = "keterangan"       // free text: sender's bank and name, reference
	FieldReason       = "alasan"
)

// Order is one participation as its buyer sees it: the pay page while it waits
// for money, a status page that explains itself afterwards.
type Order struct {
	Now       time.Time
	Row       OrderRow
	Pay       Instruction // zero once nothing is to be paid
	ToldAt    time.Time   // when the buyer said "sudah transfer"
	ToldPaid  time.Time   // the transfer time they gave
	Rejected  string      // why an operator turned the transfer down; empty otherwise
	Form      Form        // of "sudah transfer"
	Cancel    Form        // of "lepas slot"
	CanCancel bool
	Reopens   bool    // others can take what is given up
	Missing   int64   // after a part of the payment came; 0: none came
	Came      int64   // of it
	Channel   Channel // ways to pay besides a transfer
	Shown     string  // what of it a live page is told when it has changed
	Moves     bool    // it may still change by itself
	Campaign  Campaign
	Line      Line   // Waiting: the place
	Asked     *Asked // about a later deadline; nil: not asked
	Shipping  Address

	OfferUntil  time.Time // Offered
	CancelUntil time.Time // until when paid slots can be given back; zero: not at all
	Refund      string    // masked refund account
	Terms       string    // the version of the terms of use that was agreed to
	Refunds     []RefundTrack
	Shipment    *Shipment // nil: nothing is to be sent yet
}

// Address is where a participation is shipped, for its buyer's eyes only.
type Address struct {
	Recipient, Phone, Street, Subdistrict, District, City, Province, PostalCode string
}

// MineFilter is a tab of "Sambatan saya" and the value of its query's status.
type MineFilter string

// The tabs, in order.
const (
	MineAll    MineFilter = ""
	MineTodo   MineFilter = "tindakan"
	MineLive   MineFilter = "berjalan"
	MineDone   MineFilter = "selesai"
	MineReturn MineFilter = "kembali"
)

// Mine is "Sambatan saya".
type Mine struct {
	Now     time.Time
	Filter  MineFilter
	Counts  map[MineFilter]int
	Held    int64 // escrow held for this buyer
	Balance int64 // wallet, what can be spent
	Rows    []OrderRow
}

// OrderRow is one participation: what it is, where its money is and what
// happened so far.
type OrderRow struct {
	Code          string
	Campaign      string // id
	Name          string
	Picture       string
	Slots         int
	Place         int    // Waiting: in the line, from 1
	Expected      string // when its goods are; empty: nobody waits for them, or nothing is known
	Asks          bool   // its buyer is asked about a later deadline and has not answered
	Left          string // why it ended before slots were taken; empty: it did not
	State         ParticipationState
	CampaignState CampaignState
	Secured       int // of the campaign
	TotalSlots    int
	Deadline      time.Time // of the campaign
	PayBy         time.Time // of an unpaid hold, or of an offer
	Ending        bool      // Held, Told: its slots are being given up
	Late          bool      // to begin to pay, or to take what is offered
	Strayed       bool      // Expired, Released: a transfer for it may be told of
	Sought        bool      // Expired, Released: one was told of, and is looked for
	Due           int64     // to be paid while Held or Offered, without a unique code
	Held          int64     // in escrow now
	Passed        int64     // to the maker, less what came back of it
	Suspense      int64     // received, not used for anything yet
	Part          int64     // received, and waiting for the rest
	Missing       int64     // after a part came; 0: none came
	Refunded      int64     // returned, or due back
	Sent          int64     // of Refunded: returned
	Taken         int64     // back by the bank or the wallet that it was paid with
	RefundAt      time.Time // when it was transferred back
	RefundRef     string    // bank reference of the refund
	RefundTo      string    // masked account
	RefundVia     string    // how it was paid, when it goes back that way
	RefundBy      time.Time // promised, while due
	Refunds       int       // how many there are; of several, what is above is empty but for times
	NoAccount     int64     // of Refunded: waits for its buyer to name an account
	NoAccountWhy  string    // what is wrong with the one before
	Parcel        Mark      // how the parcels of this one stand, once there are any to send
	ParcelWords   string    // and where its money is meanwhile
	Why           string    // reason of a refund, one or two sentences
	Sum           []SumLine // "Ke mana uang saya"; empty leaves it out
	Timeline      []Moment  // oldest first
	Open          bool      // show the explanation unfolded
}

// SumLine is a line of an addition. The last one is usually Total.
type SumLine struct {
	Text   string
	Amount int64
	Indent bool
	Total  bool
}

// MomentKind picks the mark on a timeline.
type MomentKind string

// The kinds of moments.
const (
	MomentDone MomentKind = "done"
	MomentNow  MomentKind = "now"
	MomentNext MomentKind = "next"
	MomentGood MomentKind = "good"
	MomentBad  MomentKind = "bad"
)

// Moment is one entry of a timeline.
type Moment struct {
	Kind  MomentKind
	Title string
	At    time.Time
	Text  string
	Photo string // an https address; empty: there is none
}
