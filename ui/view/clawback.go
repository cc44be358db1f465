package view

import (
	"net/url"
	"time"
)

// Names of the fields about refunds after the release.
const (
	FieldCode = "kode"          // of an order that somebody looks for
	FieldWhy  = "sebab_kembali" // a payment.ClawbackReasons
)

// OpsClawbacksURL lists refunds after the release; query kode leads to an order.
const OpsClawbacksURL = OpsURL + "/sesudah-lepas"

// OpsClawbackURL is one order's; POST proposes a refund.
func OpsClawbackURL(participation string) string {
	return OpsClawbacksURL + "/" + url.PathEscape(participation)
}

// OpsClawbackActURL takes POST: ActAgree or ActCancel.
func OpsClawbackActURL(participation string, act PayoutAct) string {
	return OpsClawbackURL(participation) + "/" + string(act)
}

// Clawbacks are refunds after the release: those that wait for somebody else's word, and
// what came of the latest ones.
type Clawbacks struct {
	Waiting, Done []ClawbackRow
	Form          Form // FieldCode
}

// ClawbackRow is one of them.
type ClawbackRow struct {
	URL, Code, Name, Brand string
	Amount                 int64
	Reason, Note           string
	Mark                   Mark
	By, EndedBy, EndedNote string
	At, EndedAt            time.Time
}

// ClawbackCase is one order whose money was released, and what went back of it.
type ClawbackCase struct {
	ID, Code, Name, Who string
	Brand, BrandURL     string
	OrderURL            string
	Sums                []SumLine
	Left                int64 // that can go back still
	Short               int64 // that the channel took back, and nobody has made good
	Limit               int64 // the most by one person's word
	Rows                []ClawbackRow
	Waits               *ClawbackRow // that somebody else has to agree to
	Hash                string       // of that
	Mine                bool         // whoever looks has proposed it
	Reasons             []Option
	StepUp              StepUp
	Form                Form // FieldAmount, FieldWhy, FieldReason
}

// open tells whether something can be proposed.
func (c ClawbackCase) open() bool { return c.Waits == nil && c.Left+c.Short > 0 }

func (c ClawbackCase) limitHint() string {
	return "Di atas " + Rupiah(c.Limit) + " per pembayaran, orang lain harus menyetujui isi yang sama."
}

// outcome says what came of a row, and by whom.
func (r ClawbackRow) outcome() string {
	words := "Diusulkan " + ShortTime(r.At) + " oleh " + r.By + "."
	switch {
	case r.EndedBy != "" && r.EndedNote != "":
		words += " Dibatalkan " + ShortTime(r.EndedAt) + " oleh " + r.EndedBy + ": " + r.EndedNote
	case r.EndedBy != "":
		words += " Disetujui " + ShortTime(r.EndedAt) + " oleh " + r.EndedBy + "."
	}
	return words
}
