package ui_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// paidLess pays less than an attempt asks for, and has the cashier look.
func (b *bank) paidLess(s *site, order string, attempt int, amount int64) {
	s.t.Helper()
	name := payment.OrderName(s.participation(order), attempt)
	_, err := b.Pay(name, gatewayemu.Payment{Amount: amount})
	require.NoError(s.t, err)
	require.NoError(s.t, b.cashier.Check(s.t.Context(), name))
}

// heard tells what somebody was told of a kind.
func (s *site) heard(key string, template notification.Template) (rows []notifications.Row) {
	for _, row := range s.told(key) {
		if row.Template == string(template) {
			rows = append(rows, row)
		}
	}
	return rows
}

// rest is what an order asks to be transferred after a part came, and the page that does.
func (b *browser) rest(order, missing string) (total int, page answer) {
	b.t.Helper()
	page = b.eventually(order, "Kurang "+missing)
	for exactAmount.FindStringSubmatch(page.body) == nil { // its instruction is on its way
		page = b.eventually(order, "Kurang "+missing)
	}
	total, err := strconv.Atoi(exactAmount.FindStringSubmatch(page.body)[1])
	require.NoError(b.t, err)
	return total, page
}

//money:case §4.3 top-up of an underpayment
func TestABuyerWhoTransferredTooLittlePaysTheRestThroughTheGateway(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open())
	code := strings.TrimPrefix(order, view.MineURL+"/")
	before := s.receipts()
	s.confirm(order, "277.583", "FT-KURANG", time.Now())
	total, page := dinar.rest(order, "Rp5.417")
	said := words(page.body)
	require.Contains(t, said, "Kurang Rp5.417. Bayar sisanya sebelum ")
	require.Contains(t, said, "Rp277.583 sudah kami terima dan 1 slot tetap disimpan untuk Anda.")
	require.Contains(t, said, "Menunggu sisa pembayaran")
	require.Contains(t, said, "Menunggu sisanya, Rp5.417")
	require.Contains(t, said, "Selisih Rp0")
	require.Equal(t, 6, total/1000, "what is missing, up to the next thousand, and a code")
	require.Contains(t, words(dinar.page(view.MineURL).body), "Kurang Rp5.417")

	require.Contains(t, words(gita.eventually(view.OpsTransferURL, code).body), "sisa; Rp277.583 sudah masuk")
	desk := words(gita.eventually(view.OpsSuspenseURL, "Baru dibayar sebagian").body)
	require.Contains(t, desk, "Untuk "+code)
	require.Contains(t, desk, "Kurang Rp5.417 dari Rp283.000, ditunggu sampai ")
	require.Len(t, s.heard("dinar", notification.PartPaid), 1)
	require.Contains(t, words(dinar.page(view.NotificationsURL).body), "Kurang Rp5.417 untuk Uji Lewat Halaman")

	chosen := dinar.follow(dinar.submit(page, order+"/bayar", pays(payment.QRIS)...))
	require.Contains(t, words(chosen.body), "Jumlah Rp5.417")
	b.paid(s, order, 1)
	done := words(dinar.eventually(order, "Selisih Rp0").body)
	done = words(dinar.eventually(order, "Slot aman").body) + done
	require.NotContains(t, words(dinar.eventually(order, "Ditahan di Rekening Bersama").body), "Kurang Rp")
	require.Contains(t, done, "Transfer Rp277.583 kami catat")
	require.Equal(t, before+2, s.receipts())
	require.NotContains(t, words(gita.page(view.OpsSuspenseURL).body), "Baru dibayar sebagian")
}

//money:case §4.3 top-up of an underpayment
func TestARestThatIsTransferredIsFoundInTheStatement(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	order := dinar.join(s.open())
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.VABCA)...))
	b.paidLess(s, order, 1, 200_000)
	total, page := dinar.rest(order, "Rp83.000")
	require.NotContains(t, words(page.body), "Ganti cara bayar", "the old virtual account asks for too much")
	gita.eventually(view.OpsTransferURL, "sisa; Rp200.000 sudah masuk")
	statement := gita.upload(genericHead + line(time.Now(), true, "TRANSFER DARI DINAR", strconv.Itoa(total), ""))
	require.Contains(t, words(gita.page(view.OpsStatementURL(statement)).body), "Cocok Untuk "+order[len("/pesanan/"):])
	gita.record(statement)
	dinar.eventually(order, "Slot aman")
	require.Contains(t, words(dinar.eventually(order, "Kode unik, tetap milik Anda").body), "Rp"+strconv.Itoa(total-83_000))
}

//money:case §4.3 parts at the hold's expiry
func TestWhatIsPaidInPartsAndNotInFullGoesBackFromThePages(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar, gita := s.as("dinar"), s.as("gita")
	campaign := s.open()
	order := dinar.join(campaign)
	s.confirm(order, "150.000", "FT-SEBAGIAN", time.Now())
	_, page := dinar.rest(order, "Rp133.000")
	dinar.follow(dinar.submit(page, order+"/bayar", pays(payment.VABCA)...))
	b.paidLess(s, order, 1, 33_000)
	_, page = dinar.rest(order, "Rp100.000")
	require.Contains(t, words(page.body), "Rp183.000 sudah kami terima")

	s.ahead.Store(int64(5 * time.Hour)) // holds are for four
	lapse := sambatan.Campaigns.Command(campaign, sambatan.LapseHolds{}, eventstore.Meta{CommandID: id.New(), Actor: "timer"})
	result, err := s.store.Execute(t.Context(), lapse)
	require.NoError(t, err)
	require.NotEmpty(t, result.Events)
	back := words(dinar.eventually(order, "Dalam perjalanan kembali").body)
	require.Contains(t, back, "Slot dilepas karena pembayarannya belum lengkap.")
	require.Contains(t, back, "Pembayarannya belum lengkap saat slot ini dilepas, jadi yang sudah masuk kembali utuh.")
	require.Contains(t, words(dinar.eventually(order, "Rp183.000 sedang dikirim balik").body), "Selisih Rp0")
	due := words(gita.eventually(view.OpsRefundURL, "Rp33.000").body)
	require.Contains(t, due, "Rp150.000")
	require.Len(t, s.heard("dinar", notification.HoldExpired), 1)
	require.Contains(t, words(dinar.page(view.NotificationsURL).body), "pembayarannya masih kurang Rp100.000")
	require.Equal(t, http.StatusOK, dinar.page(view.MineURL+"?status="+string(view.MineReturn)).status)
}
