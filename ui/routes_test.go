package ui_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/ui/static"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// whose are the demo's people by role; nobody is a guest.
var whose = []struct{ role, key string }{
	{"guest", ""}, {"buyer", "dinar"}, {"brand", "sekar"}, {"operator", "gita"}, {"lead", "bima"}, {"curator", "ratih"}, {"auditor", "hana"}, {"admin", "yoga"},
}

const (
	everyone = "guest buyer brand operator lead curator auditor admin"
	known    = "buyer brand operator lead curator auditor admin"
	staff    = "operator lead admin"
	readers  = "lead auditor admin"
)

// gate is one line of the table: who gets which answer from a route. Guests
// who may not are sent to sign in, others are refused.
type gate struct {
	method, route string
	path          string // with real ids
	may           string
	status        int // for those who may; a POST carries its tokens and nothing else
}

func (s *site) gates() []gate {
	wening, kenanga := s.campaign("Wening Subuh").ID.String(), s.campaign("Kenanga").ID.String()
	draft := s.campaign("Jeruk Teras").ID.String()
	item, secured, told, held, refund := s.samples()
	file := s.as("gita").upload(genericHead + "23/11/2026;;BIAYA ADMIN;-15.000;\n")
	const get, post = http.MethodGet, http.MethodPost
	return []gate{
		{get, "/healthz", "/healthz", everyone, 200},
		{get, "/readyz", "/readyz", everyone, 200},
		{get, "/metrics", "/metrics", everyone, 200},
		{get, static.Prefix + "*", static.Path("app.css"), everyone, 200},
		{get, "/", "/", everyone, 303},
		{get, "/pasar", "/pasar", everyone, 303},
		{get, "/sambatan", "/sambatan", everyone, 303},
		{get, "/produk", "/produk", everyone, 303},
		{get, "/pasar/:tab", "/pasar/parfum?q=wening&hal=1", everyone, 200},
		{get, "/produk/:product", "/produk/" + item, everyone, 200},
		{get, "/sambatan/:campaign", "/sambatan/" + wening, everyone, 200},
		{get, "/sse/sambatan/:campaign", "/sse/sambatan/" + kenanga, everyone, 200},
		{get, "/sse/sambatan/:campaign/milik", "/sse/sambatan/" + kenanga + "/milik", "buyer", 200},
		{get, "/sse/ops", "/sse/ops", staff, 200},
		{get, "/sambatan/:campaign/gabung", "/sambatan/" + wening + "/gabung", "buyer", 200},
		{post, "/sambatan/:campaign/gabung", "/sambatan/" + wening + "/gabung", "buyer", 422},
		{get, "/cara-kerja", "/cara-kerja", everyone, 200},
		{get, "/aturan-pengembalian", "/aturan-pengembalian", everyone, 200},
		{get, "/syarat", "/syarat", everyone, 200},
		{get, "/syarat/:version", "/syarat/2026-11", everyone, 200},
		{get, "/privasi", "/privasi", everyone, 200},
		{get, "/bantuan", "/bantuan", everyone, 200},

		{get, "/masuk", "/masuk", everyone, 0}, // a guest sees the page, others go home
		{post, "/masuk", "/masuk", everyone, 422},
		{get, "/masuk/terkirim", "/masuk/terkirim?kembali=/pesanan", everyone, 200},
		{get, "/masuk/:token", "/masuk/unknown", everyone, 404},
		{post, "/masuk/:token", "/masuk/unknown", everyone, 404},
		{get, "/daftar", "/daftar", everyone, 0}, // likewise
		{post, "/daftar", "/daftar", everyone, 422},
		{get, "/daftar/terkirim", "/daftar/terkirim?kembali=/pesanan", everyone, 200},
		{get, "/daftar/:token", "/daftar/unknown", everyone, 404},
		{post, "/daftar/:token", "/daftar/unknown", everyone, 404},
		{post, "/keluar", "/keluar", everyone, 303},
		{post, "/tampilan", "/tampilan", everyone, 303},
		{get, "/profil", "/profil", known, 200},
		{post, "/profil/kunci", "/profil/kunci", "buyer", 200},
		{post, "/profil/keluar-semua", "/profil/keluar-semua", known, 303},
		{get, "/profil/kunci-sandi", "/profil/kunci-sandi", known, 200},
		{post, "/profil/kunci-sandi", "/profil/kunci-sandi", known, 422},
		{post, "/profil/kunci-sandi/:key/hapus", "/profil/kunci-sandi/" + id.New().String() + "/hapus", known, 303},
		{get, "/konfirmasi", "/konfirmasi?kembali=/pasar", known, 200},
		{post, "/konfirmasi", "/konfirmasi", known, 422},
		{get, "/notifikasi", "/notifikasi?hal=2", known, 200},
		{post, "/notifikasi", "/notifikasi", known, 400},
		{get, "/notifikasi/:position/:template", "/notifikasi/1/pay_now", known, 404},
		{post, "/profil/email", "/profil/email", "buyer brand", 400},
		{get, "/email/berhenti/:token", "/email/berhenti/unknown", everyone, 404},
		{post, "/email/berhenti/:token", "/email/berhenti/unknown", everyone, 404},
		{get, "/sse/notifikasi", "/sse/notifikasi", known, 200},

		{get, "/pesanan", "/pesanan", "buyer", 200},
		{get, "/pesanan/:code", "/pesanan/" + secured, "buyer", 200},
		{post, "/pesanan/:code/transfer", "/pesanan/" + held + "/transfer", "buyer", 422},
		{post, "/pesanan/:code/bayar", "/pesanan/" + held + "/bayar", "buyer", 400},
		{get, "/sse/pesanan/:code", "/sse/pesanan/" + held + "?lihat=x", "buyer", 200},
		{get, "/pesanan/:code/rekening", "/pesanan/" + secured + "/rekening", "buyer", 303},
		{post, "/pesanan/:code/rekening", "/pesanan/" + secured + "/rekening", "buyer", 303},
		{post, "/pesanan/:code/lepas", "/pesanan/" + secured + "/lepas", "buyer", 303},
		{post, "/pesanan/:code/ambil", "/pesanan/" + secured + "/ambil", "buyer", 303},
		{post, "/pesanan/:code/keluar", "/pesanan/" + secured + "/keluar", "buyer", 303},
		{post, "/pesanan/:code/tenggat", "/pesanan/" + secured + "/tenggat", "buyer", 400},
		{get, "/pesanan/:code/komplain", "/pesanan/" + secured + "/komplain", "buyer", 303}, // it may still come in time
		{post, "/pesanan/:code/komplain", "/pesanan/" + secured + "/komplain", "buyer", 422},
		{post, "/pesanan/:code/komplain/cabut", "/pesanan/" + secured + "/komplain/cabut", "buyer", 303},
		{post, "/pesanan/:code/putusan", "/pesanan/" + secured + "/putusan", "buyer", 303},
		{get, "/pesanan/:code/banding", "/pesanan/" + secured + "/banding", "buyer", 303}, // nothing is decided
		{post, "/pesanan/:code/banding", "/pesanan/" + secured + "/banding", "buyer", 422},
		{get, "/pesanan/:code/kirim-balik", "/pesanan/" + secured + "/kirim-balik", "buyer", 303}, // nothing goes back
		{post, "/pesanan/:code/kirim-balik", "/pesanan/" + secured + "/kirim-balik", "buyer", 303},
		{post, "/pesanan/:code/terima", "/pesanan/" + secured + "/terima", "buyer", 303},
		{get, "/pesanan/:code/batal", "/pesanan/" + secured + "/batal", "buyer", 303},
		{post, "/pesanan/:code/batal", "/pesanan/" + held + "/batal", "buyer", 303},

		{get, "/saldo", "/saldo?jumlah=50000", "buyer", 200},
		{post, "/saldo/isi", "/saldo/isi", "buyer", 400},
		{get, "/saldo/tarik", "/saldo/tarik", "buyer", 200},
		{post, "/saldo/tarik", "/saldo/tarik", "buyer", 422},
		{get, "/saldo/tarik/:tarik", "/saldo/tarik/" + id.New().String(), "buyer", 404},
		{post, "/saldo/tarik/:tarik/batal", "/saldo/tarik/" + id.New().String() + "/batal", "buyer", 404},
		{get, "/saldo/tarik/:tarik/rekening", "/saldo/tarik/" + id.New().String() + "/rekening", "buyer", 404},
		{post, "/saldo/tarik/:tarik/rekening", "/saldo/tarik/" + id.New().String() + "/rekening", "buyer", 404},
		{get, "/saldo/isi/:topup", "/saldo/isi/" + id.New().String(), "buyer", 404},
		{get, "/sse/saldo/:topup", "/sse/saldo/" + id.New().String() + "?lihat=x", "buyer", 404},

		{get, "/kurator", "/kurator", "curator lead admin", 200},
		{get, "/kurator/:campaign", "/kurator/" + s.submitted(), "curator lead admin", 200},
		{post, "/kurator/:campaign/setujui", "/kurator/" + s.submitted() + "/setujui", "curator lead admin", 409},
		{post, "/kurator/:campaign/kembalikan", "/kurator/" + s.submitted() + "/kembalikan", "curator lead admin", 422},

		{get, "/kelola", "/kelola", "brand", 303},
		{get, "/kelola/sambatan", "/kelola/sambatan", "brand", 200},
		{post, "/kelola/sambatan", "/kelola/sambatan", "brand", 422},
		{get, "/kelola/sambatan/baru", "/kelola/sambatan/baru", "brand", 200},
		{get, "/kelola/sambatan/:campaign", "/kelola/sambatan/" + wening, "brand", 200},
		{get, "/kelola/sambatan/:campaign/ubah", "/kelola/sambatan/" + draft + "/ubah", "brand", 200},
		{post, "/kelola/sambatan/:campaign/ubah", "/kelola/sambatan/" + draft + "/ubah", "brand", 422},
		{get, "/kelola/sambatan/:campaign/tinjauan", "/kelola/sambatan/" + draft + "/tinjauan", "brand", 200},
		{post, "/kelola/sambatan/:campaign/tinjauan", "/kelola/sambatan/" + wening + "/tinjauan", "brand", 303},
		{post, "/kelola/sambatan/:campaign/tinjauan/tarik", "/kelola/sambatan/" + wening + "/tinjauan/tarik", "brand", 409},
		{post, "/kelola/sambatan/:campaign/langkah/:step", "/kelola/sambatan/" + wening + "/langkah/" + string(view.StepProduce), "brand", 409},
		{get, "/kelola/sambatan/:campaign/resi", "/kelola/sambatan/" + wening + "/resi", "brand", 200},
		{post, "/kelola/sambatan/:campaign/resi", "/kelola/sambatan/" + wening + "/resi", "brand", 422},
		{get, "/kelola/sambatan/:campaign/pesanan/:code", "/kelola/sambatan/" + wening + "/pesanan/" + secured, "brand", 404},
		{post, "/kelola/sambatan/:campaign/pesanan/:code/:act", "/kelola/sambatan/" + wening + "/pesanan/" + secured + "/kirim", "brand", 404},
		{get, "/kelola/sambatan/:campaign/hasil", "/kelola/sambatan/" + wening + "/hasil", "brand", 303},
		{post, "/kelola/sambatan/:campaign/hasil", "/kelola/sambatan/" + wening + "/hasil", "brand", 422},
		{get, "/kelola/sambatan/:campaign/kabar", "/kelola/sambatan/" + wening + "/kabar", "brand", 303},
		{post, "/kelola/sambatan/:campaign/kabar", "/kelola/sambatan/" + wening + "/kabar", "brand", 303},
		{get, "/kelola/sambatan/:campaign/batalkan", "/kelola/sambatan/" + wening + "/batalkan", "brand", 200},
		{post, "/kelola/sambatan/:campaign/batalkan", "/kelola/sambatan/" + wening + "/batalkan", "brand", 422},
		{get, "/kelola/sambatan/:campaign/tenggat", "/kelola/sambatan/" + wening + "/tenggat", "brand", 200},
		{post, "/kelola/sambatan/:campaign/tenggat", "/kelola/sambatan/" + wening + "/tenggat", "brand", 422},
		{get, "/kelola/sambatan/:campaign/tutup", "/kelola/sambatan/" + wening + "/tutup", "brand", 200},
		{post, "/kelola/sambatan/:campaign/tutup", "/kelola/sambatan/" + wening + "/tutup", "brand", 409},

		{get, "/ops", "/ops?saring=ok", staff, 200},
		{get, "/ops/transfer", "/ops/transfer", staff, 200},
		{get, "/ops/transfer/:transfer/terima", "/ops/transfer/" + told + "/terima", staff, 200},
		{post, "/ops/transfer/:transfer/terima", "/ops/transfer/" + told + "/terima", staff, 422},
		{post, "/ops/transfer/:transfer/tolak", "/ops/transfer/" + told + "/tolak", staff, 422},
		{get, "/ops/titipan", "/ops/titipan", staff, 200},
		{post, "/ops/titipan/:receipt", "/ops/titipan/" + id.New().String(), staff, 400},
		{post, "/ops/titipan/:receipt/kekurangan", "/ops/titipan/" + id.New().String() + "/kekurangan", staff, 400},
		{get, "/ops/mutasi", "/ops/mutasi?hal=2", staff, 200},
		{post, "/ops/mutasi", "/ops/mutasi", staff, 422},
		{get, "/ops/mutasi/:statement", "/ops/mutasi/" + file, staff, 200},
		{post, "/ops/mutasi/:statement", "/ops/mutasi/" + file, staff, 409},
		{get, "/ops/mutasi/:statement/perlu-tangan.csv", "/ops/mutasi/" + file + "/perlu-tangan.csv", staff, 200},
		{get, "/kelola/saldo/", "/kelola/saldo/", "brand", 200},
		{get, "/kelola/saldo/rekening", "/kelola/saldo/rekening", "brand", 200},
		{post, "/kelola/saldo/rekening", "/kelola/saldo/rekening", "brand", 422},
		{get, "/kelola/saldo/laporan", "/kelola/saldo/laporan?bulan=2026-11", "brand", 200},
		{get, "/kelola/saldo/mutasi.csv", "/kelola/saldo/mutasi.csv", "brand", 200},
		{get, "/ops/pencairan", "/ops/pencairan", staff, 200},
		{get, "/ops/pencairan/merek", "/ops/pencairan/merek", staff, 200},
		{get, "/ops/pencairan/merek/:brand", "/ops/pencairan/merek/" + s.people.Find("sekar").Brand.String(), staff, 200},
		{post, "/ops/pencairan/merek/:brand/:act", "/ops/pencairan/merek/" + s.people.Find("sekar").Brand.String() + "/tahan", staff, 422},
		{get, "/ops/pencairan/:payout", "/ops/pencairan/" + refund, staff, 404},
		{post, "/ops/pencairan/:payout/:act", "/ops/pencairan/" + refund + "/setujui", staff, 404},
		{get, "/ops/pengembalian", "/ops/pengembalian?status=selesai", staff, 200},
		{get, "/ops/pengembalian/:refund", "/ops/pengembalian/" + refund, staff, 303}, // it is due, and in the list
		{post, "/ops/pengembalian/:refund/:act", "/ops/pengembalian/" + refund + "/ulangi", staff, 404},
		{get, "/ops/pengembalian/:refund/terkirim", "/ops/pengembalian/" + refund + "/terkirim", staff, 200},
		{post, "/ops/pengembalian/:refund/terkirim", "/ops/pengembalian/" + refund + "/terkirim", staff, 422},

		{get, "/ops/komplain", "/ops/komplain", staff, 200},
		{get, "/ops/komplain/:order", "/ops/komplain/" + id.New().String(), staff, 404},
		{post, "/ops/komplain/:order", "/ops/komplain/" + id.New().String(), staff, 404},
		{post, "/ops/komplain/:order/kembali", "/ops/komplain/" + id.New().String() + "/kembali", staff, 404},
		{post, "/ops/komplain/:order/setuju", "/ops/komplain/" + id.New().String() + "/setuju", staff, 404},
		{get, "/ops/sesudah-lepas", "/ops/sesudah-lepas", staff, 200},
		{get, "/ops/sesudah-lepas/:order", "/ops/sesudah-lepas/" + id.New().String(), staff, 404},
		{post, "/ops/sesudah-lepas/:order", "/ops/sesudah-lepas/" + id.New().String(), staff, 404},
		{post, "/ops/sesudah-lepas/:order/:act", "/ops/sesudah-lepas/" + id.New().String() + "/setujui", staff, 404},
		{post, "/ops/komplain/:order/sampai", "/ops/komplain/" + id.New().String() + "/sampai", staff, 404},
		{get, "/ops/surat", "/ops/surat", staff, 200},
		{post, "/ops/surat/:mail/kirim", "/ops/surat/" + id.New().String() + "/kirim", staff, 303},
		{get, "/ops/sambatan", "/ops/sambatan", staff, 303},
		{get, "/ops/sambatan/:campaign", "/ops/sambatan/" + wening, staff, 200},
		{post, "/ops/sambatan/:campaign/bekukan", "/ops/sambatan/" + wening + "/bekukan", staff, 422},
		{post, "/ops/sambatan/:campaign/cabut", "/ops/sambatan/" + wening + "/cabut", staff, 303},
		{get, "/ops/sambatan/:campaign/hasil", "/ops/sambatan/" + wening + "/hasil", staff, 303},
		{post, "/ops/sambatan/:campaign/hasil", "/ops/sambatan/" + wening + "/hasil", staff, 422},
		{get, "/ops/sambatan/:campaign/batalkan", "/ops/sambatan/" + wening + "/batalkan", staff, 200},
		{post, "/ops/sambatan/:campaign/batalkan", "/ops/sambatan/" + wening + "/batalkan", staff, 422},
		{post, "/ops/sambatan/:campaign/batalkan/setuju", "/ops/sambatan/" + wening + "/batalkan/setuju", staff, 409},
		{post, "/ops/sambatan/:campaign/batalkan/tarik", "/ops/sambatan/" + wening + "/batalkan/tarik", staff, 409},
		{get, "/ops/sambatan/:campaign/tenggat", "/ops/sambatan/" + wening + "/tenggat", staff, 200},
		{post, "/ops/sambatan/:campaign/tenggat", "/ops/sambatan/" + wening + "/tenggat", staff, 422},

		{get, "/audit", "/audit?q=a&hal=2", readers, 200},
		{get, "/audit/sambatan", "/audit/sambatan", readers, 303},
		{get, "/audit/sambatan/:campaign", "/audit/sambatan/" + wening, readers, 200},
		{get, "/audit/sambatan/:campaign/jejak.ndjson", "/audit/sambatan/" + wening + "/jejak.ndjson", readers, 200},
	}
}

