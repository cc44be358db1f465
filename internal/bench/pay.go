package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Bill is what somebody is about to pay through the gateway.
type Bill struct {
	Participation id.ID
	Order         string
}

// Till is what the bench of payments needs of a platform.
type Till struct {
	Log     eventstore.Log
	Process payment.Process
	// Advance asks the gateway for a way to pay.
	Advance func(ctx context.Context, participation id.ID) error
}

// Bills lets n buyers join a campaign and choose a way to pay, many at once.
func (t Till) Bills(ctx context.Context, campaign id.ID, n, atOnce int) ([]Bill, error) {
	bills := make([]Bill, n)
	return bills, each(ctx, n, atOnce, func(ctx context.Context, i int) error {
		b, err := newBuyer()
		if err != nil {
			return err
		}
		bills[i], err = t.billFor(ctx, campaign, b, payment.VABCA)
		return err
	})
}

func (t Till) billFor(ctx context.Context, campaign id.ID, b buyer, method payment.Method) (Bill, error) {
	meta := eventstore.Meta{CommandID: b.command, Actor: "user:" + b.id.String()}
	if _, err := t.Log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), b.join(), meta)); err != nil {
		return Bill{}, err
	}
	begin := sambatan.BeginPayment{Participation: b.participation, Buyer: b.id, Method: string(method)}
	meta.CommandID = id.New()
	result, err := t.Log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), begin, meta))
	if err != nil {
		return Bill{}, err
	}
	event, err := sambatan.Codec.Decode(result.Events[0])
	if err != nil {
		return Bill{}, err
	}
	if _, err := t.Process.OpenFor(event.(sambatan.PaymentBegun), result.Events[0]).Run(ctx, t.Log); err != nil {
		return Bill{}, err
	}
	return Bill{b.participation, payment.OrderName(b.participation, 1)}, t.Advance(ctx, b.participation)
}

// Seen tells when slots were secured.
type Seen struct{ waiting sync.Map } // participation → chan struct{}

// Follow listens until ctx ends.
func (s *Seen) Follow(ctx context.Context, follower eventstore.Follower, from eventstore.Position) error {
	for batch, err := range follower.Follow(ctx, from) {
		if err != nil {
			return err
		}
		for _, recorded := range batch {
			if recorded.Type != "sambatan.slots_secured.v1" {
				continue
			}
			event, err := sambatan.Codec.Decode(recorded)
			if err != nil {
				return err
			}
			if told, ok := s.waiting.LoadAndDelete(event.(sambatan.SlotsSecured).Participation); ok {
				close(told.(chan struct{}))
			}
		}
	}
	return nil
}

func (s *Seen) wait(participation id.ID) <-chan struct{} {
	told := make(chan struct{})
	s.waiting.Store(participation, told)
	return told
}

// ErrNoBills means that everything was paid before the time was over.
var ErrNoBills = errors.New("every bill was paid before the time was over; prepare more with --bills")

// WebhookPath reports payments over HTTP, and is done when the slots are secured.
// pay settles a bill and returns what the gateway would report.
func WebhookPath(url string, bills []Bill, seen *Seen, pay func(order string) ([]byte, error)) Path {
	var next atomic.Int64
	client := webhookClient()
	return Path{Name: "sambatan", Connections: 1, Do: func(ctx context.Context, _, _ int) error {
		n := int(next.Add(1) - 1)
		if n >= len(bills) {
			return ErrNoBills
		}
		body, err := pay(bills[n].Order)
		if err != nil {
			return err
		}
		secured := seen.wait(bills[n].Participation)
		if err := report(ctx, client, url, body); err != nil {
			return err
		}
		select {
		case <-secured:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}
}

func webhookClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
}

func report(ctx context.Context, client *http.Client, url string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the report was answered with %s", response.Status)
	}
	return nil
}
