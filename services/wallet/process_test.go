package wallet_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// script is a log that refuses what it is told to, and keeps what it is asked.
type script struct {
	eventstore.Log

	refuse []error // one after the other; nil: accepted
	asked  []eventstore.Command
}

func (l *script) Execute(_ context.Context, c eventstore.Command) (eventstore.Result, error) {
	l.asked = append(l.asked, c)
	if len(l.asked) <= len(l.refuse) {
		return eventstore.Result{}, l.refuse[len(l.asked)-1]
	}
	return eventstore.Result{}, nil
}

type said struct {
	stream eventstore.StreamID
	body   any
}

func react(event any) []payment.Step {
	return wallet.Process{}.React(event, eventstore.Recorded{EventID: nth(200)})
}

func (l *script) said() (all []said) {
	for _, c := range l.asked {
		all = append(all, said{c.Stream, c.Body})
	}
	return all
}

var (
	walletOf = wallet.Wallets.Stream(rina.String())
	begun    = sambatan.PaymentBegun{
		Campaign: campaign, Participation: first, Buyer: rina, Attempt: 2, Method: string(payment.FromWallet), Amount: 185_000, PayBy: noon,
	}
	paidWith = payment.ReceiptID(payment.WalletChannel, nth(5).String())
)

func TestWhatAnEventLeadsTo(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		event any
		want  []said
	}{
		"a top-up": {asked, []said{{payment.Intents.Stream(topUp.String()), payment.OpenIntent{
			Payer: payment.Payer{Participation: topUp, Buyer: rina}, Attempt: 1, Method: payment.QRIS, Amount: 200_000, ExpiresAt: asked.PayBy,
		}}}},
		"a hold": {held, []said{{sambatan.Campaigns.Stream(campaign.String()), sambatan.BeginPayment{
			Participation: first, Buyer: rina, Method: "wallet",
		}}}},
		"the campaign agrees":        {begun, []said{{walletOf, wallet.Capture{Participation: first, Attempt: 2, Amount: 185_000}}}},
		"a payment that is not ours": {sambatan.PaymentBegun{Method: "qris"}, nil},
		"a capture": {captured, []said{{payment.Receipts.Stream(paidWith.String()), payment.RecordReceipt{
			Receipt: paidWith, Channel: "wallet", Method: "wallet", Account: "wallet", Amount: 185_000, PaidAt: noon, Reference: nth(5).String(), Home: clearing,
			Match: payment.Match{Instruction: first, Campaign: campaign, Participation: first, Buyer: rina, Due: 185_000, Attempt: 1},
		}}}},
		"a release": {released, nil},
		"a credit":  {filled, nil},
		"a top-up in its account": {
			payment.ReceiptAllocated{Receipt: nth(2), Participation: topUp, Buyer: rina, ToWallet: 200_000, Home: clearing},
			[]said{{walletOf, wallet.Credit(filled)}},
		},
		"a code in its account": {payment.ReceiptAllocated{Receipt: nth(2), Campaign: campaign, Buyer: rina, ToWallet: 417}, nil},
		"a refund in its account": {
			payment.RefundTransferred{Receipt: nth(6), Refund: nth(7), Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000, ToWallet: true},
			[]said{{walletOf, wallet.Credit(returned)}},
		},
		"a refund that left": {payment.RefundTransferred{Receipt: nth(6), Campaign: campaign, Buyer: rina, Amount: 5}, nil},
		"a top-up that is taken back": {
			payment.ReceiptTakenBack{Receipt: nth(2), Participation: topUp, Buyer: rina, Amount: 5, Total: 9},
			[]said{{walletOf, wallet.TakeBack{Receipt: nth(2), TopUp: topUp, Total: 9}}},
		},
		"a payment that is taken back": {payment.ReceiptTakenBack{Receipt: nth(2), Campaign: campaign, Buyer: rina, Amount: 5, Total: 9}, nil},
		"what the wallet gave of it": {
			wallet.TakenBack{Buyer: rina, Receipt: nth(2), TopUp: topUp, Amount: 5, Total: 9},
			[]said{{payment.Receipts.Stream(nth(2).String()), payment.CoverFromWallet{Amount: 5}}},
		},
		"what it gave in vain": {
			payment.WalletSpared{Receipt: nth(2), Participation: topUp, Buyer: rina, Back: nth(8), Amount: 5},
			[]said{{walletOf, wallet.Credit{Buyer: rina, Receipt: nth(2), Refund: nth(8), Participation: topUp, Amount: 5}}},
		},
		"a receipt":               {payment.ReceiptRecorded{}, nil},
		"another service's event": {struct{}{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &script{}
			for _, step := range react(row.event) {
				require.Equal(t, wallet.Actor, step.Command.Meta.Actor)
				require.Equal(t, [16]byte(nth(200)), step.Command.Meta.CausationID)
				_, err := step.Run(t.Context(), log)
				require.NoError(t, err)
			}
			require.Empty(t, cmp.Diff(row.want, log.said(), cmp.AllowUnexported(said{})))
		})
	}
}

//money:case Wallet the campaign refuses
func TestAHoldThatTheCampaignRefusesIsReleased(t *testing.T) {
	t.Parallel()
	log := &script{refuse: []error{&sambatan.NoHoldError{Participation: first}}}
	_, err := react(held)[0].Run(t.Context(), log)
	require.NoError(t, err)
	require.Equal(t, said{walletOf, wallet.Release{Participation: first, Hold: nth(5)}}, log.said()[1])

	broken := errors.New("the connection is gone")
	_, err = react(held)[0].Run(t.Context(), &script{refuse: []error{broken}})
	require.ErrorIs(t, err, broken, "no refusal: it is tried again")
}

