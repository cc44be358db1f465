package gatewayemu_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const serverKey, irisKey, merchantKey = "server-key", "iris-key", "merchant-key"

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC) // in Jakarta

// bench is a gateway with a merchant who is notified.
type bench struct {
	*testing.T
	gateway *gatewayemu.Server
	url     string

	mu     sync.Mutex
	now    time.Time
	taken  []map[string]any
	raw    []*http.Request
	bodies [][]byte
	refuse int // notifications that are answered with 500
}

func newBench(t *testing.T, change func(*gatewayemu.Config)) *bench {
	t.Helper()
	b := &bench{T: t, now: noon}
	merchant := httptest.NewServer(http.HandlerFunc(b.take))
	t.Cleanup(merchant.Close)
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	config := gatewayemu.Config{
		ServerKey: serverKey, IrisKey: irisKey, MerchantKey: merchantKey,
		NotifyURL: merchant.URL + "/payment", PayoutNotifyURL: merchant.URL + "/payout", Now: b.clock, Client: client,
	}
	if change != nil {
		change(&config)
	}
	b.gateway = gatewayemu.New(config)
	server := httptest.NewServer(b.gateway)
	t.Cleanup(server.Close)
	t.Cleanup(b.gateway.Close)
	b.url = server.URL
	return b
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var said map[string]any
	if err != nil || json.Unmarshal(body, &said) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse > 0 {
		b.refuse--
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	b.taken, b.raw, b.bodies = append(b.taken, said), append(b.raw, r), append(b.bodies, body)
}

// notified waits until the merchant was told so much.
func (b *bench) notified(count int) []map[string]any {
	b.Helper()
	require.Eventually(b, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.taken) >= count
	}, 10*time.Second, time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Len(b, b.taken, count)
	return b.taken
}

// call asks the gateway; header is a pair, or nothing.
func (b *bench) call(key, method, path string, body any, header ...string) (code int, said map[string]any) {
	b.Helper()
	response, err := b.try(key, method, path, body, header...)
	require.NoError(b, err)
	defer response.Body.Close() //nolint:errcheck // it was read
	require.NoError(b, json.NewDecoder(response.Body).Decode(&said))
	return response.StatusCode, said
}

func (b *bench) try(key, method, path string, body any, header ...string) (*http.Response, error) {
	b.Helper()
	encoded, err := json.Marshal(body)
	require.NoError(b, err)
	request, err := http.NewRequestWithContext(b.Context(), method, b.url+path, bytes.NewReader(encoded))
	require.NoError(b, err)
	request.SetBasicAuth(key, "")
	if len(header) == 2 {
		request.Header.Set(header[0], header[1])
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return client.Do(request)
}

type object = map[string]any

func charge(order string, amount int, kind string) object {
	asked := object{"payment_type": kind, "transaction_details": object{"order_id": order, "gross_amount": amount}}
	if kind == gatewayemu.BankTransfer {
		asked["bank_transfer"] = object{"bank": "bca"}
	}
	return asked
}

func (b *bench) charge(order, kind string) object {
	b.Helper()
	code, said := b.call(serverKey, http.MethodPost, "/v2/charge", charge(order, 10_000, kind))
	require.Equal(b, http.StatusOK, code, said)
	return said
}

func (b *bench) pay(order string, p gatewayemu.Payment) string {
	b.Helper()
	transaction, err := b.gateway.Pay(order, p)
	require.NoError(b, err)
	return transaction
}
