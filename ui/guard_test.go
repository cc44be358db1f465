package ui_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestAFormMustComeFromTheVisitorsOwnPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, raka := s.as("dinar"), s.as("raka")
	guest := s.guest()
	own, foreign, anonymous := dinar.tokens(), raka.tokens(), guest.tokens()
	none := url.Values{"perintah_id": {id.New().String()}}
	for _, row := range []struct {
		name   string
		values url.Values
		header []string
		status int
	}{
		{"without a token", none, nil, 403},
		{"with another session's token", foreign, nil, 403},
		{"with a token from before signing in", anonymous, nil, 403},
		{"from another site", own, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"from a sister site", own, []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"from a foreign origin", own, []string{"Origin", "https://evil.example"}, 403},
		{"from an opaque origin", own, []string{"Origin", "null"}, 403},
		{"from this origin", own, []string{"Origin", "http://" + host}, 303},
		{"from this site", own, []string{"Sec-Fetch-Site", "same-origin"}, 303},
		{"typed by hand", own, nil, 303},
	} {
		got := dinar.send(http.MethodPost, view.DisplayURL, row.values.Encode(), row.header...)
		require.Equal(t, row.status, got.status, row.name)
		protected(t, got, row.name)
	}
	require.Equal(t, http.StatusForbidden, dinar.send(http.MethodDelete, view.DisplayURL, "").status)
	require.Equal(t, http.StatusBadRequest, dinar.send(http.MethodPost, view.MineURL+"/SWG-X/transfer", url.Values{"_csrf": own["_csrf"]}.Encode()).status, "no command id")
}

func TestSigningInStartsANewSessionAndEndsTheOld(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	b.cookies["sid"] = "planted-by-somebody-else"
	link := func(key string) string {
		token, err := s.sessions.IssueLink(t.Context(), s.subject(key), session.LinkOptions{})
		require.NoError(t, err)
		return view.SignInLinkURL(token)
	}
	first := link("dinar")
	require.Contains(t, words(b.page(first).body), "Masuk sebagai Dinar Nareswari?", "the page of a link")
	got := b.submit(b.page(first), first)
	require.Equal(t, http.StatusSeeOther, got.status)
	old := b.cookies["sid"]
	require.NotEqual(t, "planted-by-somebody-else", old)
	require.Contains(t, got.header.Get("Set-Cookie"), "HttpOnly")
	require.Contains(t, got.header.Get("Set-Cookie"), "SameSite=Lax")
	require.Contains(t, words(b.follow(got).body), "Dinar Nareswari")

	require.Equal(t, http.StatusNotFound, b.get(first).status, "a link works once")
	second := link("raka")
	require.Equal(t, http.StatusSeeOther, b.submit(b.page(second), second).status)
	_, err := s.sessions.Find(t.Context(), old)
	require.ErrorIs(t, err, session.ErrInvalid, "the session before")

	b.follow(b.submit(b.page(view.ProfileURL), view.SignOutURL))
	require.Empty(t, b.cookies["sid"])
	require.Equal(t, http.StatusSeeOther, b.get(view.MineURL).status)
}

func TestSigningOutEverywhereEndsSessionsAndTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	here, there := s.as("dinar"), s.as("dinar")
	made := here.submit(here.page(view.ProfileURL), view.KeyURL)
	require.Equal(t, http.StatusOK, made.status)
	token := quoted(t, made.body, `data-salin="`)
	bearer := []string{"Authorization", "Bearer " + token}
	require.Equal(t, http.StatusOK, s.guest().get("/api/v1/participations", bearer...).status)
	require.NotContains(t, here.page(view.ProfileURL).body, token, "shown once")

	require.Equal(t, http.StatusSeeOther, here.submit(here.page(view.ProfileURL), view.SignOutAllURL).status)
	require.Equal(t, http.StatusSeeOther, there.get(view.MineURL).status, "the other browser")
	require.Equal(t, http.StatusUnauthorized, s.guest().get("/api/v1/participations", bearer...).status)
}

