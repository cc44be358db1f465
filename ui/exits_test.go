package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// refundDone is the form of a refund that is to be sent.
var refundDone = regexp.MustCompile(`/ops/pengembalian/[0-9a-f-]{36}/terkirim`)

// cameBack says of what is on a page that the bank returned it.
func (b *browser) cameBack(from answer, action, reference, amount string, more ...string) answer {
	b.t.Helper()
	typed := []string{view.FieldReturnRef, reference, view.FieldReturnDay, view.DateInput(time.Now()), view.FieldReturnAmount, amount}
	return b.submit(from, action, append(typed, more...)...)
}

// calledOff is an order that was paid and called off: an operator has to send its money back.
func calledOff(t *testing.T, policy payment.RefundPolicy) (s *site, dinar, gita *browser, order, amount string) {
	t.Helper()
	s = newSite(t, func(backend *ui.Backend) { backend.Process.Refunds = policy })
	dinar, gita = s.as("dinar"), s.as("gita")
	sekar := s.as("sekar")
	campaign := s.open()
	order = dinar.join(campaign)
	amount = dinar.due(order)
	s.confirm(order, amount, "FT-MASUK", time.Now())
	dinar.eventually(order, "Ditahan di Rekening Bersama")
	off := view.MakerCancelURL(campaign)
	sekar.follow(sekar.submit(sekar.page(off), off, view.FieldReason, "Bahan habis"))
	return s, dinar, gita, order, amount
}

// timesOf is how often something happened about an order.
func (s *site) timesOf(kind, order string) (times int) {
	s.t.Helper()
	for _, recorded := range s.events(kind) {
		if strings.Contains(string(recorded.Data), s.participation(order).String()) {
			times++
		}
	}
	return times
}

// asksAgain follows a refund that came back to its end: the buyer names another account, and an
// operator sends it there.
func asksAgain(dinar, gita *browser, order, show string) {
	account := order + "/rekening"
	asked := dinar.eventually(order, "Tulis rekening lain")
	require.Contains(dinar.t, words(asked.body), "mengembalikan")
	dinar.follow(dinar.submit(dinar.page(account), account, view.FieldBank, "mandiri", view.FieldAccount, "1370001234567", view.FieldHolder, "Dinar Nareswari"))
	again := gita.eventually(show, "Harus dikirim petugas")
	require.Contains(gita.t, words(again.body), "1370001234567")
	act := show + "/" + string(view.ActByHand)
	gita.follow(gita.submit(again, act, view.FieldBankRef, "FT-DUA"))
	dinar.eventually(order, "FT-DUA")
}

// lands follows redirects until there is a page.
func (b *browser) lands(from answer) answer {
	b.t.Helper()
	for from.status == http.StatusSeeOther {
		from = b.get(from.header.Get("Location"))
	}
	require.Equal(b.t, http.StatusOK, from.status, words(from.body))
	return from
}

