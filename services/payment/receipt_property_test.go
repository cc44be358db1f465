package payment_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// TestEveryRupiahOfAReceiptIsInOnePlaceAndLeavesOnce throws random commands at a
// receipt and compares its state with its postings after every event.
func TestEveryRupiahOfAReceiptIsInOnePlaceAndLeavesOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	story := func(t *rapid.T) {
		amount := money.Rupiah(rapid.OneOf(
			rapid.Just(int64(185_417)), rapid.Just(int64(185_000)), rapid.Int64Range(1, 400_000),
			rapid.Just(int64(2*payment.FourEyesAbove)),
		).Draw(t, "amount"))
		known := record(amount, match)
		if rapid.Bool().Draw(t, "through a channel") {
			known = throughChannel(amount)
		}
		state := payment.ReceiptDecider.Initial()
		balances := wallet.Balances{}
		exits, returned := map[id.ID]int{}, money.Rupiah(0)
		settled := false
		given, lost, borne := money.Rupiah(0), money.Rupiah(0), money.Rupiah(0)
		said := map[id.ID]payment.RefundTransferProposed{}
		clawed, doubled := money.Rupiah(0), map[id.ID]int{}
		usual := []payment.ReceiptCommand{}
		if rapid.Bool().Draw(t, "as usual, first") {
			usual = []payment.ReceiptCommand{known, payment.Allocate{}, payment.ReleaseEscrow{Brand: campaign, Split: fair}}
		}
		for n := range len(usual) + rapid.IntRange(1, 35).Draw(t, "commands") {
			_, proposedReturn := state.Proposed()
			command := receiptCommand(t, amount, known, state.Loss, proposedReturn)
			switch {
			case n < len(usual):
				command = usual[n]
			case !state.Brand.IsZero() && rapid.Bool().Draw(t, "after the release"):
				command = afterRelease(t, state)
			}
			events, err := payment.ReceiptDecider.Decide(state, command, noon)
			if err != nil {
				_, refused := errors.AsType[*payment.RefusalError](err)
				require.True(t, refused, "%v", err)
				require.Empty(t, events)
			}
			for _, event := range events {
				balances.Post(postings(event)...)
				switch e := event.(type) {
				case payment.RefundTransferProposed:
					said[e.Refund] = e
				case payment.RefundTransferred:
					exits[e.Refund]++
					requireTwo(t, said[e.Refund], e, command)
				case payment.RefundSentAfterAll:
					exits[e.Refund]++
				case payment.RefundSentTwice:
					doubled[e.Refund]++
					seen["sent twice"]++
				case payment.ReturnRecorded:
					requireReturn(t, state, e, command)
				case payment.ReturnDropped:
					returned += e.Amount // it was received once more
				case payment.RefundReturned:
					exits[e.Refund]--
					returned += e.Amount
					if !e.Line.IsZero() {
						require.Zero(t, doubled[e.Refund], "due again although the buyer has it")
						seen["returned without a way"]++
					}
				case payment.ShortfallCovered:
					if e.Cover == payment.CoverChannel {
						given += e.Amount
					}
					if e.Cover == payment.CoverPlatform {
						lost, borne = lost+e.Amount, borne+e.Amount
						if agree, two := command.(payment.AgreeLoss); two {
							require.NotEqual(t, state.Loss.By, agree.By)
							seen["borne by two"]++
						} else {
							require.LessOrEqual(t, borne, limit, "one person bears no more")
						}
					}
					if e.Cover == payment.CoverReturned {
						given, lost = given+e.Amount, lost-e.Amount
						seen["returned"]++
					}
					if e.Cover == payment.CoverChannel || e.Cover == payment.CoverReturned {
						if agree, two := command.(payment.AgreeLoss); two {
							require.NotEqual(t, state.Loss.By, agree.By)
							seen["given back by two"]++
						} else {
							require.LessOrEqual(t, given, limit, "one person says no more to have come")
						}
					}
					if e.Cover == payment.CoverRecovered {
						lost -= e.Amount
						seen["recovered"]++
					}
					if e.Cover == payment.CoverBrand {
						clawed += e.Amount
						twoAgreed(t, state, clawed, command)
						seen["borne by the brand"]++
					}
				case payment.RefundDue:
					require.True(t, !e.Brand.IsZero() || state.Short+state.Lost == 0, "sent back although it is gone")
					if !e.Brand.IsZero() {
						clawed += e.Amount
						twoAgreed(t, state, clawed, command)
						seen["clawed back"]++
					}
					seen[e.Reason]++
				case payment.ReceiptTakenBack, payment.ReceiptRecorded, payment.ReceiptMatched, payment.ReceiptAllocated, payment.EscrowReleased, payment.RefundWithdrawn,
					payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped,
					payment.LossProposed, payment.LossDropped, payment.WalletSpared, payment.ReturnProposed, payment.ReturnProposalDropped:
				}
				seen[fmt.Sprintf("%T", event)]++
				state = payment.ReceiptDecider.Evolve(state, event)
				if !settled && state.Settled {
					require.Zero(t, state.Held()+state.Due, "all is back when the campaign is told so")
				}
				settled = state.Settled
				agree(t, state, balances, returned, given, lost)
				for refund, out := range exits {
					require.Contains(t, []int{0, 1}, out, "refund %s", refund)
				}
			}
		}
	}
	kinds := []string{
		"payment.RefundSentAfterAll", "borne by two", "returned", "payment.LossDropped", "clawed back", "borne by the brand", "recovered", payment.ReasonPart, payment.ReasonDefect, "payment.ClawbackAgreed", "payment.ClawbackDropped",
		"payment.EscrowReleased", "payment.RefundWithdrawn", "sent twice", "payment.ReturnRecorded", "payment.ReturnDropped", "payment.ReturnProposed", "payment.ReturnProposalDropped", "returned without a way",
	}
	spec.Explore(func() { rapid.Check(t, story) }, func() bool { return spec.Saw(seen, kinds) })
	for _, kind := range kinds {
		require.NotZero(t, seen[kind], "no story held %s", kind)
	}
}

