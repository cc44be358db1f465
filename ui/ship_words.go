package ui

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections/orders"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// courierNames are what people call the couriers.
var courierNames = map[shipping.Courier]string{
	shipping.JNE: "JNE", shipping.JNT: "J&T", shipping.SiCepat: "SiCepat", shipping.AnterAja: "AnterAja", shipping.POS: "POS Indonesia",
	shipping.LionParcel: "Lion Parcel", shipping.Wahana: "Wahana", shipping.Ninja: "Ninja Xpress", shipping.IDExpress: "ID Express",
	shipping.Paxel: "Paxel", shipping.OtherCourier: "Kurir lain",
}

func courierOptions() []view.Option {
	options := make([]view.Option, len(shipping.Couriers))
	for i, courier := range shipping.Couriers {
		options[i] = view.Option{Value: string(courier), Text: courierNames[courier]}
	}
	return options
}

var mishapOptions = []view.Option{
	{Value: string(shipping.Lost), Text: "Hilang"}, {Value: string(shipping.Returned), Text: "Kembali ke pengirim"}, {Value: string(shipping.Damaged), Text: "Rusak di jalan"},
}

// mishapWords say what happened to a parcel.
func mishapWords(kind shipping.Mishap) string {
	switch kind {
	case shipping.Lost:
		return "Hilang di jalan"
	case shipping.Returned:
		return "Kembali ke pengirim"
	case shipping.Damaged:
		return "Rusak di jalan"
	}
	return ""
}

// reasonNames are what buyers can complain about.
var reasonNames = map[shipping.Reason]string{
	shipping.NotReceived: "Paket tidak sampai", shipping.ArrivedDamaged: "Barang rusak", shipping.WrongGoods: "Barang tidak sesuai",
	shipping.Incomplete: "Jumlahnya kurang", shipping.OtherReason: "Masalah lain",
}

func reasonOptions() []view.Option {
	options := make([]view.Option, len(shipping.Reasons))
	for i, reason := range shipping.Reasons {
		options[i] = view.Option{Value: string(reason), Text: reasonNames[reason]}
	}
	return options
}

// verdictWords say how a dispute ended. refund is what goes back of one decided in part.
func verdictWords(side shipping.Side, refund money.Rupiah) string {
	switch side {
	case shipping.InPart:
		return "Sebagian: " + view.Rupiah(int64(refund)) + " kembali ke pembeli, sisanya diteruskan ke perajin."
	case shipping.ReturnFirst:
		return "Kirim balik dulu: begitu barang sampai di perajin, seluruh dana kembali ke pembeli."
	case shipping.ForBuyer:
		return "Untuk pembeli: seluruh dana kembali."
	case shipping.ForBrand:
		return "Untuk perajin: dana diteruskan setelah paket sampai."
	}
	return ""
}

// sourceWords say in whose word a parcel arrived.
func sourceWords(by shipping.Source) string {
	switch by {
	case shipping.ByBuyer:
		return "pembeli"
	case shipping.ByBrand:
		return "perajin"
	case shipping.ByOperator:
		return "petugas kami"
	case shipping.ByTime:
		return "lewatnya waktu"
	}
	return ""
}

// shippingState is where an order stands, as a label.
func shippingState(o orders.Order) view.Mark {
	switch {
	case !o.AppealBy.IsZero():
		return view.Mark{Text: "Sudah diputuskan", Tone: "warn", Icon: "clock"}
	case o.Open && o.AppealedBy != "":
		return view.Mark{Text: "Banding", Tone: "warn", Icon: "alert"}
	case o.Open:
		return view.Mark{Text: "Dikomplain", Tone: "warn", Icon: "alert"}
	}
	switch o.Phase {
	case shipping.PhaseToSend:
		if o.Short > 0 {
			return heldBackMark
		}
		return view.Mark{Text: "Belum dikirim", Tone: "warn", Icon: "clock"}
	case shipping.PhaseSent:
		return view.Mark{Text: "Di jalan", Icon: "truck"}
	case shipping.PhaseDelivered:
		return view.Mark{Text: "Sudah sampai", Tone: "brand", Icon: "check"}
	case shipping.PhaseSendingBack:
		return view.Mark{Text: "Dikirim balik", Tone: "warn", Icon: "truck"}
	case shipping.PhaseConfirmed:
		if o.Refund > 0 {
			return view.Mark{Text: "Sebagian kembali", Tone: "ok", Icon: "check"}
		}
		return view.Mark{Text: "Diterima", Tone: "ok", Icon: "check"}
	case shipping.PhaseReturning, shipping.PhaseClosed:
		if o.GaveUp {
			return view.Mark{Text: "Dihentikan", Icon: "lock"}
		}
		return view.Mark{Text: "Dana dikembalikan", Icon: "back"}
	case shipping.PhaseNone:
	}
	return view.Mark{Text: string(o.Phase)}
}

