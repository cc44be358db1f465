package ui_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// bank is a gateway beside a site: what is reported to it is looked into at once.
type bank struct {
	*gatewayemu.Server
	cashier *cashier.Cashier
	spoil   func(gatewayemu.Request) gatewayemu.Fault
}

// newBank returns a site whose buyers may pay through a gateway, and the gateway.
func newBank(t *testing.T, spoil func(gatewayemu.Request) gatewayemu.Fault) (*site, *bank) {
	t.Helper()
	return newBankWith(t, spoil, func(*ui.Backend) {})
}

// newBankWith is the same with a change to the site.
func newBankWith(t *testing.T, spoil func(gatewayemu.Request) gatewayemu.Fault, change func(*ui.Backend)) (*site, *bank) {
	t.Helper()
	b := &bank{spoil: spoil}
	b.Server = gatewayemu.New(gatewayemu.Config{ServerKey: "server", IrisKey: "iris", MerchantKey: "merchant", Fault: spoil})
	server := httptest.NewServer(b.Server)
	t.Cleanup(server.Close)
	t.Cleanup(b.Close)
	client := midtrans.New(midtrans.Config{
		BaseURL: server.URL, PayoutURL: server.URL, ServerKey: "server", IrisKey: "iris", MerchantKey: "merchant",
		HTTP: &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}},
	})
	s := newSite(t, func(backend *ui.Backend) {
		backend.Process.Gateway = true
		change(backend)
		b.cashier = &cashier.Cashier{Channel: "midtrans", Gateway: client, Log: backend.Log, Now: time.Now}
		backend.Gateway = &ui.Gateway{
			Methods: payment.Methods, Advance: b.cashier.Advance, Sandbox: server.URL,
			Reports: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }),
		}
	})
	return s, b
}

// paid pays the newest attempt of an order, and has the cashier look.
func (b *bank) paid(s *site, order string, attempt int) {
	s.t.Helper()
	name := payment.OrderName(s.participation(order), attempt)
	_, err := b.Pay(name, gatewayemu.Payment{})
	require.NoError(s.t, err)
	require.NoError(s.t, b.cashier.Check(s.t.Context(), name))
}

func pays(method payment.Method) []string { return []string{view.FieldMethod, string(method)} }

