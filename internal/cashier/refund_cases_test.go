package cashier_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

//money:case §4.5 gateway refund succeeds
func TestAQRISPaymentGoesBackTheWayItCame(t *testing.T) {
	t.Parallel()
	for _, method := range []payment.Method{payment.QRIS, payment.GoPay, payment.ShopeePay} {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(method)
			refund := d.due(b)
			require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, d.sums())
			require.Zero(t, d.advance(refund))
			state := d.state(refund)
			require.Equal(t, payment.CaseSucceeded, state.State)
			require.Equal(t, payment.ByGateway, state.Way)
			require.Equal(t, []int64{int64(price)}, d.sentBack(b.order(1)))
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
			require.Equal(t, 1, d.deeds["sambatan.unwound.v1"], "the campaign knows")
			require.Zero(t, d.advance(refund), "nothing is left to do")
			require.Len(t, d.sentBack(b.order(1)), 1)
		})
	}
}

//money:case §4.5 payout succeeds
func TestAVirtualAccountIsPaidOutToTheBuyersAccount(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	require.Zero(t, d.advance(refund))
	state := d.state(refund)
	require.Equal(t, payment.CaseSubmitted, state.State)
	require.NotEmpty(t, state.Payout)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, d.sums(), "nobody has said that it arrived")
	d.reported(state.Payout, gatewayemu.Completed)
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State)
	require.Equal(t, state.Payout, d.state(refund).Evidence)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
	sum, times := d.completed("bca", dinar.Number)
	require.EqualValues(t, price, sum)
	require.Equal(t, 1, times)
	for recorded, err := range d.log.All(t.Context(), 1) {
		require.NoError(t, err)
		require.NotContains(t, string(recorded.Data), dinar.Number, "an account in clear in %s", recorded.Type)
		require.NotContains(t, string(recorded.Data), "Nareswari")
	}
}

//money:case §4.5 payout succeeds
func TestAPayoutWhoseReportIsLostIsAskedAbout(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	refund := d.due(d.paid(payment.VABCA))
	d.advance(refund)
	require.Equal(t, payment.CaseSubmitted, d.state(refund).State)
	d.pass(payment.AskAfter)
	require.Zero(t, d.advance(refund))
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
}

//money:case §4.5 submitted twice at once
//money:case Reliability the same refund or payout asked twenty times at once
func TestTheSameRefundAskedTwentyTimesAtOnceIsAskedForOnce(t *testing.T) {
	t.Parallel()
	for method, op := range map[payment.Method]gatewayemu.Op{payment.QRIS: gatewayemu.OpRefund, payment.VABCA: gatewayemu.OpPayout} {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(method)
			refund := d.due(b)
			requests := d.asked(op, nil)
			errs := make([]error, 20)
			processes := []*cashier.Cashier{d.cashier, d.twin()}
			var all sync.WaitGroup
			for n := range errs {
				all.Go(func() { _, errs[n] = processes[n%2].AdvanceRefund(t.Context(), refund) })
			}
			all.Wait()
			for _, err := range errs {
				require.NoError(t, err)
			}
			require.Equal(t, 1, requests())
			require.Equal(t, 1, d.count(refund, "refund_submitted"))
			d.pass(payment.AskAfter)
			d.advance(refund)
			_, times := d.completed("bca", dinar.Number)
			require.Equal(t, 1, len(d.sentBack(b.order(1)))+times)
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
		})
	}
}

//money:case §4.5 time-out, 5xx, network
//money:case Reliability committed, and the answer lost
func TestALostAnswerIsAskedForUnderTheSameName(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		method payment.Method
		op     gatewayemu.Op
		fault  gatewayemu.Fault
	}{
		"a refund that was made, and the connection cut":     {payment.QRIS, gatewayemu.OpRefund, gatewayemu.Fault{Cut: true, Done: true}},
		"a refund that was not made, and the connection cut": {payment.QRIS, gatewayemu.OpRefund, gatewayemu.Fault{Cut: true}},
		"a refund that was made, and answered with 500":      {payment.GoPay, gatewayemu.OpRefund, gatewayemu.Fault{Status: http.StatusInternalServerError, Done: true}},
		"a payout that was made, and the connection cut":     {payment.VABCA, gatewayemu.OpPayout, gatewayemu.Fault{Cut: true, Done: true}},
		"a payout that was not made, and answered with 502":  {payment.VABCA, gatewayemu.OpPayout, gatewayemu.Fault{Status: http.StatusBadGateway}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(row.method)
			refund := d.due(b)
			d.asked(row.op, func(n int) gatewayemu.Fault {
				if n == 1 {
					return row.fault
				}
				return gatewayemu.Fault{}
			})
			for n := 0; d.state(refund).State != payment.CaseSucceeded; n++ {
				require.Less(t, n, 10)
				d.advance(refund)
			}
			require.Equal(t, 1, d.gateway.Faults()[row.op], "nothing was spoiled")
			require.Equal(t, 1, d.count(refund, "refund_unclear"))
			require.Equal(t, 1, d.count(refund, "refund_submitted"))
			_, times := d.completed("bca", dinar.Number)
			require.Equal(t, 1, len(d.sentBack(b.order(1)))+times)
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
		})
	}
}

