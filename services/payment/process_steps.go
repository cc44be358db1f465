package payment

import (
	"errors"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func (p Process) closing(instruction id.ID, amount money.Rupiah, reason string, from cause) Step {
	closing := CloseInstruction{Instruction: instruction, Reason: reason}
	return p.toInstruction("close", instruction, Asked(amount), anywhere(closing), from)
}

func open(e sambatan.PaymentBegun, from cause) Step {
	return toIntents("open intent", e.Participation, OpenIntent{
		Payer: Payer{e.Campaign, e.Participation, e.Buyer}, Attempt: e.Attempt,
		Method: Method(e.Method), Amount: e.Amount, ExpiresAt: e.PayBy,
	}, from)
}

// endIntents has the channel asked to take no money any more, if a payment was
// ever begun.
func endIntents(payer Payer, attempts int, reason EndReason, from cause) []Step {
	if attempts == 0 {
		return nil
	}
	ending := EndIntents{Payer: payer, Through: attempts, Reason: reason}
	return []Step{toIntents("end intents", payer.Participation, ending, from)}
}

// endPayment tells the campaign that no money will come through a channel, once
// that is so of all attempts. A top-up has none that waits.
func endPayment(payer Payer, through int, from cause) []Step {
	if through == 0 || payer.Campaign.IsZero() {
		return nil
	}
	end := sambatan.EndPayment{Participation: payer.Participation, Attempt: through}
	return []Step{toCampaign("end payment", payer.Campaign, end, from)}
}

func (p Process) secured(e sambatan.SlotsSecured, from cause) []Step {
	paid := MarkPaid{Instruction: e.Participation, Receipt: e.Receipt}
	steps := []Step{
		toReceipt(p.named("allocate"), e.Receipt, Allocate{Amount: e.Last(), Policy: p.Refunds}, from),
		p.toInstruction("mark paid", e.Participation, Asked(e.Last()), anywhere(paid), from),
	}
	for _, part := range e.Parts {
		allocate := Allocate{Amount: part.Amount, Policy: p.Refunds}
		steps = append(steps, toReceipt(p.named("allocate "+part.Receipt.String()), part.Receipt, allocate, from))
	}
	return append(steps, endIntents(Payer{e.Campaign, e.Participation, e.Buyer}, e.Attempts, EndSecured, from)...)
}

// keep sets when the hold lapses: a reported transfer puts it off until an
// operator must have decided; a rejected one brings the hold's own expiry back.
func keep(campaign, participation id.ID, until time.Time, from cause) Step {
	return toCampaign("keep hold", campaign, sambatan.KeepHold{Participation: participation, Until: until}, from)
}

// received offers a matched receipt, and notes which attempt it paid.
func (p Process) received(receipt id.ID, amount money.Rupiah, paidAt time.Time, match Match, from cause) []Step {
	steps := p.offer(receipt, amount, paidAt, match, from)
	if match.Attempt == 0 {
		return steps
	}
	paid := MarkIntentPaid{Attempt: match.Attempt, Receipt: receipt}
	return append(steps, toIntents("mark intent paid", match.Participation, paid, from))
}

// offer gives a matched receipt to its campaign, which takes or declines it. One
// for a campaign that does not exist is declined in its stead. A top-up needs nobody's
// consent.
func (p Process) offer(receipt id.ID, amount money.Rupiah, paidAt time.Time, match Match, from cause) []Step {
	switch {
	case match == (Match{}):
		return nil
	case match.TopUp():
		return []Step{toReceipt("allocate", receipt, Allocate{}, from)}
	}
	step := toCampaign("secure", match.Campaign, sambatan.Secure{
		Participation: match.Participation, Receipt: receipt, Amount: offered(amount, match), PaidAt: paidAt,
	}, from)
	step.OnRefusal = func(refusal error) ([]Step, bool) {
		phase, ok := errors.AsType[*sambatan.PhaseError](refusal)
		if !ok || phase.Phase != sambatan.PhaseNone {
			return nil, false
		}
		return []Step{p.dueRefund(receipt, string(sambatan.DeclinedStranger), from)}, true
	}
	return []Step{step}
}

// settle tells the campaign when a participation has all its money back. Refunds
// of money that it never took are no matter of the campaign's.
func settle(campaign, participation, receipt id.ID, from cause) []Step {
	settle := sambatan.SettleRefund{Participation: participation, Receipt: receipt}
	return []Step{toCampaign("settle refund", campaign, settle, from)}
}

// anywhere is a command that says the same at every account.
func anywhere(c InstructionCommand) func(string) InstructionCommand {
	return func(string) InstructionCommand { return c }
}

// doneBefore reckons with an account that was changed since the same step was taken: by a page, which told the account that it
// knew, or by a process that died before it could remember that it had. It was taken at the account of then.
func doneBefore(refusal error) ([]Step, bool) {
	return nil, errors.Is(refusal, eventstore.ErrCommandReused)
}

func toCampaign(step string, campaign id.ID, c sambatan.Command, from cause) Step {
	return Step{Command: sambatan.Campaigns.Command(campaign.String(), c, from.meta(step))}
}

func toIntents(step string, participation id.ID, c IntentCommand, from cause) Step {
	return Step{Command: Intents.Command(participation.String(), c, from.meta(step))}
}

func toReceipt(step string, receipt id.ID, c ReceiptCommand, from cause) Step {
	return Step{Command: Receipts.Command(receipt.String(), c, from.meta(step))}
}
