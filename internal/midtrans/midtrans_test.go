package midtrans_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// world is a merchant beside a gateway that misbehaves on demand.
type world struct {
	*testing.T
	*midtrans.Client
	gateway *gatewayemu.Server

	mu    sync.Mutex
	fault gatewayemu.Fault // of the next request that is not a look
}

func newWorld(t *testing.T, change func(*gatewayemu.Config)) *world {
	t.Helper()
	w := &world{T: t}
	config := gatewayemu.Config{
		ServerKey: "server-key", IrisKey: "iris-key", MerchantKey: "merchant-key",
		Now: func() time.Time { return noon }, Fault: w.next,
	}
	if change != nil {
		change(&config)
	}
	w.gateway = gatewayemu.New(config)
	server := httptest.NewServer(w.gateway)
	t.Cleanup(server.Close)
	t.Cleanup(w.gateway.Close)
	w.Client = midtrans.New(midtrans.Config{
		BaseURL: server.URL, PayoutURL: server.URL + "/", ServerKey: "server-key", IrisKey: "iris-key", MerchantKey: "merchant-key",
		HTTP: &http.Client{Timeout: 200 * time.Millisecond, Transport: &http.Transport{DisableKeepAlives: true}},
	})
	return w
}

func (w *world) next(r gatewayemu.Request) gatewayemu.Fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Op == gatewayemu.OpStatus || r.Op == gatewayemu.OpPayoutStatus {
		return gatewayemu.Fault{}
	}
	fault := w.fault
	w.fault = gatewayemu.Fault{}
	return fault
}

func (w *world) spoil(fault gatewayemu.Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = fault
}

// troubles are all the ways in which an answer gets lost, with and without effect.
var troubles = map[string]gatewayemu.Fault{
	"unavailable":               {Status: 503},
	"unavailable, but done":     {Status: 503, Done: true},
	"too many requests":         {Status: 429},
	"it is being worked on":     {Status: 409, Done: true},
	"a proxy lost patience":     {Status: 408, Done: true},
	"the connection broke":      {Cut: true},
	"it broke after the effect": {Cut: true, Done: true},
	"no answer in time":         {Delay: 400 * time.Millisecond},
	"too late an answer":        {Delay: 400 * time.Millisecond, Done: true},
}

func order(id string, method string) midtrans.Order {
	o := midtrans.Order{ID: id, Amount: 50_000, Method: method, From: noon, Expires: noon.Add(90 * time.Minute)}
	if method == midtrans.BankTransfer {
		o.Bank = "permata"
	}
	return o
}

func (w *world) charged(id, method string) midtrans.Transaction {
	w.Helper()
	t, err := w.Charge(w.Context(), order(id, method))
	require.NoError(w, err)
	return t
}

func (w *world) pay(id string) {
	w.Helper()
	_, err := w.gateway.Pay(id, gatewayemu.Payment{})
	require.NoError(w, err)
}

func TestAChargeSaysHowToPay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	va := w.charged("va", midtrans.BankTransfer)
	require.Equal(t, midtrans.Pending, va.Status)
	require.Equal(t, "permata", va.Bank)
	require.NotEmpty(t, va.VA)
	require.True(t, va.ExpiresAt.Equal(noon.Add(90*time.Minute)), va.ExpiresAt)
	require.False(t, va.Paid())
	require.NotEmpty(t, w.charged("qr", midtrans.QRIS).QR)
	require.Contains(t, w.charged("wallet", midtrans.GoPay).Link, "gopay")
	bca := order("bca", midtrans.BankTransfer)
	bca.Bank = "bca"
	known, err := w.Charge(t.Context(), bca)
	require.NoError(t, err)
	require.Equal(t, "bca", known.Bank)

	w.pay("va")
	paid, err := w.Status(t.Context(), "va")
	require.NoError(t, err)
	require.True(t, paid.Paid())
	require.Equal(t, noon, paid.PaidAt)
	require.EqualValues(t, 50_000, paid.Amount)
	_, err = w.Status(t.Context(), "nobody")
	require.ErrorIs(t, err, midtrans.ErrNotFound)
}

func TestARefusalIsDefinite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wrong := order("o", midtrans.BankTransfer)
	wrong.Bank = "gringotts"
	_, err := w.Charge(t.Context(), wrong)
	refused, ok := errors.AsType[*midtrans.RefusedError](err)
	require.True(t, ok, err)
	require.Equal(t, 400, refused.Code)
	require.NotErrorIs(t, err, midtrans.ErrUnknown)
	require.Contains(t, err.Error(), "gringotts")

	w.charged("o", midtrans.QRIS)
	_, err = w.Charge(t.Context(), order("o", midtrans.GoPay))
	_, ok = errors.AsType[*midtrans.RefusedError](err)
	require.True(t, ok, "the order id belongs to another charge: %v", err)
}

