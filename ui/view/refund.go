package view

import (
	"net/url"
	"time"
)

// Names of the fields about refunds.
const (
	FieldWay       = "jalur"     // gateway, payout or operator
	FieldOfAttempt = "percobaan" // the evidence is of the attempt that is on its way
	FieldAs        = "sebagai"   // the refund of ours that one of the channel's own was
	FieldTwiceRef  = "rujukan-kedua"
)

// Names of the fields about money that an operator had sent, and that its bank returned.
const (
	FieldReturnRef    = "rujukan-pulang"
	FieldReturnDay    = "tanggal-pulang"
	FieldReturnAmount = "jumlah-pulang"
)

// RefundAct is what an operator does about a refund, and its path segment.
type RefundAct string

// Acts.
const (
	ActRetry   RefundAct = "ulangi"
	ActSwitch  RefundAct = "jalur"
	ActByHand  RefundAct = "kirim-sendiri"
	ActVoid    RefundAct = "batalkan"
	ActResolve RefundAct = "selesaikan"
	ActTwice   RefundAct = "dua-kali"
	ActCame    RefundAct = "pulang"       // its bank sent it back
	ActUnsay   RefundAct = "tarik-pulang" // what one operator says to have come back
)

// OpsRefundShowURL is one refund with its attempts.
func OpsRefundShowURL(refund string) string { return OpsRefundURL + "/" + url.PathEscape(refund) }

// OpsRefundActURL takes POST.
func OpsRefundActURL(refund string, act RefundAct) string {
	return OpsRefundShowURL(refund) + "/" + string(act)
}

// OpsRefundsURL is a tab of the desk of refunds.
func OpsRefundsURL(tab string) string {
	if tab == "" {
		return OpsRefundURL
	}
	return OpsRefundURL + "?" + url.Values{"status": {tab}}.Encode()
}

// RefundAccountURL takes GET (form) and POST: the buyer names another account.
func RefundAccountURL(code string) string { return OrderURL(code) + "/rekening" }

// RefundTab is a tab of the desk.
type RefundTab struct {
	Value, Text string
	Count       int
	Here        bool
}

// RefundTrack is one refund as its buyer follows it.
type RefundTrack struct {
	Amount   int64
	Head     string // where it is
	Text     string // the same in a sentence
	Mark     Mark
	Way, Why string    // how it goes, and why so; empty while nobody knows
	DueBy    time.Time // promised; zero once it was sent, and while an account is missing
	SentAt   time.Time
	Ref      string
	To       string // masked account; empty when it goes back the way it came
	AskURL   string // of the form for another account; empty: none is needed
	CashOut  bool   // it is none of an order
	Wallet   bool   // it went back to the buyer's wallet
	Moments  []Moment
}

func (r RefundTrack) title() string {
	if r.CashOut {
		return "Tarik saldo " + Rupiah(r.Amount)
	}
	return "Pengembalian " + Rupiah(r.Amount)
}

// whyWords are the name of what happened so far.
func (r RefundTrack) whyWords() string {
	if r.CashOut {
		return "Riwayat tarik saldo ini"
	}
	return "Mengapa dana saya dikembalikan"
}

func (r RefundTrack) sentWords() string {
	if r.Wallet {
		return "Masuk saldo"
	}
	return "Dikirim"
}

// RefundTry is one attempt to send a refund.
type RefundTry struct {
	Number             int
	Way                string
	At, EndedAt        time.Time
	Outcome            string // in words
	Bad                bool
	Reference, Failure string
}

// RefundCase is one refund on an operator's desk.
type RefundCase struct {
	Now       time.Time
	Refund    Refund
	Mark      Mark
	Head      string
	Text      string
	Way, Why  string
	NextAt    time.Time // of the next attempt
	Tries     []RefundTry
	Warning   string // what the channel said does not fit
	Proposed  string // evidence that a second operator has to confirm
	Doubled   bool   // two operators are needed
	StepUp    StepUp
	OnItsWay  bool
	Voided    bool // it was to stay, and may have been sent all the same
	Form      Form
	Acts      map[RefundAct]bool
	Ways      []Option
	Reconcile []Option // open refunds of the same receipt
	Note      string
	Return    BankReturn
}

// BankReturn is the form that says that what an operator had sent came back.
type BankReturn struct {
	URL     string // it takes POST
	DropURL string // takes a proposal back
	Account string // ours, by number
	Day     string // of today
	Then    string // what follows
	Doubled bool   // two operators are needed
	StepUp  StepUp
	Form    Form
	Said    []SaidReturn // what one operator has said already
}

// SaidReturn is a line of the bank of which one operator says that it is the return.
type SaidReturn struct {
	Receipt   string // as which the line is recorded
	Reference string
	Day       time.Time
	Amount    int64
	By        string
	Own       bool // the reader said so
	Hash      string
}

// StepUp is what a form that moves much money says about confirming it first.
type StepUp struct {
	URL   string // where to confirm first; empty: done, or not needed
	Off   bool   // this installation does not demand it
	Offer bool   // it would be asked for if the visitor had a passkey
}

// may tells whether an act is open.
func (r RefundCase) may(act RefundAct) bool { return r.Acts[act] }

// rests tells whether the account is so new that nothing may be sent yet.
func (r RefundCase) rests() bool { return !r.OnItsWay && !r.Voided && r.Refund.Rests.After(r.Now) }

func (r RefundCase) heading() string {
	if r.Refund.CashOut {
		return "Tarik saldo " + Rupiah(r.Refund.Amount)
	}
	return "Pengembalian " + Rupiah(r.Refund.Amount)
}

// handWords head the form that says that it was sent.
func (r RefundCase) handWords() string {
	if r.Voided {
		return "Terlanjur dikirim?"
	}
	return "Tandai terkirim dengan bukti"
}

// voidHint says where the money goes that is not sent after all.
func (r RefundCase) voidHint() string {
	if r.Voided {
		return "Hanya kalau pasti tidak terkirim. Pengembalian ini tetap batal seperti semula."
	}
	if r.Refund.CashOut {
		return "Hanya kalau pasti tidak terkirim. Dananya kembali ke saldo pembeli."
	}
	return "Hanya kalau pasti tidak terkirim. Dana masuk lagi ke titipan: untuk pemilik yang ditemukan, atau untuk menutup pembayaran yang ditarik kanal."
}

func (r RefundCase) none() bool { return len(r.Acts) == 0 }

// backURL is where to go without naming one.
func (a AccountForm) backURL() string { return a.Back[len(a.Back)-1].Value }

// AccountForm asks a buyer for another refund account.
type AccountForm struct {
	URL     string   // of the form
	Back    []Option // the pages above it, the last one is where it leads back
	Name    string
	Amount  int64
	Problem string // what is wrong with the one that we have
	Known   string // the one that we have, masked
	Banks   []Option
	Rest    string // how long nothing is sent to it; empty: it is sent at once
	StepUp  StepUp
	Form    Form
}
