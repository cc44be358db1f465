package midtrans

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Config of a [Client]. The keys and addresses are required.
type Config struct {
	BaseURL     string // of the payment API, as "https://api.midtrans.com"
	PayoutURL   string // of the payout API, as "https://app.midtrans.com"
	ServerKey   string
	IrisKey     string
	MerchantKey string
	Merchant    string       // our name at the gateway; empty: whatever it says is ours
	HTTP        *http.Client // nil: one with a timeout of 20 s
}

// Client is the merchant's side. It is safe for concurrent use.
type Client struct{ config Config }

// New returns a client; it panics when the config lacks something.
func New(config Config) *Client {
	for _, required := range []string{config.BaseURL, config.PayoutURL, config.ServerKey, config.IrisKey, config.MerchantKey} {
		if required == "" {
			panic("midtrans: Config lacks an address or a key")
		}
	}
	config.HTTP = cmp.Or(config.HTTP, &http.Client{Timeout: 20 * time.Second})
	return &Client{config}
}

// ErrUnknown means that a request may or may not have taken effect: there was no
// answer, or none that says so.
var ErrUnknown = errors.New("the gateway did not say what became of the request")

// RefusedError is a definite no of the gateway.
type RefusedError struct {
	Code    int    // the format's status code, 4xx
	Message string // the gateway's, in English, for logs
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("the gateway refused with %d: %s", e.Code, e.Message)
}

// Codes of refusals that callers tell apart.
const (
	codeNotFound     = 404
	codeConflict     = 406
	codeCannotModify = 412
)

func refusedWith(err error, code int) bool {
	refused, ok := errors.AsType[*RefusedError](err)
	return ok && refused.Code == code
}

// api is one of the two APIs of the gateway.
type api struct{ address, key string }

func (c *Client) payments() api { return api{c.config.BaseURL, c.config.ServerKey} }
func (c *Client) iris() api     { return api{c.config.PayoutURL, c.config.IrisKey} }

// maxAnswer is more than any answer of the format takes, in bytes.
const maxAnswer = 1 << 20

// call sends a request and reads its answer into said. header is a pair, or
// nothing.
func (c *Client) call(ctx context.Context, to api, method, path string, body, said any, header ...string) error {
	request, err := newRequest(ctx, to, method, path, body)
	if err != nil {
		return err
	}
	if len(header) == 2 {
		request.Header.Set(header[0], header[1])
	}
	response, err := c.config.HTTP.Do(request)
	if err != nil {
		return fmt.Errorf("%s %s: %w: %w", method, path, ErrUnknown, err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read, or is of no use
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("%s %s: %w: %w", method, path, ErrUnknown, err)
	}
	if err := understand(response.StatusCode, answer, said); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

func newRequest(ctx context.Context, to api, method, path string, body any) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, path, err)
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(to.address, "/")+path, content)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	// The transport repeats by itself what it can read again. Whoever asks has to know that they ask again.
	request.GetBody = nil
	request.SetBasicAuth(to.key, "")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

// problem is what both APIs say beside or instead of an outcome.
type problem struct {
	StatusCode    string `json:"status_code"`
	StatusMessage string `json:"status_message"`
	ErrorMessage  string `json:"error_message"`
}

// statusExpired is no refusal: it says that a transaction is expired now.
const statusExpired = 407

// unclear are refusals that say nothing of the request: of a proxy's, and of one that is being worked on.
var unclear = map[int]bool{http.StatusTooManyRequests: true, http.StatusRequestTimeout: true, http.StatusConflict: true}

// understand tells an outcome from a refusal and from noise. The code in the body
// counts: the format answers some refusals with HTTP status 200. What is unclear is
// noise, whoever answered with it.
func understand(code int, answer []byte, said any) error {
	var p problem
	if err := json.Unmarshal(answer, &p); err != nil {
		return fmt.Errorf("%w: HTTP status %d without JSON", ErrUnknown, code)
	}
	if inBody, err := strconv.Atoi(p.StatusCode); err == nil && code < 500 {
		code = inBody
	}
	switch {
	case code/100 == 2, code == statusExpired:
	case code/100 == 4 && !unclear[code]:
		return &RefusedError{code, cmp.Or(p.StatusMessage, p.ErrorMessage)}
	default:
		return fmt.Errorf("%w: status %d: %s", ErrUnknown, code, cmp.Or(p.StatusMessage, p.ErrorMessage))
	}
	if err := json.Unmarshal(answer, said); err != nil {
		return fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return nil
}
