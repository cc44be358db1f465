package cashier_test

import (
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

const partPaid = "sambatan.part_paid.v1"

// transfers is a line of the bank's statement that an operator has matched with what the
// buyer was told to transfer: of which amount, and whether it was exactly that.
func (b buyer) transfers(told, amount money.Rupiah) {
	b.c.Helper()
	account := b.c.process.Account
	book, _, err := eventstore.Load(b.c.Context(), b.c.log, payment.Instructions, payment.InstructionStream(account, told))
	require.NoError(b.c, err)
	instruction, issued := book.Find(b.participation)
	require.True(b.c, issued, "nothing was told of %d", told)
	if amount == 0 {
		amount = told + money.Rupiah(instruction.Code)
	}
	reference := "TRX " + id.New().String()
	receipt := payment.ReceiptID(account, reference)
	_, err = b.c.execute(payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Account: account, Amount: amount, PaidAt: b.c.clock(), Reference: reference,
		Match: payment.Match{
			Instruction: b.participation, Campaign: b.campaign, Participation: b.participation, Buyer: b.buyer, Due: told, Code: instruction.Code,
		},
	}, anyone()))
	require.NoError(b.c, err)
	b.c.settle()
}

// pay pays an attempt, less or all of it, and is told.
func (b buyer) pay(attempt int, how gatewayemu.Payment) {
	b.c.Helper()
	b.pays(attempt, how)
	b.told(attempt, gatewayemu.Settlement)
}

//money:case §4.3 underpay
//money:case §4.3 top-up of an underpayment
func TestWhatIsTooLittleWaitsForTheRest(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pay(1, gatewayemu.Payment{Amount: int64(price) - 5_417})
	require.Equal(t, 1, c.deeds[partPaid])
	require.Equal(t, wallet.Sums{Received: price - 5_417, Suspense: price - 5_417}, c.sums())
	b.begin(payment.QRIS)
	require.Equal(t, money.Rupiah(5_417), b.intent(2).Amount, "the rest is asked for")
	b.pay(2, gatewayemu.Payment{})
	require.Equal(t, 1, c.deeds[secured])
	require.Equal(t, wallet.Sums{Received: price, Held: price}, c.sums())
}

//money:case §4.3 top-up of an underpayment
func TestATransferAndTheGatewayPayTogether(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	byBank, byVA := c.join(campaign), c.join(campaign)

	byBank.transfers(price, 180_000)
	byBank.begin(payment.VABNI)
	require.Equal(t, money.Rupiah(5_000), byBank.intent(1).Amount)
	byBank.pay(1, gatewayemu.Payment{})
	require.Equal(t, 1, c.deeds[secured])

	byVA.begin(payment.VABCA)
	byVA.pay(1, gatewayemu.Payment{Amount: 104_877})
	byVA.transfers(81_000, 0)
	require.Equal(t, 2, c.deeds[secured])
	sums := c.sums()
	require.Equal(t, 2*price, sums.Held)
	require.Positive(t, sums.Wallet, "the code, and what the rest was rounded up by")
	require.Less(t, sums.Wallet, money.Rupiah(877+1000))
	require.Equal(t, wallet.Sums{Received: 2*price + sums.Wallet, Held: 2 * price, Wallet: sums.Wallet}, sums)
	require.Empty(t, c.refunds)
}

//money:case §4.3 part told again, or paid again
func TestAPartThatIsToldAgainCountsOnce(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pay(1, gatewayemu.Payment{Amount: 80_000})
	c.deliver(c.report(b.order(1), gatewayemu.Settlement))
	require.NoError(t, c.cashier.Check(t.Context(), b.order(1)))
	c.settle()
	require.Equal(t, 1, c.deeds[partPaid])
	b.transfers(105_000, 80_000)
	require.Equal(t, 2, c.deeds[partPaid], "as much as before, and other money")
	b.transfers(25_000, 26_000)
	require.Equal(t, 1, c.reasons[payment.ReasonOverpaid])
	require.Equal(t, wallet.Sums{Received: 186_000, Held: price, RefundDue: 1_000}, c.sums())
}

