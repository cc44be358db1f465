package gatewayemu_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
)

func sandboxPage(b *bench) string {
	b.Helper()
	response, err := b.try("", http.MethodGet, "/", nil)
	require.NoError(b, err)
	defer response.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(response.Body)
	require.NoError(b, err)
	return string(body)
}

func TestEveryChangeIsReportedAndSigned(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.charge("camp-1", gatewayemu.QRIS)
	b.notified(1)
	b.pay("camp-1", gatewayemu.Payment{})
	said := b.notified(2)
	require.Equal(t, "pending", said[0]["transaction_status"])
	require.Equal(t, "settlement", said[1]["transaction_status"])
	for _, n := range said {
		want := gatewayemu.Signature("camp-1", n["status_code"].(string), n["gross_amount"].(string), serverKey)
		require.Equal(t, want, n["signature_key"])
		require.Len(t, want, 128)
	}
	require.Equal(t, "200", said[1]["status_code"])
}

func TestANotificationThatWasNotTakenComesAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil)
	b.refuse = 1
	b.charge("camp-1", gatewayemu.QRIS)
	b.notified(1)
	require.Zero(t, b.refuse, "it was refused once")
	require.Eventually(t, func() bool { return b.gateway.Outbox()[0].Taken == 1 }, time.Second, time.Millisecond)
}

// What the wire may do to notifications: lose, repeat, reorder, delay.
func TestNotificationsTravelAsTheyAreTold(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *gatewayemu.Config) {
		c.Route = func(n gatewayemu.Notification) []time.Duration {
			switch n.Status {
			case "pending":
				return nil // lost
			case "settlement":
				return []time.Duration{0, 0, 0} // three times
			}
			return []time.Duration{0}
		}
	})
	b.charge("camp-1", gatewayemu.QRIS)
	b.pay("camp-1", gatewayemu.Payment{})
	for _, n := range b.notified(3) {
		require.Equal(t, "settlement", n["transaction_status"])
	}
	outbox := b.gateway.Outbox()
	require.Zero(t, outbox[0].Taken)
	b.pass(24 * time.Hour)
	require.NoError(t, b.gateway.Deliver(t.Context(), outbox[0].Number)) // the oldest last, a day late
	said := b.notified(4)
	require.Equal(t, "pending", said[3]["transaction_status"])
}

func TestTheAPIHasBadDays(t *testing.T) {
	t.Parallel()
	faults := map[gatewayemu.Request]gatewayemu.Fault{
		{Op: gatewayemu.OpCharge, ID: "down"}: {Status: 503},
		{Op: gatewayemu.OpCharge, ID: "lost"}: {Status: 504, Done: true},
		{Op: gatewayemu.OpCharge, ID: "cut"}:  {Cut: true, Done: true},
		{Op: gatewayemu.OpStatus, ID: "slow"}: {Delay: time.Millisecond},
	}
	b := newBench(t, func(c *gatewayemu.Config) {
		c.Fault = func(r gatewayemu.Request) gatewayemu.Fault { return faults[r] }
	})
	code, _ := b.call(serverKey, http.MethodPost, "/v2/charge", charge("down", 10_000, gatewayemu.QRIS))
	require.Equal(t, 503, code)
	code, _ = b.call(serverKey, http.MethodGet, "/v2/down/status", nil)
	require.Equal(t, http.StatusNotFound, code, "nothing was done")

	code, _ = b.call(serverKey, http.MethodPost, "/v2/charge", charge("lost", 10_000, gatewayemu.QRIS))
	require.Equal(t, 504, code)
	_, err := b.try(serverKey, http.MethodPost, "/v2/charge", charge("cut", 10_000, gatewayemu.QRIS)) //nolint:bodyclose // there is none
	require.Error(t, err)
	for _, order := range []string{"lost", "cut"} {
		code, _ = b.call(serverKey, http.MethodGet, "/v2/"+order+"/status", nil)
		require.Equal(t, http.StatusOK, code, "it was done, and only the answer is lost")
	}
	code, _ = b.call(serverKey, http.MethodGet, "/v2/slow/status", nil)
	require.Equal(t, http.StatusNotFound, code)
	require.Equal(t, map[gatewayemu.Op]int{gatewayemu.OpCharge: 3, gatewayemu.OpStatus: 1}, b.gateway.Faults())
}
