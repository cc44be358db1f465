// Package services_test holds an example of every event that was ever recorded,
// by type and version. The files are append-only: what they say must be readable
// for good.
package services_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var update = flag.Bool("update", false, "write the golden files of new event types")

var (
	campaign      = id.MustParse("01930000-0000-7000-8000-00000000000c")
	participation = id.MustParse("01930000-0000-7000-8000-00000000000d")
	buyer         = id.MustParse("01930000-0000-7000-8000-00000000000b")
	house         = id.MustParse("01930000-0000-7000-8000-00000000000a")
	bottle        = id.MustParse("01930000-0000-7000-8000-00000000000e")
	receipt       = payment.ReceiptID("8830124477", "TRX-1")
	refund        = payment.RefundID(receipt, 1)
	at            = time.Date(2026, 11, 24, 7, 6, 5, 123456000, time.UTC)
	box           = eventstore.Sealed{Person: buyer.String(), Nonce: []byte("nonce"), Box: []byte("box")}
)

func TestEveryInstructionEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, payment.InstructionCodec,
		payment.InstructionIssued{
			Instruction: participation, Campaign: campaign, Buyer: buyer, Account: "8830124477",
			Amount: 185_000, Code: 417, Total: 185_417, IssuedAt: at, ExpiresAt: at.Add(time.Hour),
		},
		payment.TransferReported{
			Instruction: participation, Campaign: campaign, Buyer: buyer, PaidAt: at, Proof: box, DecideBy: at.Add(24 * time.Hour),
		},
		payment.ReportRejected{
			Instruction: participation, Campaign: campaign, Buyer: buyer, Reason: "tidak ada di mutasi", ExpiresAt: at,
		},
		payment.InstructionPaid{Instruction: participation, Receipt: receipt},
		payment.InstructionClosed{Instruction: participation, Reason: payment.CloseExpired},
	)
}

func TestEveryReceiptEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, payment.ReceiptCodec,
		payment.ReceiptRecorded{
			Receipt: receipt, Account: "8830124477", Amount: 185_417, PaidAt: at, Reference: "TRX-1",
			Instruction: participation, Campaign: campaign, Participation: participation, Buyer: buyer, Due: 185_000, Code: 417,
			Postings: money.Move(185_417, money.Bank("8830124477"), money.Suspense),
		},
		payment.ReceiptMatched{
			Receipt: receipt, Instruction: participation, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_417, PaidAt: at, Due: 185_000, Code: 417,
		},
		payment.ReceiptAllocated{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 185_000, ToWallet: 417,
			Postings: []money.Posting{
				money.Debit(money.Suspense, 185_417),
				money.Credit(money.Escrow(campaign.String(), participation.String()), 185_000),
				money.Credit(money.Wallet(buyer.String()), 417),
			},
		},
		payment.EscrowReleased{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house,
			Split: sambatan.Split{Goods: 170_000, Shipping: 15_000, Fee: 8_500, Tax: 850}, Home: money.Bank("8830124477"),
			Postings: []money.Posting{
				money.Debit(money.Escrow(campaign.String(), participation.String()), 185_000),
				money.Credit(money.Seller(house.String()), 175_650),
				money.Credit(money.FeeIncome, 8_500),
				money.Credit(money.Tax, 850),
			},
		},
		payment.RefundDue{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_417, Reason: "campaign_failed", PromisedBy: at,
			Postings: money.Move(185_417, money.Suspense, money.Refund(buyer.String())),
		},
		payment.RefundTransferred{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_417, Evidence: "FT-9", Settles: true,
			Postings: money.Move(185_417, money.Refund(buyer.String()), money.Bank("8830124477")),
		},
		payment.RefundTransferProposed{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, By: buyer, Evidence: "FT-9", StepUp: at,
		},
		payment.RefundReturned{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_417, Evidence: "emu000000007", Exit: 1,
			Postings: money.Move(185_417, money.Bank("8830124477"), money.Refund(buyer.String())),
		},
		payment.RefundWithdrawn{
			Refund: refund, Receipt: receipt, Amount: 185_417,
			Postings: money.Move(185_417, money.Withdrawn, money.Suspense),
		},
		payment.RefundSentAfterAll{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_000, Reason: "campaign_failed", Evidence: "FT-9", Exit: 1, Offered: 185_000, PaidAt: at, Refunds: []id.ID{house},
			Postings: money.Move(185_000, money.Shortfall(buyer.String()), money.Clearing("midtrans")),
		},
		payment.RefundSentTwice{
			Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer,
			Amount: 185_000, Reason: "campaign_failed", Evidence: "FT-9", Number: 1, StepUp: at,
			Postings: money.Move(185_000, money.Shortfall(buyer.String()), money.Clearing("midtrans")),
		},
		payment.ReturnProposed{
			Receipt: receipt, Of: payment.Outgoing{Refund: refund, Receipt: receipt, Exit: 1}, Amount: 12_000_000, By: house, Hash: "5f2a", StepUp: at,
		},
		payment.ReturnRecorded{
			Receipt: receipt, Of: payment.Outgoing{Refund: refund, Receipt: receipt, Exit: 1}, Amount: 185_417, PaidAt: at, Back: "TRX-1", By: house,
			Hash: "5f2a", StepUp: at, Postings: append(money.Move(185_417, money.Suspense, money.Refund("unmatched")),
				money.Move(185_417, money.Refund("unmatched"), money.Bank("8830124477"))...),
		},
		payment.ReturnProposalDropped{
			Receipt: receipt, Of: payment.Outgoing{Refund: refund, Receipt: receipt, Exit: 1}, By: buyer, Hash: "5f2a",
		},
		payment.ReturnDropped{
			Receipt: receipt, Of: payment.Outgoing{Refund: refund, Receipt: receipt, Exit: 1}, Amount: 185_417,
			Postings: money.Move(185_417, money.Bank("8830124477"), money.Suspense),
		},
		payment.ReceiptTakenBack{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 155_000, Total: 185_000,
			Reason: "chargeback", Offered: 185_000, PaidAt: at, Refunds: []id.ID{refund},
			Postings: money.Move(155_000, money.Shortfall(buyer.String()), money.Clearing("midtrans")),
		},
		payment.ShortfallCovered{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 155_000,
			Cover: payment.CoverPlatform, Reason: "payment_taken_back", By: house, Note: "bank menolak keberatan", Settles: true,
			Postings: money.Move(155_000, money.Loss, money.Shortfall(buyer.String())),
		},
		payment.WalletSpared{Receipt: receipt, Participation: participation, Buyer: buyer, Back: refund, Amount: 40_000},
		payment.LossProposed{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, StepUp: at,
			Loss: payment.Loss{Number: 1, By: house, Amount: 12_000_000, Note: "bank menolak keberatan", LimitOne: 10_000_000, Hash: "5f2a"},
		},
		payment.LossDropped{Receipt: receipt, Campaign: campaign, Participation: participation, Number: 1, By: buyer, Hash: "5f2a"},
		payment.ClawbackProposed{
			Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house, StepUp: at,
			Clawback: payment.Clawback{Number: 1, By: house, Amount: 12_000_000, Reason: "defect", Note: "botol retak", LimitOne: 10_000_000, Two: true, Hash: "5f2a"},
		},
		payment.ClawbackAgreed{Receipt: receipt, Campaign: campaign, Participation: participation, Number: 1, By: buyer, Hash: "5f2a", StepUp: at},
		payment.ClawbackDropped{Receipt: receipt, Campaign: campaign, Participation: participation, Number: 1, By: buyer, Note: "salah pesanan"},
	)
}

func TestEveryRefundEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	claim := payment.Claim{Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer}
	golden(t, payment.RefundCodec,
		payment.RefundOpened{
			Claim: claim, Origin: payment.Origin{Channel: "midtrans", Method: payment.QRIS, Reference: "T-1", PaidAt: at},
			Amount: 185_417, Reason: "campaign_failed", PromisedBy: at.Add(24 * time.Hour),
		},
		payment.RefundQueued{Claim: claim, Attempt: 1, Way: payment.ByGateway, Why: payment.WhyRefundable, Policy: 1, NotBefore: at, Amount: 185_417},
		payment.RefundSubmitted{Claim: claim, Attempt: 1, Way: payment.ByGateway, Key: payment.RefundKey(refund), At: at},
		payment.RefundAccepted{Claim: claim, Attempt: 2, Reference: "emu000000007"},
		payment.RefundUnclear{Claim: claim, Attempt: 1},
		payment.RefundFailed{Claim: claim, Attempt: 1, Way: payment.ByGateway, Failure: payment.FailureWindow, Code: "412", Amount: 185_417},
		payment.RefundNeedsDestination{Claim: claim, Problem: payment.ProblemAccount, Amount: 185_417, Since: at},
		payment.RefundDestinationGiven{Claim: claim, Account: box},
		payment.RefundReminded{Claim: claim, Number: 1, Amount: 185_417},
		payment.RefundSucceeded{Claim: claim, Attempt: 2, Way: payment.ByPayout, Exit: 1, Evidence: "emu000000007"},
		payment.RefundReversed{Claim: claim, Attempt: 2, Exit: 1, Code: "012", Evidence: "emu000000007"},
		payment.RefundManualProposed{Claim: claim, By: buyer, Evidence: "FT-9"},
		payment.RefundManualDone{Claim: claim, By: buyer, Exit: 2, Evidence: "FT-9", Attempt: 3},
		payment.RefundDoubled{Claim: claim, By: buyer, Number: 1, Amount: 185_417, Evidence: "FT-9", StepUp: at},
		payment.RefundVoided{Claim: payment.Claim{Refund: refund, Receipt: receipt}, Note: "pemiliknya ketemu"},
		payment.RefundStopped{Claim: claim},
		payment.RefundDormant{Claim: claim, Rest: payment.RestNoAnswer, Amount: 185_417},
		payment.RefundContradicted{Claim: claim, Attempt: 1, Said: payment.SaidSent, Evidence: "emu000000006"},
		payment.ExternalRefundSeen{Claim: claim, Channel: "midtrans", Reference: "T-1", Key: "dashboard-1", Amount: 5_000},
		payment.ExternalRefundResolved{Claim: claim, By: buyer, As: refund, Note: "dikirim lewat dasbor"},
	)
}

