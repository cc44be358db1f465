package ui_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// askLink is what the program does: it leaves a letter for the address.
func (s *site) askLink(ctx context.Context, asked ui.AskedLink) error {
	sealed, err := s.signUps.SealAddress(asked.Address)
	if err != nil {
		return err
	}
	job := mailer.SignInJob{
		Mark: session.Mark(addressMarks, asked.Address), To: sealed, SignUp: asked.SignUp, Back: asked.Back, Asked: time.Now(),
	}
	err = pgx.BeginFunc(ctx, s.db.Pool, func(tx pgx.Tx) error {
		return mailer.NewLetterbox().Ask(ctx, tx, job)
	})
	if errors.Is(err, mailer.ErrEnoughLinks) {
		return ui.ErrEnoughLinks
	}
	return err
}

// linksAsked are the letters that wait, as the queue stores them.
func (s *site) linksAsked() []string {
	s.t.Helper()
	rows, err := s.db.Pool.Query(s.t.Context(), `SELECT args::text FROM river_job WHERE kind = 'sign_in_letter' ORDER BY id`)
	require.NoError(s.t, err)
	asked, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	return asked
}

func (b *browser) askLink(page, address string) answer {
	b.t.Helper()
	action, _, _ := strings.Cut(page, "?")
	return b.submit(b.get(page), action, view.FieldEmail, address)
}

