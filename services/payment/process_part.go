package payment

import (
	"errors"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Asked is what a transfer instruction for an amount says, without its code: the next whole
// thousand, so that the code has the last three digits for itself. What is due is one
// already; what is missing after a part need not be.
func Asked(amount money.Rupiah) money.Rupiah {
	return (amount + sambatan.Thousand - 1) / sambatan.Thousand * sambatan.Thousand
}

// asking tells a buyer to transfer an amount that is due, or missing.
// One that is at another account already is known there, so that it is not told anew.
func (p Process) asking(payer Payer, amount money.Rupiah, expires time.Time, from cause) Step {
	return p.toInstruction("issue", payer.Participation, Asked(amount), func(account string) InstructionCommand {
		return Issue{
			Instruction: payer.Participation, Campaign: payer.Campaign, Buyer: payer.Buyer,
			Account: account, Bank: p.Bank, Holder: p.Holder, Amount: Asked(amount), ExpiresAt: expires,
		}
	}, from)
}

// askRest asks for what is missing in the place of what was missing before. Payments through
// the channel that are for the wrong amount end. Without a free code the rest can't be
// transferred, which is no reason to give the slots up: there may be another way to pay.
func (p Process) askRest(rest sambatan.Rest, before money.Rupiah, from cause) []Step {
	payer := Payer{rest.Campaign, rest.Participation, rest.Buyer}
	steps := endIntents(payer, rest.Attempts, EndPart, from)
	if Asked(before) == Asked(rest.Missing) {
		return steps
	}
	issue := p.asking(payer, rest.Missing, rest.ExpiresAt, from)
	issue.OnRefusal = func(refusal error) ([]Step, bool) {
		if !errors.Is(refusal, ErrCodesUsedUp) {
			return doneBefore(refusal)
		}
		return nil, true
	}
	return append(steps, p.closing(rest.Participation, before, ClosePart, from), issue)
}

// partsBack sends every receipt back that was a part of a payment, with all that it has.
func (p Process) partsBack(parts sambatan.Parts, reason string, from cause) (steps []Step) {
	for _, part := range parts {
		back := DueRefund{Reason: reason, Policy: p.Refunds}
		steps = append(steps, toReceipt(p.named("due refund "+part.Receipt.String()), part.Receipt, back, from))
	}
	return steps
}
