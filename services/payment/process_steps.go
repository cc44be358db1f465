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
	return Step{Command: p.instruction("close", amount, closing, from)}
}

// keep sets when the hold lapses: a reported transfer puts it off until an
// operator must have decided; a rejected one brings the hold's own expiry back.
func keep(campaign, participation id.ID, until time.Time, from cause) Step {
	return toCampaign("keep hold", campaign, sambatan.KeepHold{Participation: participation, Until: until}, from)
}

// offer gives a matched receipt to its campaign, which takes or declines it. One
// for a campaign that does not exist is declined in its stead.
func offer(receipt id.ID, amount money.Rupiah, paidAt time.Time, match Match, from cause) []Step {
	if match == (Match{}) {
		return nil
	}
	if amount == match.Due+money.Rupiah(match.Code) {
		amount = match.Due
	}
	step := toCampaign("secure", match.Campaign, sambatan.Secure{
		Participation: match.Participation, Receipt: receipt, Amount: amount, PaidAt: paidAt,
	}, from)
	step.OnRefusal = func(refusal error) ([]Step, bool) {
		phase, ok := errors.AsType[*sambatan.PhaseError](refusal)
		if !ok || phase.Phase != sambatan.PhaseNone {
			return nil, false
		}
		decline := DueRefund{Reason: string(sambatan.DeclinedStranger)}
		return []Step{toReceipt("due refund", receipt, decline, from)}, true
	}
	return []Step{step}
}

// settle tells the campaign when a participation has all its money back. Refunds
// of money that it never took are no matter of the campaign's.
func settle(e RefundTransferred, from cause) []Step {
	if !e.Settles {
		return nil
	}
	settle := sambatan.SettleRefund{Participation: e.Participation, Receipt: e.Receipt}
	return []Step{toCampaign("settle refund", e.Campaign, settle, from)}
}

func (p Process) instruction(step string, amount money.Rupiah, c InstructionCommand, from cause) eventstore.Command {
	return Instructions.Command(InstructionStream(p.Account, amount), c, from.meta(step))
}

func toCampaign(step string, campaign id.ID, c sambatan.Command, from cause) Step {
	return Step{Command: sambatan.Campaigns.Command(campaign.String(), c, from.meta(step))}
}

func toReceipt(step string, receipt id.ID, c ReceiptCommand, from cause) Step {
	return Step{Command: Receipts.Command(receipt.String(), c, from.meta(step))}
}