func TestAPaymentWithNothingHeldEnds(t *testing.T) {
	t.Parallel()
	log := &script{refuse: []error{wallet.ErrNoHold}}
	_, err := react(begun)[0].Run(t.Context(), log)
	require.NoError(t, err)
	require.Equal(t, []said{
		{walletOf, wallet.Release{Participation: first}},
		{payment.Intents.Stream(first.String()), payment.CloseIntent{Attempt: 2, Reason: payment.EndRefused}},
	}, log.said()[1:])

	overtaken := &script{refuse: []error{wallet.ErrNoHold, nil, payment.ErrNoIntent}}
	_, err = react(begun)[0].Run(t.Context(), overtaken)
	require.NoError(t, err, "a newer attempt has taken its place")
}

// A page takes the same steps at once: they are the same commands.
func TestThePageAndTheProcessTakeTheSameSteps(t *testing.T) {
	t.Parallel()
	recorded := eventstore.Recorded{EventID: nth(200)}
	require.Equal(t, react(held)[0].Command, wallet.Process{}.BeginFor(held, recorded).Command)
	require.Equal(t, react(asked)[0].Command, wallet.Process{}.OpenFor(asked, recorded).Command)
}

func TestTheKeyIsWhatAnEventIsAbout(t *testing.T) {
	t.Parallel()
	for event, want := range map[wallet.Event]id.ID{
		asked: topUp, filled: topUp, returned: first, held: first, captured: first, released: first, wallet.TakenBack{TopUp: topUp}: topUp,
	} {
		require.Equal(t, want.String(), wallet.Process{}.Key(event), "%T", event)
	}
}

// What a campaign is paid from wallets was received for no campaign.
func TestWhatACampaignDrawsFromWalletsIsToldApart(t *testing.T) {
	t.Parallel()
	var reference wallet.Reference
	record(t, &reference, "receipt-1", payment.ReceiptRecorded{
		Receipt: nth(2), Channel: "midtrans", Participation: topUp, Buyer: rina, Amount: 200_000, Postings: money.Move(200_000, clearing, money.Suspense),
	})
	purse := money.Wallet(rina.String())
	record(t, &reference, "receipt-1", payment.ReceiptAllocated{
		Receipt: nth(2), Participation: topUp, Buyer: rina, ToWallet: 200_000, Postings: money.Move(200_000, money.Suspense, purse),
	})
	record(t, &reference, "receipt-2", payment.ReceiptRecorded{
		Receipt: paidWith, Channel: payment.WalletChannel, Campaign: campaign, Participation: first, Buyer: rina, Amount: 185_000,
		Postings: money.Move(185_000, purse, money.Suspense),
	})
	check := func(balances wallet.Balances, want wallet.Sums) {
		t.Helper()
		sums, err := wallet.Identity(balances)
		require.NoError(t, err)
		require.Equal(t, want, sums)
	}
	check(reference.Campaign(campaign), wallet.Sums{Suspense: 185_000, Drawn: 185_000})
	check(reference.Campaign(id.ID{}), wallet.Sums{Received: 200_000, Wallet: 200_000})
	check(reference.Buyer(rina), wallet.Sums{Received: 200_000, Wallet: 15_000, Suspense: 185_000})
	check(reference.Platform(), wallet.Sums{Received: 200_000, Wallet: 15_000, Suspense: 185_000})

	back := money.RefundToWallet(rina.String())
	record(t, &reference, "receipt-2", payment.RefundDue{Receipt: paidWith, Campaign: campaign, Buyer: rina, Amount: 185_000, Postings: money.Move(185_000, money.Suspense, back)})
	check(reference.Platform(), wallet.Sums{Received: 200_000, Wallet: 15_000, RefundDue: 185_000})
	record(t, &reference, "receipt-2", payment.RefundTransferred{Receipt: paidWith, Campaign: campaign, Buyer: rina, Amount: 185_000, ToWallet: true, Postings: money.Move(185_000, back, purse)})
	check(reference.Platform(), wallet.Sums{Received: 200_000, Wallet: 200_000})
	check(reference.Campaign(campaign), wallet.Sums{})
}

// What a channel took back had left already, and is made good by what the same buyer paid from
// the wallet: that money came in with the top-up, which is no campaign's.
func TestWhatIsDrawnMakesGoodWhatLeftTheCampaign(t *testing.T) {
	t.Parallel()
	var reference wallet.Reference
	purse, back, short := money.Wallet(rina.String()), money.Refund(rina.String()), money.Shortfall(rina.String())
	post := func(receipt eventstore.StreamID, channel string, steps ...[]money.Posting) {
		for _, postings := range steps {
			record(t, &reference, receipt, payment.ReceiptRecorded{Channel: channel, Campaign: campaign, Buyer: rina, Postings: postings})
		}
	}
	record(t, &reference, "receipt-1", payment.ReceiptRecorded{Channel: "midtrans", Buyer: rina, Postings: money.Move(200_000, clearing, purse)})
	post("receipt-2", payment.WalletChannel, money.Move(185_000, purse, escrow))
	post(
		"receipt-3", "midtrans",
		money.Move(95_000, clearing, money.Suspense), money.Move(95_000, money.Suspense, back), money.Move(95_000, back, clearing),
		money.Move(95_000, short, clearing), money.Move(95_000, escrow, short),
	)

	sums, err := wallet.Identity(reference.Campaign(campaign))
	require.NoError(t, err)
	require.Equal(t, wallet.Sums{Received: 95_000, Held: 90_000, Refunded: 95_000, TakenBack: 95_000, Drawn: 185_000}, sums)
	_, err = wallet.Identity(reference.Platform())
	require.NoError(t, err)
}
