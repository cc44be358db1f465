package ui

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// orderRow says what an order is, where its money is and what happened so far.
func orderRow(o order, now time.Time) view.OrderRow {
	at := o.money()
	row := view.OrderRow{
		Code: o.row.Code, Campaign: o.row.Campaign.String(), Name: batchName(o.campaign.Title, o.campaign.Batch),
		Picture: o.campaign.Art, Slots: o.row.Slots,
		State: view.ParticipationState(o.row.State), CampaignState: view.CampaignState(o.campaign.Phase),
		Secured: o.campaign.Secured, TotalSlots: o.campaign.Terms.Slots, Deadline: o.campaign.Terms.Deadline,
		Held: int64(at.escrow), Passed: int64(at.passed), Suspense: int64(at.suspense), Part: int64(at.part), Missing: int64(o.missing()), Refunded: int64(at.due + at.sent), Sent: int64(at.sent), Taken: int64(at.taken),
		RefundTo: o.account.masked(), Why: refundWhy(o, "Anda"), Timeline: timeline(o, now),
	}
	row.Asks, row.Place, row.Left, row.Expected = o.asks(), o.line.Ahead+1, leftWhy(o), expectedOf(o, now)
	row.Late, row.Ending, row.Strayed, row.Sought = o.late(now), o.ending(), o.strayed(), o.sought()
	if at.passed > 0 {
		row.State = view.Fulfilled
	}
	if o.shipping != nil {
		row.Parcel, row.ParcelWords = shippingState(*o.shipping), parcelMoney(*o.shipping)
	}
	if o.row.State == participants.Offered {
		row.PayBy, row.Due = o.row.OfferedUntil, int64(o.row.Amount)
	}
	if o.waiting() {
		row.PayBy, row.Due = o.payBy(), int64(o.toPay())
	}
	o.refundsOf(&row)
	if len(o.receipts) > 0 {
		row.Sum = moneySum(o)
		row.Open = row.Refunded > 0
	}
	return row
}

// refundWhy explains why money goes back, in a sentence or two; payer is what
// its reader calls the buyer.
func refundWhy(o order, payer string) string {
	if taken := takenBackWhy(o, payer); taken != "" {
		return taken
	}
	if len(o.refunds) == 0 {
		return ""
	}
	campaign := o.campaign
	switch o.refunds[len(o.refunds)-1].Reason {
	case string(sambatan.DeclinedDecided):
		return decidedWhy(campaign, payer)
	case string(sambatan.RefundedFailed):
		return failedWhy(campaign)
	case string(sambatan.RefundedCancelled):
		return cancelledWhy(campaign)
	case string(sambatan.RefundedDeclined):
		return "Tenggat sambatan ini mundur dan " + payer + " memilih tidak ikut. Seluruh dana kembali tanpa potongan, termasuk ongkir."
	case string(sambatan.RefundedSilent):
		return "Tenggat sambatan ini mundur dan sampai tenggat semula belum ada jawaban dari " + payer + ". Tanpa persetujuan kami tidak menahan uang lebih lama: seluruh dana kembali tanpa potongan, termasuk ongkir."
	case string(sambatan.RefundedByBuyer):
		return "Dalam masa pikir-pikir " + payer + " membatalkan pesanan ini. Seluruh dana kembali tanpa potongan, termasuk ongkir."
	case string(sambatan.RefundedDispute):
		return "Komplain " + payer + " diterima. Seluruh dana kembali tanpa potongan, termasuk ongkir."
	case payment.ReasonPart:
		return "Komplain " + payer + " diterima sebagian. Bagian ini kembali, sisanya diteruskan ke perajin."
	case payment.ReasonDefect, payment.ReasonLateDispute, payment.ReasonGoodwill:
		return clawbackWhy(o.refunds[len(o.refunds)-1].Reason)
	case string(sambatan.RefundedYield):
		return yieldWhy(o, payer)
	case string(sambatan.DeclinedMoved):
		return "Tenggat sambatan ini sudah mundur dan " + payer + " belum menyetujui tenggat baru, jadi transfer ini kembali utuh. Masih bisa bergabung lagi selama ada slot."
	case string(sambatan.DeclinedGivenUp):
		return "Slot untuk transfer ini sudah dilepas sebelumnya. Dana kembali utuh."
	case string(sambatan.DeclinedLate):
		return "Transfer " + payer + " dikirim setelah sambatan ditutup " + view.FullTime(campaign.Terms.Deadline) + ", jadi tidak bisa dihitung dan kembali utuh."
	case string(sambatan.DeclinedNoRoom):
		return "Transfer " + payer + " tiba setelah batas bayar, dan saat itu tidak ada slot yang kosong. Dana kembali utuh."
	case string(sambatan.DeclinedAmount):
		return "Jumlah yang ditransfer kurang dari tagihan, dan waktu untuk membayar sisanya sudah lewat. Dana kembali utuh."
	case string(sambatan.DeclinedPart):
		return "Pembayarannya belum lengkap saat slot ini dilepas, jadi yang sudah masuk kembali utuh."
	case string(sambatan.DeclinedTwice):
		return "Pesanan ini sudah lunas dengan transfer sebelumnya. Transfer yang kedua kembali utuh."
	case payment.ReasonOverpaid:
		return "Transfer " + payer + " lebih dari tagihan. Kelebihannya dikembalikan."
	case payment.ReasonCashOut:
		return "Saldo " + payer + " ditarik ke rekening sendiri."
	case payment.ReasonUnmatched:
		return "Tidak ada pesanan yang cocok dengan transfer ini. Dana kembali ke pengirimnya."
	}
	return "Dana ini tidak bisa dipakai untuk pesanan " + payer + ", jadi dikembalikan utuh."
}

