package payment

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// InstructionEvent is something that happened to the transfer instructions of
// one receiving account and one amount (stream "transfer-<account>-<amount>").
// They share a stream because their unique codes must differ.
//
//sumtype:decl
type InstructionEvent interface{ isInstructionEvent() }

// InstructionIssued means that the buyer was told what to transfer where.
type InstructionIssued struct {
	Instruction id.ID        `json:"instruction"` // the participation's id: one of an amount, another of what is missing after a part
	Campaign    id.ID        `json:"campaign"`
	Buyer       id.ID        `json:"buyer"`
	Account     string       `json:"account"`         // receiving account number
	Bank        string       `json:"bank,omitzero"`   // of that account, as its buyer was told
	Holder      string       `json:"holder,omitzero"` // likewise; both are empty in what was issued before they were kept
	Amount      money.Rupiah `json:"amount"`          // due or missing, in whole thousands
	Code        int          `json:"code"`            // 1–999, in the last three digits
	Total       money.Rupiah `json:"total"`           // amount + code: what identifies the transfer
	IssuedAt    time.Time    `json:"issued_at"`
	ExpiresAt   time.Time    `json:"expires_at"`
}

// TransferReported means that the buyer says that the transfer was made.
type TransferReported struct {
	Instruction id.ID             `json:"instruction"`
	Campaign    id.ID             `json:"campaign"`
	Buyer       id.ID             `json:"buyer"`
	PaidAt      time.Time         `json:"paid_at"` // as the buyer says
	Proof       eventstore.Sealed `json:"proof"`   // field "proof": what the buyer wrote
	DecideBy    time.Time         `json:"decide_by"`
}

// ReportRejected means that an operator looked and found no such transfer.
type ReportRejected struct {
	Instruction id.ID     `json:"instruction"`
	Campaign    id.ID     `json:"campaign"`
	Buyer       id.ID     `json:"buyer"`
	Reason      string    `json:"reason"`
	ExpiresAt   time.Time `json:"expires_at"` // the hold's own expiry, which counts again
}

// InstructionPaid means that a receipt was found for it; the code is free again.
type InstructionPaid struct {
	Instruction id.ID `json:"instruction"`
	Receipt     id.ID `json:"receipt"`
}

// InstructionClosed means that it is no longer to be paid; the code is free again.
type InstructionClosed struct {
	Instruction id.ID  `json:"instruction"`
	Reason      string `json:"reason"` // expired, cancelled, part
}

func (InstructionIssued) isInstructionEvent() {}
func (TransferReported) isInstructionEvent()  {}
func (ReportRejected) isInstructionEvent()    {}
func (InstructionPaid) isInstructionEvent()   {}
func (InstructionClosed) isInstructionEvent() {}

// Instruction is what one buyer was told to transfer, as it is now. An
// instruction that ended before it was issued has no buyer.
type Instruction struct {
	Campaign  id.ID
	Buyer     id.ID
	Code      int
	IssuedAt  time.Time
	ExpiresAt time.Time
	Report    Report
	DecideBy  time.Time // of the report; zero: never reported
	End       End
}

// Report is what became of a buyer's "Sudah transfer".
type Report int

// States of a report.
const (
	NotReported Report = iota
	Reported           // waits for an operator
	Rejected
)

// End tells how an instruction ended.
type End int

// Ends of an instruction.
const (
	Live   End = iota // the code is taken
	Paid              // the code is free
	Closed            // the code is free
)

// InstructionBook holds all instructions of one account and amount.
type InstructionBook struct {
	Account string
	Amount  money.Rupiah
	// free codes, the one that was released longest ago first: a transfer that
	// comes late for a dead code should not look like a new buyer's.
	free []int
	byID map[id.ID]Instruction
}

// Codes that tell transfers of the same amount apart: the last three digits.
const (
	firstCode = 1
	lastCode  = 999
)

func newInstructionBook() InstructionBook {
	book := InstructionBook{free: make([]int, 0, lastCode), byID: map[id.ID]Instruction{}}
	for code := firstCode; code <= lastCode; code++ {
		book.free = append(book.free, code)
	}
	return book
}

// Find returns an instruction, and whether the book has it.
func (b InstructionBook) Find(instruction id.ID) (Instruction, bool) {
	found, ok := b.byID[instruction]
	return found, ok
}

// FreeCodes is how many more instructions can be live at once.
func (b InstructionBook) FreeCodes() int { return len(b.free) }

func evolveInstructions(b InstructionBook, event InstructionEvent) InstructionBook {
	switch e := event.(type) {
	case InstructionIssued:
		b.Account, b.Amount = e.Account, e.Amount
		b.take(e.Code)
		b.byID[e.Instruction] = Instruction{
			Campaign: e.Campaign, Buyer: e.Buyer, Code: e.Code, IssuedAt: e.IssuedAt, ExpiresAt: e.ExpiresAt,
		}
	case TransferReported:
		b.change(e.Instruction, func(i *Instruction) { i.Report, i.DecideBy = Reported, e.DecideBy })
	case ReportRejected:
		b.change(e.Instruction, func(i *Instruction) { i.Report = Rejected })
	case InstructionPaid:
		b.end(e.Instruction, Paid)
	case InstructionClosed:
		b.end(e.Instruction, Closed)
	}
	return b
}

func (b *InstructionBook) take(code int) {
	if at := slices.Index(b.free, code); at >= 0 {
		b.free = slices.Delete(b.free, at, at+1)
	}
}

func (b *InstructionBook) change(instruction id.ID, change func(*Instruction)) {
	changed := b.byID[instruction]
	change(&changed)
	b.byID[instruction] = changed
}

// end frees the code, once: a closed instruction may still be paid.
func (b *InstructionBook) end(instruction id.ID, end End) {
	b.change(instruction, func(i *Instruction) {
		if i.End == Live && i.Code != 0 {
			b.free = append(b.free, i.Code)
		}
		i.End = end
	})
}
