package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// freeCode gives the unique code of somebody else's transfer of an amount back.
func (s *site) freeCode(amount int64) {
	s.t.Helper()
	for recorded, err := range s.store.All(s.t.Context(), 1) {
		require.NoError(s.t, err)
		if recorded.Actor != "system:test" {
			continue
		}
		event, err := payment.InstructionCodec.Decode(recorded)
		require.NoError(s.t, err)
		issued, ok := event.(payment.InstructionIssued)
		require.True(s.t, ok)
		require.EqualValues(s.t, amount, issued.Amount)
		shut := payment.CloseInstruction{Instruction: issued.Instruction, Reason: payment.CloseExpired}
		_, err = s.store.Execute(s.t.Context(), payment.Instructions.Command(payment.InstructionStream(account, issued.Amount), shut, machine()))
		require.NoError(s.t, err)
		return
	}
	s.t.Fatal("nobody else has a code")
}

// The slots of the first try were given back, so the second is another join.
func TestWhoFoundNoCodeFreeTriesAgainWithTheSameForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.useUpCodes(283_000)
	dinar := s.as("dinar")
	action := view.JoinURL(s.open())
	none := dinar.submit(dinar.eventually(action, "Ambil"), action, joining()...)
	require.Equal(t, http.StatusConflict, none.status)
	require.Contains(t, words(none.body), "Coba lagi beberapa menit lagi")
	s.freeCode(283_000)
	s.settled()
	again := dinar.submit(none, action, joining()...)
	require.Equal(t, http.StatusSeeOther, again.status, words(again.body))
	dinar.eventually(orderPath.FindString(again.header.Get("Location")), "Menunggu pembayaran")
}

// Whoever comes back to the form with the back button is not asked to pay for slots that are
// not theirs any more.
func TestAJoinThatIsSentAgainAfterItsSlotsAreGoneLeadsToItsOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar := s.as("dinar")
	action := view.JoinURL(s.open())
	form := dinar.eventually(action, "Ambil")
	values, fields := form.hidden(t, action), joining()
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	first := dinar.send(http.MethodPost, action, values.Encode(), "HX-Request", "true")
	require.Contains(t, words(first.body), "Tinggal transfer")
	order := orderPath.FindString(first.body)
	dinar.follow(dinar.submit(dinar.page(order), order+"/lepas"))
	again := dinar.send(http.MethodPost, action, values.Encode(), "HX-Request", "true")
	require.NotContains(t, words(again.body), "Tinggal transfer")
	require.Contains(t, again.header.Get("HX-Location")+again.header.Get("HX-Redirect")+again.header.Get("Location"), order)
}

func TestWhatAnOrderDoesNotWaitForIsSaidSo(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	s.useUpCodes(283_000)
	dinar, raka := s.as("dinar"), s.as("raka")
	campaign := s.open("slot", "1", "minimal", "1", "maks_pembeli", "1")
	order := dinar.join(campaign)
	told := func(b *browser, order string) answer {
		values := b.tokens()
		for i, fields := 0, transferred(); i+1 < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		return b.send(http.MethodPost, order+"/transfer", values.Encode())
	}
	require.Contains(t, words(dinar.follow(told(dinar, order)).body), "Keadaan pesanan ini sudah berubah", "no code was free, so nothing is to be transferred")

	action := view.JoinURL(campaign)
	waits := raka.follow(raka.submit(raka.eventually(action, "daftar tunggu"), action, joining(view.FieldWaitlist, "ya")...))
	line := orderPath.FindString(waits.body)
	require.NotEmpty(t, line)
	require.Contains(t, words(raka.follow(told(raka, line)).body), "Keadaan pesanan ini sudah berubah")
	require.Contains(t, words(raka.follow(raka.send(http.MethodPost, line+"/lepas", raka.tokens().Encode())).body), "Keadaan pesanan ini sudah berubah")
}