// parcelMoney says to a buyer where the money of an order is that is not released yet.
func parcelMoney(o orders.Order) string {
	switch {
	case !o.AppealBy.IsZero():
		return "Komplain Anda sudah diputuskan. Dana tetap kami tahan sampai putusannya dijalankan."
	case o.Open && o.AppealedBy != "":
		return "Banding sedang diperiksa petugas lain. Dana tetap kami tahan sampai ada putusan."
	case o.Open:
		return "Komplain Anda sedang diperiksa. Dana tetap kami tahan sampai ada putusan."
	}
	switch o.Phase {
	case shipping.PhaseToSend:
		if o.Short > 0 {
			return "Sebagian atau seluruh pembayarannya ditarik kembali oleh bank atau dompet Anda. Paket tidak dikirim selama itu belum tertutup."
		}
		return "Batch lulus uji dan paket Anda disiapkan. Dana masih kami tahan."
	case shipping.PhaseSent:
		return "Paket dalam perjalanan. Dana masih kami tahan sampai pesanan selesai."
	case shipping.PhaseDelivered:
		return "Paket sudah sampai. Dana kami tahan sampai Anda menyatakan terima atau masa komplain lewat."
	case shipping.PhaseSendingBack:
		return "Barang dikirim balik ke perajin. Dana masih kami tahan, dan kembali kepada Anda begitu barangnya sampai."
	case shipping.PhaseConfirmed:
		return "Pesanan diterima. Dana sedang diteruskan ke perajin."
	case shipping.PhaseReturning, shipping.PhaseClosed:
		if o.GaveUp {
			return "Pembayarannya ditarik kembali oleh bank atau dompet Anda. Kalau hanya sebagian, sisanya kami siapkan untuk dikirim balik."
		}
		return "Dana Anda kami siapkan untuk dikirim balik."
	case shipping.PhaseNone:
	}
	return ""
}

// shipmentWords say to a buyer how an order stands, and what happens by itself.
func shipmentWords(o orders.Order) (head, text string) {
	switch o.Phase {
	case shipping.PhaseToSend:
		if o.Short > 0 {
			return heldBackMark.Text, heldBackWords(o)
		}
		return "Paket sedang disiapkan", "Perajin mengirim paling lambat " + view.FullTime(o.SendBy) + ". Kalau lewat, Anda bisa mengajukan komplain."
	case shipping.PhaseSent:
		return "Paket dalam perjalanan", "Dana Anda tetap ditahan sampai paket sampai dan masa komplain lewat. Sudah di tangan? Periksa isinya dulu, baru nyatakan diterima. Kalau belum sampai " + view.FullTime(stateOf(o).OverdueAt()) + ", Anda bisa mengajukan komplain."
	case shipping.PhaseDelivered:
		if o.Open {
			return "Paket sudah sampai", "Selama komplain belum selesai, pesanan ini tidak dianggap diterima."
		}
		return "Paket sudah sampai", "Tanpa kabar dari Anda, pesanan dianggap diterima pada " + view.FullTime(o.ConfirmBy) + ", dan dana diteruskan ke perajin."
	case shipping.PhaseSendingBack:
		return "Barang dikirim balik", returnWords(o)
	case shipping.PhaseConfirmed:
		if o.Refund > 0 {
			return "Pesanan selesai", "Komplain diputuskan sebagian " + view.FullTime(o.EndedAt) + ": " + view.Rupiah(int64(o.Refund)) + " kembali kepada Anda, sisanya diteruskan ke perajin."
		}
		return "Pesanan diterima", confirmedWords(o) + " " + view.FullTime(o.EndedAt) + "."
	case shipping.PhaseReturning, shipping.PhaseClosed:
		if o.GaveUp {
			return "Pesanan dihentikan", nothingComes
		}
		return "Pesanan dihentikan", "Komplain diputuskan untuk Anda, dan seluruh dana kembali."
	case shipping.PhaseNone:
	}
	return "", ""
}