// samples are ids of the demo data for the table: a product from stock, codes
// of Dinar's orders, a transfer to confirm and a refund to send.
func (s *site) samples() (item, secured, told, held, refund string) {
	s.t.Helper()
	gita := s.subject("gita")
	require.NoError(s.t, s.read(s.t.Context(), gita, func(ctx context.Context, q projections.Querier) error {
		page, err := catalogue.Find(ctx, q, catalogue.Search{Tab: "tools", Limit: 1})
		require.NoError(s.t, err)
		item = page.Cards[0].Product.ID.String()
		rows, err := participants.OfBuyer(ctx, q, s.subject("dinar").User)
		require.NoError(s.t, err)
		for _, row := range rows {
			switch row.State { //nolint:exhaustive // the others are not needed
			case participants.Secured:
				secured = row.Code
			case participants.Held, participants.Told:
				held = row.Code
			}
		}
		reported, _, err := payments.ToConfirm(ctx, q, 1, 0)
		require.NoError(s.t, err)
		told = reported[0].Instruction.String()
		due, _, err := payments.RefundsDue(ctx, q, 1, 0)
		require.NoError(s.t, err)
		refund = due[0].Refund.String()
		return nil
	}))
	require.NotEmpty(s.t, secured)
	require.NotEmpty(s.t, held)
	return item, secured, told, held, refund
}

