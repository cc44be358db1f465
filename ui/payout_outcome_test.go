package ui_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// silence is a payout of Sekar's brand of which the channel does not tell.
type silence struct {
	*site

	brand, which id.ID
	page, act    string
}

func silent(t *testing.T, amount money.Rupiah) silence {
	t.Helper()
	s := silence{site: newSite(t)}
	sekar := s.as("sekar")
	s.brand = s.subject("sekar").Brand
	s.which = payout.ID(s.brand, 1)
	s.page, s.act = view.OpsPayoutShowURL(s.which.String()), view.OpsPayoutActURL(s.which.String(), view.ActOutcome)
	of := payout.Of{Campaign: id.New(), Participation: id.New(), Receipt: id.New()}
	s.says(payout.Accrue{Brand: s.brand, Of: of, Split: sambatan.Split{Goods: amount}, Home: money.Bank("8830124477")})
	s.names(sekar, "1370001234567")
	s.says(payout.ApproveAccount{Number: 1, By: id.New()})
	s.says(payout.Open{By: id.New(), Policy: payout.Policy{LimitOne: payout.DefaultLimitOne}})
	if live := s.seller().Live; live.Missing() > 0 {
		s.says(payout.Approve{Payout: s.which, By: id.New(), Hash: live.Hash})
	}
	s.says(payout.Submit{Payout: s.which, Attempt: 1})
	s.says(payout.NoteUnclear{Payout: s.which, Attempt: 1})
	return s
}

// says gives a command by somebody else each time: the log counts who approved.
func (s silence) says(c payout.Command) {
	s.t.Helper()
	s.give(payout.Sellers.Command(s.brand.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:" + id.New().String()}))
}

func (s silence) names(sekar *browser, number string) {
	typed := []string{view.FieldBank, "mandiri", view.FieldAccount, number, view.FieldHolder, "Sekar Kinanti"}
	got := sekar.submit(sekar.page(view.SellerAccountURL), view.SellerAccountURL, typed...)
	require.Equal(s.t, http.StatusSeeOther, got.status, words(got.body))
}

func (s silence) seller() payout.Seller {
	s.t.Helper()
	seller, _, err := eventstore.Load(s.t.Context(), s.store, payout.Sellers, s.brand.String())
	require.NoError(s.t, err)
	return seller
}

// saw fills the form in.
func (s silence) saw(b *browser, from answer, left, proof, sum string) answer {
	return b.submit(from, s.act, view.FieldAttempt, "1", view.FieldLeft, left, view.FieldStatementRef, proof, view.FieldStatementSum, sum)
}

//money:case §4.6 unknown for good
func TestAnOperatorSaysThatAPayoutLeftThatTheChannelDoesNotTellOf(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita := s.as("gita")
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	require.Contains(t, words(form.body), "pencairan tercatat terkirim dan perajin dikabari")
	require.Contains(t, words(form.body), "percobaan ini tercatat gagal")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, s.act, view.FieldAttempt, "1").status)
	require.Equal(t, http.StatusBadRequest, gita.submit(form, s.act, view.FieldAttempt, "x").status)
	other := s.saw(gita, form, view.LeftYes, "IRIS-77", "400.000")
	require.Equal(t, http.StatusConflict, other.status)
	require.Contains(t, words(other.body), "Yang disuruh kirim Rp500.000")

	form = gita.page(s.page)
	gone := s.saw(gita, form, view.LeftYes, "IRIS-77", "500.000")
	require.Equal(t, http.StatusSeeOther, gone.status, words(gone.body))
	require.Contains(t, words(gita.follow(gone).body), "Pencairan tercatat terkirim")
	require.Equal(t, http.StatusSeeOther, s.saw(gita, form, view.LeftYes, "IRIS-77", "500.000").status, "the form was sent twice")
	shown := words(gita.eventually(s.page, "Rujukan IRIS-77.").body)
	require.NotContains(t, shown, "Apa hasil percobaan")
	require.NotContains(t, shown, "Dikembalikan bank?", "the channel sent it, and tells")
	require.Len(t, s.seller().Past, 1)

	// The channel denies it later: nothing is due again before somebody has looked once more.
	s.says(payout.NoteNotSent{Payout: s.which, Attempt: 1, Failure: payment.FailureAccount, Code: "002"})
	require.Equal(t, string(payment.SaidNotSent), s.seller().Held)
	require.Zero(t, s.seller().Due)
	again := gita.eventually(s.page, "Kanal mengabarkan yang sebaliknya")
	require.Contains(t, words(again.body), "dananya masuk saldo perajin lagi")
	back := s.saw(gita, again, view.LeftNo, "dasbor 25/11", "500.000")
	require.Contains(t, words(gita.follow(back).body), "Dananya masuk saldo perajin lagi")
	require.Equal(t, money.Rupiah(500_000), s.seller().Due)
}