// takenBackWhy is about a payment that did not stay with us.
func takenBackWhy(o order, payer string) string {
	var latest payments.Receipt
	for _, receipt := range o.receipts {
		if !receipt.TakenAt.IsZero() {
			latest = receipt
		}
	}
	switch {
	case latest.TakenAt.IsZero():
		return ""
	case latest.Covered == latest.Amount:
		return "Bank atau dompet yang dipakai membayar menarik pembayaran ini kembali, jadi uangnya sudah tidak ada di kami. Kalau bukan " + payer + " yang meminta, tanyakan ke bank atau dompet itu, lalu hubungi kami."
	case latest.Covered > 0:
		return "Bank atau dompet yang dipakai membayar menarik sebagian pembayaran ini. Sisanya kembali utuh."
	}
	return "Bank atau dompet yang dipakai membayar menarik pembayaran ini kembali. Petugas kami menghubungi " + payer + " untuk menyelesaikannya."
}

// cancelledWhy gives the reason in the words of who called it off.
func cancelledWhy(campaign dashboard.Campaign) string {
	why := "Sambatan ini dibatalkan"
	if campaign.Reason != "" {
		why += " dengan alasan “" + campaign.Reason + "”"
	}
	return why + ". Seluruh dana kembali tanpa potongan, termasuk ongkir."
}

// failedWhy says how many slots there were, and how many it would have taken.
func failedWhy(campaign dashboard.Campaign) string {
	reached := "slot yang aman belum mencapai batas minimal"
	if campaign.Reached > 0 {
		reached = fmt.Sprintf("baru %s slot yang aman, belum mencapai batas minimal %s", count(campaign.Reached), count(campaign.Terms.MinFill))
	}
	return "Sampai ditutup " + view.FullTime(campaign.Terms.Deadline) + ", " + reached + ". Sesuai syarat, seluruh dana kembali tanpa potongan."
}

// decidedWhy is about money that came when the outcome was known already.
func decidedWhy(campaign dashboard.Campaign, payer string) string {
	switch {
	case campaign.Reason != "":
		return cancelledWhy(campaign)
	case view.CampaignState(campaign.Phase).Lost():
		return failedWhy(campaign)
	}
	return "Transfer " + payer + " kami terima setelah hasil sambatan diputuskan, jadi slotnya sudah tidak ada. Dana kembali utuh."
}

