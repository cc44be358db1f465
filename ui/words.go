package ui

import (
	"net/url"
	"strconv"
)

// eventSentences say what an event type means. They hold nothing of the event
// itself, so nothing personal can slip in.
var eventSentences = map[string]string{ //nolint:gosec // no credentials: "passed" is about quality
	"sambatan.drafted.v1":                 "Draf sambatan dibuat.",
	"sambatan.revised.v1":                 "Draf diubah.",
	"sambatan.submitted.v1":               "Draf dikirim untuk ditinjau.",
	"sambatan.submission_withdrawn.v1":    "Perajin menarik kembali drafnya.",
	"sambatan.review_overdue.v1":          "Tinjauan lewat dari waktu yang dijanjikan.",
	"sambatan.submission_returned.v1":     "Kurator mengembalikan draf dengan alasan.",
	"sambatan.approved.v1":                "Kurator menyetujui sambatan.",
	"sambatan.published.v1":               "Sambatan terbit, syarat terkunci.",
	"sambatan.opened.v1":                  "Sambatan dibuka.",
	"sambatan.slots_held.v1":              "Pembeli mengambil slot, menunggu bayar.",
	"sambatan.hold_kept.v1":               "Slot disimpan lebih lama karena transfer dilaporkan.",
	"sambatan.hold_cancelled.v1":          "Slot dilepas sebelum dibayar.",
	"sambatan.hold_expired.v1":            "Batas bayar lewat, slot dilepas.",
	"sambatan.payment_begun.v1":           "Pembeli memilih cara bayar lewat gateway.",
	"sambatan.payment_ended.v1":           "Pembayaran lewat gateway ditutup, slot tetap disimpan.",
	"sambatan.hold_ending.v1":             "Slot akan dilepas setelah gateway memastikan tidak ada pembayaran.",
	"sambatan.slots_secured.v1":           "Pembayaran diterima, slot aman.",
	"sambatan.payment_declined.v1":        "Pembayaran tidak bisa dipakai dan harus kembali.",
	"sambatan.closed.v1":                  "Sambatan ditutup.",
	"sambatan.succeeded.v1":               "Slot cukup, batch dibuat.",
	"sambatan.failed.v1":                  "Slot tidak cukup sampai tenggat.",
	"sambatan.cancelled.v1":               "Sambatan dibatalkan.",
	"sambatan.slots_released.v1":          "Slot aman dilepas, dananya harus kembali.",
	"sambatan.unwinding_started.v1":       "Pengembalian dana dimulai.",
	"sambatan.refund_settled.v1":          "Dana satu peserta sudah kembali.",
	"sambatan.unwound.v1":                 "Semua dana sudah kembali, sambatan ditutup.",
	"sambatan.production_started.v1":      "Produksi dimulai.",
	"sambatan.progress_reported.v1":       "Perajin mengabari jalannya produksi.",
	"sambatan.yielded_short.v1":           "Hasil produksi kurang, dibagikan menurut urutan bergabung.",
	"sambatan.quality_passed.v1":          "Batch lulus uji.",
	"sambatan.shipping_started.v1":        "Paket dikirim.",
	"sambatan.completed.v1":               "Semua paket diterima.",
	"sambatan.waitlist_joined.v1":         "Pembeli masuk daftar tunggu.",
	"sambatan.slots_offered.v1":           "Slot ditawarkan ke yang menunggu.",
	"sambatan.offer_lapsed.v1":            "Tawaran slot tidak dijawab, giliran berikutnya.",
	"sambatan.offer_withdrawn.v1":         "Tawaran slot ditunda selama pembekuan.",
	"sambatan.waitlist_left.v1":           "Pembeli keluar dari daftar tunggu.",
	"sambatan.extension_proposed.v1":      "Tenggat baru diusulkan, pembeli ditanya.",
	"sambatan.extension_answered.v1":      "Pembeli menjawab usulan tenggat baru.",
	"sambatan.deadline_extended.v1":       "Tenggat mundur, yang tidak setuju dilepas.",
	"sambatan.frozen.v1":                  "Sambatan dibekukan, dana tetap aman.",
	"sambatan.unfrozen.v1":                "Pembekuan dicabut.",
	"payment.instruction_issued.v1":       "Petunjuk transfer dengan kode unik diberikan.",
	"payment.transfer_reported.v1":        "Pembeli mengabari transfer.",
	"payment.report_rejected.v1":          "Operator tidak menemukan transfernya.",
	"payment.instruction_paid.v1":         "Petunjuk transfer lunas.",
	"payment.instruction_closed.v1":       "Petunjuk transfer ditutup.",
	"payment.intent_opened.v1":            "Tagihan diminta ke gateway.",
	"payment.intent_charged.v1":           "Tagihan siap dibayar di gateway.",
	"payment.intent_ending.v1":            "Gateway diminta menutup tagihan.",
	"payment.intent_closed.v1":            "Tagihan di gateway ditutup.",
	"payment.intent_paid.v1":              "Tagihan di gateway lunas.",
	"payment.receipt_recorded.v1":         "Uang masuk tercatat, sementara di titipan.",
	"payment.receipt_matched.v1":          "Operator mencocokkan uang titipan.",
	"payment.receipt_allocated.v1":        "Uang dipindah ke Rekening Bersama.",
	"payment.refund_due.v1":               "Uang harus kembali ke pembeli.",
	"payment.refund_transfer_proposed.v1": "Petugas pertama mencatat bukti kirim.",
	"payment.refund_transferred.v1":       "Uang dikirim kembali ke pembeli.",
	"payment.statement_imported.v1":       "Mutasi bank diimpor.",
	"sambatan.dispatch_due.v1":            "Pesanan pembeli siap dikirim.",
	"sambatan.fulfilled.v1":               "Satu pesanan selesai.",
	"sambatan.release_due.v1":             "Dana satu pesanan boleh diteruskan.",
	"payment.escrow_released.v1":          "Dana diteruskan ke perajin.",
	"order.opened.v1":                     "Pesanan menunggu dikirim.",
	"order.parcel_sent.v1":                "Paket dikirim.",
	"order.resi_corrected.v1":             "Resi diperbaiki.",
	"order.parcel_delivered.v1":           "Satu paket sampai.",
	"order.trouble.v1":                    "Paket bermasalah.",
	"order.delivered.v1":                  "Semua paket pesanan sampai, masa komplain mulai.",
	"order.reminded.v1":                   "Pembeli diingatkan soal masa komplain.",
	"order.confirmed.v1":                  "Pesanan diterima.",
	"order.disputed.v1":                   "Pembeli mengajukan komplain, dananya ditahan.",
	"order.dispute_answered.v1":           "Perajin menanggapi komplain.",
	"order.decision_proposed.v1":          "Petugas mengusulkan putusan komplain.",
	"order.dispute_decided.v1":            "Petugas memutuskan komplain.",
	"order.decision_accepted.v1":          "Satu pihak menerima putusan.",
	"order.decision_appealed.v1":          "Satu pihak mengajukan banding.",
	"order.decision_executed.v1":          "Putusan komplain dijalankan.",
	"order.return_awaited.v1":             "Barang dikirim balik dulu, menunggu alamat perajin.",
	"order.return_address_given.v1":       "Perajin memberi alamat pengembalian.",
	"order.sent_back.v1":                  "Pembeli mengirim barang balik.",
	"order.return_arrived.v1":             "Barang sudah kembali di perajin.",
	"order.return_lapsed.v1":              "Batas waktu pengiriman balik lewat.",
	"order.dispute_withdrawn.v1":          "Pembeli mencabut komplain.",
	"order.closed.v1":                     "Pesanan dihentikan, dananya kembali.",
	"identity.registered.v1":              "Pengguna terdaftar.",
	"identity.roles_changed.v1":           "Peran pengguna diubah.",
	"brand.registered.v1":                 "Rumah wangi bergabung.",
	"product.listed.v1":                   "Produk ditampilkan di pasar.",
	"product.withdrawn.v1":                "Produk ditarik dari pasar.",
	"payment.refund_returned.v1":          "Uang yang sudah dikirim dikembalikan bank.",
	"payment.refund_withdrawn.v1":         "Pengembalian dibatalkan, uang masuk titipan atau saldo lagi.",
	"payment.receipt_taken_back.v1":       "Kanal menarik kembali uang yang sudah diterima.",
	"payment.clawback_proposed.v1":        "Petugas mengusulkan pengembalian sesudah dana dilepas.",
	"payment.clawback_agreed.v1":          "Petugas lain menyetujui pengembalian itu.",
	"payment.clawback_dropped.v1":         "Usulan pengembalian dibatalkan.",
	"payment.shortfall_covered.v1":        "Kekurangan dari uang yang ditarik sudah tertutup.",
	"payment.refund_stopped.v1":           "Pengembalian dihentikan: uangnya ditarik kanal.",
	"payment.refund_opened.v1":            "Jalan pengembalian dibuka.",
	"payment.refund_queued.v1":            "Jalur pengembalian dipilih.",
	"payment.refund_submitted.v1":         "Kanal diminta mengirim pengembalian.",
	"payment.refund_accepted.v1":          "Kanal menerima permintaan kirim.",
	"payment.refund_unclear.v1":           "Kanal belum menjawab pasti.",
	"payment.refund_failed.v1":            "Percobaan kirim pasti tidak terkirim.",
	"payment.refund_needs_destination.v1": "Pembeli perlu menulis rekening lain.",
	"payment.refund_destination_given.v1": "Pembeli menulis rekening lain.",
	"payment.refund_reminded.v1":          "Pembeli diingatkan soal rekening.",
	"payment.refund_succeeded.v1":         "Kanal memastikan pengembalian sampai.",
	"payment.refund_reversed.v1":          "Bank penerima mengembalikan dana.",
	"payment.refund_manual_proposed.v1":   "Petugas pertama mencatat bukti kirim.",
	"payment.refund_manual_done.v1":       "Petugas mencatat bukti kirim.",
	"payment.refund_voided.v1":            "Pengembalian dibatalkan sebelum dikirim.",
	"payment.refund_dormant.v1":           "Pengembalian menunggu tanpa batas waktu.",
	"payment.refund_contradicted.v1":      "Kabar kanal tidak cocok dengan catatan.",
	"payment.external_refund_seen.v1":     "Kanal mengirim dana tanpa diminta.",
	"payment.external_refund_resolved.v1": "Asal kiriman di luar sistem sudah jelas.",
}

func eventWords(eventType string) string { return eventSentences[eventType] }

// neighbours are the addresses of the pages before and after one of a list.
func neighbours(path string, query url.Values, page, size, total int) (prev, next string) {
	address := func(n int) string {
		query.Set("hal", strconv.Itoa(n))
		return path + "?" + query.Encode()
	}
	if page > 1 {
		prev = address(page - 1)
	}
	if page*size < total {
		next = address(page + 1)
	}
	return prev, next
}
