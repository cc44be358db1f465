package cashier_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

const (
	released = "sambatan.slots_released.v1"
	settled  = "sambatan.refund_settled.v1"
)

func anyone() eventstore.Meta { return eventstore.Meta{CommandID: id.New(), Actor: "user:test"} }

// loses has the bank of who paid take it back, and the gateway tell.
func (b buyer) loses(to gatewayemu.Status) {
	b.c.Helper()
	require.NoError(b.c, b.c.gateway.Lose(b.order(1), to))
	b.told(1, to)
}

// secures pays and is told.
func (b buyer) secures(method payment.Method) buyer {
	b.c.Helper()
	b.begin(method)
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	require.NotZero(b.c, b.c.deeds[secured])
	return b
}

//money:case §4.3 settlement turned to deny or chargeback
func TestAPaymentThatIsTakenBackWhileTheOutcomeIsOpenGivesItsSlotUp(t *testing.T) {
	t.Parallel()
	for _, status := range []gatewayemu.Status{gatewayemu.Deny, gatewayemu.Chargeback} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			campaign := c.campaign(3, 2)
			b := c.join(campaign).secures(payment.VABCA)
			b.loses(status)
			require.Equal(t, 1, c.deeds[released])
			require.Equal(t, 1, c.deeds[settled], "there is nothing to send back")
			require.Empty(t, c.refunds)
			require.Equal(t, wallet.Sums{Received: price, TakenBack: price}, c.sums())
			c.deliver(c.report(b.order(1), status))
			require.NoError(t, c.cashier.Check(t.Context(), b.order(1)))
			c.settle()
			require.Equal(t, 1, c.deeds["payment.receipt_taken_back.v1"], "it is told again, and gone once")
			for range 3 { // all slots are there to be had
				c.join(campaign)
			}
		})
	}
}

//money:case §4.3 settlement turned to deny or chargeback
func TestAPaymentThatIsTakenBackAfterSuccessIsShort(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(1, 1)).secures(payment.QRIS)
	require.Equal(t, 1, c.deeds["sambatan.succeeded.v1"])
	b.loses(gatewayemu.Chargeback)
	require.Zero(t, c.deeds[released], "the batch is made")
	require.Equal(t, wallet.Sums{Received: price, Held: price, TakenBack: price, Short: price}, c.sums())

	receipt := payment.ReceiptID(channel, b.intent(1).Transaction)
	bears := payment.CoverShortfall{By: id.New(), Cover: payment.CoverPlatform, LimitOne: payment.MaxAmount, Note: "keberatan ditolak bank"}
	command := payment.Receipts.Command(receipt.String(), bears, anyone())
	_, err := c.execute(command)
	require.NoError(t, err)
	c.settle()
	require.Equal(t, wallet.Sums{Received: price, Held: price, TakenBack: price, Lost: price}, c.sums(), "the brand is paid all the same")
	_, err = c.execute(payment.Receipts.Command(receipt.String(), bears, anyone()))
	require.ErrorIs(t, err, payment.ErrNotShort)
}

//money:case §4.3 settlement turned to deny or chargeback
func TestWhatWasTakenBackIsNotSentBackToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	require.Equal(t, payment.CaseQueued, d.state(refund).State)
	b.loses(gatewayemu.Chargeback)
	require.Equal(t, payment.CaseVoided, d.state(refund).State)
	require.Zero(t, d.advance(refund))
	_, paidOut := d.completed("bca", dinar.Number)
	require.Zero(t, paidOut)
	require.Equal(t, wallet.Sums{Received: price, TakenBack: price}, d.sums())
	require.Equal(t, 1, d.deeds["sambatan.unwound.v1"], "nobody waits for it")
}

