package system_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/test/visitor"
)

// TestWhatABuyerTypesIsNowhereInClear registers, and joins by page and by API, with values
// that are found nowhere else, and looks for each in a dump of every table, in the raw
// files of Postgres and JetStream, and in the program's log. In each place
// something that must be there is looked for the same way, so that the search
// can't succeed by not looking.
func TestWhatABuyerTypesIsNowhereInClear(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	pool := p.database(t, "postgres")

	dinar := p.as(t, "Dinar Nareswari")
	paged := p.joinByPage(t, dinar, onThePage)
	p.reportTransfer(t, dinar, paged.code, onThePage.Proof)
	p.askForLinks(t, pool, "dinar@surat.example", nobodysAddress)
	p.signUp(t, newAddress, newName)
	called := p.joinByAPI(t, token(t, pool, p.link(t, "Raka Adiputra")), overTheAPI)
	// The operator's pages open what was sealed; what they show must not be logged.
	operator := p.as(t, "Gita Anggraini")
	for _, path := range []string{"/ops", "/ops/transfer"} {
		_, err := operator.Get(t.Context(), path)
		require.NoError(t, err)
	}
	p.caughtUp(t, pool)

	places := map[string][]byte{"dump of every table": dump(t, pool)}
	pool.Close()
	code, _ := p.end(t)
	require.Zero(t, code, p.log.String())
	places["files of Postgres"] = rawFiles(t, filepath.Join(p.folder, "postgres"))
	places["files of JetStream"] = rawFiles(t, filepath.Join(p.folder, "nats"))
	places["log"] = []byte(p.log.String())

	control := map[string]string{
		"dump of every table": called.participation, "files of Postgres": called.participation,
		"files of JetStream": called.participation, "log": paged.code, // in the path of the pay page
	}
	for place, content := range places {
		require.True(t, bytes.Contains(content, []byte(control[place])),
			"%s (%d bytes) does not even hold %s", place, len(content), control[place])
		for _, secret := range secrets() {
			for how, form := range forms(secret) {
				require.False(t, bytes.Contains(content, form), "%q is in the %s, %s", secret, place, how)
			}
		}
		t.Logf("%s: %d bytes searched for %d values", place, len(content), len(secrets()))
	}
}

// nobodysAddress is one that nobody registers with, although a letter says how; somebody
// does with newAddress.
const (
	nobodysAddress = "wiratama.belum.terdaftar@surat.example"
	newAddress     = "larasati.baru.mendaftar@surat.example"
	newName        = "Larasati Wijayakusumaningtyas"
)

// askForLinks asks for sign-in links, and waits until the addresses were written to.
func (p *program) askForLinks(t *testing.T, pool *pgxpool.Pool, addresses ...string) {
	t.Helper()
	guest, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	for _, address := range addresses {
		page, err := guest.Get(t.Context(), "/masuk")
		require.NoError(t, err)
		form, err := page.Form("/masuk")
		require.NoError(t, err)
		page, err = guest.Submit(t.Context(), form.With(map[string]string{"email": address}))
		require.NoError(t, err)
		require.Equal(t, "/masuk/terkirim", page.URL.Path)
	}
	require.Eventually(t, func() bool {
		var sent int
		err := pool.QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE queue = 'letter' AND state = 'completed'`).Scan(&sent)
		return err == nil && sent == len(addresses)
	}, time.Minute, 20*time.Millisecond)
	var links, marked, users int
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM sign_in_links WHERE NOT reusable),
		(SELECT count(*) FROM sign_in_addresses), (SELECT count(*) FROM identity_users)`).Scan(&links, &marked, &users))
	require.Equal(t, 1, links, "nobody has the other address")
	require.Equal(t, users, marked, "everybody can be found")
}

// secrets are the typed values as such, and as the program tidies them.
func secrets() []string {
	all := []string{"dinar@surat.example", "raka@surat.example"} // from the registration
	for _, who := range []typed{onThePage, overTheAPI} {
		all = append(all, who.Recipient, who.Phone, who.District, who.Subdistrict, who.Street, who.Account, who.Holder)
	}
	return append(all, nobodysAddress, newAddress, newName, "Wijayakusumaningtyas", onThePage.Proof, "QZX81772", "Kusumadewangga", "Lesmanawijaya", "+6285719437726", "85719437726", "81298437165")
}

// forms are the ways in which a value could hide from a search for itself.
func forms(value string) map[string][]byte {
	quoted, _ := json.Marshal(value)
	found := map[string][]byte{
		"as it is": []byte(value), "in lower case": []byte(strings.ToLower(value)), "in upper case": []byte(strings.ToUpper(value)),
		"in hex": []byte(hex.EncodeToString([]byte(value))), "in a URL": []byte(url.QueryEscape(value)),
		"in JSON": bytes.Trim(quoted, `"`), "in UTF-16": utf16(value),
	}
	// Base64 depends on where the value begins; what its neighbours share is left out.
	for shift := range 3 {
		encoded := base64.StdEncoding.EncodeToString(append(make([]byte, shift), value...))
		first, last := (shift*8+5)/6, len(encoded)-4
		found["in base64, shifted by "+string(rune('0'+shift))] = []byte(encoded[first:last])
	}
	return found
}

func utf16(value string) []byte {
	var wide []byte
	for _, b := range []byte(value) {
		wide = append(wide, b, 0)
	}
	return wide
}

// dump copies every table and view of every schema, read models, keys and jobs
// included, as pg_dump would write them.
func dump(t *testing.T, pool *pgxpool.Pool) []byte {
	t.Helper()
	var text bytes.Buffer
	conn, err := pool.Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	names := relations(t, pool, "'r','p','m','v'")
	for _, name := range names {
		text.WriteString(name.Sanitize() + "\n")
		_, err := conn.Conn().PgConn().CopyTo(t.Context(), &text, "COPY (SELECT * FROM "+name.Sanitize()+") TO STDOUT")
		require.NoError(t, err, name.Sanitize())
	}
	require.Greater(t, len(names), 20, "the catalogue lists too little: %v", names)
	return text.Bytes()
}

// relations lists what every schema that is not Postgres's own holds.
func relations(t *testing.T, pool *pgxpool.Pool, kinds string) []pgx.Identifier {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT ARRAY[n.nspname::text, c.relname::text] FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN (`+kinds+`) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1`)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[[]string])
	require.NoError(t, err)
	found := make([]pgx.Identifier, len(names))
	for i, name := range names {
		found[i] = name
	}
	return found
}

// rawFiles joins all files of a folder.
func rawFiles(t *testing.T, folder string) []byte {
	t.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		all.WriteString(path + "\n")
		all.Write(text)
		return err
	})
	require.NoError(t, err)
	return all.Bytes()
}
