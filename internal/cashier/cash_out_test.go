package cashier_test

import (
	"net/http"
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
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// saver is somebody with money in a wallet, and none of it held.
type saver struct {
	*desk

	topUp buyer
}

// saves tops a wallet up with the price of a slot, by a virtual account.
func saves(t *testing.T) saver {
	t.Helper()
	d := newDesk(t)
	b := buyer{c: d.counter, participation: id.New(), buyer: id.New()}
	d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Name: "DINAR NARESWARI"})
	s := saver{d, b}
	require.NoError(t, s.wants(wallet.AskTopUp{TopUp: b.participation, Buyer: b.buyer, Amount: price, Method: payment.VABCA}))
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	require.Equal(t, wallet.Sums{Received: price, Wallet: price}, d.sums())
	return s
}

func (s saver) wants(c wallet.Command) error {
	s.Helper()
	_, err := s.execute(wallet.Wallets.Command(s.topUp.buyer.String(), c, anyone()))
	s.settle()
	return err
}

// cashesOut asks for all there is, to an account of the buyer's.
func (s saver) cashesOut(account bankAccount, known bool) (refund id.ID) {
	s.Helper()
	ask := wallet.AskCashOut{
		CashOut: id.New(), Buyer: s.topUp.buyer, Amount: price, Account: s.safe.seal(s.T, s.topUp.buyer, account), Known: known,
	}
	require.NoError(s, s.wants(ask))
	require.Equal(s, wallet.Sums{Received: price, RefundDue: price}, s.sums())
	return wallet.CashOutRefund(ask.CashOut)
}

func (s saver) spendable() money.Rupiah {
	s.Helper()
	purse, _, err := eventstore.Load(s.Context(), s.log, wallet.Wallets, s.topUp.buyer.String())
	require.NoError(s, err)
	return purse.Spendable()
}

//money:case Wallet cash-out
func TestABalanceIsPaidOutToAnAccount(t *testing.T) {
	t.Parallel()
	s := saves(t)
	refund := s.cashesOut(dinar, true)
	require.Zero(t, s.spendable())
	require.Zero(t, s.advance(refund))
	state := s.state(refund)
	require.Equal(t, payment.CaseSubmitted, state.State)
	require.Equal(t, payment.ByPayout, state.Way)
	require.ErrorIs(t, s.tell(refund, payment.VoidRefund{Buyer: s.topUp.buyer}), payment.ErrOnItsWay)
	s.reported(state.Payout, gatewayemu.Completed)
	s.reported(state.Payout, gatewayemu.Completed)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, s.sums())
	sum, times := s.completed("bca", dinar.Number)
	require.Equal(t, [2]int64{int64(price), 1}, [2]int64{sum, int64(times)})
	require.Equal(t, 1, s.deeds["wallet.cash_out_sent.v1"])
	for recorded, err := range s.log.All(t.Context(), 1) {
		require.NoError(t, err)
		require.NotContains(t, string(recorded.Data), dinar.Number, "an account in clear in %s", recorded.Type)
	}
}

//money:case Wallet cash-out to a new account
func TestNothingIsSentToANewAccountAtOnce(t *testing.T) {
	t.Parallel()
	s := saves(t)
	asked := s.asked(gatewayemu.OpPayout, nil)
	refund := s.cashesOut(dinar, false)
	rest := s.advance(refund)
	require.InDelta(t, wallet.NewAccountRest, rest, float64(time.Second))
	require.NoError(t, s.tell(refund, payment.RetryRefund{}))
	require.Positive(t, s.advance(refund), "an operator does not hurry it either")
	require.Zero(t, asked())
	s.pass(wallet.NewAccountRest)
	require.Zero(t, s.advance(refund))
	require.Equal(t, 1, asked())
	s.reported(s.state(refund).Payout, gatewayemu.Completed)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, s.sums())
}

//money:case Wallet cash-out that stays
func TestWhatIsCalledOffInTimeIsInTheWalletOnce(t *testing.T) {
	t.Parallel()
	s := saves(t)
	asked := s.asked(gatewayemu.OpPayout, nil)
	refund := s.cashesOut(dinar, false)
	for range 2 {
		require.NoError(t, s.tell(refund, payment.VoidRefund{Buyer: s.topUp.buyer}))
	}
	s.pass(wallet.NewAccountRest)
	require.Zero(t, s.advance(refund))
	require.Zero(t, asked())
	require.Equal(t, price, s.spendable())
	require.Equal(t, wallet.Sums{Received: price, Wallet: price}, s.sums())
	require.Equal(t, 1, s.deeds["wallet.cash_out_returned.v1"])
}

