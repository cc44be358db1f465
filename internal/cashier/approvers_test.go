package cashier_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// people who may agree, each of whom says so several times.
const (
	approvers = 4
	insists   = 4
)

// allAtOnce has everybody say something at once, each now through one process and now
// through another, and returns what was refused.
func (c *counter) allAtOnce(people []id.ID, say func(person id.ID) eventstore.Command) (refused []error) {
	c.Helper()
	logs := []eventstore.Log{c.log, c.openLog()}
	var mu sync.Mutex
	var all sync.WaitGroup
	gate := make(chan struct{})
	for n := range len(people) * insists {
		all.Go(func() {
			<-gate
			if _, err := logs[n%2].Execute(c.Context(), say(people[n/insists])); err != nil {
				mu.Lock()
				defer mu.Unlock()
				refused = append(refused, err)
			}
		})
	}
	close(gate)
	all.Wait()
	c.settle()
	return refused
}

// by is what a person says.
func by(person id.ID) eventstore.Meta {
	return eventstore.Meta{CommandID: id.New(), Actor: "user:" + person.String()}
}

func someIDs(n int) []id.ID {
	all := make([]id.ID, n)
	for i := range all {
		all[i] = id.New()
	}
	return all
}

// dear is a buyer whose refund takes two people.
func (d *desk) dear() (buyer, id.ID) {
	d.Helper()
	campaign := id.New()
	d.do(campaign, sambatan.Draft{
		Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 1,
		Terms: sambatan.Terms{
			Price: payment.FourEyesAbove + 1000, Slots: 1, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 1, HoldFor: 1800,
			OpensAt: d.clock(), Deadline: d.clock().Add(2 * time.Hour), ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		},
	})
	for _, command := range sambatan.Reviewed(id.New(), id.New()) {
		d.do(campaign, command)
	}
	b := d.joined(campaign, dinar).secures(payment.VABCA)
	return b, d.due(b)
}

//money:case Reliability two approvers of a refund at once
func TestOfAllWhoMarkALargeRefundAtOnceOneProposesAndOneOtherPays(t *testing.T) {
	t.Parallel()
	for range 5 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b, refund := d.dear()
			people := someIDs(approvers)
			mark := func(person id.ID) eventstore.Command {
				return payment.Refunds.Command(refund.String(), payment.MarkRefundSent{By: person, Evidence: "FT 9"}, by(person))
			}
			refused := d.allAtOnce(people[:1], mark)
			require.Len(t, refused, insists-1, "one person is one, however often they say it")
			for _, err := range refused {
				require.ErrorIs(t, err, payment.ErrFourEyes)
			}
			require.Zero(t, d.count(refund, "refund_manual_done"))

			for _, err := range d.allAtOnce(people, mark) {
				require.ErrorIs(t, err, payment.ErrFourEyes)
			}
			require.Equal(t, 1, d.count(refund, "refund_manual_proposed"))
			require.Equal(t, 1, d.count(refund, "refund_manual_done"))
			require.NotEqual(t, people[0], d.doneBy(refund))
			const amount money.Rupiah = payment.FourEyesAbove + 1000
			require.Equal(t, wallet.Sums{Received: amount, Refunded: amount}, d.sums(), "it has left once")
			d.advance(refund)
			require.Empty(t, d.sentBack(b.order(1)))
			require.Empty(t, d.gateway.Completed(), "and by hand alone")
		})
	}
}

// doneBy is who said the second time that a refund was sent.
func (d *desk) doneBy(refund id.ID) (by id.ID) {
	d.Helper()
	for recorded, err := range d.log.Stream(d.Context(), payment.Refunds.Stream(refund.String()), 1) {
		require.NoError(d, err)
		if done, ok := d.decode(recorded).(payment.RefundManualDone); ok {
			by = done.By
		}
	}
	return by
}

//money:case Reliability two approvers of a payout at once
func TestOfAllWhoApproveAPayoutAtOnceTwoCountAndItIsPaidOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			s := newSeller(t)
			s.pass(s.state().RunAt.Sub(s.clock()))
			s.must(payout.Run{Policy: payout.Policy{LimitOne: price - 1}})
			live := *s.state().Live
			require.Equal(t, 2, live.Missing())
			requests := s.asked(gatewayemu.OpPayout, nil)
			require.Zero(t, s.goOn())
			require.Zero(t, requests(), "nobody has agreed yet")
			people := append(someIDs(approvers), s.owner)
			refused := s.allAtOnce(people, func(person id.ID) eventstore.Command {
				return payout.Sellers.Command(s.brand.String(), payout.Approve{Payout: live.Payout, By: person, Hash: live.Hash}, by(person))
			})
			for _, err := range refused {
				require.ErrorIs(t, err, payout.ErrFourEyes)
			}
			agreed := s.state().Live.Agreed
			require.Len(t, agreed, 2)
			require.NotEqual(t, agreed[0], agreed[1])
			require.False(t, slices.Contains(agreed, s.owner), "who named the account is not asked")
			require.Equal(t, []int{2, 1}, []int{s.deeds["payout.approved.v1"], s.deeds["payout.queued.v1"]})

			processes := []*cashier.Cashier{s.cashier, s.twin()}
			var all sync.WaitGroup
			for n := range 10 {
				all.Go(func() {
					if _, err := processes[n%2].AdvancePayout(t.Context(), s.brand); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			s.pass(payment.AskAfter)
			s.goOn()
			require.Equal(t, 1, requests())
			sum, times := s.got()
			require.Equal(t, []any{price, 1}, []any{sum, times})
			require.Equal(t, money.Rupiah(0), s.state().Due)
		})
	}
}