func TestNobodyLearnsWhoseAddressItIs(t *testing.T) { //nolint:paralleltest // the default logger is everybody's
	before, kept := slog.Default(), &pages{}
	slog.SetDefault(slog.New(slog.NewTextHandler(kept, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	s := newSite(t)
	answers := map[string]string{}
	for _, page := range []string{view.SignInURL, view.SignUpURL} {
		for _, address := range []string{"dinar@surat.example", "siapa@surat.example"} {
			b := s.guest()
			got := b.askLink(page, address)
			require.Equal(t, page+"/terkirim", got.header.Get("Location"))
			sent := words(b.follow(got).body)
			require.Contains(t, sent, "Email sedang kami kirim ke alamat yang Anda tulis")
			require.NotContains(t, sent, address)
			answers[sent] = address
		}
	}
	require.Len(t, answers, 1, "the answers differ")
	require.Len(t, s.linksAsked(), 4, "and so does what is left behind")
	for _, kept := range append(s.linksAsked(), kept.String()) {
		require.NotContains(t, kept, "surat.example")
	}
}

func TestALinkRemembersWhereOneWantedToGo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	first := b.get(view.WalletURL)
	require.Equal(t, view.SignInBackURL(view.WalletURL), first.header.Get("Location"))
	sent := b.askLink(first.header.Get("Location"), "dinar@surat.example").header.Get("Location")
	require.Equal(t, view.SignInSentBackURL(view.WalletURL), sent)
	require.Contains(t, b.page(sent).body, `href="`+view.SignInBackURL(view.WalletURL)+`"`, "to write it again")
	require.Contains(t, s.linksAsked()[0], `"back": "/saldo"`)

	dead := b.get(view.SignInLinkURL("used"))
	require.Equal(t, http.StatusNotFound, dead.status)
	require.Equal(t, sent, b.submit(dead, view.SignInURL, view.FieldEmail, "dinar@surat.example").header.Get("Location"), "of the cookie")

	elsewhere := s.guest() // another device, which has no cookie
	dead = elsewhere.get(view.SignInLinkBackURL("used", view.MineURL))
	require.Equal(t, view.SignInSentBackURL(view.MineURL), elsewhere.submit(dead, view.SignInURL, view.FieldEmail, "raka@surat.example").header.Get("Location"))
	token, err := s.sessions.IssueLink(t.Context(), s.subject("raka"), session.LinkOptions{})
	require.NoError(t, err)
	page := elsewhere.page(view.SignInLinkBackURL(token, view.WalletURL))
	require.Equal(t, view.WalletURL+"?kabar=masuk", elsewhere.submit(page, view.SignInLinkURL(token)).header.Get("Location"))

	for _, evil := range []string{"//evil.example", "https://evil.example/"} {
		b := s.guest()
		got := b.submit(b.page(view.SignInURL), view.SignInURL, view.FieldEmail, "maya@surat.example", view.FieldBack, evil)
		require.Equal(t, view.SignInSentURL, got.header.Get("Location"), evil)
	}
}

func TestWhatIsNoAddressIsSaidSoAndStaysTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	for typed, said := range map[string]string{
		"":                                 "Alamat email belum diisi",
		"dinar":                            "Alamat email perlu diperbaiki",
		"Dinar <dinar@surat.example>":      "Alamat email perlu diperbaiki",
		"a@b.example, c@d.example":         "Alamat email perlu diperbaiki",
		strings.Repeat("a", 250) + "@b.id": "Alamat email perlu diperbaiki",
	} {
		got := b.askLink(view.SignInBackURL(view.MineURL), typed)
		require.Equal(t, http.StatusUnprocessableEntity, got.status, typed)
		require.Contains(t, words(got.body), said)
		require.Equal(t, typed, got.value(t, view.FieldEmail))
		require.Equal(t, view.MineURL, got.value(t, view.FieldBack))
	}
	require.Empty(t, s.linksAsked())
}

func TestWhoIsStuckReadsHowToReachSomebodyWhereThereIsAWay(t *testing.T) {
	t.Parallel()
	contact, err := view.NewContact("bantuan@sambatan.example")
	require.NoError(t, err)
	stuck := []string{view.HelpURL, view.SignInSentURL, view.SignInLinkURL("used"), "/tidak-ada"}
	for _, one := range []view.Contact{contact, {}} {
		s := newSite(t, func(b *ui.Backend) { b.Contact = one })
		for _, page := range stuck {
			body := s.guest().get(page).body
			require.Equal(t, one.Given(), strings.Contains(body, `href="mailto:bantuan@sambatan.example"`), page)
			require.Equal(t, one.Given(), strings.Contains(strings.ToLower(words(body)), "hubungi "), page)
		}
	}
}

func TestAnInboxIsNotFlooded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, page := range []string{view.SignInURL, view.SignUpURL, view.SignInURL} {
		require.Equal(t, http.StatusSeeOther, s.guest().askLink(page, "Dinar@surat.example").status)
	}
	got := s.guest().askLink(view.SignUpURL, "dinar@surat.example")
	require.Equal(t, http.StatusTooManyRequests, got.status)
	require.Contains(t, words(got.body), "Tautan untuk alamat ini baru saja diminta")
	require.Equal(t, "dinar@surat.example", got.value(t, view.FieldEmail))
	require.Equal(t, http.StatusSeeOther, s.guest().askLink(view.SignInURL, "raka@surat.example").status, "others go on")
	require.Len(t, s.linksAsked(), 4)
	b := s.guest()
	for n := range 11 {
		got = b.askLink([]string{view.SignInURL, view.SignUpURL}[n%2], "")
	}
	require.Equal(t, http.StatusTooManyRequests, got.status, "one visitor, whatever addresses")
}

// value is what a field of the page holds.
func (a answer) value(t *testing.T, name string) string {
	t.Helper()
	found := regexp.MustCompile(`<input[^>]* name="` + name + `"[^>]* value="([^"]*)"`).FindStringSubmatch(a.body)
	require.NotNil(t, found, "no field %s", name)
	return html.UnescapeString(found[1])
}

// Who asks too often keeps what they typed.
func TestWhoAsksTooOftenForALinkKeepsTheAddressTyped(t *testing.T) {
	t.Parallel()
	b := newSite(t).guest()
	page, last := b.page(view.SignInURL), answer{}
	for n := 0; last.status != http.StatusTooManyRequests; n++ {
		require.Less(t, n, 20)
		last = b.submit(page, view.SignInURL, view.FieldEmail, fmt.Sprintf("orang%d@contoh.id", n), view.FieldBack, view.MineURL)
	}
	require.Contains(t, words(last.body), "Tautan sudah terlalu sering diminta dari sini. Tunggu satu menit, lalu kirim lagi.")
	require.Contains(t, last.body, `@contoh.id"`, "the address is there still")
	require.Contains(t, last.body, view.MineURL, "and where they wanted to go")
	require.NotEmpty(t, last.header.Get("Retry-After"))
}
