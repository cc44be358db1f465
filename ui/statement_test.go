package ui_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

const genericHead = "tanggal;waktu;keterangan;jumlah;referensi\n"

// line is a row of the plain form, with its time where one is given.
func line(at time.Time, timed bool, text, amount, reference string) string {
	clock := ""
	if timed {
		clock = view.ClockSeconds(at)
	}
	return strings.Join([]string{view.DateInput(at), clock, text, amount, reference}, ";") + "\n"
}

// sendFile sends a file through the form, as a browser does.
func (b *browser) sendFile(file string) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range b.page(view.OpsStatementsURL).hidden(b.t, view.OpsStatementsURL) {
		require.NoError(b.t, w.WriteField(name, values[0]))
	}
	part, err := w.CreateFormFile(view.FieldFile, "mutasi.csv")
	require.NoError(b.t, err)
	_, err = part.Write([]byte(file))
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	return b.send(http.MethodPost, view.OpsStatementsURL, body.String(), "Content-Type", w.FormDataContentType())
}

// upload returns the id of a file that can be read.
func (b *browser) upload(file string) string {
	b.t.Helper()
	got := b.sendFile(file)
	require.Equal(b.t, http.StatusSeeOther, got.status, words(got.body))
	return strings.TrimPrefix(got.header.Get("Location"), view.OpsStatementsURL+"/")
}

// record presses the button of a dry run.
func (b *browser) record(statement string) answer {
	b.t.Helper()
	address := view.OpsStatementURL(statement)
	return b.follow(b.submit(b.page(address), address))
}

// owes joins a sambatan and returns the order and what to transfer.
func (b *browser) owes(campaign string) (order, amount string) {
	b.t.Helper()
	order = b.join(campaign)
	amount = b.due(order)
	b.as("gita").eventually(view.OpsTransferURL, order[len("/pesanan/"):])
	return order, amount
}

// receipts counts the receipts in the log.
func (s *site) receipts() (n int) {
	s.t.Helper()
	for recorded, err := range s.store.All(s.t.Context(), 1) {
		require.NoError(s.t, err)
		if recorded.Type == "payment.receipt_recorded.v1" {
			n++
		}
	}
	return n
}

func TestAStatementIsRecordedAsItsDryRunShowedAndNeverTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, gita := s.as("dinar"), s.as("gita")
	order, amount := dinar.owes(s.open())
	now := time.Now()
	paid := line(now, true, "TRANSFER DARI DINAR", amount, "")
	stray := line(now.Add(-24*time.Hour), false, "=SETORAN(1)", "150.000", "")
	file := genericHead + paid + stray + line(now, false, "BIAYA ADMIN", "-15.000", "") + "31/02/2026;;RUSAK;1.000;\n"
	before := s.receipts()

	statement := gita.upload(file)
	dry := words(gita.page(view.OpsStatementURL(statement)).body)
	require.Contains(t, dry, "Catat 2 baris")
	require.Contains(t, dry, "Cocok Untuk "+order[len("/pesanan/"):])
	require.Contains(t, dry, "Belum dikenali Masuk ke dana titipan. Tidak ada pesanan dengan jumlah ini.")
	require.Contains(t, dry, "Keluar, dilewati")
	require.Contains(t, dry, "Tidak terbaca Tanggalnya tidak bisa dibaca, atau di luar periode file. Tertulis “31/02/2026”.")
	require.Equal(t, before, s.receipts(), "nothing was recorded yet")

	done := gita.record(statement)
	require.Contains(t, words(done.body), "Mutasi tercatat.")
	require.Contains(t, words(done.body), "sudah diimpor pada "+view.FullTime(now)[:len("Sabtu")-1])
	require.Equal(t, before+2, s.receipts())
	gita.eventually(view.OpsStatementURL(statement), "Semua yang jelas sudah tercatat")
	dinar.eventually(order, "Slot aman")
	require.Contains(t, words(gita.page(view.OpsSuspenseURL).body), "jam tidak tertulis di mutasi")

	require.Equal(t, statement, gita.upload(file), "the same file")
	again := gita.page(view.OpsStatementURL(statement))
	require.Contains(t, words(again.body), "File ini sudah diimpor pada")
	require.NotContains(t, again.body, "Catat 2 baris")
	overlap := gita.upload(genericHead + stray + paid + line(now, true, "TRANSFER DARI DINAR", "99.000", ""))
	require.NotEqual(t, statement, overlap)
	require.Contains(t, words(gita.page(view.OpsStatementURL(overlap)).body), "Catat 1 baris")
	gita.record(overlap)
	require.Equal(t, before+3, s.receipts())
	history := words(gita.eventually(view.OpsStatementsURL, "1 baris, Rp99.000").body)
	require.Contains(t, history, "Gita Anggraini")
	require.Contains(t, history, "Perlu tangan: 1 baris")

	table := gita.get(view.OpsStatementHandURL(statement))
	require.Equal(t, "text/csv; charset=utf-8", table.header.Get("Content-Type"))
	require.Contains(t, table.body, ";'=SETORAN(1);150000;sudah tercatat;Di dana titipan, belum ada pemiliknya.")
	require.Contains(t, table.body, "5;;;RUSAK;1000;tidak terbaca;")
	require.NotContains(t, table.body, "DINAR")
}

