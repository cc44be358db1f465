package ui

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// milestoneNames say how far a batch has come.
var milestoneNames = map[sambatan.Milestone]string{
	sambatan.MilestoneMaterials:  "Bahan sudah datang",
	sambatan.MilestoneBlended:    "Sudah diracik",
	sambatan.MilestoneMaceration: "Sedang maserasi",
	sambatan.MilestoneBottled:    "Sudah dikemas",
	sambatan.MilestoneOther:      "Kabar dari perajin",
}

// newsMoments are what a maker told about a batch, as everybody may read it.
func newsMoments(news []lifecycle.News) []view.Moment {
	var moments []view.Moment
	for _, n := range news {
		moments = append(moments, newsMoment(n))
	}
	return moments
}

func newsMoment(n lifecycle.News) view.Moment {
	m := view.Moment{Kind: view.MomentDone, Title: milestoneNames[n.Milestone], At: n.At, Text: sentence(n.Note), Photo: n.Photo}
	if n.Made > 0 {
		m.Kind, m.Title = view.MomentBad, "Hasil produksi kurang"
		m.Text = sharedWords(n) + " Alasannya: " + sentence(n.Note)
		return m
	}
	if slips(n) {
		m.Kind = view.MomentBad
	}
	if words := expectedWords(n.ReadyBy, n.Was); words != "" && m.Text != "" {
		m.Text += " " + words
	} else {
		m.Text += words
	}
	return m
}

func slips(n lifecycle.News) bool { return !n.Was.IsZero() && n.ReadyBy.After(n.Was) }

// sharedWords say what became of a batch that came out too small.
func sharedWords(n lifecycle.News) string {
	return strconv.Itoa(n.Made) + " dari " + strconv.Itoa(n.Secured) + " slot jadi, dibagikan menurut urutan bergabung. " +
		strconv.Itoa(n.Given) + " slot dikirim, dana untuk " + strconv.Itoa(n.Returned) + " slot kembali penuh ke pembelinya."
}

// expectedWords say when a batch is expected, and what had been said before.
func expectedWords(readyBy, was time.Time) string {
	switch {
	case readyBy.IsZero():
		return ""
	case was.IsZero():
		return "Perkiraan siap " + view.Date(readyBy) + "."
	case readyBy.After(was):
		return "Perkiraan siap mundur dari " + view.Date(was) + " ke " + view.Date(readyBy) + "."
	}
	return "Perkiraan siap maju dari " + view.Date(was) + " ke " + view.Date(readyBy) + "."
}

// perajin is what others than the maker call whoever makes a batch.
const perajin = "perajin"

// makingOf is what is known of a batch; nil when nothing was told. An estimate that has
// passed is said to have passed. maker is what the reader calls whoever makes it.
func makingOf(news []lifecycle.News, phase sambatan.Phase, now time.Time, maker string) *view.Making {
	if len(news) == 0 {
		return nil
	}
	shown := &view.Making{Told: newsMoments(news)}
	if phase == sambatan.PhaseInProduction {
		shown.Estimate, shown.Late = estimateWords(news, now, maker)
	}
	return shown
}

// estimateWords say when a batch that is being made is expected; late tells whether that
// has passed, or slipped when it was told last.
func estimateWords(news []lifecycle.News, now time.Time, maker string) (words string, late bool) {
	var last lifecycle.News
	if len(news) > 0 {
		last = news[len(news)-1]
	}
	switch {
	case last.ReadyBy.IsZero():
		return strings.ToUpper(maker[:1]) + maker[1:] + " belum memberi perkiraan tanggal.", false
	case now.After(last.ReadyBy):
		return "Perkiraan siap " + view.Date(last.ReadyBy) + " sudah lewat, dan " + maker + " belum memberi tanggal baru.", true
	}
	return expectedWords(last.ReadyBy, last.Was), slips(last)
}

// expectedOf says when an order's goods are expected: what was told while the batch is made
// or else what the terms promise; empty where nobody waits for goods.
func expectedOf(o order, now time.Time) string {
	promised := o.campaign.Terms.ShipsBy
	switch o.campaign.Phase {
	case sambatan.PhaseInProduction:
		words, _ := estimateWords(o.news, now, perajin)
		if promised != "" && (len(o.news) == 0 || o.news[len(o.news)-1].ReadyBy.IsZero()) {
			return "Perkiraan kirim " + promised + ", seperti tertulis di syarat; perajin belum memberi tanggal lain."
		}
		return words
	case sambatan.PhaseSucceeded, sambatan.PhaseReadyToShip:
		if promised != "" {
			return "Perkiraan kirim " + promised + ", seperti tertulis di syarat."
		}
	default:
	}
	return ""
}