// timeline is what happened to an order, oldest first, and what comes next.
func timeline(o order, now time.Time) []view.Moment {
	moments := begun(o)
	add := func(kind view.MomentKind, title string, at time.Time, text string) {
		if !at.IsZero() {
			moments = append(moments, view.Moment{Kind: kind, Title: title, At: at, Text: text})
		}
	}
	add(view.MomentDone, "Anda mengabari transfer", o.instruction.ReportedAt, "")
	add(view.MomentBad, "Transfer belum kami temukan", o.instruction.RejectedAt, o.instruction.Rejected)
	for _, receipt := range o.receipts {
		title, text := receiptWords(receipt)
		add(view.MomentDone, title, receipt.RecordedAt, text)
		add(view.MomentBad, "Pembayaran ditarik kembali", receipt.TakenAt, "Oleh bank atau dompet yang dipakai membayar.")
	}
	add(view.MomentGood, "Slot aman", o.row.SecuredAt, "")
	moments = append(moments, newsOfOrder(o)...)
	ended(o, add)
	shipped(o, add)
	for _, refund := range o.refunds {
		add(view.MomentDone, "Pengembalian "+view.Rupiah(int64(refund.Amount))+" disiapkan", refund.DueAt, "Dikirim paling lambat "+view.ShortTime(refund.PromisedBy)+".")
		title, text := "Dana dikirim kembali", "Rujukan "+refund.Evidence+"."
		if o.ways[refund.Refund].Way == payment.ByWallet {
			title, text = "Dana kembali ke saldo Anda", ""
		}
		add(view.MomentGood, title, refund.TransferredAt, text)
	}
	slices.SortStableFunc(moments, func(a, b view.Moment) int { return a.At.Compare(b.At) })
	return append(moments, coming(o, now)...)
}

// receiptWords say what came in, and when its bank or wallet says that it did.
func receiptWords(receipt payments.Receipt) (title, text string) {
	amount := view.Rupiah(int64(receipt.Amount))
	if receipt.Channel == "" {
		return "Transfer " + amount + " kami catat", "Waktu transfer menurut bank: " + paidWords(receipt.PaidAt) + "."
	}
	return "Pembayaran " + amount + " masuk", "Lewat " + methodName(string(receipt.Method)) + ", dibayar " + view.ShortTime(receipt.PaidAt) + "."
}

// begun is how an order began: some waited before they took slots.
func begun(o order) []view.Moment {
	taken := view.Moment{Kind: view.MomentDone, Title: "Slot diambil", At: o.row.HeldAt}
	if o.row.HeldAt.Equal(o.row.JoinedAt) {
		return []view.Moment{taken}
	}
	moments := []view.Moment{{Kind: view.MomentDone, Title: "Masuk daftar tunggu", At: o.row.JoinedAt}}
	if o.row.HeldAt.IsZero() {
		return moments
	}
	return append(moments, taken)
}

// leftWhy says why somebody does not wait any more; empty for those who took slots.
func leftWhy(o order) string {
	if o.row.State != participants.Released || !o.row.HeldAt.IsZero() {
		return ""
	}
	switch sambatan.LeaveReason(o.row.Reason) {
	case sambatan.LeftByBuyer:
		return "Anda keluar dari daftar tunggu."
	case sambatan.LeftJoined:
		return "Anda mengambil slot lain di sambatan ini, jadi tidak perlu menunggu lagi."
	case sambatan.LeftLimit:
		return "Transfer yang datang terlambat sudah mengamankan slot lain untuk Anda, dan bersama yang ini akan melebihi batas per orang."
	case sambatan.LeftFilled:
		return "Semua slot sudah dibayar pembeli lain, jadi tidak ada yang bisa ditunggu lagi."
	case sambatan.LeftClosed:
		return "Sambatan ini sudah ditutup, jadi tidak ada yang bisa ditunggu lagi."
	case sambatan.LeftCancelled:
		return "Sambatan ini dibatalkan, jadi tidak ada yang bisa ditunggu lagi."
	}
	return "Slot yang ditawarkan tidak diambil sampai batas waktunya, jadi dilepas."
}

func ended(o order, add func(view.MomentKind, string, time.Time, string)) {
	switch o.row.State {
	case participants.Expired:
		why := "Slot dilepas karena transfer belum kami terima."
		if o.paidInPart() {
			why = "Slot dilepas karena pembayarannya belum lengkap."
		}
		if o.row.Declined == sambatan.DeclinedLate {
			why = "Slot dilepas karena transfernya dikirim setelah sambatan ditutup."
		}
		add(view.MomentBad, "Batas bayar lewat", o.row.EndedAt, why)
	case participants.Released:
		if why := leftWhy(o); why != "" {
			add(view.MomentDone, "Tidak menunggu lagi", o.row.EndedAt, why)
			return
		}
		add(view.MomentDone, "Slot dilepas", o.row.EndedAt, releasedWhy(o.row.Reason))
	case participants.RefundDue, participants.RefundedOut:
		add(view.MomentBad, refundedTitle(o.row.Reason), o.row.EndedAt, "")
	case participants.Waiting, participants.Offered, participants.Held, participants.Told, participants.Secured:
	}
}

