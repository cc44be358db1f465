package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// signUpLink is the link that a letter to an address holds.
func (s *site) signUpLink(address, back string) string {
	s.t.Helper()
	token, _, err := s.signUps.IssueLink(address)
	require.NoError(s.t, err)
	return view.SignUpLinkBackURL(token, back)
}

// finish presses the button of a link's page.
func (b *browser) finish(page answer, link, name string) answer {
	b.t.Helper()
	action, _, _ := strings.Cut(link, "?")
	return b.submit(page, action, view.FieldName, name, view.FieldTerms, "ya", view.FieldPrivacy, "ya")
}

// newcomers are those of the log who registered by themselves.
func (s *site) newcomers() (found []identity.Registered) {
	s.t.Helper()
	rows, err := s.db.Pool.Query(s.t.Context(), `SELECT data FROM events WHERE type = 'identity.registered.v1' AND data -> 'consent' IS NOT NULL ORDER BY position`)
	require.NoError(s.t, err)
	stored, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	require.NoError(s.t, err)
	for _, data := range stored {
		event, err := identity.Codec.Decode(eventstore.Recorded{Type: "identity.registered.v1", Data: data})
		require.NoError(s.t, err)
		found = append(found, event.(identity.Registered))
	}
	return found
}

func TestSomebodyRegistersAndGoesOnToWhereTheyWereGoing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	join := view.JoinURL(s.campaign("Wening Subuh").ID.String())
	b := s.guest()
	first := b.get(join)
	require.Equal(t, view.SignInBackURL(join), first.header.Get("Location"))
	signIn := b.get(first.header.Get("Location"))
	require.Contains(t, signIn.body, `href="`+view.SignUpBackURL(join)+`"`)
	sent := b.askLink(view.SignUpBackURL(join), " wulan@surat.example ")
	require.Equal(t, view.SignUpSentBackURL(join), sent.header.Get("Location"))
	require.Contains(t, b.page(sent.header.Get("Location")).body, `href="`+view.SignUpBackURL(join)+`"`, "to write it again")
	require.Contains(t, s.linksAsked()[0], `"signup": true`)

	elsewhere := s.guest() // another device
	link := s.signUpLink("wulan@surat.example", join)
	for range 2 { // scanners open links
		page := elsewhere.page(link)
		require.Contains(t, words(page.body), "Untuk wulan@surat.example")
	}
	got := elsewhere.finish(elsewhere.page(link), link, "  Wulan Prameswari ")
	require.Equal(t, http.StatusSeeOther, got.status)
	require.True(t, strings.HasPrefix(got.header.Get("Location"), join+"?after="), got.header.Get("Location"))
	landed := words(elsewhere.follow(got).body)
	require.Contains(t, landed, "Selamat datang!")
	require.Contains(t, landed, "Wulan Prameswari")

	elsewhere.eventually(view.ProfileURL, "wulan@surat.example")

	came := s.newcomers()
	require.Len(t, came, 1)
	require.Equal(t, []identity.Role{identity.Buyer}, came[0].Roles)
	require.Equal(t, identity.Consent{Terms: view.TermsVersion, Privacy: view.PrivacyVersion}, came[0].Consent)
	key, err := s.vault.Key(t.Context(), came[0].User.String())
	require.NoError(t, err)
	var name, email string
	require.NoError(t, eventstore.Open(key, "name", came[0].Name, &name))
	require.NoError(t, eventstore.Open(key, "email", came[0].Email, &email))
	require.Equal(t, []string{"Wulan Prameswari", "wulan@surat.example"}, []string{name, email})
}

func TestALinkThatRegisteredSomebodyRegistersNobodyElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := s.guest(), s.guest()
	link, other := s.signUpLink("wulan@surat.example", view.WalletURL), s.signUpLink("Wulan@surat.example", "")
	opened, beside := first.page(link), second.page(other) // both before either is used
	require.Equal(t, http.StatusSeeOther, first.finish(opened, link, "Wulan").status)
	taken := second.finish(beside, other, "Bukan Wulan")
	require.Equal(t, http.StatusConflict, taken.status)
	require.Contains(t, words(taken.body), "Anda sudah punya akun")
	require.Equal(t, "Wulan@surat.example", taken.value(t, view.FieldEmail), "to sign in with")
	require.Empty(t, second.cookies["sid"], "nobody is signed in as somebody else")
	require.Equal(t, view.SignInSentURL, second.submit(taken, view.SignInURL, view.FieldEmail, "wulan@surat.example").header.Get("Location"))

	came := s.newcomers()
	require.Len(t, came, 1)
	marked := []session.Owner{{User: came[0].User, Mark: session.Mark(addressMarks, "wulan@surat.example"), Registered: 1 << 40}}
	require.NoError(t, s.sessions.AddOwners(t.Context(), marked))
	again := s.guest().get(link)
	require.Equal(t, http.StatusConflict, again.status)
	require.Equal(t, view.WalletURL, again.value(t, view.FieldBack))
}

func TestTheSameButtonPressedTwiceSignsInTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, link := s.guest(), s.signUpLink("wulan@surat.example", "")
	page := b.page(link)
	guest := b.cookies["tamu"]
	require.Equal(t, http.StatusSeeOther, b.finish(page, link, "Wulan").status)
	delete(b.cookies, "sid") // the second request left before the first was answered
	b.cookies["tamu"] = guest
	require.Equal(t, http.StatusSeeOther, b.finish(page, link, "Wulan").status)
	require.Len(t, s.newcomers(), 1)
}

func TestWhatIsMissingIsSaidBesideItsFieldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, link := s.guest(), s.signUpLink("wulan@surat.example", "")
	for name, said := range map[string]string{
		"":                      "Nama belum diisi",
		"12345":                 "Nama perlu diperbaiki",
		"Wulan\x00":             "Nama perlu diperbaiki",
		"Wulan\u202eirawsemarp": "Nama perlu diperbaiki",
		strings.Repeat("w", 81): "Nama terlalu panjang",
	} {
		got := b.finish(b.page(link), link, name)
		require.Equal(t, http.StatusUnprocessableEntity, got.status, "%q", name)
		require.Contains(t, words(got.body), said)
	}
	got := b.submit(b.page(link), link, view.FieldName, "Wulan")
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Equal(t, "Wulan", got.value(t, view.FieldName))
	require.Contains(t, words(got.body), "Persetujuan syarat belum dicentang")
	require.Contains(t, words(got.body), "Persetujuan data pribadi belum dicentang")
	old := b.submit(got, link, view.FieldTerms, "ya", view.FieldPrivacy, "ya", view.FieldTermsVer, "2026-11")
	require.Contains(t, words(old.body), "Persetujuan syarat belum dicentang", "to a text that is not the one of now")
	require.Empty(t, s.newcomers())
}

func TestADeadLinkOffersAnotherToTheSamePlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	dead := b.get(view.SignUpLinkBackURL("used", view.WalletURL))
	require.Equal(t, http.StatusNotFound, dead.status)
	require.Equal(t, view.SignUpSentBackURL(view.WalletURL), b.submit(dead, view.SignUpURL, view.FieldEmail, "wulan@surat.example").header.Get("Location"))
	require.Equal(t, http.StatusSeeOther, s.as("dinar").get(view.SignUpURL).status, "who is signed in has an account")
}
