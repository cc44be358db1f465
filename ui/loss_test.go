package ui_test

import (
	"html"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

var shortfallAction = regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}/kekurangan`)

// largeLoss is a payment that its channel took back after success, of which nobody alone may
// say that we bear it.
func largeLoss(t *testing.T, change func(*ui.Backend)) *site {
	t.Helper()
	s, b := newBankWith(t, nil, func(backend *ui.Backend) {
		backend.Payouts.LimitOne = 100_000
		change(backend)
	})
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "1", "minimal", "1", "maks_pembeli", "1"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Batch penuh")
	b.lost(s, order)
	return s
}

//money:case §4.3 a loss of ours, four eyes
//money:case §4.3 given back after our loss
func TestTwoOperatorsBookALargeLoss(t *testing.T) {
	t.Parallel()
	s := largeLoss(t, func(*ui.Backend) {})
	gita, raka := s.as("gita"), s.secondOperator()
	desk := gita.eventually(view.OpsSuspenseURL, "Usulkan sebagai rugi")
	require.Contains(t, words(desk.body), "Rugi di atas Rp100.000 per pembayaran perlu dua petugas")
	action := shortfallAction.FindString(desk.body)
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(desk, action, view.FieldAct, view.ActLoss).status)
	require.Contains(t, words(gita.follow(gita.submit(desk, action, view.FieldAct, view.ActLoss, view.FieldReason, "bank menolak keberatan")).body), "Usulan rugi tercatat")

	own := gita.eventually(view.OpsSuspenseURL, "Anda yang mengusulkan")
	require.NotContains(t, own.body, "Setujui rugi")
	alone := gita.submit(own, action, view.FieldAct, view.ActAgreeLoss, view.FieldSeen, s.proposal(own))
	require.Equal(t, http.StatusUnprocessableEntity, alone.status)
	require.Contains(t, words(alone.body), "Perlu petugas lain")
	raka.eventually(view.NotificationsURL, "perlu persetujuan")
	seen := raka.eventually(view.OpsSuspenseURL, "Setujui rugi")
	require.Contains(t, words(seen.body), "bank menolak keberatan")
	sight := s.proposal(seen)
	require.Contains(t, words(raka.follow(raka.submit(seen, action, view.FieldAct, view.ActDropLoss, view.FieldSeen, sight)).body), "Usulan ditarik")

	gita.submit(gita.page(view.OpsSuspenseURL), action, view.FieldAct, view.ActLoss, view.FieldReason, "kasus 2231")
	again := raka.eventually(view.OpsSuspenseURL, "kasus 2231.")
	stale := raka.submit(again, action, view.FieldAct, view.ActAgreeLoss, view.FieldSeen, sight)
	require.Equal(t, http.StatusUnprocessableEntity, stale.status)
	require.Contains(t, words(stale.body), "bukan lagi yang Anda lihat")
	booked := raka.follow(raka.submit(raka.page(view.OpsSuspenseURL), action, view.FieldAct, view.ActAgreeLoss, view.FieldSeen, s.proposal(again)))
	require.Contains(t, words(booked.body), "tercatat sebagai rugi kita.")
	require.NotContains(t, words(booked.body), "masih kurang")
	covered := s.events("payment.shortfall_covered.v1")
	require.Len(t, covered, 1)
	require.Contains(t, string(covered[0].Data), `"agreed"`)
	gita.givenBack(raka, action)
}

// givenBack notes that the channel gave back some of what is booked as our loss, and then the rest.
func (b *browser) givenBack(second *browser, action string) {
	b.t.Helper()
	desk := b.eventually(view.OpsSuspenseURL, "Tercatat sebagai rugi")
	refused := b.submit(desk, action, view.FieldAct, view.ActReturned, view.FieldAmount, "300.000", view.FieldBankRef, "SETTLE 7")
	require.Equal(b.t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(b.t, words(refused.body), "Paling banyak sebesar rugi yang masih tercatat")
	require.Equal(b.t, http.StatusUnprocessableEntity, b.submit(desk, action, view.FieldAct, view.ActReturned, view.FieldAmount, "183.000").status, "without evidence")
	require.Contains(b.t, words(desk.body), "Lebih dari Rp100.000 yang kembali perlu dua petugas")
	noted := b.follow(b.submit(desk, action, view.FieldAct, view.ActReturned, view.FieldAmount, "83.000", view.FieldBankRef, "SETTLE 7"))
	require.Contains(b.t, words(noted.body), "rugi kita berkurang sebesar itu")
	desk = b.eventually(view.OpsSuspenseURL, "Rp200.000 Dari Rp283.000")
	said := b.follow(b.submit(desk, action, view.FieldAct, view.ActReturned, view.FieldAmount, "200.000", view.FieldBankRef, "SETTLE 8"))
	require.Contains(b.t, words(said.body), "Petugas lain harus mencocokkan rujukannya")
	seen := second.eventually(view.OpsSuspenseURL, "Setujui, Rp200.000 dikembalikan")
	require.Contains(b.t, words(seen.body), "Rujukan bukti SETTLE 8")
	form := []string{view.FieldAct, view.ActAgreeLoss, view.FieldSeen, hashSeen.FindStringSubmatch(seen.body)[1]}
	require.Contains(b.t, words(b.submit(b.page(view.OpsSuspenseURL), action, form...).body), "Perlu petugas lain")
	rest := second.follow(second.submit(seen, action, form...))
	require.Contains(b.t, words(rest.body), "rugi kita berkurang sebesar itu")
	require.NotContains(b.t, words(rest.body), "Tercatat sebagai rugi")
}

// hashSeen is of what is proposed.
var hashSeen = regexp.MustCompile(`name="` + view.FieldSeen + `" value="([0-9a-f]{64})"`)

// One word does not make a large shortfall one that the channel gave back.
//
//money:case §4.3 given back, four eyes
func TestTwoOperatorsSayThatAChannelGaveMuchBack(t *testing.T) {
	t.Parallel()
	s := largeLoss(t, func(*ui.Backend) {})
	gita, raka := s.as("gita"), s.secondOperator()
	desk := gita.eventually(view.OpsSuspenseURL, "Usulkan: kanal mengembalikan")
	action := shortfallAction.FindString(desk.body)
	typed := []string{view.FieldAct, view.ActGivenBack, view.FieldReason, "sanggahan menang"}
	bare := gita.submit(desk, action, typed...)
	require.Equal(t, http.StatusUnprocessableEntity, bare.status)
	require.Contains(t, words(bare.body), "Rujukan belum diisi")
	typed = append(typed, view.FieldBankRef, "SETTLE 7")
	require.Contains(t, words(gita.follow(gita.submit(desk, action, typed...)).body), "Petugas lain harus mencocokkan rujukannya")
	require.Empty(t, s.events("payment.shortfall_covered.v1"), "one person's word closes nothing")

	seen := raka.eventually(view.OpsSuspenseURL, "Setujui, Rp283.000 dikembalikan")
	require.Contains(t, words(seen.body), "Rujukan bukti SETTLE 7")
	agrees := []string{view.FieldAct, view.ActAgreeLoss, view.FieldSeen, s.proposal(seen)}
	require.Contains(t, words(gita.submit(gita.page(view.OpsSuspenseURL), action, agrees...).body), "Perlu petugas lain")
	closed := raka.follow(raka.submit(seen, action, agrees...))
	require.Contains(t, words(closed.body), "Kekurangan itu tertutup: uangnya dikembalikan.")
	require.NotContains(t, words(closed.body), "masih kurang")
	require.Contains(t, string(s.events("payment.shortfall_covered.v1")[0].Data), `"evidence":"SETTLE 7"`)
}

// Nobody proposes, nor agrees to, a large loss from a screen that somebody left open.
//
//money:case §4.3 a loss of ours, four eyes
func TestALargeLossIsConfirmedWithAPasskey(t *testing.T) {
	t.Parallel()
	s := largeLoss(t, func(backend *ui.Backend) { backend.StepUp = true })
	gita, phone := s.as("gita"), newDevice()
	desk := gita.eventually(view.OpsSuspenseURL, "Perlu konfirmasi dengan kunci sandi Anda.")
	action := shortfallAction.FindString(desk.body)
	given := gita.submit(desk, action, view.FieldAct, view.ActGivenBack, view.FieldReason, "kasus 2231", view.FieldBankRef, "SETTLE 7")
	require.Contains(t, given.header.Get("Location"), "/konfirmasi")
	away := gita.submit(desk, action, view.FieldAct, view.ActLoss, view.FieldReason, "kasus 2231")
	require.Contains(t, away.header.Get("Location"), "/konfirmasi")
	require.Empty(t, s.events("payment.loss_proposed.v1"))
	gita.add(phone, "Ponsel")
	back := gita.confirm(phone, away.header.Get("Location")).header.Get("Location")
	kept := gita.page(html.UnescapeString(back))
	require.Contains(t, kept.body, `value="kasus 2231"`, "what was typed is kept")
	gita.follow(gita.submit(kept, action, view.FieldAct, view.ActLoss, view.FieldReason, "kasus 2231"))
	proposed := s.events("payment.loss_proposed.v1")
	require.Len(t, proposed, 1)
	require.Contains(t, string(proposed[0].Data), `"step_up"`)
}
