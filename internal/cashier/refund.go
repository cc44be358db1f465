package cashier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
)

const (
	// refundErrands is more than any refund takes without waiting in between.
	refundErrands = 10
	// skew is how far this process's clock may be behind the one that woke it.
	skew = 10 * time.Second
	// recording bounds how long an outcome may take to be put on record when the
	// process is being stopped.
	recording = 5 * time.Second
)

// AdvanceRefund does what has to be done for a refund now. It returns after how long
// it wants to be called again, since the gateway has not said what it has to; zero:
// whatever comes next follows from an event.
func (c *Cashier) AdvanceRefund(ctx context.Context, refund id.ID) (again time.Duration, err error) {
	for range refundErrands {
		state, _, err := eventstore.Load(ctx, c.Log, payment.Refunds, refund.String())
		if err != nil {
			return 0, fmt.Errorf("read refund %s: %w", refund, err)
		}
		errand, at := state.Due()
		if wait := at.Sub(c.Now()); errand.Kind == payment.NoRefundErrand || wait > 0 {
			return soon(errand, wait), nil
		}
		again, taken, err := c.doRefund(ctx, state, errand)
		if err != nil {
			return 0, fmt.Errorf("refund %s: %w", refund, err)
		}
		if again > 0 || taken {
			return again, nil
		}
	}
	return 0, fmt.Errorf("refund %s: there is no end to what has to be done", refund)
}

// soon keeps what woke this process a moment too early from being forgotten. For
// what is due later, something else will wake one.
func soon(errand payment.RefundErrand, wait time.Duration) time.Duration {
	if errand.Kind == payment.NoRefundErrand || wait > skew {
		return 0
	}
	return wait
}

// doRefund runs an errand. taken: the gateway has taken an attempt on, and
// nobody needs to look whether more has to be done.
func (c *Cashier) doRefund(ctx context.Context, state payment.RefundCase, errand payment.RefundErrand) (again time.Duration, taken bool, err error) {
	switch errand.Kind {
	case payment.SubmitErrand:
		return c.submit(ctx, state, errand.Number)
	case payment.AskErrand:
		again, err = c.ask(ctx, state)
	case payment.RemindErrand:
		_, err = c.refund(ctx, state.Refund, payment.RemindBuyer{Number: errand.Number})
	case payment.RestErrand:
		_, err = c.refund(ctx, state.Refund, payment.LetRest{})
	case payment.NoRefundErrand:
	}
	return again, false, err
}

// submit puts the attempt on record and then makes it. Of all who try, one is told
// that it was put on record; the others leave it alone.
func (c *Cashier) submit(ctx context.Context, state payment.RefundCase, attempt int) (again time.Duration, taken bool, err error) {
	var to midtrans.Beneficiary
	if rest, err := c.rests(ctx, state); err != nil || rest > 0 {
		return rest, false, err
	}
	if state.Way == payment.ByPayout {
		var wrong *payment.Misdirect
		if to, wrong, err = c.checked(ctx, state); errors.Is(err, midtrans.ErrUnknown) {
			return state.Pause(c.Now()), false, nil
		}
		if err != nil {
			return 0, false, err
		}
		if wrong != nil {
			wrong.Attempt = attempt
			_, err := c.refund(ctx, state.Refund, *wrong)
			return 0, false, err
		}
	}
	result, err := c.refund(ctx, state.Refund, payment.SubmitRefund{Attempt: attempt})
	if err != nil || !submitted(result) {
		return 0, false, err
	}
	state.Attempt = attempt
	taken, err = c.send(ctx, state, to)
	return 0, taken, err
}

func submitted(result eventstore.Result) bool {
	for _, recorded := range result.Events {
		event, err := payment.RefundCodec.Decode(recorded)
		if _, ours := event.(payment.RefundSubmitted); ours && err == nil && !result.Repeated {
			return true
		}
	}
	return false
}

// send asks the gateway to send the money, under the name of the attempt, and puts on
// record what it says. taken: it said yes.
func (c *Cashier) send(ctx context.Context, state payment.RefundCase, to midtrans.Beneficiary) (taken bool, err error) {
	var said payment.RefundCommand
	if state.Way == payment.ByPayout {
		key := payment.PayoutKey(state.Refund, state.Attempt)
		var reference string
		reference, err = c.Gateway.Pay(ctx, key, to, state.Amount, note(state.Refund, state.Attempt))
		said = payment.AcceptPayout{Attempt: state.Attempt, Reference: reference}
	} else {
		key := payment.RefundKey(state.Refund)
		err = c.Gateway.Refund(ctx, state.Reference, key, state.Amount, state.Reason)
		said = payment.NoteSent{Attempt: state.Attempt, Evidence: key}
	}
	if err != nil {
		return false, c.notSent(ctx, state, err)
	}
	return true, c.record(ctx, state, said)
}

// notSent tells a definite no from silence.
func (c *Cashier) notSent(ctx context.Context, state payment.RefundCase, err error) error {
	if no, ok := errors.AsType[*midtrans.RefusedError](err); ok {
		if said, err := c.refused(ctx, state, no); err == nil {
			return c.record(ctx, state, said)
		}
	}
	return c.record(ctx, state, payment.NoteUnclear{Attempt: state.Attempt})
}

// record puts on record what the gateway said, even when this process is told to stop
// meanwhile: otherwise it would have to be asked once more.
func (c *Cashier) record(ctx context.Context, state payment.RefundCase, said payment.RefundCommand) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recording)
	defer cancel()
	_, err := c.refund(ctx, state.Refund, said)
	return err
}

func (c *Cashier) refund(ctx context.Context, refund id.ID, command payment.RefundCommand) (eventstore.Result, error) {
	return c.Log.Execute(ctx, payment.Refunds.Command(refund.String(), command, meta()))
}