//money:case §4.5 gateway down for hours
func TestAGatewayThatIsAwayForHoursIsAskedLessAndLessOften(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.QRIS)
	refund := d.due(b)
	d.spoils(down)
	began, tries := d.clock(), 0
	for d.clock().Before(began.Add(6 * time.Hour)) {
		again := d.advance(refund)
		require.Equal(t, payment.CaseUnknown, d.state(refund).State)
		d.pass(max(again, time.Second))
		tries++
	}
	require.Less(t, tries, 60)
	require.Greater(t, d.gateway.Faults()[gatewayemu.OpStatus], 20)
	require.Equal(t, 1, d.count(refund, "refund_unclear"), "silence is on record once")
	require.ErrorIs(t, d.tell(refund, payment.SwitchWay{Way: payment.ByPayout}), payment.ErrOnItsWay)
	d.spoils(nil)
	d.advance(refund)
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State)
	require.Equal(t, []int64{int64(price)}, d.sentBack(b.order(1)))
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
}

func TestAPayoutWaitsForAGatewayThatCannotBeAskedWhoseTheAccountIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	refund := d.due(d.paid(payment.VABCA))
	d.spoils(down)
	require.Positive(t, d.advance(refund))
	require.Equal(t, payment.CaseQueued, d.state(refund).State)
	require.Positive(t, d.gateway.Faults()[gatewayemu.OpValidate])
	d.spoils(nil)
	d.advance(refund)
	require.Equal(t, payment.CaseSubmitted, d.state(refund).State)
}

//money:case §4.5 definite failure, terminal
func TestAPaymentThatIsTooOldToGoBackIsPaidOut(t *testing.T) {
	t.Parallel()
	t.Run("as the platform knows", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		b := d.paid(payment.QRIS)
		d.pass(8 * 24 * time.Hour)
		state := d.state(d.due(b))
		require.Equal(t, payment.ByPayout, state.Way)
		require.Equal(t, payment.WhyWindowOver, state.Why)
	})
	t.Run("as the gateway says", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		b := d.paid(payment.QRIS)
		refund := d.due(b)
		d.asked(gatewayemu.OpRefund, func(int) gatewayemu.Fault { return gatewayemu.Fault{Status: http.StatusPreconditionFailed} })
		d.advance(refund)
		state := d.state(refund)
		require.Equal(t, payment.CaseSubmitted, state.State)
		require.Equal(t, payment.ByPayout, state.Way)
		require.Equal(t, payment.WhyRefused, state.Why)
		d.reported(state.Payout, gatewayemu.Completed)
		require.Empty(t, d.sentBack(b.order(1)))
		require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
	})
}

//money:case §4.5 definite failure, retryable
func TestAFailureThatPassesIsTriedAgainLater(t *testing.T) {
	t.Parallel()
	for code, failure := range map[string]payment.Failure{
		gatewayemu.ProviderOffline: payment.FailureOffline, gatewayemu.NotEnoughMoney: payment.FailureBalance,
	} {
		t.Run(string(failure), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			refund := d.due(d.paid(payment.VABCA))
			d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Name: "DINAR NARESWARI", Fails: code})
			d.advance(refund)
			d.reported(d.state(refund).Payout, gatewayemu.Failed)
			state := d.state(refund)
			require.Equal(t, payment.CaseQueued, state.State)
			require.Equal(t, d.clock().Add(time.Minute), state.NotBefore)
			d.advance(refund)
			require.Equal(t, 1, d.count(refund, "refund_submitted"), "not before it is time")
			d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Name: "DINAR NARESWARI"})
			d.pass(time.Minute)
			d.advance(refund)
			d.reported(d.state(refund).Payout, gatewayemu.Completed)
			require.Equal(t, 2, d.state(refund).Attempt)
			sum, times := d.completed("bca", dinar.Number)
			require.EqualValues(t, price, sum)
			require.Equal(t, 1, times)
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
		})
	}
}