//money:case Wallet cash-out whose answer is lost
func TestACashOutWhoseAnswerIsLostLeavesOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]gatewayemu.Fault{
		"made, and the connection cut":     {Cut: true, Done: true},
		"not made, and the connection cut": {Cut: true},
		"made, and answered with 500":      {Status: http.StatusInternalServerError, Done: true},
		"not made, and answered with 502":  {Status: http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := saves(t)
			refund := s.cashesOut(dinar, true)
			requests := s.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault {
				if n == 1 {
					return fault
				}
				return gatewayemu.Fault{}
			})
			processes := []*cashier.Cashier{s.cashier, s.twin()}
			var all sync.WaitGroup
			for n := range 10 {
				all.Go(func() { _, _ = processes[n%2].AdvanceRefund(t.Context(), refund) })
			}
			all.Wait()
			s.settle()
			s.pass(payment.AskAfter)
			s.advance(refund)
			require.Equal(t, 1, s.count(refund, "refund_submitted"), "under one key")
			require.GreaterOrEqual(t, requests(), 2)
			s.pass(payment.AskAfter)
			s.advance(refund)
			require.Equal(t, payment.CaseSucceeded, s.state(refund).State)
			_, times := s.completed("bca", dinar.Number)
			require.Equal(t, 1, times)
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, s.sums())
		})
	}
}

//money:case Wallet cash-out to an account that is no good
func TestACashOutToAnAccountThatIsNoGoodNeedsAnotherOrStays(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		account gatewayemu.Account
		problem payment.Problem
	}{
		"it is gone":                     {gatewayemu.Account{Gone: true}, payment.ProblemAccount},
		"it is closed when money comes":  {gatewayemu.Account{Name: "DINAR NARESWARI", Fails: gatewayemu.NoSuchAccount}, payment.ProblemAccount},
		"it belongs to somebody else":    {gatewayemu.Account{Name: "SUTRISNO HADI"}, payment.ProblemName},
		"its bank sends the money back":  {gatewayemu.Account{Name: "DINAR NARESWARI"}, payment.ProblemReversed},
		"its bank does, and it is given": {gatewayemu.Account{Name: "DINAR NARESWARI"}, payment.ProblemReversed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := saves(t)
			s.gateway.SetAccount("bca", dinar.Number, row.account)
			refund := s.cashesOut(dinar, true)
			s.advance(refund)
			received := price
			if sent := s.state(refund).Payout; row.problem == payment.ProblemReversed {
				s.reported(sent, gatewayemu.Completed)
				require.NoError(t, s.gateway.ReturnPayout(sent))
				s.reported(sent, gatewayemu.Failed)
				received += price
			} else if sent != "" {
				s.reported(sent, gatewayemu.Failed)
			}
			require.Equal(t, payment.CaseNeedsDestination, s.state(refund).State)
			require.Equal(t, string(row.problem), s.lastProblem(refund))
			require.Equal(t, wallet.Sums{Received: received, RefundDue: price, Refunded: received - price}, s.sums())
			if name == "its bank does, and it is given" {
				other := bankAccount{Bank: "Bank Mandiri", Number: "1370001234567", Holder: "Dinar Nareswari"}
				require.NoError(t, s.tell(refund, payment.GiveDestination{Buyer: s.topUp.buyer, Account: s.safe.seal(t, s.topUp.buyer, other)}))
				s.advance(refund)
				require.Equal(t, payment.CaseQueued, s.state(refund).State, "the other account rests as well")
				s.pass(wallet.NewAccountRest)
				s.advance(refund)
				s.reported(s.state(refund).Payout, gatewayemu.Completed)
				require.Equal(t, wallet.Sums{Received: received, Refunded: received}, s.sums())
				require.Zero(t, s.spendable())
				return
			}
			require.NoError(t, s.tell(refund, payment.VoidRefund{Buyer: s.topUp.buyer}))
			require.Equal(t, price, s.spendable())
			require.Equal(t, wallet.Sums{Received: received, Wallet: price, Refunded: received - price}, s.sums())
		})
	}
}

//money:case Wallet cash-out that stays
func TestACashOutWithoutAnAccountIsInTheWalletAfterTwoWeeks(t *testing.T) {
	t.Parallel()
	s := saves(t)
	s.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Gone: true})
	refund := s.cashesOut(dinar, true)
	s.advance(refund)
	for _, day := range []int{1, 2, 4, 7} {
		s.pass(time.Duration(day) * 24 * time.Hour)
		s.advance(refund)
	}
	require.Equal(t, 3, s.count(refund, "refund_reminded"))
	require.Equal(t, payment.CaseVoided, s.state(refund).State)
	require.Equal(t, price, s.spendable())
	require.Equal(t, wallet.Sums{Received: price, Wallet: price}, s.sums())
}