// newsOfOrder are the news that an order lived to see. What a short yield means for the
// order itself is said in its own words.
func newsOfOrder(o order) []view.Moment {
	var moments []view.Moment
	for _, n := range o.news {
		switch {
		case o.row.SecuredAt.IsZero() || !o.row.EndedAt.IsZero() && n.At.After(o.row.EndedAt):
		case n.Made == 0:
			moments = append(moments, newsMoment(n))
		case o.row.Reason != string(sambatan.RefundedYield):
			m := newsMoment(n)
			m.Kind, m.Title = view.MomentDone, "Hasil produksi kurang, pesanan Anda tetap utuh"
			moments = append(moments, m)
		}
	}
	return moments
}

// yieldWhy says why an order got nothing of a batch that came out too small.
func yieldWhy(o order, payer string) string {
	words := "Hasil produksi kurang dari yang dipesan. "
	for _, n := range o.news {
		if n.Made > 0 {
			words = "Hasil produksi kurang: " + strconv.Itoa(n.Made) + " dari " + strconv.Itoa(n.Secured) + " slot jadi. Alasan perajin: " + sentence(n.Note) + " "
		}
	}
	return words + "Yang ada dibagikan menurut urutan bergabung dan tidak sampai ke pesanan ini, jadi uang " + payer + " kembali penuh, termasuk ongkir."
}

func yieldWords(e *sambatan.YieldError) refusal {
	switch e.Rule {
	case sambatan.YieldNoNumber:
		return refusal{view.FieldMade, "Jumlah slot perlu diperbaiki", "Tulis berapa slot yang jadi, paling sedikit 1."}
	case sambatan.YieldNothing:
		return refusal{view.FieldMade, "Tidak ada yang jadi", "Kalau seluruh batch gagal, batalkan sambatannya lewat tombol di bawah: semua dana kembali ke pembeli."}
	case sambatan.YieldFitsNobody:
		return refusal{view.FieldMade, "Tidak cukup untuk satu pesanan pun", "Setiap pesanan lebih besar dari " + strconv.Itoa(e.Made) + " slot, dan pesanan tidak dipecah. Batalkan sambatannya lewat tombol di bawah: semua dana kembali ke pembeli."}
	case sambatan.YieldEnough:
	}
	return refusal{view.FieldMade, "Hasilnya cukup untuk semua", "Baru " + strconv.Itoa(e.Secured) + " slot yang dibayar, dan semuanya kebagian. Nyatakan batch ini lulus uji dari halaman sambatan."}
}

func progressWords(e *sambatan.ProgressError) refusal {
	switch e.Rule {
	case sambatan.ProgressUnknown:
		return refusal{view.FieldMilestone, "Tahap belum dipilih", "Pilih salah satu tahap dari daftar."}
	case sambatan.ProgressTooLong:
		return refusal{view.FieldNote, "Catatan atau tautannya terlalu panjang", "Catatan paling banyak 500 huruf, tautan 300."}
	case sambatan.ProgressPhoto:
		return refusal{view.FieldPhoto, "Tautan foto perlu diperbaiki", "Tulis alamat lengkap yang diawali https://, tanpa spasi."}
	case sambatan.ProgressPast:
		return refusal{view.FieldReadyBy, "Perkiraannya sudah lewat", "Tulis tanggal hari ini atau sesudahnya."}
	case sambatan.ProgressFar:
		return refusal{view.FieldReadyBy, "Perkiraannya terlalu jauh", "Paling jauh " + view.Date(e.At) + "."}
	case sambatan.ProgressNothingNew:
	}
	return refusal{view.FieldNote, "Belum ada yang baru", "Kabar terakhir sudah berbunyi begini. Tulis catatan, pilih tahap lain, atau ubah perkiraannya."}
}

// progress says how far a batch has come, and when it is expected now.
func (m notice) progress(name string) (title, text string) {
	title = "Kabar produksi " + name
	if milestone := sambatan.Milestone(m.params.Reason); milestone != sambatan.MilestoneOther {
		title += ": " + strings.ToLower(milestoneNames[milestone])
	}
	text = strings.TrimSpace(sentence(m.params.Note) + " " + expectedWords(m.params.Until, m.params.At))
	return title, cmp.Or(text, "Perajin mengabari sampai mana batch ini dikerjakan.")
}
