package sambatan_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

const (
	capacity   = 4 // slots, fewer than clients: someone is always refused
	perStore   = 4 // clients
	perClient  = 12
	holdFor    = time.Second
	maxJoins   = 2 * perStore * perClient
	oneInTimer = 5 // one in so many turns ends with the timer
)

// TestTwoStoresSellEachSlotOnce lets clients of two stores on one database join,
// cancel and expire holds of one campaign, and asks porcupine whether there is
// an order of their operations, true to who waited for whom, in which every
// acceptance and every refusal is exactly right.
//
//money:case §4.11 two buyers, one slot, the same millisecond
func TestTwoStoresSellEachSlotOnce(t *testing.T) {
	t.Parallel()
	race := newRace(t)
	race.run(t)
	history := race.history

	seen := tally(history)
	t.Logf("%d operations: %+v", len(history), seen)
	result, _ := porcupine.CheckOperationsVerbose(slotModel(), history, time.Minute)
	require.Equal(t, porcupine.Ok, result, "the history is not linearizable")
	require.Positive(t, seen.joined, "no acceptance")
	require.Positive(t, seen.full, "no refusal")
	require.Positive(t, seen.cancelled, "no cancellation")
	require.Positive(t, seen.lapsed, "no expiry")
	require.Greater(t, seen.overlaps, len(history)/4, "too little happened at the same time in both stores")
	race.checkLog(t)
}

// what a client did.
type (
	joining    struct{ n, slots int }
	cancelling struct{ n int }
	lapsing    struct{}
	waiting    struct{ n, slots int }
	accepting  struct{ n int }
	leaving    struct{ n int }
)

// outcome of an operation; only what applies is set.
type outcome struct {
	accepted bool   // the join, or the cancellation
	free     int    // of a refused join
	unknown  bool   // nothing to cancel: never joined
	lapsed   bitset // holds that expired
	offered  bitset // to whom slots were offered
	waiting  bool   // of a refused offer: there was none yet
	store    int
}

// race is one campaign and two stores.
type race struct {
	stores   [2]*postgres.Store
	campaign id.ID
	clock    atomic.Int64 // how far time is after noon
	steps    atomic.Int64 // orders calls and returns
	joins    atomic.Int64

	mu      sync.Mutex
	history []porcupine.Operation
	offers  []int // of all joins that were ever offered slots
	holds   []int // that ever held them
}

func newRace(t *testing.T) *race {
	t.Helper()
	db := pgtest.New(t)
	r := &race{campaign: id.New()}
	for i := range r.stores {
		store, err := postgres.Open(t.Context(), postgres.Config{
			Pool: db.PoolAs(t, "sambatan_app"), FingerprintKey: []byte("a secret of the tests, 32 bytes."),
			Clock: func(time.Time) time.Time { return noon.Add(time.Duration(r.clock.Load())) },
		})
		require.NoError(t, err)
		t.Cleanup(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			require.NoError(t, store.Close(ctx))
		})
		r.stores[i] = store
	}
	r.publish(t)
	return r
}

func (r *race) publish(t *testing.T) {
	t.Helper()
	draft := drafts(func(t *sambatan.Terms) {
		t.Slots, t.MinFill, t.MaxPerBuyer = capacity, capacity, 2
		t.HoldFor = int(holdFor / time.Second)
	})
	draft.Campaign = r.campaign
	for _, command := range append([]sambatan.Command{draft}, sambatan.Reviewed(rina, ratih)...) {
		_, err := r.execute(t.Context(), 0, command)
		require.NoError(t, err)
	}
}

func (r *race) execute(ctx context.Context, store int, c sambatan.Command) (eventstore.Result, error) {
	meta := eventstore.Meta{CommandID: id.New(), Actor: "system:test"}
	return r.stores[store].Execute(ctx, sambatan.Campaigns.Command(r.campaign.String(), c, meta))
}

// run lets all clients of both stores loose at once.
func (r *race) run(t *testing.T) {
	t.Helper()
	r.runWith(t, r.turn)
}

func (r *race) runWith(t *testing.T, turn func(*testing.T, int, *rand.Rand)) {
	t.Helper()
	var clients sync.WaitGroup
	gate := make(chan struct{})
	for client := range 2 * perStore {
		clients.Go(func() {
			<-gate
			chance := rand.New(rand.NewPCG(uint64(client), 7))
			for range perClient {
				turn(t, client, chance)
			}
		})
	}
	close(gate)
	clients.Wait()
}

