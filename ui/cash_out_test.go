package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// newBankThatPays is a bank whose cashier sends refunds, three hours and more from now.
func newBankThatPays(t *testing.T, changes ...func(*ui.Backend)) (*site, *bank) {
	t.Helper()
	s, b := newBankWith(t, nil, func(backend *ui.Backend) {
		backend.Process.Refunds = payment.RefundsAutomatic
		for _, change := range changes {
			change(backend)
		}
	})
	b.cashier.Vault, b.cashier.Now = s.vault, func() time.Time { return time.Now().Add(wallet.NewAccountRest + time.Minute) }
	return s, b
}

// cashOut asks for Rp150.000 of the balance, to an account that is typed in.
func (b *browser) cashOut() (page string, refund id.ID) {
	b.t.Helper()
	got := b.submit(b.page(view.CashOutURL), view.CashOutURL,
		view.FieldCashSum, "150.000", view.FieldCashTo, view.AnotherAccount, view.FieldBank, "bca", view.FieldAccount, "2048119311", view.FieldHolder, "Dinar Nareswari")
	require.Equal(b.t, http.StatusSeeOther, got.status, words(got.body))
	page, _, _ = strings.Cut(got.header.Get("Location"), "?")
	require.Contains(b.t, words(b.follow(got).body), "Permintaan tarik saldo tercatat")
	return page, wallet.CashOutRefund(id.MustParse(strings.TrimPrefix(page, view.CashOutURL+"/")))
}

// sends has the cashier send a refund, and look what became of it.
func (b *bank) sends(s *site, refund id.ID) {
	s.t.Helper()
	for range 2 {
		_, err := b.cashier.AdvanceRefund(s.t.Context(), refund)
		require.NoError(s.t, err)
		state, _, err := eventstore.Load(s.t.Context(), s.store, payment.Refunds, refund.String())
		require.NoError(s.t, err)
		if state.Payout != "" {
			require.NoError(s.t, b.cashier.CheckPayout(s.t.Context(), state.Payout, ""))
		}
	}
}

//money:case Wallet cash-out
func TestABalanceIsCashedOutToTheBuyersAccount(t *testing.T) {
	t.Parallel()
	s, b := newBankThatPays(t)
	b.SetAccount("bca", "2048119311", gatewayemu.Account{Name: "DINAR NARESWARI"})
	dinar := s.as("dinar")
	require.Contains(t, words(dinar.page(view.WalletURL).body), "Kirim saldo yang bisa dipakai ke rekening")
	page, refund := dinar.cashOut()
	waits := words(dinar.eventually(page, "Menunggu sebentar").body)
	require.Contains(t, waits, "Tarik saldo Rp150.000")
	require.Contains(t, waits, "BCA •••• 9311")
	require.Contains(t, waits, "Batalkan tarik saldo")
	saldo := words(dinar.page(view.WalletURL).body)
	require.Contains(t, saldo, "Bisa dipakai Rp350.000")
	require.Contains(t, saldo, "Sedang ditarik")
	require.Contains(t, saldo, "−Rp150.000")
	require.Contains(t, words(dinar.page(view.CashOutURL).body), "Masih ada tarik saldo yang berjalan")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "Tarik saldo").body), "Tarik saldo Rp150.000 kami proses")

	desk := words(s.as("gita").eventually(view.OpsRefundsURL("jalan"), "Tarik saldo").body)
	require.Contains(t, desk, "BCA 2048119311")
	found := words(s.as("gita").page(view.OpsRefundShowURL(refund.String())).body)
	require.Contains(t, found, "Saldo pembeli ditarik ke rekening sendiri.")
	require.Contains(t, found, "Dananya kembali ke saldo pembeli")

	b.sends(s, refund)
	sent := words(dinar.eventually(page, "Dana sudah dikirim").body)
	require.Contains(t, sent, "Rujukan")
	require.NotContains(t, sent, "Batalkan tarik saldo")
	require.NotContains(t, words(dinar.eventually(view.WalletURL, "Kirim saldo yang bisa dipakai").body), "Sedang ditarik")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "Rp150.000 sudah dikirim").body), "Tarik saldo Rp150.000 sudah dikirim")
	require.Contains(t, dinar.page(view.CashOutURL).body, "BCA •••• 9311", "it is known by now")
	require.Equal(t, http.StatusNotFound, s.as("raka").get(page).status, "nobody else's")
}

//money:case Wallet cash-out that stays
func TestACashOutIsCalledOff(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t)
	dinar := s.as("dinar")
	page, _ := dinar.cashOut()
	waits := dinar.eventually(page, "Batalkan tarik saldo")
	dinar.follow(dinar.submit(waits, page+"/batal"))
	require.Contains(t, words(dinar.eventually(page, "Dana kembali ke saldo").body), "Dibatalkan")
	saldo := words(dinar.eventually(view.WalletURL, "Tarik saldo tidak jadi").body)
	require.Contains(t, saldo, "Bisa dipakai Rp500.000")
	require.Contains(t, words(dinar.eventually(view.NotificationsURL, "kembali ke saldo").body), "Rp150.000 kembali ke saldo")
	late := dinar.follow(dinar.submit(waits, page+"/batal"))
	require.NotContains(t, words(late.body), "Bisa dipakai Rp650.000")
	require.Contains(t, words(dinar.page(view.WalletURL).body), "Bisa dipakai Rp500.000", "once")
}

