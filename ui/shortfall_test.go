package ui_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// lost has the bank of who paid take the payment of an order back, and the cashier look.
func (b *bank) lost(s *site, order string) {
	s.t.Helper()
	name := payment.OrderName(s.participation(order), 1)
	require.NoError(s.t, b.Lose(name, gatewayemu.Chargeback))
	require.NoError(s.t, b.cashier.Check(s.t.Context(), name))
}

func TestABuyerWhosePaymentIsTakenBackReadsWhatThatMeans(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Slot aman")
	b.lost(s, order)
	dinar.eventually(order, "Slot dilepas: pembayarannya ditarik kembali")
	shown := words(dinar.eventually(order, "menarik pembayaran ini kembali, jadi uangnya sudah tidak ada di kami").body)
	require.Contains(t, shown, "Pembayaran ditarik kembali")
	require.Contains(t, shown, "Ditarik kembali oleh bank atau dompet Anda")
	require.Contains(t, shown, "Selisih Rp0")
	require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "masih kurang", "the slot is free again, nothing is missing")
}

func TestAnOperatorClosesWhatIsMissingAfterSuccess(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open("slot", "1", "minimal", "1", "maks_pembeli", "1"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Batch penuh")
	b.lost(s, order)
	dinar.eventually(order, "Petugas kami menghubungi Anda untuk menyelesaikannya.")
	desk := gita.eventually(view.OpsSuspenseURL, "Ditarik kembali, masih kurang")
	require.Contains(t, words(desk.body), "Slotnya tetap dihitung karena sambatannya sudah diputuskan.")

	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}/kekurangan`).FindString(desk.body)
	refused := gita.submit(desk, action, view.FieldAct, view.ActLoss)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, words(refused.body), "Alasan belum diisi")
	closed := gita.follow(gita.submit(desk, action, view.FieldAct, view.ActLoss, view.FieldReason, "keberatan ditolak bank"))
	require.Contains(t, words(closed.body), "tercatat sebagai rugi kita.")
	require.NotContains(t, words(closed.body), "masih kurang")
}