// returnWords say to a buyer what has to happen for goods to go back.
func returnWords(o orders.Order) string {
	switch {
	case o.Return.Missing:
		return "Perajin bilang barangnya belum sampai. Simpan struk kurirnya; petugas kami memutuskan sekali lagi."
	case o.Return.Overdue:
		return "Belum ada kabar barangnya sampai, jadi perajin kami tanya. Tanpa jawaban sampai " + view.FullTime(o.Return.Due) + ", barang dianggap sampai dan seluruh dana kembali."
	case o.Return.Resi != "":
		return "Barang dalam perjalanan ke perajin. Begitu perajin atau petugas kami mencatatnya sampai, seluruh dana kembali."
	case o.Return.To.Empty():
		return "Perajin menulis alamat pengembalian paling lambat " + view.FullTime(o.Return.Due) + ". Kalau tidak, seluruh dana kembali dan barang tidak perlu dikirim."
	}
	return "Kirim barang ke alamat dari perajin dan catat resinya paling lambat " + view.FullTime(o.Return.Due) + ". Lewat dari itu, dana diteruskan ke perajin."
}

func confirmedWords(o orders.Order) string {
	if o.Return.LapsedBy == shipping.ByBuyer {
		return "Barang tidak dikirim balik sampai batas waktunya, jadi dana diteruskan ke perajin"
	}
	switch o.Ground {
	case shipping.OnBuyersWord:
		return "Anda menyatakan paket diterima"
	case shipping.OnTime:
		return "Masa komplain lewat tanpa kabar"
	case shipping.OnDecision:
		return "Komplain diputuskan untuk perajin"
	}
	return "Diterima"
}

// makerWords say the same to a maker.
func makerWords(o orders.Order) string {
	switch o.Phase {
	case shipping.PhaseToSend:
		if o.Short > 0 {
			return "Jangan kirim dulu: pembayaran pembelinya ditarik kembali. Dihentikan " + view.ShortTime(o.GiveUpBy) + " kalau belum tertutup"
		}
		return "Kirim paling lambat " + view.ShortTime(o.SendBy)
	case shipping.PhaseSent:
		return "Tandai begitu pelacakan kurir menyatakan sampai"
	case shipping.PhaseDelivered:
		if o.Open {
			return trialWords(o)
		}
		return "Dianggap diterima " + view.ShortTime(o.ConfirmBy) + " kalau tidak ada komplain"
	case shipping.PhaseSendingBack:
		return trialWords(o)
	case shipping.PhaseConfirmed:
		if o.Refund > 0 {
			return "Selesai " + view.ShortTime(o.EndedAt) + "; " + view.Rupiah(int64(o.Refund)) + " kembali ke pembeli"
		}
		return "Selesai " + view.ShortTime(o.EndedAt)
	case shipping.PhaseReturning, shipping.PhaseClosed:
		if o.GaveUp {
			return "Dihentikan: pembayaran pembelinya ditarik kembali. Barangnya tetap milik Anda"
		}
		return "Dana kembali ke pembeli"
	case shipping.PhaseNone:
	}
	return ""
}

