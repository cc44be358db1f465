package payment

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// InstructionCommand asks the instructions of one account and amount to change.
//
//sumtype:decl
type InstructionCommand interface{ isInstructionCommand() }

// Issue tells a buyer what to transfer.
type Issue struct {
	Instruction id.ID
	Campaign    id.ID
	Buyer       id.ID
	Account     string
	Bank        string       `json:"-"` // names for the same account: another spelling is no other request
	Holder      string       `json:"-"`
	Amount      money.Rupiah // whole thousands, so that the code has the last three digits for itself
	ExpiresAt   time.Time
}

// ReportTransfer is the buyer's "Sudah transfer". It may be repeated, to
// correct the time, until an operator has decided.
type ReportTransfer struct {
	Instruction id.ID
	Buyer       id.ID
	PaidAt      time.Time
	Proof       eventstore.Sealed
}

// RejectReport is an operator's "no such transfer".
type RejectReport struct {
	Instruction id.ID
	Reason      string
}

// MarkPaid frees the code of an instruction that was paid.
type MarkPaid struct{ Instruction, Receipt id.ID }

// CloseInstruction frees the code of one that will not be paid.
type CloseInstruction struct {
	Instruction id.ID
	Reason      string
}

func (Issue) isInstructionCommand()            {}
func (ReportTransfer) isInstructionCommand()   {}
func (RejectReport) isInstructionCommand()     {}
func (MarkPaid) isInstructionCommand()         {}
func (CloseInstruction) isInstructionCommand() {}

// InstructionDecider holds the rules of transfer instructions.
var InstructionDecider = eventstore.Decider[InstructionBook, InstructionCommand, InstructionEvent]{
	Initial: newInstructionBook,
	Decide:  decideInstruction,
	Evolve:  evolveInstructions,
}

func decideInstruction(b InstructionBook, command InstructionCommand, now time.Time) ([]InstructionEvent, error) {
	switch c := command.(type) {
	case Issue:
		return b.issue(c, now)
	case ReportTransfer:
		return b.report(c, now)
	case RejectReport:
		return b.reject(c)
	case MarkPaid:
		return b.markPaid(c)
	case CloseInstruction:
		return b.close(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// issue does nothing for an instruction that is known, even when it has ended:
// commands of different streams may overtake each other.
func (b InstructionBook) issue(c Issue, now time.Time) ([]InstructionEvent, error) {
	if _, known := b.byID[c.Instruction]; known {
		return nil, nil
	}
	if err := b.mayIssue(c); err != nil {
		return nil, err
	}
	code := b.free[0]
	return []InstructionEvent{InstructionIssued{
		Instruction: c.Instruction, Campaign: c.Campaign, Buyer: c.Buyer,
		Account: c.Account, Bank: c.Bank, Holder: c.Holder, Amount: c.Amount, Code: code, Total: c.Amount + money.Rupiah(code),
		IssuedAt: instant(now), ExpiresAt: instant(c.ExpiresAt),
	}}, nil
}

func (b InstructionBook) mayIssue(c Issue) error {
	switch {
	case c.Instruction.IsZero() || c.Campaign.IsZero() || c.Buyer.IsZero() || c.Account == "":
		return ErrIncomplete
	case c.Amount <= 0 || c.Amount%1000 != 0 || c.Amount > MaxAmount:
		return ErrBadAmount
	case b.Account != "" && (b.Account != c.Account || b.Amount != c.Amount):
		return ErrWrongStream
	case len(b.free) == 0:
		return ErrCodesUsedUp
	}
	return nil
}

// report is recorded for a closed instruction too: money that comes late must
// find its way, and the buyer's word is where an operator begins to look.
//
// An operator has one working day from the first report, however often it is
// corrected or repeated; otherwise repeating it would hold a slot for ever.
func (b InstructionBook) report(c ReportTransfer, now time.Time) ([]InstructionEvent, error) {
	i, ok := b.issued(c.Instruction)
	switch {
	case !ok:
		return nil, ErrNoInstruction
	case i.Buyer != c.Buyer, !c.Proof.Empty() && c.Proof.Person != c.Buyer.String():
		return nil, ErrNotYours
	case i.End == Paid:
		return nil, ErrAlreadyPaid
	case c.PaidAt.After(now.Add(ClockTolerance)):
		return nil, ErrPaidInFuture
	case c.PaidAt.Before(i.IssuedAt.Add(-ClockTolerance)):
		return nil, ErrPaidBeforeIssue
	}
	decideBy := i.DecideBy
	if decideBy.IsZero() {
		decideBy = decisionDue(now)
	}
	return []InstructionEvent{TransferReported{
		Instruction: c.Instruction, Campaign: i.Campaign, Buyer: i.Buyer,
		PaidAt: instant(c.PaidAt), Proof: c.Proof, DecideBy: decideBy,
	}}, nil
}

func (b InstructionBook) reject(c RejectReport) ([]InstructionEvent, error) {
	i, ok := b.issued(c.Instruction)
	reason := strings.TrimSpace(c.Reason)
	switch {
	case !ok:
		return nil, ErrNoInstruction
	case i.End == Paid:
		return nil, ErrAlreadyPaid
	case i.Report == NotReported:
		return nil, ErrNotReported
	case i.Report == Rejected:
		return nil, nil
	case reason == "":
		return nil, ErrNoReason
	}
	return []InstructionEvent{ReportRejected{
		Instruction: c.Instruction, Campaign: i.Campaign, Buyer: i.Buyer,
		Reason: reason, ExpiresAt: i.ExpiresAt,
	}}, nil
}

// markPaid also notes an instruction that is closed, because late money found a
// slot, and one that is not issued yet, so that it never will be.
func (b InstructionBook) markPaid(c MarkPaid) ([]InstructionEvent, error) {
	if c.Instruction.IsZero() || c.Receipt.IsZero() {
		return nil, ErrIncomplete
	}
	if b.byID[c.Instruction].End == Paid {
		return nil, nil
	}
	return []InstructionEvent{InstructionPaid(c)}, nil
}

// close also notes an instruction that is not issued (yet), so that it never
// will be: the hold that it is for has ended.
func (b InstructionBook) close(c CloseInstruction) ([]InstructionEvent, error) {
	if c.Instruction.IsZero() {
		return nil, ErrIncomplete
	}
	if b.byID[c.Instruction].End != Live {
		return nil, nil
	}
	return []InstructionEvent{InstructionClosed{
		Instruction: c.Instruction, Reason: cmp.Or(c.Reason, CloseExpired),
	}}, nil
}

// issued finds an instruction that a buyer was really given.
func (b InstructionBook) issued(instruction id.ID) (Instruction, bool) {
	i, ok := b.byID[instruction]
	return i, ok && i.Code != 0
}
