package gatewayemu_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
)

func TestAChargeHasItsNumberAndItsEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	asked := charge("camp-1", 548_000, gatewayemu.BankTransfer)
	asked["custom_expiry"] = object{"order_time": "2026-11-24 12:00:00 +0700", "expiry_duration": 90, "unit": "minute"}
	code, said := b.call(serverKey, http.MethodPost, "/v2/charge", asked)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "201", said["status_code"])
	require.Equal(t, "pending", said["transaction_status"])
	require.Equal(t, "548000.00", said["gross_amount"])
	require.Equal(t, "2026-11-24 12:00:00", said["transaction_time"], "in Jakarta")
	require.Equal(t, "2026-11-24 13:30:00", said["expiry_time"])
	require.Equal(t, "bca", said["va_numbers"].([]any)[0].(object)["bank"])

	qr := b.charge("camp-2", gatewayemu.QRIS)
	require.NotEmpty(t, qr["qr_string"])
	wallet := b.charge("camp-3", gatewayemu.GoPay)
	require.Len(t, wallet["actions"], 2)

	_, found := b.call(serverKey, http.MethodGet, "/v2/camp-1/status", nil)
	require.Equal(t, "201", found["status_code"])
	require.Equal(t, said["transaction_id"], found["transaction_id"])
	_, byID := b.call(serverKey, http.MethodGet, "/v2/"+said["transaction_id"].(string)+"/status", nil)
	require.Equal(t, found, byID)
}

func TestWhatIsWrongIsRefusedInTheFormat(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("taken", gatewayemu.QRIS)
	strange := charge("o", 10_000, gatewayemu.BankTransfer)
	strange["bank_transfer"] = object{"bank": "gringotts"}
	later := charge("o", 10_000, gatewayemu.QRIS)
	later["custom_expiry"] = object{"expiry_duration": 1, "unit": "fortnight"}
	for name, row := range map[string]struct {
		key  string
		body object
		want int
	}{
		"another's key":         {"someone", charge("o", 10_000, gatewayemu.QRIS), 401},
		"an order id again":     {serverKey, charge("taken", 10_000, gatewayemu.QRIS), 406},
		"no order":              {serverKey, charge("", 10_000, gatewayemu.QRIS), 400},
		"nothing to pay":        {serverKey, charge("o", 0, gatewayemu.QRIS), 400},
		"more than a QR code":   {serverKey, charge("o", 10_000_001, gatewayemu.QRIS), 400},
		"a bank nobody knows":   {serverKey, strange, 400},
		"a way nobody knows":    {serverKey, charge("o", 10_000, "barter"), 400},
		"a time nobody can say": {serverKey, later, 400},
	} {
		code, said := b.call(row.key, http.MethodPost, "/v2/charge", row.body)
		require.Equal(t, row.want, code, name)
		require.NotEmpty(t, said["status_message"], name)
	}
	code, _ := b.call(serverKey, http.MethodGet, "/v2/nobody/status", nil)
	require.Equal(t, http.StatusNotFound, code)
}

// The handshake that frees a slot: what was paid can't be expired any more.
func TestExpireAndPaidExcludeEachOther(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("paid", gatewayemu.BankTransfer)
	b.charge("expired", gatewayemu.BankTransfer)
	b.pay("paid", gatewayemu.Payment{})
	code, said := b.call(serverKey, http.MethodPost, "/v2/paid/expire", nil)
	require.Equal(t, 412, code)
	require.Equal(t, "Merchant cannot modify the status of the transaction", said["status_message"])
	code, said = b.call(serverKey, http.MethodPost, "/v2/expired/expire", nil)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "407", said["status_code"])
	require.Equal(t, "expire", said["transaction_status"])
	code, _ = b.call(serverKey, http.MethodPost, "/v2/expired/cancel", nil)
	require.Equal(t, 412, code)
	_, err := b.gateway.Pay("paid", gatewayemu.Payment{})
	require.ErrorIs(t, err, gatewayemu.ErrNotNow)
	b.pay("expired", gatewayemu.Payment{At: noon.Add(-time.Second)}) // the bank was faster than its news
	_, found := b.call(serverKey, http.MethodGet, "/v2/expired/status", nil)
	require.Equal(t, "2026-11-24 11:59:59", found["settlement_time"])
}

func TestAChargeLapsesByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("one", gatewayemu.QRIS)
	b.charge("two", gatewayemu.QRIS)
	b.pass(24 * time.Hour)
	_, found := b.call(serverKey, http.MethodGet, "/v2/one/status", nil)
	require.Equal(t, "expire", found["transaction_status"])
	b.gateway.Lapse()
	b.gateway.Lapse() // says it once
	said := b.notified(4)
	require.Equal(t, "407", said[3]["status_code"])
}

func TestPaidTwicePaidTooMuchAndTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("camp-1", gatewayemu.BankTransfer)
	first := b.pay("camp-1", gatewayemu.Payment{})
	second := b.pay("camp-1", gatewayemu.Payment{Again: true, Amount: 12_500})
	require.NotEqual(t, first, second)
	_, found := b.call(serverKey, http.MethodGet, "/v2/"+first+"/status", nil)
	require.Equal(t, "10000.00", found["gross_amount"])
	_, found = b.call(serverKey, http.MethodGet, "/v2/"+second+"/status", nil)
	require.Equal(t, "12500.00", found["gross_amount"])
	require.NoError(t, b.gateway.Lose("camp-1", gatewayemu.Chargeback))
	require.ErrorIs(t, b.gateway.Lose("camp-1", gatewayemu.Deny), gatewayemu.ErrNotNow)
	require.ErrorIs(t, b.gateway.Lose("nobody", gatewayemu.Deny), gatewayemu.ErrNoCharge)
	_, err := b.gateway.Pay("nobody", gatewayemu.Payment{})
	require.ErrorIs(t, err, gatewayemu.ErrNoCharge)
}

func TestARefundGoesBackOnceAndOnlyWhereItCan(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("qr", gatewayemu.QRIS)
	b.charge("va", gatewayemu.BankTransfer)
	refund := func(order, key string, amount int) (int, object) {
		return b.call(serverKey, http.MethodPost, "/v2/"+order+"/refund", object{"refund_key": key, "amount": amount, "reason": "gagal"})
	}
	code, _ := refund("qr", "r-1", 4_000)
	require.Equal(t, 412, code, "nothing was paid")
	b.pay("qr", gatewayemu.Payment{})
	b.pay("va", gatewayemu.Payment{})
	code, said := refund("qr", "r-1", 4_000)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "partial_refund", said["transaction_status"])
	code, _ = refund("qr", "r-1", 4_000)
	require.Equal(t, 406, code, "the same key pays once")
	code, _ = refund("qr", "r-2", 6_001)
	require.Equal(t, 414, code)
	code, said = refund("qr", "r-2", 6_000)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "refund", said["transaction_status"])
	code, _ = refund("va", "r-3", 10_000)
	require.Equal(t, 412, code, "a bank transfer can't go back")
	_, found := b.call(serverKey, http.MethodGet, "/v2/qr/status", nil)
	require.Equal(t, "10000.00", found["refund_amount"])
	require.Len(t, found["refunds"], 2)

	b.charge("late", gatewayemu.GoPay)
	b.pay("late", gatewayemu.Payment{})
	b.pass(7*24*time.Hour + time.Second)
	code, _ = refund("late", "r-4", 10_000)
	require.Equal(t, 412, code, "the window is over")
	code, _ = refund("nobody", "r-5", 1)
	require.Equal(t, http.StatusNotFound, code)
}

func TestThePagePays(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("camp-1", gatewayemu.QRIS)
	page := func() string { return sandboxPage(b) }
	require.Contains(t, page(), `action="/bayar/camp-1"`)
	response, err := b.try("", http.MethodPost, "/bayar/camp-1", nil)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusSeeOther, response.StatusCode)
	require.NotContains(t, page(), `action="/bayar/camp-1"`)
	require.Contains(t, page(), "settlement")
	response, err = b.try("", http.MethodPost, "/bayar/camp-1", nil)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusConflict, response.StatusCode)
}
