package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui/view"
)

var typedCashOut = []string{
	view.FieldCashSum, "150.000", view.FieldCashTo, view.AnotherAccount, view.FieldBank, "bca", view.FieldAccount, "2048119311", view.FieldHolder, "Dinar Nareswari",
}

func TestABuyerWithoutAPasskeyCashesOutAsEver(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t, strict)
	dinar := s.as("dinar")
	form := dinar.page(view.CashOutURL)
	require.Contains(t, words(form.body), "Mau lebih aman? Tambah kunci sandi")
	dinar.cashOut()
	require.Zero(t, s.cashOutAsked().StepUp)
	require.NotContains(t, words(newSite(t).as("dinar").page(view.CashOutURL).body), "Mau lebih aman?", "where nobody is asked")
}

// cashOutAsked is the last one in the log.
func (s *site) cashOutAsked() wallet.CashOutAsked {
	s.t.Helper()
	asked := s.events("wallet.cash_out_asked.v1")
	require.NotEmpty(s.t, asked)
	event, err := wallet.Codec.Decode(asked[len(asked)-1])
	require.NoError(s.t, err)
	return event.(wallet.CashOutAsked)
}

//money:case Wallet cash-out by who has a passkey
func TestABuyerWithAPasskeyConfirmsACashOut(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t, strict)
	dinar, phone := s.as("dinar"), newDevice()
	require.Contains(t, words(dinar.follow(dinar.add(phone, "Ponsel Dinar")).body), "menarik saldo dan mengganti rekening tujuan perlu sidik jari")

	form := dinar.page(view.CashOutURL)
	require.Contains(t, words(form.body), "Perlu konfirmasi dengan kunci sandi Anda.")
	away := dinar.submit(form, view.CashOutURL, typedCashOut...)
	require.Equal(t, http.StatusSeeOther, away.status)
	confirm := away.header.Get("Location")
	require.True(t, strings.HasPrefix(confirm, view.StepUpURL+"?"), confirm)
	require.NotContains(t, confirm, "2048119311", "no address shows an account")
	require.Empty(t, s.events("wallet.cash_out_asked.v1"))

	back := dinar.confirm(phone, confirm).header.Get("Location")
	again := dinar.page(back)
	require.Contains(t, again.body, `value="150.000"`)
	require.Contains(t, again.body, `value="2048119311"`, "what was typed is still there")
	require.NotContains(t, s.as("raka").page(back).body, "2048119311", "for nobody else")
	require.NotContains(t, words(again.body), "Perlu konfirmasi")

	sent := dinar.submit(again, view.CashOutURL, typedCashOut...)
	require.Contains(t, sent.header.Get("Location"), "kabar=tarik")
	require.NotZero(t, s.cashOutAsked().StepUp, "the log says that it was confirmed")
}

func TestAConfirmationOfACashOutIsOverAfterFiveMinutes(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t, strict)
	dinar, phone := s.as("dinar"), newDevice()
	dinar.add(phone, "Ponsel")
	dinar.confirm(phone, view.StepUpURL)
	s.ago("stepped_up_at", "5 minutes")
	away := dinar.submit(dinar.page(view.CashOutURL), view.CashOutURL, typedCashOut...)
	require.Contains(t, away.header.Get("Location"), view.StepUpURL)
	require.Empty(t, s.events("wallet.cash_out_asked.v1"))
}

func TestABuyerWithAPasskeyConfirmsAnotherAccount(t *testing.T) {
	t.Parallel()
	s, b := newBankThatPays(t, strict)
	b.SetAccount("bca", "2048119311", gatewayemu.Account{Name: "SUTRISNO HADI"})
	dinar, phone := s.as("dinar"), newDevice()
	page, refund := dinar.cashOut()
	dinar.eventually(page, "Menunggu sebentar")
	b.sends(s, refund)
	form := dinar.eventually(page+"/rekening", "Simpan dan kirim dana")
	require.Contains(t, words(form.body), "Mau lebih aman?")

	dinar.add(phone, "Ponsel")
	typed := []string{view.FieldBank, "mandiri", view.FieldAccount, "1370001234567", view.FieldHolder, "Dinar Nareswari"}
	away := dinar.submit(dinar.page(page+"/rekening"), page+"/rekening", typed...)
	confirm := away.header.Get("Location")
	require.True(t, strings.HasPrefix(confirm, view.StepUpURL+"?"), confirm)
	again := dinar.page(dinar.confirm(phone, confirm).header.Get("Location"))
	require.Contains(t, again.body, `value="1370001234567"`)
	require.Contains(t, dinar.submit(again, page+"/rekening", typed...).header.Get("Location"), "kabar=rekening")
	given := s.events("payment.refund_destination_given.v1")
	require.Len(t, given, 1)
	require.Contains(t, string(given[0].Data), `"step_up"`)
}

