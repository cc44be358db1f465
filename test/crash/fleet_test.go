//go:build crash

package crash_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// buyer is a user with an API token.
type buyer struct{ user, token string }

// errand is one join to be done: once, whatever happens.
type errand struct {
	campaign campaign
	buyer    buyer
	key      id.ID
}

// ack is what the program answered to a join.
type ack struct {
	Participation string `json:"participation"`
	Code          string `json:"code"`
	Position      int64  `json:"position"`
	errand        errand
}

// fleet are buyers' programs that join over the API. Each join is sent until it
// is answered, always with the same key.
type fleet struct {
	gate    *gate
	base    string
	client  *http.Client
	errands chan errand

	again atomic.Int64 // asked to try again

	mu       sync.Mutex
	acks     []ack
	refused  []id.ID // sold out
	problems []string
}

func newFleet(base string, g *gate) *fleet {
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	return &fleet{
		gate: g, base: base, client: &http.Client{Transport: transport, Timeout: 30 * time.Second},
		errands: make(chan errand, 1<<20),
	}
}

// enlist makes every buyer join a campaign some time.
func (f *fleet) enlist(c campaign, buyers []buyer) {
	for _, b := range buyers {
		f.errands <- errand{campaign: c, buyer: b, key: id.New()}
	}
}

// work does errands until there are no more, resting a little after each.
func (f *fleet) work(ctx context.Context, rest time.Duration) {
	for e := range f.errands {
		if err := f.gate.command(ctx, func(ctx context.Context) error { return f.join(ctx, e) }); err != nil {
			f.problem("the join %s was never answered: %v", e.key, err)
			return
		}
		select {
		case <-time.After(rest):
		case <-ctx.Done():
			return
		}
	}
}

// join sends one join; an error means that there was no answer, or none that
// counts.
func (f *fleet) join(ctx context.Context, e errand) error {
	request, err := f.request(ctx, e)
	if err != nil {
		return err
	}
	response, err := f.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // it was read, or its error is returned
	var answer struct {
		ack
		Detail string `json:"detail"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	switch {
	case response.StatusCode == http.StatusCreated:
		answer.errand = e
		f.mu.Lock()
		f.acks = append(f.acks, answer.ack)
		f.mu.Unlock()
	case response.StatusCode == http.StatusConflict:
		f.mu.Lock()
		f.refused = append(f.refused, e.key)
		f.mu.Unlock()
	case response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= http.StatusInternalServerError:
		f.again.Add(1)
		return errAskedAgain
	default:
		f.problem("a join was answered with %d: %s", response.StatusCode, answer.Detail)
	}
	return nil
}

func (f *fleet) request(ctx context.Context, e errand) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{
		"slots": 1,
		"address": map[string]string{
			"recipient": "Wiratama Kusumadewangga", "phone": "0857-1943-7726", "province": "Jawa Barat", "city": "Kota Bandung",
			"district": "Coblong", "subdistrict": "Dago", "postal_code": "40135", "street": "Jalan Anggrek Hutan 8",
		},
		"refund_account": map[string]string{"bank": "bca", "number": "7391846205", "holder": "WIRATAMA K"},
		"consent":        map[string]string{"terms": e.campaign.Terms, "privacy": e.campaign.Privacy},
	})
	if err != nil {
		return nil, err
	}
	target := f.base + "/api/v1/campaigns/" + e.campaign.ID + "/participations"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.GetBody = nil // or net/http would send it again by itself, and nobody would know
	request.Header.Set("Authorization", "Bearer "+e.buyer.token)
	request.Header.Set("Idempotency-Key", e.key.String())
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

func (f *fleet) problem(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

func (f *fleet) answered() []ack {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]ack(nil), f.acks...)
}
