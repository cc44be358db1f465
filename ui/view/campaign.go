package view

import "time"

// Product is the page of one product, with its sambatan when it has one.
type Product struct {
	Name        string // with its batch
	Tab         Tab
	Maker       Brand
	Variant     string // "EDP 50 ml"
	Story       string // a paragraph about the product; may be empty
	Picture     string
	UnitPrice   int64
	Stock       int               // pieces ready to ship; only without a campaign
	Campaign    *Campaign         // nil: sold from stock
	Scent       []ScentNote       // empty: the block is left out
	Facts       []Fact            // "Isi" → "50 ml, semprot"
	Own         *Own              // the viewer's own part that comes before joining; nil: none does
	Mine        []MyParticipation // the viewer's other live participations in this campaign
	CanSeeTrail bool              // the viewer may open the audit trail
	Making      *Making           // nil: nothing was told of its making
	Address     string            // of this page, with its host; empty: it isn't offered to be passed on
}

// MyParticipation links a viewer to what they already hold here.
type MyParticipation struct {
	Code  string
	Slots int
	State ParticipationState
}

// Campaign is the live block of a product page. Every SSE message re-renders
// parts of it, so it holds only what the public may see.
type Campaign struct {
	Now          time.Time // of the numbers
	ID           string
	Batch        string // "Batch 4"; may be empty
	State        CampaignState
	Price        int64  // per slot
	UnitPrice    int64  // ordinary price; 0 hides the saving
	SlotIs       string // what one slot buys: "1 botol"
	Slots        int
	MinFill      int        // slots needed to go ahead; 0 means all
	Secured      int        // once lost: when it closed, 0 if that is not known
	Held         int        // waiting for payment, or offered to who waits
	Offered      int        // of Held: offered
	Waiting      int        // buyers on the waitlist
	Queue        bool       // somebody could begin to wait now
	OffersUntil  time.Time  // from then on nothing is offered to those who wait
	Looks        bool       // its reader has an account that can't join
	Frozen       string     // why, while it is
	Extension    *Extension // a later deadline that is asked about; nil: none
	ExtendedFrom time.Time  // the first deadline, once there is a later one
	Early        bool       // closed before the deadline
	ClosedAt     time.Time
	CoolOff      time.Duration // in which paid slots can be given back; 0: not at all
	Extensions   int           // how often the deadline may be put off in all
	MaxPerBuyer  int
	OpensAt      time.Time
	Deadline     time.Time
	HoldFor      time.Duration // how long a slot waits for its payment
	ShipsFrom    string        // city
	ShipsBy      string        // promised, as text: "21–24 Des 2026"; may be empty
	Shipping     int64         // per participation
	MinPerBuyer  int
	Buyers       int
	Joins        []Join // newest first, at most 5
	CancelReason string // for Cancelled
	Refunds      int    // participations that get their money back, once it is lost
	Settled      int    // of those, sent
}

// Free is the number of slots nobody holds.
func (c Campaign) Free() int { return max(0, c.Slots-c.Secured-c.Held) }

// Need is the number of secured slots at which the batch goes ahead.
func (c Campaign) Need() int {
	if c.MinFill > 0 {
		return c.MinFill
	}
	return c.Slots
}

// Join is one line of "Baru bergabung": initials and city, never a name.
type Join struct {
	Initials string // "RA"
	City     string
	Slots    int
	At       time.Time
}

// Brand is a perfume house as its products' pages show it.
type Brand struct {
	Name      string
	City      string
	Story     string
	Completed int // sambatan that ended well; with Campaigns 0 the figures are left out
	Campaigns int // sambatan that ended at all
	Shipped   int // bottles
}

// ScentNote is one phase of a perfume.
type ScentNote struct {
	Phase     string // "Puncak", "Hati", "Dasar"
	Notes     string
	Botanical string // drawing: "jeruk-purut", "melati", "akar-wangi", "kenanga", "nilam", "cengkih", "cendana", "pala"
	When      string // on skin: "0–20 menit"; empty hides the curve
}

// Fact is one line of "Rincian".
type Fact struct{ Name, Value string }