// What an operator had sent comes back to our bank account, and nothing but an operator tells.
func TestWhatCameBackToTheBankReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	claim := payment.Claim{Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer}
	bank := money.Bank("8830124477")
	variant(t, payment.InstructionCodec, "bank", payment.InstructionIssued{
		Instruction: participation, Campaign: campaign, Buyer: buyer, Account: "8830124477", Bank: "Bank Lintas Nusa", Holder: "Rekening Bersama",
		Amount: 185_000, Code: 417, Total: 185_417, IssuedAt: at, ExpiresAt: at.Add(time.Hour),
	})
	variant(t, payment.RefundCodec, "by_hand", payment.RefundReversed{Claim: claim, Exit: 1, Evidence: "FT-9", Line: receipt, Back: "TRX-1"})
	variant(t, payment.ReceiptCodec, "without_way", payment.RefundReturned{
		Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 185_417, Evidence: "FT-9",
		Line: receipt, Policy: payment.RefundsByHand, Origin: payment.Origin{Reference: "TRX-0", PaidAt: at}, Reason: "campaign_failed", PromisedBy: at,
		Postings: money.Move(185_417, bank, money.Refund(buyer.String())),
	})
	variant(t, payment.ReceiptCodec, "returns", payment.ReceiptRecorded{
		Receipt: receipt, Account: "8830124477", Amount: 185_417, PaidAt: at, Reference: "TRX-1", Returns: true,
		Postings: money.Move(185_417, bank, money.Suspense),
	})
	variant(t, payment.ReceiptCodec, "given_back", payment.LossProposed{
		Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, StepUp: at,
		Loss: payment.Loss{Number: 1, By: house, Amount: 12_000_000, Note: "sanggahan menang", LimitOne: 10_000_000, Cover: payment.CoverChannel, Evidence: "SETTLE-7", Hash: "5f2a"},
	})
	variant(t, payment.ReceiptCodec, "given_back", payment.ShortfallCovered{
		Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 12_000_000, Cover: payment.CoverChannel,
		By: house, Note: "sanggahan menang", Evidence: "SETTLE-7", Agreed: buyer, Hash: "5f2a", StepUp: at,
		Postings: money.Move(12_000_000, money.Clearing("midtrans"), money.Shortfall(buyer.String())),
	})
	variant(t, payment.ReceiptCodec, "twice", payment.ShortfallCovered{
		Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 155_000, Twice: 155_000,
		Cover: payment.CoverPlatform, By: house, Note: "pembeli tidak mengirim balik",
		Postings: money.Move(155_000, money.Loss, money.Shortfall(buyer.String())),
	})
	variant(t, payout.Codec, "asked", payout.Unclear{Claim: payout.Claim{Brand: house, Payout: receipt}, Attempt: 1, At: at})
	variant(t, payout.Codec, "timed", payout.OutcomeNoted{
		Claim: payout.Claim{Brand: house, Payout: receipt}, By: house, At: at,
		Outcome: payout.Outcome{Attempt: 1, Amount: 11_390_650, Evidence: "mutasi 24/11", Hash: "5f2a"},
	})
	variant(t, payout.Codec, "by_hand", payout.Reversed{
		Claim: payout.Claim{Brand: house, Payout: receipt}, Amount: 11_390_650, Evidence: "FT-9", Line: receipt, Back: "TRX-1",
		Postings: money.Move(11_390_650, bank, money.Seller(house.String())),
	})
}

func TestEveryIntentEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	payer := payment.Payer{Campaign: campaign, Participation: participation, Buyer: buyer}
	golden(t, payment.IntentCodec,
		payment.IntentOpened{
			Payer: payer, Attempt: 1, Method: payment.VABCA, Order: payment.OrderName(participation, 1), Amount: 185_000,
			OpenedAt: at, ExpiresAt: at.Add(time.Hour),
		},
		payment.IntentCharged{
			Payer: payer, Attempt: 1, Transaction: "7f3c", Bank: "bca", VA: "3901200000000001", QR: "000201", Link: "https://gateway.example/a",
			ExpiresAt: at.Add(time.Hour),
		},
		payment.IntentEnding{Payer: payer, Attempt: 1, Reason: payment.EndExpired, Since: at},
		payment.IntentClosed{Payer: payer, Attempt: 1, Reason: payment.EndExpired, Unconfirmed: true, Through: 1},
		payment.IntentPaid{Payer: payer, Attempt: 1, Receipt: receipt, Through: 1},
	)
}

// What came in through a channel says so; a bank transfer never did, and is read
// as it always was.
func TestAReceiptOfAChannelReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	variant(t, payment.ReceiptCodec, "channel", payment.ReceiptRecorded{
		Receipt: payment.ReceiptID("midtrans", "7f3c"), Channel: "midtrans", Method: "qris", Account: "midtrans", Amount: 185_000,
		PaidAt: at, Reference: "7f3c", Instruction: participation, Campaign: campaign, Participation: participation, Buyer: buyer,
		Due: 185_000, Attempt: 1, Postings: money.Move(185_000, money.Clearing("midtrans"), money.Suspense),
	})
}

