//go:build crash

package crash_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	kills   = 20
	workers = 16
	// simulated buyers join beside the demo's.
	simulated = 300
	// backlog is how many joins wait when a round begins: more than a machine makes
	// in it. Every buyer joins each campaign.
	backlog = 4000
	// least is how many joins must be on their way when the program is killed.
	least = 4
)

// TestNothingAcknowledgedIsLostOrDoubled kills the program with SIGKILL while
// joins are on their way, starts it again on the same folder, and lets everybody
// whose answer got lost ask again. At the end the log, the slots, the money and
// the read models must add up.
//
// SAMBATAN_CRASH_SEED repeats the choices of a run, though not its timing.
//
//money:case Reliability committed, and the answer lost
func TestNothingAcknowledgedIsLostOrDoubled(t *testing.T) { //nolint:paralleltest // it wants the machine for itself
	seed := seedOf(t)
	chance := rand.New(rand.NewPCG(seed, 0))
	p := build(t)
	t.Logf("first start: %s", p.start(t))
	w := newWorld(t, p)
	w.begin(t)

	lost := 0
	for n := range kills {
		w.campaigns(t, chance)
		delay := time.Duration(50+chance.IntN(1200)) * time.Millisecond
		cut := w.kill(t, delay)
		require.Positive(t, cut, "kill %d had no command in flight", n+1)
		lost += cut
		started := p.start(t)
		w.gate.swing(true)
		t.Logf("kill %2d: after %4d ms, %2d joins cut off, %d acknowledged so far, %d more by simulate; up again in %s",
			n+1, delay.Milliseconds(), cut, len(w.fleet.answered()), w.simulator.acknowledged(t), started.Round(time.Millisecond))
	}
	w.finish(t)
	t.Logf("seed %d: %d kills, %d joins cut off in flight, %d acknowledged, %d refused, %d asked to try again, %d transfers confirmed",
		seed, kills, lost, len(w.fleet.answered()), len(w.fleet.refused), w.fleet.again.Load(), w.cashier.paid.Load())
	w.account(t)
}

func seedOf(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("SAMBATAN_CRASH_SEED")
	if text == "" {
		return rand.Uint64()
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err)
	return seed
}

// world is the program and all who use it.
type world struct {
	program   *program
	gate      *gate
	fleet     *fleet
	cashier   *cashier
	maker     *maker
	simulator *simulator
	buyers    []buyer

	ctx     context.Context //nolint:containedctx // of those who work beside the test
	stop    context.CancelFunc
	working sync.WaitGroup
	paying  sync.WaitGroup
	rest    chan struct{} // closed when nothing more is to be paid
}

func newWorld(t *testing.T, p *program) *world {
	t.Helper()
	g := newGate()
	registerBuyers(t, p)
	w := &world{program: p, gate: g, fleet: newFleet("http://"+p.addr, g), rest: make(chan struct{})}
	pool := database(t, p)
	defer pool.Close()
	w.buyers = buyersOf(t, pool)
	var err error
	w.maker, err = newMaker(t.Context(), "http://"+p.addr, p.link(t, "Sekar Pratiwi"), p.link(t, "Ratih Kusuma"))
	require.NoError(t, err)
	w.cashier = newCashier(t, p, g, pool)
	w.ctx, w.stop = context.WithTimeout(context.WithoutCancel(t.Context()), 15*time.Minute)
	t.Cleanup(func() {
		w.stop()
		w.working.Wait()
		w.paying.Wait()
	})
	return w
}

// begin sets everybody to work.
func (w *world) begin(t *testing.T) {
	t.Helper()
	w.gate.swing(true)
	for range workers {
		w.working.Go(func() { w.fleet.work(w.ctx, 10*time.Millisecond) })
	}
	w.paying.Go(w.pay)
	w.simulator = simulate(t, w.program)
}

