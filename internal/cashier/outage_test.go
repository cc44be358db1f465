package cashier_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// people join a campaign, each with a bank account of their own.
func (d *desk) people(campaign id.ID, n int) []payer {
	d.Helper()
	all := make([]payer, n)
	for i := range all {
		number := fmt.Sprintf("30%08d", i)
		all[i] = payer{d.joined(campaign, bankAccount{Bank: "BCA", Number: number, Holder: "Dinar Nareswari"}), number}
	}
	return all
}

// reckon settles accounts with everybody: what the gateway has of theirs, by its own
// books, is what the log keeps for their slot.
func (d *desk) reckon(people []payer) (slots, back, unpaid int) {
	d.Helper()
	books := d.gateway.Books()
	for _, p := range people {
		var paid, kept money.Rupiah
		for _, in := range books.Payments {
			if in.Order == p.order(1) {
				paid, kept = paid+money.Rupiah(in.Amount), kept+money.Rupiah(in.Amount-in.Refunded)
			}
		}
		for _, out := range books.Payouts {
			if out.Account == p.number {
				kept -= money.Rupiah(out.Amount)
			}
		}
		held := -d.books.Campaigns()[p.campaign][money.Escrow(p.campaign.String(), p.participation.String())].Net()
		require.Equal(d, held, kept, "who paid %s from account %s", paid, p.number)
		switch {
		case held != 0:
			require.Equal(d, price, held)
			slots++
		case paid != 0:
			back++
		default:
			unpaid++
		}
	}
	return slots, back, unpaid
}

// jobs does what jobs do for everybody's payments and refunds, every five minutes, and
// returns how often the gateway could not be asked.
func (d *desk) jobs(people []payer, long time.Duration) (failed int) {
	d.Helper()
	for end := d.clock().Add(long); d.clock().Before(end); d.pass(5 * time.Minute) {
		for _, p := range people {
			if d.cashier.Advance(d.Context(), p.participation) != nil {
				failed++
			}
		}
		for _, refund := range d.refunds {
			if _, err := d.cashier.AdvanceRefund(d.Context(), refund); err != nil {
				failed++
			}
		}
		failed += len(d.settle())
	}
	return failed
}

//money:case §4.11 the gateway is down for six hours across the deadline
//money:case Reliability the gateway is down for six hours across a deadline
func TestAGatewayThatIsDownForSixHoursAcrossTheDeadline(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ minFill, slots, back int }{
		"of those it was told of there are enough": {minFill: 1, slots: 1, back: 2},
		"too few": {minFill: 2, slots: 0, back: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			campaign := d.campaign(6, row.minFill)
			deadline := d.clock().Add(2 * time.Hour)
			d.at(deadline.Add(-20 * time.Minute))
			people := d.people(campaign, 5)
			told, untold, late, idle, newcomer := people[0], people[1], people[2], people[3], people[4]
			for _, p := range []payer{told, untold, late, idle} {
				p.begin(payment.VABCA)
			}
			told.pays(1, gatewayemu.Payment{})
			told.told(1, gatewayemu.Settlement)

			d.spoils(down)
			newcomer.begin(payment.VABCA)
			untold.pays(1, gatewayemu.Payment{At: deadline.Add(-10 * time.Minute)})
			failed := d.jobs(people, 20*time.Minute)
			late.pays(1, gatewayemu.Payment{At: deadline.Add(5 * time.Minute)})
			d.do(campaign, sambatan.Close{})
			failed += d.jobs(people, 15*time.Minute)
			d.do(campaign, sambatan.LapseHolds{})
			failed += d.jobs(people, 6*time.Hour-35*time.Minute)
			require.Greater(t, failed, 10)
			faults := d.gateway.Faults()
			require.Greater(t, faults[gatewayemu.OpExpire], 10, "the gateway is asked before a slot is given away")
			require.Positive(t, faults[gatewayemu.OpCharge])
			require.Equal(t, 1, d.deeds["sambatan.succeeded.v1"]+d.deeds["sambatan.failed.v1"], "nobody waits for ever")

			d.spoils(nil)
			untold.told(1, gatewayemu.Settlement)
			late.told(1, gatewayemu.Settlement)
			require.Empty(t, d.refundAll())
			slots, back, unpaid := d.reckon(people)
			require.Equal(t, []int{row.slots, row.back, 2}, []int{slots, back, unpaid})
			t.Logf("%d tries in vain, spoiled: %v", failed, faults)
		})
	}
}

