// Package issued finds in the log where a transfer instruction was issued, for whoever ends it.
package issued

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Condition picks the events that say where the instruction $1 is. It is the condition of the index events_instruction.
const Condition = `type IN ('payment.instruction_issued.v1', 'payment.instruction_paid.v1', 'payment.instruction_closed.v1') ` +
	`AND data ->> 'instruction' = $1`

// Log is a log that can be searched.
type Log interface {
	Find(ctx context.Context, condition string, arguments ...any) ([]eventstore.Recorded, error)
}

// In asks a log itself, not a read model: that may be behind, and what it does not show need not be missing.
func In(log Log) payment.Issued {
	return func(ctx context.Context, instruction id.ID, amount money.Rupiah) (string, error) {
		about, err := log.Find(ctx, Condition, instruction.String())
		if err != nil {
			return "", fmt.Errorf("the account of instruction %s: %w", instruction, err)
		}
		return payment.IssuedWith(about, instruction, amount)
	}
}