//money:case §4.5 needs destination, account given
//money:case §4.5 name check
func TestAnAccountThatIsBrokenIsRepairedByItsBuyer(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		account  gatewayemu.Account
		problem  payment.Problem
		attempts int
	}{
		"it is gone":                      {gatewayemu.Account{Gone: true}, payment.ProblemAccount, 1},
		"it is closed when money comes":   {gatewayemu.Account{Name: "DINAR NARESWARI", Fails: gatewayemu.NoSuchAccount}, payment.ProblemAccount, 2},
		"it belongs to somebody else":     {gatewayemu.Account{Name: "SUTRISNO HADI"}, payment.ProblemName, 1},
		"its owner is not known, so sent": {gatewayemu.Account{}, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(payment.VABCA)
			refund := d.due(b)
			d.gateway.SetAccount("bca", dinar.Number, row.account)
			d.advance(refund)
			if payout := d.state(refund).Payout; payout != "" && row.problem != "" {
				d.reported(payout, gatewayemu.Failed)
			}
			if row.problem != "" {
				require.Equal(t, payment.CaseNeedsDestination, d.state(refund).State)
				require.Equal(t, string(row.problem), d.lastProblem(refund))
				other := bankAccount{Bank: "Bank Mandiri", Number: "1370001234567", Holder: "Dinar Nareswari"}
				require.NoError(t, d.tell(refund, payment.GiveDestination{Buyer: b.buyer, Account: d.safe.seal(t, b.buyer, other)}))
				d.advance(refund)
			}
			d.reported(d.state(refund).Payout, gatewayemu.Completed)
			require.Equal(t, row.attempts, d.state(refund).Attempt)
			require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
			_, first := d.completed("bca", dinar.Number)
			_, second := d.completed("mandiri", "1370001234567")
			require.Equal(t, 1, first+second)
		})
	}
}

// lastProblem is why an account was asked for.
func (d *desk) lastProblem(refund id.ID) (problem string) {
	d.Helper()
	for recorded, err := range d.log.Stream(d.Context(), payment.Refunds.Stream(refund.String()), 1) {
		require.NoError(d, err)
		if strings.Contains(recorded.Type, "needs_destination") {
			var data struct{ Problem string }
			require.NoError(d, json.Unmarshal(recorded.Data, &data))
			problem = data.Problem
		}
	}
	return problem
}

//money:case §4.5 no answer
func TestABuyerIsRemindedAndThenTheMoneyIsKeptForThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Gone: true})
	d.advance(refund)
	for n, day := range []int{1, 2, 4, 7} { // days after the one before: on the 1st, 3rd, 7th and 14th
		require.Equal(t, n, d.count(refund, "refund_reminded"))
		d.advance(refund)
		require.Equal(t, n, d.count(refund, "refund_reminded"), "not before it is time")
		d.pass(time.Duration(day) * 24 * time.Hour)
		d.advance(refund)
	}
	require.Equal(t, 3, d.count(refund, "refund_reminded"))
	require.Equal(t, payment.CaseDormant, d.state(refund).State)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, d.sums(), "it stays theirs")
	d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{})
	require.NoError(t, d.tell(refund, payment.GiveDestination{Buyer: b.buyer, Account: d.safe.seal(t, b.buyer, dinar)}))
	d.advance(refund)
	d.reported(d.state(refund).Payout, gatewayemu.Completed)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
}

