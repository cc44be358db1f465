package ui_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// listen serves the site on a real address; stop ends it as the program does.
func (s *site) listen() (base string, stop func() error) {
	s.t.Helper()
	free, err := (&net.ListenConfig{}).Listen(s.t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(s.t, err)
	addr := free.Addr().String()
	require.NoError(s.t, free.Close())
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.server.Listen(ctx, addr, func(string) { close(ready) }) }()
	<-ready
	s.t.Cleanup(cancel)
	return "http://" + addr, func() error {
		cancel()
		return <-ended
	}
}

// watch opens a stream and hands out its lines.
func (b *browser) watch(address string) (lines <-chan string, header http.Header) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, http.NoBody)
	require.NoError(b.t, err)
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusOK, response.StatusCode)
	found := make(chan string, 4096)
	b.t.Cleanup(func() { _ = response.Body.Close() })
	go func() {
		defer close(found)
		scanner := bufio.NewScanner(response.Body)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			found <- scanner.Text()
		}
	}()
	return found, response.Header
}

// until reads lines until one holds a text.
func until(t *testing.T, lines <-chan string, text string) {
	t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case line, more := <-lines:
			require.True(t, more, "the stream ended without %q", text)
			if strings.Contains(line, text) {
				return
			}
		case <-timeout:
			t.Fatalf("the stream never said %q", text)
		}
	}
}

func TestAStreamShowsWhatOthersDoUntilTheProgramStops(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, stop := s.listen()
	pala := s.campaign("Pala Banda")
	public, header := s.guest().watch(base + view.CampaignLiveURL(pala.ID.String()))
	require.Equal(t, "text/event-stream", header.Get("Content-Type"))
	protected(t, answer{header: header}, "a stream")
	board, _ := s.as("gita").watch(base + view.OpsLiveURL)
	until(t, public, "menunggu bayar")
	until(t, board, "Pala Banda")

	s.as("raka").join(pala.ID.String(), "slot", "1")
	until(t, public, "2 menunggu bayar")
	until(t, board, "2 menunggu bayar")

	begin := time.Now()
	require.NoError(t, stop())
	require.Less(t, time.Since(begin), 5*time.Second)
	for lines := range map[<-chan string]bool{public: true, board: true} {
		for line := range lines {
			require.NotContains(t, line, "event: selesai", "pages must come back to the next process")
		}
	}
}

func TestAStreamOfWhatIsOverSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open()
	sekar := s.as("sekar")
	ask := sekar.page(view.MakerCancelURL(campaign))
	got := sekar.submit(ask, view.MakerCancelURL(campaign), "alasan", "Panen gagal")
	require.Equal(t, http.StatusSeeOther, got.status)
	base, _ := s.listen()
	lines, _ := s.guest().watch(base + view.CampaignLiveURL(campaign))
	until(t, lines, "event: selesai")
	for range lines {
	}
}

func TestBodiesOverOneConnectionDoNotMix(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, _ := s.listen()
	campaign := s.open("slot", "4", "maks_pembeli", "4", "minimal", "1")
	streets := map[string]string{"dinar": "Jalan Pertama Nomor Satu", "raka": "Jalan Kedua", "maya": "Jalan Ketiga Yang Panjang Sekali Namanya"}
	var opened int
	client := &http.Client{Transport: &http.Transport{
		MaxConnsPerHost: 1,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			opened++
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	orders := map[string]string{}
	for key, street := range streets {
		b := s.as(key)
		action := view.JoinURL(campaign)
		values := b.eventually(action, "Ambil").hidden(t, action)
		fields := joining("alamat", street, "penerima", strings.ToUpper(key))
		for i := 0; i+1 < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+action, strings.NewReader(values.Encode()))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.AddCookie(&http.Cookie{Name: "sid", Value: b.cookies["sid"]})
		response, err := client.Do(request)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusSeeOther, response.StatusCode)
		orders[key] = orderPath.FindString(response.Header.Get("Location"))
	}
	require.Equal(t, 1, opened, "one connection")
	for key, street := range streets {
		page := words(s.as(key).eventually(orders[key], street).body)
		require.Contains(t, page, strings.ToUpper(key)+" Telepon")
		require.Contains(t, page, street+", Dago")
	}
}