// trialWords say to a maker how far a dispute is.
func trialWords(o orders.Order) string {
	switch {
	case !o.AppealBy.IsZero():
		return "Sudah diputuskan; dijalankan " + view.ShortTime(o.AppealBy) + " kalau tidak ada banding"
	case o.Open && o.AppealedBy != "":
		return "Banding diperiksa petugas lain"
	case o.Open:
		return "Pembeli mengajukan komplain; tanggapi sebelum diputuskan"
	case o.Return.Missing:
		return "Anda bilang barangnya tidak datang; petugas memutuskan sekali lagi"
	case o.Return.Overdue:
		return "Jawab apakah barangnya sudah kembali, paling lambat " + view.ShortTime(o.Return.Due)
	case o.Return.Resi != "":
		return "Barang dikirim balik; kabari begitu sampai"
	case o.Return.To.Empty():
		return "Tulis alamat pengembalian paling lambat " + view.ShortTime(o.Return.Due)
	}
	return "Pembeli mengirim balik paling lambat " + view.ShortTime(o.Return.Due)
}

func shownParcels(parcels []orders.Parcel) []view.Parcel {
	list := make([]view.Parcel, len(parcels))
	for i, p := range parcels {
		list[i] = view.Parcel{
			Number: p.Number, Courier: courierNames[p.Courier], CourierCode: string(p.Courier), Resi: p.Resi, Was: p.Was, SentAt: p.SentAt,
			DeliveredAt: p.DeliveredAt, By: sourceWords(p.DeliveredBy), Trouble: mishapWords(p.Trouble), Replaced: p.Replaced,
		}
	}
	return list
}

// awaitedOptions are the parcels that something can still be said of.
func awaitedOptions(o orders.Order) (options []view.Option) {
	if o.Phase.Ended() {
		return nil
	}
	for _, p := range shownParcels(o.Parcels) {
		if p.Awaited() {
			options = append(options, view.Option{Value: view.Grouped(int64(p.Number)), Text: p.Courier + " " + p.Resi})
		}
	}
	return options
}