// refundedTitle says what ended when paid slots were given up.
func refundedTitle(reason string) string {
	switch sambatan.RefundReason(reason) {
	case sambatan.RefundedDeclined:
		return "Slot dilepas: Anda tidak ikut ke tenggat baru"
	case sambatan.RefundedSilent:
		return "Slot dilepas: belum ada jawaban Anda tentang tenggat baru"
	case sambatan.RefundedByBuyer:
		return "Pesanan Anda batalkan"
	case sambatan.RefundedDispute:
		return "Dana dikembalikan: komplain Anda diterima"
	case sambatan.RefundedYield:
		return "Hasil produksi kurang: pesanan Anda tidak kebagian"
	case sambatan.RefundedTakenBack:
		return "Slot dilepas: pembayarannya ditarik kembali"
	case sambatan.RefundedCancelled:
		return "Sambatan dibatalkan"
	case sambatan.RefundedFailed:
	}
	return "Sambatan tidak penuh"
}

func releasedWhy(reason string) string {
	if reason == string(sambatan.CancelledMoved) {
		return "Tenggatnya mundur dan kami belum menerima persetujuan Anda."
	}
	return ""
}

// coming is the next thing to happen, when there is one.
func coming(o order, now time.Time) []view.Moment {
	if o.ending() {
		return []view.Moment{{Kind: view.MomentNow, Title: "Slot sedang dilepas", Text: "Kami pastikan dulu tidak ada pembayaran Anda yang telanjur masuk."}}
	}
	switch o.row.State {
	case participants.Waiting:
		return []view.Moment{{Kind: view.MomentNow, Title: "Menunggu slot terbuka"}}
	case participants.Offered:
		if o.late(now) {
			return []view.Moment{{Kind: view.MomentNow, Title: "Waktu tawaran lewat", Text: "Ditawarkan sampai " + view.FullTime(o.row.OfferedUntil) + "."}}
		}
		return []view.Moment{{Kind: view.MomentNow, Title: "Menunggu jawaban Anda", Text: "Ditawarkan sampai " + view.FullTime(o.row.OfferedUntil) + "."}}
	case participants.Held:
		if o.late(now) {
			return []view.Moment{{Kind: view.MomentNow, Title: "Menunggu slot dilepas", Text: keptWords(o.payBy(), now)}}
		}
		title := "Menunggu pembayaran Anda"
		if missing := o.missing(); missing > 0 {
			title = "Menunggu sisanya, " + view.Rupiah(int64(missing))
		}
		return []view.Moment{{Kind: view.MomentNow, Title: title, Text: keptWords(o.payBy(), now)}}
	case participants.Told:
		return []view.Moment{{Kind: view.MomentNow, Title: "Kami memeriksa transfer Anda", Text: "Diputuskan paling lambat " + view.FullTime(o.payBy()) + "."}}
	case participants.Secured:
		if next := comingParcel(o.shipping); next != nil {
			return next
		}
		if o.campaign.Phase == sambatan.PhaseInProduction {
			return []view.Moment{{Kind: view.MomentNow, Title: "Batch sedang dibuat", Text: expectedOf(o, now)}}
		}
		if now.Before(o.campaign.Terms.Deadline) && o.campaign.Phase.Undecided() {
			return []view.Moment{{Kind: view.MomentNext, Title: "Sambatan ditutup", At: o.campaign.Terms.Deadline}}
		}
	case participants.Released, participants.Expired, participants.RefundDue, participants.RefundedOut:
	}
	return nil
}

func keptWords(until, now time.Time) string {
	if left := view.Left(until, now); left != "" {
		return "Slot disimpan sampai " + view.FullTime(until) + ", " + left + " lagi."
	}
	return "Batas bayarnya lewat " + view.FullTime(until) + "."
}
