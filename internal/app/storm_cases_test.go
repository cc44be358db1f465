package app

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// underWay is what has no end on record at a moment.
type underWay struct {
	refunds, payouts int // to be sent
	unanswered       int // that the gateway was asked for, or is being asked for
	waiting          int // requests that the gateway has before it
}

// look reads it from the log.
func (s *storm) look() (found underWay) {
	s.Helper()
	for refund := range s.refunds() {
		state, _, err := eventstore.Load(s.Context(), s.here.store, payment.Refunds, refund.String())
		require.NoError(s, err)
		if !state.State.Sent() {
			found.refunds++
		}
		if state.State == payment.CaseSubmitted || state.State == payment.CaseUnknown {
			found.unanswered++
		}
	}
	for _, seller := range s.sellers {
		live := s.brand(seller.brand).Live
		if live != nil {
			found.payouts++
		}
		if live != nil && live.State.OnItsWay() {
			found.unanswered++
		}
	}
	return found
}

// refunds are those whose way has begun.
func (s *storm) refunds() map[id.ID]bool {
	s.Helper()
	found := map[id.ID]bool{}
	rows, err := s.here.owner.Query(s.Context(), `SELECT DISTINCT stream_id FROM events WHERE type = 'payment.refund_opened.v1'`)
	require.NoError(s, err)
	defer rows.Close()
	for rows.Next() {
		var stream string
		require.NoError(s, rows.Scan(&stream))
		found[id.MustParse(stream[len("refund-"):])] = true
	}
	require.NoError(s, rows.Err())
	return found
}

// shaken lets one part of the money leave after the other, and does something bad when
// some of it has left. It adds up what was under way at those moments.
func (s *storm) shaken(shock, mend func()) (sum underWay) {
	s.Helper()
	begin, chance := time.Now(), rand.New(rand.NewPCG(rand.Uint64(), 1))
	for n := range shocks {
		s.begin(n)
		turns := s.let((refunded + brands) * 2 / 3)
		<-time.After(time.Duration(chance.IntN(100)) * time.Millisecond) // chance decides the moment
		waiting := s.waiting.Load()
		shock()
		found := s.look()
		found.waiting = int(waiting)
		s.Logf("shock %d, after %d turns, %s after the beginning: %+v", n+1, turns, time.Since(begin).Round(time.Second), found)
		sum = underWay{sum.refunds + found.refunds, sum.payouts + found.payouts, sum.unanswered + found.unanswered, sum.waiting + found.waiting}
		close(*s.shock.Swap(new(make(chan struct{}))))
		mend()
	}
	s.letAll()
	return sum
}

// let gives so many turns, or as many as are wanted.
func (s *storm) let(turns int) (given int) {
	for ; given < turns; given++ {
		select {
		case s.turn <- struct{}{}:
		case <-time.After(10 * time.Second):
			return given
		}
	}
	return given
}

// rests waits until everything was sent, and ends the program.
func (s *storm) rests(more func() bool) {
	s.Helper()
	begin := time.Now()
	require.Eventually(s, func() bool {
		for _, campaign := range s.unwound {
			state, _, err := eventstore.Load(s.Context(), s.here.store, sambatan.Campaigns, campaign.String())
			if err != nil || state.Phase() != sambatan.PhaseClosedFailed {
				return false
			}
		}
		for _, seller := range s.sellers {
			state, _, err := eventstore.Load(s.Context(), s.here.store, payout.Sellers, seller.brand.String())
			if err != nil || state.Live != nil || state.Due != 0 {
				return false
			}
		}
		return more()
	}, 3*time.Minute, 100*time.Millisecond)
	s.Logf("all of it was sent %s after the last shock", time.Since(begin).Round(time.Second))
	require.NoError(s, s.running.Process.Signal(syscall.SIGTERM))
	require.NoError(s, <-s.exited)
}