//money:case §4.5 payout reversed
func TestAPayoutThatItsBankReturnsIsDueAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	d.advance(refund)
	payout := d.state(refund).Payout
	d.reported(payout, gatewayemu.Completed)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
	require.ErrorIs(t, d.cashier.CheckPayout(t.Context(), payout, midtrans.PayoutFailed), cashier.ErrBehind, "it has to be asked again")
	require.NoError(t, d.gateway.ReturnPayout(payout))
	d.reported(payout, gatewayemu.Failed)
	require.Equal(t, payment.CaseNeedsDestination, d.state(refund).State)
	require.Equal(t, string(payment.ProblemReversed), d.lastProblem(refund))
	require.Equal(t, wallet.Sums{Received: 2 * price, RefundDue: price, Refunded: price}, d.sums(), "it came in once more")
	require.Equal(t, 1, d.deeds["payment.refund_returned.v1"])
	other := bankAccount{Bank: "BNI", Number: "0098127364", Holder: "D. Nareswari"}
	d.gateway.SetAccount("bni", other.Number, gatewayemu.Account{Name: "DINAR NARESWARI"})
	require.NoError(t, d.tell(refund, payment.GiveDestination{Buyer: b.buyer, Account: d.safe.seal(t, b.buyer, other)}))
	d.advance(refund)
	d.reported(d.state(refund).Payout, gatewayemu.Completed)
	require.Equal(t, wallet.Sums{Received: 2 * price, Refunded: 2 * price}, d.sums())
	_, first := d.completed("bca", dinar.Number)
	_, second := d.completed("bni", other.Number)
	require.Equal(t, [2]int{0, 1}, [2]int{first, second}, "the buyer has it once")
}

//money:case §4.5 erased person
//money:case §4.11 erasure asked for with money open
func TestAnErasedPersonsMoneyRestsUntilAnOperatorSendsIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	d.safe.erased[b.buyer.String()] = true
	d.advance(refund)
	require.Equal(t, payment.CaseDormant, d.state(refund).State)
	require.NoError(t, d.tell(refund, payment.MarkRefundSent{By: id.New(), Evidence: "FT 77"}))
	require.Equal(t, payment.CaseManualDone, d.state(refund).State)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())

	byQR := d.paidAnother(payment.QRIS)
	refund = d.due(byQR)
	d.safe.erased[byQR.buyer.String()] = true
	d.advance(refund)
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State, "the way back needs no account")
}

// paidAnother is paid, once more.
func (d *desk) paidAnother(method payment.Method) buyer {
	d.Helper()
	d.deeds[secured] = 0
	return d.paid(method)
}

func TestABankThatTheGatewayDoesNotServeIsAnOperators(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	d.safe.accounts[b.participation] = d.safe.seal(t, b.buyer, bankAccount{Bank: "BPR Tirta Kencana", Number: "1", Holder: "Dinar"})
	refund := d.due(b)
	d.advance(refund)
	state := d.state(refund)
	require.Equal(t, payment.CaseQueued, state.State)
	require.Equal(t, payment.ByOperator, state.Way)
	require.Equal(t, payment.WhyBank, state.Why)
}

//money:case §4.5 refund that we did not start
func TestARefundThatNobodyAskedForIsSeenAndOursIsConfirmed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.QRIS)
	require.NoError(t, d.client.Refund(t.Context(), b.order(1), "dashboard-1", 5_000, "salah kirim"))
	b.told(1, gatewayemu.PartialRefund)
	receipt := payment.ReceiptID(channel, b.intent(1).Transaction)
	strange := payment.ExternalRefundID(receipt, "dashboard-1")
	require.Equal(t, payment.CaseExternal, d.state(strange).State)
	require.Equal(t, b.buyer, d.state(strange).Buyer)
	require.Equal(t, wallet.Sums{Received: price, Held: price}, d.sums(), "an operator finds out first")
	b.told(1, gatewayemu.PartialRefund)
	require.Len(t, d.trail(strange), 1)
	require.NoError(t, d.tell(strange, payment.ResolveExternalRefund{By: id.New(), Note: "kelebihan ongkir"}))
	require.Equal(t, payment.CaseResolved, d.state(strange).State)

	whole := d.paidAnother(payment.QRIS)
	refund := d.due(whole)
	d.asked(gatewayemu.OpRefund, func(int) gatewayemu.Fault { return gatewayemu.Fault{Cut: true, Done: true} })
	d.advance(refund) // by the time that it is asked about, the gateway has reported it
	whole.told(1, gatewayemu.Refund)
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State)
	require.Len(t, d.sentBack(whole.order(1)), 1)
}