// Days after an operator transferred it, the buyer's bank sends it back: the buyer is asked for
// another account, and has the money once in the end.
//
//money:case §4.5 transfer by hand reversed
func TestARefundThatABankSendsBackIsSentOnceToAnotherAccount(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]payment.RefundPolicy{"on its way": payment.RefundsByHand, "on its receipt": payment.RefundsUnrouted} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, dinar, gita, order, amount := calledOff(t, policy)
			code := strings.TrimPrefix(order, view.MineURL+"/")
			_, row, _ := strings.Cut(gita.eventually(view.OpsRefundURL, code).body, code)
			form := refundDone.FindString(row)
			gita.follow(gita.submit(gita.page(form), form, view.FieldBankRef, "FT-SATU"))
			dinar.eventually(order, "FT-SATU")
			show := form[:len(form)-len("/terkirim")]
			require.Contains(t, gita.eventually(view.OpsRefundURL+"?status=selesai", "FT-SATU").body, show, "the list leads there")

			sent := gita.eventually(show, "Dikembalikan bank?")
			act := show + "/" + string(view.ActCame)
			require.Equal(t, http.StatusUnprocessableEntity, gita.submit(sent, act).status)
			other := gita.cameBack(sent, act, "RTR-1", "100.000")
			require.Equal(t, http.StatusConflict, other.status)
			require.Contains(t, words(other.body), "Jumlahnya berbeda")
			noted := gita.cameBack(sent, act, "RTR-1", amount)
			if noted.status == http.StatusConflict { // it looks like what the buyer had paid
				require.Contains(t, words(noted.body), "Ada uang masuk sejumlah ini dengan rujukan FT-MASUK")
				noted = gita.cameBack(noted, act, "RTR-1", amount, view.FieldAnother, "ya")
			}
			require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
			require.Contains(t, words(gita.lands(noted).body), "Tercatat dikembalikan bank")
			asksAgain(dinar, gita, order, show)

			again := gita.cameBack(gita.eventually(show, "FT-DUA"), act, "RTR-1", amount, view.FieldAnother, "ya")
			require.Equal(t, http.StatusConflict, again.status)
			require.Contains(t, words(again.body), "Baris ini sudah dipakai")
			require.Equal(t, 2, s.timesOf("payment.refund_transferred.v1", order))
			require.Equal(t, 1, s.timesOf("payment.refund_returned.v1", order))
			require.Len(t, s.events("payment.return_recorded.v1"), 1)
			require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "RTR-1", "it is nobody's no more")
		})
	}
}

