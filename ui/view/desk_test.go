package view

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// One part of the desk of refunds lists some of them; what is owed is owed in all.
func TestWhatIsOwedDoesNotDependOnWhatIsListed(t *testing.T) {
	t.Parallel()
	part := Refunds{Due: 11, Owed: 2_838_089, Tab: "gagal"}
	require.Equal(t, "11 harus dikirim balik, semuanya Rp2.838.089.", part.summary())
	require.Contains(t, part.nothing(), "dalam keadaan ini")
	part.Rows, part.Total = []Refund{{Amount: 258_001}}, 258_001
	require.Equal(t, "11 harus dikirim balik, semuanya Rp2.838.089.", part.summary())
}

func TestCountsAreReadByPeopleAndByMachines(t *testing.T) {
	t.Parallel()
	require.Equal(t, "100.000", number(100_000))
	require.Equal(t, "100000", plain(100_000))
	var page strings.Builder
	require.NoError(t, tube("t", "terisi", 1_500, 100_000, "").Render(t.Context(), &page))
	require.Contains(t, page.String(), `value="1500" max="100000"`)
	require.Contains(t, page.String(), "1.500 dari 100.000")
}

func TestSlotsThatMayStillBeFreedAreNotSaidToBeLeftOver(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0 tersedia", Campaign{State: FullyHeld, Slots: 2, Held: 2}.freeWords())
	require.Equal(t, "11 tidak terisi", Campaign{State: Failed, Slots: 30, Secured: 19}.freeWords())
}

func TestOnlyWhatWasToldCanBeTurnedDown(t *testing.T) {
	t.Parallel()
	told, silent := ConfirmTransfer{Now: now, Transfer: sampleTransfers()[0], Form: form(), Reject: form()}, ConfirmTransfer{Now: now, Transfer: sampleTransfers()[1], Form: form(), Reject: form()}
	draw := func(c ConfirmTransfer) string {
		_, root := render(t, sample{"cek", ConfirmTransferPage(gita(SectionTransfer), c), false})
		return text(root)
	}
	require.Contains(t, draw(told), "Tolak kabar ini")
	require.NotContains(t, draw(silent), "Tolak kabar ini")
	silent.Reject.Errors = []FieldError{{FieldReason, "Belum ada kabar", "Pembeli belum mengabari transfer ini."}}
	require.Contains(t, draw(silent), "Satu isian perlu diperbaiki", "an older page asked for it")
}

func TestADisputeIsDecidedOnlyInWaysThatAreNotRefused(t *testing.T) {
	t.Parallel()
	draw := func(d DisputeCase) string {
		_, root := render(t, sample{"komplain", DisputePage(gita(SectionDispute), d), false})
		return text(root)
	}
	d := sampleDisputeCase()
	for _, says := range []string{"Kirim balik dulu", "Sebagian: sejumlah kembali", "Hanya untuk putusan sebagian"} {
		require.Contains(t, draw(d), says)
	}
	d.CanReturn, d.CanPart = false, false
	for _, says := range []string{"Kirim balik dulu", "Sebagian: sejumlah kembali", "Hanya untuk putusan sebagian"} {
		require.NotContains(t, draw(d), says)
	}
	require.Contains(t, draw(d), "Untuk pembeli: seluruh dana kembali")
	d.Judged = true
	require.Contains(t, draw(d), "petugas lain yang memutuskan bandingnya")
	require.NotContains(t, draw(d), "Putuskan komplain")
}
