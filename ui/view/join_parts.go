package view

import (
	"strconv"
	"strings"
)

func (j JoinForm) slotHint() string {
	if j.Waitlist {
		return "1 slot = " + j.Campaign.SlotIs + ". Maksimal " + number(j.MaxSlots) + " untuk Anda. Jumlah ini ditawarkan utuh atau tidak sama sekali."
	}
	hint := "Tersedia " + number(j.Campaign.Free()) + ", maksimal " + number(j.MaxSlots) + " lagi untuk Anda."
	if j.Campaign.SlotIs != "" {
		hint = "1 slot = " + j.Campaign.SlotIs + ". " + hint
	}
	return hint
}

// address is who the parcel goes to and where; empty unless all of it is there and fine.
func (j JoinForm) address() [2]string {
	if !j.Form.fine(FieldRecipient, FieldPhone, FieldProvince, FieldCity, FieldDistrict, FieldSubdistrict, FieldStreet, FieldPostalCode) {
		return [2]string{}
	}
	v := j.Form.Value
	return [2]string{
		v(FieldRecipient) + " · " + phoneGroups(v(FieldPhone)),
		strings.Join([]string{v(FieldStreet), v(FieldSubdistrict), v(FieldDistrict), v(FieldCity), v(FieldProvince) + " " + v(FieldPostalCode)}, ", "),
	}
}

// account is the refund account; empty unless all of it is there and fine.
func (j JoinForm) account() [2]string {
	if !j.Form.fine(FieldBank, FieldAccount, FieldHolder) {
		return [2]string{}
	}
	bank := j.Form.Value(FieldBank)
	for _, known := range j.Banks {
		if known.Value == bank {
			bank = known.Text
		}
	}
	return [2]string{bank + " " + digitGroups(j.Form.Value(FieldAccount)), "a.n. " + j.Form.Value(FieldHolder)}
}

// lines is the sum beside the form.
func (j JoinForm) lines() []SumLine {
	return []SumLine{
		{Text: number(j.Slots) + " slot × " + Rupiah(j.Campaign.Price), Amount: int64(j.Slots) * j.Campaign.Price},
		{Text: j.shippingWords(), Amount: j.Campaign.Shipping},
		{Text: "Total sebelum kode unik", Amount: j.Total(), Total: true},
	}
}

func (r OrderRow) unpaidWords() string {
	switch r.State {
	case Waiting:
		return "Anda sudah menunggu " + number(r.Slots) + " slot di sambatan ini"
	case Offered:
		return number(r.Slots) + " slot sedang ditawarkan untuk Anda di sambatan ini"
	case Told, Held, Secured, Released, Expired, Fulfilled, RefundDue, RefundedOut:
	}
	if r.State == Told {
		return "Transfer Anda untuk " + number(r.Slots) + " slot di sambatan ini masih kami cek"
	}
	return "Anda masih memegang " + number(r.Slots) + " slot yang belum dibayar di sambatan ini"
}

func (r OrderRow) unpaidButton() string {
	if r.passing() {
		return "Lihat pesanan"
	}
	switch r.State {
	case Told, Waiting:
		return "Lihat pesanan"
	case Offered:
		return "Lihat tawaran"
	case Held, Secured, Released, Expired, Fulfilled, RefundDue, RefundedOut:
	}
	return "Bayar sekarang"
}

// joinAgain says how to take more slots, or another number, as long as there can be any.
func (r OrderRow) joinAgain() string {
	switch {
	case r.CampaignState != Open && r.CampaignState != FullyHeld:
		return ""
	case r.State == Waiting || r.State == Offered:
		return "Mau jumlah slot yang lain? Keluar dulu dari daftar tunggu di halaman pesanannya, lalu masuk lagi."
	case r.State == Told:
		return "Setelah transfer ini kami terima, Anda bisa mengambil slot lagi kalau masih ada."
	}
	return "Mau jumlah slot yang lain? Lepas dulu slot ini di halaman pesanannya, lalu gabung lagi."
}

func (j JoinForm) shippingWords() string {
	if j.ShippingTo == "" {
		return "Ongkir, satu alamat"
	}
	return "Ongkir, " + j.ShippingTo
}

// next is what happens after a join; its last step names failure too.
func (j Joined) next() []Moment {
	account := "Anda"
	if j.Refund != "" {
		account = j.Refund
	}
	wait, enough := "Menunggu penuh", "penuh"
	if j.Campaign.Need() < j.Campaign.Slots {
		wait, enough = "Menunggu slot cukup", "cukup"
	}
	return []Moment{
		{Kind: MomentNow, Title: j.pays(), Text: "Sebelum " + NearTime(j.Pay.Deadline, j.Now) + "." + j.afterwards()},
		{Kind: MomentNext, Title: "Kami cocokkan", Text: j.matched()},
		{Kind: MomentNext, Title: wait, Text: "Sampai " + ShortTime(j.Campaign.Deadline) + ". Kini " + number(j.Campaign.Secured) + " slot aman, perlu " + number(j.Campaign.Need()) + "."},
		{Kind: MomentNext, Title: "Diproduksi, atau dana kembali", Text: "Kalau tidak " + enough + ", semua yang Anda bayar kembali, lewat cara bayarnya semula atau ke rekening " + account + "."},
	}
}

// afterwards is what becomes of slots that are not paid in time. Nobody can take
// them any more once joining is over.
func (j Joined) afterwards() string {
	if j.Pay.Deadline.Before(j.Campaign.Deadline) {
		return " Lewat dari itu slot dibuka lagi."
	}
	return " Saat itu sambatan juga ditutup, jadi slot yang belum dibayar dilepas."
}

func (j Joined) title() string {
	if j.Gateway {
		return "Tinggal bayar"
	}
	return "Tinggal transfer"
}

func (j Joined) pays() string {
	if j.Gateway {
		return "Anda bayar"
	}
	return "Anda transfer"
}

func (j Joined) matched() string {
	if j.Gateway {
		return "Transfer bank biasanya kurang dari satu jam pada jam kerja, cara lain langsung. Setelah itu slot Anda aman."
	}
	return "Pada jam kerja biasanya kurang dari satu jam. Setelah itu slot Anda aman."
}

// due is what is to be paid, without the unique code of a transfer.
func (p Instruction) due() int64 { return p.Amount - p.Unique }

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
