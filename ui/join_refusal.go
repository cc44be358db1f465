package ui

import (
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// refusal is a refused command in words: what happened and what to do next.
type refusal struct{ field, summary, message string }

// joinRefusal turns the refusal of a join into words.
func joinRefusal(err error) (refusal, bool) {
	if errors.Is(err, errNoCode) {
		return refusal{"", "Kode transfer sedang habis", "Terlalu banyak pembeli membayar jumlah yang sama saat ini. Slot Anda tidak jadi diambil dan isian tetap tersimpan. Coba lagi beberapa menit lagi."}, true
	}
	var refused sambatan.Refusal
	if !errors.As(err, &refused) {
		return refusal{}, false
	}
	switch e := refused.(type) {
	case *sambatan.FullError:
		return fullWords(e), true
	case *sambatan.LimitError:
		return limitWords(e), true
	case *sambatan.NotOpenError:
		return refusal{"", "Sambatan tidak sedang dibuka", "Sambatan ini belum dibuka atau sudah ditutup. Belum ada uang yang berpindah."}, true
	case *sambatan.UnpaidHoldError:
		return refusal{"", "Masih ada slot yang belum lunas", "Anda masih punya slot yang belum lunas di sambatan ini (" + participants.Code(e.Participation) + "). Bayar atau lepas dulu."}, true
	case *sambatan.CooldownError:
		return refusal{"", "Tunggu sebentar", "Dua kali slot Anda lewat batas bayar. Anda bisa bergabung lagi mulai " + view.FullTime(e.Until) + "."}, true
	case *sambatan.FrozenError:
		return refusal{"", "Sambatan sedang dibekukan", view.FrozenWords(e.Reason) + " Belum ada uang yang berpindah."}, true
	case *sambatan.WaitingError:
		return refusal{"", "Anda sudah di daftar tunggu", "Anda sudah menunggu di sambatan ini (" + participants.Code(e.Participation) + "). Keluar dulu dari daftar tunggu kalau ingin jumlah yang lain."}, true
	case *sambatan.WaitlistFullError:
		return refusal{"", "Daftar tunggu penuh", fmt.Sprintf("Sudah %s orang menunggu. Coba lagi nanti.", count(e.Most))}, true
	case *sambatan.LateError:
		return refusal{"", "Daftar tunggu sudah ditutup", "Sejak " + view.FullTime(e.Until) + " tidak ada lagi yang bisa mulai menunggu. Slot yang terbuka langsung bisa diambil siapa saja yang lebih dulu."}, true
	case *sambatan.TooFewError, *sambatan.NoOfferError, *sambatan.ExtensionError, *sambatan.YieldError, *sambatan.ProgressError, *sambatan.EndingError, *sambatan.AttemptsError,
		*sambatan.PhaseError, *sambatan.EarlyError, *sambatan.MissingError, *sambatan.TermsError,
		*sambatan.NoHoldError, *sambatan.SecuredError, *sambatan.ReusedError, *sambatan.FulfilledError, *sambatan.PartError,
		*sambatan.SubmissionError, *sambatan.OwnWorkError, *sambatan.CallOffError:
	}
	return refusal{}, false
}

func fullWords(e *sambatan.FullError) refusal {
	if e.Free == 0 {
		return refusal{view.FieldSlots, "Slot baru saja habis", "Slot terakhir baru saja diambil pembeli lain. Belum ada uang yang berpindah. Bila ada yang tidak membayar, slotnya terbuka lagi."}
	}
	return refusal{view.FieldSlots, "Slot yang tersisa kurang", fmt.Sprintf("Tinggal %s slot. Kurangi jumlahnya, lalu ambil lagi.", count(e.Free))}
}

func limitWords(e *sambatan.LimitError) refusal {
	return refusal{view.FieldSlots, "Jumlah slot tidak sesuai", fmt.Sprintf(
		"Satu orang boleh mengambil %d sampai %d slot. Anda sudah punya %d dan meminta %d lagi.", e.Min, e.Max, e.Have, e.Asked)}
}
