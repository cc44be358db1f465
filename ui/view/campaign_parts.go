package view

import (
	"strings"
	"time"
)

// campaignMark is a campaign's state as a label.
func campaignMark(s CampaignState) Mark {
	switch s {
	case Draft:
		return Mark{"Draf", "", ""}
	case InReview:
		return Mark{"Sedang ditinjau", "", "clock"}
	case Scheduled:
		return Mark{"Segera dibuka", "", "clock"}
	case Open:
		return Mark{"Sambatan berjalan", "brand", ""}
	case FullyHeld:
		return Mark{"Penuh sementara", "warn", "clock"}
	case Settling:
		return Mark{"Menghitung hasil", "warn", "clock"}
	case Succeeded:
		return Mark{"Berhasil", "ok", "check"}
	case InProduction:
		return Mark{"Diproduksi", "brand", "flask"}
	case ReadyToShip:
		return Mark{"Siap dikirim", "brand", "check"}
	case Shipping:
		return Mark{"Dikirim", "", "truck"}
	case Completed:
		return Mark{"Selesai", "ok", "check"}
	case Failed:
		return Mark{"Tidak penuh", "err", "alert"}
	case Cancelled:
		return Mark{"Dibatalkan", "err", "alert"}
	case Unwinding:
		return Mark{"Dana dikirim balik", "warn", "back"}
	case ClosedFailed:
		return Mark{"Batal, dana kembali", "", "back"}
	}
	return Mark{Text: string(s)}
}

// icon is the mark's icon, or a clock where it has none.
func (m Mark) icon() string {
	if m.Icon == "" {
		return "clock"
	}
	return m.Icon
}

// Follows reports whether the page should keep listening: nothing moves any
// more once a campaign is closed.
func (c Campaign) Follows() bool {
	return c.State != Completed && c.State != ClosedFailed && c.State != Draft && c.State != InReview
}

// offers reports whether somebody could take a slot now.
func (c Campaign) offers() bool {
	return c.State.Joinable() && c.Frozen == "" && c.Free() >= max(1, c.MinPerBuyer)
}

func (c Campaign) slotIs() string {
	if c.SlotIs == "" {
		return ""
	}
	return ", " + c.SlotIs
}

// undecided tells whether it may still fill, or fail.
func (c Campaign) undecided() bool { return !c.State.Won() && !c.State.Lost() }

func (c Campaign) tone() string {
	switch {
	case c.State.Won():
		return "ok"
	case c.State.Lost():
		return "err"
	}
	return ""
}

// story says what the state means for a buyer and what comes next.
func (c Campaign) story() string {
	switch c.State {
	case Draft, InReview:
		return "Perajin masih menyiapkan sambatan ini."
	case Scheduled:
		return "Dibuka " + FullTime(c.OpensAt) + ". Botolnya masih kosong, belum ada yang bisa bergabung."
	case Open, FullyHeld:
		if c.Free() > 0 {
			return "Tinggal " + number(c.Free()) + " slot, kurang dari " + number(c.MinPerBuyer) + " yang paling sedikit harus diambil satu orang."
		}
		return "Semua slot sedang dipegang, " + number(c.Held) + " di antaranya menunggu pembayaran. Kalau ada yang lewat waktu, slotnya dibuka lagi di sini."
	case Settling:
		return "Sudah ditutup. Kami menunggu kabar pembayaran yang dikirim sebelum tenggat, lalu hasilnya diumumkan di sini."
	case Succeeded:
		return number(c.Secured) + " slot aman. Perajin bersiap memulai produksi."
	case InProduction:
		return "Batch sedang diracik." + c.shipWords()
	case ReadyToShip:
		return "Batch lulus uji dan siap dikirim." + c.shipWords()
	case Shipping:
		return "Paket sedang dalam perjalanan ke para pembeli."
	case Completed:
		return "Semua paket sudah sampai. Sambatan ini selesai."
	case Failed, Unwinding, ClosedFailed:
		return c.lostStory()
	case Cancelled:
		return "Dibatalkan" + reason(c.CancelReason) + c.backWords()
	}
	return ""
}

func (c Campaign) lostStory() string {
	if c.CancelReason != "" {
		return "Dibatalkan" + reason(c.CancelReason) + c.backWords()
	}
	if c.Secured == 0 {
		return "Sampai ditutup belum ada slot yang aman, perlu " + number(c.Need()) + "." + c.backWords()
	}
	return "Sampai ditutup baru " + number(c.Secured) + " slot yang aman, perlu " + number(c.Need()) + "." + c.backWords()
}

// filledWords say how full it was when it was lost.
func (c Campaign) filledWords() string { return filledAtClose(c.Secured, c.Slots) }

func filledAtClose(secured, slots int) string {
	if secured == 0 {
		return "Tidak ada slot yang terisi"
	}
	return number(secured) + " dari " + number(slots) + " slot terisi saat ditutup"
}

// settledWords say how many refunds were sent.
func settledWords(settled, refunds int) string {
	switch {
	case settled < refunds:
	case refunds == 1:
		return "Satu pengembalian, sudah terkirim"
	default:
		return "Semua " + number(refunds) + " pengembalian terkirim"
	}
	return number(settled) + " dari " + number(refunds) + " pengembalian terkirim"
}

