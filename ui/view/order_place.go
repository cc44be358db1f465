package view

import (
	"strings"
	"time"
)

// place answers "di mana uang saya": a head and an explanation.
type place struct{ Head, Text string }

func (r OrderRow) where() place {
	if r.NoAccount > 0 {
		return place{Rupiah(r.NoAccount) + " menunggu rekening Anda", r.NoAccountWhy + " Tulis rekening lain, lalu dananya langsung kami kirim."}
	}
	if r.Ending {
		return r.endingPlace()
	}
	switch r.State {
	case Waiting:
		return place{Line{Ahead: r.Place - 1}.place(), "Belum ada uang yang diminta. Slot yang terbuka ditawarkan menurut urutan."}
	case Offered:
		if r.Late {
			return place{"Waktu tawaran sudah lewat", "Slotnya dilepas sendiri; belum ada uang yang berpindah."}
		}
		return place{number(r.Slots) + " slot ditawarkan untuk Anda", "Ambil sebelum " + FullTime(r.PayBy) + ". Belum ada uang yang berpindah."}
	case Held:
		if r.Suspense > 0 {
			return r.stray(place{})
		}
		if r.Late {
			return place{"Waktu bayar sudah lewat", r.lateWords()}
		}
		if r.Missing > 0 {
			return place{"Kurang " + Rupiah(r.Missing), r.partWords()}
		}
		return place{"Belum ada dana di kami", "Bayar " + Rupiah(r.Due) + " sebelum " + FullTime(r.PayBy) + " supaya slot ini jadi milik Anda."}
	case Told:
		return place{"Transfer Anda sedang kami cocokkan", "Slot tetap disimpan sampai selesai kami cek, paling lama satu hari kerja. Anda tidak perlu transfer lagi."}
	case Secured:
		return place{Rupiah(r.Held) + " ditahan", r.securedWords()}
	case Released:
		if r.Left != "" {
			return r.stray(place{"Tidak ada dana di kami", r.Left})
		}
		return r.stray(r.gonePlace("Slot ini sudah dilepas."))
	case Expired:
		return r.stray(r.gonePlace("Transfer tidak kami terima sampai batas waktunya, jadi slot dilepas."))
	case Fulfilled:
		return r.fulfilledPlace()
	case RefundDue:
		if r.gone() {
			return r.takenPlace()
		}
		return place{Rupiah(r.Refunded) + " sedang dikirim balik", r.refundWords()}
	case RefundedOut:
		if r.gone() {
			return r.takenPlace()
		}
		switch {
		case r.Refunds > 1:
			return place{Rupiah(r.Refunded) + " sudah kembali ke Anda", r.refundedWords()}
		case r.RefundVia != "":
			return place{Rupiah(r.Refunded) + " sudah kembali ke " + r.RefundVia + " Anda", r.refundedWords()}
		}
		return place{Rupiah(r.Refunded) + " sudah di rekening Anda", r.refundedWords()}
	}
	return place{}
}

// fulfilledPlace also tells of what came back, after a complaint or after the release.
func (r OrderRow) fulfilledPlace() place {
	switch {
	case r.Refunded == 0:
		return place{Rupiah(r.Passed) + " sudah diteruskan", "Pesanan selesai, dan dananya sudah dilepas untuk perajin."}
	case r.Refunded > r.Sent:
		return place{Rupiah(r.Passed) + " diteruskan, " + Rupiah(r.Refunded) + " sedang dikirim balik", r.refundWords()}
	}
	return place{Rupiah(r.Passed) + " diteruskan, " + Rupiah(r.Refunded) + " kembali ke Anda", "Dikirim balik " + r.refundedWords()}
}

// partWords say what came, and what becomes of it.
func (r OrderRow) partWords() string {
	return Rupiah(r.Part) + " sudah kami terima. Bayar sisanya sebelum " + FullTime(r.PayBy) + "; lewat dari itu, yang sudah masuk kami kirim kembali utuh."
}

// endingWords ask the buyer of slots that are being given up for nothing but to wait.
const endingWords = "Kami pastikan dulu tidak ada pembayaran Anda yang telanjur masuk; jangan bayar lagi."

// endingPlace is about slots that are being given up.
func (r OrderRow) endingPlace() place {
	if r.Suspense > 0 {
		return r.stray(place{})
	}
	words := endingWords
	if r.Missing > 0 {
		words += " " + Rupiah(r.Part) + " yang sudah masuk kami kirim kembali utuh."
	}
	return place{"Slot sedang dilepas", words}
}

// gonePlace is about slots that are gone and for which nothing came.
func (r OrderRow) gonePlace(why string) place {
	switch {
	case r.Sought:
		return place{"Transfer Anda sedang kami cari", why + " Kalau dananya kami temukan dan slotnya sudah tidak ada, dananya kembali utuh."}
	case r.Strayed && r.State == Expired:
		why += " Kalau Anda telanjur transfer, kabari kami: dana Anda tetap aman."
	}
	return place{"Tidak ada dana di kami", why}
}

// strayHeading asks whether a transfer was made while it could still count.
func (r OrderRow) strayHeading() string {
	if r.State == Released {
		return "Telanjur transfer sebelum slot dilepas?"
	}
	return "Telanjur transfer sebelum batas itu?"
}

// toldWords say what telling of a transfer leads to.
func (r OrderRow) toldWords() string {
	if r.Strayed {
		return "Kabari kami, dan kami cari dananya; kalau slotnya sudah tidak ada, dananya kembali utuh."
	}
	return "Kabari kami, dan slot Anda tetap disimpan sampai transfernya selesai kami cek, paling lama satu hari kerja."
}