// requireReturn: a line is the return of something when all of it is nobody's, and above the limit
// when two say so.
func requireReturn(t *rapid.T, before payment.Receipt, is payment.ReturnRecorded, command payment.ReceiptCommand) {
	require.Equal(t, before.Amount, before.Suspense)
	require.Zero(t, before.Match)
	if is.Amount > payment.FourEyesAbove {
		require.Equal(t, before.Says, is.Of, "by one person")
	}
	require.IsType(t, payment.RecordReturn{}, command)
}

// twoAgreed: nobody alone takes more from a brand than the limit.
func twoAgreed(t *rapid.T, before payment.Receipt, clawed money.Rupiah, command payment.ReceiptCommand) {
	if agree, two := command.(payment.AgreeClawback); two {
		require.NotEqual(t, before.Clawback.By, agree.By)
		return
	}
	require.LessOrEqual(t, clawed, limit)
}

// afterRelease is what is said about money that the brand has.
func afterRelease(t *rapid.T, r payment.Receipt) payment.ReceiptCommand {
	by := rapid.SampledFrom([]id.ID{petra, desi}).Draw(t, "by")
	return rapid.OneOf(
		rapid.Just[payment.ReceiptCommand](payment.ProposeClawback{
			By: by, Reason: rapid.SampledFrom(payment.ClawbackReasons).Draw(t, "why"), Note: "x", LimitOne: limit, Policy: payment.RefundsAutomatic,
			Amount: money.Rupiah(rapid.OneOf(rapid.Just(int64(r.Returnable())), rapid.Just(int64(r.Short)), rapid.Int64Range(1, 200_000)).Draw(t, "back")),
		}),
		rapid.Just[payment.ReceiptCommand](payment.ProposeClawback{
			By: by, Reason: payment.ReasonChargeback, Note: "x", LimitOne: limit, Policy: payment.RefundsAutomatic, Amount: r.Short,
		}),
		rapid.Just[payment.ReceiptCommand](payment.AgreeClawback{By: by, Hash: r.Clawback.Hash, Policy: payment.RefundsAutomatic}),
		rapid.Just[payment.ReceiptCommand](payment.DropClawback{By: by, Note: rapid.SampledFrom([]string{"", "x"}).Draw(t, "note")}),
		rapid.Just[payment.ReceiptCommand](payment.TakeBack{Total: r.Amount, Reason: "chargeback"}),
	).Draw(t, "after the release")
}

