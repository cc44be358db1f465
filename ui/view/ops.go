package view

import "time"

// Names of the operators' fields.
const (
	FieldBankTime  = "jam_bank"     // 14.06
	FieldBankDate  = "tanggal_bank" // 24/11/2026
	FieldBankRef   = "rujukan_bank"
	FieldAnother   = "transfer_lain" // ticked: it is not the one that is recorded already
	FieldAmount    = "jumlah"        // as received: "548.127"
	FieldAct       = "tindakan"      // suspense: ActAllocate or ActRefund
	FieldOrderCode = "kode_pesanan"  // suspense: which participation to allocate to
)

// What an operator can do with money in suspense.
const (
	ActAllocate = "alokasi"
	ActRefund   = "kembalikan"

	ActLoss      = "rugi"        // a shortfall: the platform bears it
	ActAgreeLoss = "setuju-rugi" // a shortfall: it is borne as somebody else has proposed
	ActDropLoss  = "tarik-rugi"  // a shortfall: nothing comes of the proposal
	ActReturned  = "kembali"     // a loss of ours: the channel gave it back, late
	ActGivenBack = "kanal"       // a shortfall: the channel gave the money back
	ActGiveUp    = "lepas"       // a shortfall: the order is given up, and its own money makes it good
)

// Health is how a campaign does, worst first.
type Health string

// The degrees.
const (
	HealthBad  Health = "bad"
	HealthLook Health = "look"
	HealthOK   Health = "ok"
)

// Ops is the live board. OpsLive re-renders all of it below the header.
type Ops struct {
	Now           time.Time
	Position      int64  // last event the board has seen
	Filter        Health // "" shows all
	KPI           OpsKPI
	Debit         int64 // over all accounts
	Credit        int64
	Accounts      int
	Rows          []OpsRow // worst first, already filtered
	CountByHealth map[Health]int
	Projections   []Projection
	Tail          []TailEvent // newest first, at most 12
	EventRate     float64     // per second
	Streams       int         // open SSE streams
	Parked        int         // parked event streams
	Jobs          int         // scheduled jobs
}

// OpsKPI is the strip on top.
type OpsKPI struct {
	Live           int
	Healthy        int
	SecuredToday   int
	Held           int64
	Transfers      int // waiting for confirmation
	OldestTransfer time.Duration
	Suspense       int
	RefundsDue     int
	RefundsLate    int
	Lag            time.Duration // of the slowest projection
	LagEvents      int64
}

// OpsRow is one live sambatan.
type OpsRow struct {
	Campaign  string
	Name      string
	Maker     string
	State     CampaignState
	Secured   int // as in Campaign
	Slots     int
	Deadline  time.Time
	Held      int64
	Health    Health
	Word      string // "Perlu dilihat"; empty: the word of Health
	Why       string // the reason, one sentence
	Action    string // text of the button; empty: "Buka"
	ActionURL string // empty: the trail or public page
}

// Projection is the state of one read model.
type Projection struct {
	Name    string
	Behind  int64 // events
	Lag     time.Duration
	Parked  int
	Stopped bool
}

// TailEvent is one of the newest events. What never holds personal data.
type TailEvent struct {
	At       time.Time
	Position int64
	Type     string
	What     string
}

// Transfers is the list of transfers to confirm.
type Transfers struct {
	Now  time.Time
	Rows []Transfer
}

// Transfer is one instruction that waits for an operator.
type Transfer struct {
	ID       string // of the payment intent
	Code     string // of the participation
	Name     string // of the product
	Initials string
	Slots    int
	Account  string    // that it is to come to
	Amount   int64     // expected, to the rupiah
	Came     int64     // before, of a payment of which this is the rest
	ToldAt   time.Time // zero: the buyer has not said anything that still stands
	ToldPaid time.Time // the transfer time the buyer gave
	Proof    string
	PayBy    time.Time
	DecideBy time.Time // set with ToldAt
	HoldDead bool      // confirming sends the money to suspense
	Rejected bool      // what the buyer said was turned down
}

// ConfirmTransfer is the form behind one transfer.
type ConfirmTransfer struct {
	Now      time.Time
	Transfer Transfer
	Form     Form // FieldAmount, FieldBankDate, FieldBankTime, FieldBankRef, FieldAnother once it is in doubt
	Reject   Form // FieldReason
	// FromStatement: the form is filled in with what a bank statement says.
	FromStatement bool
}

// Suspense is the list of money without an owner yet.
type Suspense struct {
	Now   time.Time
	Rows  []SuspenseItem
	Parts []SuspenseItem // of payments; nothing is to be done about them
	Lost  []Shortfall    // that we bear
	Short []Shortfall
}

