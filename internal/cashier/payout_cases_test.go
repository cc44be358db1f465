package cashier_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// rina's account is what the brand wants to be paid to.
var rina = bankAccount{Bank: "Mandiri", Number: "1370098712345", Holder: "Rina Lestari"}

var limit = payout.Policy{LimitOne: payout.DefaultLimitOne}

// seller is a brand whose batch was sent.
type seller struct {
	*desk

	brand, owner id.ID
}

// delivered is a brand that was released the money of one buyer, and has named an account.
func newSeller(t *testing.T) seller {
	t.Helper()
	d := newDesk(t)
	b := d.paid(payment.QRIS)
	for _, step := range []sambatan.Command{
		sambatan.StartProduction{}, sambatan.PassQuality{}, sambatan.StartShipping{}, sambatan.Fulfil{Participation: b.participation},
	} {
		d.do(b.campaign, step)
	}
	d.settle()
	require.Equal(t, 1, d.deeds["payment.escrow_released.v1"])
	campaign, _, err := eventstore.Load(t.Context(), d.log, sambatan.Campaigns, b.campaign.String())
	require.NoError(t, err)
	s := seller{d, campaign.Brand, id.New()}
	require.Equal(t, wallet.Sums{Received: price, Released: price}, d.sums(), "this campaign has no fee")
	require.Equal(t, price, s.state().Due)
	s.names(rina)
	d.gateway.SetAccount("mandiri", rina.Number, gatewayemu.Account{Name: "RINA LESTARI"})
	return s
}

// names another account, at which somebody looks.
func (s seller) names(account bankAccount) {
	s.Helper()
	s.must(payout.GiveAccount{Brand: s.brand, By: s.owner, Account: s.safe.sealAs(s.T, "payout_account", s.owner, account)})
	s.must(payout.ApproveAccount{Number: s.state().Account.Number, By: id.New()})
}

func (s seller) must(command payout.Command) {
	s.Helper()
	_, err := s.execute(payout.Sellers.Command(s.brand.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	require.NoError(s, err)
	s.settle()
}

func (s seller) state() payout.Seller {
	s.Helper()
	state, _, err := eventstore.Load(s.Context(), s.log, payout.Sellers, s.brand.String())
	require.NoError(s, err)
	return state
}

// run lets the time of the planned run come.
func (s seller) run() {
	s.Helper()
	at := s.state().RunAt
	require.NotZero(s, at, "no run was planned")
	s.pass(at.Sub(s.clock()))
	s.must(payout.Run{Policy: limit})
}

// goOn does what a job for the brand does, and everything that follows.
func (s seller) goOn() (again time.Duration) {
	s.Helper()
	again, err := s.cashier.AdvancePayout(s.Context(), s.brand)
	require.NoError(s, err)
	s.settle()
	return again
}

// got is how much the brand's account was sent, and in how many payouts.
func (s seller) got() (money.Rupiah, int) {
	sum, times := s.completed("mandiri", rina.Number)
	return money.Rupiah(sum), times
}

//money:case §4.6 accrued and paid
func TestABrandIsPaidThroughTheGateway(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.run()
	require.Zero(t, s.goOn())
	live := s.state().Live
	require.Equal(t, payout.StateSubmitted, live.State)
	require.Equal(t, wallet.Sums{Received: price, Released: price}, s.sums(), "nobody has said that it arrived")
	s.reported(live.Reference, gatewayemu.Completed)
	require.Nil(t, s.state().Live)
	require.Zero(t, s.state().Due)
	require.Equal(t, live.Reference, s.state().Past[0].Evidence)
	require.Zero(t, s.books.Platform()[money.Clearing(channel)].Net(), "it left from where it had come in")
	sum, times := s.got()
	require.Equal(t, []any{price, 1}, []any{sum, times})
	require.Zero(t, s.goOn())
	for recorded, err := range s.log.All(t.Context(), 1) {
		require.NoError(t, err)
		require.NotContains(t, string(recorded.Data), rina.Number, "an account in clear in %s", recorded.Type)
	}
}

//money:case §4.6 unknown
//money:case Reliability committed, and the answer lost
func TestAPayoutWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]gatewayemu.Fault{
		"made, and the connection cut":     {Cut: true, Done: true},
		"not made, and the connection cut": {Cut: true},
		"not made, and answered with 502":  {Status: http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSeller(t)
			s.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault {
				if n == 1 {
					return fault
				}
				return gatewayemu.Fault{}
			})
			s.run()
			unclear := false
			for n := 0; s.state().Live != nil; n++ {
				require.Less(t, n, 10)
				s.goOn()
				unclear = unclear || s.deeds["payout.unclear.v1"] > 0
				s.pass(payment.AskAfter)
			}
			require.True(t, unclear)
			require.Equal(t, 1, s.gateway.Faults()[gatewayemu.OpPayout])
			sum, times := s.got()
			require.Equal(t, []any{price, 1}, []any{sum, times})
			require.Equal(t, 1, s.deeds["payout.submitted.v1"], "one attempt, however often it was asked about")
		})
	}
}