var decideLink = regexp.MustCompile(`href="([^"]+)" aria-label="Putuskan `)

//money:case §4.11 midnight, and three zones
func TestADayWithoutATimeOnTheDeadlinesDayIsLeftToAnOperator(t *testing.T) {
	t.Parallel()
	deadline := time.Now().Add(72 * time.Hour)
	var ahead atomic.Int64 // how far the pages' clock is ahead
	s := newSite(t, func(b *ui.Backend) { b.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) } })
	dinar, gita := s.as("dinar"), s.as("gita")
	order, amount := dinar.owes(s.open())
	ahead.Store(int64(96 * time.Hour))
	statement := gita.upload(genericHead + line(deadline, false, "TRANSFER DARI DINAR", amount, ""))
	page := gita.page(view.OpsStatementURL(statement))
	require.Contains(t, words(page.body), "Perlu diputuskan Jam tidak tertulis di mutasi, padahal tenggatnya di hari itu.")
	require.Contains(t, words(page.body), "Catat tanpa baris baru")

	link := strings.ReplaceAll(decideLink.FindStringSubmatch(page.body)[1], "&amp;", "&")
	form := gita.page(link)
	require.Contains(t, words(page.body), "Putuskan "+order[len("/pesanan/"):])
	path, query, _ := strings.Cut(link, "?")
	said, err := url.ParseQuery(query)
	require.NoError(t, err)
	require.Contains(t, words(form.body), "Terisi dari baris mutasi.")
	require.Contains(t, form.body, `name="`+view.FieldBankRef+`" value="`+said.Get(view.FieldBankRef)+`"`)
	require.Contains(t, form.body, `name="`+view.FieldBankTime+`" value=""`)
	require.Regexp(t, `^MUTASI \d{8} [0-9A-F]{16}$`, said.Get(view.FieldBankRef))
	given := append(bankDay(time.Now()), view.FieldAmount, said.Get(view.FieldAmount), view.FieldBankRef, said.Get(view.FieldBankRef))
	gita.follow(gita.submit(form, path, given...))
	gita.eventually(view.OpsStatementURL(statement), "Sudah tercatat Untuk "+order[len("/pesanan/"):])
}

func TestWhatChangedSinceTheDryRunIsShownBeforeItIsRecorded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	_, amount := s.as("dinar").owes(s.open())
	now := time.Now()
	file := genericHead + line(now, true, "TRANSFER DARI DINAR", amount, "FT26328XYZ01") + line(now, true, "LAIN", "77.000", "FT26328XYZ02")
	statement := gita.upload(file)
	shown := gita.page(view.OpsStatementURL(statement))
	other := s.as("bima")
	overlap := other.upload(genericHead + line(now, true, "LAIN", "77.000", "FT26328XYZ02"))
	other.record(overlap)
	before := s.receipts()

	late := gita.submit(shown, view.OpsStatementURL(statement))
	require.Equal(t, http.StatusConflict, late.status)
	require.Contains(t, words(late.body), "Keadaan berubah sejak file ini diperiksa")
	require.Contains(t, words(late.body), "Catat 1 baris")
	require.Equal(t, before, s.receipts())
	gita.record(statement)
	require.Equal(t, before+1, s.receipts())
	again := gita.submit(shown, view.OpsStatementURL(statement))
	require.Equal(t, http.StatusSeeOther, again.status, "pressing twice")
	require.Equal(t, before+1, s.receipts())
}

func TestWhatWasEnteredByHandIsNotImportedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	campaign := s.open()
	order, amount := s.as("dinar").owes(campaign)
	other, second := s.as("raka").owes(campaign)
	now := time.Now()
	s.confirm(order, amount, "FTSCY/WS95051", now)
	s.confirm(other, second, "lihat m-banking", now)
	before := s.receipts()
	statement := gita.upload(genericHead +
		line(now, false, "TRSF E-BANKING CR 2311/FTSCY/WS95051 DINAR", amount, "") + line(now, false, "SWITCHING CR RAKA", second, "") +
		line(now, true, "TRANSFER DINAR SEKALI LAGI", amount, ""))
	said := words(gita.eventually(view.OpsStatementURL(statement), "Dicatat dengan tangan, rujukan FTSCY/WS95051.").body)
	require.Contains(t, said, "Perlu diputuskan Mungkin sudah dicatat dengan rujukan lihat m-banking")
	require.Contains(t, said, "Putuskan "+other[len("/pesanan/"):], "if it is other money all the same")
	gita.record(statement)
	require.Equal(t, before+1, s.receipts(), "what Dinar transferred twice")
	gita.eventually(view.OpsSuspenseURL, "Jumlahnya sama dengan pesanan lain. Mungkin untuk "+order[len("/pesanan/"):])
}

