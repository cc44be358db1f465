package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Campaign is one that buyers may join, as the API lists it.
type Campaign struct {
	ID          id.ID  `json:"id"`
	Phase       string `json:"phase"`
	Slots       int    `json:"slots"`
	Held        int    `json:"held"`
	Secured     int    `json:"secured"`
	MinPerBuyer int    `json:"min_per_buyer"`
	MaxPerBuyer int    `json:"max_per_buyer"`
	Terms       string `json:"terms_version"`
	Privacy     string `json:"privacy_version"`
}

// Joined is the API's answer to a join.
type Joined struct {
	Participation id.ID               `json:"participation"`
	Slots         int                 `json:"slots"`
	Amount        money.Rupiah        `json:"amount"`
	Position      eventstore.Position `json:"position"`
	Transfer      struct {
		Account string       `json:"account"`
		Total   money.Rupiah `json:"total"`
		Code    int          `json:"code"`
	} `json:"transfer"`
}

// refusedError is an answer that sending again can't change.
type refusedError struct {
	status int
	title  string
	detail string
}

func (e *refusedError) Error() string {
	return fmt.Sprintf("status %d: %s %s", e.status, e.title, e.detail)
}

// ordinary tells whether any buyer may get it: too late, too many, gone.
func (e *refusedError) ordinary() bool {
	return e.status == http.StatusConflict || e.status == http.StatusNotFound
}

// busyError is an answer, or none, after which the same request may be sent again.
type busyError struct {
	after time.Duration // zero: as one likes
	cause error
}

func (e *busyError) Error() string { return "no answer to rely on: " + e.cause.Error() }
func (e *busyError) Unwrap() error { return e.cause }

// client speaks the JSON API for one buyer.
type client struct {
	http  *http.Client
	base  string // http://127.0.0.1:8080
	token string // empty: a visitor
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 1 << 20

func (c client) campaigns(ctx context.Context) ([]Campaign, error) {
	var list struct {
		Items []Campaign `json:"items"`
	}
	err := c.call(ctx, http.MethodGet, "/campaigns?limit=100", id.ID{}, nil, &list)
	return list.Items, err
}

func (c client) join(ctx context.Context, campaign, command id.ID, body any) (joined Joined, err error) {
	err = c.call(ctx, http.MethodPost, "/campaigns/"+campaign.String()+"/participations", command, body, &joined)
	return joined, err
}

// participations counts what the buyer has.
func (c client) participations(ctx context.Context) (int, error) {
	var list struct {
		Total int `json:"total"`
	}
	err := c.call(ctx, http.MethodGet, "/participations", id.ID{}, nil, &list)
	return list.Total, err
}

// call sends one request. Its errors are *refusedError, *busyError and what ctx
// ended with.
func (c client) call(ctx context.Context, method, path string, command id.ID, body, answer any) error {
	request, err := c.request(ctx, method, path, command, body)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &busyError{cause: err}
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return &busyError{cause: err}
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return failure(response, content)
	}
	if err := json.Unmarshal(content, answer); err != nil {
		return &busyError{cause: fmt.Errorf("read the answer: %w", err)}
	}
	return nil
}

func (c client) request(ctx context.Context, method, path string, command id.ID, body any) (*http.Request, error) {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("write the request: %w", err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if !command.IsZero() {
		request.Header.Set("Idempotency-Key", command.String())
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// failure tells answers that are final from those after which to try again.
func failure(response *http.Response, content []byte) error {
	var problem struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
	}
	if json.Unmarshal(content, &problem) != nil || problem.Title == "" {
		problem.Title = http.StatusText(response.StatusCode)
	}
	final := &refusedError{response.StatusCode, problem.Title, problem.Detail}
	if response.StatusCode < http.StatusInternalServerError && response.StatusCode != http.StatusTooManyRequests {
		return final
	}
	seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
	if err != nil {
		seconds = 0
	}
	return &busyError{after: time.Duration(seconds) * time.Second, cause: final}
}
