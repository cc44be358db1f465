package view

import (
	"net/url"
	"strconv"
	"time"
)

// Fixed addresses. The router serves each; templates use nothing else.
const (
	MarketURL      = "/pasar"                // redirects to the first tab
	MineURL        = "/pesanan"              // GET, query status: "Sambatan saya"
	MakerHomeURL   = "/kelola"               // redirects to the list
	MakerURL       = "/kelola/sambatan"      // GET list, POST creates a draft
	MakerNewURL    = "/kelola/sambatan/baru" // GET the draft form
	OpsURL         = "/ops"                  // GET live board, query saring
	OpsTransferURL = "/ops/transfer"         // GET transfers to confirm
	OpsSuspenseURL = "/ops/titipan"          // GET money without an owner yet
	OpsRefundURL   = "/ops/pengembalian"     // GET refunds due
	AuditURL       = "/audit"                // GET campaign list, query q, hal
	SignInURL      = "/masuk"                // GET, query kembali; POST field email: asks for a link
	SignInSentURL  = "/masuk/terkirim"       // GET, query kembali
	SignUpURL      = "/daftar"               // GET, query kembali; POST field email: asks for a link
	SignUpSentURL  = "/daftar/terkirim"      // GET, query kembali
	SignOutURL     = "/keluar"               // POST
	ProfileURL     = "/profil"               // GET
	KeyURL         = "/profil/kunci"         // POST: makes an API token and shows it once
	SignOutAllURL  = "/profil/keluar-semua"  // POST: ends every session and token
	DisplayURL     = "/tampilan"             // POST: solid=1 or 0, kembali=path
	HowURL         = "/cara-kerja"
	RefundRulesURL = "/aturan-pengembalian"
	TermsURL       = "/syarat" // GET the newest terms
	PrivacyURL     = "/privasi"
	HelpURL        = "/bantuan"
	OpsLiveURL     = "/sse/ops"
	OpsMailURL     = "/ops/surat"      // GET mails that could not be delivered
	MailWishesURL  = "/profil/email"   // POST: zone, and the groups of mails that are wanted
	MuteURL        = "/email/berhenti" // GET and POST below it, with a token
	DevMailURL     = "/dev/surat"      // GET, in development only: mails that went nowhere

	OpsStatementsURL = "/ops/mutasi" // GET the form and what was imported, query hal; POST takes a file

	OpsSentURL       = OpsRefundURL + "?status=selesai"
	StreamsURL       = "/sse/"           // what all streams begin with
	NotificationsURL = "/notifikasi"     // GET, query hal; POST marks as read up to field sampai
	BadgeLiveURL     = "/sse/notifikasi" // how many are unread
)

// NotificationURL marks one notification as read and leads to what it is about.
func NotificationURL(position int64, template string) string {
	return NotificationsURL + "/" + strconv.FormatInt(position, 10) + "/" + url.PathEscape(template)
}

// ProductURL is the page of a product that is sold from stock.
func ProductURL(product string) string { return "/produk/" + url.PathEscape(product) }

// CampaignURL is the public page of a sambatan with its product.
func CampaignURL(campaign string) string { return "/sambatan/" + url.PathEscape(campaign) }

// JoinURL takes GET (form as page or dialog) and POST (join).
func JoinURL(campaign string) string { return CampaignURL(campaign) + "/gabung" }

// CampaignLiveURL is the SSE stream of one sambatan.
func CampaignLiveURL(campaign string) string { return "/sse/sambatan/" + url.PathEscape(campaign) }

// OwnLiveURL is the SSE stream of a buyer's own part in one.
func OwnLiveURL(campaign string) string { return CampaignLiveURL(campaign) + "/milik" }

// OrderURL is the pay and status page of one participation, by its code.
func OrderURL(code string) string { return MineURL + "/" + url.PathEscape(code) }

// TransferToldURL takes the buyer's POST "sudah transfer".
func TransferToldURL(code string) string { return OrderURL(code) + "/transfer" }

// PayURL takes the buyer's POST that chooses how to pay.
func PayURL(code string) string { return OrderURL(code) + "/bayar" }

