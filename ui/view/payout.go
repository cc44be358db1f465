package view

import (
	"net/url"
	"time"
)

// Names of the fields about payouts.
const (
	FieldReceipt = "dana"    // which of several an address is about
	FieldSeen    = "dilihat" // what exactly was seen when somebody agrees to it
	FieldHoldWhy = "sebab"   // why payouts are held, or go on

	FieldLeft         = "hasil"         // what became of an attempt: LeftYes or LeftNo
	FieldStatementRef = "bukti"         // where that was seen
	FieldStatementSum = "jumlah_mutasi" // what was seen there, or looked for
	FieldAttempt      = "percobaan"     // that was seen on the page

	LeftYes = "keluar"
	LeftNo  = "tetap"
)

// Addresses of the desk of payouts.
const (
	OpsPayoutURL  = "/ops/pencairan"       // GET, query status
	OpsSellersURL = "/ops/pencairan/merek" // GET, query hal
)

// PayoutAct is what an operator does about a payout or a brand, and its path segment.
type PayoutAct string

// Acts about a payout.
const (
	ActAgree      PayoutAct = "setujui"
	ActCancel     PayoutAct = "batalkan"
	ActAgain      PayoutAct = "ulangi"
	ActHandOver   PayoutAct = "petugas"
	ActPaidByHand PayoutAct = "terkirim"
	ActCameBack   PayoutAct = "pulang"       // its bank sent it back
	ActOutcome    PayoutAct = "hasil"        // what became of an attempt that the channel does not tell of
	ActDropReturn PayoutAct = "tarik-pulang" // what one operator says to have come back
)

// Acts about a brand.
const (
	ActOpen          PayoutAct = "ajukan"
	ActAccountAgree  PayoutAct = "setujui-rekening"
	ActAccountRefuse PayoutAct = "tolak-rekening"
	ActHold          PayoutAct = "tahan"
	ActResume        PayoutAct = "lanjutkan"
)

// OpsPayoutsURL is a tab of the desk.
func OpsPayoutsURL(tab string) string {
	return OpsPayoutURL + "?" + url.Values{"status": {tab}}.Encode()
}

// OpsPayoutShowURL is one payout.
func OpsPayoutShowURL(payout string) string { return OpsPayoutURL + "/" + url.PathEscape(payout) }

// OpsPayoutActURL takes POST.
func OpsPayoutActURL(payout string, act PayoutAct) string {
	return OpsPayoutShowURL(payout) + "/" + string(act)
}

// OpsSellerURL is what one brand is due.
func OpsSellerURL(brand string) string { return OpsSellersURL + "/" + url.PathEscape(brand) }

// OpsSellerActURL takes POST.
func OpsSellerActURL(brand string, act PayoutAct) string {
	return OpsSellerURL(brand) + "/" + string(act)
}

// Payouts is the desk of payouts.
type Payouts struct {
	Now     time.Time
	Tabs    []RefundTab
	Brands  bool // the tab of brands is shown
	Rows    []PayoutRow
	Sellers []SellerRow
	Span    string
	Total   int
	Prev    string
	Next    string
}

// SellerRow is a brand on the desk.
type SellerRow struct {
	ID, Name, City string
	Available      int64
	Account        Mark
	Note           string
}

// PayoutCase is one payout on the desk.
type PayoutCase struct {
	Now       time.Time
	Row       PayoutRow
	BrandURL  string
	Head      string
	Text      string
	Sums      []SumLine
	Hash      string
	Bank      string
	Account   string
	Holder    string
	Agreed    []string // names
	Missing   int
	Mine      bool // the operator who looks has agreed
	Gone      bool // it was cancelled, or ended without being paid
	OpenedBy  string
	OpenedAt  time.Time
	Attempt   int
	Reference string
	NextAt    time.Time
	Evidence  string
	StepUp    StepUp
	Form      Form
	Acts      map[PayoutAct]bool
	Return    BankReturn
	Outcome   Outcome
}

// Outcome asks what became of an attempt.
type Outcome struct {
	Attempt int
	Choices []Option // LeftYes, LeftNo, or one of them
	Amount  int64
	Returns bool // it is paid by the word of people: otherwise its money is due again
	Against bool // the channel says otherwise than people did
	Taken   bool // the channel has taken it on, and has not been silent for long
	Doubled bool // two operators are needed
	StepUp  StepUp
	Said    string // what one of them has said already; empty: nothing
	By      string
	Proof   string
	Left    string
	Own     bool // the operator who looks said so
}

func (p PayoutCase) may(act PayoutAct) bool { return p.Acts[act] }

// SellerCase is one brand on the desk.
type SellerCase struct {
	Now       time.Time
	ID, Name  string
	Sums      []SumLine
	Run       string
	Held      string
	Mark      Mark // of the account
	Number    int  // of the account
	Bank      string
	Account   string
	Holder    string
	GivenBy   string
	GivenAt   time.Time
	Usable    time.Time
	Reason    string
	Available int64
	Double    bool // two people have to agree to what is available
	Payouts   []PayoutRow
	StepUp    StepUp
	Form      Form
	Acts      map[PayoutAct]bool
}

func (s SellerCase) may(act PayoutAct) bool { return s.Acts[act] }
