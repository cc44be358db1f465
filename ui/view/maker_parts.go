package view

import (
	"time"

	"github.com/a-h/templ"
)

func (m MakerList) summary() string {
	waiting := 0
	for _, row := range m.Rows {
		if row.Next != "" {
			waiting++
		}
	}
	if waiting == 0 {
		return "Tidak ada yang menunggu Anda."
	}
	return number(waiting) + " menunggu langkah Anda."
}

func (r MakerRow) head() string {
	switch {
	case r.State == Draft || r.State == InReview:
		return "Belum terlihat pembeli"
	case r.State.Lost():
		return filledAtClose(r.Secured, r.Slots)
	}
	return number(r.Secured) + " dari " + number(r.Slots) + " slot aman"
}

// text says what waits for the maker, or how things stand.
func (r MakerRow) text(now time.Time) string {
	switch {
	case r.Next != "":
		return r.Next
	case r.State.Live():
		return Rupiah(r.Held) + " ditahan, tutup " + NearTime(r.Deadline, now)
	case r.State == InReview:
		return "Menunggu kurator"
	case r.State == Scheduled:
		return "Menunggu waktu buka"
	case r.State.Lost() && r.Refunds > 0:
		return settledWords(r.Settled, r.Refunds)
	case r.State.Lost():
		return "Tidak ada dana yang perlu kembali"
	}
	return Rupiah(r.Held) + " ditahan"
}

func (r MakerRow) button() string {
	if r.Next != "" {
		return "Lanjutkan"
	}
	return "Buka"
}

func (d DraftForm) title() string {
	if d.Draft != nil {
		return "Ubah draf " + d.Draft.Name
	}
	return "Siapkan sambatan"
}

func (d DraftForm) here() string {
	if d.Draft != nil {
		return "Ubah draf"
	}
	return "Draf baru"
}

// url is where the form goes.
func (d DraftForm) url() string {
	if d.Draft != nil {
		return ReviseURL(d.Draft.Campaign)
	}
	return MakerURL
}

func (d DraftForm) backURL() string {
	if d.Draft != nil {
		return MakerCampaignURL(d.Draft.Campaign)
	}
	return MakerURL
}

func (p Submit) terms() []Fact {
	return append(p.Campaign.terms(p.Now), Fact{"Versi syarat", p.TermsVersion})
}

// terms are what is frozen once it is approved.
func (c Campaign) terms(now time.Time) []Fact {
	facts := []Fact{
		{"Harga per slot", Rupiah(c.Price)},
		{"Ongkir per pembeli", Rupiah(c.Shipping)},
		{"Jumlah slot", number(c.Slots)},
		{"Jalan kalau paling sedikit", number(c.Need()) + " slot aman"},
		{"Per pembeli", c.perBuyer()},
		{"Slot disimpan sebelum dibayar", c.holdWords()},
		{"Dibuka", c.opens(now)},
		{"Ditutup", FullTime(c.Deadline)},
		{"Tenggat boleh mundur", c.extensionTerm()},
		{"Masa pikir-pikir", c.coolOffTerm()},
	}
	if c.ShipsBy != "" {
		facts = append(facts, Fact{"Perkiraan kirim", c.ShipsBy})
	}
	return facts
}

func (c Campaign) opens(now time.Time) string {
	if c.OpensAt.IsZero() || !c.OpensAt.After(now) {
		return "Begitu disetujui"
	}
	return FullTime(c.OpensAt)
}

// perBuyer is how many slots one person may take.
func (c Campaign) perBuyer() string {
	if c.MinPerBuyer > 1 {
		return number(c.MinPerBuyer) + " sampai " + number(c.MaxPerBuyer) + " slot"
	}
	return "paling banyak " + number(c.MaxPerBuyer) + " slot"
}

func (p Submit) consequence() string {
	c := p.Campaign
	return "Kalau terisi penuh, Rekening Bersama menahan " + Rupiah(int64(c.Slots)*c.Price) + " di luar ongkir. Kalau saat ditutup kurang dari " + number(c.Need()) + " slot aman, semuanya kembali ke pembeli."
}

