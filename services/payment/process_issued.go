package payment

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Issued is a port: it asks the log which receiving account the instruction of a participation for an amount was issued
// with, see [IssuedWith]. Empty: nothing has been heard of it yet.
type Issued func(ctx context.Context, instruction id.ID, amount money.Rupiah) (account string, err error)

// IssuedWith finds the account of an instruction among events of the log, in order. It is the one that it was issued with or,
// when it ended before that and never will be, the one where that was noted first.
func IssuedWith(about []eventstore.Recorded, instruction id.ID, amount money.Rupiah) (account string, err error) {
	for _, recorded := range about {
		if recorded.StreamID.Category() != Instructions.Category() || InstructionAmount(recorded.StreamID) != amount {
			continue
		}
		event, err := InstructionCodec.Decode(recorded)
		if err != nil {
			return "", fmt.Errorf("where an instruction was issued: %w", err)
		}
		if aboutInstruction(event) != instruction {
			continue
		}
		if issued, ok := event.(InstructionIssued); ok {
			return issued.Account, nil
		}
		account = cmp.Or(account, instructionAccount(recorded.StreamID))
	}
	return account, nil
}

// instructionAccount is the account in the name of a stream of instructions.
func instructionAccount(stream eventstore.StreamID) string {
	name := stream.Identity()
	return name[:max(strings.LastIndexByte(name, '-'), 0)]
}

// toInstruction is a step to an instruction where it is: in the stream of the account that it was issued with, which need not
// be the one that buyers are told now. What is not issued yet is at the account of now.
func (p Process) toInstruction(step string, instruction id.ID, amount money.Rupiah, command func(account string) InstructionCommand, from cause) Step {
	at := func(account, step string) eventstore.Command {
		return Instructions.Command(InstructionStream(account, amount), command(account), from.meta(step))
	}
	to := Step{Command: at(p.Account, step), OnRefusal: doneBefore}
	if p.Issued == nil {
		return to
	}
	to.Readdress = func(ctx context.Context) (eventstore.Command, error) {
		account, err := p.Issued(ctx, instruction, amount)
		switch {
		case err != nil:
			return eventstore.Command{}, err
		case account == "" || account == p.Account:
			return to.Command, nil
		}
		// A name of its own: what was done at the account of now, before this was known, must not pass for it.
		return at(account, step+" "+account), nil
	}
	return to
}