//money:case §4.3 settlement turned to deny or chargeback
func TestWhatIsTakenBackWhileItIsOnItsWayOutStaysWhenItComesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Fails: "012"})
	d.advance(refund)
	require.Equal(t, payment.CaseSubmitted, d.state(refund).State)
	b.loses(gatewayemu.Chargeback)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price, TakenBack: price, Short: price}, d.sums(), "it may have left")
	d.pass(payment.AskAfter)
	d.advance(refund)
	require.Equal(t, payment.CaseVoided, d.state(refund).State, "it had not, and does not leave again")
	d.settle()
	require.Equal(t, wallet.Sums{Received: price, TakenBack: price}, d.sums())
}

// Nobody knows whether it left; asking for it again might send what is gone.
//
//money:case §4.3 settlement turned to deny or chargeback
func TestAnUnclearRefundOfMoneyThatIsGoneIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	for method, op := range map[payment.Method]gatewayemu.Op{payment.QRIS: gatewayemu.OpRefund, payment.VABCA: gatewayemu.OpPayout} {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			b := d.paid(method)
			refund := d.due(b)
			requests := d.asked(op, func(int) gatewayemu.Fault { return gatewayemu.Fault{Cut: true} })
			d.advance(refund)
			require.Equal(t, payment.CaseUnknown, d.state(refund).State)
			require.ErrorIs(t, d.tell(refund, payment.VoidRefund{Note: "tidak ada di dasbor"}), payment.ErrOnItsWay)
			require.NoError(t, d.gateway.Dispute(b.order(1), 30_000))
			b.told(1, gatewayemu.PartialChargeback)
			sent := requests()
			d.pass(time.Hour)
			require.Positive(t, d.advance(refund), "it is asked about")
			require.Equal(t, sent, requests(), "and not for")
			require.NoError(t, d.tell(refund, payment.VoidRefund{Note: "tidak ada di dasbor"}))
			require.Equal(t, payment.CaseVoided, d.state(refund).State)
			require.Len(t, d.refunds, 2, "what is left goes back")
			require.Equal(t, wallet.Sums{Received: price, RefundDue: price - 30_000, TakenBack: 30_000}, d.sums())
		})
	}
}

//money:case §4.3 settlement turned to deny or chargeback
func TestWhatIsTakenBackAfterItWasSentBackIsLostTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.paid(payment.VABCA)
	refund := d.due(b)
	d.advance(refund)
	d.pass(payment.AskAfter)
	d.advance(refund)
	d.settle()
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, d.sums())
	b.loses(gatewayemu.Chargeback)
	require.Equal(t, wallet.Sums{Received: price, Refunded: price, TakenBack: price, Short: price}, d.sums())
	require.Equal(t, payment.CaseSucceeded, d.state(refund).State)
}

// Whichever of the two is first, the money is out twice and on record once.
//
//money:case §4.5 sent although it was stopped
func TestARefundThatIsMarkedAndStoppedAtOnceIsShortOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	after := 0
	for range 8 {
		before, b := d.sums(), d.paidAnother(payment.QRIS)
		refund := d.due(b)
		require.NoError(t, d.tell(refund, payment.SwitchWay{Way: payment.ByOperator}))
		claim := d.state(refund).Claim
		require.NoError(t, d.gateway.Lose(b.order(1), gatewayemu.Chargeback))
		require.NoError(t, d.cashier.Check(t.Context(), b.order(1)))
		words := []payment.RefundCommand{
			payment.StopRefund{Claim: claim}, payment.MarkRefundSent{By: id.New(), Evidence: "FT 9"}, payment.MarkRefundSent{By: id.New(), Evidence: "FT 9"},
		}
		var group sync.WaitGroup
		for _, say := range words {
			group.Go(func() {
				if _, err := d.execute(payment.Refunds.Command(refund.String(), say, anyone())); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		require.Empty(t, d.settle())
		require.Equal(t, payment.CaseManualDone, d.state(refund).State)
		require.Equal(t, 1, d.count(refund, "refund_manual_done"))
		now := d.sums()
		require.Equal(t, before.Short+price, now.Short)
		require.Equal(t, before.Refunded+before.TakenBack+2*price, now.Refunded+now.TakenBack, "it left twice")
		require.Zero(t, now.RefundDue+now.Suspense)
		after += d.count(refund, "refund_voided")
	}
	t.Logf("%d of 8 were stopped first", after)
	require.Equal(t, after, d.deeds["payment.refund_sent_after_all.v1"])
}

//money:case §4.3 settlement turned to deny or chargeback
func TestOfAPartThatIsTakenBackTheRestGoesBack(t *testing.T) {
	t.Parallel()
	const first, second money.Rupiah = 30_000, 25_000
	d := newDesk(t)
	b := d.join(d.campaign(3, 2)).secures(payment.QRIS)
	require.NoError(t, d.gateway.Dispute(b.order(1), int64(first)))
	b.told(1, gatewayemu.PartialChargeback)
	require.Equal(t, 1, d.deeds[released])
	require.Len(t, d.refunds, 1)
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price - first, TakenBack: first}, d.sums())
	require.NoError(t, d.gateway.Dispute(b.order(1), int64(second)))
	b.told(1, gatewayemu.PartialChargeback)
	require.Equal(t, payment.CaseVoided, d.state(d.refunds[0]).State)
	require.Len(t, d.refunds, 2, "what is left of it")
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price - first - second, TakenBack: first + second}, d.sums())
}