func (m MakerCampaign) subtitle() string {
	c := m.Campaign
	words := number(c.Secured) + " dari " + number(c.Slots) + " slot aman"
	switch {
	case c.State.Lost():
		return c.lostSubtitle()
	case c.State == Draft:
		return "Draf, belum terlihat pembeli"
	case c.State == InReview:
		return "Sedang ditinjau, belum terlihat pembeli"
	case !m.FilledAt.IsZero() && c.Secured == c.Slots:
		return words + " · penuh " + FullTime(m.FilledAt)
	case !m.FilledAt.IsZero() && c.State.Won():
		return words + " · berhasil " + FullTime(m.FilledAt)
	case c.State.Live():
		return words + " · tutup " + FullTime(c.Deadline)
	}
	return words
}

func (c Campaign) lostSubtitle() string {
	if c.Refunds == 0 {
		return c.filledWords()
	}
	return c.filledWords() + " · " + settledWords(c.Settled, c.Refunds)
}

// nobody says why no participant is listed.
func (m MakerCampaign) nobody() string {
	if m.Campaign.State == Draft || m.Campaign.State == InReview {
		return "Peserta muncul di sini setelah sambatan terbit."
	}
	if m.Campaign.State.Lost() {
		return "Tidak ada peserta."
	}
	return "Belum ada peserta. Bagikan halaman publiknya, slot pertama biasanya yang paling lama ditunggu."
}

// reviewed says by when a submission is judged.
func (m MakerCampaign) reviewed() string {
	if m.Late {
		return "Seharusnya selesai " + FullTime(m.ReviewBy) + ". Kami sudah mengingatkan kurator; maaf Anda menunggu lebih lama."
	}
	return "Kurator memeriksanya paling lambat " + FullTime(m.ReviewBy) + ". Hasilnya kami kabarkan di sini dan lewat email."
}

func (m MakerCampaign) count() string {
	total := len(m.Participants) + m.More
	if m.More > 0 {
		return number(len(m.Participants)) + " dari " + number(total) + " pembeli"
	}
	return number(total) + " pembeli"
}

func (m MakerCampaign) slots() int {
	n := 0
	for _, p := range m.Participants {
		n += p.Slots
	}
	return n
}

func (m MakerCampaign) paid() int64 {
	var n int64
	for _, p := range m.Participants {
		n += p.Paid
	}
	return n
}

func (m MakerCampaign) more() string {
	if m.More == 0 {
		return "semua pembeli"
	}
	return number(m.More) + " lagi tidak ditampilkan"
}

// lines is received − returned − released = held.
func (e Escrow) lines() []SumLine {
	lines := []SumLine{{Text: "Diterima dari pembeli", Amount: e.Received}}
	if e.Returned != 0 {
		lines = append(lines, SumLine{Text: "Kembali ke pembeli", Amount: -e.Returned})
	}
	lines = append(lines, SumLine{Text: "Dilepas untuk Anda, termasuk biaya layanan", Amount: -e.Released})
	return append(lines, SumLine{Text: "Masih ditahan", Amount: e.Held, Total: true})
}

func (s Stage) current() templ.Attributes {
	if s.Kind == MomentNow {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

func (m MakerCancel) consequence() string {
	if m.Refund == 0 {
		return "Belum ada yang membayar, jadi tidak ada dana yang perlu dikembalikan. Halaman publiknya akan bertanda batal."
	}
	return Rupiah(m.Refund) + " kembali ke semua pembeli yang sudah membayar, seratus persen termasuk ongkir. Ini tidak bisa ditarik lagi."
}

// price is what calling it off costs the brand itself.
func (m MakerCancel) price() string {
	switch {
	case m.Penalty > 0:
		return "Sambatan ini sudah berhasil. Membatalkannya sekarang dicatat sebagai teguran, dan biaya layanan " + Rupiah(m.Penalty) + " tetap menjadi tanggungan Anda, dipotong dari pencairan berikutnya."
	case m.Strike:
		return "Sambatan ini sudah terbit. Membatalkannya dicatat sebagai teguran pada rumah parfum Anda."
	}
	return ""
}

// cancelWords says what calling the sambatan off would do.
func (m MakerCampaign) cancelWords() string {
	if m.Campaign.State == Draft || m.Campaign.State == InReview {
		return "Belum ada pembeli, jadi tidak ada dana yang perlu kembali. Yang dibatalkan tidak bisa dibuka lagi."
	}
	return "Membatalkan mengembalikan semua dana ke pembeli, termasuk ongkir, dan tidak bisa ditarik lagi."
}
