package wallet

import (
	"errors"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Process is the process manager between wallets, campaigns and receipts. It keeps no
// state; command ids are derived from the event's, and the deciders put up with events
// that come late, twice and in any order.
//
// Money is held first. The campaign is asked next whether it may be paid, and from then on
// waits for this payment as for any other; so a hold ends in one of two ways, and once: the
// campaign refuses, and it is released; or it agrees, and it is captured. What was captured
// is a receipt like any other, and what the campaign does not take of it comes back as a
// refund.
type Process struct{}

// Actor of the commands that the process gives.
const Actor = "system:wallet"

// React returns what an event leads to, in order.
func (Process) React(event any, recorded eventstore.Recorded) []payment.Step {
	from := cause{&recorded}
	switch e := event.(type) {
	case Event:
		return ofWallet(e, from)
	case payment.ReceiptEvent:
		return ofReceipt(e, from)
	case sambatan.PaymentBegun:
		if payment.Method(e.Method) == payment.FromWallet {
			return []payment.Step{capture(e, from)}
		}
	}
	return nil
}

// OpenFor is the step from a top-up to its payment, which a page takes at once so that the
// buyer need not wait; the process takes it too, under the same command id.
func (Process) OpenFor(asked TopUpAsked, recorded eventstore.Recorded) payment.Step {
	return open(asked, cause{&recorded})
}

// BeginFor is the step from a hold to the campaign's consent, for the same reason.
func (Process) BeginFor(held Held, recorded eventstore.Recorded) payment.Step {
	return begin(held, cause{&recorded})
}

// RecordFor is the step from a cash-out to its receipt, for the same reason.
func (Process) RecordFor(asked CashOutAsked, recorded eventstore.Recorded) payment.Step {
	return recordCashOut(asked, cause{&recorded})
}

// Key is what a wallet's event is about: a participation, a top-up or a cash-out. See
// [payment.Process.Key].
func (Process) Key(event Event) string {
	var about id.ID
	switch e := event.(type) {
	case TopUpAsked:
		about = e.TopUp
	case Credited:
		about = e.TopUp
		if about.IsZero() {
			about = e.Participation
		}
	case Held:
		about = e.Participation
	case Captured:
		about = e.Participation
	case Released:
		about = e.Participation
	case TakenBack:
		about = e.TopUp
	case CashOutAsked:
		about = e.CashOut
	case CashOutSent:
		about = e.CashOut
	case CashOutReturned:
		about = e.CashOut
	case CashOutSentAfterAll:
		about = e.CashOut
	}
	return about.String()
}

func ofWallet(event Event, from cause) []payment.Step {
	switch e := event.(type) {
	case TopUpAsked:
		return []payment.Step{open(e, from)}
	case Held:
		return []payment.Step{begin(e, from)}
	case Captured:
		return []payment.Step{record(e, from)}
	case TakenBack:
		cover := payment.CoverFromWallet{Amount: e.Amount}
		return []payment.Step{{Command: payment.Receipts.Command(e.Receipt.String(), cover, from.meta("cover from wallet"))}}
	case CashOutAsked:
		return []payment.Step{recordCashOut(e, from)}
	case CashOutSentAfterAll:
		return coverCashOut(e, from)
	case Credited, Released, CashOutSent, CashOutReturned:
	}
	return nil
}

// ofReceipt credits what the ledger has moved to the wallet, and only then.
func ofReceipt(event payment.ReceiptEvent, from cause) []payment.Step {
	switch e := event.(type) {
	case payment.ReceiptAllocated:
		if e.Campaign.IsZero() {
			credit := Credit{Buyer: e.Buyer, Receipt: e.Receipt, TopUp: e.Participation, Amount: e.ToWallet, Home: e.Home}
			return []payment.Step{toWallet("credit", e.Buyer, credit, from)}
		}
	case payment.RefundTransferred:
		if e.ToWallet {
			credit := Credit{
				Buyer: e.Buyer, Receipt: e.Receipt, Refund: e.Refund, Campaign: e.Campaign, Participation: e.Participation, Amount: e.Amount,
			}
			return []payment.Step{toWallet("credit", e.Buyer, credit, from)}
		}
		if e.Campaign.IsZero() && !e.Buyer.IsZero() {
			return []payment.Step{toWallet("end cash-out", e.Buyer, EndCashOut{e.Participation}, from)}
		}
	case payment.RefundWithdrawn:
		if e.ToWallet {
			return []payment.Step{toWallet("return cash-out", e.Buyer, ReturnCashOut{e.Participation}, from)}
		}
	case payment.ReceiptTakenBack:
		if e.Campaign.IsZero() && !e.Buyer.IsZero() {
			back := TakeBack{Receipt: e.Receipt, TopUp: e.Participation, Total: e.Total}
			return []payment.Step{toWallet("take back", e.Buyer, back, from)}
		}
	case payment.RefundSentAfterAll:
		if e.Reason == payment.ReasonCashOut {
			return []payment.Step{toWallet("take cash-out back", e.Buyer, TakeCashOutBack{e.Participation}, from)}
		}
	case payment.WalletSpared:
		credit := Credit{Buyer: e.Buyer, Receipt: e.Receipt, Refund: e.Back, Participation: e.Participation, Amount: e.Amount}
		return []payment.Step{toWallet("credit", e.Buyer, credit, from)}
	case payment.ReceiptRecorded, payment.ReceiptMatched, payment.EscrowReleased, payment.RefundDue, payment.RefundTransferProposed,
		payment.RefundReturned, payment.RefundSentTwice, payment.ReturnProposed, payment.ReturnRecorded, payment.ReturnDropped, payment.ReturnProposalDropped, payment.ShortfallCovered,
		payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped, payment.LossProposed, payment.LossDropped:
	}
	return nil
}

func open(e TopUpAsked, from cause) payment.Step {
	intent := payment.OpenIntent{
		Payer: payment.Payer{Participation: e.TopUp, Buyer: e.Buyer}, Attempt: 1, Method: e.Method, Amount: e.Amount, ExpiresAt: e.PayBy,
	}
	return payment.Step{Command: payment.Intents.Command(e.TopUp.String(), intent, from.meta("open intent"))}
}

// begin asks the campaign; whatever its reason to refuse, the money is the buyer's to spend
// again.
func begin(e Held, from cause) payment.Step {
	pay := sambatan.BeginPayment{Participation: e.Participation, Buyer: e.Buyer, Method: string(payment.FromWallet)}
	return payment.Step{
		Command: sambatan.Campaigns.Command(e.Campaign.String(), pay, from.meta("begin payment")),
		OnRefusal: func(refusal error) ([]payment.Step, bool) {
			_, refused := errors.AsType[sambatan.Refusal](refusal)
			return []payment.Step{toWallet("release", e.Buyer, Release{e.Participation, e.Hold}, from)}, refused
		},
	}
}

// capture spends what is held. When nothing is, or too little, the payment ends, and what
// there is can be spent again.
func capture(e sambatan.PaymentBegun, from cause) payment.Step {
	step := toWallet("capture", e.Buyer, Capture{e.Participation, e.Attempt, e.Amount}, from)
	step.OnRefusal = func(refusal error) ([]payment.Step, bool) {
		return []payment.Step{
			toWallet("release", e.Buyer, Release{Participation: e.Participation}, from), closeIntent(e, from),
		}, errors.Is(refusal, ErrNoHold)
	}
	return step
}

func closeIntent(e sambatan.PaymentBegun, from cause) payment.Step {
	shut := payment.CloseIntent{Attempt: e.Attempt, Reason: payment.EndRefused}
	return payment.Step{
		Command: payment.Intents.Command(e.Participation.String(), shut, from.meta("close intent")),
		OnRefusal: func(refusal error) ([]payment.Step, bool) { // a newer attempt has overtaken it
			return nil, errors.Is(refusal, payment.ErrNoIntent)
		},
	}
}

func record(e Captured, from cause) payment.Step {
	receipt := payment.ReceiptID(payment.WalletChannel, e.Hold.String())
	return payment.Step{Command: payment.Receipts.Command(receipt.String(), payment.RecordReceipt{
		Receipt: receipt, Channel: payment.WalletChannel, Method: string(payment.FromWallet), Account: payment.WalletChannel,
		Amount: e.Amount, PaidAt: e.PaidAt, Reference: e.Hold.String(), Home: e.Home,
		Match: payment.Match{
			Instruction: e.Participation, Campaign: e.Campaign, Participation: e.Participation, Buyer: e.Buyer, Due: e.Amount, Attempt: e.Attempt,
		},
	}, from.meta("record receipt"))}
}

func toWallet(step string, buyer id.ID, c Command, from cause) payment.Step {
	return payment.Step{Command: Wallets.Command(buyer.String(), c, from.meta(step))}
}

// cause is the event that a step follows from.
type cause struct{ *eventstore.Recorded }

func (c cause) meta(step string) eventstore.Meta {
	return eventstore.Meta{CommandID: id.Derive(c.EventID, "wallet "+step), CorrelationID: c.CorrelationID, CausationID: c.EventID, Actor: Actor}
}
