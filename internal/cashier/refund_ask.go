package cashier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// ask finds out what became of an attempt. Only the same request under the same name
// is ever sent again.
func (c *Cashier) ask(ctx context.Context, state payment.RefundCase) (time.Duration, error) {
	switch {
	case state.Way == payment.ByGateway:
		return c.askRefund(ctx, state)
	case state.Payout == "":
		return c.askAgain(ctx, state)
	}
	return c.askPayout(ctx, state)
}

// askRefund looks for the refund at its payment. One that is not there is asked for
// again, under the same key, unless there is nothing to be sent any more. One of another amount
// is not ours, whatever it is called: it is put on record as somebody else's, and as long as it
// stands in the place of ours nobody knows what became of that.
func (c *Cashier) askRefund(ctx context.Context, state payment.RefundCase) (time.Duration, error) {
	t, err := c.Gateway.Status(ctx, state.Reference)
	if err != nil {
		return c.silent(ctx, state, err)
	}
	key := payment.RefundKey(state.Refund)
	at := slices.IndexFunc(t.Refunds, func(r midtrans.SentRefund) bool { return r.Key == key })
	if at >= 0 && t.Refunds[at].Amount != state.Amount {
		if err := c.reconcile(ctx, t); err != nil {
			return 0, err
		}
		return c.silent(ctx, state, midtrans.ErrUnknown)
	}
	if at < 0 {
		if state.Stopped {
			return c.silent(ctx, state, midtrans.ErrUnknown)
		}
		err := c.Gateway.Refund(ctx, state.Reference, key, state.Amount, state.Reason)
		if no, ok := errors.AsType[*midtrans.RefusedError](err); ok { // and it is not there
			said, err := c.refused(ctx, state, no)
			if err != nil {
				return c.silent(ctx, state, err)
			}
			return 0, c.record(ctx, state, said)
		}
		if err != nil {
			return c.silent(ctx, state, err)
		}
	}
	return 0, c.record(ctx, state, payment.NoteSent{Attempt: state.Attempt, Evidence: key})
}

// askAgain sends the very request of a payout again, of which nobody knows whether it
// arrived: if it did, the gateway answers as it did then. A no to it says nothing of
// the first one. What is not to be sent any more is not asked for: an operator finds out.
func (c *Cashier) askAgain(ctx context.Context, state payment.RefundCase) (time.Duration, error) {
	if state.Stopped {
		return c.silent(ctx, state, midtrans.ErrUnknown)
	}
	to, wrong, err := c.beneficiary(ctx, state)
	if err != nil {
		return 0, err
	}
	if wrong != nil { // the account can't be read any more: an operator has to find out
		return c.silent(ctx, state, midtrans.ErrUnknown)
	}
	key := payment.PayoutKey(state.Refund, state.Attempt)
	reference, err := c.Gateway.Pay(ctx, key, to, state.Amount, note(state.Refund, state.Attempt))
	if err != nil {
		return c.silent(ctx, state, err)
	}
	return 0, c.record(ctx, state, payment.AcceptPayout{Attempt: state.Attempt, Reference: reference})
}

// askPayout asks what became of a payout. One of another amount is not ours, as with refunds.
func (c *Cashier) askPayout(ctx context.Context, state payment.RefundCase) (time.Duration, error) {
	p, err := c.Gateway.PayoutOf(ctx, state.Payout)
	if err != nil {
		return c.silent(ctx, state, err)
	}
	if p.Amount != state.Amount {
		if err := c.seeOther(ctx, state, p); err != nil {
			return 0, err
		}
		return c.silent(ctx, state, midtrans.ErrUnknown)
	}
	said := ended(p, state.Attempt)
	if said == nil {
		return state.Pause(c.Now()), nil
	}
	return 0, c.record(ctx, state, said)
}

// silent notes that the gateway does not say, and asks again later.
func (c *Cashier) silent(ctx context.Context, state payment.RefundCase, _ error) (time.Duration, error) {
	return state.Pause(c.Now()), c.record(ctx, state, payment.NoteUnclear{Attempt: state.Attempt})
}

// ended is what a payout has come to; nil: it is on its way.
func ended(p midtrans.Payout, attempt int) payment.RefundCommand {
	switch p.Status {
	case midtrans.PayoutCompleted:
		return payment.NoteSent{Attempt: attempt, Evidence: p.Reference}
	case midtrans.PayoutFailed, midtrans.PayoutRejected:
		return payment.NoteNotSent{Attempt: attempt, Failure: payoutFailure(p), Code: p.ErrorCode}
	}
	return nil
}