// A line that was imported before anybody knew what it is stays one line.
//
//money:case §4.5 transfer by hand reversed
func TestALineInSuspenseTurnsOutToBeWhatWasSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	refund := s.owed(52_000, payment.RefundsByHand)
	show, act := view.OpsRefundShowURL(refund.String()), view.OpsRefundActURL(refund.String(), view.ActCame)
	gita.follow(gita.submit(gita.eventually(show, "Harus dikirim petugas"), view.OpsRefundActURL(refund.String(), view.ActByHand), view.FieldBankRef, "FT-SATU"))
	line := payment.ReceiptID(account, "RTR-9")
	s.give(payment.Receipts.Command(line.String(), payment.RecordReceipt{
		Receipt: line, Account: account, Amount: 52_000, PaidAt: time.Now().Add(-time.Minute), Reference: "RTR-9",
	}, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	sent := gita.eventually(show, "Dikembalikan bank?")
	typo := gita.cameBack(sent, act, "RTR 9", "52.000")
	require.Equal(t, http.StatusConflict, typo.status, "the same line by another name would be another one")
	require.Contains(t, words(typo.body), "Baris ini mungkin sudah tercatat")
	gita.lands(gita.cameBack(typo, act, "RTR-9", "52.000", view.FieldAnother, "ya"))
	waits := words(gita.eventually(show, "Harus dikirim petugas").body)
	require.Contains(t, waits, "52.000")
	require.Empty(t, s.events("payment.return_dropped.v1"))
	require.Len(t, s.events("payment.return_recorded.v1"), 1)
}

// It came to the account that buyers had been told before: it is that line, and no other one at today's account.
//
//money:case §4.5 transfer by hand reversed
func TestALineThatCameToAnOlderAccountTurnsOutToBeWhatWasSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	refund := s.owed(52_000, payment.RefundsByHand)
	show, act := view.OpsRefundShowURL(refund.String()), view.OpsRefundActURL(refund.String(), view.ActCame)
	gita.follow(gita.submit(gita.eventually(show, "Harus dikirim petugas"), view.OpsRefundActURL(refund.String(), view.ActByHand), view.FieldBankRef, "FT-SATU"))
	line := payment.ReceiptID("5520017788", "RTR-9")
	s.give(payment.Receipts.Command(line.String(), payment.RecordReceipt{
		Receipt: line, Account: "5520017788", Amount: 52_000, PaidAt: time.Now().Add(-time.Minute), Reference: "RTR-9",
	}, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	recorded := s.receipts()
	gita.lands(gita.cameBack(gita.eventually(show, "Dikembalikan bank?"), act, "RTR-9", "52.000"))
	gita.eventually(show, "Harus dikirim petugas")
	require.Equal(t, recorded, s.receipts(), "the money came once")
	data, _ := s.last("payment.return_recorded.v1")
	require.Contains(t, data, line.String())
}

//money:case §4.5 transfer by hand reversed, four eyes
func TestALargeRefundThatCameBackIsRecordedByTwo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, raka := s.as("gita"), s.secondOperator()
	refund := s.owed(payment.FourEyesAbove+1, payment.RefundsByHand)
	show, mark := view.OpsRefundShowURL(refund.String()), view.OpsRefundActURL(refund.String(), view.ActByHand)
	act := view.OpsRefundActURL(refund.String(), view.ActCame)
	gita.submit(gita.page(show), mark, view.FieldBankRef, "FT-SATU")
	raka.submit(raka.eventually(show, "FT-SATU"), mark, view.FieldBankRef, "FT-SATU")

	sent := gita.eventually(show, "Dikembalikan bank?")
	first := gita.cameBack(sent, act, "RTR-1", "10.000.001", view.FieldAnother, "ya")
	require.Contains(t, words(gita.follow(first).body), "Petugas lain harus mencocokkannya")
	require.Equal(t, payment.CaseManualDone, s.refund(refund).State, "one person's word is not enough")
	alone := gita.cameBack(gita.page(show), act, "RTR-1", "10.000.001", view.FieldAnother, "ya")
	require.Contains(t, words(alone.body), "Perlu petugas lain")
	raka.eventually(view.NotificationsURL, "dikembalikan bank, perlu dicocokkan")
	require.Contains(t, words(gita.page(show).body), "Gita Anggraini menulis bahwa Rp10.000.001 pulang ke rekening kita pada "+view.Date(time.Now()))
	require.NotContains(t, words(gita.page(show).body), "Setuju, catat dikembalikan bank", "one's own word is not agreed to")
	desk := raka.page(view.OpsSuspenseURL)
	require.Contains(t, words(desk.body), "Gita Anggraini menulis bahwa ini transfer kita yang dikembalikan bank. Cocokkan dan setujui")
	require.Contains(t, desk.body, `href="`+show+"#usulan-")
	proposed := raka.page(show)
	require.Contains(t, words(proposed.body), "Setuju, catat dikembalikan bank")
	raka.lands(raka.submit(proposed, act))
	gita.eventually(show, "Harus dikirim petugas")
	require.Equal(t, payment.CaseQueued, s.refund(refund).State)
}

// The channel had sent it when an operator transferred it, too: that is on record, and nobody is
// sent anything more.
//
//money:case §4.5 sent twice
func TestARefundThatLeftTwiceIsSeenOnTheDesk(t *testing.T) {
	t.Parallel()
	s, b := newBankWith(t, nil, func(backend *ui.Backend) { backend.Process.Refunds = payment.RefundsAutomatic })
	dinar, sekar, gita := s.as("dinar"), s.as("sekar"), s.as("gita")
	campaign := s.open("slot", "3", "minimal", "2")
	order := dinar.join(campaign)
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Slot aman")
	off := view.MakerCancelURL(campaign)
	sekar.follow(sekar.submit(sekar.page(off), off, view.FieldReason, "Bahan habis"))
	refund := s.refundOf(order)
	show := view.OpsRefundShowURL(refund.String())
	form := gita.eventually(show, "Antre dikirim otomatis")
	b.sends(s, refund)
	require.Equal(t, payment.CaseSucceeded, s.refund(refund).State)

	late := gita.submit(form, view.OpsRefundActURL(refund.String(), view.ActByHand), view.FieldBankRef, "FT 9")
	require.Equal(t, http.StatusConflict, late.status)
	sent := gita.eventually(show, "Terkirim dua kali?")
	act := view.OpsRefundActURL(refund.String(), view.ActTwice)
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(sent, act).status)
	require.Contains(t, words(gita.submit(sent, act, view.FieldTwiceRef, s.refund(refund).Evidence).body), "Itu transfer yang sama")
	noted := gita.submit(gita.page(show), act, view.FieldTwiceRef, "FT 9")
	require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
	require.Contains(t, words(gita.lands(noted).body), "Pembeli tidak dikirimi apa-apa lagi")
	require.Contains(t, words(gita.eventually(show, "Selain yang tercatat di bawah").body), "FT 9")
	desk := words(gita.eventually(view.OpsSuspenseURL, "terkirim dua kali").body)
	require.Contains(t, desk, "Barang dan slotnya tidak tersangkut.")
	require.Contains(t, desk, "Sudah dikembalikan")
	require.Contains(t, desk, "Catat sebagai rugi")
	gita.eventually(view.NotificationsURL, "terkirim dua kali")
	require.Len(t, s.events("payment.refund_sent_twice.v1"), 1)
	require.Equal(t, 1, s.timesOf("payment.refund_transferred.v1", order))
}

