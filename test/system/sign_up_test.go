package system_test

import (
	"html"
	"regexp"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/test/visitor"
)

// ask has a link sent to an address, and returns the one of the nth letter there.
func (p *program) ask(t *testing.T, who *visitor.Visitor, page, address string, nth int) (link string) {
	t.Helper()
	asked, err := who.Get(t.Context(), page)
	require.NoError(t, err)
	form, err := asked.Form(page)
	require.NoError(t, err)
	sent, err := who.Submit(t.Context(), form.With(map[string]string{"email": address}))
	require.NoError(t, err)
	require.Equal(t, page+"/terkirim", sent.URL.Path)
	row := regexp.MustCompile(`(?i)href="(/dev/surat/\d+)">[^<]*</a></h3>\s*<p[^>]*>[^<]*` + regexp.QuoteMeta(address))
	var letters [][]string
	require.Eventually(t, func() bool {
		list, err := who.Get(t.Context(), "/dev/surat")
		letters = row.FindAllStringSubmatch(list.Body, -1)
		return err == nil && len(letters) >= nth
	}, 30*time.Second, 50*time.Millisecond)
	letter, err := who.Get(t.Context(), letters[0][1]+"/isi") // the newest first
	require.NoError(t, err)
	found := regexp.MustCompile(`href="http://[^"/]+(/(?:masuk|daftar)/[^"]+)"`).FindStringSubmatch(letter.Body)
	require.Len(t, found, 2)
	return html.UnescapeString(found[1])
}

// signUp registers somebody by the link of a letter, and signs them in.
func (p *program) signUp(t *testing.T, address, name string) *visitor.Visitor {
	t.Helper()
	who, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	page, err := who.Get(t.Context(), p.ask(t, who, "/daftar", address, 1))
	require.NoError(t, err)
	form, err := page.Form("/daftar/")
	require.NoError(t, err)
	landed, err := who.Submit(t.Context(), form.With(map[string]string{"nama": name, "setuju_syarat": "ya", "setuju_privasi": "ya"}))
	require.NoError(t, err)
	require.Equal(t, "/pasar/parfum", landed.URL.Path)
	return who
}

func TestSomebodyRegistersIsErasedAndRegistersAgain(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	super := p.database(t, "postgres")
	const address, newest = "wulan@surat.example", `SELECT id FROM identity_users ORDER BY registered DESC LIMIT 1`
	p.signUp(t, address, "Wulan Prameswari")
	p.caughtUp(t, super)
	var first, second id.ID
	require.NoError(t, super.QueryRow(t.Context(), newest).Scan(&first))

	guest, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	require.Regexp(t, `^/masuk/`, p.ask(t, guest, "/daftar", "Wulan@surat.example", 2), "she has an account")
	p.succeeds(t, first.String()+" was erased", "erase", first.String())
	_, err = super.Exec(t.Context(), `UPDATE river_job SET created_at = created_at - interval '10 minutes' WHERE kind = 'sign_in_letter'`)
	require.NoError(t, err)
	again, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	link := p.ask(t, again, "/masuk", address, 3)
	require.Regexp(t, `^/daftar/`, link, "nobody has the address any more")
	page, err := again.Get(t.Context(), link)
	require.NoError(t, err)
	form, err := page.Form("/daftar/")
	require.NoError(t, err)
	landed, err := again.Submit(t.Context(), form.With(map[string]string{"nama": "Wulan", "setuju_syarat": "ya", "setuju_privasi": "ya"}))
	require.NoError(t, err)
	require.Equal(t, "/pasar/parfum", landed.URL.Path)
	p.caughtUp(t, super)
	require.NoError(t, super.QueryRow(t.Context(), newest).Scan(&second))
	require.NotEqual(t, first, second)
	require.ErrorIs(t, super.QueryRow(t.Context(), `SELECT mark FROM sign_ups WHERE user_id = $1`, first).Scan(new([]byte)), pgx.ErrNoRows)
}