// Addresses of a buyer's wallet.
const (
	WalletURL     = "/saldo"     // GET; query jumlah fills the form in
	TopUpURL      = "/saldo/isi" // POST
	TopUpLiveURL  = "/sse/saldo" // stream of a top-up's page
	FieldTopUpSum = "jumlah"     // rupiah
)

// TopUpShowURL is how to pay one top-up, and what became of it.
func TopUpShowURL(topUp string) string { return TopUpURL + "/" + url.PathEscape(topUp) }

// TopUpWatchURL is its stream, with what the page shows.
func TopUpWatchURL(topUp, shown string) string {
	return TopUpLiveURL + "/" + url.PathEscape(topUp) + "?" + url.Values{"lihat": {shown}}.Encode()
}

// Addresses of cash-outs.
const (
	CashOutURL   = "/saldo/tarik" // GET: the form, POST
	FieldCashSum = "jumlah"       // rupiah
	FieldCashTo  = "ke"           // the order or cash-out that an account was named with; AnotherAccount
)

// AnotherAccount is the choice of an account that was not named before.
const AnotherAccount = "lain"

// CashOutShowURL is one cash-out.
func CashOutShowURL(cashOut string) string { return CashOutURL + "/" + url.PathEscape(cashOut) }

// CashOutStopURL takes POST: the buyer calls it off.
func CashOutStopURL(cashOut string) string { return CashOutShowURL(cashOut) + "/batal" }

// CashOutAccountURL takes GET (form) and POST: the buyer names another account.
func CashOutAccountURL(cashOut string) string { return CashOutShowURL(cashOut) + "/rekening" }

// WalletSumURL is the wallet's page with an amount filled in.
func WalletSumURL(amount int64) string {
	return WalletURL + "?" + FieldTopUpSum + "=" + number64(amount) + "#isi"
}

// OrderLiveURL is the stream of a participation's page.
const OrderLiveURL = "/sse/pesanan"

// OrderWatchURL is the same with what the page shows.
func OrderWatchURL(code, shown string) string {
	return OrderLiveURL + "/" + url.PathEscape(code) + "?" + url.Values{"lihat": {shown}}.Encode()
}

// CancelHoldURL takes the buyer's POST that gives up an unpaid hold.
func CancelHoldURL(code string) string { return OrderURL(code) + "/lepas" }

// AcceptOfferURL takes the buyer's POST that takes offered slots.
func AcceptOfferURL(code string) string { return OrderURL(code) + "/ambil" }

// LeaveWaitlistURL takes the buyer's POST that leaves the waitlist or declines an offer.
func LeaveWaitlistURL(code string) string { return OrderURL(code) + "/keluar" }

// AnswerURL takes the buyer's POST about a later deadline, field FieldAnswer.
func AnswerURL(code string) string { return OrderURL(code) + "/tenggat" }

// CancelOrderURL takes GET (the confirmation) and POST (give paid slots back).
func CancelOrderURL(code string) string { return OrderURL(code) + "/batal" }

// ExtendURL takes GET (the form) and POST (propose a later deadline).
func ExtendURL(campaign string) string { return MakerCampaignURL(campaign) + "/tenggat" }

// CloseEarlyURL takes GET (the confirmation) and POST (close before the deadline).
func CloseEarlyURL(campaign string) string { return MakerCampaignURL(campaign) + "/tutup" }

// OpsCampaignURL is the operators' page of one sambatan.
func OpsCampaignURL(campaign string) string { return OpsURL + "/sambatan/" + url.PathEscape(campaign) }

// OpsFreezeURL takes POST (field alasan).
func OpsFreezeURL(campaign string) string { return OpsCampaignURL(campaign) + "/bekukan" }

// OpsUnfreezeURL takes POST (field alasan, may be empty).
func OpsUnfreezeURL(campaign string) string { return OpsCampaignURL(campaign) + "/cabut" }

// OpsExtendURL takes GET (the form) and POST (propose a later deadline).
func OpsExtendURL(campaign string) string { return OpsCampaignURL(campaign) + "/tenggat" }

