package view

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func drawJoin(t *testing.T, f Form) string {
	t.Helper()
	var page strings.Builder
	require.NoError(t, JoinFragment(sampleJoin(f)).Render(t.Context(), &page))
	return page.String()
}

// What a buyer gave last time stands in one line; the fields are folded away, and sent.
func TestAJoinFoldsAwayWhatIsKnown(t *testing.T) {
	t.Parallel()
	known := refusedJoin()
	known.Errors = nil
	page := drawJoin(t, known)
	require.Contains(t, page, "<b>Dinar Nugraha · 0812-0000-4471</b><br>Jl. Cemara Gading 18, RT 04/RW 02, Dago, Coblong, Kota Bandung, Jawa Barat 40135")
	require.Contains(t, page, "<b>Bank Lintas Nusa 2048 1193</b><br>a.n. Dinar Nugraha")
	require.Equal(t, 2, strings.Count(page, "<details>"))
	require.Contains(t, page, `name="kode_pos" value="40135"`)

	require.Equal(t, 1, strings.Count(drawJoin(t, refusedJoin()), "<details>"), "a field with an error is never hidden")
	require.NotContains(t, drawJoin(t, form()), "<details>", "nothing is known of a newcomer")
	delete(known.Values, FieldPostalCode)
	require.Equal(t, 1, strings.Count(drawJoin(t, known), "<details>"), "half an address is none")
}

func TestAHoldThatEndsWithTheDeadlineIsNotPromisedForLonger(t *testing.T) {
	t.Parallel()
	form := sampleJoin(form())
	require.Contains(t, form.promise(), "Slot disimpan 4 jam setelah")
	form.Campaign.Now = form.Campaign.Deadline.Add(-4 * time.Hour)
	require.Equal(t, "Slot disimpan 4 jam untuk Anda.", form.Campaign.holdRule(), "all of it")
	form.Campaign.Now = form.Campaign.Now.Add(time.Second)
	const rule = "Slot disimpan untuk Anda; bayar paling lambat Minggu, 29 Nov 2026, 20.00 WIB."
	require.Equal(t, rule, form.Campaign.holdRule())
	require.Equal(t, "Belum ada uang yang berpindah. "+rule, form.promise())

	joined := sampleJoined()
	require.Contains(t, joined.next()[0].Text, "Lewat dari itu slot dibuka lagi.")
	joined.Pay.Deadline = joined.Campaign.Deadline
	require.Contains(t, joined.next()[0].Text, "sambatan juga ditutup, jadi slot yang belum dibayar dilepas.")
	require.NotContains(t, joined.next()[0].Text, "dibuka lagi")
}

func TestASambatanIsHandedOnInWordsThatSayWhatItIs(t *testing.T) {
	t.Parallel()
	campaign := sampleCampaign(Open)
	p := Product{Name: "Wening Subuh, batch 4", Maker: Brand{Name: "Rumah Wening"}, Campaign: &campaign, Address: "https://toko.example/sambatan/1"}
	invite, err := url.Parse(p.invite())
	require.NoError(t, err)
	require.Equal(t, "wa.me", invite.Host)
	require.Equal(t, "Ikut sambatan Wening Subuh, batch 4 dari Rumah Wening, Rp265.000 per slot, tutup Minggu, 29 Nov 2026, 20.00 WIB: https://toko.example/sambatan/1", invite.Query().Get("text"))
	require.NotContains(t, p.invite(), "+", "not every app reads a plus as a space")
}
