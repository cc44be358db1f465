package system_test

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestReadyMeansThatPagesWork: whoever opens the printed address at once, on the
// very first start, sees the marketplace and no error.
func TestReadyMeansThatPagesWork(t *testing.T) { //nolint:paralleltest // one program at a time
	p := launch(t, "up", "--data", newFolder(t), "--addr", freeAddr(t))
	select {
	case <-p.out.contains("Sambatan is ready"):
	case <-time.After(startLimit):
		require.FailNow(t, "the program is not ready", p.log.String())
	}
	for _, path := range []string{"/readyz", "/pasar/parfum", "/api/v1/campaigns"} {
		require.Equal(t, http.StatusOK, p.status(t, path), path)
	}
	require.NotEmpty(t, p.openCampaigns(t))
}

// TestCtrlCStopsWithinFiveSeconds even while a page's live stream is open.
func TestCtrlCStopsWithinFiveSeconds(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	stream, err := http.Get("http://" + p.addr + "/sse/sambatan/" + p.openCampaigns(t)[0].ID) //nolint:noctx // the program has to end it
	require.NoError(t, err)
	defer stream.Body.Close() //nolint:errcheck // the other side is gone
	require.Equal(t, http.StatusOK, stream.StatusCode)

	code, took := p.end(t)
	require.Zero(t, code, p.log.String())
	require.Less(t, took, 5*time.Second)
	_, err = net.Dial("tcp", p.addr) //nolint:noctx // it must fail
	require.Error(t, err, "something still listens")
	t.Logf("stopped in %s", took.Round(time.Millisecond))
	http.DefaultClient.CloseIdleConnections()
}

func TestASecondStartKeepsTheData(t *testing.T) { //nolint:paralleltest // one program at a time
	folder := newFolder(t)
	first := start(t, folder)
	order := first.joinByPage(t, first.as(t, "Dinar Nareswari"), onThePage)
	events := first.events(t)
	code, _ := first.end(t)
	require.Zero(t, code, first.log.String())

	second := start(t, folder)
	require.GreaterOrEqual(t, second.events(t), events, "events are gone")
	page, err := second.as(t, "Dinar Nareswari").Get(t.Context(), "/pesanan/"+order.code)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, page.Status)
	require.Contains(t, page.Body, order.code)
	require.Contains(t, second.memberships(t), 1, "the demo data was written twice")
}

// events counts the log.
func (p *program) events(t *testing.T) (n int) {
	t.Helper()
	pool := p.database(t, "postgres")
	defer pool.Close()
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT count(*) FROM events`).Scan(&n))
	return n
}

// memberships counts how often each user was registered.
func (p *program) memberships(t *testing.T) (times []int) {
	t.Helper()
	pool := p.database(t, "postgres")
	defer pool.Close()
	rows, err := pool.Query(t.Context(), `SELECT DISTINCT count(*)::int FROM events WHERE type = 'identity.registered.v1' GROUP BY stream_id`)
	require.NoError(t, err)
	for rows.Next() {
		var n int
		require.NoError(t, rows.Scan(&n))
		times = append(times, n)
	}
	require.NoError(t, rows.Err())
	require.Len(t, times, 1)
	return times
}

func TestATakenPortIsSaidInOneSentence(t *testing.T) { //nolint:paralleltest // one program at a time
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close() //nolint:errcheck // the test is over
	addr := listener.Addr().String()
	p := launch(t, "up", "--data", newFolder(t), "--addr", addr)
	select {
	case code := <-p.exited:
		require.Equal(t, 1, code)
	case <-time.After(startLimit):
		require.FailNow(t, "the program starts on a taken port")
	}
	require.Equal(t, 1, strings.Count(p.log.String(), "\n"), "one line is wanted: %s", p.log.String())
	require.Contains(t, p.log.String(), "can't serve on "+addr)
	require.Contains(t, p.log.String(), "--addr")
}
