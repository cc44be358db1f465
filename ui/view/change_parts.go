package view

import "time"

// asksWait reports whether somebody could begin to wait for a slot now.
func (c Campaign) asksWait() bool { return c.Queue && !c.offers() }

func (c Campaign) heldWords() string {
	if c.Offered == 0 {
		return number(c.Held) + " menunggu bayar"
	}
	return number(c.Held) + " menunggu bayar atau ditawarkan"
}

// marks are the labels of a campaign: its state and what lies over it.
func (c Campaign) marks() []Mark {
	marks := []Mark{campaignMark(c.State)}
	if c.Frozen != "" {
		marks = append(marks, Mark{"Dibekukan sementara", "err", "lock"})
	}
	if c.Extension != nil {
		marks = append(marks, Mark{"Tenggat diusulkan mundur", "warn", "clock"})
	}
	if c.Batch != "" {
		marks = append(marks, Mark{Text: c.Batch})
	}
	return marks
}

// FrozenWords say what it means that a sambatan is frozen, whatever its phase.
func FrozenWords(reason string) string {
	return frozenFor(reason) + "Belum ada yang bisa bergabung, dan langkah produksi serta penerusan dana ke perajin berhenti dulu. Dana yang sudah masuk tetap aman; tenggat, paket yang sudah jalan, dan pengembalian tidak menunggu."
}

func frozenFor(reason string) string {
	return "Sambatan ini sedang kami periksa dan dibekukan sementara: " + ended(reason) + " "
}

// frozenWords say what freezing stops in the campaign's phase, and what goes on.
func (c Campaign) frozenWords() string {
	switch {
	case c.State.Won():
		return frozenFor(c.Frozen) + "Langkah produksi dan penerusan dana ke perajin berhenti dulu; paket yang sudah jalan tetap jalan. Dana yang sudah masuk tetap aman, dan pengembalian tidak menunggu."
	case c.State.Lost():
		return frozenFor(c.Frozen) + "Pengembalian dana tetap berjalan."
	case c.State == Settling:
		return frozenFor(c.Frozen) + "Sambatan ini tidak dinyatakan berhasil sebelum kami selesai. Dana yang sudah masuk tetap aman, dan pengembalian tidak menunggu."
	}
	return frozenFor(c.Frozen) + "Belum ada yang bisa bergabung. Dana yang sudah masuk tetap aman, tenggat tetap berjalan, dan pengembalian tidak menunggu."
}

// freezing says what freezing would stop.
func (c Campaign) freezing() string {
	if c.State.Won() {
		return "Mulai produksi, kabar produksi, lulus uji, dan hasil yang kurang menunggu sampai dicabut, dan dana pesanan yang selesai tidak diteruskan ke perajin. Pengiriman, komplain, dan pengembalian dana tetap jalan."
	}
	return "Tidak ada yang bisa bergabung atau menerima tawaran, dan sambatan tidak dinyatakan berhasil, sampai dicabut. Tenggat dan batas bayar tetap berjalan; pengembalian dana tetap jalan."
}

// unfreezing says what goes on once it is unfrozen.
func (c Campaign) unfreezing() string {
	switch {
	case c.State.Won():
		return "Perajin bisa melanjutkan langkah produksinya, dan dana pesanan yang sudah selesai langsung diteruskan ke perajin."
	case c.State.Lost():
		return "Sambatan ini sudah batal, jadi yang berubah hanya tandanya. Pengembalian dana tetap jalan."
	case c.State == Settling:
		return "Sambatan diputuskan begitu semua pembayaran diperiksa; kalau sudah, saat itu juga."
	case c.State == Scheduled:
		return "Pembeli bisa bergabung begitu sambatan dibuka."
	}
	return "Pembeli bisa bergabung lagi, dan yang menunggu langsung ditawari slot yang terbuka, kecuali pada 45 menit terakhir. Kalau semua slot sudah dibayar, sambatan dinyatakan berhasil saat itu juga."
}

// ended is what somebody typed, with a full stop.
func ended(typed string) string {
	if typed == "" {
		return ""
	}
	switch typed[len(typed)-1] {
	case '.', '!', '?':
		return typed
	}
	return typed + "."
}

// waitWords say how long the line is.
func (c Campaign) waitWords() string {
	switch c.Waiting {
	case 0:
		return "Belum ada yang menunggu. Kalau ada slot yang dilepas, Anda yang pertama ditawari."
	case 1:
		return "Satu orang sudah menunggu. Slot yang dilepas ditawarkan menurut urutan."
	}
	return number(c.Waiting) + " orang sudah menunggu. Slot yang dilepas ditawarkan menurut urutan."
}

