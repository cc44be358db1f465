package ui

import (
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
		Paid: int64(at.total()), Held: int64(at.escrow), Suspense: int64(at.suspense), Refunded: int64(at.due + at.sent), Sent: int64(at.sent),
		RefundTo: o.account.masked(), Why: refundWhy(o, "Anda"), Timeline: timeline(o, now),
	}
	if o.waiting() {
		row.PayBy, row.Due = o.payBy(), int64(o.instruction.Total)
	}
	for _, refund := range o.refunds {
		row.RefundAt, row.RefundRef, row.RefundBy = refund.TransferredAt, refund.Evidence, refund.PromisedBy
		sentTo(&row, o.ways[refund.Refund])
	}
	if len(o.receipts) > 0 {
		row.Sum = moneySum(o)
		row.Open = row.Refunded > 0
	}
	return row
}

// refundWhy explains why money goes back, in a sentence or two; payer is what
// its reader calls the buyer.
func refundWhy(o order, payer string) string {
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
		return cancelledWhy
	case string(sambatan.DeclinedLate):
		return "Transfer " + payer + " dikirim setelah sambatan ditutup " + view.FullTime(campaign.Terms.Deadline) + ", jadi tidak bisa dihitung dan kembali utuh."
	case string(sambatan.DeclinedNoRoom):
		return "Transfer " + payer + " tiba setelah batas bayar, dan saat itu tidak ada slot yang kosong. Dana kembali utuh."
	case string(sambatan.DeclinedAmount):
		return "Jumlah yang ditransfer kurang dari tagihan, jadi slot tidak bisa diamankan. Dana kembali utuh."
	case string(sambatan.DeclinedTwice):
		return "Pesanan ini sudah lunas dengan transfer sebelumnya. Transfer yang kedua kembali utuh."
	case payment.ReasonOverpaid:
		return "Transfer " + payer + " lebih dari tagihan. Kelebihannya dikembalikan."
	case payment.ReasonUnmatched:
		return "Tidak ada pesanan yang cocok dengan transfer ini. Dana kembali ke pengirimnya."
	}
	return "Dana ini tidak bisa dipakai untuk pesanan " + payer + ", jadi dikembalikan utuh."
}

const cancelledWhy = "Sambatan ini dibatalkan. Seluruh dana kembali tanpa potongan, termasuk ongkir."

func failedWhy(campaign dashboard.Campaign) string {
	return "Sampai ditutup " + view.FullTime(campaign.Terms.Deadline) + ", slot yang aman belum mencapai batas minimal. Sesuai syarat, seluruh dana kembali tanpa potongan."
}

// decidedWhy is about money that came when the outcome was known already.
func decidedWhy(campaign dashboard.Campaign, payer string) string {
	switch {
	case campaign.Reason != "":
		return cancelledWhy
	case view.CampaignState(campaign.Phase).Lost():
		return failedWhy(campaign)
	}
	return "Transfer " + payer + " kami terima setelah hasil sambatan diputuskan, jadi slotnya sudah tidak ada. Dana kembali utuh."
}

// timeline is what happened to an order, oldest first, and what comes next.
func timeline(o order, now time.Time) []view.Moment {
	moments := []view.Moment{{Kind: view.MomentDone, Title: "Slot diambil", At: o.row.JoinedAt}}
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
	}
	add(view.MomentGood, "Slot aman", o.row.SecuredAt, "")
	ended(o, add)
	for _, refund := range o.refunds {
		add(view.MomentDone, "Pengembalian "+view.Rupiah(int64(refund.Amount))+" disiapkan", refund.DueAt, "Dikirim paling lambat "+view.ShortTime(refund.PromisedBy)+".")
		add(view.MomentGood, "Dana dikirim kembali", refund.TransferredAt, "Rujukan "+refund.Evidence+".")
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
	return "Pembayaran " + amount + " masuk", "Lewat " + view.PayMethod(receipt.Method).Name() + ", dibayar " + view.ShortTime(receipt.PaidAt) + "."
}

func ended(o order, add func(view.MomentKind, string, time.Time, string)) {
	switch o.row.State {
	case participants.Expired:
		why := "Slot dilepas karena transfer belum kami terima."
		if o.row.Declined == sambatan.DeclinedLate {
			why = "Slot dilepas karena transfernya dikirim setelah sambatan ditutup."
		}
		add(view.MomentBad, "Batas bayar lewat", o.row.EndedAt, why)
	case participants.Released:
		add(view.MomentDone, "Slot dilepas", o.row.EndedAt, "")
	case participants.RefundDue, participants.RefundedOut:
		add(view.MomentBad, "Sambatan tidak jadi", o.row.EndedAt, "")
	case participants.Held, participants.Told, participants.Secured:
	}
}

// coming is the next thing to happen, when there is one.
func coming(o order, now time.Time) []view.Moment {
	switch o.row.State {
	case participants.Held:
		return []view.Moment{{Kind: view.MomentNow, Title: "Menunggu pembayaran Anda", Text: keptWords(o.payBy(), now)}}
	case participants.Told:
		return []view.Moment{{Kind: view.MomentNow, Title: "Kami memeriksa transfer Anda", Text: "Diputuskan paling lambat " + view.FullTime(o.payBy()) + "."}}
	case participants.Secured:
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