func TestEveryRouteAnswersEveryRoleAsTheTableSays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gates := s.gates()
	for _, gate := range gates {
		for _, one := range whose {
			b := s.guest()
			if one.key != "" {
				b = s.as(one.key)
			}
			got := b.knock(gate)
			want := gate.status
			switch {
			case gate.method == http.MethodGet && wayIn(gate.route) && one.key == "":
				want = http.StatusOK
			case gate.method == http.MethodGet && wayIn(gate.route):
				want = http.StatusSeeOther
			case slices.Contains(strings.Fields(gate.may), one.role):
			case one.key == "" && strings.HasPrefix(gate.path, view.StreamsURL):
				want = http.StatusOK // and its end is said: there is no page to come back to
				require.Equal(t, "event: selesai\ndata: -\n\n", got.body, gate.path)
			case one.key == "":
				want = http.StatusSeeOther
				require.True(t, strings.HasPrefix(got.header.Get("Location"), "/masuk"), "%s %s", gate.method, gate.path)
			default:
				want = http.StatusForbidden
			}
			require.Equal(t, want, got.status, "%s %s as %s: %s", gate.method, gate.path, one.role, words(got.body))
			protected(t, got, gate.path)
		}
	}
	for _, route := range s.server.App().GetRoutes(true) {
		if route.Method == http.MethodHead || strings.HasPrefix(route.Path, "/api/v1") {
			continue // the API has a table of its own
		}
		path := strings.TrimSuffix(route.Path, "/")
		require.True(t, slices.ContainsFunc(gates, func(g gate) bool {
			return g.method == route.Method && strings.TrimSuffix(g.route, "/") == path
		}), "%s %s is missing from the table", route.Method, route.Path)
	}
}

