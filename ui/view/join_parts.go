package view

import (
	"strconv"
	"strings"
)

func (j JoinForm) slotHint() string {
	hint := "Tersedia " + number(j.Campaign.Free()) + ", maksimal " + number(j.MaxSlots) + " lagi untuk Anda."
	if j.Campaign.SlotIs != "" {
		hint = "1 slot = " + j.Campaign.SlotIs + ". " + hint
	}
	return hint
}

// lines is the sum beside the form.
func (j JoinForm) lines() []SumLine {
	return []SumLine{
		{Text: number(j.Slots) + " slot × " + Rupiah(j.Campaign.Price), Amount: int64(j.Slots) * j.Campaign.Price},
		{Text: j.shippingWords(), Amount: j.Campaign.Shipping},
		{Text: "Total sebelum kode unik", Amount: j.Total(), Total: true},
	}
}

func (j JoinForm) shippingWords() string {
	if j.ShippingTo == "" {
		return "Ongkir, satu alamat"
	}
	return "Ongkir, " + j.ShippingTo
}

// next is what happens after a join; its last step names failure too.
func (j Joined) next() []Moment {
	back := "Kalau tidak penuh, " + Rupiah(j.Pay.Amount) + " kembali ke rekening Anda."
	if j.Refund != "" {
		back = "Kalau tidak penuh, " + Rupiah(j.Pay.Amount) + " kembali ke rekening " + j.Refund + "."
	}
	return []Moment{
		{Kind: MomentNow, Title: "Anda transfer", Text: "Sebelum " + NearTime(j.Pay.Deadline, j.Now) + ". Lewat dari itu slot dibuka lagi."},
		{Kind: MomentNext, Title: "Kami cocokkan", Text: "Pada jam kerja biasanya kurang dari satu jam. Slot lalu berubah jadi aman."},
		{Kind: MomentNext, Title: "Menunggu penuh", Text: "Sampai " + ShortTime(j.Campaign.Deadline) + ". Kini " + number(j.Campaign.Secured) + " dari " + number(j.Campaign.Slots) + "."},
		{Kind: MomentNext, Title: "Diproduksi, atau dana kembali", Text: back},
	}
}

func (p Instruction) head() string {
	head, _ := splitUnique(p.Amount)
	return head
}

func (p Instruction) tail() string {
	_, tail := splitUnique(p.Amount)
	return tail
}

// digits is the account as a banking app wants it.
func (p Instruction) digits() string { return strings.ReplaceAll(p.Account, " ", "") }

func number64(n int64) string { return strconv.FormatInt(n, 10) }
