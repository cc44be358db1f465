package view

import "time"

// Names of the fields about a batch that is being made.
const (
	FieldMade      = "jadi"      // slots that were made
	FieldMilestone = "tahap"     // a sambatan.Milestone
	FieldNote      = "catatan"   // what the maker tells
	FieldPhoto     = "foto"      // https address
	FieldReadyBy   = "perkiraan" // 24/12/2026; empty: as before
)

// Yield is the form that says how many slots were made, when that is too few, and
// what would come of it.
type Yield struct {
	Form      Form // FieldMade; with a Share also FieldReason
	Action    string
	Back      []Option // the trail that leads back
	CancelURL string   // for a batch of which nobody would get anything
	Name      string
	Secured   int    // slots
	Share     *Share // nil: no number yet, or none that can be shared
}

// Share is who would get theirs, and who would not.
type Share struct {
	Made   int // slots
	Idle   int // of those, that fit nobody any more
	Gets   Sharers
	Misses Sharers
	Refund int64 // to those who don't
}

// Sharers are buyers in the order in which they came.
type Sharers struct {
	Orders, Slots int // all of them
	First         []Participant
}

// Progress is the form that tells the buyers how the batch is coming along.
type Progress struct {
	Form       Form // FieldMilestone, FieldNote, FieldPhoto, FieldReadyBy
	Campaign   string
	Name       string
	Milestones []Option
	ReadyBy    time.Time // as told last; zero: not yet
	ShipsBy    string    // what the terms promised
	Told       []Moment  // so far
}

// Making is what is known of a batch while it is made, or once it was.
type Making struct {
	Told     []Moment
	Estimate string // when it is expected, in a sentence
	Late     bool   // the estimate has passed, or slipped
}