//money:case §4.6 accrued and paid
//money:case Reliability the same refund or payout asked twenty times at once
func TestTheSamePayoutAskedTwentyTimesAtOnceIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.run()
	requests := s.asked(gatewayemu.OpPayout, nil)
	errs := make([]error, 20)
	processes := []*cashier.Cashier{s.cashier, s.twin()}
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() { _, errs[n] = processes[n%2].AdvancePayout(t.Context(), s.brand) })
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, 1, requests())
	s.pass(payment.AskAfter)
	s.goOn()
	_, times := s.got()
	require.Equal(t, 1, times)
	require.Zero(t, s.state().Due)
}

//money:case §4.6 failures
func TestABrokenAccountEndsThePayoutAndAnotherIsPaid(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.gateway.SetAccount("mandiri", rina.Number, gatewayemu.Account{Name: "RINA LESTARI", Gone: true})
	s.run()
	s.goOn()
	require.Nil(t, s.state().Live)
	require.Equal(t, payout.AccountBad, s.state().Account.State)
	require.Equal(t, price, s.state().Due, "it is due still")
	other := bankAccount{Bank: "BCA", Number: "2048119311", Holder: "Rina Lestari"}
	s.gateway.SetAccount("bca", other.Number, gatewayemu.Account{Name: "RINA LESTARI"})
	s.names(other)
	require.False(t, s.state().RunAt.Before(s.clock().Add(payout.Cooling-time.Minute)), "a change has to cool")
	s.run()
	s.goOn()
	s.pass(payment.AskAfter)
	s.goOn()
	sum, times := s.completed("bca", other.Number)
	require.EqualValues(t, price, sum)
	require.Equal(t, 1, times)
	_, before := s.got()
	require.Zero(t, before)
}

//money:case §4.6 name check
func TestMoneyIsNotSentToSomebodyElsesAccount(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.gateway.SetAccount("mandiri", rina.Number, gatewayemu.Account{Name: "JOKO SANTOSO"})
	requests := s.asked(gatewayemu.OpPayout, nil)
	s.run()
	s.goOn()
	require.Zero(t, requests())
	require.Equal(t, payout.AccountBad, s.state().Account.State)
	require.Equal(t, price, s.state().Due)
}

//money:case §4.6 reversed
func TestAPayoutThatComesBackIsDueAgain(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.run()
	s.goOn()
	reference := s.state().Live.Reference
	s.reported(reference, gatewayemu.Completed)
	require.NoError(t, s.gateway.ReturnPayout(reference))
	s.reported(reference, gatewayemu.Failed)
	require.Equal(t, price, s.state().Due)
	require.True(t, s.state().Past[0].Reversed)
	require.Equal(t, payout.AccountBad, s.state().Account.State)
	require.Equal(t, price, s.books.Platform()[money.Clearing(channel)].Net(), "the money is there again")
}