// What was confirmed with a passkey says when; before there were any, nothing did.
func TestWhatWasConfirmedWithAPasskeyReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	claim := payment.Claim{Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer}
	variant(t, payment.RefundCodec, "step_up", payment.RefundDestinationGiven{Claim: claim, Account: box, StepUp: at})
	variant(t, payment.RefundCodec, "rests", payment.RefundDestinationGiven{Claim: claim, Account: box, RestsUntil: at.Add(payment.NewAccountRest)})
	variant(t, payment.RefundCodec, "step_up", payment.RefundManualProposed{Claim: claim, By: buyer, Evidence: "FT-9", StepUp: at})
	variant(t, payment.RefundCodec, "step_up", payment.RefundManualDone{Claim: claim, By: buyer, Exit: 1, Evidence: "FT-9", StepUp: at})
	variant(t, payment.ReceiptCodec, "two", payment.ReturnRecorded{
		Receipt: receipt, Of: payment.Outgoing{Brand: house, Payout: payout.ID(house, 1)}, Amount: 965_000, PaidAt: at, Back: "RTR-1", By: buyer, Said: participation, Hash: "5f2a",
		Postings: money.Move(965_000, money.Suspense, money.Bank("8830124477")),
	})
	variant(t, payout.Codec, "step_up", payout.AccountGiven{Brand: house, Number: 1, By: buyer, Account: box, UsableFrom: at, StepUp: at})
	variant(t, payment.ReceiptCodec, "step_up", payment.RefundTransferred{
		Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 185_417, Evidence: "FT-9",
		StepUp: at, Postings: money.Move(185_417, money.Refund(buyer.String()), money.Bank("8830124477")),
	})
}

// A dispute decided in part, and a refund after the release, say so in events that said
// less before.
func TestWhatGoesBackInPartOrAfterTheReleaseReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	whose := order.Parties{Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house}
	bank, owes := money.Bank("8830124477"), money.Receivable(house.String())
	variant(t, order.Codec, "amount", order.Opened{Parties: whose, Slots: 2, SendBy: at, Amount: 185_000})
	variant(t, order.Codec, "part", order.DisputeDecided{
		Parties: whose, For: order.InPart, Refund: 50_000, By: buyer, Agreed: house, Hash: "5f2a", Note: "botol retak", StepUp: at,
	})
	variant(t, order.Codec, "appealable", order.DisputeDecided{Parties: whose, For: order.ReturnFirst, By: buyer, Note: "botol retak", AppealBy: at})
	variant(t, order.Codec, "part", order.Confirmed{Parties: whose, By: order.OnDecision, Refund: 50_000})
	variant(t, sambatan.Codec, "short", sambatan.DispatchDue{Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house, Slots: 2, Amount: 185_000, Short: 185_000})
	variant(t, sambatan.Codec, "amount", sambatan.DispatchDue{Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house, Slots: 2, Amount: 185_000})
	variant(t, sambatan.Codec, "part", sambatan.Fulfilled{Campaign: campaign, Participation: participation, Buyer: buyer, Slots: 2, Refund: 50_000, Back: sambatan.Parts{{Receipt: receipt, Amount: 50_000}}})
	variant(t, sambatan.Codec, "part", sambatan.ReleaseDue{
		Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house, Receipt: receipt, Refund: 50_000,
		Split: sambatan.Split{Goods: 120_000, Shipping: 15_000, Fee: 6_000, Tax: 600},
	})
	variant(t, payment.ReceiptCodec, "released", payment.RefundDue{
		Refund: refund, Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 50_000, Reason: "defect",
		PromisedBy: at, Brand: house, Home: bank, Postings: money.Move(50_000, owes, money.Refund(buyer.String())),
	})
	variant(t, payment.ReceiptCodec, "recovered", payment.ShortfallCovered{
		Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 50_000, Cover: payment.CoverRecovered,
		Reason: "dispute", Postings: money.Move(50_000, money.Escrow(campaign.String(), participation.String()), money.Loss),
	})
	variant(t, payment.ReceiptCodec, "rests", payment.ReceiptRecorded{
		Receipt: receipt, Channel: "wallet", Method: "cash_out", Account: "wallet", Amount: 50_000, PaidAt: at, Reference: participation.String(),
		Participation: participation, Buyer: buyer, Due: 50_000, Attempt: 1, Home: bank, RestsUntil: at.Add(3 * time.Hour),
		Postings: money.Move(50_000, money.Wallet(buyer.String()), money.Suspense),
	})
	variant(t, payment.ReceiptCodec, "brand", payment.ShortfallCovered{
		Receipt: receipt, Campaign: campaign, Participation: participation, Buyer: buyer, Amount: 50_000, Cover: payment.CoverBrand,
		By: buyer, Note: "bank menolak keberatan", Brand: house, Home: bank, Postings: money.Move(50_000, owes, money.Shortfall(buyer.String())),
	})
	variant(t, payout.Codec, "chargeback", payout.ClawedBack{
		Brand: house, Of: payout.Of{Campaign: campaign, Participation: participation, Receipt: receipt}, Amount: 50_000, Home: bank, Reason: "chargeback",
	})
}

