package ui

import (
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// makerRefusal turns the refusal of a maker's command into words.
func makerRefusal(err error) (refusal, bool) {
	var refused sambatan.Refusal
	if !errors.As(err, &refused) {
		return refusal{}, false
	}
	switch e := refused.(type) {
	case *sambatan.TermsError:
		return termsWords(e), true
	case *sambatan.PhaseError:
		return refusal{"", "Tahapnya sudah berubah", "Sambatan ini sekarang: " + phaseNews(e.Phase) + ". Muat ulang halaman untuk melihat langkah berikutnya."}, true
	case *sambatan.EarlyError:
		return refusal{"", "Belum waktunya", "Langkah ini baru bisa dilakukan " + view.FullTime(e.DueAt) + "."}, true
	case *sambatan.MissingError:
		return refusal{view.FieldReason, "Ada isian yang kosong", "Lengkapi isian, lalu kirim lagi."}, true
	case *sambatan.FrozenError:
		return refusal{"", "Sambatan ini sedang dibekukan", "Langkah ini menunggu sampai kami selesai memeriksanya. Alasannya: " + sentence(e.Reason)}, true
	case *sambatan.SubmissionError:
		return refusal{"", "Drafnya sudah dikirim ulang", "Perajin mengubah dan mengirimnya lagi sesudah halaman ini dibuka. Periksa yang terbaru di bawah, lalu putuskan."}, true
	case *sambatan.OwnWorkError:
		return refusal{"", "Orang lain yang meninjau", "Anda ikut menyiapkan sambatan ini, jadi kurator lain yang harus memutuskannya."}, true
	case *sambatan.LateError:
		return refusal{"", "Sudah terlambat", "Langkah ini hanya bisa sampai " + view.FullTime(e.Until) + "."}, true
	case *sambatan.TooFewError:
		return refusal{"", "Slot aman belum cukup", fmt.Sprintf("Baru %s slot yang aman, perlu %s supaya batch jalan.", count(e.Secured), count(e.MinFill))}, true
	case *sambatan.ExtensionError:
		return extensionWords(e), true
	case *sambatan.YieldError:
		return yieldWords(e), true
	case *sambatan.CallOffError:
		return callOffWords(e), true
	case *sambatan.ProgressError:
		return progressWords(e), true
	case *sambatan.WaitingError, *sambatan.WaitlistFullError, *sambatan.NoOfferError, *sambatan.EndingError, *sambatan.AttemptsError,
		*sambatan.NotOpenError, *sambatan.FullError, *sambatan.LimitError, *sambatan.UnpaidHoldError,
		*sambatan.CooldownError, *sambatan.NoHoldError, *sambatan.SecuredError, *sambatan.ReusedError, *sambatan.FulfilledError, *sambatan.PartError:
	}
	return refusal{}, false
}

func callOffWords(e *sambatan.CallOffError) refusal {
	switch e.Rule {
	case sambatan.CallOffNone:
		return refusal{"", "Tidak ada usulan", "Usulan pembatalannya sudah ditarik. Muat ulang halaman."}
	case sambatan.CallOffChanged:
		return refusal{"", "Usulannya sudah berubah", "Ada usulan pembatalan yang lebih baru. Baca dulu yang tertulis sekarang, lalu putuskan."}
	case sambatan.CallOffOwn:
		return refusal{"", "Perlu petugas lain", "Anda bagian dari perajinnya. Batalkan sebagai perajin, atau minta petugas lain."}
	case sambatan.CallOffFourEyes:
	}
	return refusal{"", "Perlu petugas lain", "Anda yang mengusulkan pembatalan ini, jadi orang lain yang harus menyetujuinya."}
}

func extensionWords(e *sambatan.ExtensionError) refusal {
	switch e.Rule {
	case sambatan.ExtendPending:
		return refusal{"", "Sudah ada usulan", "Tenggat " + view.FullTime(e.At) + " sedang ditanyakan ke pembeli. Tunggu sampai tenggat yang sekarang lewat."}
	case sambatan.ExtendUsedUp:
		return refusal{"", "Tenggat tidak bisa mundur lagi", "Syarat sambatan ini tidak mengizinkan tenggatnya mundur sekali lagi."}
	case sambatan.ExtendEnough:
		return refusal{"", "Tidak perlu mundur", "Slot yang aman sudah cukup. Batch jalan saat ditutup, seperti yang dijanjikan kepada pembeli."}
	case sambatan.ExtendLater:
		return refusal{view.FieldCloseDate, "Tenggat baru terlalu dekat", "Tenggat baru paling cepat " + view.FullTime(e.At) + "."}
	case sambatan.ExtendNearer:
		return refusal{view.FieldCloseDate, "Tenggat baru terlalu jauh", "Tenggat baru paling lambat " + view.FullTime(e.At) + "."}
	case sambatan.ExtendNone:
	}
	return refusal{"", "Tidak ada usulan", "Saat ini tidak ada usulan tenggat baru."}
}

// termsFields are the draft form's names of the terms, with their titles.
var termsFields = map[string][2]string{
	"price": {view.FieldPrice, "Harga per slot"}, "retail_price": {view.FieldRetail, "Harga satuan biasa"},
	"shipping": {view.FieldShipCost, "Ongkir"}, "slots": {view.FieldSlots, "Jumlah slot"},
	"min_fill": {view.FieldMinFill, "Batas minimal"}, "min_per_buyer": {view.FieldMinBuyer, "Minimal per pembeli"},
	"max_per_buyer": {view.FieldMaxBuyer, "Maksimal per pembeli"}, "hold_for": {view.FieldHoldHours, "Batas waktu bayar"},
	"max_extensions": {view.FieldExtensions, "Boleh mundur"}, "cool_off": {view.FieldCoolOff, "Masa pikir-pikir"},
	"opens_at": {view.FieldOpenDate, "Waktu buka"}, "deadline": {view.FieldCloseDate, "Waktu tutup"},
	"ships_from": {view.FieldShipsFrom, "Kota asal pengiriman"},
}

func termsWords(e *sambatan.TermsError) refusal {
	field, known := termsFields[e.Field]
	if !known {
		field = [2]string{"", "Syarat"}
	}
	return refusal{field[0], field[1] + " perlu diperbaiki", field[1] + " " + ruleWords(e.Rule) + " Yang tertulis: " + e.Got + "."}
}

func ruleWords(rule sambatan.TermsRule) string {
	switch rule {
	case sambatan.RulePositive:
		return "harus lebih dari nol."
	case sambatan.RuleNotNegative:
		return "tidak boleh kurang dari nol."
	case sambatan.RuleWholeThousands:
		return "harus kelipatan Rp1.000, karena tiga angka terakhir dipakai untuk kode unik transfer."
	case sambatan.RuleInRange:
		return "di luar batas yang boleh."
	case sambatan.RuleLaterDeadline:
		return "terlalu dekat dengan waktu buka atau sudah lewat."
	case sambatan.RuleNearerDeadline:
		return "terlalu jauh, paling lama satu tahun."
	case sambatan.RuleFits:
		return "terlalu besar bila dikalikan jumlah slot per orang."
	}
	return "tidak sesuai aturan."
}