// The channel knows a payout under the very name of the brand's, of another amount: whatever that was, it
// is not ours, and nothing more leaves until somebody has looked.
//
//money:case §4.6 another amount is not ours
func TestAPayoutOfAnotherAmountUnderTheNameOfABrandsIsNotOurs(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]bool{"when it is asked about": false, "when it is reported": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSeller(t)
			s.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault { return gatewayemu.Fault{Cut: n <= 2} })
			s.run()
			s.goOn()
			live := *s.state().Live
			require.Equal(t, payout.StateUnknown, live.State)
			other := s.other(rina, "mandiri", fmt.Sprintf("Pencairan %s 1 1", hex.EncodeToString(s.brand[:])))
			if told {
				s.reported(other, gatewayemu.Completed)
			} else {
				s.must(payout.Accept{Payout: live.Payout, Attempt: 1, Reference: other})
				s.pass(payment.AskAfter)
				require.NotZero(t, s.goOn(), "it is asked about again")
			}
			require.Equal(t, string(payment.SaidOther), s.state().Held, "an operator finds out what it was")
			require.Equal(t, payout.StateUnknown, s.state().Live.State)
			require.Equal(t, price, s.state().Due, "it is due still")

			s.must(payout.Resume{By: id.New(), Note: "salah kirim lewat dasbor kanal"})
			if told {
				s.reported(other, gatewayemu.Completed)
			}
			for range 20 {
				s.goOn()
				s.pass(payment.AskAfter)
			}
			require.Empty(t, s.state().Held, "what somebody has looked into is not told anew")
			sum, times := s.got()
			if told { // ours was asked for again, and is paid
				require.Zero(t, s.state().Due)
				require.Equal(t, []any{price + 5_000, 2}, []any{sum, times})
			} else {
				require.Equal(t, payout.StateUnknown, s.state().Live.State, "nobody knows what became of ours")
				require.Equal(t, []any{money.Rupiah(5_000), 1}, []any{sum, times})
			}
		})
	}
}

// What the channel has taken on is its to tell, however long it takes: people say that it stayed only after the
// channel has been silent about it for long, and no more once it is heard of again.
//
//money:case §4.6 unknown for good
func TestNobodySaysThatAPayoutStayedThatTheChannelIsProcessing(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.gateway.SetAccount("mandiri", rina.Number, gatewayemu.Account{Name: "RINA LESTARI", Slow: true})
	asked := s.asked(gatewayemu.OpPayoutStatus, func(n int) gatewayemu.Fault {
		return gatewayemu.Fault{Cut: n > 1 && n <= 4}
	})
	s.run()
	s.goOn()
	live := *s.state().Live
	require.NotEmpty(t, live.Reference)
	may := func() bool {
		asked, open := s.state().Asks(live.Payout, s.clock())
		return open && asked.MayStay
	}
	s.pass(payment.AskAfter)
	s.goOn()
	require.Equal(t, payout.StateSubmitted, s.state().Live.State, "it is on its way")
	require.False(t, may())
	for asked() < 4 {
		s.goOn()
		require.Equal(t, payout.StateUnknown, s.state().Live.State)
		require.False(t, may())
	}
	s.pass(payout.SilentAfter)
	require.True(t, may(), "the channel does not tell any more")
	require.NotZero(t, s.goOn())
	require.Equal(t, payout.StateSubmitted, s.state().Live.State, "it is heard of again")
	require.False(t, may())
	require.NotZero(t, s.goOn())
	require.Equal(t, 2, s.deeds["payout.accepted.v1"])
	require.Equal(t, 1, s.deeds["payout.unclear.v1"])
	require.NoError(t, s.gateway.FinishPayout(live.Reference))
	s.goOn()
	require.Zero(t, s.state().Due)
	_, times := s.got()
	require.Equal(t, 1, times)
}

// The request that was lost is sent again under its key, as asking, while people say that the attempt did not
// leave: it arrives, and what was to be tried next stays.
//
//money:case §4.6 unknown for good
func TestAnAttemptThatIsAskedForWhilePeopleSayThatItStayedIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := newSeller(t)
	s.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault { return gatewayemu.Fault{Cut: n <= 2} }) // the client tries twice
	s.run()
	s.goOn()
	s.pass(payment.AskAfter)
	s.cashier.Gateway = meanwhile{s.cashier.Gateway, func() {
		s.must(payout.NoteOutcome{Payout: s.state().Live.Payout, Attempt: 1, Amount: price, Evidence: "mutasi", By: id.New()})
		require.Equal(t, payout.StateFailed, s.state().Live.State)
	}}
	s.goOn()
	require.Equal(t, string(payment.SaidTaken), s.state().Held)
	require.Equal(t, payout.StateFailed, s.state().Live.State)
	_, times := s.got()
	require.Equal(t, 1, times)
	require.Equal(t, 1, s.deeds["payout.submitted.v1"])
}

// meanwhile does something while a payout is on its way to the gateway.
type meanwhile struct {
	cashier.Gateway

	do func()
}

func (m meanwhile) Pay(ctx context.Context, key string, to midtrans.Beneficiary, amount money.Rupiah, note string) (string, error) {
	m.do()
	return m.Gateway.Pay(ctx, key, to, amount, note)
}