// variant checks an example of an event that came to say more.
func variant[E any](t *testing.T, codec *eventstore.Codec[E], name string, example any) {
	t.Helper()
	encoded, err := codec.Encode(example.(E))
	require.NoError(t, err)
	file := filepath.Join("testdata", encoded.Type+"."+name+".json")
	if *update {
		write(t, file, encoded.Data)
	}
	stored, err := os.ReadFile(file)
	require.NoError(t, err)
	require.JSONEq(t, string(stored), string(encoded.Data))
	decoded, err := codec.Decode(eventstore.Recorded{Type: encoded.Type, Data: stored})
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(example, any(decoded)))
}

func TestEveryStatementEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	hash := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	golden(t, payment.StatementCodec, payment.StatementImported{
		Statement: payment.StatementID("8830124477", hash), Account: "8830124477", Hash: hash, Format: "bca",
		From: at.Truncate(24 * time.Hour), Until: at.Truncate(24 * time.Hour),
		StatementCounts: payment.StatementCounts{
			Matched: payment.LineCount{Lines: 2, Amount: 370_834}, Unknown: payment.LineCount{Lines: 1, Amount: 50_000},
			Known: payment.LineCount{Lines: 1, Amount: 185_417}, Outgoing: payment.LineCount{Lines: 3, Amount: 12_500}, Unreadable: 1,
		},
	})
}

func TestEveryOrderEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	whose := order.Parties{Campaign: campaign, Participation: participation, Buyer: buyer, Brand: house}
	golden(t, order.Codec,
		order.Opened{Parties: whose, Slots: 2, SendBy: at},
		order.HeldBack{Parties: whose, Short: 185_000, GiveUpBy: at},
		order.Cleared{Parties: whose, SendBy: at},
		order.GivenUp{Parties: whose, By: house, Note: "pembeli tidak menjawab"},
		order.ParcelSent{Parties: whose, Parcel: 2, Courier: order.JNT, Resi: "JP1234567890", At: at, Replaces: 1, By: order.ByBrand},
		order.ResiCorrected{
			Parties: whose, Parcel: 2, Courier: order.JNE, Resi: "CGK1234567890", WasCourier: order.JNT, WasResi: "JP1234567890", By: order.ByBrand,
		},
		order.ParcelDelivered{Parties: whose, Parcel: 2, At: at, By: order.ByOperator},
		order.Trouble{Parties: whose, Parcel: 1, Kind: order.Lost, By: order.ByBrand},
		order.Delivered{Parties: whose, ConfirmBy: at},
		order.Reminded{Parties: whose, ConfirmBy: at},
		order.Confirmed{Parties: whose, By: order.OnTime},
		order.Disputed{Parties: whose, Reason: order.ArrivedDamaged, Words: box},
		order.DisputeAnswered{Parties: whose, Words: box},
		order.DecisionProposed{Parties: whose, StepUp: at, Decision: order.Decision{
			Number: 1, For: order.InPart, Refund: 12_000_000, By: buyer, Note: "botol retak", LimitOne: 10_000_000, Hash: "5f2a",
		}},
		order.DisputeDecided{Parties: whose, For: order.ForBuyer, By: buyer, Note: "fotonya jelas"},
		order.DecisionAccepted{Parties: whose, By: order.ByBrand},
		order.DecisionAppealed{Parties: whose, By: order.ByBuyer, Words: box},
		order.DecisionExecuted{Parties: whose, For: order.InPart, Refund: 50_000},
		order.ReturnAwaited{Parties: whose, AddressBy: at},
		order.ReturnAddressGiven{Parties: whose, To: box, SendBy: at},
		order.SentBack{Parties: whose, Courier: order.JNT, Resi: "JP1234567891", At: at},
		order.ReturnArrived{Parties: whose, By: order.ByBrand},
		order.ReturnOverdue{Parties: whose, AnswerBy: at},
		order.ReturnMissing{Parties: whose},
		order.ReturnLapsed{Parties: whose, By: order.ByBuyer},
		order.DisputeWithdrawn{Parties: whose},
		order.Closed{Parties: whose},
	)
}

func TestEveryUserEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, identity.Codec,
		identity.Registered{User: buyer, Name: box, Email: box, Roles: []identity.Role{identity.Brand}, Brand: house},
		identity.RolesChanged{User: buyer, Roles: []identity.Role{identity.Buyer, identity.Operator}},
		identity.Erased{User: buyer, OpenMoney: true},
	)
	variant(t, identity.Codec, "consent", identity.Registered{
		User: buyer, Name: box, Email: box, Roles: []identity.Role{identity.Buyer},
		Consent: identity.Consent{Terms: "2026-11-28", Privacy: "2026-11"},
	})
}

func TestEveryBrandEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, brand.Codec, brand.Registered{
		Brand: house, Name: "Rumah Kenanga", City: "Blitar", Story: "Kebun kenanga sejak 1987.", Owner: buyer,
	})
}

func TestEveryProductEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, product.Codec,
		product.Listed{
			Product: bottle, Brand: house, Tab: product.Perfume, Name: "Hujan Juni", Kind: "EDP 50 ml",
			Summary: "Tanah basah dan melati", Description: "Wangi sore sesudah hujan.", Price: 265_000, Stock: 12, Art: "hujan-juni",
			Notes: []product.Note{{Stage: "puncak", Text: "jeruk purut", Art: "jeruk", From: "0–20 menit"}},
			Facts: []product.Fact{{Name: "Konsentrasi", Value: "18 %"}},
		},
		product.Withdrawn{Product: bottle},
	)
}

// golden compares the examples with the files of their types, both ways, and
// demands an example of every type that the codec knows.
func golden[E any](t *testing.T, codec *eventstore.Codec[E], examples ...any) {
	t.Helper()
	missing := codec.GoTypes()
	for _, example := range examples {
		encoded, err := codec.Encode(example.(E))
		require.NoError(t, err)
		file := filepath.Join("testdata", encoded.Type+".json")
		if *update {
			write(t, file, encoded.Data)
		}
		stored, err := os.ReadFile(file)
		require.NoError(t, err)
		require.JSONEq(t, string(stored), string(encoded.Data))
		decoded, err := codec.Decode(eventstore.Recorded{Type: encoded.Type, Data: stored})
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(example, any(decoded)))
		delete(missing, encoded.Type)
	}
	require.Empty(t, missing, "types without an example")
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, data, "", "  "))
	pretty.WriteByte('\n')
	require.NoError(t, os.WriteFile(file, pretty.Bytes(), 0o600))
}

func TestEveryNotificationEventReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	golden(t, notification.ReminderCodec, notification.ReminderDue{
		Campaign: campaign, Occasion: notification.ClosingInThree, DueAt: at, Until: at.Add(3 * time.Hour),
	})
	golden(t, notification.MailCodec, notification.MailUndelivered{
		Mail: receipt, Round: 1, User: buyer, Template: notification.RefundSent, Campaign: campaign,
		Why: notification.FailureRefused, Code: "550 5.1.1", Attempts: 1,
	})
}
