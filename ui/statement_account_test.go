package ui_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

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

	backend.Account = ui.ReceivingAccount{Bank: "Bank Kertas Biru", Number: "5520017788", Holder: "Sensasiwangi Penampung"}
	backend.Process = payment.Process{Account: "5520017788", Bank: "Bank Kertas Biru", Holder: "Sensasiwangi Penampung"}
	s.server = ui.New(backend)
	told := words(dinar.page(order).body)
	require.Contains(t, told, "8801 0022 33 Bank Lintas Nusa a.n. Rekening Bersama")
	require.NotContains(t, told, "5520")
	require.NotContains(t, told, "Kertas Biru")

	raka := s.as("raka")
	other := raka.join(campaign) // the process managers have not heard of the change
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