// proposal tells those who look at a sambatan that its deadline may change.
func (c Campaign) proposal() string {
	words := "Perajin mengusulkan tenggat mundur ke " + FullTime(c.Extension.To) + ": " + ended(c.Extension.Reason) +
		" Yang sudah bergabung ditanya sampai " + FullTime(c.Extension.From) + "."
	if c.Frozen == "" {
		words += " Bergabung sekarang berarti menyetujui kedua tenggat itu."
	}
	return words
}

func (j JoinForm) title() string {
	if j.Waitlist {
		return "Masuk daftar tunggu"
	}
	return "Gabung sambatan"
}

func (j JoinForm) button() string {
	if j.Waitlist {
		return "Tunggu " + number(j.Slots) + " slot"
	}
	return "Ambil " + number(j.Slots) + " slot"
}

// promise is what pressing the button means.
func (j JoinForm) promise() string {
	if j.Waitlist {
		return "Belum ada uang yang diminta. Kalau slotnya terbuka, kami kabari dan simpan untuk Anda paling lama 30 menit; Anda tinggal menekan satu tombol."
	}
	if j.Campaign.capped() {
		return "Belum ada uang yang berpindah. " + j.Campaign.holdRule()
	}
	return "Belum ada uang yang berpindah. Slot disimpan " + j.Campaign.holdWords() + " setelah Anda menekan tombol."
}

// cancelRule is what the buyer agrees to about cancelling, and about the deadline.
func (c Campaign) cancelRule() string {
	rule := "setelah slot dibayar, slot tidak bisa dibatalkan sendiri, dan dana kembali penuh kalau batch batal."
	if c.CoolOff > 0 {
		rule = "slot yang sudah dibayar hanya bisa dibatalkan sendiri dalam " + Span(c.CoolOff) + " sejak transfer dan tidak pada jam terakhir, dan dana kembali penuh kalau batch batal."
	}
	if c.Extensions > 0 {
		rule += " Kalau tenggatnya mundur dan saya tidak setuju, slot saya dilepas dan dana saya kembali."
	}
	return rule
}

func (c Campaign) extensionTerm() string {
	if c.Extensions == 0 {
		return "Tidak"
	}
	return "Paling banyak " + number(c.Extensions) + " kali, dengan persetujuan pembeli"
}

func (c Campaign) coolOffTerm() string {
	if c.CoolOff <= 0 {
		return "Tidak ada"
	}
	return Span(c.CoolOff) + " sejak transfer"
}

// place says where in the line somebody stands.
func (l Line) place() string {
	if l.Ahead == 0 {
		return "Anda di urutan pertama"
	}
	return "Anda di urutan ke-" + number(l.Ahead+1)
}

func (l Line) words() string {
	if l.Ahead == 0 {
		return "Slot berikutnya yang terbuka dan cukup untuk jumlah Anda ditawarkan ke Anda."
	}
	return number(l.Ahead) + " orang menunggu di depan Anda. Tawaran mengikuti urutan; yang meminta lebih banyak dari slot yang terbuka tetap di tempatnya."
}

// noOffers tells whether nothing is offered any more to those who wait.
func (c Campaign) noOffers() bool { return !c.OffersUntil.IsZero() && !c.Now.Before(c.OffersUntil) }

// lineWords say what somebody who waits can hope for now.
func (o Order) lineWords() string {
	c := o.Campaign
	switch {
	case c.Frozen != "":
		return "Selama sambatan ini dibekukan tidak ada slot yang ditawarkan. Tempat Anda di daftar tunggu tetap."
	case c.noOffers() && c.Extension != nil:
		return lineOver + " Kalau tenggatnya jadi mundur, tawaran berjalan lagi menurut urutan."
	case c.noOffers():
		return lineOver
	}
	return o.Line.words()
}

const lineOver = "Tawaran sudah berhenti. Slot yang terbuka sekarang bisa langsung diambil siapa saja di halaman sambatan."

// offerHeading counts the time that an offer is still there for.
func (o Order) offerHeading() string {
	if left := Left(o.OfferUntil, o.Now); left != "" {
		return "Giliran Anda: ambil dalam " + left
	}
	return "Waktu tawaran ini sudah lewat"
}

func (a Asked) heading() string {
	switch a.Answer {
	case AnswerYes:
		return "Anda setuju tenggatnya mundur"
	case AnswerNo:
		return "Anda tidak ikut kalau tenggatnya mundur"
	}
	return "Tenggat diusulkan mundur. Anda setuju?"
}