// Shortfall is money that a channel took back, and that is missing somewhere.
type Shortfall struct {
	ID        string // of the receipt
	Code      string // of the participation; may be empty
	Name      string
	Amount    int64 // that is missing
	Paid      int64 // that had come
	AfterAll  int64 // of what went: sent by an operator although it was to stay
	Twice     int64 // of what is missing: a refund left twice
	TakenAt   time.Time
	Method    string
	Reference string // the channel's
	Why       string // it is missing
	HeldBack  bool   // its goods wait, so that its slots can be given up
	Limit     int64  // one operator alone may book less as a loss, or as much
	Double    bool   // a loss takes two
	Doubled   bool   // that it was given back takes two
	Most      int64  // of what we bear, one operator alone may say so much to have been given back
	Waits     *LossProposal
	StepUp    StepUp
	Form      Form
}

// LossProposal is a loss, or what is said to have been given back, that somebody else has to agree to.
type LossProposal struct {
	Amount   int64
	Note     string
	Evidence string // by which reference it was given back; empty: it is our loss
	By       string
	At       time.Time
	Hash     string
	Mine     bool
	Stale    bool // something else is missing by now, so it must be proposed anew
}

func (s Shortfall) givenBackWords() string {
	if s.Twice > 0 {
		return "Sudah dikembalikan"
	}
	if s.Doubled {
		return "Usulkan: kanal mengembalikan"
	}
	return "Kanal mengembalikan"
}

func (s Shortfall) lossWords() string {
	if s.Double {
		return "Usulkan sebagai rugi"
	}
	return "Catat sebagai rugi"
}

// head names what was proposed.
func (p LossProposal) head() string {
	if p.Evidence != "" {
		return "Usulan: " + Rupiah(p.Amount) + " dikembalikan"
	}
	return "Usulan rugi " + Rupiah(p.Amount)
}

func (p LossProposal) agreeWords() string {
	if p.Evidence != "" {
		return "Setujui, " + Rupiah(p.Amount) + " dikembalikan"
	}
	return "Setujui rugi " + Rupiah(p.Amount)
}

// went says what had come, and how it went.
func (s Shortfall) went() string {
	went := "ditarik " + FullTime(s.TakenAt)
	switch {
	case s.Twice > 0:
		went = Rupiah(s.Twice) + " terkirim dua kali, tercatat " + FullTime(s.TakenAt)
	case s.AfterAll > 0:
		went = Rupiah(s.AfterAll) + " terlanjur dikirim petugas sesudah pengembaliannya dibatalkan, tercatat " + FullTime(s.TakenAt)
	}
	return "Dari " + Rupiah(s.Paid) + " lewat " + s.Method + ", " + went + " · rujukan " + s.Reference
}

// SuspenseItem is one receipt that matches no live hold.
type SuspenseItem struct {
	ID      string // of the receipt
	Code    string // of the participation it was meant for; may be empty
	Name    string
	Amount  int64
	PaidAt  time.Time
	DayOnly bool // the time of day in PaidAt is not known
	BankRef string
	Why     string // reason, one sentence
	Return  string // where somebody says that it is the return of what had been sent; empty: nobody does
	SaidBy  string // who
	Form    Form
}

// Refunds is the list of refunds due.
type Refunds struct {
	Now   time.Time
	Done  bool  // shows the finished ones instead (query status=selesai)
	Due   int   // in all, on either list
	Owed  int64 // all of Due; not with Done
	Sent  int   // in all; only with Done
	Total int64 // of what is listed
	Rows  []Refund
	Tabs  []RefundTab // what operators have to do about refunds that have a way of their own
	Tab   string      // the one that is shown; empty: all that is due
}

// Refund is one amount that goes back to a buyer.
type Refund struct {
	ID       string
	Code     string
	Name     string
	Initials string
	Amount   int64
	Bank     string
	Account  string // in full: an operator has to type it
	Holder   string
	Reason   string
	DueSince time.Time
	DueBy    time.Time
	DoneAt   time.Time
	BankRef  string
	Home     string // it goes back there, to no account; empty: to the account
	// Routed is set when it has a way of its own; Stands says where that has led to.
	Routed  bool
	CashOut bool      // out of a wallet: no order's
	ByHand  bool      // an operator has to send it
	Rests   time.Time // the account is new: not to be sent before; zero: at any time
	Stands  string
}

// RefundForm marks one refund as transferred.
type RefundForm struct {
	Now     time.Time
	Refund  Refund
	Doubled bool // two operators are needed
	StepUp  StepUp
	Form    Form // FieldBankRef
	Sent    bool // it was, so that only what came of it can be noted
	Return  BankReturn
}