// The gateway takes a top-up back whose money is with its buyer already: that is short, and
// for the operators to see to. What is on its way has been promised.
//
//money:case Wallet cash-out of a top-up that is taken back
func TestATopUpThatIsTakenBackAfterItWasCashedOutIsShort(t *testing.T) {
	t.Parallel()
	s := saves(t)
	refund := s.cashesOut(dinar, true)
	s.advance(refund)
	s.reported(s.state(refund).Payout, gatewayemu.Completed)
	s.topUp.loses(gatewayemu.Chargeback)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price, TakenBack: price, Short: price}, s.sums())
	require.Zero(t, s.deeds["wallet.taken_back.v1"], "there was nothing left to give")

	receipt := payment.ReceiptID(channel, s.topUp.intent(1).Transaction)
	bears := payment.CoverShortfall{By: id.New(), Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "tidak tertagih"}
	_, err := s.execute(payment.Receipts.Command(receipt.String(), bears, anyone()))
	require.NoError(t, err)
	s.settle()
	require.Equal(t, wallet.Sums{Received: price, Refunded: price, TakenBack: price, Lost: price}, s.sums())
}

// An operator was at the bank when the buyer, or another operator, called it off: the wallet gives what is left of it.
//
//money:case Wallet cash-out sent although it was called off
func TestACashOutThatWasSentAlthoughItWasCalledOffIsTakenOutOfTheWalletAgain(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ spent, short money.Rupiah }{
		"all of it is there": {0, 0}, "some of it left again": {40_000, 40_000}, "all of it did": {price, price},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := saves(t)
			refund := s.cashesOut(dinar, true)
			require.NoError(t, s.tell(refund, payment.VoidRefund{Note: "pembeli berubah pikiran"}))
			require.Equal(t, price, s.spendable())
			if row.spent > 0 {
				require.NoError(t, s.wants(wallet.AskCashOut{
					CashOut: id.New(), Buyer: s.topUp.buyer, Amount: row.spent, Account: s.safe.seal(t, s.topUp.buyer, dinar), Known: true,
				}))
			}
			for range 2 {
				require.NoError(t, s.tell(refund, payment.MarkRefundSent{By: id.New(), Evidence: "FT 9"}))
			}
			require.Zero(t, s.spendable())
			require.Equal(t, wallet.Sums{Received: price, RefundDue: row.spent, TakenBack: price, Short: row.short}, s.sums())
			require.Equal(t, 1, s.deeds["payment.refund_sent_after_all.v1"])
			require.Equal(t, 1, s.deeds["wallet.cash_out_sent_after_all.v1"])
		})
	}
}

// An operator presses "given back" before the wallet has answered: what it then gives is nobody's to keep.
//
//money:case Wallet answers after what was short is given back
func TestWhatAWalletGivesTooLateGoesBackThere(t *testing.T) {
	t.Parallel()
	given := payment.CoverShortfall{By: id.New(), Cover: payment.CoverChannel, LimitOne: payment.MaxAmount, Note: "sudah kembali"}
	t.Run("a top-up", func(t *testing.T) {
		t.Parallel()
		s := saves(t)
		receipt := payment.ReceiptID(channel, s.topUp.intent(1).Transaction)
		s.rushed(receipt, payment.TakeBack{Total: price, Reason: "chargeback"}, given)
		require.Equal(t, 1, s.deeds["wallet.taken_back.v1"])
		require.Equal(t, price, s.spendable())
		require.Equal(t, wallet.Sums{Received: 2 * price, Wallet: price, TakenBack: price}, s.sums())
	})
	t.Run("a cash-out", func(t *testing.T) {
		t.Parallel()
		s := saves(t)
		refund := s.cashesOut(dinar, true)
		require.NoError(t, s.tell(refund, payment.VoidRefund{Note: "pembeli berubah pikiran"}))
		sent := payment.NoteRefunded{Refund: refund, Exit: 1, Evidence: "FT 9"}
		s.rushed(s.state(refund).Receipt, sent, given)
		require.Equal(t, 1, s.deeds["wallet.cash_out_sent_after_all.v1"])
		require.Equal(t, price, s.spendable())
		require.Equal(t, wallet.Sums{Received: 2 * price, Wallet: price, TakenBack: price}, s.sums())
	})
}

// rushed is what an operator says of a receipt before any process has heard what happened to it.
func (s saver) rushed(receipt id.ID, commands ...payment.ReceiptCommand) {
	s.Helper()
	for _, c := range commands {
		_, err := s.execute(payment.Receipts.Command(receipt.String(), c, anyone()))
		require.NoError(s, err)
	}
	s.settle()
}

// Nothing is sent to somebody whose data was erased meanwhile; the money stays owed.
func TestACashOutOfAnErasedPersonRests(t *testing.T) {
	t.Parallel()
	s := saves(t)
	refund := s.cashesOut(dinar, true)
	s.safe.mu.Lock()
	s.safe.erased[s.topUp.buyer.String()] = true
	s.safe.mu.Unlock()
	s.advance(refund)
	require.Equal(t, payment.CaseDormant, s.state(refund).State)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, s.sums())
}
