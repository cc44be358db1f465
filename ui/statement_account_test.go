package ui_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// movesTo restarts the pages and the process managers with another receiving account.
func (s *site) movesTo(backend ui.Backend, number string) {
	backend.Account = ui.ReceivingAccount{Bank: "Bank Kertas Biru", Number: number, Holder: "Sensasiwangi Penampung"}
	backend.Process.Account, backend.Process.Bank, backend.Process.Holder = number, backend.Account.Bank, backend.Account.Holder
	s.process.Store(&backend.Process)
	s.server = ui.New(backend)
}

// Another account takes the place of the one that a buyer was told to transfer to: the buyer is told what they were told,
// and what they transfer there is found. Whoever joins now is told the new one.
func TestWhatWasIssuedIsPaidToTheAccountThatItWasIssuedWith(t *testing.T) {
	t.Parallel()
	var backend ui.Backend
	s := newSite(t, func(b *ui.Backend) {
		b.Process.Bank, b.Process.Holder = b.Account.Bank, b.Account.Holder
		backend = *b
	})
	dinar, gita := s.as("dinar"), s.as("gita")
	campaign := s.open()
	order, amount := dinar.owes(campaign)

	s.movesTo(backend, "5520017788")
	told := words(dinar.page(order).body)
	require.Contains(t, told, "8801 0022 33 Bank Lintas Nusa a.n. Rekening Bersama")
	require.NotContains(t, told, "5520")
	require.NotContains(t, told, "Kertas Biru")

	raka := s.as("raka")
	other := raka.join(campaign)
	require.Contains(t, words(raka.page(other).body), "5520 0177 88 Bank Kertas Biru a.n. Sensasiwangi Penampung")

	head := "rekening;tanggal;waktu;keterangan;jumlah;referensi\n"
	require.Contains(t, words(gita.sendFile(head+"1234567890;"+line(time.Now(), true, "TRANSFER", amount, "LAMA-1")).body), "File milik rekening lain")
	statement := gita.upload(head + account + ";" + line(time.Now(), true, "TRANSFER DARI DINAR", amount, "LAMA-1"))
	require.Contains(t, words(gita.page(view.OpsStatementURL(statement)).body), "Cocok Untuk "+order[len("/pesanan/"):])
	gita.record(statement)
	dinar.eventually(order, "Slot aman")
	last, _ := s.last("payment.receipt_recorded.v1")
	require.Contains(t, last, `"account":"`+account+`"`, "the money is where it came to")
}

// What was issued with an account ends there, after it was changed twice: the buyer says that it was transferred, an operator
// confirms it by hand, and the order is paid; another gives the slots back. No code of the old account stays taken.
func TestWhatWasIssuedWithAnAccountEndsThere(t *testing.T) {
	t.Parallel()
	var backend ui.Backend
	s := newSite(t, func(b *ui.Backend) { backend = *b })
	dinar, raka, gita := s.as("dinar"), s.as("raka"), s.as("gita")
	campaign := s.open()
	paid, amount := dinar.owes(campaign)
	given, _ := raka.owes(campaign)
	first, total := s.last("payment.instruction_issued.v1")
	free := s.freeCodes(first)
	s.movesTo(backend, "5520017788")
	s.movesTo(backend, "9900112233")

	told := dinar.submit(dinar.page(paid), paid+"/transfer", transferred()...)
	require.Contains(t, words(dinar.follow(told).body), "Transfer sedang dicek")
	code := paid[len("/pesanan/"):]
	list := gita.eventually(view.OpsTransferURL, code)
	_, row, _ := strings.Cut(list.body, code)
	require.Contains(t, words(gita.page(confirmPath.FindString(row)).body), "mutasi rekening 8801 0022 33.", "the operator sees whose statement to look at")
	s.confirm(paid, amount, "LAMA-2", time.Now())
	dinar.eventually(paid, "Slot aman")
	raka.follow(raka.submit(raka.page(given), given+"/lepas"))

	require.Eventually(t, func() bool { return s.freeCodes(first) == free+2 }, time.Minute, 5*time.Millisecond, "both codes are free")
	_, issued := s.last("payment.instruction_issued.v1")
	require.Equal(t, total, issued, "nothing was issued anew")
	s.caughtUp(s.progress)
	for _, left := range []string{code, given[len("/pesanan/"):]} {
		require.NotContains(t, gita.page(view.OpsTransferURL).body, left, "nobody waits for it any more")
	}
}

// freeCodes of the account and amount that something was issued for.
func (s *site) freeCodes(issued string) int {
	s.t.Helper()
	var like payment.InstructionIssued
	require.NoError(s.t, json.Unmarshal([]byte(issued), &like))
	book, _, err := eventstore.Load(s.t.Context(), s.store, payment.Instructions, payment.InstructionStream(like.Account, like.Amount))
	require.NoError(s.t, err)
	return book.FreeCodes()
}

// A line of the new account with the very total of an instruction of the old one is nobody's: it is kept in suspense, where an
// operator finds whose it is, and the order is paid by it then. The money stays where it came to.
//
//money:case §4.3 paid to another account than told
func TestALineOfAnotherAccountIsNotTakenForAnInstruction(t *testing.T) {
	t.Parallel()
	var backend ui.Backend
	s := newSite(t, func(b *ui.Backend) { backend = *b })
	dinar, gita := s.as("dinar"), s.as("gita")
	order, amount := dinar.owes(s.open())
	first, _ := s.last("payment.instruction_issued.v1")
	free := s.freeCodes(first)
	s.movesTo(backend, "5520017788")

	statement := gita.upload("rekening;tanggal;waktu;keterangan;jumlah;referensi\n5520017788;" + line(time.Now(), true, "TRANSFER DARI DINAR", amount, "BARU-1"))
	require.NotContains(t, words(gita.page(view.OpsStatementURL(statement)).body), "Cocok Untuk")
	gita.record(statement)
	list := gita.eventually(view.OpsSuspenseURL, "BARU-1")
	require.NotContains(t, words(dinar.page(order).body), "Slot aman")
	before, _, _ := strings.Cut(list.body, "BARU-1")
	_, after, _ := strings.Cut(list.body, "BARU-1")
	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}`).FindString(after)
	require.NotEmpty(t, action, before)
	got := gita.submit(list, action, view.FieldAct, view.ActAllocate, view.FieldOrderCode, order[len("/pesanan/"):])
	require.Contains(t, gita.follow(got).body, "Dana titipan dipasangkan dengan pesanan")
	dinar.eventually(order, "Slot aman")
	recorded, _ := s.last("payment.receipt_recorded.v1")
	require.Contains(t, recorded, `"account":"5520017788"`)
	require.Eventually(t, func() bool { return s.freeCodes(first) == free+1 }, time.Minute, 5*time.Millisecond, "the code of the old account is free")
}