// useUpCodes gives every unique code of an amount to somebody else.
func (s *site) useUpCodes(amount money.Rupiah) {
	s.t.Helper()
	var group sync.WaitGroup
	for range 999 {
		group.Go(func() {
			issue := payment.Issue{
				Instruction: id.New(), Campaign: id.New(), Buyer: id.New(), Account: account, Amount: amount, ExpiresAt: time.Now().Add(time.Hour),
			}
			meta := eventstore.Meta{CommandID: id.New(), Actor: "system:test"}
			_, err := s.store.Execute(s.t.Context(), payment.Instructions.Command(payment.InstructionStream(account, amount), issue, meta))
			if err != nil && !errors.Is(err, payment.ErrCodesUsedUp) { // the demo data has some
				s.t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestWithoutAFreeCodeABuyerPaysThroughTheGateway(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	s.useUpCodes(283_000)
	dinar := s.as("dinar")
	campaign := s.open("slot", "3", "minimal", "2")
	action := view.JoinURL(campaign)
	values, fields := dinar.eventually(action, "Ambil").hidden(t, action), joining()
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	joined := dinar.send(http.MethodPost, action, values.Encode(), "HX-Request", "true")
	said := words(joined.body)
	require.Contains(t, said, "Tinggal bayar")
	require.Contains(t, said, "Total Rp283.000")
	require.NotContains(t, said, "Ke rekening bersama")
	order := orderPath.FindString(joined.body)
	require.Contains(t, words(dinar.eventually(order, "Bayar dalam").body), "semua kode untuk jumlah ini sedang dipakai")
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	b.paid(s, order, 1)
	dinar.eventually(order, "Slot aman")
}

func TestABuyerPaysThroughTheGateway(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	choice := words(dinar.page(order).body)
	for _, way := range []string{"Pindai kode QR", "Virtual account", "Dompet digital", "transfer bank dengan kode unik"} {
		require.Contains(t, choice, way)
	}
	chosen := dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	require.Contains(t, chosen.body, `role="img" aria-label="Kode QR QRIS"`)
	require.Contains(t, words(chosen.body), "Ganti cara bayar")

	again := dinar.follow(dinar.submit(chosen, order+"/bayar", pays(payment.VABCA)...))
	require.Regexp(t, `3901 2000 0000 \d{4}`, words(again.body))
	require.NotContains(t, again.body, "Kode QR")

	b.paid(s, order, 2)
	dinar.eventually(order, "Slot aman")
	done := words(dinar.page(order).body)
	require.Contains(t, done, "Lewat virtual account BCA, dibayar")
	require.NotContains(t, done, "Kode unik, tetap milik Anda", "there is no unique code")
	require.NotContains(t, done, "Ganti cara bayar")
}

func TestTheSameChoiceAgainIsTheSamePayment(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	page := dinar.page(order)
	for range 2 { // another form, as from another tab
		dinar.follow(dinar.submit(page, order+"/bayar", pays(payment.GoPay)...))
		page = dinar.page(order)
	}
	require.Len(t, b.Outbox(), 1, "one charge")
	values := dinar.tokens()
	values.Set(view.FieldMethod, "kartu")
	require.Equal(t, http.StatusBadRequest, dinar.send(http.MethodPost, order+"/bayar", values.Encode()).status, "no such way")
}

func TestAPageWaitsForAGatewayThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, func(r gatewayemu.Request) gatewayemu.Fault {
		if r.Op == gatewayemu.OpCharge {
			return gatewayemu.Fault{Status: http.StatusBadGateway}
		}
		return gatewayemu.Fault{}
	})
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	waiting := dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	require.Contains(t, words(waiting.body), "QRIS sedang disiapkan")
	require.Equal(t, 1, b.Faults()[gatewayemu.OpCharge])
}

func TestAWayThatTheGatewayRefusesIsSaidSo(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, func(r gatewayemu.Request) gatewayemu.Fault {
		if r.Op == gatewayemu.OpCharge {
			return gatewayemu.Fault{Status: http.StatusBadRequest}
		}
		return gatewayemu.Fault{}
	})
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	refused := dinar.eventually(order, "tidak bisa dipakai untuk pesanan ini")
	require.Contains(t, words(refused.body), "Pilih cara yang langsung terkonfirmasi", "the others are offered")
}

func TestWhoGaveUpCanNotBeginToPay(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	page := dinar.page(order)
	dinar.follow(dinar.submit(page, order+"/lepas"))
	refused := dinar.follow(dinar.submit(page, order+"/bayar", pays(payment.QRIS)...))
	require.Contains(t, words(refused.body), "tidak bisa dibayar lagi")
}

func TestAnOrdersPageHearsOfItsPayment(t *testing.T) {
	t.Parallel()
	s, b := newBank(t, nil)
	base, stop := s.listen()
	dinar := s.as("dinar")
	order := dinar.join(s.open("slot", "3", "minimal", "2"))
	page := dinar.follow(dinar.submit(dinar.page(order), order+"/bayar", pays(payment.QRIS)...))
	_, live, _ := strings.Cut(page.body, `hx-sse:connect="`+view.OrderLiveURL)
	live, _, _ = strings.Cut(live, `"`)
	events, header := dinar.watch(base + view.OrderLiveURL + strings.ReplaceAll(live, "&amp;", "&"))
	require.Equal(t, "text/event-stream", header.Get("Content-Type"))
	b.paid(s, order, 1)
	until(t, events, `hx-get="`+order+`"`)
	require.NoError(t, stop())

	code := strings.TrimPrefix(order, view.MineURL+"/")
	require.Equal(t, http.StatusNotFound, s.as("raka").get(view.OrderLiveURL+"/"+code).status, "somebody else's order")
}

// The gateway has no session and no form of ours.
func TestTheGatewayReportsWithoutAForm(t *testing.T) {
	t.Parallel()
	s, _ := newBank(t, nil)
	require.Equal(t, http.StatusOK, s.guest().send(http.MethodPost, cashier.PaymentsPath, "{}").status)
	other := newSite(t)
	require.Equal(t, http.StatusForbidden, other.guest().send(http.MethodPost, cashier.PaymentsPath, "{}").status, "there is no gateway")
}

// participation finds the participation of an order's page.
func (s *site) participation(order string) (found id.ID) {
	s.t.Helper()
	code := strings.TrimPrefix(order, view.MineURL+"/")
	require.NoError(s.t, s.read(s.t.Context(), s.subject("gita"), func(ctx context.Context, q projections.Querier) error {
		row, err := participants.ByCode(ctx, q, code)
		found = row.Participation
		return err
	}))
	return found
}