// settled demands that everybody was paid once: by the gateway's own books, and by ours.
func (s *storm) settled(kept money.Rupiah) {
	s.Helper()
	s.rough.Store(false)
	books := s.gateway.Books()
	require.NoError(s, paidOnce(books, s.payers))
	sent, times := map[string]money.Rupiah{}, map[string]int{}
	for _, out := range books.Payouts {
		sent[out.Account] += money.Rupiah(out.Amount)
		times[out.Account]++
	}
	for _, in := range books.Payments {
		require.LessOrEqual(s, in.Refunds, 1, in.Order)
	}
	for _, seller := range s.sellers {
		require.Equal(s, seller.due, sent[seller.number], "what the brand with account %s got", seller.number)
		require.Equal(s, 1, times[seller.number])
	}
	for _, payer := range s.payers {
		require.LessOrEqual(s, times[payer.Account], 1)
	}
	report, err := zerosum.Read(s.Context(), s.here.store, nil)
	require.NoError(s, err)
	require.True(s, report.Proven())
	sums := report.Platform.Sums
	require.Equal(s, money.Rupiah(shocks*refunded)*283_000, sums.Refunded)
	require.Equal(s, kept, sums.Held)
	require.Zero(s, sums.RefundDue)
	n, err := s.here.store.VerifyLeaves(s.Context(), 1, func(eventstore.Position) {})
	require.NoError(s, err)
	faults := s.gateway.Faults()
	require.Positive(s, faults[gatewayemu.OpRefund])
	require.Positive(s, faults[gatewayemu.OpPayout])
	s.Logf("%d events, spoiled: %v, money: %+v", n, faults, sums)
}

// The program is killed with SIGKILL again and again while a campaign unwinds and the
// planned payouts run, at a gateway that takes one at a time and spoils some.
//
//money:case Reliability the program is killed during Unwinding and a payout run
func TestEverybodyIsPaidOnceThoughTheProgramIsKilledWhileItPays(t *testing.T) {
	t.Parallel()
	s := newStorm(t)
	s.prepare()
	s.rough.Store(true)
	s.start()
	readers := watch(t, s.here.owner)
	sum := s.shaken(s.kill, s.start)
	require.Positive(t, sum.refunds, "no kill came during Unwinding")
	require.Positive(t, sum.payouts, "no kill came during the payout run")
	require.Positive(t, sum.unanswered, "nothing was on its way when the program was killed")
	require.Positive(t, sum.waiting, "the gateway was asked for nothing when the program was killed")
	s.rests(func() bool { return true })
	readers.found(t, 10)
	require.Zero(t, readers.back.Load())
	s.settled(0)
}

// The database is restarted without a checkpoint while buyers pay, a campaign unwinds
// and the planned payouts run.
//
//money:case Reliability Postgres is restarted while payments, refunds and payouts go on
func TestEverybodyIsPaidOnceThoughPostgresIsRestartedWhileTheyPay(t *testing.T) {
	t.Parallel()
	const paying = 40
	s := newStorm(t)
	s.prepare()
	open, err := bench.OpenCampaign(t.Context(), s.here.store)
	require.NoError(t, err)
	bills, err := s.counter().Bills(t.Context(), open, paying, 8)
	require.NoError(t, err)
	s.rough.Store(true)
	s.start()
	readers := watch(t, s.here.owner)
	paid := 0
	sum := s.shaken(func() {
		for range paying / shocks {
			_, err := s.gateway.Pay(bills[paid].Order, gatewayemu.Payment{})
			require.NoError(t, err)
			paid++
		}
		s.db.RestartImmediate()
	}, func() {})
	require.Equal(t, paying, paid)
	require.Positive(t, sum.refunds)
	require.Positive(t, sum.payouts)
	require.Positive(t, sum.unanswered)
	require.Positive(t, sum.waiting)
	s.rests(func() bool {
		campaign, _, err := eventstore.Load(t.Context(), s.here.store, sambatan.Campaigns, open.String())
		return err == nil && campaign.Secured() == paying
	})
	readers.found(t, 10)
	require.Positive(t, readers.failed.Load(), "no reader noticed a restart")
	s.settled(money.Rupiah(paying) * 283_000)
}