// MakerCampaignURL is the brand owner's page of one sambatan.
func MakerCampaignURL(campaign string) string { return MakerURL + "/" + url.PathEscape(campaign) }

// SubmitURL takes GET (the confirmation) and POST (hand the draft to the curators).
func SubmitURL(campaign string) string { return MakerCampaignURL(campaign) + "/tinjauan" }

// TakeBackURL takes the maker's POST that makes a submission a draft again.
func TakeBackURL(campaign string) string { return SubmitURL(campaign) + "/tarik" }

// ReviseURL takes GET (the draft form, filled in) and POST (revise).
func ReviseURL(campaign string) string { return MakerCampaignURL(campaign) + "/ubah" }

// YieldURL takes GET (the form; with FieldMade, who would get theirs) and POST (share
// out a batch that came out too small).
func YieldURL(campaign string) string { return MakerCampaignURL(campaign) + "/hasil" }

// ProgressURL takes GET (the form) and POST (tell the buyers how the batch comes along).
func ProgressURL(campaign string) string { return MakerCampaignURL(campaign) + "/kabar" }

// OpsYieldURL is YieldURL for operators.
func OpsYieldURL(campaign string) string { return OpsCampaignURL(campaign) + "/hasil" }

// OpsCancelURL takes GET (the confirmation) and POST (call it off, field alasan).
func OpsCancelURL(campaign string) string { return OpsCampaignURL(campaign) + "/batalkan" }

// OpsCallOffAgreeURL takes POST (agree to call it off, field FieldSeen).
func OpsCallOffAgreeURL(campaign string) string { return OpsCancelURL(campaign) + "/setuju" }

// OpsCallOffDropURL takes POST (take the proposal back, field FieldSeen).
func OpsCallOffDropURL(campaign string) string { return OpsCancelURL(campaign) + "/tarik" }

// StepURL takes the maker's POST for one Step.
func StepURL(campaign string, step Step) string {
	return MakerCampaignURL(campaign) + "/langkah/" + string(step)
}

// MakerCancelURL takes GET (the confirmation) and POST (cancel, field alasan).
func MakerCancelURL(campaign string) string { return MakerCampaignURL(campaign) + "/batalkan" }

// OpsConfirmURL takes GET (form) and POST (confirm) for one transfer.
func OpsConfirmURL(transfer string) string {
	return OpsTransferURL + "/" + url.PathEscape(transfer) + "/terima"
}

// OpsRejectURL takes POST (field alasan) for one transfer.
func OpsRejectURL(transfer string) string {
	return OpsTransferURL + "/" + url.PathEscape(transfer) + "/tolak"
}

// OpsSuspenseActURL takes POST for one suspense item, field tindakan.
func OpsSuspenseActURL(receipt string) string {
	return OpsSuspenseURL + "/" + url.PathEscape(receipt)
}

// OpsShortfallURL takes POST for one shortfall, fields tindakan and alasan.
func OpsShortfallURL(receipt string) string { return OpsSuspenseActURL(receipt) + "/kekurangan" }

// OpsSuspenseItemURL is one suspense item in its list.
func OpsSuspenseItemURL(receipt string) string {
	return OpsSuspenseURL + "#" + suspenseID(receipt)
}

// OpsConfirmFromURL is the form that confirms a transfer, filled in with what a
// bank statement says; a time that it does not say is left to the operator.
func OpsConfirmFromURL(transfer, amount, reference string, day, at time.Time) string {
	values := url.Values{FieldAmount: {amount}, FieldBankTime: {""}}
	if reference != "" {
		values.Set(FieldBankRef, reference)
	}
	if !day.IsZero() {
		values.Set(FieldBankDate, DateInput(day))
	}
	if !at.IsZero() {
		values.Set(FieldBankTime, ClockInput(at))
	}
	return OpsConfirmURL(transfer) + "?" + values.Encode()
}

// OpsStatementURL is one bank statement: GET what its lines are, query hasil and
// hal; POST records them (field rencana).
func OpsStatementURL(statement string) string {
	return OpsStatementsURL + "/" + url.PathEscape(statement)
}

