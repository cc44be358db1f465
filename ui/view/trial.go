package view

import "time"

// Appeal is what becomes of a decision before it is executed.
type Appeal struct {
	By       time.Time // possible until then; zero: it is not
	Mine     bool      // whoever looks may appeal, or accept
	Accepted bool      // they have accepted
	Side     string    // who appealed; empty: nobody did
	Words    string
	At       time.Time
}

// Return is how far goods are on their way back to the brand.
type Return struct {
	Due           time.Time // until when the brand says where to, or then the buyer sends
	To            string    // empty: the brand has not said so
	Courier, Resi string    // empty: not sent
	SentAt        time.Time
	Couriers      []Option // to choose from, where it can be sent
	Overdue       bool     // the brand is asked whether it came
	Missing       bool     // and said no
}

// Sent tells whether the goods are on their way.
func (r Return) Sent() bool { return r.Resi != "" }

// AppealForm is the buyer's.
type AppealForm struct {
	Code, Name, Verdict string
	Until               time.Time
	Form                Form
}

// ReturnForm is where a buyer notes the resi of what they send back.
type ReturnForm struct {
	Code, Name string
	Return     Return
	Form       Form
}

// AppealURL takes GET and POST of the buyer's appeal.
func AppealURL(code string) string { return OrderURL(code) + "/banding" }

// AcceptURL takes the buyer's POST that they accept the decision.
func AcceptURL(code string) string { return OrderURL(code) + "/putusan" }

// SendBackURL takes GET and POST of the resi of what the buyer sends back.
func SendBackURL(code string) string { return OrderURL(code) + "/kirim-balik" }

// OpsReturnedURL takes an operator's POST that the goods are back.
func OpsReturnedURL(participation string) string { return OpsDisputeURL(participation) + "/kembali" }

// What a maker can do about a decision, and about goods that go back.
const (
	MakerAccept   = "putusan"
	MakerAppeal   = "banding"
	MakerReturnTo = "alamat-balik"
	MakerReturned = "kembali"
	MakerMissing  = "belum-kembali"
)

// arrival says until when it has to be known what became of goods that were sent.
func (r Return) arrival() string {
	switch {
	case r.Missing:
		return "Perajin bilang barangnya tidak datang. Petugas kami memutuskan sekali lagi."
	case r.Overdue:
		return "Perajin menjawab paling lambat " + FullTime(r.Due) + "; tanpa jawaban, barang dianggap sampai dan seluruh dana kembali ke pembeli."
	case r.Due.IsZero():
		return ""
	}
	return "Seharusnya sampai " + FullTime(r.Due) + ". Sesudah itu perajin ditanya."
}

// FieldReturnTo is where goods are sent back to.
const FieldReturnTo = "alamat_balik"

// decided tells whether a decision waits for an appeal.
func (d Dispute) decided() bool { return d.Open && !d.Appeal.By.IsZero() }

// appealed tells whether an appeal waits for its decision.
func (d Dispute) appealed() bool { return d.Open && d.Appeal.By.IsZero() && d.Appeal.Side != "" }

// hint says what happens to a decision by itself.
func (a Appeal) hint() string {
	switch {
	case a.Accepted:
		return "Anda sudah menerima putusan ini. Putusan dijalankan begitu pihak lain juga menerimanya, paling lambat " + FullTime(a.By) + "."
	case a.Mine:
		return "Kalau tidak setuju, ajukan banding sampai " + FullTime(a.By) + ": petugas lain memutuskan sekali lagi, dan putusan itu yang terakhir. Tanpa banding, putusan ini dijalankan."
	}
	return "Yang keberatan bisa mengajukan banding sampai " + FullTime(a.By) + ". Sesudah itu putusan dijalankan; sampai saat itu dananya tetap ditahan."
}

func (d Dispute) verdictName() string {
	switch {
	case d.Appeal.Side == "":
		return "Putusan"
	case d.appealed():
		return "Putusan pertama"
	}
	return "Putusan banding"
}
