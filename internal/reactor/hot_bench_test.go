package reactor_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/reactor"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// BenchmarkHotCampaign is the payment process behind one campaign that everybody
// joins: every reaction issues a transfer instruction. The server waits for its
// disk, as a real one does.
func BenchmarkHotCampaign(b *testing.B) {
	process := payment.Process{Account: "8830124477"}
	for _, row := range []struct {
		name     string
		key      func(any, eventstore.Recorded) string
		parallel int
	}{
		{"a lane for the campaign", nil, 64},
		{"a lane for each participation, 8 at once", process.Key, 8},
		{"a lane for each participation, 64 at once", process.Key, 64},
	} {
		b.Run(row.name, func(b *testing.B) {
			w := newWorldOn(b, &pgtest.NewClusterWith(b, pgtest.Options{Durable: true}).DB)
			w.joinAtOnce(b, b.N)
			c := config(b, w)
			c.Decode, c.Subscriber.Parallel = decodeCampaign, row.parallel
			var issued atomic.Int64
			done := make(chan struct{})
			hot := reactor.Managed(reactor.Reactor{Name: "payment", Money: true, Wants: isHold, Key: row.key}, w.store, process.React)
			react := hot.Handle
			hot.Handle = func(ctx context.Context, plan any, recorded eventstore.Recorded) error {
				err := react(ctx, plan, recorded)
				if err == nil && issued.Add(1) == int64(b.N) {
					close(done)
				}
				return err
			}
			b.ResetTimer()
			background(b, reactor.New(c, hot).Run)
			<-done
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reactions/s")
		})
	}
}

func isHold(eventType string) bool { return eventType == "sambatan.slots_held.v1" }

func decodeCampaign(r eventstore.Recorded) (any, error) { return sambatan.Codec.Decode(r) }

// joinAtOnce opens a campaign and lets so many buyers join it, for ten different
// amounts: an amount has 999 codes.
func (w *world) joinAtOnce(b *testing.B, buyers int) {
	b.Helper()
	campaign := id.New()
	require.NoError(b, w.ask(campaign, sambatan.Draft{
		Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Batch yang diincar semua orang", Batch: 1,
		Terms: sambatan.Terms{
			Version: 1, Price: 265_000, Shipping: 18_000, Slots: sambatan.MaxSlots, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 10,
			HoldFor: 4 * 3600, OpensAt: time.Now().Add(-time.Minute), Deadline: time.Now().Add(240 * time.Hour),
		},
	}))
	for _, command := range sambatan.Reviewed(id.New(), id.New()) {
		require.NoError(b, w.ask(campaign, command))
	}
	var joining sync.WaitGroup
	for client := range 64 {
		joining.Go(func() {
			for n := client; n < buyers; n += 64 {
				if err := w.ask(campaign, join(1+n%10)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	joining.Wait()
}

func join(slots int) sambatan.Join {
	buyer := id.New()
	box := eventstore.Sealed{Person: buyer.String(), Nonce: make([]byte, 12), Box: make([]byte, 150)}
	return sambatan.Join{
		Participation: id.New(), Buyer: buyer, Slots: slots, Address: box, RefundAccount: box, Public: box,
		Consent: sambatan.Consent{Terms: "2026-11-22", Privacy: "2026-11-22"},
	}
}

func (w *world) ask(campaign id.ID, c sambatan.Command) error {
	return w.execute(sambatan.Campaigns.Command(campaign.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "system:test"}))
}
