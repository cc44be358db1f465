package cashier_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// post reports to the intake and returns its answer's status.
func (c *counter) post(path string, body []byte, header ...string) int {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), http.MethodPost, "http://"+c.intake+path, bytes.NewReader(body))
	require.NoError(c, err)
	if len(header) == 2 {
		request.Header.Set(header[0], header[1])
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(c, err)
	require.NoError(c, response.Body.Close())
	return response.StatusCode
}

// forged is a report that says of an order what its body is changed to.
func (c *counter) forged(order string, change func(map[string]any)) []byte {
	c.Helper()
	body := c.gateway.Outbox()[c.report(order, gatewayemu.Pending)-1].Body
	var said map[string]any
	require.NoError(c, json.Unmarshal(body, &said))
	change(said)
	changed, err := json.Marshal(said)
	require.NoError(c, err)
	return changed
}

//money:case §4.3 a forged or unsigned report
func TestOnlyTheGatewayCanReport(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	settled := func(said map[string]any) {
		said["transaction_status"], said["status_code"], said["settlement_time"] = "settlement", "200", "2026-11-24 12:01:00"
	}
	require.Equal(t, http.StatusUnauthorized, c.post(cashier.PaymentsPath, c.forged(b.order(1), settled)), "its signature is another report's")
	require.Equal(t, http.StatusUnauthorized, c.post(cashier.PaymentsPath, c.forged(b.order(1), func(said map[string]any) { said["signature_key"] = "" })))
	require.Equal(t, http.StatusUnauthorized, c.post(cashier.PayoutsPath, []byte(`{"reference_no":"x"}`), "Iris-Signature", "x"))
	require.Equal(t, http.StatusBadRequest, c.post(cashier.PaymentsPath, []byte(`nothing`)))
	require.Equal(t, http.StatusRequestEntityTooLarge, c.post(cashier.PaymentsPath, bytes.Repeat([]byte("x"), 70<<10)))
	require.Equal(t, http.StatusNotFound, c.post("/gateway/midtrans/elsewhere", nil))
	waiting, _, err := c.inbox.Waiting(t.Context())
	require.NoError(t, err)
	require.Zero(t, waiting, "nothing of it was stored")
	c.settle()
	require.Zero(t, c.deeds[received])
}

// The signature covers order, code and amount, and not the status: a report with a
// true signature and a false status leads to a question, and to no money. It may be true
// in a moment, so it is asked again.
func TestAStatusThatTheGatewayDoesNotShowMovesNothingUntilItDoes(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	early := c.forged(b.order(1), func(said map[string]any) { said["transaction_status"] = "settlement" })
	require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, early))
	require.ErrorIs(t, c.looked(), cashier.ErrBehind)
	c.settle()
	require.Zero(t, c.deeds[received])
	waiting, _, err := c.inbox.Waiting(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, waiting, "it is not forgotten")
	b.pays(1, gatewayemu.Payment{})
	for err = c.looked(); err != nil; err = c.looked() {
		require.ErrorIs(t, err, cashier.ErrBehind)
	}
	c.settle()
	require.Equal(t, 1, c.deeds[secured])
}

func TestAReportOfWhatTheGatewayDoesNotKnowYetIsAskedAboutAgain(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, gatewayemu.SettlementReport("SWG-LAIN-1", 5_000, serverKey)))
	require.ErrorIs(t, c.looked(), cashier.ErrBehind)
}

//money:case §4.3 amount, currency or merchant mismatch
//money:case §4.11 a poison webhook
func TestASignedReportThatCanNotBeReadStaysUntilSomebodyHasLooked(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	dollars := c.forged(b.order(1), func(said map[string]any) { said["currency"] = "USD" })
	require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, dollars))
	require.ErrorIs(t, c.looked(), cashier.ErrUnreadable)
	waiting, since, err := c.inbox.Waiting(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, waiting)
	require.False(t, since.IsZero(), "and raises an alert by its age")
}

// What is signed covers neither the transaction's name nor its status. A report with names that
// Postgres can't store must not keep others out that are stored with it.
//
//money:case §4.11 a poison webhook
func TestAReportWithNamesThatCanNotBeStoredIsKeptAsOneThatCanNotBeRead(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	for n, change := range []func(map[string]any){
		func(said map[string]any) { said["transaction_id"] = "T\x00" },
		func(said map[string]any) { said["transaction_id"] = strings.Repeat("T", 3000) },
		func(said map[string]any) { said["transaction_status"] = "pending\x00" },
	} {
		require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, c.forged(b.order(1), change)))
		waiting, _, err := c.inbox.Waiting(t.Context())
		require.NoError(t, err)
		require.Equal(t, n+1, waiting, "somebody has to look")
	}
}

//money:case §4.3 amount, currency or merchant mismatch
func TestAPaymentToAnotherMerchantIsNeverBooked(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pays(1, gatewayemu.Payment{})
	theirs := c.forged(b.order(1), func(said map[string]any) { said["merchant_id"] = "M0002" }) // it is not signed over
	require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, theirs))
	require.ErrorIs(t, c.looked(), cashier.ErrForeign)
	c.settle()
	require.Zero(t, c.deeds[received])
	waiting, since, err := c.inbox.Waiting(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, waiting)
	require.False(t, since.IsZero(), "and raises an alert by its age")

	c.cashier.Gateway = midtrans.New(midtrans.Config{
		BaseURL: c.address, PayoutURL: c.address, ServerKey: serverKey, IrisKey: "iris-key", MerchantKey: merchantKey, Merchant: "M0002",
	})
	require.ErrorIs(t, c.cashier.Check(t.Context(), b.order(1)), midtrans.ErrMerchant, "nor when it is asked about")
	c.settle()
	require.Zero(t, c.deeds[received])
}

func TestTheAddressOfOurNameIsNotTheGateways(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	body := c.forged(b.order(1), func(map[string]any) {})
	require.Equal(t, http.StatusMethodNotAllowed, c.get(cashier.PaymentsPath))
	require.Equal(t, http.StatusOK, c.post(cashier.PaymentsPath, body))
	require.NoError(t, c.looked())
	require.True(t, strings.HasPrefix(cashier.PaymentsPath, "/gateway/"))
}

func (c *counter) get(path string) int {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), http.MethodGet, "http://"+c.intake+path, http.NoBody)
	require.NoError(c, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(c, err)
	require.NoError(c, response.Body.Close())
	return response.StatusCode
}
