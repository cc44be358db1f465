package gatewayemu_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
)

// form posts what a person, or a program in their place, sends to the sandbox's page.
func (b *bench) form(path string, values url.Values) (status int) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.url+path, strings.NewReader(values.Encode()))
	require.NoError(b, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	require.NoError(b, err)
	require.NoError(b, response.Body.Close())
	return response.StatusCode
}

func TestABadMoodSpoilsRequestsUntilItEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("good", gatewayemu.QRIS)
	require.Empty(t, b.gateway.Books().Spoiled, "it behaves unless told otherwise")
	require.Equal(t, http.StatusUnprocessableEntity, b.form("/kekacauan", url.Values{"benih": {"ya"}}))
	require.Equal(t, http.StatusNoContent, b.form("/kekacauan", url.Values{"benih": {"7"}}))
	for b.gateway.Books().Spoiled["406"] == 0 { // what only charges are answered with comes first
		b.ask(http.MethodPost, "/v2/charge", charge(fmt.Sprint("bad-", time.Now().UnixNano()), 10_000, gatewayemu.QRIS))
	}
	require.Equal(t, http.StatusNoContent, b.form("/kekacauan", url.Values{"benih": {"0"}}))
	spoiled := b.gateway.Books().Spoiled
	for range 20 {
		b.charge(fmt.Sprint("good-", time.Now().UnixNano()), gatewayemu.QRIS)
	}
	require.Equal(t, spoiled, b.gateway.Books().Spoiled)
}

// ask lets a request fail as it likes.
func (b *bench) ask(method, path string, body any) {
	b.Helper()
	response, err := b.try(serverKey, method, path, body)
	if err == nil {
		require.NoError(b, response.Body.Close())
	}
}

func TestABadMoodDropsNoReportThatNobodyWouldAskAbout(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	const orders = 60
	for i := range orders {
		b.charge(fmt.Sprint("late-", i), gatewayemu.QRIS)
	}
	b.notified(orders)
	b.gateway.Misbehave(11)
	b.pass(25 * time.Hour) // every charge is over
	for i := range orders {
		b.pay(fmt.Sprint("late-", i), gatewayemu.Payment{})
	}
	require.Eventually(t, func() bool { return b.gateway.Books().Waiting == 0 }, 20*time.Second, 10*time.Millisecond)
	books := b.gateway.Books()
	require.Zero(t, books.Travels[gatewayemu.Dropped])
	require.Positive(t, books.Travels[gatewayemu.Delayed])
	require.Positive(t, books.Travels[gatewayemu.Repeated])
	require.Zero(t, books.Untaken)
	reported := map[any]bool{}
	for _, said := range b.told() {
		if said["transaction_status"] == "settlement" {
			reported[said["order_id"]] = true
		}
	}
	require.Len(t, reported, orders)
}

func (b *bench) told() []map[string]any {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.taken
}

func TestTheBooksTellWhatCameInAndWhatWentOut(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("qr", gatewayemu.QRIS)
	b.charge("va", gatewayemu.BankTransfer)
	b.charge("unpaid", gatewayemu.QRIS)
	require.Equal(t, http.StatusSeeOther, b.form("/bayar/qr", url.Values{"jumlah": {"12000"}}))
	require.Equal(t, http.StatusSeeOther, b.form("/bayar/va", nil))
	require.Equal(t, http.StatusConflict, b.form("/bayar/va", nil), "it is paid")
	require.Equal(t, http.StatusSeeOther, b.form("/bayar/va", url.Values{"lagi": {"ya"}}))
	require.Equal(t, http.StatusUnprocessableEntity, b.form("/bayar/unpaid", url.Values{"jumlah": {"-1"}}))
	code, said := b.call(serverKey, http.MethodPost, "/v2/qr/refund", object{"refund_key": "r-1", "amount": 5_000})
	require.Equal(t, http.StatusOK, code, said)

	code, said = b.call("", http.MethodGet, "/buku", nil)
	require.Equal(t, http.StatusOK, code, said)
	require.Len(t, said["payments"], 3)
	came, back := map[string]int64{}, int64(0)
	for _, p := range b.gateway.Books().Payments {
		came[p.Order] += p.Amount
		back += p.Refunded
	}
	require.Equal(t, map[string]int64{"qr": 12_000, "va": 20_000}, came)
	require.EqualValues(t, 5_000, back)
	require.Equal(t, 1, b.gateway.Asked())
}
