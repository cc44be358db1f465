package notification

import (
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// ofPayout tells whoever named the account of a brand what becomes of it, and the desk what
// it has to do.
func ofPayout(event payout.Event) []message {
	switch e := event.(type) {
	case payout.AccountGiven:
		return []message{{User(e.By), MakerAccountGiven, Params{At: e.UsableFrom}}, {desk, DeskPayout, Params{Reason: PayoutAccount}}}
	case payout.AccountRefused:
		return []message{{User(e.Giver), MakerAccountRefused, Params{Reason: e.Reason}}}
	case payout.Paid:
		return []message{{User(e.Giver), MakerPaid, Params{Amount: e.Amount}}}
	case payout.Opened:
		if e.Amount > e.LimitOne {
			return []message{{desk, DeskPayout, Params{Amount: e.Amount, Reason: PayoutAgree}}}
		}
	case payout.Queued:
		if e.Way == payment.ByOperator {
			return []message{{desk, DeskPayout, Params{Amount: e.Amount, Reason: PayoutByHand}}}
		}
	case payout.Failed:
		if e.Stuck {
			return []message{{desk, DeskPayout, Params{Reason: PayoutFailed}}}
		}
	case payout.OutcomeProposed:
		return []message{{desk, DeskPayout, Params{Amount: e.Amount, Reason: PayoutAgree}}}
	case payout.Contradicted:
		return []message{{desk, DeskPayout, Params{Reason: PayoutUnclear}}}
	case payout.Accrued, payout.ClawedBack, payout.Charged, payout.AccountApproved, payout.Held, payout.Resumed, payout.RunPlanned, payout.RunDropped,
		payout.Approved, payout.Submitted, payout.Accepted, payout.Unclear, payout.Reversed, payout.Cancelled, payout.OutcomeNoted:
	}
	return nil
}
