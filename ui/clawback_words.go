package ui

import (
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// clawbackNames are why money goes back after its release, as an operator chooses.
var clawbackNames = map[string]string{
	payment.ReasonDefect: "Cacat yang ketahuan belakangan", payment.ReasonLateDispute: "Keluhan sesudah masa komplain",
	payment.ReasonGoodwill: "Kesepakatan dengan perajin", payment.ReasonChargeback: "Ditarik bank atau dompet pembeli (perajin menutup)",
}

func clawbackOptions() []view.Option {
	options := make([]view.Option, len(payment.ClawbackReasons))
	for i, reason := range payment.ClawbackReasons {
		options[i] = view.Option{Value: reason, Text: clawbackNames[reason]}
	}
	return options
}

// clawbackWhy says to both sides why money went back after its release.
func clawbackWhy(reason string) string {
	switch reason {
	case payment.ReasonDefect:
		return "Barangnya ternyata cacat, dan itu baru ketahuan sesudah dana dilepas."
	case payment.ReasonLateDispute:
		return "Keluhan sesudah masa komplain diterima."
	case payment.ReasonGoodwill:
		return "Perajin sepakat mengembalikan dana ini."
	case payment.ReasonChargeback:
		return "Bank atau dompet pembeli menarik kembali pembayarannya."
	}
	return "Dana ini kembali sesudah dilepas."
}

func clawbackMark(state clawbacks.State) view.Mark {
	switch state {
	case clawbacks.Proposed:
		return view.Mark{Text: "Menunggu persetujuan", Tone: "warn", Icon: "clock"}
	case clawbacks.Done:
		return view.Mark{Text: "Disetujui", Tone: "ok", Icon: "check"}
	case clawbacks.Dropped:
	}
	return view.Mark{Text: "Dibatalkan", Icon: "back"}
}

// clawbackWords are the refusals that the form can answer for.
var clawbackWords = map[string]refusal{
	payment.ErrNotReleased.Code:     {"", "Dana belum dilepas", "Dana pesanan ini belum menjadi milik perajin. Pakai komplain pesanan."},
	payment.ErrTooMuch.Code:         {view.FieldAmount, "Jumlah terlalu besar", "Paling banyak yang sudah dilepas ke perajin dan belum kembali ke pembeli."},
	payment.ErrBadAmount.Code:       {view.FieldAmount, "Jumlah perlu diperiksa", "Tulis jumlah lebih dari nol, dalam rupiah bulat."},
	payment.ErrUnknownReason.Code:   {view.FieldWhy, "Sebab belum dipilih", "Pilih sebab dari daftar."},
	payment.ErrClawbackOpen.Code:    {"", "Ada usulan lain", "Setujui atau batalkan dulu usulan yang menunggu."},
	payment.ErrNoClawback.Code:      {"", "Tidak ada usulan", "Usulannya sudah disetujui atau dibatalkan. Muat ulang halaman."},
	payment.ErrClawbackChanged.Code: {"", "Usulan sudah berubah", "Baca usulan yang sekarang sebelum menyetujuinya."},
	payment.ErrOwnMoney.Code:        {"", "Perlu orang lain", "Dana pesanan ini menyangkut Anda sendiri. Petugas lain yang mengusulkan dan menyetujuinya."},
	payment.ErrFourEyes.Code:        {"", "Perlu orang lain", "Usulan ini harus disetujui petugas lain, bukan yang mengusulkannya."},
	payment.ErrNoReason.Code:        {view.FieldReason, "Catatan belum diisi", "Tulis catatannya."},
}
