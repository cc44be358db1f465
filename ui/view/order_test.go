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
			"a complaint is looked into",
			OrderRow{State: Secured, CampaignState: Shipping, Held: 278_000, Parcel: Mark{Text: "Dikomplain"}, ParcelWords: "Dana tetap kami tahan."},
			"Dikomplain",
			place{"Rp278.000 ditahan", "Dana tetap kami tahan."},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.mark, row.of.mark().Text)
			require.Equal(t, row.want, row.of.where())
		})
	}
}
