package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// teller gives the commands of a script, moment by moment, and takes the steps
// of the process managers after each.
type teller struct {
	log       eventstore.Log
	clock     *Clock
	process   payment.Process
	residents map[string]resident
	keys      map[string]eventstore.PersonKey
	issued    map[id.ID]payment.InstructionIssued // by participation
}

// moment gives commands that happen at the same time, all at once so that they
// share a transaction, and then whatever they lead to.
func (t *teller) moment(ctx context.Context, acts []act) error {
	t.clock.set(acts[0].at)
	steps := make([]payment.Step, len(acts))
	for i, one := range acts {
		command, err := one.command(t, one.meta())
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		steps[i] = payment.Step{Command: command}
	}
	for len(steps) > 0 {
		recorded, err := t.run(ctx, steps)
		if err != nil {
			return fmt.Errorf("at %s: %w", acts[0].at, err)
		}
		if steps, err = t.react(recorded); err != nil {
			return err
		}
	}
	return nil
}

// run takes steps at once and returns what they made happen.
func (t *teller) run(ctx context.Context, steps []payment.Step) ([]eventstore.Recorded, error) {
	results, errs := make([]eventstore.Result, len(steps)), make([]error, len(steps))
	var running sync.WaitGroup
	for i, step := range steps {
		running.Go(func() { results[i], errs[i] = step.Run(ctx, t.log) })
	}
	running.Wait()
	var recorded []eventstore.Recorded
	for _, result := range results {
		recorded = append(recorded, result.Events...)
	}
	return recorded, errors.Join(errs...)
}

func (t *teller) react(events []eventstore.Recorded) (steps []payment.Step, err error) {
	for _, recorded := range events {
		body, err := decode(recorded)
		if err != nil {
			return nil, err
		}
		if issued, ok := body.(payment.InstructionIssued); ok {
			t.issued[issued.Instruction] = issued
		}
		steps = append(steps, t.process.React(body, recorded)...)
		steps = append(steps, order.Process{}.React(body, recorded)...)
		steps = append(steps, payout.Process{}.React(body, recorded)...)
		steps = append(steps, wallet.Process{}.React(body, recorded)...)
	}
	return steps, nil
}

// decode returns the body of an event that a process may react to, else nil.
func decode(recorded eventstore.Recorded) (any, error) {
	switch recorded.StreamID.Category() {
	case sambatan.Campaigns.Category():
		return sambatan.Codec.Decode(recorded)
	case payment.Instructions.Category():
		return payment.InstructionCodec.Decode(recorded)
	case payment.Receipts.Category():
		return payment.ReceiptCodec.Decode(recorded)
	case wallet.Wallets.Category():
		return wallet.Codec.Decode(recorded)
	case order.Orders.Category():
		return order.Codec.Decode(recorded)
	}
	return nil, nil //nolint:nilnil // nothing to react to
}

// sealer seals fields for one person and keeps the first error.
type sealer struct {
	key    eventstore.PersonKey
	person string
	err    error
}

func (t *teller) sealer(user string) *sealer {
	key, ok := t.keys[user]
	sealed := &sealer{key: key, person: UserID(user).String()}
	if !ok {
		sealed.err = fmt.Errorf("%s has no key", user)
	}
	return sealed
}

func (s *sealer) seal(field string, value any) (sealed eventstore.Sealed) {
	if s.err == nil {
		sealed, s.err = eventstore.Seal(s.key, s.person, field, value)
	}
	return sealed
}