// turn is a join, and then a timer, or a cancellation: of the client's own hold
// when it got one, else of someone's, who may not be there yet.
func (r *race) turn(t *testing.T, client int, chance *rand.Rand) {
	t.Helper()
	n := int(r.joins.Add(1) - 1)
	got := r.do(t, client, joining{n: n, slots: 1 + chance.IntN(2)})
	switch {
	case chance.IntN(oneInTimer) == 0:
		r.clock.Add(int64(2 * holdFor))
		r.do(t, client, lapsing{})
	case got.accepted && chance.IntN(2) == 0:
		r.do(t, client, cancelling{n: n})
	default:
		latest := max(0, n-2*perStore)
		r.do(t, client, cancelling{n: latest + chance.IntN(n-latest+1)})
	}
}

// do executes an operation and notes when it was called and when it returned.
func (r *race) do(t *testing.T, client int, input any) outcome {
	t.Helper()
	store := client % 2
	called := r.steps.Add(1)
	result, err := r.execute(t.Context(), store, command(input))
	returned := r.steps.Add(1)
	output, err := read(result, err)
	if err != nil {
		t.Errorf("%T: %v", input, err)
		return output
	}
	output.store = store
	r.mu.Lock()
	defer r.mu.Unlock()
	r.history = append(r.history, porcupine.Operation{
		ClientId: client, Input: input, Output: output,
		Call: called, Return: returned,
	})
	r.remember(input, output)
	return output
}

func command(input any) sambatan.Command {
	switch in := input.(type) {
	case joining:
		return joins(ident(in.n), ident(10_000+in.n), in.slots)
	case cancelling:
		return sambatan.CancelHold{Participation: ident(in.n), Reason: sambatan.CancelledNoCodes}
	case lapsing:
		return sambatan.LapseHolds{}
	case waiting:
		return waitsFor(ident(in.n), ident(10_000+in.n), in.slots)
	case accepting:
		return sambatan.AcceptOffer{Participation: ident(in.n), Buyer: ident(10_000 + in.n)}
	case leaving:
		return sambatan.LeaveWaitlist{Participation: ident(in.n), Buyer: ident(10_000 + in.n)}
	}
	return nil
}

// read turns what a store answered into what the model knows.
func read(result eventstore.Result, err error) (outcome, error) {
	if full, ok := errors.AsType[*sambatan.FullError](err); ok {
		return outcome{free: full.Free}, nil
	}
	if _, ok := errors.AsType[*sambatan.NoHoldError](err); ok {
		return outcome{unknown: true}, nil
	}
	if none, ok := errors.AsType[*sambatan.NoOfferError](err); ok {
		return outcome{unknown: true, waiting: none.Waiting}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	var out outcome
	for _, recorded := range result.Events {
		event, err := sambatan.Codec.Decode(recorded)
		if err != nil {
			return outcome{}, err
		}
		if lapsed, ok := event.(sambatan.HoldExpired); ok {
			out.lapsed = out.lapsed.with(number(lapsed.Participation))
			continue
		}
		if offer, ok := event.(sambatan.SlotsOffered); ok {
			out.offered = out.offered.with(number(offer.Participation))
			continue
		}
		out.accepted = true
	}
	return out, nil
}

// checkLog folds what both stores wrote: nothing was ever oversold.
func (r *race) checkLog(t *testing.T) {
	t.Helper()
	state := sambatan.NewState()
	for recorded, err := range r.stores[0].Stream(t.Context(), sambatan.Campaigns.Stream(r.campaign.String()), 1) {
		require.NoError(t, err)
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(t, err)
		state = sambatan.Evolve(state, event)
		require.GreaterOrEqual(t, state.Free(), 0, recorded.String())
		if lapsed, ok := event.(sambatan.HoldExpired); ok {
			require.False(t, lapsed.DueAt.After(recorded.RecordedAt), "expired before its time")
		}
	}
}

// A model that accepts everything would prove nothing.
func TestTheModelNoticesWhatCanNotBe(t *testing.T) {
	t.Parallel()
	oversold := make([]porcupine.Operation, capacity+1)
	for n := range oversold {
		oversold[n] = porcupine.Operation{
			Input: joining{n: n, slots: 1}, Output: outcome{accepted: true}, Call: int64(2 * n), Return: int64(2*n + 1),
		}
	}
	require.False(t, porcupine.CheckOperations(slotModel(), oversold), "oversold")
	require.True(t, porcupine.CheckOperations(slotModel(), oversold[:capacity]))

	refused := porcupine.Operation{Input: joining{n: 9, slots: 1}, Output: outcome{free: 0}, Call: 100, Return: 101}
	require.True(t, porcupine.CheckOperations(slotModel(), append(oversold[:capacity:capacity], refused)))
	require.False(t, porcupine.CheckOperations(slotModel(), append(oversold[:2:2], refused)), "refused with slots free")

	twice := porcupine.Operation{Input: lapsing{}, Output: outcome{lapsed: bitset{}.with(9)}, Call: 100, Return: 101}
	require.False(t, porcupine.CheckOperations(slotModel(), append(oversold[:2:2], twice)), "expired what was never held")
}