// CheckPayout asks the gateway what became of a payout, and puts it on record for its
// refund or its brand. Payouts that are neither's are left alone. A payout that was reported as
// failed after it had been completed came back: ErrBehind until the gateway says so too.
func (c *Cashier) CheckPayout(ctx context.Context, reference string, reported midtrans.PayoutStatus) error {
	p, err := c.Gateway.PayoutOf(ctx, reference)
	if errors.Is(err, midtrans.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("payout %s: %w", reference, err)
	}
	if brands, err := c.checkSeller(ctx, p); err != nil || brands {
		return errors.Join(err, behind(p, reported))
	}
	refund, attempt, ours := readNote(p.Notes)
	if !ours {
		return nil
	}
	if err := c.toldPayout(ctx, refund, attempt, p); err != nil {
		return fmt.Errorf("payout %s of refund %s: %w", reference, refund, err)
	}
	return behind(p, reported)
}

// toldPayout puts on record what the gateway says of a payout that bears the name of a refund.
func (c *Cashier) toldPayout(ctx context.Context, refund id.ID, attempt int, p midtrans.Payout) error {
	state, _, err := eventstore.Load(ctx, c.Log, payment.Refunds, refund.String())
	if err != nil {
		return err
	}
	if state.State != "" && p.Amount != state.Amount {
		return c.seeOther(ctx, state, p)
	}
	commands := []payment.RefundCommand{payment.AcceptPayout{Attempt: attempt, Reference: p.Reference}}
	if said := ended(p, attempt); said != nil {
		commands = append(commands, said)
	}
	for _, command := range commands {
		if _, err := c.refund(ctx, refund, command); err != nil {
			return err
		}
	}
	return nil
}

// seeOther is for a payout that bears the name of a refund, and another amount: it is somebody
// else's, whatever it is called. What has left is put before an operator, as any refund that nobody
// asked for here.
func (c *Cashier) seeOther(ctx context.Context, state payment.RefundCase, p midtrans.Payout) error {
	if p.Status != midtrans.PayoutCompleted {
		return nil
	}
	claim := state.Claim
	claim.Refund = payment.ExternalRefundID(state.Receipt, p.Reference)
	_, err := c.refund(ctx, claim.Refund, payment.SeeExternalRefund{
		Claim: claim, Channel: c.Channel, Reference: cmp.Or(state.Reference, p.Reference), Key: p.Reference, Amount: p.Amount,
	})
	return err
}

func behind(p midtrans.Payout, reported midtrans.PayoutStatus) error {
	if p.Status == midtrans.PayoutCompleted && (reported == midtrans.PayoutFailed || reported == midtrans.PayoutRejected) {
		return fmt.Errorf("payout %s: %w", p.Reference, ErrBehind)
	}
	return nil
}

// reconcile compares the refunds of a payment, as the gateway has them, with those
// that it was asked for here. One that nobody asked for is put on record, for an
// operator to look into.
func (c *Cashier) reconcile(ctx context.Context, t midtrans.Transaction) error {
	receipt := payment.ReceiptID(c.Channel, t.ID)
	for _, sent := range t.Refunds {
		ours, err := c.confirm(ctx, receipt, sent)
		if err != nil {
			return err
		}
		if ours {
			continue
		}
		payer, _, err := c.find(ctx, t.Order)
		if err != nil {
			return err
		}
		refund := payment.ExternalRefundID(receipt, sent.Key)
		_, err = c.refund(ctx, refund, payment.SeeExternalRefund{
			Claim:   payment.Claim{Refund: refund, Receipt: receipt, Campaign: payer.Campaign, Participation: payer.Participation, Buyer: payer.Buyer},
			Channel: c.Channel, Reference: t.ID, Key: sent.Key, Amount: sent.Amount,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// confirm tells whether a refund of the gateway's is one of ours, and notes then that
// it was sent.
func (c *Cashier) confirm(ctx context.Context, receipt id.ID, sent midtrans.SentRefund) (ours bool, err error) {
	refund, err := id.Parse(sent.Key)
	if err != nil {
		return false, nil //nolint:nilerr // a key of somebody else's
	}
	state, _, err := eventstore.Load(ctx, c.Log, payment.Refunds, refund.String())
	if err != nil || state.Receipt != receipt || state.Attempt == 0 || state.Amount != sent.Amount {
		return false, err
	}
	attempt := state.GatewayAttempt()
	if attempt == 0 {
		return false, nil
	}
	_, err = c.refund(ctx, refund, payment.NoteSent{Attempt: attempt, Evidence: sent.Key})
	return true, err
}
