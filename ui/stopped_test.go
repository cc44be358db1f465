package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Nobody is asked to send what somebody says to have sent, nor to send it once more.
//
//money:case §4.3 settlement turned to deny or chargeback
func TestARefundThatIsStoppedWhileAnOperatorSaysThatTheySentItWaitsForAnAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	refund := s.owed(payment.FourEyesAbove+1, payment.RefundsByHand)
	page := view.OpsRefundShowURL(refund.String())
	mark := view.OpsRefundActURL(refund.String(), view.ActByHand)
	require.Contains(t, words(gita.page(page).body), "Harus dikirim petugas")
	gita.submit(gita.page(page), mark, view.FieldBankRef, "FT 9")
	require.Contains(t, words(gita.eventually(page, "Menunggu petugas kedua").body), "jangan transfer lagi")

	stop := payment.StopRefund{Claim: s.refund(refund).Claim}
	_, err := s.store.Execute(t.Context(), payment.Refunds.Command(refund.String(), stop, eventstore.Meta{CommandID: id.New(), Actor: payment.Actor}))
	require.NoError(t, err)
	stopped := gita.eventually(page, "kirimannya belum pasti")
	require.NotContains(t, stopped.body, view.OpsRefundActURL(refund.String(), view.ActSwitch))
	require.NotContains(t, gita.page(view.OpsRefundURL).body, view.OpsRefundDoneURL(refund.String()))

	void := view.OpsRefundActURL(refund.String(), view.ActVoid)
	gita.submit(stopped, void, view.FieldReason, "Tidak ada di mutasi")
	require.Equal(t, payment.CaseVoided, s.refund(refund).State)
}
