package view

import "strings"

// mark is the state of a participation as a label.
func (r OrderRow) mark() Mark {
	if r.NoAccount > 0 {
		return Mark{"Perlu rekening Anda", "err", "alert"}
	}
	if r.Ending {
		return Mark{"Slot sedang dilepas", "", "clock"}
	}
	switch r.State {
	case Waiting:
		return Mark{"Di daftar tunggu", "", "clock"}
	case Offered:
		if r.Late {
			return Mark{"Waktu tawaran habis", "", "clock"}
		}
		return Mark{"Giliran Anda", "warn", "clock"}
	case Held:
		if r.Late {
			return Mark{"Waktu bayar habis", "", "clock"}
		}
		return Mark{"Menunggu pembayaran", "warn", "clock"}
	case Told:
		return Mark{"Transfer sedang dicek", "warn", "clock"}
	case Secured:
		return r.securedMark()
	case Released:
		if r.Left != "" {
			return Mark{"Tidak menunggu lagi", "", "close"}
		}
		return Mark{"Slot dilepas", "", "close"}
	case Expired:
		return Mark{"Waktu bayar habis", "", "clock"}
	case Fulfilled:
		return Mark{"Selesai", "ok", "check"}
	case RefundDue:
		return Mark{"Dana dikirim balik", "warn", "back"}
	case RefundedOut:
		if r.gone() {
			return Mark{"Pembayaran ditarik", "err", "alert"}
		}
		return Mark{"Dana kembali", "ok", "back"}
	}
	return Mark{Text: string(r.State)}
}

// securedMark follows the batch once the slot is safe.
func (r OrderRow) securedMark() Mark {
	if r.Parcel.Text != "" {
		return r.Parcel
	}
	switch r.CampaignState {
	case InProduction, ReadyToShip, Shipping, Completed:
		return campaignMark(r.CampaignState)
	case Succeeded:
		if r.Secured < r.TotalSlots {
			return Mark{"Berhasil", "ok", "check"}
		}
		return Mark{"Batch penuh", "ok", "check"}
	case Draft, InReview, Scheduled, Open, FullyHeld, Settling, Failed, Cancelled, Unwinding, ClosedFailed:
	}
	return Mark{"Slot aman", "brand", "check"}
}

// passing tells whether it goes on by itself: nothing is left for its buyer to do.
func (r OrderRow) passing() bool { return r.Late || r.Ending }

// todo is what the list leads its buyer to do now; empty: nothing that can't wait.
func (r OrderRow) todo() string {
	switch {
	case r.passing():
	case r.State == Held:
		return "Bayar sekarang"
	case r.State == Offered:
		return "Lihat tawaran"
	}
	if r.Asks {
		return "Jawab"
	}
	return ""
}

func (r OrderRow) link() string {
	if r.NoAccount > 0 {
		return RefundAccountURL(r.Code)
	}
	if r.State == Secured && r.CampaignState.Live() {
		return CampaignURL(r.Campaign)
	}
	return OrderURL(r.Code)
}

func (r OrderRow) linkText() string {
	if r.NoAccount > 0 {
		return "Tulis rekening lain"
	}
	if r.State == Secured && r.CampaignState.Live() {
		return "Lihat sambatan"
	}
	return "Lihat pesanan"
}

func (r OrderRow) explainTitle() string {
	if r.State.MoneyBack() {
		return "Mengapa dana saya dikembalikan"
	}
	return "Perjalanan pesanan ini"
}

func (o Order) title() string { return "Pesanan " + o.Row.Code }

// transferHeading: the transfer is one of several ways, or the only one.
func (o Order) transferHeading() string {
	if len(o.Channel.Methods) > 0 {
		return "Atau transfer bank dengan kode unik"
	}
	return o.payHeading()
}

// byTransfer tells whether the buyer is at it.
func (o Order) byTransfer() bool { return o.Rejected != "" || len(o.Form.Errors) > 0 }

// due is what is to be paid, without the unique code of a transfer.
func (o Order) due() int64 {
	if o.Missing > 0 {
		return o.Missing
	}
	return o.Pay.due()
}

// dueName is what it is called.
func (o Order) dueName() string {
	if o.Missing > 0 {
		return "Sisanya"
	}
	return "Total"
}

// releaseWords say what becomes of unpaid slots that are given up, and of money.
func (o Order) releaseWords() string {
	words := "Slot dilepas. "
	if o.Reopens {
		words = "Slot dibuka untuk orang lain saat itu juga. "
	}
	if o.Missing > 0 {
		return words + Rupiah(o.Came) + " yang sudah masuk kami kirim kembali utuh."
	}
	return words + "Jangan lepas kalau Anda sudah transfer."
}

// noTransfer says why there is nothing to transfer.
func (o Order) noTransfer() string {
	if o.Missing > 0 {
		return "Petunjuk transfer untuk sisanya belum ada. Muat ulang halaman ini sebentar lagi, atau pakai cara bayar lain."
	}
	return "Transfer bank dengan kode unik sedang tidak tersedia: semua kode untuk jumlah ini sedang dipakai."
}

// beyond is what of a transfer for the rest is more than that: its code, and what makes it a
// whole thousand.
func (o Order) beyond() int64 { return o.Pay.Amount - o.Missing }

func (o Order) payHeading() string { return "Bayar dalam " + Left(o.Pay.Deadline, o.Now) }

// late tells whether it is too late to begin to pay. The hold lives on for a while, because what was paid before may become
// known later.
func (o Order) late() bool { return o.Row.Late }

// lateWords say until when it could be paid: the last minute of that is too short to begin in.
func (o Order) lateWords() string {
	if o.Now.Before(o.Pay.Deadline) {
		return "Batasnya " + FullTime(o.Pay.Deadline) + ", kurang dari satu menit lagi."
	}
	return "Batasnya " + FullTime(o.Pay.Deadline) + "."
}

// line is an address the way it stands on a parcel.
func (a Address) line() string {
	var parts []string
	for _, part := range [...]string{a.Street, a.Subdistrict, a.District, a.City} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ") + ", " + strings.TrimSpace(a.Province+" "+a.PostalCode)
}

// mineTab is a tab of "Sambatan saya".
type mineTab struct {
	filter MineFilter
	text   string
}

var mineTabs = [...]mineTab{
	{MineAll, "Semua"}, {MineTodo, "Perlu tindakan"}, {MineLive, "Berjalan"}, {MineDone, "Selesai"}, {MineReturn, "Dana kembali"},
}

func (m Mine) url(f MineFilter) string {
	if f == MineAll {
		return MineURL
	}
	return MineURL + "?status=" + string(f)
}

func (m Mine) todo() string {
	switch n := m.Counts[MineTodo]; {
	case m.Counts[MineAll] == 0:
		return "Semua batch yang Anda ikuti akan berkumpul di sini."
	case n == 0:
		return "Tidak ada yang perlu Anda lakukan sekarang."
	case n < len(countWords):
		return countWords[n] + " perlu tindakan Anda."
	default:
		return number(n) + " perlu tindakan Anda."
	}
}
