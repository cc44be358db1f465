// Package visitor acts as a person in front of a browser without scripts: it
// keeps cookies, follows redirects, and fills in the forms of the pages it is on.
package visitor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Visitor is one person. Use it from one goroutine at a time.
type Visitor struct {
	base   *url.URL
	client *http.Client
}

// Page is an answer, after redirects.
type Page struct {
	Status int
	URL    *url.URL
	Body   string
}

// New returns a visitor of the site at base, "http://127.0.0.1:8080".
func New(base string) (*Visitor, error) {
	site, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &Visitor{base: site, client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}, nil
}

// Get opens a page by its path, or by its whole address.
func (v *Visitor) Get(ctx context.Context, address string) (Page, error) {
	request, err := v.request(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Page{}, err
	}
	return v.do(request)
}

// Submit sends a form.
func (v *Visitor) Submit(ctx context.Context, form Form) (Page, error) {
	request, err := v.request(ctx, http.MethodPost, form.Action, strings.NewReader(form.Values.Encode()))
	if err != nil {
		return Page{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(request)
}

// SignIn opens a sign-in link and presses its button.
func (v *Visitor) SignIn(ctx context.Context, link string) error {
	page, err := v.Get(ctx, link)
	if err != nil {
		return err
	}
	form, err := page.Form("/masuk/")
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	page, err = v.Submit(ctx, form)
	if err == nil && page.Status != http.StatusOK {
		err = fmt.Errorf("sign in: %s answered %d", page.URL.Path, page.Status)
	}
	return err
}

func (v *Visitor) request(ctx context.Context, method, address string, body io.Reader) (*http.Request, error) {
	target, err := v.base.Parse(address)
	if err != nil {
		return nil, err
	}
	return http.NewRequestWithContext(ctx, method, target.String(), body)
}

func (v *Visitor) do(request *http.Request) (Page, error) {
	response, err := v.client.Do(request)
	if err != nil {
		return Page{}, err
	}
	defer response.Body.Close() //nolint:errcheck // the body was read, or its error is returned
	body, err := io.ReadAll(response.Body)
	return Page{Status: response.StatusCode, URL: response.Request.URL, Body: string(body)}, err
}