func TestATransferThatIsToldTooLateIsNotPromisedASlot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar := s.as("dinar")
	order := dinar.join(s.open())
	amount := dinar.due(order)
	dinar.follow(dinar.submit(dinar.page(order), order+"/lepas"))
	s.settled()
	gone := dinar.eventually(order, "Telanjur transfer sebelum slot dilepas?")
	require.Contains(t, words(gone.body), "kami cari dananya; kalau slotnya sudah tidak ada, dananya kembali utuh.")
	require.NotContains(t, words(gone.body), "tetap disimpan")
	require.Contains(t, gone.body, `name="jam_transfer" value=""`, "it was not transferred just now")
	told := words(dinar.follow(dinar.submit(gone, order+"/transfer", transferred()...)).body)
	require.Contains(t, told, "Kabar transfer Anda kami catat")
	require.NotContains(t, told, "Slot tetap disimpan")
	sought := dinar.eventually(order, "Transfer Anda sedang kami cari")
	require.NotContains(t, words(sought.body), "Telanjur transfer")
	require.Contains(t, words(sought.body), "Waktu transfer menurut Anda")
	require.Contains(t, words(dinar.page(view.MineURL+"?status="+string(view.MineLive)).body), codeOf(order))

	s.confirm(order, amount, "FT-TELANJUR-1", time.Now()) // it is on the desk, and the slot is free
	require.Contains(t, words(dinar.eventually(order, "Slot aman").body), "Selisih Rp0")
}

func TestASecondTabThatPaysWhatIsPaidSaysSo(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar := s.as("dinar")
	b.topUp(s, dinar, "1.000.000")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	one, two := dinar.eventually(order, "Saldo (Rp"), dinar.page(order)
	dinar.follow(dinar.submit(one, order+"/bayar", pays(payment.FromWallet)...))
	dinar.eventually(order, "Slot aman")
	second := words(dinar.follow(dinar.submit(two, order+"/bayar", pays(payment.FromWallet)...)).body)
	require.Contains(t, second, "Pembayaran ini sudah kami terima")
	s.settled()
	require.Contains(t, words(dinar.eventually(view.WalletURL, "Bayar").body), "Bisa dipakai Rp1.217.000")
}

func TestWhoGivesSlotsUpReadsWhatBecomesOfTheirMoney(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	dinar := s.as("dinar")
	order := dinar.join(s.open())
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	asked := words(dinar.follow(dinar.submit(dinar.page(order), order+"/lepas")).body)
	require.Contains(t, asked, "Slot sedang dilepas", "the gateway has not said yet that nothing was paid")

	order = dinar.join(s.open())
	s.confirm(order, "100.000", "FT-KURANG", time.Now())
	dinar.eventually(order, "Kurang Rp183.000")
	again := dinar.page(order)
	back := words(dinar.follow(dinar.submit(again, order+"/lepas")).body)
	require.Contains(t, back, "Yang sudah Anda bayar kembali utuh")
	require.NotContains(t, back, "Tidak ada uang yang berpindah")
	twice := dinar.send(http.MethodPost, order+"/lepas", dinar.tokens().Encode())
	require.Contains(t, words(dinar.follow(twice).body), "Keadaan pesanan ini sudah berubah")
}

// Whose account can't join is not asked to: they read why, also when the page moves.
func TestWhoCannotJoinIsNotOfferedTo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := view.CampaignURL(s.open())
	base, _ := s.listen()
	stream := func(b *browser) string { // the last part that moves is the bar
		lines, _ := b.watch(base + "/sse" + campaign)
		var told strings.Builder
		for line := range lines {
			told.WriteString(line)
			if strings.Contains(told.String(), "#bilah-") && line == "" {
				return told.String()
			}
		}
		return told.String()
	}
	for _, who := range []string{"ratih", "sekar", "hana", "gita"} {
		b := s.as(who)
		page := b.page(campaign).body
		require.NotContains(t, page, "Gabung sambatan", who)
		require.NotContains(t, page, campaign+"/gabung", who)
		require.Contains(t, words(page), "Akun Anda tidak bisa bergabung.", who)
		require.NotContains(t, stream(b), "/gabung", who)
	}
	for _, b := range []*browser{s.guest(), s.as("dinar")} {
		require.Contains(t, b.page(campaign).body, "Gabung sambatan")
		require.Contains(t, stream(b), campaign+"/gabung")
	}
}