func wayIn(route string) bool { return route == view.SignInURL || route == view.SignUpURL }

// knock tries one line of the table; a post carries the visitor's tokens.
func (b *browser) knock(g gate) answer {
	b.t.Helper()
	if strings.HasPrefix(g.path, "/sse/") {
		return b.peek(g.path)
	}
	if g.method == http.MethodGet {
		return b.get(g.path)
	}
	return b.send(http.MethodPost, g.path, b.tokens().Encode())
}

// tokens are the ones that every form of this visitor carries.
func (b *browser) tokens() url.Values {
	b.t.Helper()
	values := b.get("/bantuan").hidden(b.t, "/tampilan")
	values.Set("perintah_id", id.New().String())
	return values
}

// peek reads the beginning of a stream.
func (b *browser) peek(path string) answer {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, "http://"+host+path, http.NoBody)
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.server.App().Test(request, fiber.TestConfig{Timeout: 250 * time.Millisecond})
	require.NoError(b.t, err)
	defer func() { _ = response.Body.Close() }()
	body, _ := io.ReadAll(response.Body) // a stream that goes on has no end
	return answer{response.StatusCode, response.Header, string(body)}
}

// protected checks what every answer carries, whatever it is.
func protected(t *testing.T, got answer, path string) {
	t.Helper()
	require.Contains(t, got.header.Get("Content-Security-Policy"), "default-src 'none'", path)
	require.NotContains(t, got.header.Get("Content-Security-Policy"), "unsafe", path)
	require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"), path)
	require.Equal(t, "same-origin", got.header.Get("Referrer-Policy"), path)
	require.Equal(t, "DENY", got.header.Get("X-Frame-Options"), path)
	require.Equal(t, "same-origin", got.header.Get("Cross-Origin-Opener-Policy"), path)
	require.NotEmpty(t, got.header.Get("Permissions-Policy"), path)
	require.NotEmpty(t, got.header.Get("X-Request-Id"), path)
}

func TestWhatBelongsToOthersIsNotThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, secured, _, _, _ := s.samples()
	foreign := s.campaign("Nilam Biru").ID.String() // another house's
	for _, row := range []struct{ key, path string }{
		{"raka", "/pesanan/" + secured},
		{"raka", "/pesanan/SWG-0000000"},
		{"sekar", "/kelola/sambatan/" + foreign},
		{"sekar", "/kelola/sambatan/" + foreign + "/batalkan"},
		{"sekar", "/kelola/sambatan/" + foreign + "/hasil"},
		{"sekar", "/kelola/sambatan/" + foreign + "/kabar"},
		{"dinar", "/sambatan/" + s.campaign("Jeruk Teras").ID.String()}, // a draft
		{"dinar", "/sambatan/" + s.campaign("Jeruk Teras").ID.String() + "/gabung"},
		{"dinar", "/sambatan/no-id"},
		{"dinar", "/pasar/tidak-ada"},
		{"", "/produk/" + id.New().String()},
		{"", "/nowhere"},
		{"", static.Prefix + "../secret"},
		{"gita", "/ops/transfer/" + id.New().String() + "/terima"},
		{"gita", "/ops/mutasi/" + id.New().String()},
		{"gita", "/ops/mutasi/no-id"},
	} {
		b := s.guest()
		if row.key != "" {
			b = s.as(row.key)
		}
		got := b.get(row.path)
		require.Equal(t, http.StatusNotFound, got.status, row.path)
		protected(t, got, row.path)
	}
	require.Equal(t, http.StatusNotFound, s.guest().peek("/sse/sambatan/"+s.campaign("Jeruk Teras").ID.String()).status, "a draft's stream")
}

func TestAFailureIsExplainedWithoutItsCause(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.db.Pool.Exec(t.Context(), `DROP VIEW marketplace_products CASCADE`)
	require.NoError(t, err)
	got := s.guest().get("/pasar/parfum?q=x")
	require.Equal(t, http.StatusInternalServerError, got.status)
	protected(t, got, "500")
	require.NotContains(t, got.body, "marketplace_products")
	require.Contains(t, got.body, got.header.Get("X-Request-Id"))
	require.Contains(t, got.body, `href="/pasar/parfum?q=x"`, "the way to try again")
	fragment := s.guest().get("/pasar/parfum", "HX-Request", "true")
	require.NotContains(t, fragment.body, "<html")
	require.Equal(t, http.StatusInternalServerError, fragment.status)
}