// ownForm is one that a brand owner's passkey guards, and what it leads to.
type ownForm struct {
	page, flash, event string
	typed              []string
	word               string // of what was typed, which looks the same in an address
}

func ofBrand(campaign string) []ownForm {
	account := []string{view.FieldBank, "mandiri", view.FieldAccount, "1370001234567", view.FieldHolder, "Sekar Kinanti"}
	return []ownForm{
		{view.SellerAccountURL, "kabar=rekening-cair", "payout.account_given.v1", account, "1370001234567"},
		{view.MakerCancelURL(campaign), "kabar=batal", "sambatan.cancelled.v1", []string{view.FieldReason, "Panen akar wangi gagal"}, "wangi"},
	}
}

// last is the newest event of a type, as it is stored, and how many there are.
func (s *site) last(kind string) (data string, count int) {
	s.t.Helper()
	found := s.events(kind)
	if len(found) == 0 {
		return "", 0
	}
	return string(found[len(found)-1].Data), len(found)
}

//money:case §4.1 called off by a brand owner who has a passkey
//money:case §4.6 account named by who has a passkey
func TestABrandOwnerWithAPasskeyConfirmsAnotherAccountAndCallingOff(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict)
	campaign := s.open()
	sekar, phone := s.as("sekar"), newDevice()
	require.Contains(t, words(sekar.follow(sekar.add(phone, "Ponsel")).body), "menulis rekening pencairan dan membatalkan sambatan perlu sidik jari")
	for _, form := range ofBrand(campaign) {
		_, before := s.last(form.event)
		asked := sekar.page(form.page)
		require.Contains(t, words(asked.body), "Perlu konfirmasi dengan kunci sandi Anda.")
		away := sekar.submit(asked, form.page, form.typed...).header.Get("Location")
		require.True(t, strings.HasPrefix(away, view.StepUpURL+"?"), away)
		require.NotContains(t, away, form.word, "no address shows what was typed")
		_, now := s.last(form.event)
		require.Equal(t, before, now, "nothing has happened yet")

		again := sekar.page(sekar.confirm(phone, away).header.Get("Location"))
		require.NotContains(t, words(again.body), "Perlu konfirmasi")
		require.Contains(t, again.body, form.word, "what was typed is still there")
		require.Contains(t, sekar.submit(again, form.page, form.typed...).header.Get("Location"), form.flash)
		data, now := s.last(form.event)
		require.Equal(t, before+1, now)
		require.Contains(t, data, `"step_up":"`, "the log says that it was confirmed")
		s.ago("stepped_up_at", "5 minutes") // the next one asks again
	}
}

//money:case §4.1 called off by a brand owner who has a passkey
//money:case §4.6 account named by who has a passkey
func TestABrandOwnerWithoutAPasskeyGoesOnAsEver(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict)
	campaign := s.open()
	sekar := s.as("sekar")
	for _, form := range ofBrand(campaign) {
		_, before := s.last(form.event)
		asked := sekar.page(form.page)
		require.Contains(t, words(asked.body), "Mau lebih aman? Tambah kunci sandi")
		require.Contains(t, sekar.submit(asked, form.page, form.typed...).header.Get("Location"), form.flash)
		data, now := s.last(form.event)
		require.Equal(t, before+1, now)
		require.NotContains(t, data, "step_up")
	}
}

func TestWhatWasTypedIsNotTakenFromABrokenAddress(t *testing.T) {
	t.Parallel()
	s, _ := newBankThatPays(t, strict)
	for _, said := range []string{"x", "e30", "bnVsbA", url.QueryEscape(`{"p":"x"}`)} {
		require.Equal(t, http.StatusOK, s.as("dinar").get(view.CashOutURL+"?"+view.FieldTyped+"="+said).status, said)
	}
}