// The channel lists a refund under the very name of ours, of another amount: whatever that was, it is
// not ours, and what became of ours nobody knows.
//
//money:case §4.5 another amount is not ours
func TestARefundOfAnotherAmountUnderTheNameOfOursIsNotOurs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.QRIS)
	refund := d.due(b)
	d.asked(gatewayemu.OpRefund, func(n int) gatewayemu.Fault { return gatewayemu.Fault{Cut: n <= 2} })
	d.advance(refund)
	require.Equal(t, payment.CaseUnknown, d.state(refund).State)
	require.NoError(t, d.client.Refund(t.Context(), b.order(1), payment.RefundKey(refund), 5_000, "salah kirim"))

	for range 3 {
		require.NotZero(t, d.advance(refund), "it is asked about again")
		require.Equal(t, payment.CaseUnknown, d.state(refund).State)
	}
	require.Equal(t, []int64{5_000}, d.sentBack(b.order(1)), "nothing is sent beside it")
	strange := d.state(payment.ExternalRefundID(d.state(refund).Receipt, payment.RefundKey(refund)))
	require.Equal(t, payment.CaseExternal, strange.State, "an operator finds out what it was")
	require.EqualValues(t, 5_000, strange.Amount)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, d.sums())
	b.told(1, gatewayemu.PartialRefund)
	require.Equal(t, payment.CaseUnknown, d.state(refund).State, "nor is it taken for ours when it is told")
}

// The channel knows a payout under the very name of ours, of another amount: as with refunds, it is not
// taken for ours, neither when it is asked about nor when it is reported.
//
//money:case §4.5 another amount is not ours
func TestAPayoutOfAnotherAmountUnderTheNameOfOursIsNotOurs(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]bool{"when it is asked about": false, "when it is reported": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(payment.VABCA)
			refund := d.due(b)
			d.asked(gatewayemu.OpPayout, func(n int) gatewayemu.Fault { return gatewayemu.Fault{Cut: n <= 2} })
			d.advance(refund)
			require.Equal(t, payment.CaseUnknown, d.state(refund).State)
			other := d.other(dinar, "bca", fmt.Sprintf("Pengembalian %s 1", hex.EncodeToString(refund[:])))
			if told {
				d.reported(other, gatewayemu.Completed)
			} else {
				require.NoError(t, d.tell(refund, payment.AcceptPayout{Attempt: 1, Reference: other}))
				require.NotZero(t, d.advance(refund), "it is asked about again")
			}
			require.Equal(t, payment.CaseUnknown, d.state(refund).State)
			require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, d.sums())
			strange := d.state(payment.ExternalRefundID(d.state(refund).Receipt, other))
			require.Equal(t, payment.CaseExternal, strange.State, "an operator finds out what it was")
			require.EqualValues(t, 5_000, strange.Amount)
			if told { // ours was never made, and is asked for again under its own key
				d.advance(refund)
				d.reported(d.state(refund).Payout, gatewayemu.Completed)
				require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
			}
		})
	}
}

func TestWhatSomebodyElseSentBackIsNotPaidOutAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.QRIS)
	refund := d.due(b)
	require.NoError(t, d.client.Refund(t.Context(), b.order(1), "dashboard-1", price, "salah kirim"))
	d.advance(refund)
	state := d.state(refund)
	require.Equal(t, payment.CaseFailed, state.State)
	require.Equal(t, payment.ByGateway, state.Way, "an operator has to look into it")
	require.Len(t, d.sentBack(b.order(1)), 1)
	_, paidOut := d.completed("bca", dinar.Number)
	require.Zero(t, paidOut)
}

//money:case §4.5 partial refunds
func TestAnOverpaidPartGoesBackAloneAndPartsAddUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.join(d.campaign(1, 1))
	d.safe.accounts[b.participation] = d.safe.seal(t, b.buyer, dinar)
	b.begin(payment.QRIS)
	b.pays(1, gatewayemu.Payment{Amount: int64(price) + 5_000})
	b.told(1, gatewayemu.Settlement)
	require.Len(t, d.refunds, 1)
	d.advance(d.refunds[0])
	require.Equal(t, []int64{5_000}, d.sentBack(b.order(1)))
	require.Equal(t, wallet.Sums{Received: price + 5_000, Held: price, Refunded: 5_000}, d.sums())
	d.do(b.campaign, sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	d.settle()
	require.Len(t, d.refunds, 2)
	d.advance(d.refunds[1])
	require.Equal(t, []int64{5_000, int64(price)}, d.sentBack(b.order(1)))
	require.Equal(t, wallet.Sums{Received: price + 5_000, Refunded: price + 5_000}, d.sums())
}
