package cashier_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// crowd is how many are refunded, half of them before the process is killed.
const crowd = 500

// TestFiveHundredRefundsThroughAKilledProcessPayEveryBuyerOnce unwinds a campaign of
// 500 buyers while the gateway answers late, with errors, or not at all. When half of
// the refunds were asked for, the process dies with requests on their way, and another
// one takes over.
//
//money:case §4.5 500 refunds, process killed half-way
//money:case §4.11 a restart during Unwinding, 500 refunds half submitted
func TestFiveHundredRefundsThroughAKilledProcessPayEveryBuyerOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	buyers := d.unwinding(crowd)
	require.Len(t, d.refunds, crowd)
	d.spoils(badDay(7))

	first := d.run(crowd / 2)
	first.work(d.refunds)
	onTheWay := 0
	for _, refund := range d.refunds {
		if d.state(refund).State == payment.CaseSubmitted {
			onTheWay++
		}
	}
	require.GreaterOrEqual(t, int(first.submitted.Load()), crowd/2)
	require.Positive(t, onTheWay, "nothing was on its way when the process died")
	t.Logf("%d asked for before the process died, %d of them without an answer on record", first.submitted.Load(), onTheWay)

	second := d.run(-1)
	for round := 0; d.open() > 0; round++ {
		require.Less(t, round, 60, "%d refunds are still open", d.open())
		second.work(d.refunds)
		d.pass(30 * time.Second)
	}
	d.settle()
	d.everyoneHasTheirMoneyOnce(buyers)
	faults := d.gateway.Faults()
	for _, op := range []gatewayemu.Op{gatewayemu.OpRefund, gatewayemu.OpPayout, gatewayemu.OpStatus, gatewayemu.OpValidate} {
		require.Greater(t, faults[op], 5, "%s was hardly spoiled: %v", op, faults)
	}
	require.Positive(t, d.deeds["payment.refund_unclear.v1"])
	require.Equal(t, 1, d.deeds["sambatan.unwound.v1"])
	require.Equal(t, wallet.Sums{Received: crowd * price, Refunded: crowd * price}, d.sums())
	t.Logf("spoiled: %v, unclear: %d, failed: %d", faults, d.deeds["payment.refund_unclear.v1"], d.deeds["payment.refund_failed.v1"])
}

// badDay spoils a third of the requests.
func badDay(seed uint64) func(gatewayemu.Request) gatewayemu.Fault {
	var mu sync.Mutex
	chance := rand.New(rand.NewPCG(seed, 0))
	return func(gatewayemu.Request) gatewayemu.Fault {
		mu.Lock()
		defer mu.Unlock()
		if chance.IntN(3) > 0 {
			return gatewayemu.Fault{}
		}
		return []gatewayemu.Fault{
			{Cut: true, Done: true},
			{Cut: true},
			{Status: http.StatusInternalServerError, Done: true},
			{Status: http.StatusServiceUnavailable},
			{Delay: 20 * time.Millisecond, Done: true},
			{Delay: 20 * time.Millisecond},
			{Delay: time.Minute, Done: true},
			{Delay: time.Minute},
		}[chance.IntN(8)]
	}
}

// run is one run of the program.
type run struct {
	desk      *desk
	cashier   *cashier.Cashier
	log       *mortal
	submitted atomic.Int64
	ctx       context.Context
}

// mortal is a log as one process has it: once dead, it records nothing.
type mortal struct {
	eventstore.Log

	process *run
	kill    context.CancelFunc
	after   int64 // negative: never
	dead    atomic.Bool
}

var errDead = errors.New("the process is dead")

// Execute implements eventstore.Log.
func (m *mortal) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	if m.dead.Load() {
		return eventstore.Result{}, errDead
	}
	result, err := m.Log.Execute(ctx, command)
	for _, recorded := range result.Events {
		if recorded.Type == "payment.refund_submitted.v1" && m.process.submitted.Add(1) == m.after {
			m.dead.Store(true)
			m.kill()
		}
	}
	return result, err
}

// run begins one that dies after so many refunds were asked for; negative: never.
func (d *desk) run(dies int64) *run {
	ctx, kill := context.WithCancel(d.Context())
	d.Cleanup(kill)
	p := &run{desk: d, ctx: ctx}
	p.log = &mortal{Log: d.log, process: p, kill: kill, after: dies}
	p.cashier = &cashier.Cashier{
		Channel: channel, Gateway: d.waiting(300 * time.Millisecond), Log: p.log, Now: d.clock, Vault: d.safe, Account: d.safe.account,
	}
	return p
}

// work runs a job for each refund, many at a time. What failed is done again later.
func (p *run) work(refunds []id.ID) {
	p.desk.Helper()
	waiting := make(chan id.ID)
	var all sync.WaitGroup
	for range 24 {
		all.Go(func() {
			for refund := range waiting {
				_, err := p.cashier.AdvanceRefund(p.ctx, refund)
				if p.ctx.Err() == nil {
					require.NoError(p.desk, err)
				}
			}
		})
	}
	for _, refund := range refunds {
		waiting <- refund
	}
	close(waiting)
	all.Wait()
}

// open counts the refunds that have not left.
func (d *desk) open() (count int) {
	d.Helper()
	for _, refund := range d.refunds {
		if !d.state(refund).State.Sent() {
			count++
		}
	}
	return count
}

// payer is a buyer of the crowd.
type payer struct {
	buyer

	number string
}

// unwinding is a campaign of n buyers who have paid, half by QRIS and half by virtual
// account, and which was called off.
func (d *desk) unwinding(n int) []payer {
	d.Helper()
	campaign := d.campaign(n, n)
	buyers := make([]payer, n)
	for i := range buyers {
		b := buyer{d.counter, campaign, id.New(), id.New()}
		number := fmt.Sprintf("20%08d", i)
		sealed := d.safe.seal(d.T, b.buyer, bankAccount{Bank: "BCA", Number: number, Holder: "Dinar Nareswari"})
		d.do(campaign, sambatan.Join{
			Participation: b.participation, Buyer: b.buyer, Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
			Address: sealed, RefundAccount: sealed, Public: sealed,
		})
		method := payment.QRIS
		if i%2 == 1 {
			method = payment.VABCA
		}
		d.do(campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(method)})
		d.safe.accounts[b.participation] = sealed
		buyers[i] = payer{b, number}
	}
	require.Empty(d, d.settle())
	for _, b := range buyers {
		b.pays(1, gatewayemu.Payment{})
		require.NoError(d, d.cashier.Check(d.Context(), b.order(1)))
	}
	d.settle()
	require.Equal(d, n, d.deeds[secured])
	d.do(campaign, sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	d.settle()
	require.Equal(d, wallet.Sums{Received: money.Rupiah(n) * price, RefundDue: money.Rupiah(n) * price}, d.sums())
	return buyers
}

// everyoneHasTheirMoneyOnce asks the gateway's own books.
func (d *desk) everyoneHasTheirMoneyOnce(buyers []payer) {
	d.Helper()
	d.spoils(nil)
	paidOut := map[string][]int64{}
	for _, sent := range d.gateway.Completed() {
		paidOut[sent.Account] = append(paidOut[sent.Account], sent.Amount)
	}
	for _, b := range buyers {
		all := append(d.sentBack(b.order(1)), paidOut[b.number]...)
		require.Equal(d, []int64{int64(price)}, all, "what the buyer with account %s got", b.number)
	}
}
