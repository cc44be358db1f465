package ui_test

import (
	"bufio"
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// pages is where the log of this test goes.
type pages struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *pages) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(line)
}

func (p *pages) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func TestTheLogNamesWhoReadATrailAndHoldsNoSecretOrName(t *testing.T) { //nolint:paralleltest // the default logger is everybody's
	before, kept := slog.Default(), &pages{}
	slog.SetDefault(slog.New(slog.NewTextHandler(kept, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	s := newSite(t)
	wening := s.campaign("Wening Subuh").ID.String()
	s.as("hana").page(view.AuditCampaignURL(wening))
	s.as("hana").page(view.AuditExportURL(wening, 0))
	require.Contains(t, kept.String(), `msg="security: trail viewed" who=`+s.subject("hana").User.String()+" campaign="+wening)

	require.Contains(t, kept.String(), `msg="security: trail exported" who=`+s.subject("hana").User.String()+" campaign="+wening)

	token, err := s.sessions.IssueLink(t.Context(), s.subject("dinar"), session.LinkOptions{})
	require.NoError(t, err)
	link := view.SignInLinkURL(token)
	b := s.guest()
	require.Equal(t, http.StatusSeeOther, b.submit(b.page(link), link).status)
	b.join(s.campaign("Wening Subuh").ID.String())
	mute := strings.Repeat("m", 40)
	s.guest().get(view.MuteMailURL(mute))
	signUp := s.signUpLink("wulan@surat.example", "")
	newcomer := s.guest()
	require.Equal(t, http.StatusSeeOther, newcomer.finish(newcomer.page(signUp), signUp, "Wulan Prameswari").status)
	for _, secret := range []string{signUp, "Wulan", "surat.example", token, mute, b.cookies["sid"], "Hana", "Dinar", "Anggrek", "1234567890", "81234567890"} {
		require.NotContains(t, kept.String(), secret)
	}
}

// What is too large is answered as that, and the log says so too.
func TestTheLogHearsThatARequestWasTooLarge(t *testing.T) { //nolint:paralleltest // the default logger is everybody's
	before, kept := slog.Default(), &pages{}
	slog.SetDefault(slog.New(slog.NewTextHandler(kept, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	dinar := newSite(t).as("dinar")
	base, _ := dinar.listen()
	line, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = line.Close() })
	_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n", view.DisplayURL, host, 2<<20)
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(line), nil)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode)
	require.Contains(t, kept.String(), "path="+view.DisplayURL+" status=413")
	require.NotContains(t, kept.String(), "path="+view.DisplayURL+" status=403")
}