//money:case §4.3 settlement turned to deny or chargeback
func TestWhatIsTakenBackOfNobodysPaymentIsGone(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.charge("SWG-LAIN-1")
	_, err := c.gateway.Pay("SWG-LAIN-1", gatewayemu.Payment{})
	require.NoError(t, err)
	c.deliver(c.report("SWG-LAIN-1", gatewayemu.Settlement))
	c.settle()
	require.Equal(t, wallet.Sums{Received: price, Suspense: price}, c.sums())
	require.NoError(t, c.gateway.Lose("SWG-LAIN-1", gatewayemu.Chargeback))
	c.deliver(c.report("SWG-LAIN-1", gatewayemu.Chargeback))
	c.settle()
	require.Equal(t, wallet.Sums{Received: price, TakenBack: price}, c.sums())
}

func TestWhatIsTakenBackBeforeAnybodyKnewOfItLeavesNoTrace(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABRI)
	b.pays(1, gatewayemu.Payment{})
	b.loses(gatewayemu.Chargeback)
	b.told(1, gatewayemu.Settlement) // late
	require.Equal(t, wallet.Sums{}, c.sums())
	require.Zero(t, c.deeds[received])
	require.Equal(t, payment.IntentIsClosed, b.intent(1).State)
	c.pass(31 * time.Minute)
	c.do(b.campaign, sambatan.LapseHolds{})
	c.settle()
	require.Equal(t, 1, c.deeds[expired])
}

// Whoever is first books it; the others learn that it is booked, and that nobody agrees to their own word.
//
//money:case §4.3 a loss of ours, four eyes
func TestOfManyWhoAgreeToALossAtOnceOneBooksIt(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(1, 1)).secures(payment.QRIS)
	b.loses(gatewayemu.Chargeback)
	receipt, proposer := payment.ReceiptID(channel, b.intent(1).Transaction), id.New()
	tell := func(by id.ID, command payment.ReceiptCommand) eventstore.Command {
		return payment.Receipts.Command(receipt.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:" + by.String()})
	}
	_, err := c.execute(tell(proposer, payment.CoverShortfall{By: proposer, Cover: payment.CoverPlatform, Note: "kasus 2231", LimitOne: price - 1}))
	require.NoError(t, err)
	state, _, err := eventstore.Load(t.Context(), c.log, payment.Receipts, receipt.String())
	require.NoError(t, err)
	people := append(someIDs(approvers), proposer)
	refused := c.allAtOnce(people, func(person id.ID) eventstore.Command {
		return tell(person, payment.AgreeLoss{By: person, Hash: state.Loss.Hash})
	})
	require.Len(t, refused, len(people)*insists-1, "one of them books it")
	c.settle()
	require.Equal(t, 1, c.deeds["payment.shortfall_covered.v1"])
	require.Equal(t, wallet.Sums{Received: price, Held: price, TakenBack: price, Lost: price}, c.sums())
}