// lateWords say what becomes of slots that can't be paid in time any more, and of what came for them.
func (r OrderRow) lateWords() string {
	words := "Slot ini dilepas sendiri; Anda tidak perlu melakukan apa-apa."
	if r.Missing > 0 {
		words += " " + Rupiah(r.Part) + " yang sudah masuk kami kirim kembali utuh."
	}
	return words
}

// gone tells whether the payment was taken back before any of it could be sent back.
func (r OrderRow) gone() bool { return r.Taken > 0 && r.Refunded == 0 }

func (r OrderRow) takenPlace() place {
	return place{Rupiah(r.Taken) + " ditarik kembali", "Uangnya kembali ke sumber pembayaran Anda lewat bank atau dompet itu, bukan lewat kami. Slot ini sudah dilepas."}
}

// stray says where money is that came for slots which are not the buyer's (any
// more); none is the answer when there is no such money.
func (r OrderRow) stray(none place) place {
	switch {
	case r.Suspense > 0:
		return place{Rupiah(r.Suspense) + " sedang kami cocokkan", "Transfer Anda sudah kami terima dan aman. Kalau tidak bisa dipakai untuk slot ini, dana kembali utuh."}
	case r.Refunded > r.Sent:
		return place{Rupiah(r.Refunded-r.Sent) + " sedang dikirim balik", r.refundWords()}
	case r.Sent > 0:
		return place{Rupiah(r.Sent) + " sudah kami kirim balik", r.refundedWords()}
	case r.Taken > 0:
		return r.takenPlace()
	}
	return none
}

func (r OrderRow) securedWords() string {
	if r.ParcelWords != "" {
		return r.ParcelWords
	}
	switch r.CampaignState {
	case Open, FullyHeld, Draft, InReview, Scheduled:
		return number(r.Secured) + " dari " + number(r.TotalSlots) + " slot aman, tutup " + ShortTime(r.Deadline) + ". Dana Anda di Rekening Bersama; perajin belum menerima apa pun."
	case Settling:
		return "Sambatan sudah ditutup, hasilnya sedang dihitung. Dana Anda di Rekening Bersama."
	case Succeeded:
		happens := "Batch penuh, perajin bersiap produksi."
		if r.Secured < r.TotalSlots {
			happens = "Slotnya cukup, perajin bersiap produksi."
		}
		return r.expecting(happens, "Dana baru diteruskan setelah pesanan selesai.")
	case InProduction:
		return r.expecting("Batch sedang diracik.", "Dana baru diteruskan ke perajin setelah pesanan selesai.")
	case ReadyToShip:
		return r.expecting("Batch lulus uji dan menunggu kurir.", "Dana masih kami tahan.")
	case Shipping:
		return "Paket dalam perjalanan. Dana masih kami tahan sampai pesanan selesai."
	case Completed:
		return "Pesanan selesai. Dana sedang diteruskan ke perajin."
	case Failed, Cancelled, Unwinding, ClosedFailed:
		return "Sambatan ini batal. Dana Anda kami siapkan untuk dikirim balik."
	}
	return ""
}

// expecting puts the date, where one is known, between what happens and where the money is.
func (r OrderRow) expecting(happens, money string) string {
	if r.Expected == "" {
		return happens + " " + money
	}
	return happens + " " + r.Expected + " " + money
}

func (r OrderRow) refundWords() string {
	words := "Ke rekening yang Anda tulis saat bergabung"
	if r.RefundTo != "" {
		words = "Ke rekening " + r.RefundTo
	}
	if r.RefundVia != "" {
		words = "Kembali ke " + r.RefundVia + " yang Anda pakai membayar"
	}
	if r.Refunds > 1 {
		words = "Dalam " + number(r.Refunds) + " pengembalian"
	}
	if !r.RefundBy.IsZero() {
		words += ", paling lambat " + FullTime(r.RefundBy)
	}
	return words + "."
}

func (r OrderRow) refundedWords() string {
	words := FullTime(r.RefundAt)
	if r.Refunds > 1 {
		words += ", dalam " + number(r.Refunds) + " pengembalian"
	}
	if r.RefundTo != "" {
		words += ", rekening " + r.RefundTo
	}
	if r.RefundRef != "" {
		words += ". Rujukan bank " + r.RefundRef
	}
	return words + "."
}

// brief is the row's shorter second line.
func (p place) brief(r OrderRow, now time.Time) string {
	if r.NoAccount > 0 {
		return "Tulis rekening lain, lalu dananya langsung kami kirim"
	}
	switch r.State {
	case Held:
		if r.Suspense > 0 || r.passing() {
			break
		}
		if r.Missing > 0 {
			return "Bayar sisanya sebelum " + NearTime(r.PayBy, now)
		}
		return "Bayar " + Rupiah(r.Due) + " sebelum " + NearTime(r.PayBy, now)
	case RefundedOut:
		return ShortTime(r.RefundAt)
	case Secured:
		if r.Asks {
			return "Tenggat diusulkan mundur. Jawab sebelum " + NearTime(r.Deadline, now)
		}
		if r.CampaignState.Live() && r.CampaignState != Settling {
			return number(r.Secured) + " dari " + number(r.TotalSlots) + " slot, tutup " + ShortTime(r.Deadline)
		}
	case Waiting, Offered, Told, Released, Expired, Fulfilled, RefundDue:
	}
	first, _, _ := strings.Cut(p.Text, ". ")
	return strings.TrimSuffix(first, ".")
}