// shippingRefusals are the refusals that a form can answer for.
var shippingRefusals = map[string]refusal{
	shipping.ErrBadResi.Code:         {view.FieldResi, "Nomor resi perlu diperiksa", "Nomor ini tidak seperti resi kurir itu. Periksa kurir dan nomornya."},
	shipping.ErrResiUsed.Code:        {view.FieldResi, "Resi sudah dipakai", "Resi ini sudah tercatat untuk paket lain."},
	shipping.ErrDelivered.Code:       {"", "Semua paket sudah sampai", "Paket tidak bisa ditambah lagi."},
	shipping.ErrEnded.Code:           {"", "Pesanan sudah selesai", "Pesanan ini tidak bisa diubah lagi."},
	shipping.ErrParcelDelivered.Code: {"", "Paket sudah sampai", "Paket ini sudah ditandai sampai."},
	shipping.ErrNoParcel.Code:        {"", "Paket tidak ditemukan", "Pilih paket dari daftar."},
	shipping.ErrTooManyParcels.Code:  {"", "Terlalu banyak paket", "Satu pesanan paling banyak 20 paket."},
	shipping.ErrInFuture.Code:        {view.FieldArrived, "Tanggal sampai belum terjadi", "Tanggal sampai tidak boleh setelah hari ini."},
	shipping.ErrBeforeSent.Code:      {view.FieldArrived, "Tanggal sampai terlalu awal", "Paket tidak mungkin sampai sebelum dikirim."},
	shipping.ErrHeldBack.Code:        {"", "Jangan dikirim dulu", "Pembayaran pesanan ini ditarik kembali oleh bank atau dompet pembeli. Barangnya dikirim setelah kekurangannya tertutup."},
	shipping.ErrNotHeldBack.Code:     {"", "Pengiriman tidak ditunda", "Barangnya sudah dikirim, pesanannya sudah dihentikan, atau kekurangannya sudah tertutup."},
	shipping.ErrNotSent.Code:         {"", "Belum ada paket", "Perajin belum mengirim apa pun."},
	shipping.ErrDisputed.Code:        {"", "Komplain sedang diperiksa", "Cabut komplain dulu, atau tunggu putusannya."},
	shipping.ErrNoDispute.Code:       {"", "Tidak ada komplain", "Komplain pesanan ini sudah selesai."},
	shipping.ErrTooEarly.Code:        {"", "Belum waktunya", "Paketnya masih bisa sampai tepat waktu. Komplain bisa diajukan setelah batas kirim lewat, atau begitu paket sampai."},
	shipping.ErrTooLate.Code:         {"", "Masa komplain sudah lewat", "Pesanan ini sudah dianggap diterima. Hubungi kami lewat halaman bantuan."},
	shipping.ErrNoManifest.Code:      {view.FieldFile, "File tidak terbaca", "File ini tidak berisi baris dengan kode pesanan, kurir, dan resi."},
	shipping.ErrLongManifest.Code:    {view.FieldFile, "File terlalu panjang", "Satu file paling banyak 2.000 baris."},
	shipping.ErrBadPart.Code:         {view.FieldAmount, "Jumlah perlu diperiksa", "Tulis kelipatan seribu, lebih dari nol dan kurang dari yang dibayar pembeli."},
	shipping.ErrNoAmount.Code:        {view.FieldSide, "Tidak bisa sebagian", "Jumlah yang dibayar tidak tercatat pada pesanan lama ini. Putuskan untuk salah satu pihak."},
	shipping.ErrNoDecision.Code:      {"", "Tidak ada usulan", "Usulan putusannya sudah diganti, atau komplainnya sudah selesai."},
	shipping.ErrChanged.Code:         {"", "Usulan sudah berubah", "Baca usulan yang sekarang sebelum menyetujuinya."},
	shipping.ErrFourEyes.Code:        {"", "Perlu orang lain", "Putusan sebesar ini harus disetujui petugas lain, bukan yang mengusulkannya."},
	shipping.ErrDecided.Code:         {"", "Sudah diputuskan", "Komplain ini sudah diputuskan. Yang tidak setuju bisa mengajukan banding."},
	shipping.ErrNotAppealable.Code:   {"", "Tidak bisa banding", "Putusannya sudah diterima, dijalankan, atau memberi Anda seluruhnya."},
	shipping.ErrOwnOrder.Code:        {"", "Perlu orang lain", "Pesanan ini melibatkan Anda, sebagai pembeli atau bagian dari perajinnya. Petugas lain yang memutuskannya."},
	shipping.ErrSameJudge.Code:       {"", "Perlu orang lain", "Banding diputuskan petugas lain, bukan yang memutuskan atau menyetujui putusan pertama."},
	shipping.ErrNotArrived.Code:      {view.FieldSide, "Tidak bisa dikirim balik", "Yang belum sampai tidak bisa dikirim balik. Tandai dulu sampai, atau pilih putusan lain."},
	shipping.ErrNoReturn.Code:        {"", "Tidak ada yang dikirim balik", "Keadaan pesanan ini sudah berubah."},
	shipping.ErrNoAddress.Code:       {"", "Alamatnya belum ada", "Tunggu alamat pengembalian dari perajin."},
	shipping.ErrSentBack.Code:        {"", "Barang sudah dikirim", "Pembeli sudah mengirim barangnya ke alamat yang Anda tulis sebelumnya."},
	shipping.ErrNotOverdue.Code:      {"", "Masih di jalan", "Barangnya masih bisa sampai. Anda ditanya kalau sudah terlalu lama."},
	shipping.ErrNotSentBack.Code:     {"", "Belum ada resi", "Pembeli belum mencatat resi pengiriman balik."},
	shipping.ErrNoReason.Code:        {"", "Ada isian yang kosong", "Lengkapi pilihan dan alasannya."},
}

// day is the end of a day that somebody typed, or now on the day itself.
func (f *form) day(field, name string, now time.Time) time.Time {
	if !f.need(field, name) {
		return time.Time{}
	}
	day, err := time.ParseInLocation("2/1/2006", f.Value(field), wib)
	if err != nil {
		f.wrong(field, name+" perlu diperbaiki", "Tulis tanggal seperti 24/11/2026. Anda menulis “"+f.Value(field)+"”.")
		return time.Time{}
	}
	if end := day.Add(24*time.Hour - time.Minute); end.Before(now) {
		return end.UTC()
	}
	if day.After(now) {
		return day.UTC() // refused: it has not come
	}
	return time.Time{} // today: the log's own time
}