// requireTwo: no one person marks a large refund as sent.
func requireTwo(t *rapid.T, said payment.RefundTransferProposed, sent payment.RefundTransferred, command payment.ReceiptCommand) {
	if mark, byHand := command.(payment.MarkTransferred); byHand && sent.Amount > payment.FourEyesAbove {
		require.False(t, said.By.IsZero(), "nobody had proposed it")
		require.NotEqual(t, said.By, mark.By, "by one person")
		require.Equal(t, said.Evidence, sent.Evidence)
	}
}

// agree: what came back was sent, and received, once more; so was what a channel took
// and gave back.
func agree(t *rapid.T, r payment.Receipt, balances wallet.Balances, returned, given, lost money.Rupiah) {
	for _, part := range []money.Rupiah{r.Suspense, r.Escrow, r.Wallet, r.Due, r.Refunded, r.PaidOn, r.Short, r.Covered, r.Amount - r.Taken} {
		require.GreaterOrEqual(t, part, money.Rupiah(0))
	}
	require.Equal(t, r.Amount, r.Held()+r.Due+r.Refunded+r.PaidOn+r.Covered, "the parts are the whole")
	require.Equal(t, lost, r.Lost)
	require.Equal(t, r.Taken+r.Unbacked, r.Short+r.Covered+given+lost, "what was taken or unbacked is short, or somebody made it good")
	sums, err := wallet.Identity(balances)
	require.NoError(t, err)
	require.Equal(t, r.PaidOn, sums.Released+sums.Fee+sums.Tax, "what was paid on is the brand's and the platform's")
	require.Equal(t, wallet.Sums{
		Received: r.Amount + returned + given, TakenBack: r.Taken + r.Unbacked, Short: r.Short, Lost: lost, Held: r.Escrow, Wallet: r.Wallet, Suspense: r.Suspense, RefundDue: r.Due, Refunded: r.Refunded + returned,
		Released: sums.Released, Fee: sums.Fee, Tax: sums.Tax,
	}, sums, "the postings say what the state says")
}

// throughChannel is a payment that a channel may take back.
func throughChannel(amount money.Rupiah) payment.RecordReceipt {
	begun := match
	begun.Code, begun.Attempt = 0, 1
	return payment.RecordReceipt{
		Receipt: payment.ReceiptID("midtrans", "T1"), Channel: "midtrans", Account: "midtrans", Method: "qris",
		Amount: amount, PaidAt: noon, Reference: "T1", Match: begun,
	}
}

