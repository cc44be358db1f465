package gatewayemu

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Notification is a report to the merchant.
type Notification struct {
	Number    int    // in the order in which they came about, from 1
	ID        string // the order's or the payout's
	Status    string
	Body      []byte
	Signature string // of the body, in a header; empty: the body carries its own
	Taken     int    // deliveries that were answered with 2xx
	url       string
	last      bool // nobody would ask in time about what it tells
}

// IrisSignature of a payout notification: SHA-512 over the body and the
// merchant's key, in hex, in the header Iris-Signature.
func IrisSignature(body []byte, merchantKey string) string {
	sum := sha512.Sum512(append(bytes.Clone(body), merchantKey...))
	return hex.EncodeToString(sum[:])
}

// retries are the pauses after deliveries that were not taken.
var retries = []time.Duration{500 * time.Millisecond, 2 * time.Second, 10 * time.Second, time.Minute}

// askedFor is how long after a charge's expiry a merchant can be relied on to ask
// once more.
const askedFor = 45 * time.Second

func (s *Server) paymentNotification(t *transaction) Notification {
	return Notification{
		ID: t.order, Status: string(t.status), url: s.config.NotifyURL, last: t.settled.After(t.expires.Add(askedFor)),
		Body: encode(s.wire(t, t.status.code(), "midtrans payment notification")),
	}
}

// encode writes what can always be written.
func encode(v any) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // only fields of ours are in it
	}
	return body
}

// notify puts a notification into the outbox and sends it on its way; the caller
// holds the lock.
func (s *Server) notify(n Notification) {
	n.Number = len(s.outbox) + 1
	kept := n
	s.outbox = append(s.outbox, &kept)
	if n.url == "" || s.stopped.Err() != nil {
		return
	}
	route, how, bad := s.mood.travel(n)
	if !bad {
		route = s.config.Route(n)
	}
	if how != "" {
		s.travels[how]++
	}
	for _, after := range route {
		s.waiting++
		s.sending.Go(func() { s.send(n.Number, after) })
	}
}

// send delivers after a while, and again until it was taken.
func (s *Server) send(number int, after time.Duration) {
	taken := false
	defer func() { s.arrived(taken) }()
	for try := 0; ; try++ {
		if !s.pause(after) {
			return
		}
		if taken = s.Deliver(s.stopped, number) == nil; taken || try == len(retries) {
			return
		}
		after = retries[try]
	}
}

func (s *Server) arrived(taken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting--
	if !taken {
		s.untaken++
	}
}

func (s *Server) pause(length time.Duration) (goOn bool) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.stopped.Done():
		return false
	}
}

// Outbox returns every notification there ever was.
func (s *Server) Outbox() []Notification {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Notification, len(s.outbox))
	for i, n := range s.outbox {
		all[i] = *n
	}
	return all
}

// Deliver sends one notification of the outbox now, whether it was delivered
// before or not: out of order, twice or a day late, as a test likes. The error
// says that it was not taken.
func (s *Server) Deliver(ctx context.Context, number int) error {
	s.mu.Lock()
	n := *s.outbox[number-1]
	s.mu.Unlock()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url, bytes.NewReader(n.Body))
	if err != nil {
		return fmt.Errorf("notification %d: %w", number, err)
	}
	request.Header.Set("Content-Type", "application/json")
	if n.Signature != "" {
		request.Header.Set("Iris-Signature", n.Signature)
	}
	response, err := s.config.Client.Do(request)
	if err != nil {
		return fmt.Errorf("notification %d: %w", number, err)
	}
	defer response.Body.Close() //nolint:errcheck // nothing of it is read
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("notification %d: answered with %s", number, response.Status)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken(s.outbox[number-1])
	return nil
}

// taken notes that a report arrived; the caller holds the lock.
func (s *Server) taken(n *Notification) {
	n.Taken++
	if n.Taken == 1 && n.Number < s.newest[n.ID] {
		s.travels[Reordered]++
	}
	s.newest[n.ID] = max(s.newest[n.ID], n.Number)
}