// Everybody pays while the gateway is being told to take no more; whoever is first.
//
//money:case Reliability expire and paid race at the deadline
func TestExpireAndPaidRaceAtTheDeadline(t *testing.T) {
	t.Parallel()
	const crowd = 30
	d := newDesk(t)
	campaign := d.campaign(crowd, 1)
	deadline := d.clock().Add(2 * time.Hour)
	d.at(deadline.Add(-20 * time.Minute))
	people := d.people(campaign, crowd)
	for _, p := range people {
		p.begin(payment.VABCA)
	}
	d.at(deadline.Add(11 * time.Minute))
	d.do(campaign, sambatan.Close{})
	d.do(campaign, sambatan.LapseHolds{})
	d.openIntents() // that end: nobody has told the gateway yet
	processes := []*cashier.Cashier{d.cashier, d.twin()}
	end := func(n int) error { return processes[n%2].Advance(t.Context(), people[n].participation) }
	pay := func(n int) error {
		_, err := d.gateway.Pay(people[n].order(1), gatewayemu.Payment{At: deadline.Add(-time.Minute)})
		return err
	}
	// The first third pays first, the second comes too late, and the last is a race.
	chance := rand.New(rand.NewPCG(3, 1))
	errs := make(chan error, 2*crowd)
	var racing sync.WaitGroup
	for n := range people {
		order := []func(int) error{pay, end}
		if n >= crowd/3 {
			slices.Reverse(order)
		}
		if n < 2*crowd/3 {
			errs <- order[0](n)
			errs <- order[1](n)
			continue
		}
		for _, act := range order {
			after := time.Duration(chance.IntN(40)) * time.Millisecond
			racing.Go(func() { <-time.After(after); errs <- act(n) })
		}
	}
	racing.Wait()
	for range 2 * crowd {
		require.NoError(t, <-errs)
	}
	d.settle()
	require.Positive(t, d.deeds[secured], "nobody's payment was first")
	require.Positive(t, d.deeds[expired], "no end was first")
	for _, p := range people {
		d.deliver(d.report(p.order(1), gatewayemu.Settlement))
	}
	d.settle()
	require.Empty(t, d.refundAll())
	slots, back, unpaid := d.reckon(people)
	require.Equal(t, crowd, slots+back)
	require.Zero(t, unpaid)
	require.Positive(t, back)
	t.Logf("%d have a slot, %d their money", slots, back)
}

// Each report comes one to four times, in any order, and a third of them a day late,
// when everything was decided.
//
//money:case Reliability reports come several times, in any order, and a day late
func TestReportsThatComeSeveralTimesInAnyOrderAndADayLateMoveEveryRupiahOnce(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		minFill int
		success bool
	}{
		"enough have paid":  {minFill: 5, success: true},
		"too few have paid": {minFill: 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reportsInAnyOrder(t, row.minFill, row.success)
		})
	}
}

func reportsInAnyOrder(t *testing.T, minFill int, success bool) {
	t.Helper()
	d := newDesk(t)
	campaign := d.campaign(40, minFill)
	people := d.people(campaign, 24)
	for n, p := range people {
		p.begin(payment.Methods[n%len(payment.Methods)])
		switch n % 6 {
		case 0:
			p.pays(1, gatewayemu.Payment{Amount: int64(price) + 20_000})
		case 1:
			p.pays(1, gatewayemu.Payment{Amount: int64(price) - 20_000})
		case 2:
			p.pays(1, gatewayemu.Payment{})
			p.pays(1, gatewayemu.Payment{Again: true})
		case 3, 4:
			p.pays(1, gatewayemu.Payment{})
		case 5: // never
		}
	}
	chance := rand.New(rand.NewPCG(8, 2))
	var now, tomorrow []int
	reports := d.gateway.Outbox()
	for _, n := range reports {
		later := chance.IntN(3) == 0
		for range 1 + chance.IntN(4) {
			if later {
				tomorrow = append(tomorrow, n.Number)
			} else {
				now = append(now, n.Number)
			}
		}
	}
	d.arrive(chance, now)
	d.pass(2 * time.Hour)
	require.Empty(t, d.ends(campaign))
	d.pass(24 * time.Hour)
	d.arrive(chance, tomorrow)
	require.Empty(t, d.refundAll())
	d.arrive(chance, slices.Concat(now, tomorrow)) // all of it, once more
	slots, back, unpaid := d.reckon(people)
	require.Equal(t, []any{20, 4, success}, []any{slots + back, unpaid, slots > 0})
	require.Positive(t, back, "what was told a day late, or was too little")
	require.Positive(t, d.gateway.Books().Travels[gatewayemu.Reordered])
	require.Greater(t, len(now)+len(tomorrow), 2*len(reports), "most of them came again")
	require.Greater(t, len(tomorrow), 20)
	require.Equal(t, 24, d.deeds[received], "each transaction is one receipt: %v", d.deeds)
	t.Logf("%d deliveries of %d reports, %d of them a day late", len(now)+len(tomorrow), len(reports), len(tomorrow))
}

// arrive delivers reports in any order, several at a time, and waits until the inbox has
// been looked through.
func (d *desk) arrive(chance *rand.Rand, reports []int) {
	d.Helper()
	reports = slices.Clone(reports)
	chance.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
	for batch := range slices.Chunk(reports, 8) {
		var all sync.WaitGroup
		for _, number := range batch {
			all.Go(func() {
				if err := d.gateway.Deliver(d.Context(), number); err != nil {
					d.Error(err)
				}
			})
		}
		all.Wait()
	}
	require.Eventually(d, func() bool {
		waiting, _, err := d.inbox.Waiting(d.Context())
		return err == nil && waiting == 0
	}, 30*time.Second, 5*time.Millisecond)
	d.settle()
}