//money:case §4.6 unknown for good
func TestAnOperatorSaysThatAPayoutDidNotLeave(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita := s.as("gita")
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	stayed := s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "500.000")
	require.Contains(t, words(gita.follow(stayed).body), "Tidak ada yang dikirim lagi sebelum Anda memilih")
	next := gita.eventually(s.page, "Kirim lewat kanal sekarang")
	gita.follow(gita.submit(next, view.OpsPayoutActURL(s.which.String(), view.ActAgain)))
	require.Equal(t, payout.StateQueued, s.seller().Live.State)

	// The channel says that it left all the same: the second attempt waits, and whoever was wrong says so.
	s.says(payout.NoteSent{Payout: s.which, Attempt: 1, Evidence: "emu1"})
	require.Equal(t, string(payment.SaidSent), s.seller().Held)
	s.says(payout.Submit{Payout: s.which, Attempt: 2})
	require.Equal(t, payout.StateQueued, s.seller().Live.State, "nothing is sent meanwhile")
	again := gita.eventually(s.page, "Kanal mengabarkan yang sebaliknya")
	gita.follow(s.saw(gita, again, view.LeftYes, "emu1", "500.000"))
	require.Nil(t, s.seller().Live)
	require.Len(t, s.seller().Past, 1)
}

// The channel has taken it on: it may leave yet.
//
//money:case §4.6 unknown for good
func TestAPayoutThatTheChannelHasTakenOnIsNotSaidToHaveStayed(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita := s.as("gita")
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	s.says(payout.Accept{Payout: s.which, Attempt: 1, Reference: "emu1"})
	late := s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "500.000")
	require.Equal(t, http.StatusConflict, late.status)
	require.Contains(t, words(late.body), "mungkin sedang mengirim dananya")
	require.NotContains(t, words(late.body), "Apa hasil percobaan", "the channel tells")
	s.says(payout.NoteUnclear{Payout: s.which, Attempt: 1})
	form = gita.eventually(s.page, "setelah kanal satu jam tidak menjawab")
	require.NotContains(t, words(form.body), "percobaan ini tercatat gagal")
	late = s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "500.000")
	require.Equal(t, http.StatusConflict, late.status)
	require.Empty(t, s.events("payout.outcome_noted.v1"))
}