func TestAFileThatIsNoStatementOfOursIsRefusedInWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	for file, want := range map[string]string{
		"":                        "File ini kosong.",
		"PK\x03\x04\x00":          "File ini bukan CSV.",
		"nama;umur;kota\n1;2;3\n": "Kepala tabelnya tidak dikenali.",
		"rekening;tanggal;keterangan;jumlah\n1234567890;23/11/2026;x;1.000\n":              "File ini mutasi rekening 1234567890, bukan rekening penerima " + account + ".",
		"rekening;tanggal;keterangan;jumlah\n1;23/11/2026;x;1.000\n2;23/11/2026;x;1.000\n": "File ini berisi mutasi beberapa rekening.",
		strings.Repeat("x", 5<<20+1): "File ini lebih dari 5 MB.",
	} {
		got := gita.sendFile(file)
		require.Equal(t, http.StatusUnprocessableEntity, got.status, want)
		require.Contains(t, words(got.body), want)
		protected(t, got, want)
	}
	gita.upload("rekening;tanggal;keterangan;jumlah\n0" + account + ";23/11/2026;x;1.000\n")
}

func TestOnlyTheAddressForFilesTakesLargeRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	large := genericHead + strings.Repeat(line(time.Now(), true, strings.Repeat("KETERANGAN PANJANG ", 14), "-1.000", ""), 8_000)
	require.Greater(t, len(large), 2<<20)
	page := gita.page(view.OpsStatementURL(gita.upload(large)))
	require.Contains(t, words(page.body), "Keluar, dilewati")
	require.Contains(t, words(page.body), "1–100 dari 8.000")
	require.Contains(t, page.body, "hal=2")
	gita.page(view.OpsStatementURL(gita.upload(large)) + "?hal=80&hasil=keluar")
	for path, size := range map[string]int{view.DisplayURL: 2 << 20, view.OpsStatementURL("x"): 2 << 20, view.OpsStatementsURL: 7 << 20} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+host+path, strings.NewReader(strings.Repeat("x", size)))
		_, err := s.server.App().Test(request) //nolint:bodyclose // there is no answer: the request was not read to its end
		require.ErrorContains(t, err, "body size exceeds the given limit", path)
	}
}

func TestAFileIsKeptSealedForAWhileAndForOperatorsOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	statement := gita.upload(genericHead + line(time.Now(), true, "TRANSFER DARI SITI RAHAYU", "150.000", ""))
	var box []byte
	require.NoError(t, s.db.Pool.QueryRow(t.Context(), "SELECT box FROM statement_files WHERE statement = $1", statement).Scan(&box))
	require.NotContains(t, string(box), "SITI")
	require.Contains(t, words(s.as("bima").page(view.OpsStatementURL(statement)).body), "TRANSFER DARI SITI RAHAYU", "a colleague")
	require.Equal(t, "private, no-store", gita.page(view.OpsStatementURL(statement)).header.Get("Cache-Control"))
	gita.record(statement)

	_, err := s.db.Pool.Exec(t.Context(), "UPDATE statement_files SET expires_at = now() WHERE statement = $1", statement)
	require.NoError(t, err)
	gone := gita.eventually(view.OpsStatementURL(statement), "File ini sudah diimpor pada")
	require.Contains(t, words(gone.body), "File-nya sudah tidak disimpan.")
	require.NotContains(t, gone.body, "SITI")
	require.Equal(t, http.StatusNotFound, gita.get(view.OpsStatementHandURL(statement)).status)
	gita.upload(genericHead + line(time.Now(), true, "LAIN", "1.000", ""))
	var left int
	require.NoError(t, s.db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM statement_files WHERE expires_at <= now()").Scan(&left))
	require.Zero(t, left, "removed with the next file")
}

func TestAnImportIsOneEventOfItsFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	statement := gita.upload(genericHead + line(time.Now(), true, "A", "150.000", "FT26328XYZ01"))
	gita.record(statement)
	found := 0
	for recorded, err := range s.store.Stream(t.Context(), payment.Statements.Stream(statement), 1) {
		require.NoError(t, err)
		found++
		require.Equal(t, "user:"+s.subject("gita").User.String(), recorded.Actor)
		require.Equal(t, statement, id.ID(recorded.CorrelationID).String())
		require.NotContains(t, string(recorded.Data), "FT26328XYZ01")
	}
	require.Equal(t, 1, found)
}
