package view

import "time"

// AuditList finds a campaign for an auditor.
type AuditList struct {
	Now   time.Time
	Text  string // q
	Rows  []AuditRow
	Books Books // of the whole platform
	From  int
	Total int
	Prev  string // address of the previous page; empty: none
	Next  string
}

// Books are what all accounts add up to.
type Books struct {
	Debit, Credit int64
	Accounts      int
	Position      int64 // of the log, that they stand at
}

// AuditRow is one campaign.
type AuditRow struct {
	Campaign  string
	Name      string
	Maker     string
	State     CampaignState
	Lifecycle string // INACTIVE, ACTIVE, FULL, COMPLETED, FAILED
	Events    int
	Held      int64
	LastAt    time.Time
}

// Fields of the form that asks for an instant; a position, or a day and a time of day.
const (
	FieldInstantDay      = "tgl"
	FieldInstantTime     = "jam"
	FieldInstantPosition = "posisi"
	FieldTrackSpan       = "rentang" // how much time its track shows
)

// Trail is a page of the event trail of one campaign with its postings, as of an instant.
type Trail struct {
	Now       time.Time
	Campaign  string
	Name      string
	State     CampaignState
	Lifecycle string
	Secured   int
	Slots     int
	Version   int64         // of the stream
	Position  int64         // of the log, that everything on the page is as of
	Then      time.Time     // when that was; zero: now
	Form      Form          // which instant was asked for
	Query     TrailQuery    // that leads back to it
	Track     Track         // when the events happened
	Balances  []Balance     // at that position, from the events
	Summed    bool          // buyers' balances of a kind are one: there are too many
	Events    []Event       // of this page, oldest first
	Before    int           // events on the pages before
	Total     int           // events of the whole trail at that position
	Verified  *Verification // nil: not checked here
	ExportURL string        // empty: no export
	Reader    string        // who looks: the visit is recorded
}

// Balance is an account's balance on its own side.
type Balance struct {
	Account       string
	Debit, Credit int64
}

// Event is one event of the trail.
type Event struct {
	Position int64
	Version  int64
	At       time.Time
	Type     string
	What     string // a sentence in Indonesian
	Actor    string // id or role, never a name
	Leaf     string // hex
	Data     string // indented JSON, envelopes stay sealed; empty hides it
	Postings []Posting
}

// Posting is one side of an entry. Amount is positive.
type Posting struct {
	Debit   bool
	Account string
	Amount  int64
}

// Verification is the result of recomputing the leaf of every event on the page.
type Verification struct {
	OK     bool
	Events int
	Root   string // hex; empty before the sealer exists
	Key    string
	At     time.Time
}