// pay pays one join after the other, in the order of their acknowledgements.
func (w *world) pay() {
	for next := 0; ; next++ {
		for next >= len(w.fleet.answered()) {
			select {
			case <-w.rest:
				return
			case <-w.ctx.Done():
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
		if err := w.cashier.pay(w.ctx, w.fleet.answered()[next]); err != nil {
			w.fleet.problem("a transfer was not paid: %v", err)
			return
		}
	}
}

// campaigns publishes enough for the next round: most with room for everyone,
// some that sell out.
func (w *world) campaigns(t *testing.T, chance *rand.Rand) {
	t.Helper()
	for len(w.fleet.errands) < backlog {
		slots := 5000
		if chance.IntN(4) == 0 {
			slots = 10 + chance.IntN(len(w.buyers)/2)
		}
		c, err := w.maker.publish(t.Context(), slots)
		require.NoError(t, err)
		w.fleet.enlist(c, w.buyers)
	}
}

// kill waits for a moment with commands in flight, kills the program, and
// returns how many of them were cut off.
func (w *world) kill(t *testing.T, delay time.Duration) int {
	t.Helper()
	time.Sleep(delay) // chance decides the moment: there is nothing to wait for
	require.NoError(t, until(t.Context(), time.Minute, func() bool { return w.gate.flying.Load() >= least }))
	w.gate.cut.Store(0)
	w.program.kill(t) // with the gate open: shut before, it lets short commands run out
	w.gate.swing(false)
	require.NoError(t, until(t.Context(), time.Minute, func() bool { return w.gate.flying.Load() == 0 }))
	return int(w.gate.cut.Load())
}

// finish lets everybody end their work, and the program.
func (w *world) finish(t *testing.T) {
	t.Helper()
	close(w.fleet.errands)
	w.working.Wait()
	close(w.rest)
	w.paying.Wait()
	require.Empty(t, w.fleet.problems)
	w.simulator.end(t)
	begin := time.Now()
	w.quiet(t)
	t.Logf("process managers and read models caught up in %s", time.Since(begin).Round(time.Millisecond))
}

// quiet waits until nothing follows from what has happened: every process
// manager and every read model has taken the newest event.
func (w *world) quiet(t *testing.T) {
	t.Helper()
	pool := database(t, w.program)
	defer pool.Close()
	const behind = `SELECT
		(SELECT count(*) FROM projection_checkpoints WHERE state = 'live' AND position < head) +
		(SELECT count(*) FROM reactor_cursors WHERE position < head)
		FROM (SELECT max(position) AS head FROM events) log`
	require.NoError(t, until(t.Context(), 8*time.Minute, func() bool {
		var n int
		require.NoError(t, pool.QueryRow(t.Context(), behind).Scan(&n))
		return n == 0
	}))
}

// account compares what was answered with what is there.
func (w *world) account(t *testing.T) {
	t.Helper()
	require.Greater(t, len(w.fleet.answered()), kills*least, "too little was joined")
	require.NotEmpty(t, w.fleet.refused, "nothing was sold out")
	require.Positive(t, w.cashier.paid.Load(), "no money moved")
	pool := database(t, w.program)
	log := readLog(t, pool)
	checkJoins(t, log, w.fleet.answered())
	t.Log(w.program.do(t, "check", "acks", w.simulator.file, "--data", w.program.folder))
	checkNobodyElse(t, log, w.fleet.refused)
	full := checkSlots(t, log)
	money := checkMoney(t, log)
	require.Positive(t, full, "no campaign was filled to the last slot")
	t.Logf("%d events; %d campaigns were full; money: %+v", len(log), full, money)
	t.Log(w.program.do(t, "log", "verify", "--data", w.program.folder))
	t.Log(w.program.do(t, "audit", "zero-sum", "--data", w.program.folder))
	checkRebuild(t, w.program, pool)
	pool.Close()
	w.program.end(t)
}

// until polls for something, at most so long.
func until(ctx context.Context, long time.Duration, done func() bool) error {
	ctx, stop := context.WithTimeout(ctx, long)
	defer stop()
	for !done() {
		select {
		case <-time.After(time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