// One transfer is the evidence of one thing: of another brand's payout it is none.
//
//money:case §4.6 unknown for good
func TestWhatProvedAnotherBrandsPayoutProvesNothingElse(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita, other := s.as("gita"), id.New()
	of := payout.Of{Campaign: id.New(), Participation: id.New(), Receipt: id.New()}
	box := s.seller().Account.Sealed
	for _, command := range []payout.Command{
		payout.Accrue{Brand: other, Of: of, Split: sambatan.Split{Goods: 500_000}, Home: money.Bank("8830124477")},
		payout.GiveAccount{Brand: other, By: id.New(), Account: box},
		payout.ApproveAccount{Number: 1, By: id.New()},
		payout.Open{By: id.New(), Policy: payout.Policy{LimitOne: payout.DefaultLimitOne, ByHand: true}},
		payout.MarkPaid{Payout: payout.ID(other, 1), By: id.New(), Evidence: "FT 77"},
	} {
		s.give(payout.Sellers.Command(other.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:" + id.New().String()}))
	}
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	taken := s.saw(gita, form, view.LeftYes, "ft  77", "500.000")
	require.Equal(t, http.StatusConflict, taken.status)
	require.Contains(t, words(taken.body), "sudah menjadi bukti pengiriman lain")
	gita.follow(s.saw(gita, gita.page(s.page), view.LeftNo, "FT 77", "500.000"))
	mark := view.OpsPayoutActURL(s.which.String(), view.ActPaidByHand)
	taken = gita.submit(gita.page(s.page), mark, view.FieldBankRef, "FT  77")
	require.Equal(t, http.StatusConflict, taken.status)
	require.Contains(t, words(taken.body), "sudah menjadi bukti pengiriman lain")
	require.Empty(t, s.seller().Past)
	gita.follow(gita.submit(gita.page(s.page), mark, view.FieldBankRef, "FT 78"))
	require.Len(t, s.seller().Past, 1)
}

// The brand names another account while the channel is silent.
//
//money:case §4.6 unknown for good
func TestWhatDidNotLeaveGoesToTheAccountNamedMeanwhileOnceItHasCooled(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita, sekar := s.as("gita"), s.as("sekar")
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	s.names(sekar, "1370007654321")
	gita.follow(s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "500.000"))
	gita.eventually(s.page, "Rekening diganti sebelum dananya dikirim.")
	seller := s.seller()
	require.Nil(t, seller.Live)
	require.Equal(t, money.Rupiah(500_000), seller.Due)
	require.WithinDuration(t, time.Now().Add(payout.Cooling), seller.Account.UsableFrom, time.Hour)
}

//money:case §4.6 unknown for good
func TestTheChannelAnswersBetweenThePageAndTheClick(t *testing.T) {
	t.Parallel()
	s := silent(t, 500_000)
	gita := s.as("gita")
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	s.says(payout.NoteSent{Payout: s.which, Attempt: 1, Evidence: "emu1"})
	late := s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "500.000")
	require.Equal(t, http.StatusConflict, late.status)
	require.Contains(t, words(late.body), "sudah terkirim, dibatalkan, atau berakhir")
	require.Len(t, s.seller().Past, 1)
	require.Empty(t, s.events("payout.outcome_noted.v1"))
}

//money:case §4.6 unknown for good, four eyes
func TestTwoOperatorsSayWhatBecameOfALargePayout(t *testing.T) {
	t.Parallel()
	s := silent(t, payout.DefaultLimitOne+1)
	gita, raka := s.as("gita"), s.secondOperator()
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	first := s.saw(gita, form, view.LeftYes, "IRIS-77", "10.000.001")
	require.Contains(t, words(gita.follow(first).body), "Petugas lain harus melihat hal yang sama")
	alone := s.saw(gita, gita.page(s.page), view.LeftYes, "IRIS-77", "10.000.001")
	require.Equal(t, http.StatusConflict, alone.status)
	require.NotContains(t, words(gita.page(s.page).body), "Setuju, sudah keluar", "one's own word is not agreed to")
	require.Empty(t, s.seller().Past)

	proposed := raka.page(s.page)
	require.Contains(t, words(proposed.body), "Gita Anggraini menulis bahwa percobaan ini sudah keluar, bukti IRIS-77")
	require.Contains(t, words(proposed.body), "Setuju, sudah keluar")
	raka.follow(s.saw(raka, proposed, view.LeftYes, "IRIS-77", "10.000.001"))
	require.Len(t, s.seller().Past, 1)
}

// Two had said that it stayed; one of them finds it in the statement.
//
//money:case §4.6 unknown for good, four eyes
func TestWhatOneOperatorFoundInTheStatementIsNotSentAgainBeforeAnotherLooked(t *testing.T) {
	t.Parallel()
	s := silent(t, payout.DefaultLimitOne+1)
	gita, raka := s.as("gita"), s.secondOperator()
	form := gita.eventually(s.page, "Apa hasil percobaan ke-1?")
	gita.follow(s.saw(gita, form, view.LeftNo, "mutasi sampai 25/11", "10.000.001"))
	raka.follow(s.saw(raka, raka.eventually(s.page, "Setuju, tidak keluar"), view.LeftNo, "mutasi sampai 25/11", "10.000.001"))
	gita.follow(s.saw(gita, gita.eventually(s.page, "percobaan ke-1?"), view.LeftYes, "IRIS-77", "10.000.001"))
	for _, act := range []view.PayoutAct{view.ActAgain, view.ActHandOver, view.ActCancel} {
		refused := raka.submit(raka.page(s.page), view.OpsPayoutActURL(s.which.String(), act), view.FieldReason, "salah")
		require.Equal(t, http.StatusConflict, refused.status, words(refused.body))
		require.Contains(t, words(refused.body), "satu percobaan sudah keluar")
	}
	proposed := raka.page(s.page)
	require.Contains(t, words(proposed.body), "Setuju, sudah keluar")
	raka.follow(s.saw(raka, proposed, view.LeftNo, "mutasi sampai 26/11", "10.000.001"))
	raka.follow(raka.submit(raka.page(s.page), view.OpsPayoutActURL(s.which.String(), view.ActAgain)))
	require.Equal(t, payout.StateQueued, s.seller().Live.State)
}

