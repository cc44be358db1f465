package ui_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Whoever is at the bank when the channel takes the payment back comes home to a refund that is
// not to be sent any more.
//
//money:case §4.5 sent although it was stopped
func TestAnOperatorNotesWhatLeftAlthoughTheChannelHadTakenItBack(t *testing.T) {
	t.Parallel()
	s, b := newBankWith(t, nil, func(backend *ui.Backend) { backend.Process.Refunds = payment.RefundsByHand })
	dinar, sekar, gita := s.as("dinar"), s.as("sekar"), s.as("gita")
	campaign := s.open("slot", "3", "minimal", "2")
	order := dinar.join(campaign)
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Slot aman")
	off := view.MakerCancelURL(campaign)
	sekar.follow(sekar.submit(sekar.page(off), off, view.FieldReason, "Bahan habis"))
	refund := s.refundOf(order)
	form := gita.eventually(view.OpsRefundDoneURL(refund.String()), "Kirim tepat sejumlah")

	b.lost(s, order)
	page := view.OpsRefundShowURL(refund.String())
	stopped := words(gita.eventually(page, "Terlanjur dikirim?").body)
	require.Contains(t, stopped, "Kanal menarik kembali uangnya, jadi tidak ada yang dikirim.")
	require.Contains(t, stopped, "Jangan kirim lagi: pengembalian ini sudah dibatalkan.")
	require.Contains(t, words(gita.eventually(view.OpsRefundDoneURL(refund.String()), "Terlanjur dikirim?").body), "Jangan kirim lagi", "an old link leads there, too")
	empty := gita.submit(form, view.OpsRefundDoneURL(refund.String()), view.FieldBankRef, " ")
	require.Equal(t, http.StatusUnprocessableEntity, empty.status)
	require.Contains(t, words(empty.body), "Jangan kirim lagi")

	noted := gita.submit(form, view.OpsRefundDoneURL(refund.String()), view.FieldBankRef, "FT 9")
	require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
	require.Contains(t, words(gita.follow(noted).body), "jadi jumlahnya masuk kekurangan")
	desk := words(gita.eventually(view.OpsSuspenseURL, "terlanjur dikirim petugas").body)
	require.Contains(t, desk, "Jadi dana yang sama keluar dua kali.")
	require.Contains(t, desk, "Catat sebagai rugi")
	require.Contains(t, words(gita.eventually(page, "Terkirim oleh petugas").body), "FT 9")
	require.Len(t, s.events("payment.refund_sent_after_all.v1"), 1)
	gita.eventually(view.NotificationsURL, "terlanjur terkirim")
}

// What a large one needs is the same as ever: two who say the same, or somebody who knows better.
//
//money:case §4.5 sent although it was stopped
func TestALargeRefundThatWasVoidedAndSentIsSettledByTwo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, raka := s.as("gita"), s.secondOperator()
	refund := s.owed(payment.FourEyesAbove+1, payment.RefundsByHand)
	page := view.OpsRefundShowURL(refund.String())
	mark, void := view.OpsRefundActURL(refund.String(), view.ActByHand), view.OpsRefundActURL(refund.String(), view.ActVoid)
	gita.submit(gita.page(page), void, view.FieldReason, "Pemiliknya ketemu")
	voided := gita.eventually(page, "Dananya masuk lagi ke titipan.")
	require.NotContains(t, voided.body, void, "there is nothing to be voided any more")

	gita.submit(voided, mark, view.FieldBankRef, "FT 9")
	waits := raka.eventually(page, "Satu petugas menyatakan terlanjur mengirimnya.")
	require.Contains(t, words(raka.eventually(view.OpsRefundURL+"?status=tidak-jelas", "Pastikan dulu").body), "Rp10.000.001")
	raka.submit(waits, void, view.FieldReason, "Tidak ada di mutasi")
	again := gita.eventually(page, "Tidak ada di mutasi")
	require.NotContains(t, words(again.body), "menyatakan terlanjur")

	gita.submit(again, mark, view.FieldBankRef, "FT 10")
	raka.submit(raka.eventually(page, "FT 10"), mark, view.FieldBankRef, "FT 10")
	require.Equal(t, payment.CaseManualDone, s.refund(refund).State)
	require.Eventually(t, func() bool { return len(s.events("payment.refund_sent_after_all.v1")) == 1 }, 15*time.Second, 10*time.Millisecond)
}

// A buyer calls a cash-out off while an operator is at the bank: what is left of it leaves the wallet again.
//
//money:case Wallet cash-out sent although it was called off
func TestACashOutThatWasCalledOffAndSentLeavesTheWalletAgain(t *testing.T) {
	t.Parallel()
	s, _ := newBankWith(t, nil, func(backend *ui.Backend) { backend.Process.Refunds = payment.RefundsByHand })
	dinar, gita := s.as("dinar"), s.as("gita")
	sent := func() (page string) {
		page, refund := dinar.cashOut()
		dinar.follow(dinar.submit(dinar.eventually(page, "Batalkan tarik saldo"), page+"/batal"))
		dinar.eventually(page, "Dana kembali ke saldo")
		form := gita.eventually(view.OpsRefundShowURL(refund.String()), "Terlanjur dikirim?")
		noted := gita.submit(form, view.OpsRefundActURL(refund.String(), view.ActByHand), view.FieldBankRef, "FT 9")
		require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
		return page
	}
	page := sent()
	saldo := words(dinar.eventually(view.WalletURL, "Tarik saldo ternyata sudah terkirim").body)
	require.Contains(t, saldo, "Bisa dipakai Rp350.000")
	require.Contains(t, words(dinar.eventually(page, "Dana sudah dikirim").body), "FT 9")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "ternyata sudah terkirim").body), "Rp150.000 keluar lagi dari saldo")
	require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "Catat sebagai rugi")
	sent()
	dinar.eventually(view.WalletURL, "Bisa dipakai Rp200.000")
	sent()
	dinar.eventually(view.WalletURL, "Bisa dipakai Rp50.000")
}

// refundOf waits for the refund of an order to have a way of its own.
func (s *site) refundOf(order string) (refund id.ID) {
	s.t.Helper()
	participation := s.participation(order)
	require.Eventually(s.t, func() bool {
		for _, recorded := range s.events("payment.refund_opened.v1") {
			event, err := payment.RefundCodec.Decode(recorded)
			require.NoError(s.t, err)
			if claim := payment.ClaimOf(event); claim.Participation == participation {
				refund = claim.Refund
			}
		}
		return !refund.IsZero()
	}, 15*time.Second, 10*time.Millisecond)
	return refund
}