// Whatever happens to an answer, the same request again leads to one effect.
func TestEveryRequestTakesEffectOnce(t *testing.T) {
	t.Parallel()
	for name, trouble := range troubles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(c *gatewayemu.Config) { c.Balance = 1_000_000 })
			ctx := t.Context()
			again := func(what string, send func() error) {
				w.spoil(trouble)
				require.ErrorIs(t, send(), midtrans.ErrUnknown, what)
				for range 2 {
					require.NoError(t, send(), what)
				}
			}
			again("charge", func() error {
				_, err := w.Charge(ctx, order("qr", midtrans.QRIS))
				return err
			})
			w.charged("va", midtrans.BankTransfer)
			again("expire", func() error { return w.Expire(ctx, "va") })
			w.pay("qr")
			again("refund", func() error { return w.Refund(ctx, "qr", "r-1", 20_000, "gagal") })
			again("the rest", func() error { return w.Refund(ctx, "qr", "r-2", 30_000, "gagal") })
			references := map[string]bool{}
			again("payout", func() error {
				reference, err := w.Pay(ctx, "p-1", midtrans.Beneficiary{Name: "Dinar", Bank: "bca", Account: "2048119311"}, 50_000, "refund")
				if err == nil {
					references[reference] = true
				}
				return err
			})
			require.Len(t, references, 1)
			found, err := w.Status(ctx, "qr")
			require.NoError(t, err)
			require.Equal(t, []midtrans.SentRefund{{Key: "r-1", Amount: 20_000}, {Key: "r-2", Amount: 30_000}}, found.Refunds)
			spoiled := 0
			for _, n := range w.gateway.Faults() {
				spoiled += n
			}
			require.Equal(t, 5, spoiled, "each request was spoiled once")
		})
	}
}

// A slot may be given away only after a nil.
func TestWhatWasPaidCanNotBeExpired(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.charged("va", midtrans.BankTransfer)
	w.pay("va")
	require.ErrorIs(t, w.Expire(t.Context(), "va"), midtrans.ErrPaid)
}

func TestWhatWasNeverChargedIsNotFoundToExpire(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, newWorld(t, nil).Expire(t.Context(), "nobody"), midtrans.ErrNotFound)
}

func TestARefundThatCanNotBeIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.charged("va", midtrans.BankTransfer)
	w.charged("qr", midtrans.QRIS)
	w.pay("va")
	w.pay("qr")
	for name, err := range map[string]error{
		"a bank transfer":              w.Refund(t.Context(), "va", "r-1", 50_000, "gagal"),
		"too much":                     w.Refund(t.Context(), "qr", "r-1", 50_001, "gagal"),
		"nobody's":                     w.Refund(t.Context(), "nobody", "r-1", 1, "gagal"),
		"another amount, the same key": errors.Join(w.Refund(t.Context(), "qr", "r-2", 1, "gagal"), w.Refund(t.Context(), "qr", "r-2", 2, "gagal")),
	} {
		_, refused := errors.AsType[*midtrans.RefusedError](err)
		require.True(t, refused, "%s: %v", name, err)
	}
}

func TestPayoutsAndTheirAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.gateway.SetAccount("bca", "closed", gatewayemu.Account{Gone: true})
	w.gateway.SetAccount("bca", "2048119311", gatewayemu.Account{Name: "DINAR NARESWARI"})
	name, err := w.HolderOf(t.Context(), "bca", "2048119311")
	require.NoError(t, err)
	require.Equal(t, "DINAR NARESWARI", name)
	_, err = w.HolderOf(t.Context(), "bca", "closed")
	_, refused := errors.AsType[*midtrans.RefusedError](err)
	require.True(t, refused, err)

	reference, err := w.Pay(t.Context(), "p-1", midtrans.Beneficiary{Name: "Dinar", Bank: "bca", Account: "2048119311"}, 50_000, "refund")
	require.NoError(t, err)
	paid, err := w.PayoutOf(t.Context(), reference)
	require.NoError(t, err)
	require.Equal(t, midtrans.Payout{Reference: reference, Amount: 50_000, Status: midtrans.PayoutCompleted, Notes: "refund"}, paid)
	reference, err = w.Pay(t.Context(), "p-2", midtrans.Beneficiary{Name: "Dinar", Bank: "bca", Account: "closed"}, 50_000, "refund")
	require.NoError(t, err)
	failed, err := w.PayoutOf(t.Context(), reference)
	require.NoError(t, err)
	require.Equal(t, midtrans.PayoutFailed, failed.Status)
	require.Equal(t, gatewayemu.NoSuchAccount, failed.ErrorCode)
	_, err = w.PayoutOf(t.Context(), "nothing")
	require.ErrorIs(t, err, midtrans.ErrNotFound)
}