// Two operators transfer a refund that has no way of its own.
//
//money:case §4.5 sent twice
func TestARefundWithoutAWayThatLeftTwiceIsOnRecord(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	refund := s.owed(52_000, payment.RefundsUnrouted)
	form := view.OpsRefundDoneURL(refund.String())
	gita.follow(gita.submit(gita.page(form), form, view.FieldBankRef, "FT-SATU"))
	show, act := view.OpsRefundShowURL(refund.String()), view.OpsRefundActURL(refund.String(), view.ActTwice)
	sent := gita.eventually(show, "Terkirim dua kali?")
	require.Contains(t, words(gita.submit(sent, act, view.FieldTwiceRef, "FT-SATU").body), "Itu transfer yang sama")
	another := s.owed(53_000, payment.RefundsUnrouted)
	other := view.OpsRefundDoneURL(another.String())
	gita.follow(gita.submit(gita.page(other), other, view.FieldBankRef, "FT-LAIN"))
	taken := gita.submit(gita.page(show), act, view.FieldTwiceRef, "ft-lain")
	require.Equal(t, http.StatusConflict, taken.status)
	require.Contains(t, words(taken.body), "Rujukan ini sudah menjadi bukti pengiriman lain")
	require.Empty(t, s.events("payment.refund_sent_twice.v1"))
	gita.follow(gita.submit(gita.page(show), act, view.FieldTwiceRef, "FT-DUA"))
	gita.eventually(view.OpsSuspenseURL, "terkirim dua kali")
	require.Contains(t, gita.page(show).body, `name="`+view.FieldReturnDay+`" value="`+view.DateInput(time.Now())+`"`, "it mostly came today")
	came := gita.cameBack(gita.page(show), view.OpsRefundActURL(refund.String(), view.ActCame), "RTR-1", "52.000", view.FieldAnother, "ya")
	require.Contains(t, words(came.body), "jadi yang pulang menutup kekurangannya")
}

// A payout that an operator sent comes back: the brand is due it again, and names another account.
//
//money:case §4.6 transfer by hand reversed
func TestAPayoutThatABankSendsBackIsDueAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar, gita, brand := s.as("sekar"), s.as("gita"), s.subject("sekar").Brand
	page, act := s.paidByHand(payout.DefaultLimitOne)

	sent := gita.eventually(page, "Dikembalikan bank?")
	require.Contains(t, words(gita.cameBack(sent, act, "RTR-CAIR", "400.000").body), "Jumlahnya berbeda")
	noted := gita.cameBack(gita.page(page), act, "RTR-CAIR", "500.000", view.FieldAnother, "ya")
	require.Equal(t, http.StatusSeeOther, noted.status, words(noted.body))
	require.Contains(t, words(gita.eventually(page, "Bank penerima mengembalikan dananya").body), "Dananya masuk pencairan berikutnya")
	sekar.eventually(view.SellerURL, "Tulis rekening lain")
	again := gita.cameBack(sent, act, "RTR-CAIR-2", "500.000", view.FieldAnother, "ya")
	require.Equal(t, http.StatusConflict, again.status)
	require.Contains(t, words(again.body), "sudah tercatat dikembalikan bank")

	seller, _, err := eventstore.Load(t.Context(), s.store, payout.Sellers, brand.String())
	require.NoError(t, err)
	require.EqualValues(t, 500_000, seller.Due)
	require.Equal(t, payout.AccountBad, seller.Account.State)
	require.Len(t, s.events("payout.reversed.v1"), 1)
}

