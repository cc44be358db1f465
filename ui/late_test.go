package ui_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestWhatWasTypedIsNotLostWithTheSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar := s.as("dinar")
	order := dinar.join(s.open())
	page := dinar.eventually(order, "Menunggu pembayaran")
	values := page.hidden(t, order+"/lepas")
	values.Set("catatan", "satu \"dua\" & <tiga>")
	ours := []string{"Sec-Fetch-Site", "same-origin", "Referer", "http://" + host + order}

	require.NoError(t, s.sessions.EndAll(t.Context(), s.subject("dinar").User))
	out := dinar.send(http.MethodPost, order+"/lepas", values.Encode(), ours...)
	require.Equal(t, http.StatusForbidden, out.status)
	require.Contains(t, words(out.body), "Anda sudah keluar")
	require.Contains(t, out.body, `href="`+view.SignInBackURL(order)+`"`)
	require.Contains(t, out.body, `name="catatan" value="satu &#34;dua&#34; &amp; &lt;tiga&gt;"`)
	require.Contains(t, out.header.Get("Cache-Control"), "no-store")

	again := dinar.send(http.MethodPost, order+"/lepas", out.hidden(t, order+"/lepas").Encode(), ours...)
	require.Contains(t, words(again.body), "Anda sudah keluar", "nobody signed in, and still nothing is lost")

	signedIn := s.as("dinar")
	late := signedIn.send(http.MethodPost, order+"/lepas", again.hidden(t, order+"/lepas").Encode(), ours...)
	require.Equal(t, http.StatusForbidden, late.status)
	require.Contains(t, words(late.body), "terlalu lama terbuka")
	require.Contains(t, words(late.body), "Anda sekarang masuk sebagai")
	signedIn.follow(signedIn.submit(late, order+"/lepas"))
	signedIn.eventually(order, "Slot dilepas")
}

// A page that another site could have filled in gets no button that sends it.
func TestOnlyWhatTheBrowserCallsOursIsSentAgain(t *testing.T) {
	t.Parallel()
	dinar := newSite(t).as("dinar")
	values := url.Values{"kembali": {"/profil"}, "_csrf": {"old"}}.Encode()
	for _, header := range [][]string{nil, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "none"}, {"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "same-origin", "HX-Request", "true"}} {
		got := dinar.send(http.MethodPost, view.DisplayURL, values, header...)
		require.Equal(t, http.StatusForbidden, got.status, header)
		require.NotContains(t, got.body, "Kirim lagi", header)
		require.Contains(t, words(got.body), "terlalu lama terbuka", header)
	}
	for _, header := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", "http://" + host}} {
		require.Contains(t, dinar.send(http.MethodPost, view.DisplayURL, values, header...).body, "Kirim lagi", header)
	}
}

func TestAnAddressThatOnlyTakesFormsLeadsToThePageWithTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, row := range []struct{ who, path, leads string }{
		{"dinar", "/profil/kunci", "/profil"},
		{"dinar", "/pesanan/SWG-7K4Q2/transfer", "/pesanan/SWG-7K4Q2"},
		{"dinar", "/pesanan/SWG-7K4Q2/komplain/cabut", "/pesanan/SWG-7K4Q2/komplain"},
		{"dinar", "/saldo/isi", "/saldo"},
		{"dinar", "/keluar", "/"},
		{"dinar", "/profil/tidak-ada", ""},
		{"dinar", "/gateway/midtrans", ""},
		{"ratih", "/kurator/" + id.New().String() + "/kembalikan", "/kurator/"},
		{"gita", "/ops/titipan/" + id.New().String(), "/ops/titipan"},
	} {
		got := s.as(row.who).get(row.path)
		if row.leads == "" {
			require.Equal(t, http.StatusNotFound, got.status, row)
			continue
		}
		require.Equal(t, http.StatusSeeOther, got.status, row)
		require.Contains(t, got.header.Get("Location"), row.leads, row)
	}
}

func TestWhatIsTooLargeIsRefusedOnce(t *testing.T) {
	t.Parallel()
	dinar := newSite(t).as("dinar")
	base, _ := dinar.listen()
	line, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = line.Close() })
	_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: %s\r\nReferer: %s/profil\r\nCookie: sid=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n",
		view.DisplayURL, strings.TrimPrefix(base, "http://"), base, dinar.cookies["sid"], 2<<20)
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(line), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	read, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	large := string(read)
	require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
	require.Contains(t, words(large), "Kirimannya terlalu besar")
	require.Contains(t, large, `href="/profil">Kembali`)
	require.Equal(t, 1, strings.Count(large, "</html>"))
	require.NotContains(t, words(large), "terlalu lama terbuka")
}

// What is refused because of how it was sent leads back to the page that sent it.
func TestAFormThatCouldNotBeReadLeadsBackToItsPage(t *testing.T) {
	t.Parallel()
	dinar := newSite(t).as("dinar")
	bad := dinar.send(http.MethodPost, view.MineURL+"/SWG-X/transfer", url.Values{"_csrf": dinar.tokens()["_csrf"]}.Encode(), "Referer", "http://"+host+"/pesanan/SWG-X")
	require.Equal(t, http.StatusBadRequest, bad.status)
	require.Contains(t, bad.body, `href="/pesanan/SWG-X"`)
}

func TestWhoStandsInForOthersFindsTheirDesks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for who, stands := range map[string]bool{"bima": true, "yoga": true, "gita": false, "dinar": false} {
		profile := s.as(who).page(view.ProfileURL).body
		require.Equal(t, stands, strings.Contains(profile, `href="`+view.CuratorURL+`"`), who)
		require.Equal(t, stands, strings.Contains(profile, `href="`+view.AuditURL+`"`), who)
	}
}