// nobodyWords say why nobody is listed who joined.
func (c Campaign) nobodyWords() string {
	if c.State.Lost() {
		return "Tidak ada yang bergabung."
	}
	return "Belum ada yang bergabung. Slot pertama masih menunggu pemiliknya."
}

// backWords promises money back where there was any.
func (c Campaign) backWords() string {
	if c.Secured == 0 {
		return " Belum ada slot yang dibayar."
	}
	return " Semua dana dikembalikan, termasuk ongkir."
}

// freeWords names the slots that nobody holds.
func (c Campaign) freeWords() string {
	if c.State.Joinable() || c.State == FullyHeld || c.State == Scheduled || c.State == Draft {
		return number(c.Free()) + " tersedia"
	}
	return number(c.Free()) + " tidak terisi"
}

func reason(text string) string {
	if text == "" {
		return "."
	}
	return ": " + strings.TrimSuffix(text, ".") + "."
}

func (c Campaign) shipWords() string {
	if c.ShipsBy == "" {
		return ""
	}
	return " Perkiraan kirim " + c.ShipsBy + "."
}

// shortState is the sticky bar's second line.
func (c Campaign) shortState() string {
	switch {
	case c.offers():
		return number(c.Free()) + " tersedia, " + RoughLeft(c.Deadline, c.Now)
	case c.State == Scheduled:
		return "Dibuka " + NearTime(c.OpensAt, c.Now)
	case c.Frozen != "" && c.State.Live():
		return "Dibekukan sementara"
	case c.State == Open:
		return campaignMark(FullyHeld).Text
	}
	return campaignMark(c.State).Text
}

// dueLine is one line about time.
type dueLine struct {
	Name, Value string
	At          time.Time
	Big         bool
}

func (c Campaign) due() []dueLine {
	switch {
	case c.State == Scheduled:
		return []dueLine{
			{Name: "Dibuka", Value: FullTime(c.OpensAt), At: c.OpensAt},
			{Name: "Mulai dalam", Value: orDash(Left(c.OpensAt, c.Now)), Big: true},
		}
	case c.State == Settling:
		return []dueLine{c.closing(), {Name: "Hasil", Value: "setelah semua pembayaran diperiksa"}}
	case c.State.Live():
		return append(c.extendedLine(), c.closing(), dueLine{Name: "Sisa waktu", Value: orDash(Left(c.Deadline, c.Now)), Big: true})
	case c.CancelReason != "":
		return []dueLine{{Name: "Tenggat semula", Value: FullTime(c.Deadline), At: c.Deadline}}
	case c.State.Won() && c.ShipsBy != "":
		return []dueLine{c.closing(), {Name: "Perkiraan kirim", Value: c.ShipsBy}}
	}
	return []dueLine{c.closing()}
}

func orDash(text string) string {
	if text == "" {
		return "habis"
	}
	return text
}

func (c Campaign) holdWords() string {
	if c.HoldFor <= 0 {
		return "beberapa jam"
	}
	return Span(c.HoldFor)
}

// capped tells whether a hold that began now would end with the deadline already.
func (c Campaign) capped() bool {
	return c.HoldFor > 0 && c.State.Live() && c.Now.Before(c.Deadline) && c.Now.Add(c.HoldFor).After(c.Deadline)
}

// holdRule says how long whoever takes slots has them for.
func (c Campaign) holdRule() string {
	if c.capped() {
		return "Slot disimpan untuk Anda; bayar paling lambat " + FullTime(c.Deadline) + "."
	}
	return "Slot disimpan " + c.holdWords() + " untuk Anda."
}

func (c Campaign) thresholdWords() string {
	if c.Need() < c.Slots {
		return "Cukup " + number(c.Need()) + " slot"
	}
	return "Batch penuh"
}

func (c Campaign) shortfallWords() string {
	if c.Need() < c.Slots {
		return "Kalau sampai tutup belum cukup"
	}
	return "Kalau sampai tutup belum penuh"
}

func (c Campaign) startWords(maker string) string {
	words := "Begitu " + number(c.Need()) + " slot aman, " + maker + " mulai meracik."
	if c.Need() < c.Slots {
		words = "Kalau saat ditutup paling sedikit " + number(c.Need()) + " slot aman, " + maker + " mulai meracik."
	}
	return words + c.shipWords()
}

// ifItFails is the promise about money. It counts from the outcome, which may
// come long after the deadline: as long as payments are looked into.
func (c Campaign) ifItFails() []Moment {
	const by = "Paling lambat siang hari kerja berikutnya sesudah hasil diumumkan: dana dikirim balik"
	return []Moment{
		{Kind: MomentNow, Title: ShortTime(c.Deadline) + ": ditutup", Text: "Pembayaran sebelum jam ini tetap dihitung, walau kabarnya telat masuk."},
		{Kind: MomentNext, Title: by, Text: "Lewat cara bayarnya semula, atau ke rekening yang Anda tulis saat bergabung."},
		{Kind: MomentNext, Title: "Sesudah itu: buktinya tercatat", Text: "Rujukannya muncul di halaman pesanan. Bila bank menolak, kami hubungi Anda dan dana tetap tercatat milik Anda."},
	}
}