func TestNotificationsAreBelievedOnlyWithTheirSignature(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.charged("camp-1", midtrans.QRIS)
	w.pay("camp-1")
	reference, err := w.Pay(t.Context(), "p-1", midtrans.Beneficiary{Name: "Dinar", Bank: "bca", Account: "1"}, 50_000, "refund")
	require.NoError(t, err)
	outbox := w.gateway.Outbox()
	require.Len(t, outbox, 3)

	pending, err := w.ReadNotification(outbox[0].Body)
	require.NoError(t, err)
	paid, err := w.ReadNotification(outbox[1].Body)
	require.NoError(t, err)
	require.True(t, paid.Paid())
	require.Equal(t, "camp-1", paid.Order)
	require.True(t, paid.Status.After(pending.Status), "whatever came first")
	require.False(t, pending.Status.After(paid.Status))
	dearer := strings.Replace(string(outbox[1].Body), "50000.00", "90000.00", 1)
	_, err = w.ReadNotification([]byte(dearer))
	require.ErrorIs(t, err, midtrans.ErrSignature)
	_, err = w.ReadNotification([]byte("<html>"))
	require.ErrorIs(t, err, midtrans.ErrFormat)

	payout, err := w.ReadPayoutNotification(outbox[2].Body, outbox[2].Signature)
	require.NoError(t, err)
	require.Equal(t, reference, payout.Reference)
	_, err = w.ReadPayoutNotification(append(outbox[2].Body, ' '), outbox[2].Signature)
	require.ErrorIs(t, err, midtrans.ErrSignature)
}

// Suspicion is not money, nor is what the gateway has never heard of.
func TestOnlyMoneyThatIsThereIsPaid(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		t    midtrans.Transaction
		paid bool
	}{
		"settled":                 {midtrans.Transaction{Status: midtrans.Settlement, Fraud: "accept"}, true},
		"settled, never checked":  {midtrans.Transaction{Status: midtrans.Settlement}, true},
		"captured":                {midtrans.Transaction{Status: midtrans.Capture, Fraud: "accept"}, true},
		"under suspicion":         {midtrans.Transaction{Status: midtrans.Capture, Fraud: "challenge"}, false},
		"denied":                  {midtrans.Transaction{Status: midtrans.Denied, Fraud: "accept"}, false},
		"sent back in part":       {midtrans.Transaction{Status: midtrans.PartiallyRefunded, Amount: 2, Refunds: []midtrans.SentRefund{{Amount: 1}}}, true},
		"sent back part by part":  {midtrans.Transaction{Status: midtrans.PartiallyRefunded, Amount: 1, Refunds: []midtrans.SentRefund{{Amount: 1}}}, false},
		"refunded":                {midtrans.Transaction{Status: midtrans.Refunded, Fraud: "accept"}, false},
		"in a status of tomorrow": {midtrans.Transaction{Status: "authorize", Fraud: "accept"}, false},
	} {
		require.Equal(t, row.paid, row.t.Paid(), name)
	}
}

// Go's transport sends a request with an idempotency key again by itself when a connection
// that it had kept breaks. Nobody would know that it was sent twice, and a no to the second
// would be taken for a no to the first.
func TestARequestIsSentAgainByNobodyButItsSender(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet { // a connection is made, and kept
			_, _ = fmt.Fprint(w, `{"reference_no":"p","status":"queued","amount":"1.00"}`)
			return
		}
		sent.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler) // it breaks after the request was read
	}))
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := midtrans.New(midtrans.Config{
		BaseURL: server.URL, PayoutURL: server.URL, ServerKey: "k", IrisKey: "k", MerchantKey: "k", HTTP: &http.Client{Transport: transport},
	})
	_, err := client.PayoutOf(t.Context(), "p")
	require.NoError(t, err)
	_, err = client.Pay(t.Context(), "key-1", midtrans.Beneficiary{Name: "Dinar", Bank: "bca", Account: "1"}, 1, "")
	require.ErrorIs(t, err, midtrans.ErrUnknown)
	require.EqualValues(t, 1, sent.Load())
}

