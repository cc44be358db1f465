package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// topUp asks for a top-up, pays it at the gateway, and waits until it is there.
func (b *bank) topUp(s *site, who *browser, amount string) (page string) {
	s.t.Helper()
	got := who.submit(who.page(view.WalletURL), view.TopUpURL, view.FieldTopUpSum, amount, view.FieldMethod, string(payment.QRIS))
	require.Equal(s.t, http.StatusSeeOther, got.status, words(got.body))
	page, _, _ = strings.Cut(got.header.Get("Location"), "?")
	asked := who.follow(got)
	require.Contains(s.t, asked.body, `aria-label="Kode QR QRIS"`)
	require.Contains(s.t, words(who.page(view.WalletURL).body), "Menunggu dibayar")
	order := strings.TrimPrefix(page, view.TopUpURL+"/") + "-1"
	_, err := b.Pay(order, gatewayemu.Payment{})
	require.NoError(s.t, err)
	require.NoError(s.t, b.cashier.Check(s.t.Context(), order))
	who.eventually(page, "sudah masuk")
	return page
}

// A buyer fills the wallet through the gateway and pays from it; the campaign is called off,
// and the money is there again, to be spent on another one.
//
//money:case Wallet filled, spent, given back
func TestABalanceIsFilledSpentAndGivenBack(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar := s.as("dinar")
	campaign := s.open("slot", "3", "minimal", "2")
	order := dinar.join(campaign, "slot", "2")
	short := words(dinar.page(order).body)
	require.Contains(t, short, "Saldo Anda Rp500.000, kurang Rp48.000")

	b.topUp(s, dinar, "1.000.000")
	dinar.eventually(view.WalletURL, "+Rp1.000.000") // the payment is known before its money is in the wallet
	enough := dinar.eventually(order, "Saldo (Rp1.500.000)")
	dinar.follow(dinar.submit(enough, order+"/bayar", pays(payment.FromWallet)...))
	secured := words(dinar.eventually(order, "Slot aman").body)
	require.Contains(t, secured, "Lewat saldo, dibayar")
	spent := words(dinar.eventually(view.WalletURL, "Bayar").body)
	require.Contains(t, spent, "Bisa dipakai Rp952.000")
	require.Contains(t, spent, "−Rp548.000")
	require.Contains(t, words(dinar.page(view.MineURL).body), "Saldo Rp")

	sekar := s.as("sekar")
	ask := sekar.page(view.MakerCancelURL(campaign))
	sekar.follow(sekar.submit(ask, view.MakerCancelURL(campaign), view.FieldReason, "Panen gagal"))
	back := words(dinar.eventually(order, "Dana sudah kembali ke saldo").body)
	require.Contains(t, back, "Dibayar dari saldo, jadi langsung kembali ke saldo")
	wallet := words(dinar.eventually(view.WalletURL, "Dana kembali").body)
	require.Contains(t, wallet, "Bisa dipakai Rp1.500.000")
	require.Contains(t, wallet, "Ditahan untuk pesanan Rp0")
	told := words(dinar.eventually(view.NotificationsURL, "sudah kembali ke saldo").body)
	require.Contains(t, told, "Saldo bertambah Rp1.000.000")
	require.NotContains(t, told, "Rp548.000 dari Uji Lewat Halaman akan kembali", "nothing is promised that is there already")
}

func TestABalanceIsNotSpentTwice(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	dinar := s.as("dinar")
	first := dinar.join(s.open("slot", "3", "minimal", "2"))
	second := dinar.join(s.open("slot", "3", "minimal", "2"))
	one, two := dinar.eventually(first, "Saldo (Rp"), dinar.eventually(second, "Saldo (Rp")
	dinar.follow(dinar.submit(one, first+"/bayar", pays(payment.FromWallet)...))
	refused := dinar.follow(dinar.submit(two, second+"/bayar", pays(payment.FromWallet)...))
	require.Contains(t, words(refused.body), "Saldo Anda tidak cukup")
	dinar.eventually(first, "Slot aman")
	require.Contains(t, words(dinar.eventually(second, "Isi saldo").body), "Saldo Anda Rp217.000, kurang Rp66.000")
}

func TestWhatCanNotBeToppedUpIsSaidSo(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	dinar := s.as("dinar")
	for amount, says := range map[string]string{
		"": "Jumlah wajib diisi", "5.000": "paling sedikit Rp10.000", "3.000.000": "paling banyak Rp1.500.000", "sejuta": "rupiah bulat",
	} {
		got := dinar.submit(dinar.page(view.WalletURL), view.TopUpURL, view.FieldTopUpSum, amount, view.FieldMethod, string(payment.VABCA))
		require.Equal(t, http.StatusUnprocessableEntity, got.status)
		require.Contains(t, words(got.body), says)
	}
	older := dinar.page(view.WalletURL)
	for _, most := range []string{"Rp1.500.000", "Rp1.490.000", "Rp1.480.000"} {
		form := dinar.eventually(view.WalletURL, "Dari Rp10.000 sampai "+most)
		dinar.follow(dinar.submit(form, view.TopUpURL, view.FieldTopUpSum, "10.000", view.FieldMethod, string(payment.VABCA)))
	}
	full := words(dinar.eventually(view.WalletURL, "Sudah ada 3 isi ulang yang menunggu dibayar.").body)
	require.NotContains(t, full, "Jumlah (rupiah)", "nothing that would be refused is offered")
	often := dinar.submit(older, view.TopUpURL, view.FieldTopUpSum, "10.000", view.FieldMethod, string(payment.VABCA))
	require.Equal(t, http.StatusUnprocessableEntity, often.status)
	require.Contains(t, words(often.body), "3 isi ulang yang menunggu dibayar")
	require.Equal(t, http.StatusNotFound, dinar.get(view.TopUpShowURL("01930000-0000-7000-8000-000000000001")).status)
}

func TestATopUpThatIsTakenBackSaysSo(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar := s.as("dinar")
	page := b.topUp(s, dinar, "100.000")
	order := strings.TrimPrefix(page, view.TopUpURL+"/") + "-1"
	require.NoError(t, b.Lose(order, gatewayemu.Chargeback))
	require.NoError(t, b.cashier.Check(t.Context(), order))
	taken := words(dinar.eventually(page, "Rp100.000 ditarik kembali").body)
	require.NotContains(t, taken, "Saldo Anda bertambah")
}

// What a wallet gave in vain comes back to it, and the message leads there: there is no order.
func TestWhatTheWalletGaveInVainIsToldInTheWallet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, buyer := s.as("dinar"), s.subject("dinar").User
	back := wallet.Credit{Buyer: buyer, Receipt: id.New(), Refund: id.New(), Participation: id.New(), Amount: 40_000}
	s.give(wallet.Wallets.Command(buyer.String(), back, eventstore.Meta{CommandID: id.New(), Actor: wallet.Actor}))
	list := dinar.eventually(view.NotificationsURL, "Rp40.000 sudah kembali ke saldo")
	require.Contains(t, words(dinar.page(view.WalletURL).body), "Dana kembali")
	read := regexp.MustCompile(`/notifikasi/\d+/refund_to_wallet`).FindString(list.body)
	require.Equal(t, view.WalletURL, dinar.get(read).header.Get("Location"))
}