//money:case Wallet cash-out to an account that is no good
func TestACashOutToSomebodyElsesAccountAsksForAnother(t *testing.T) {
	t.Parallel()
	s, b := newBankThatPays(t)
	b.SetAccount("bca", "2048119311", gatewayemu.Account{Name: "SUTRISNO HADI"})
	b.SetAccount("mandiri", "1370001234567", gatewayemu.Account{Name: "DINAR NARESWARI"})
	dinar := s.as("dinar")
	page, refund := dinar.cashOut()
	dinar.eventually(page, "Menunggu sebentar")
	b.sends(s, refund)
	asks := words(dinar.eventually(page, "Kami perlu rekening lain").body)
	require.Contains(t, asks, "Tulis rekening lain")
	require.Contains(t, asks, "Batalkan tarik saldo")
	form := dinar.page(page + "/rekening")
	wrong := dinar.submit(form, page+"/rekening", view.FieldBank, "mandiri", view.FieldAccount, "13", view.FieldHolder, "Dinar Nareswari")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.status)
	dinar.follow(dinar.submit(form, page+"/rekening", view.FieldBank, "mandiri", view.FieldAccount, "1370001234567", view.FieldHolder, "Dinar Nareswari"))
	dinar.eventually(page, "•••• 4567")
	b.sends(s, refund)
	dinar.eventually(page, "Dana sudah dikirim")
	require.Contains(t, words(dinar.follow(dinar.get(page+"/rekening")).body), "tidak menunggu rekening lagi")
}

func TestWhatCanNotBeCashedOutIsSaidSo(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t)
	dinar := s.as("dinar")
	for amount, says := range map[string]string{
		"": "Jumlah wajib diisi", "5.000": "paling sedikit Rp10.000", "500.001": "Saldo yang bisa ditarik Rp500.000", "sejuta": "rupiah bulat",
	} {
		got := dinar.submit(dinar.page(view.CashOutURL), view.CashOutURL,
			view.FieldCashSum, amount, view.FieldCashTo, view.AnotherAccount, view.FieldBank, "bca", view.FieldAccount, "2048119311", view.FieldHolder, "Dinar Nareswari")
		require.Equal(t, http.StatusUnprocessableEntity, got.status)
		require.Contains(t, words(got.body), says)
	}
	nowhere := dinar.submit(dinar.page(view.CashOutURL), view.CashOutURL, view.FieldCashSum, "50.000", view.FieldCashTo, id.New().String())
	require.Equal(t, http.StatusUnprocessableEntity, nowhere.status)
	require.Contains(t, words(nowhere.body), "Pilih rekening tujuannya")
}

// Whoever has just joined pays from the balance in one press, or reads what is missing.
//
//money:case Wallet paid from the wallet
func TestWhoHasJoinedMayPayFromTheBalanceAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	dinar := s.as("dinar")
	join := func(slots string) answer {
		action := view.JoinURL(s.open("slot", "3", "minimal", "2"))
		values, fields := dinar.eventually(action, "Ambil").hidden(t, action), joining("slot", slots)
		for i := 0; i+1 < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		return dinar.send(http.MethodPost, action, values.Encode(), "HX-Request", "true")
	}
	short := join("2")
	require.Contains(t, words(short.body), "Saldo Anda Rp500.000, kurang Rp48.000")
	enough := join("1")
	order := orderPath.FindString(enough.body)
	require.Contains(t, words(enough.body), "Saldo (Rp500.000)")
	dinar.follow(dinar.submit(enough, order+"/bayar", pays(payment.FromWallet)...))
	dinar.eventually(order, "Slot aman")
}

//money:case §4.5 a new account rests
func TestAnOperatorDoesNotSendToANewAccountBeforeItsRestIsOver(t *testing.T) {
	t.Parallel()
	s, _ := newBankWith(t, nil, func(backend *ui.Backend) { backend.Process.Refunds = payment.RefundsByHand })
	dinar, gita := s.as("dinar"), s.as("gita")
	cashOut, refund := dinar.cashOut()
	list := words(gita.eventually(view.OpsRefundURL, "Belum boleh dikirim").body)
	require.Contains(t, list, "Rekening baru: kirim setelah")
	page := view.OpsRefundDoneURL(refund.String())
	form := gita.page(page)
	require.Contains(t, words(form.body), "Jangan kirim sebelum")
	require.Contains(t, form.body, "disabled")
	refused := gita.submit(form, page, view.FieldBankRef, "FT 1")
	require.Equal(t, http.StatusConflict, refused.status)
	require.Contains(t, words(refused.body), "Kirim dan tandai setelah")
	show := view.OpsRefundShowURL(refund.String())
	act := view.OpsRefundActURL(refund.String(), view.ActByHand)
	refused = gita.submit(gita.page(show), act, view.FieldBankRef, "FT 1")
	require.Equal(t, http.StatusConflict, refused.status)
	require.Contains(t, words(refused.body), "Sampai saat itu pemiliknya masih bisa membatalkan")
	require.Empty(t, s.events("payment.refund_manual_done.v1"))

	waits := dinar.eventually(cashOut, "Menunggu sebentar") // as the operator was told
	dinar.follow(dinar.submit(waits, cashOut+"/batal"))
	dinar.eventually(cashOut, "Dana kembali ke saldo")
}