// OpsStatementHandURL is the table of the lines that need a hand.
func OpsStatementHandURL(statement string) string {
	return OpsStatementURL(statement) + "/perlu-tangan.csv"
}

// OpsRefundDoneURL takes GET (form) and POST (marked as transferred).
func OpsRefundDoneURL(refund string) string {
	return OpsRefundURL + "/" + url.PathEscape(refund) + "/terkirim"
}

// OpsMailResendURL takes POST: one undelivered mail is sent anew.
func OpsMailResendURL(mail string) string { return OpsMailURL + "/" + url.PathEscape(mail) + "/kirim" }

// MuteMailURL is the page behind a mail's "no more of these".
func MuteMailURL(token string) string { return MuteURL + "/" + url.PathEscape(token) }

// DevMailItemURL is one mail of the development mailbox.
func DevMailItemURL(number int) string { return DevMailURL + "/" + strconv.Itoa(number) }

// DevMailBodyURL is its HTML, as a mail program would show it.
func DevMailBodyURL(number int) string { return DevMailItemURL(number) + "/isi" }

// AuditCampaignURL is the event trail of one campaign.
func AuditCampaignURL(campaign string) string {
	return AuditURL + "/sambatan/" + url.PathEscape(campaign)
}

// TrailQuery is everything that a trail reads from its address: the instant, and which of
// its pages. Without an instant it is now, without a page the last.
type TrailQuery struct {
	Campaign  string
	Day, Time string // as typed, in WIB
	Position  string // or as typed
	Span      string // rentang: how much time its track shows
	From      int64  // dari: the page begins here; 0: see To
	To        int64  // sampai: the page ends here; 0: with the last event
}

// AuditEventURL is the page of a trail on which an event is the last, with the state after it.
func AuditEventURL(campaign string, position int64) string {
	at := strconv.FormatInt(position, 10)
	return TrailQuery{Campaign: campaign, Position: at}.URL() + "#ev-" + at
}

// URL is the shortest address that brings the query back.
func (q TrailQuery) URL() string { return withQuery(AuditCampaignURL(q.Campaign), q.values()) }

// AuditExportURL is the trail up to a position as a file.
func AuditExportURL(campaign string, position int64) string {
	return withQuery(AuditCampaignURL(campaign)+"/jejak.ndjson", url.Values{FieldInstantPosition: {strconv.FormatInt(position, 10)}})
}

func (q TrailQuery) values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{FieldInstantDay: q.Day, FieldInstantTime: q.Time, FieldInstantPosition: q.Position, FieldTrackSpan: q.Span} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.From > 0 {
		values.Set("dari", strconv.FormatInt(q.From, 10))
	}
	if q.To > 0 {
		values.Set("sampai", strconv.FormatInt(q.To, 10))
	}
	return values
}

func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// SignInLinkURL is the page behind a mailed link: GET shows a button, POST consumes it.
func SignInLinkURL(token string) string { return SignInURL + "/" + url.PathEscape(token) }

// MarketQuery is everything the marketplace page reads from its address.
// The zero value is the first tab, unfiltered.
type MarketQuery struct {
	Tab    Tab    // path segment
	Text   string // q
	Filter Filter // saring
	Sort   Sort   // urut
	Page   int    // hal, from 1; 0 means 1
}

// URL is the shortest address that brings the query back.
func (q MarketQuery) URL() string {
	tab := q.Tab
	if tab == "" {
		tab = TabPerfume
	}
	values := url.Values{}
	set := func(key, value string) {
		if value != "" {
			values.Set(key, value)
		}
	}
	set("q", q.Text)
	set("saring", string(q.Filter))
	set("urut", string(q.Sort))
	if q.Page > 1 {
		values.Set("hal", strconv.Itoa(q.Page))
	}
	address := MarketURL + "/" + string(tab)
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	return address
}

// TermsVersionURL is a version of the terms for good.
func TermsVersionURL(version string) string { return TermsURL + "/" + url.PathEscape(version) }
