package ui_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// program is a browser without cookies that presents somebody's token.
func (s *site) program(key string) func(method, path, body string, header ...string) answer {
	s.t.Helper()
	var bearer []string
	if key != "" {
		token, err := s.sessions.IssueToken(s.t.Context(), s.subject(key), "test", time.Hour)
		require.NoError(s.t, err)
		bearer = []string{"Authorization", "Bearer " + token}
	}
	return func(method, path, body string, header ...string) answer {
		s.t.Helper()
		got := s.guest().send(method, "/api/v1"+path, body, append(append([]string{"Content-Type", "application/json"}, bearer...), header...)...)
		protected(s.t, got, path)
		require.Empty(s.t, got.header.Get("Set-Cookie"), "the API knows no cookies")
		if got.status >= http.StatusBadRequest {
			require.Equal(s.t, "application/problem+json", got.header.Get("Content-Type"), path)
			var problem struct {
				Title, Type string
				Status      int
			}
			require.NoError(s.t, json.Unmarshal([]byte(got.body), &problem))
			require.Equal(s.t, got.status, problem.Status)
			require.NotEmpty(s.t, problem.Title)
		}
		return got
	}
}

func joinBody(slots int, street string) string {
	body, _ := json.Marshal(map[string]any{ //nolint:errchkjson // plain values
		"slots": slots,
		"address": map[string]string{
			"recipient": "Maya Siregar", "phone": "081234567890", "province": "Bali", "city": "Kota Denpasar", "district": "Denpasar Timur",
			"subdistrict": "Kesiman", "postal_code": "80237", "street": street,
		},
		"refund_account": map[string]string{"bank": "bca", "number": "1234567890", "holder": "MAYA SIREGAR"},
		"consent":        map[string]string{"terms": view.TermsVersion, "privacy": view.PrivacyVersion},
	})
	return string(body)
}

func TestEveryRouteOfTheAPIAnswersEveryRole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wening := s.campaign("Wening Subuh").ID.String()
	gates := []gate{
		{http.MethodGet, "/campaigns", "/campaigns?q=wening&limit=2&offset=0", everyone, 200},
		{http.MethodGet, "/campaigns/:campaign", "/campaigns/" + wening, everyone, 200},
		{http.MethodGet, "/participations", "/participations", "buyer", 200},
		{http.MethodPost, "/campaigns/:campaign/participations", "/campaigns/" + wening + "/participations", "buyer", 400},
	}
	for _, gate := range gates {
		for _, one := range whose {
			want := gate.status
			switch {
			case slices.Contains(strings.Fields(gate.may), one.role):
			case one.key == "":
				want = http.StatusUnauthorized
			default:
				want = http.StatusForbidden
			}
			require.Equal(t, want, s.program(one.key)(gate.method, gate.path, "").status, "%s %s as %s", gate.method, gate.path, one.role)
		}
	}
	for _, route := range s.server.App().GetRoutes(true) {
		path, ours := strings.CutPrefix(route.Path, "/api/v1")
		require.True(t, !ours || route.Method == http.MethodHead || slices.ContainsFunc(gates, func(g gate) bool {
			return g.method == route.Method && g.route == path
		}), "%s %s is missing from the table", route.Method, route.Path)
	}
	call := s.program("")
	require.Equal(t, http.StatusNotFound, call(http.MethodGet, "/nowhere", "").status)
	require.Equal(t, http.StatusNotFound, call(http.MethodGet, "/campaigns/"+id.New().String(), "").status)
	require.Equal(t, http.StatusUnauthorized, call(http.MethodGet, "/participations", "", "Authorization", "Bearer nonsense").status)
	require.NotEqual(t, http.StatusOK, s.as("dinar").get("/api/v1/participations").status, "a cookie is no token")
}

func TestJoiningOverTheAPIHappensOnceForOneKey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	call := s.program("maya")
	path := "/campaigns/" + s.campaign("Wening Subuh").ID.String() + "/participations"
	key := id.New().String()
	first := call(http.MethodPost, path, joinBody(1, "Gang Cempaka 1"), "Idempotency-Key", key)
	require.Equal(t, http.StatusCreated, first.status, first.body)
	again := call(http.MethodPost, path, joinBody(1, "Gang Cempaka 1"), "Idempotency-Key", key)
	require.Equal(t, http.StatusCreated, again.status)
	require.JSONEq(t, first.body, again.body)
	other := call(http.MethodPost, path, joinBody(1, "Gang Cempaka 2"), "Idempotency-Key", key)
	require.Equal(t, http.StatusConflict, other.status)
	held := call(http.MethodPost, path, joinBody(1, "Gang Cempaka 1"), "Idempotency-Key", id.New().String())
	require.Equal(t, http.StatusConflict, held.status, "one unpaid hold")
	require.Contains(t, held.body, "belum lunas")

	var joined struct {
		Code     string
		Transfer struct {
			Total int
			PayBy time.Time `json:"pay_by"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(first.body), &joined))
	require.Positive(t, joined.Transfer.Total)
	require.True(t, joined.Transfer.PayBy.After(time.Now()))
	s.as("maya").eventually(view.OrderURL(joined.Code), "Gang Cempaka 1")
	mine := call(http.MethodGet, "/participations", "")
	require.Contains(t, mine.body, joined.Code)
	require.NotContains(t, mine.body, "Cempaka", "addresses are not read back")
}

func TestAWrongBodyIsExplainedFieldByField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	call := s.program("maya")
	path := "/campaigns/" + s.campaign("Wening Subuh").ID.String() + "/participations"
	key := []string{"Idempotency-Key", id.New().String()}
	require.Equal(t, http.StatusBadRequest, call(http.MethodPost, path, joinBody(1, "x")).status, "no key")
	require.Equal(t, http.StatusBadRequest, call(http.MethodPost, path, "{", key...).status)
	empty := call(http.MethodPost, path, `{"slots":0}`, key...)
	require.Equal(t, http.StatusUnprocessableEntity, empty.status)
	for _, field := range []string{"slots", "address.recipient", "address.phone", "address.postal_code", "refund_account.bank", "refund_account.number", "consent.terms", "consent.privacy"} {
		require.Contains(t, empty.body, `"field":"`+field+`"`)
	}
	require.NotContains(t, empty.body, `"field":""`)
	require.Equal(t, http.StatusConflict, call(http.MethodPost, path, joinBody(9000, "x"), key...).status, "the campaign's own limit")
	require.Equal(t, http.StatusNotFound, call(http.MethodPost, "/campaigns/no-id/participations", joinBody(1, "x"), key...).status)
	nul := call(http.MethodPost, path, joinBody(1, "a\x00b"), key...)
	require.Contains(t, []int{http.StatusCreated, http.StatusUnprocessableEntity}, nul.status, "a sealed NUL harms nobody")
}
