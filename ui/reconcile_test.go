package ui_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func machine() eventstore.Meta { return eventstore.Meta{CommandID: id.New(), Actor: "system:cashier"} }

// strangersRefund is a QRIS payment of nobody's that is to go back, and waits. The channel
// sent some of it back by itself, too.
func (s *site) strangersRefund(amount, external money.Rupiah) (ours, theirs id.ID) {
	s.t.Helper()
	reference := "T-" + id.New().String()
	receipt := payment.ReceiptID("midtrans", reference)
	for _, command := range []payment.ReceiptCommand{
		payment.RecordReceipt{
			Receipt: receipt, Channel: "midtrans", Account: "midtrans", Method: "qris", Amount: amount, PaidAt: time.Now(), Reference: reference,
		},
		payment.DueRefund{Reason: payment.ReasonUnmatched, Policy: payment.RefundsAutomatic},
	} {
		_, err := s.store.Execute(s.t.Context(), payment.Receipts.Command(receipt.String(), command, machine()))
		require.NoError(s.t, err)
	}
	theirs = payment.ExternalRefundID(receipt, "dashboard-1")
	_, err := s.store.Execute(s.t.Context(), payment.Refunds.Command(theirs.String(), payment.SeeExternalRefund{
		Claim: payment.Claim{Refund: theirs, Receipt: receipt}, Channel: "midtrans", Reference: reference, Key: "dashboard-1", Amount: external,
	}, machine()))
	require.NoError(s.t, err)
	return payment.RefundID(receipt, 1), theirs
}

func (s *site) refund(refund id.ID) payment.RefundCase {
	s.t.Helper()
	state, _, err := eventstore.Load(s.t.Context(), s.store, payment.Refunds, refund.String())
	require.NoError(s.t, err)
	return state
}

// secondOperator is somebody else who may do what gita may.
func (s *site) secondOperator() *browser {
	s.t.Helper()
	b := s.guest()
	raka := session.Subject{User: demo.UserID("raka-w"), Roles: []identity.Role{identity.Operator}}
	token, _, err := s.sessions.Start(s.t.Context(), raka)
	require.NoError(s.t, err)
	b.cookies["sid"] = token
	return b
}

// settles says that a refund of the channel's was one of ours.
func (b *browser) settles(theirs, ours id.ID) answer {
	b.t.Helper()
	page := b.page(view.OpsRefundShowURL(theirs.String()))
	return b.submit(page, view.OpsRefundShowURL(theirs.String())+"/"+string(view.ActResolve), view.FieldReason, "lewat dasbor", view.FieldAs, ours.String())
}

//money:case §4.5 refund that we did not start
func TestARefundOfTheChannelsOwnIsSettledAsOurs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ours, theirs := s.strangersRefund(52_000, 52_000)
	gita := s.as("gita")
	gita.eventually(view.OpsRefundShowURL(ours.String()), "Antre dikirim otomatis")
	require.Contains(t, gita.eventually(view.OpsRefundShowURL(theirs.String()), "Dikirim kanal tanpa kita minta").body, ours.String(), "it may have been this one")
	require.Contains(t, words(gita.follow(gita.settles(theirs, ours)).body), "Selesai diperiksa")
	require.Equal(t, payment.CaseManualDone, s.refund(ours).State)
	require.Equal(t, "dashboard-1", s.refund(ours).Evidence)
	require.Equal(t, payment.CaseResolved, s.refund(theirs).State)
}

//money:case §4.5 refund that we did not start
func TestARefundOfAnotherAmountIsNotOurs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ours, theirs := s.strangersRefund(52_000, 51_000)
	gita := s.as("gita")
	gita.eventually(view.OpsRefundShowURL(ours.String()), "Antre dikirim otomatis")
	require.NotContains(t, gita.eventually(view.OpsRefundShowURL(theirs.String()), "Dikirim kanal tanpa kita minta").body, ours.String())
	require.Contains(t, words(gita.settles(theirs, ours).body), "sudah tidak terbuka", "it is not offered, and not taken")
	require.Equal(t, payment.CaseQueued, s.refund(ours).State)
	require.Equal(t, payment.CaseExternal, s.refund(theirs).State)
}

//money:case §4.5 refund that we did not start
func TestALargeRefundOfTheChannelsOwnIsSettledByTwo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const large = payment.FourEyesAbove + 1
	ours, theirs := s.strangersRefund(large, large)
	gita, raka := s.as("gita"), s.secondOperator()
	gita.eventually(view.OpsRefundShowURL(ours.String()), "Antre dikirim otomatis")
	gita.eventually(view.OpsRefundShowURL(theirs.String()), "Dikirim kanal tanpa kita minta")
	require.Contains(t, words(gita.follow(gita.settles(theirs, ours)).body), "satu petugas lain")
	require.Equal(t, payment.ByOperator, s.refund(ours).Way, "nothing is sent by itself meanwhile")
	require.Equal(t, payment.CaseExternal, s.refund(theirs).State, "one operator's word does not settle it")
	require.Contains(t, words(gita.settles(theirs, ours).body), "Perlu petugas lain")
	require.Equal(t, payment.CaseExternal, s.refund(theirs).State)
	require.Contains(t, words(raka.follow(raka.settles(theirs, ours)).body), "Selesai diperiksa")
	require.Equal(t, payment.CaseManualDone, s.refund(ours).State)
	require.Equal(t, payment.CaseResolved, s.refund(theirs).State)
}