func TestAGuestIsTakenWhereTheyWantedToBe(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	join := view.JoinURL(s.campaign("Wening Subuh").ID.String())
	signIn := func(b *browser, key string) string {
		token, err := s.sessions.IssueLink(t.Context(), s.subject(key), session.LinkOptions{})
		require.NoError(t, err)
		link := view.SignInLinkURL(token)
		got := b.submit(b.page(link), link)
		require.Equal(t, http.StatusSeeOther, got.status)
		return got.header.Get("Location")
	}
	b := s.guest()
	b.follow(b.get(join))
	require.Equal(t, join+"?kabar=masuk", signIn(b, "dinar"))
	require.NotContains(t, b.cookies, "kembali", "used once")

	b = s.guest()
	clicked := b.get(join, "HX-Request", "true")
	require.Equal(t, http.StatusOK, clicked.status)
	b.page(clicked.header.Get("HX-Redirect"))
	require.Equal(t, view.OpsURL+"?kabar=masuk", signIn(b, "gita"), "an operator can't join")

	for _, elsewhere := range []string{"//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example"} {
		b = s.guest()
		b.page(view.SignInURL + "?kembali=" + url.QueryEscape(elsewhere))
		require.Equal(t, "/pasar/parfum?kabar=masuk", signIn(b, "dinar"), elsewhere)
		values := b.tokens()
		values.Set("kembali", elsewhere)
		require.Equal(t, view.ProfileURL, b.send(http.MethodPost, view.DisplayURL, values.Encode()).header.Get("Location"), elsewhere)
		b.cookies["kembali"] = url.QueryEscape(elsewhere)
		require.Equal(t, "/pasar/parfum?kabar=masuk", signIn(b, "raka"), "in the cookie: %s", elsewhere)
	}
	require.Equal(t, view.SignInURL, s.guest().knock(gate{http.MethodPost, "", join, "", 0}).header.Get("Location"), "a post can't be repeated by a link")
}

func TestFloodsAreRefusedKindly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("dinar")
	path := view.JoinURL(s.campaign("Wening Subuh").ID.String())
	values := b.tokens()
	values.Set("langkah_slot", "tambah")
	var got answer
	for range 61 {
		got = b.send(http.MethodPost, path, values.Encode(), "Referer", "http://"+host+path)
	}
	require.Equal(t, http.StatusTooManyRequests, got.status)
	wait, err := strconv.Atoi(got.header.Get("Retry-After"))
	require.NoError(t, err)
	require.Positive(t, wait)
	require.LessOrEqual(t, wait, 60)
	protected(t, got, "429")
	require.Contains(t, words(got.body), "Terlalu banyak permintaan")
	require.Contains(t, got.body, `href="`+path+`"`, "the way back to the form")
	raka := s.as("raka")
	require.NotEqual(t, http.StatusTooManyRequests, raka.send(http.MethodPost, path, raka.tokens().Encode()).status, "others go on")

	guest := s.guest()
	for range 21 {
		got = guest.knock(gate{http.MethodPost, "", view.SignInLinkURL("guess"), "", 0})
	}
	require.Equal(t, http.StatusTooManyRequests, got.status)
}

func TestOverTLSCookiesAreBoundToTheHost(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(b *ui.Backend) { b.Secure = true })
	got := s.guest().get(view.HelpURL)
	require.Contains(t, got.header.Get("Set-Cookie"), "__Host-tamu=")
	require.Contains(t, got.header.Get("Set-Cookie"), "secure")
	require.Contains(t, got.header.Get("Strict-Transport-Security"), "max-age=31536000")
	b := s.guest()
	token, _, err := s.sessions.Start(t.Context(), s.subject("dinar"))
	require.NoError(t, err)
	b.cookies["sid"] = token
	require.Equal(t, http.StatusSeeOther, b.get(view.MineURL).status, "the unprefixed cookie is nobody's")
	b.cookies["__Host-sid"] = token
	require.Equal(t, http.StatusOK, b.get(view.MineURL).status)
}

func TestAProcessSaysWhetherItIsReady(t *testing.T) {
	t.Parallel()
	broken := false
	s := newSite(t, func(b *ui.Backend) {
		b.Ready = func(context.Context) error {
			if broken {
				return errors.New("postgres does not answer")
			}
			return nil
		}
	})
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n", "/metrics": "metrics 1\n"} {
		require.Equal(t, want, s.guest().page(path).body)
	}
	require.Equal(t, http.StatusNotFound, s.guest().get("/metrics", "X-Forwarded-For", "203.0.113.7").status, "by a proxy")
	broken = true
	unready := s.guest().get("/readyz")
	require.Equal(t, http.StatusServiceUnavailable, unready.status)
	require.Equal(t, "not ready\n", unready.body, "why not is nobody's business")
	asset := s.guest().page("/pasar/parfum")
	etag := s.guest().page(quoted(t, asset.body, `rel="stylesheet" href="`)).header.Get("Etag")
	require.NotEmpty(t, etag)
	sheet := quoted(t, asset.body, `rel="stylesheet" href="`)
	require.Equal(t, http.StatusNotModified, s.guest().get(sheet, "If-None-Match", etag).status)
	require.Equal(t, "br", s.guest().get(sheet, "Accept-Encoding", "gzip, br").header.Get("Content-Encoding"))
	require.Equal(t, "gzip", s.guest().get(sheet, "Accept-Encoding", "gzip").header.Get("Content-Encoding"))
}

func TestThePageWaitsForWhatTheVisitorDidAndSaysWhenItIsBehind(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	begin := time.Now()
	got := s.as("dinar").page(view.MineURL + "?after=999999999")
	require.Contains(t, words(got.body), "halaman ini sedang menyusul")
	require.Less(t, time.Since(begin), 10*time.Second)
}
