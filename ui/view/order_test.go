package view

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARowSaysWhereMoneyIsThatWentSeveralWays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name string
		of   OrderRow
		mark string
		want place
	}{
		{
			"an account is missing",
			OrderRow{State: RefundDue, Refunded: 283_000, NoAccount: 283_000, NoAccountWhy: "Bank menolak."},
			"Perlu rekening Anda",
			place{"Rp283.000 menunggu rekening Anda", "Bank menolak. Tulis rekening lain, lalu dananya langsung kami kirim."},
		},
		{
			"two refunds are on their way",
			OrderRow{State: RefundDue, Refunded: 283_000, Refunds: 2},
			"Dana dikirim balik",
			place{"Rp283.000 sedang dikirim balik", "Dalam 2 pengembalian."},
		},
		{
			"two refunds are there",
			OrderRow{State: RefundedOut, Refunded: 283_000, Sent: 283_000, Refunds: 2, RefundAt: at},
			"Dana kembali",
			place{"Rp283.000 sudah kembali ke Anda", "Selasa, 24 Nov 2026, 14.00 WIB, dalam 2 pengembalian."},
		},
		{
			"some came back after the release",
			OrderRow{State: Fulfilled, Passed: 78_000, Refunded: 200_000, Sent: 200_000, Refunds: 1, RefundAt: at, RefundRef: "LN-1"},
			"Selesai",
			place{"Rp78.000 diteruskan, Rp200.000 kembali ke Anda", "Dikirim balik Selasa, 24 Nov 2026, 14.00 WIB. Rujukan bank LN-1."},
		},
		{
			"the batch is full",
			OrderRow{State: Secured, CampaignState: Succeeded, Held: 278_000, Secured: 24, TotalSlots: 24},
			"Batch penuh",
			place{"Rp278.000 ditahan", "Batch penuh, perajin bersiap produksi. Dana baru diteruskan setelah pesanan selesai."},
		},
		{
			"enough slots are secured, and not all",
			OrderRow{State: Secured, CampaignState: Succeeded, Held: 278_000, Secured: 20, TotalSlots: 24},
			"Berhasil",
			place{"Rp278.000 ditahan", "Slotnya cukup, perajin bersiap produksi. Dana baru diteruskan setelah pesanan selesai."},
		},
		{
			"the escrow is released, and the brand may not be paid yet",
			OrderRow{State: Fulfilled, Passed: 278_000},
			"Selesai",
			place{"Rp278.000 sudah diteruskan", "Pesanan selesai, dan dananya sudah dilepas untuk perajin."},
		},
		{
			"a complaint is looked into",
			OrderRow{State: Secured, CampaignState: Shipping, Held: 278_000, Parcel: Mark{Text: "Dikomplain"}, ParcelWords: "Dana tetap kami tahan."},
			"Dikomplain",
			place{"Rp278.000 ditahan", "Dana tetap kami tahan."},
		},
		{
			"it is too late to pay",
			OrderRow{State: Held, Late: true, Due: 283_000, PayBy: at},
			"Waktu bayar habis",
			place{"Waktu bayar sudah lewat", "Slot ini dilepas sendiri; Anda tidak perlu melakukan apa-apa."},
		},
		{
			"it is too late to pay the rest",
			OrderRow{State: Held, Late: true, Missing: 183_000, Part: 100_000, PayBy: at},
			"Waktu bayar habis",
			place{"Waktu bayar sudah lewat", "Slot ini dilepas sendiri; Anda tidak perlu melakukan apa-apa. Rp100.000 yang sudah masuk kami kirim kembali utuh."},
		},
		{
			"it is too late to pay, and something came",
			OrderRow{State: Held, Late: true, Suspense: 283_000, PayBy: at},
			"Waktu bayar habis",
			place{"Rp283.000 sedang kami cocokkan", "Transfer Anda sudah kami terima dan aman. Kalau tidak bisa dipakai untuk slot ini, dana kembali utuh."},
		},
		{
			"nothing came, and none was to be transferred",
			OrderRow{State: Expired},
			"Waktu bayar habis",
			place{"Tidak ada dana di kami", "Transfer tidak kami terima sampai batas waktunya, jadi slot dilepas."},
		},
		{
			"nothing came, and a transfer may be told of",
			OrderRow{State: Expired, Strayed: true},
			"Waktu bayar habis",
			place{"Tidak ada dana di kami", "Transfer tidak kami terima sampai batas waktunya, jadi slot dilepas. Kalau Anda telanjur transfer, kabari kami: dana Anda tetap aman."},
		},
		{
			"a transfer for slots that were given up is looked for",
			OrderRow{State: Released, Sought: true},
			"Slot dilepas",
			place{"Transfer Anda sedang kami cari", "Slot ini sudah dilepas. Kalau dananya kami temukan dan slotnya sudah tidak ada, dananya kembali utuh."},
		},
		{
			"its slots are being given up",
			OrderRow{State: Told, Ending: true, Missing: 183_000, Part: 100_000, PayBy: at},
			"Slot sedang dilepas",
			place{"Slot sedang dilepas", "Kami pastikan dulu tidak ada pembayaran Anda yang telanjur masuk; jangan bayar lagi. Rp100.000 yang sudah masuk kami kirim kembali utuh."},
		},
		{
			"it is too late to take what was offered",
			OrderRow{State: Offered, Late: true, Slots: 2, PayBy: at},
			"Waktu tawaran habis",
			place{"Waktu tawaran sudah lewat", "Slotnya dilepas sendiri; belum ada uang yang berpindah."},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.mark, row.of.mark().Text)
			require.Equal(t, row.want, row.of.where())
		})
	}
}

func TestNobodyIsAskedToDoWhatIsTooLate(t *testing.T) {
	t.Parallel()
	for _, state := range []ParticipationState{Held, Offered} {
		row := sampleRow(state)
		require.NotEmpty(t, row.todo())
		require.NotEqual(t, "Lihat pesanan", row.unpaidButton())
		row.Late = true
		require.Empty(t, row.todo())
		require.Equal(t, "Lihat pesanan", row.linkText())
		require.Equal(t, "Lihat pesanan", row.unpaidButton())
		require.NotContains(t, row.where().brief(row, now), "sebelum")
	}
	require.Equal(t, "Jawab", OrderRow{State: Secured, Asks: true}.todo())
}

func TestSlotsThatNobodyCanTakeAreNotSaidToBeOpenForOthers(t *testing.T) {
	t.Parallel()
	o := sampleOrder(Held)
	require.Contains(t, o.releaseWords(), "Slot dibuka untuk orang lain saat itu juga.")
	o.Reopens = false
	require.Equal(t, "Slot dilepas. Jangan lepas kalau Anda sudah transfer.", o.releaseWords())
	o.Missing, o.Came = 183_000, 100_000
	require.Equal(t, "Slot dilepas. Rp100.000 yang sudah masuk kami kirim kembali utuh.", o.releaseWords())
}