// means is what the answer to a later deadline comes to for a participation, or
// that there is none. Nobody is let go before the deadline really moves: it does
// not when the slots suffice by then.
func (a Asked) means(r OrderRow) string {
	until := FullTime(a.From)
	const asPlanned = " Kalau sebelum itu slotnya cukup, batch jalan seperti rencana semula dan slot Anda tetap."
	switch {
	case a.Answer == AnswerYes:
		return a.agreed(r) + " Jawaban ini bisa diubah sampai " + until + "."
	case a.Answer == AnswerNo && a.Paid:
		return "Kalau tenggatnya jadi mundur, slot Anda dilepas " + until + " dan seluruh dana kembali termasuk ongkir." + asPlanned + " Jawaban ini bisa diubah sampai saat itu."
	case a.Answer == AnswerNo:
		return "Kalau tenggatnya jadi mundur, slot Anda dilepas " + until + ". Jawaban ini bisa diubah sampai saat itu."
	case a.Paid:
		return "Tanpa jawaban sampai " + until + ", Anda dianggap tidak ikut: kalau tenggatnya jadi mundur, slot Anda dilepas dan seluruh dana kembali termasuk ongkir." + asPlanned
	}
	return "Tanpa jawaban sampai " + until + ", slot Anda dilepas kalau tenggatnya jadi mundur." + stillDue(r)
}

// agreed is what a yes means. A hold is not any longer for it.
func (a Asked) agreed(r OrderRow) string {
	switch {
	case a.Paid:
		return "Kalau tenggatnya jadi mundur, slot Anda tetap ikut sampai tenggat baru."
	case r.State == Told:
		return "Begitu transfer Anda kami temukan, slot Anda ikut sampai tenggat baru."
	}
	return "Setelah dibayar, slot Anda ikut sampai tenggat baru." + stillDue(r)
}

// stillDue reminds those who have not paid that their time to pay stays.
func stillDue(r OrderRow) string {
	if r.State != Held {
		return ""
	}
	return " Batas bayarnya tidak ikut mundur: " + FullTime(r.PayBy) + "."
}

func (c CancelOrder) consequence() string {
	words := Rupiah(c.Refund) + " kembali utuh, termasuk ongkir"
	if c.To != "" {
		words += ", " + c.To
	}
	return words + ". Slotnya langsung dibuka untuk orang lain dan tidak bisa diminta kembali."
}

func (a Answers) lines() []Fact {
	return []Fact{
		{"Setuju", number(a.Agreed) + " slot"},
		{"Tidak setuju", number(a.Disagreed) + " slot"},
		{"Belum menjawab", number(a.Silent) + " slot"},
	}
}

func (m MakerClose) consequence() string {
	c := m.Campaign
	words := number(c.Secured) + " slot aman, cukup untuk batch ini. Sesudah ditutup tidak ada lagi yang bisa bergabung, dan ini tidak bisa ditarik lagi."
	if c.Held > 0 {
		words += " Yang sedang memegang slot masih boleh membayar sampai batas waktunya sendiri."
	}
	return words
}

func (m MakerExtend) rule() string {
	return "Setiap pembeli yang sudah ikut ditanya, dan bisa menjawab sampai " + FullTime(m.Campaign.Deadline) +
		". Kalau tenggatnya jadi mundur, yang tidak setuju, atau tidak menjawab, dilepas dan dananya kembali utuh; yang setuju tetap ikut, dan slot yang dilepas dibuka lagi." +
		" Kalau sebelum itu slotnya cukup, tenggatnya tidak mundur dan semua tetap ikut."
}

func (o OpsCampaign) title() string {
	if o.Campaign.Frozen != "" {
		return "Cabut pembekuan " + o.Name + "?"
	}
	return "Bekukan " + o.Name + "?"
}

// action is where the form goes.
func (o OpsCampaign) action() string {
	if o.Campaign.Frozen != "" {
		return OpsUnfreezeURL(o.Campaign.ID)
	}
	return OpsFreezeURL(o.Campaign.ID)
}

// extendedLine is about a deadline that was put off.
func (c Campaign) extendedLine() []dueLine {
	if c.ExtendedFrom.IsZero() {
		return nil
	}
	return []dueLine{{Name: "Tenggat semula", Value: FullTime(c.ExtendedFrom), At: c.ExtendedFrom}}
}

// closing is when it closes, or did.
func (c Campaign) closing() dueLine {
	if c.Early && !c.ClosedAt.IsZero() {
		return dueLine{Name: "Ditutup lebih awal", Value: FullTime(c.ClosedAt), At: c.ClosedAt}
	}
	return dueLine{Name: "Ditutup", Value: FullTime(c.Deadline), At: c.Deadline}
}

// soon tells whether a time has not come yet.
func soon(at, now time.Time) bool { return !at.IsZero() && now.Before(at) }