//money:case §4.3 parts at the hold's expiry
func TestWhatIsNotPaidInFullGoesBackWhenTheHoldLapses(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	b.transfers(price, 100_000)
	b.begin(payment.VABCA)
	b.pay(1, gatewayemu.Payment{Amount: 60_000})
	b.begin(payment.QRIS)
	c.pass(31 * time.Minute)
	c.do(campaign, sambatan.LapseHolds{})
	require.Zero(t, c.deeds[expired], "the gateway is asked first")
	c.settle()
	require.Equal(t, 1, c.deeds[expired])
	require.Equal(t, 2, c.reasons[string(sambatan.DeclinedPart)])
	require.Equal(t, wallet.Sums{Received: 160_000, RefundDue: 160_000}, c.sums())
	c.do(campaign, sambatan.LapseHolds{})
	c.settle()
	require.Equal(t, 2, c.reasons[string(sambatan.DeclinedPart)], "each goes back once")
}

//money:case §4.3 part that comes too late
func TestAPartForAHoldThatIsGoneGoesBackAtOnce(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	c.pass(31 * time.Minute)
	c.do(campaign, sambatan.LapseHolds{})
	c.settle()
	b.transfers(price, 100_000)
	require.Equal(t, 1, c.reasons[string(sambatan.DeclinedAmount)])
	require.Zero(t, c.deeds[partPaid])
	require.Equal(t, wallet.Sums{Received: 100_000, RefundDue: 100_000}, c.sums())
}

//money:case §4.3 part taken back
func TestAPartThatTheGatewayTakesBackIsMissingAgain(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	b := c.join(c.campaign(3, 2))
	b.begin(payment.VABCA)
	b.pay(1, gatewayemu.Payment{Amount: 100_000})
	b.loses(gatewayemu.Deny)
	require.Equal(t, 1, c.deeds["sambatan.part_taken_back.v1"])
	require.Equal(t, wallet.Sums{Received: 100_000, TakenBack: 100_000}, c.sums())
	b.begin(payment.QRIS)
	require.Equal(t, price, b.intent(2).Amount)
	b.pay(2, gatewayemu.Payment{})
	require.Equal(t, 1, c.deeds[secured])
	require.Equal(t, wallet.Sums{Received: 100_000 + price, TakenBack: 100_000, Held: price}, c.sums())
}

//money:case §4.3 refund of several receipts
func TestBothReceiptsOfAFailedCampaignGoBack(t *testing.T) {
	t.Parallel()
	c := newDesk(t)
	campaign := c.campaign(3, 2)
	b := c.join(campaign)
	b.begin(payment.QRIS)
	b.pay(1, gatewayemu.Payment{Amount: 100_000})
	b.begin(payment.QRIS)
	b.pay(2, gatewayemu.Payment{})
	c.pass(3 * time.Hour)
	c.do(campaign, sambatan.Close{})
	c.settle()
	require.Equal(t, 2, c.reasons[string(sambatan.RefundedFailed)])
	require.Equal(t, wallet.Sums{Received: price, RefundDue: price}, c.sums())
	require.Len(t, c.refunds, 2)
	for n, refund := range c.refunds {
		require.Equal(t, n, c.deeds["sambatan.part_settled.v1"])
		require.Zero(t, c.deeds[settled])
		c.advance(refund)
	}
	require.Equal(t, 1, c.deeds["sambatan.part_settled.v1"])
	require.Equal(t, 1, c.deeds[settled])
	require.Equal(t, 1, c.deeds["sambatan.unwound.v1"])
	require.Equal(t, wallet.Sums{Received: price, Refunded: price}, c.sums())
}

//money:case §4.4 several receipts
func TestWhatTwoReceiptsPaidForIsReleasedToTheBrandOnce(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	campaign := c.campaign(1, 1)
	b := c.join(campaign)
	b.transfers(price, 100_000)
	b.begin(payment.QRIS)
	b.pay(1, gatewayemu.Payment{})
	for _, step := range []sambatan.Command{sambatan.StartProduction{}, sambatan.PassQuality{}, sambatan.StartShipping{}, sambatan.Fulfil{Participation: b.participation}} {
		c.do(campaign, step)
	}
	c.settle()
	require.Equal(t, 2, c.deeds["payment.escrow_released.v1"])
	require.Equal(t, 2, c.deeds["payout.accrued.v1"])
	require.Equal(t, wallet.Sums{Received: price, Released: price}, c.sums())
}