// paidByHand is a payout of 500,000 to sekar's brand that gita sent, and where that it came back is said.
func (s *site) paidByHand(limit money.Rupiah) (page, act string) {
	t := s.t
	t.Helper()
	sekar, gita, brand := s.as("sekar"), s.as("gita"), s.subject("sekar").Brand
	asks := func(c payout.Command) {
		s.give(payout.Sellers.Command(brand.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:" + id.New().String()}))
	}
	of := payout.Of{Campaign: id.New(), Participation: id.New(), Receipt: id.New()}
	asks(payout.Accrue{Brand: brand, Of: of, Split: sambatan.Split{Goods: 500_000}, Home: money.Bank(account)})
	typed := []string{view.FieldBank, "mandiri", view.FieldAccount, "1370001234567", view.FieldHolder, "Sekar Kinanti"}
	sekar.follow(sekar.submit(sekar.page(view.SellerAccountURL), view.SellerAccountURL, typed...))
	asks(payout.ApproveAccount{Number: 1, By: id.New()})
	asks(payout.Open{By: id.New(), Policy: payout.Policy{LimitOne: limit, ByHand: true}})
	which := payout.ID(brand, 1)
	page, act = view.OpsPayoutShowURL(which.String()), view.OpsPayoutActURL(which.String(), view.ActCameBack)
	if limit < 500_000 {
		seller, _, err := eventstore.Load(t.Context(), s.store, payout.Sellers, brand.String())
		require.NoError(t, err)
		asks(payout.Approve{Payout: which, By: id.New(), Hash: seller.Live.Hash, ByHand: true})
	}
	gita.follow(gita.submit(gita.eventually(page, "Tandai terkirim dengan bukti"), view.OpsPayoutActURL(which.String(), view.ActPaidByHand), view.FieldBankRef, "FT-CAIR"))
	return page, act
}

// Staff may be of a brand: that its payout came back is another operator's word, and the payout's own
// limit says when it takes two.
//
//money:case §4.6 transfer by hand reversed, one's own
func TestAnOperatorDoesNotSayThatTheirOwnBrandsPayoutCameBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page, act := s.paidByHand(499_999)
	gita, raka, brand := s.as("gita"), s.secondOperator(), s.subject("sekar").Brand
	says := func(user id.ID, of id.ID) answer {
		both := s.guest()
		token, _, err := s.sessions.Start(t.Context(), session.Subject{User: user, Roles: []identity.Role{identity.Operator, identity.Brand}, Brand: of})
		require.NoError(t, err)
		both.cookies["sid"] = token
		return both.cameBack(both.eventually(page, "Dikembalikan bank?"), act, "RTR-SENDIRI", "500.000", view.FieldAnother, "ya")
	}
	require.Contains(t, words(says(id.New(), brand).body), "Anda bagian dari perajin ini. Petugas lain yang memeriksa")
	require.Contains(t, words(says(s.subject("sekar").User, id.ID{}).body), "Anda yang menulis rekeningnya. Minta petugas lain")
	require.Empty(t, s.events("payment.return_proposed.v1"))

	require.Contains(t, words(gita.page(page).body), "dua petugas")
	gita.follow(gita.cameBack(gita.page(page), act, "RTR-CAIR", "500.000", view.FieldAnother, "ya"))
	require.Contains(t, words(gita.cameBack(gita.page(page), act, "RTR-CAIR", "500.000", view.FieldAnother, "ya").body), "Perlu petugas lain")
	require.Empty(t, s.events("payment.return_recorded.v1"))
	raka.follow(raka.cameBack(raka.eventually(page, "Setuju, catat dikembalikan bank"), act, "RTR-CAIR", "500.000", view.FieldAnother, "ya"))
	gita.eventually(page, "Bank penerima mengembalikan dananya")
	require.Len(t, s.events("payout.reversed.v1"), 1)
}