// A gateway that knows an order and then does not, or refuses to tell, has said nothing
// definite about it.
func TestARefusalThatIsNotStoodByIsNoRefusal(t *testing.T) {
	t.Parallel()
	for name, lookup := range map[string]int{"not found": 404, "our key is refused": 401, "our address is": 403} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				code := lookup
				switch r.URL.Path {
				case "/v2/charge":
					code = 406
				case "/v2/o/expire":
					code = 412
				}
				_, _ = fmt.Fprintf(w, `{"status_code":"%d","status_message":"no"}`, code)
			}))
			defer server.Close()
			client := midtrans.New(midtrans.Config{
				BaseURL: server.URL, PayoutURL: server.URL, ServerKey: "k", IrisKey: "k", MerchantKey: "k",
				HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
			})
			_, charged := client.Charge(t.Context(), order("o", midtrans.QRIS))
			for _, err := range []error{charged, client.Expire(t.Context(), "o")} {
				require.ErrorIs(t, err, midtrans.ErrUnknown)
				require.NotErrorIs(t, err, midtrans.ErrNotFound)
				_, refused := errors.AsType[*midtrans.RefusedError](err)
				require.False(t, refused, err)
			}
		})
	}
}

func TestWhatTheGatewayTookBackIsKnownToTheRupiah(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for name, row := range map[string]struct {
		lose  func(order string) error
		taken money.Rupiah
		left  money.Rupiah
	}{
		"nothing":          {func(string) error { return nil }, 0, 50_000},
		"denied after all": {func(o string) error { return w.gateway.Lose(o, gatewayemu.Deny) }, 50_000, 50_000},
		"charged back":     {func(o string) error { return w.gateway.Lose(o, gatewayemu.Chargeback) }, 50_000, 50_000},
		"a part of it":     {func(o string) error { return w.gateway.Dispute(o, 20_000) }, 20_000, 30_000},
		"part by part":     {func(o string) error { return errors.Join(w.gateway.Dispute(o, 20_000), w.gateway.Dispute(o, 30_000)) }, 50_000, 0},
		"what a refund had left of it": {func(o string) error {
			return errors.Join(w.Refund(t.Context(), o, "k", 5_000, ""), w.gateway.Lose(o, gatewayemu.Chargeback))
		}, 45_000, 45_000},
		"all of it, and it was sent back": {func(o string) error {
			return errors.Join(w.Refund(t.Context(), o, "k", 50_000, ""), w.gateway.Dispute(o, 50_000))
		}, 50_000, -50_000},
	} {
		w.charged(name, midtrans.QRIS)
		w.pay(name)
		require.NoError(t, row.lose(name), name)
		known, err := w.Status(t.Context(), name)
		require.NoError(t, err, name)
		taken, err := known.TakenBack()
		require.NoError(t, err, name)
		require.Equal(t, row.taken, taken, name)
		require.Equal(t, row.left, known.Left(), name)
	}
	for _, vague := range []midtrans.Transaction{
		{Status: midtrans.PartlyChargedBack, Amount: 5}, {Status: midtrans.ChargedBack, Amount: 5, Refunds: []midtrans.SentRefund{{Key: "k", Amount: 5}}},
	} {
		_, err := vague.TakenBack()
		require.ErrorIs(t, err, midtrans.ErrFormat)
	}
}

// What a gateway may answer when it is not itself.
func TestNoiseIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a page":                "<html>login</html>",
		"nothing":               "",
		"no transaction":        `{"status_code":"200"}`,
		"half a rupiah":         `{"status_code":"200","transaction_id":"t","order_id":"o","transaction_status":"settlement","gross_amount":"1.50"}`,
		"another currency":      `{"status_code":"200","transaction_id":"t","order_id":"o","transaction_status":"settlement","gross_amount":"1.00","currency":"USD"}`,
		"a time of another age": `{"status_code":"200","transaction_id":"t","order_id":"o","transaction_status":"settlement","gross_amount":"1.00","expiry_time":"besok"}`,
		"numbers for words":     `{"status_code":"200","transaction_id":7}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte(body))
			}))
			defer server.Close()
			client := midtrans.New(midtrans.Config{
				BaseURL: server.URL, PayoutURL: server.URL, ServerKey: "k", IrisKey: "k", MerchantKey: "k",
				HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
			})
			_, err := client.Status(t.Context(), "o")
			require.ErrorIs(t, err, midtrans.ErrUnknown)
			_, err = client.PayoutOf(t.Context(), "p")
			require.ErrorIs(t, err, midtrans.ErrUnknown)
			_, err = client.Pay(t.Context(), "p", midtrans.Beneficiary{}, 1, "")
			require.ErrorIs(t, err, midtrans.ErrUnknown)
		})
	}
	require.Panics(t, func() { midtrans.New(midtrans.Config{}) })
}