// Both agree at once that nothing left, and both send the form: it fails once.
//
//money:case §4.6 unknown for good, four eyes
func TestTwoOperatorsAtOnceEndAnAttemptOnce(t *testing.T) {
	t.Parallel()
	s := silent(t, payout.DefaultLimitOne+1)
	both := []*browser{s.as("gita"), s.secondOperator()}
	both[0].eventually(s.page, "Apa hasil percobaan ke-1?")
	pages := []answer{both[0].page(s.page), both[1].page(s.page)}
	var group sync.WaitGroup
	got := make([]int, len(both))
	for i, b := range both {
		group.Go(func() {
			got[i] = s.saw(b, pages[i], view.LeftNo, "mutasi sampai 25/11", "10.000.001").status
		})
	}
	group.Wait()
	require.Equal(t, []int{http.StatusSeeOther}, slices.Compact(got))
	require.Len(t, s.events("payout.outcome_proposed.v1"), 1)
	require.Len(t, s.events("payout.outcome_noted.v1"), 1)
	require.Equal(t, payout.StateFailed, s.seller().Live.State)
}

//money:case §4.5 transfer by hand reversed, taken back
func TestAnOperatorDropsWhatWasSaidToHaveComeBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, raka := s.as("gita"), s.secondOperator()
	refund := s.owed(payment.FourEyesAbove+1, payment.RefundsByHand)
	show, mark := view.OpsRefundShowURL(refund.String()), view.OpsRefundActURL(refund.String(), view.ActByHand)
	act, drop := view.OpsRefundActURL(refund.String(), view.ActCame), view.OpsRefundActURL(refund.String(), view.ActUnsay)
	gita.submit(gita.page(show), mark, view.FieldBankRef, "FT-SATU")
	raka.submit(raka.eventually(show, "FT-SATU"), mark, view.FieldBankRef, "FT-SATU")
	for _, by := range []*browser{gita, raka} {
		said := gita.cameBack(gita.eventually(show, "Dikembalikan bank?"), act, "RTR-1", "10.000.001", view.FieldAnother, "ya")
		require.Equal(t, http.StatusSeeOther, said.status, words(said.body))
		gita.follow(said)
		page := by.eventually(show, "Batalkan usulan")
		stale := raka.page(show)
		line := payment.ReceiptID(account, "RTR-1")
		receipt, _, err := eventstore.Load(t.Context(), s.store, payment.Receipts, line.String())
		require.NoError(t, err)
		_, hash := receipt.Proposed()
		require.NotEmpty(t, hash)
		dropped := by.submit(page, drop)
		require.Equal(t, http.StatusSeeOther, dropped.status, words(dropped.body))
		shown := words(by.follow(dropped).body)
		require.Contains(t, shown, "Usulan dibatalkan")
		require.NotContains(t, shown, "Usulan: dikembalikan bank")
		late := raka.submit(stale, drop, view.FieldReceipt, line.String(), view.FieldSeen, hash)
		require.Equal(t, http.StatusConflict, late.status)
		require.Contains(t, words(late.body), "sudah dibatalkan atau sudah disetujui")
	}
	require.Len(t, s.events("payment.return_proposal_dropped.v1"), 2)
	require.Empty(t, s.events("payment.return_recorded.v1"))
	require.Contains(t, words(gita.page(view.OpsSuspenseURL).body), "RTR-1", "it can be decided otherwise")
	require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "Cocokkan dan setujui")
}
