package simulate

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// live lets one buyer join again and again, at the pace of all.
func (r *run) live(b Buyer) {
	own := client{http: r.http, base: r.Base, token: b.Token}
	for n := 0; r.pace.Wait(r.ctx) == nil; n++ {
		chosen, ok := r.market.pick()
		if !ok {
			if !r.pause(lookAgain / 4) {
				return
			}
			continue
		}
		if err := r.join(own, b, chosen); err != nil {
			r.stop(err)
			return
		}
		if n%4 == 0 {
			r.read(own)
		}
	}
}

// join sends one join until it has an answer. Its error ends the run.
func (r *run) join(own client, b Buyer, chosen Campaign) error {
	command, body := id.New(), wish(b, chosen)
	begin := time.Now()
	joined, err := r.insist(own, chosen.ID, command, body)
	_, busy := errors.AsType[*busyError](err)
	refused, final := errors.AsType[*refusedError](err)
	switch {
	case err == nil:
		return r.acknowledge(b, chosen.ID, command, joined, time.Since(begin))
	case busy || r.inFlight.Err() != nil: // the run is over, and so is its patience
		r.tally.unknown()
	case final && refused.ordinary():
		r.tally.refused(refused.title)
	default:
		return fmt.Errorf("join: %w", err)
	}
	return nil
}

// acknowledge writes down what the server said was done, before it counts.
func (r *run) acknowledge(b Buyer, campaign, command id.ID, joined Joined, took time.Duration) error {
	if r.Acks != nil {
		err := r.Acks.Write(acks.Ack{
			CommandID: command, Position: joined.Position, Participation: joined.Participation,
			Campaign: campaign, Slots: joined.Slots,
		})
		if err != nil {
			return err
		}
	}
	if n := r.tally.acknowledged(joined.Slots, took); n == r.Joins {
		r.stop(errEnough)
	}
	r.Bank.expect(r, b, campaign, joined)
	return nil
}

// insist sends the same request, under the same key, for as long as the answer
// is none to rely on.
func (r *run) insist(own client, campaign, command id.ID, body any) (joined Joined, err error) {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		joined, err = own.join(r.inFlight, campaign, command, body)
		busy, ok := errors.AsType[*busyError](err)
		if !ok {
			return joined, err
		}
		r.tally.retried()
		if !r.pause(max(wait, busy.after)) {
			return joined, err
		}
	}
}

// read looks at the buyer's own participations, as people do after joining.
// When the server is away, they look another time.
func (r *run) read(own client) {
	if _, err := own.participations(r.inFlight); err == nil {
		r.tally.read()
	}
}

// wish is the body of a join by a buyer: a few slots, more rarely many.
func wish(b Buyer, c Campaign) joinBody {
	most := min(c.MaxPerBuyer, c.MinPerBuyer+7)
	body := joinBody{Slots: c.MinPerBuyer + rand.IntN(most-c.MinPerBuyer+1)} //nolint:gosec // a guess may be guessed
	body.Address = b.address()
	body.RefundAccount = refundAccount{Bank: "bca", Number: fmt.Sprintf("71%08d", b.N), Holder: b.Name()}
	body.Consent = consent{Terms: c.Terms, Privacy: c.Privacy}
	return body
}