func receiptCommand(t *rapid.T, amount money.Rupiah, known payment.RecordReceipt, waits payment.Loss, said string) payment.ReceiptCommand {
	nobodys := known
	nobodys.Match = payment.Match{}
	first, second := payment.RefundID(known.Receipt, 1), payment.RefundID(known.Receipt, 2)
	reasons := []string{
		payment.ReasonUnmatched, payment.ReasonOverpaid, string(sambatan.DeclinedLate), string(sambatan.DeclinedTwice),
		string(sambatan.RefundedFailed), string(sambatan.RefundedCancelled),
	}
	evidence := rapid.SampledFrom([]string{"FT 1", "FT 2"}).Draw(t, "evidence")
	policy := rapid.SampledFrom([]payment.RefundPolicy{payment.RefundsUnrouted, payment.RefundsAutomatic}).Draw(t, "policy")
	exit := rapid.IntRange(1, 3).Draw(t, "exit")
	by := rapid.SampledFrom([]id.ID{petra, desi}).Draw(t, "by")
	return rapid.OneOf(
		rapid.Just[payment.ReceiptCommand](known),
		rapid.Just[payment.ReceiptCommand](nobodys),
		rapid.Just[payment.ReceiptCommand](payment.MatchReceipt{Match: known.Match}),
		rapid.Just[payment.ReceiptCommand](payment.Allocate{}),
		rapid.Just[payment.ReceiptCommand](payment.Allocate{Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.DueRefund{Reason: rapid.SampledFrom(reasons).Draw(t, "reason"), Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.NoteRefunded{Refund: first, Exit: exit, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.NoteReturned{Refund: first, Exit: exit, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.WithdrawRefund{Refund: first}),
		rapid.Just[payment.ReceiptCommand](payment.TakeBack{Total: money.Rupiah(rapid.OneOf(
			rapid.Just(int64(amount)), rapid.Int64Range(1, int64(amount)), rapid.Just(int64(amount)+1)).Draw(t, "total")), Reason: "chargeback"}),
		rapid.Just[payment.ReceiptCommand](payment.CoverShortfall{
			By: by, Note: "x", Cover: rapid.SampledFrom([]payment.Cover{payment.CoverPlatform, payment.CoverChannel}).Draw(t, "cover"),
			LimitOne: limit, Evidence: evidence,
		}),
		rapid.Just[payment.ReceiptCommand](payment.NoteGivenBack{By: by, Amount: money.Rupiah(rapid.Int64Range(1, int64(amount)).Draw(t, "given back")), Evidence: evidence, LimitOne: limit}),
		rapid.Just[payment.ReceiptCommand](payment.AgreeLoss{By: by, Hash: waits.Hash}),
		rapid.Just[payment.ReceiptCommand](payment.DropLoss{By: by, Hash: waits.Hash}),
		rapid.Just[payment.ReceiptCommand](payment.DueRefund{Reason: string(sambatan.RefundedTakenBack), Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.WithdrawRefund{Refund: second}),
		rapid.Just[payment.ReceiptCommand](payment.MarkTransferred{Refund: first, By: by, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.MarkTransferred{Refund: second, By: by, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.NoteSentTwice{Refund: first, Number: exit, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.NoteSentTwice{Refund: second, By: by, Evidence: evidence}),
		rapid.Just[payment.ReceiptCommand](payment.NoteTransferReturned{Refund: first, Amount: amount, Line: line, Policy: payment.RefundsByHand}),
		rapid.Just[payment.ReceiptCommand](payment.RecordReturn{
			Receipt: known.Receipt, Account: known.Account, Amount: amount, PaidAt: noon, Reference: known.Reference, By: by, Of: whatLeft(exit),
		}),
		rapid.Just[payment.ReceiptCommand](payment.DropReturn{Of: whatLeft(exit)}),
		rapid.Just[payment.ReceiptCommand](payment.DropReturnProposal{By: by, Hash: said}),
		rapid.Just[payment.ReceiptCommand](payment.ReleaseEscrow{Brand: campaign, Split: fair}),
		rapid.Just[payment.ReceiptCommand](payment.ReturnPart{Amount: 50_000, Policy: policy}),
		rapid.Just[payment.ReceiptCommand](payment.ReleaseEscrow{
			Brand: campaign, Split: sambatan.Split{Goods: 120_000, Shipping: 15_000, Fee: 6_000, Tax: 600}, Part: 50_000, Policy: policy,
		}),
	).Draw(t, "command")
}

// whatLeft is a refund of another receipt.
func whatLeft(exit int) payment.Outgoing {
	return payment.Outgoing{Refund: claim.Refund, Receipt: came, Exit: exit}
}

func postings(event payment.ReceiptEvent) []money.Posting {
	switch e := event.(type) {
	case payment.ReceiptRecorded:
		return e.Postings
	case payment.ReceiptAllocated:
		return e.Postings
	case payment.EscrowReleased:
		return e.Postings
	case payment.RefundDue:
		return e.Postings
	case payment.RefundTransferred:
		return e.Postings
	case payment.RefundReturned:
		return e.Postings
	case payment.RefundWithdrawn:
		return e.Postings
	case payment.RefundSentAfterAll:
		return e.Postings
	case payment.RefundSentTwice:
		return e.Postings
	case payment.ReturnRecorded:
		return e.Postings
	case payment.ReturnDropped:
		return e.Postings
	case payment.ReceiptTakenBack:
		return e.Postings
	case payment.ShortfallCovered:
		return e.Postings
	case payment.ReceiptMatched, payment.RefundTransferProposed, payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped,
		payment.LossProposed, payment.LossDropped, payment.WalletSpared, payment.ReturnProposed, payment.ReturnProposalDropped:
	}
	return nil
}
