package system_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/test/visitor"
)

// typed is what a buyer types, distinctive in every field.
type typed struct {
	Recipient, Phone, Subdistrict, District, Street, Account, Holder, Proof string
}

var onThePage = typed{
	Recipient: "Wiratama Kusumadewangga", Phone: "0857-1943-7726", District: "Karangwidodaren", Subdistrict: "Sukamelatirejo",
	Street: "Gang Kembang Sepatu Ungu 4417", Account: "7391846205", Holder: "WIRATAMA K DEWANGGASARI",
	Proof: "m-banking atas nama Wiratama ref QZX81772",
}

var overTheAPI = typed{
	Recipient: "Pramudita Lesmanawijaya", Phone: "+6281298437165", District: "Tegalmirahasri", Subdistrict: "Banjarkenanga",
	Street: "Jalan Bunga Tanjung Biru 9083", Account: "6028817394", Holder: "PRAMUDITA L WIJAYANTARA",
}

// campaign is one that the API lists.
type campaign struct {
	ID      string `json:"id"`
	Phase   string `json:"phase"`
	Slots   int    `json:"slots"`
	Held    int    `json:"held"`
	Secured int    `json:"secured"`
	Least   int    `json:"min_per_buyer"`
	Terms   string `json:"terms_version"`
	Privacy string `json:"privacy_version"`
}

// openCampaigns lists those that a buyer can join now.
func (p *program) openCampaigns(t *testing.T) (open []campaign) {
	t.Helper()
	response, err := http.Get("http://" + p.addr + "/api/v1/campaigns?limit=100") //nolint:noctx // a test's
	require.NoError(t, err)
	defer response.Body.Close() //nolint:errcheck // it was read
	var list struct {
		Items []campaign `json:"items"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&list))
	for _, c := range list.Items {
		if c.Phase == "Open" && c.Slots-c.Held-c.Secured >= c.Least {
			open = append(open, c)
		}
	}
	require.NotEmpty(t, open, "no demo campaign can be joined: %+v", list.Items)
	return open
}

// joined is where a join led.
type joined struct{ participation, code string }

// joinByPage joins the first open campaign that takes the buyer, with the form.
func (p *program) joinByPage(t *testing.T, buyer *visitor.Visitor, who typed) joined {
	t.Helper()
	for _, c := range p.openCampaigns(t) {
		path := "/sambatan/" + c.ID + "/gabung"
		page, err := buyer.Get(t.Context(), path)
		require.NoError(t, err)
		form, err := page.Form(path)
		if err != nil {
			continue // this buyer has joined it already
		}
		page, err = buyer.Submit(t.Context(), form.With(map[string]string{
			"slot": strconv.Itoa(c.Least), "penerima": who.Recipient, "telepon": who.Phone, "provinsi": "Jawa Barat",
			"kota": "Kota Bandung", "kecamatan": who.District, "kelurahan": who.Subdistrict, "kode_pos": "40135",
			"alamat": who.Street, "bank": "bca", "nomor_rekening": who.Account, "atas_nama": who.Holder,
			"setuju_syarat": "ya", "setuju_privasi": "ya",
		}))
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, page.Status, page.Body)
		code, isOrder := strings.CutPrefix(page.URL.Path, "/pesanan/")
		require.True(t, isOrder, "the join led to %s: %s", page.URL, page.Body)
		return joined{code: code}
	}
	require.FailNow(t, "no campaign takes this buyer")
	return joined{}
}

// reportTransfer presses "Sudah transfer" on the pay page.
func (p *program) reportTransfer(t *testing.T, buyer *visitor.Visitor, code, proof string) {
	t.Helper()
	page, err := buyer.Get(t.Context(), "/pesanan/"+code)
	require.NoError(t, err)
	form, err := page.Form("/transfer")
	require.NoError(t, err)
	now := time.Now().In(time.FixedZone("WIB", 7*3600))
	page, err = buyer.Submit(t.Context(), form.With(map[string]string{
		"tanggal_transfer": now.Format("02/01/2006"), "jam_transfer": now.Format("15.04.05"), "keterangan": proof,
	}))
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, page.Status, page.Body)
}

// token gives a program of a user's an API token, as an administrator would.
func token(t *testing.T, pool *pgxpool.Pool, link string) string {
	t.Helper()
	secret := rand.Text()
	hash := sha256.Sum256([]byte(secret))
	tag, err := pool.Exec(t.Context(), `INSERT INTO api_tokens (token_hash, user_id, roles, brand_id, name, expires_at)
		SELECT $1, user_id, roles, brand_id, 'system test', now() + interval '1 hour' FROM sign_in_links WHERE token_hash = $2`,
		hash[:], hashOfLink(link))
	require.NoError(t, err)
	require.EqualValues(t, 1, tag.RowsAffected())
	return secret
}

// hashOfLink is what the database knows a sign-in link by.
func hashOfLink(link string) []byte {
	parts := strings.Split(link, "/")
	hash := sha256.Sum256([]byte(parts[len(parts)-1]))
	return hash[:]
}

// joinByAPI joins the first open campaign that takes the buyer.
func (p *program) joinByAPI(t *testing.T, bearer string, who typed) joined {
	t.Helper()
	var refusals []string
	for _, c := range p.openCampaigns(t) {
		body, err := json.Marshal(map[string]any{
			"slots": c.Least,
			"address": map[string]string{
				"recipient": who.Recipient, "phone": who.Phone, "province": "Jawa Barat", "city": "Kota Bandung",
				"district": who.District, "subdistrict": who.Subdistrict, "postal_code": "40135", "street": who.Street,
			},
			"refund_account": map[string]string{"bank": "bca", "number": who.Account, "holder": who.Holder},
			"consent":        map[string]string{"terms": c.Terms, "privacy": c.Privacy},
		})
		require.NoError(t, err)
		target, err := url.JoinPath("http://"+p.addr, "/api/v1/campaigns", c.ID, "participations")
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, bytes.NewReader(body))
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+bearer)
		request.Header.Set("Idempotency-Key", id.New().String())
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		var answer struct {
			Participation string `json:"participation"`
			Code          string `json:"code"`
			Detail        string `json:"detail"`
		}
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		require.NoError(t, response.Body.Close())
		if response.StatusCode == http.StatusCreated {
			return joined{participation: answer.Participation, code: answer.Code}
		}
		refusals = append(refusals, answer.Detail)
	}
	require.FailNow(t, "no campaign takes this buyer", refusals)
	return joined{}
}
