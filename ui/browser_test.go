package ui_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/session"
)

// browser is somebody with cookies.
type browser struct {
	*site
	cookies map[string]string
}

// guest is a browser that has never been here.
func (s *site) guest() *browser { return &browser{site: s, cookies: map[string]string{}} }

// as is a browser in which somebody of the demo data is signed in.
func (s *site) as(key string) *browser {
	s.t.Helper()
	b := s.guest()
	token, _, err := s.sessions.Start(s.t.Context(), s.subject(key))
	require.NoError(s.t, err)
	b.cookies["sid"] = token
	return b
}

func (s *site) subject(key string) session.Subject {
	person := s.people.Find(key)
	require.NotEmpty(s.t, person.Name, key)
	return session.Subject{User: person.ID, Roles: person.Roles, Brand: person.Brand}
}

// answer is a response that was read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) send(method, path, body string, header ...string) answer {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, "http://"+host+path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if request.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			request.Host = header[i+1]
		}
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.server.App().Test(request, fiber.TestConfig{Timeout: 20 * time.Second, FailOnTimeout: true})
	require.NoError(b.t, err)
	read, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)
	require.NoError(b.t, response.Body.Close())
	for _, cookie := range response.Cookies() {
		if b.cookies[cookie.Name] = cookie.Value; cookie.Value == "" {
			delete(b.cookies, cookie.Name)
		}
	}
	return answer{response.StatusCode, response.Header, string(read)}
}

func (b *browser) get(path string, header ...string) answer {
	b.t.Helper()
	return b.send(http.MethodGet, path, "", header...)
}

// page gets a page that must be there.
func (b *browser) page(path string) answer {
	b.t.Helper()
	got := b.get(path)
	require.Equal(b.t, http.StatusOK, got.status, "%s: %s", path, words(got.body))
	return got
}

// follow goes where a redirect leads.
func (b *browser) follow(from answer) answer {
	b.t.Helper()
	require.Equal(b.t, http.StatusSeeOther, from.status, words(from.body))
	return b.page(from.header.Get("Location"))
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	tags        = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)
)

// hidden are the tokens of the form that posts to an address.
func (a answer) hidden(t *testing.T, action string) url.Values {
	t.Helper()
	at := strings.Index(a.body, `action="`+action+`"`)
	require.GreaterOrEqual(t, at, 0, "no form for %s on the page: %s", action, words(a.body))
	form, _, _ := strings.Cut(a.body[at:], "</form>")
	values := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(form, -1) {
		values.Set(field[1], field[2])
	}
	return values
}

// submit posts the form for an address on a page, as a browser would.
func (b *browser) submit(on answer, action string, fields ...string) answer {
	b.t.Helper()
	values := on.hidden(b.t, action)
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return b.send(http.MethodPost, action, values.Encode())
}

// words are what a page says.
func words(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(strings.ReplaceAll(page, "<wbr>", ""), " ")), " ")
}

// eventually tries until the read models have come along; a page may not be there before.
func (b *browser) eventually(path, text string) answer {
	b.t.Helper()
	var got answer
	for until := time.Now().Add(time.Minute); time.Now().Before(until); {
		head, err := b.store.Head(b.t.Context())
		require.NoError(b.t, err)
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		got = b.get(path + separator + "after=" + strconv.FormatInt(int64(head), 10))
		if got.status == http.StatusOK && strings.Contains(words(got.body), text) {
			return got
		}
	}
	require.Equal(b.t, http.StatusOK, got.status, "%s: %s", path, words(got.body))
	require.Contains(b.t, words(got.body), text)
	return got
}

// quoted is what stands between a text and the next quotation mark.
func quoted(t *testing.T, body, before string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, before)
	require.True(t, found, before)
	value, _, found := strings.Cut(rest, `"`)
	require.True(t, found, before)
	return value
}
