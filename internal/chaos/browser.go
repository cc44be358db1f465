package chaos

import (
	"context"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// browser is a buyer's, signed in and without JavaScript.
type browser struct {
	http   *http.Client
	base   string
	cookie string // of the session
}

// newHTTP follows no redirects: where one leads is looked at by whoever wants to know.
func newHTTP() *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

const (
	// maxPage is more than any page takes, in bytes.
	maxPage = 4 << 20
	// tries are how often a form is looked for on a page before it is given up: pages
	// follow what was done with a moment's delay.
	tries = 20
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// submit posts the form for an address that is on a page, once the page has seen what
// happened up to a position. false: the page has no such form (any more), or what was
// typed was refused.
func (b browser) submit(ctx context.Context, page, action string, after eventstore.Position, typed url.Values) (ok bool, err error) {
	values, found, err := b.form(ctx, page, action, after)
	if err != nil || !found {
		return false, err
	}
	maps.Copy(values, typed)
	status, body, err := b.send(ctx, http.MethodPost, action, strings.NewReader(values.Encode()))
	switch {
	case err != nil:
		return false, err
	case status == http.StatusConflict || status == http.StatusUnprocessableEntity:
		return false, nil
	case status >= http.StatusBadRequest:
		return false, fmt.Errorf("POST %s: status %d: %.300s", action, status, body)
	}
	return true, nil
}

// form returns the hidden fields of the form that posts to an address.
func (b browser) form(ctx context.Context, page, action string, after eventstore.Position) (url.Values, bool, error) {
	for range tries {
		status, body, err := b.send(ctx, http.MethodGet, page+"?after="+strconv.FormatInt(int64(after), 10), nil)
		if err != nil {
			return nil, false, err
		}
		if status == http.StatusSeeOther { // there is nothing to fill in any more
			return nil, false, nil
		}
		if at := strings.Index(body, `action="`+action+`"`); at >= 0 && status == http.StatusOK {
			form, _, _ := strings.Cut(body[at:], "</form>")
			values := url.Values{}
			for _, field := range hiddenField.FindAllStringSubmatch(form, -1) {
				values.Set(field[1], html.UnescapeString(field[2]))
			}
			return values, true, nil
		}
		if !pause(ctx, 100*time.Millisecond) {
			return nil, false, ctx.Err()
		}
	}
	return nil, false, nil
}

func (b browser) send(ctx context.Context, method, path string, body io.Reader) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, b.base+path, body)
	if err != nil {
		return 0, "", fmt.Errorf("%s %s: %w", method, path, err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.cookie != "" {
		request.AddCookie(&http.Cookie{Name: "sid", Value: b.cookie}) //nolint:gosec // a request has no attributes of cookies
	}
	response, err := b.http.Do(request)
	if err != nil {
		return 0, "", fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	content, err := io.ReadAll(io.LimitReader(response.Body, maxPage))
	if err != nil {
		return 0, "", fmt.Errorf("%s %s: %w", method, path, err)
	}
	return response.StatusCode, string(content), nil
}

// pause waits, and tells whether there is a reason to go on.
func pause(ctx context.Context, d time.Duration) bool {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wait.C:
		return true
	}
}
