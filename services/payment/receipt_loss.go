package payment

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Loss is exactly what is proposed to be borne by us, and agreed to.
type Loss struct {
	Number   int          `json:"number"` // of the proposal, from 1
	By       id.ID        `json:"by"`
	Amount   money.Rupiah `json:"amount"` // all that is short
	Note     string       `json:"note"`
	LimitOne money.Rupiah `json:"limit_one"` // the most that we bear of a receipt by one person's word
	Hash     string       `json:"hash"`      // of all of this, and of whose money it was
}

// LossProposed means that an operator wants us to bear what is short, which is more than they may
// decide alone: somebody else has to agree.
type LossProposed struct {
	Receipt       id.ID `json:"receipt"`
	Campaign      id.ID `json:"campaign,omitzero"`
	Participation id.ID `json:"participation,omitzero"`
	Buyer         id.ID `json:"buyer,omitzero"`
	Loss

	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// LossDropped means that nothing comes of the proposal.
type LossDropped struct {
	Receipt       id.ID  `json:"receipt"`
	Campaign      id.ID  `json:"campaign,omitzero"`
	Participation id.ID  `json:"participation,omitzero"`
	Number        int    `json:"number"` // of the proposal
	By            id.ID  `json:"by"`
	Hash          string `json:"hash"`
}

func (LossProposed) isReceiptEvent() {}
func (LossDropped) isReceiptEvent()  {}

// AgreeLoss is the second person's word; Hash is of what they saw.
type AgreeLoss struct {
	By     id.ID
	Hash   string
	StepUp time.Time `json:"-"`
}

// DropLoss takes a proposal back.
type DropLoss struct {
	By   id.ID
	Hash string
}

// NoteGivenBack notes that the channel gave back, late, what we had borne. Evidence is its name
// for that; the same twice is once.
type NoteGivenBack struct {
	By       id.ID
	Amount   money.Rupiah
	Evidence string
}

func (AgreeLoss) isReceiptCommand()     {}
func (DropLoss) isReceiptCommand()      {}
func (NoteGivenBack) isReceiptCommand() {}

// coverShortfall closes a shortfall, or proposes that we bear it: the limit counts all that we
// have borne of the receipt, or two small losses would be a large one.
func (r Receipt) coverShortfall(c CoverShortfall) ([]ReceiptEvent, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "":
		return nil, ErrNoReason
	case c.Cover != CoverChannel && c.Cover != CoverPlatform:
		return nil, ErrBadCover
	case r.Short == 0:
		return nil, ErrNotShort
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	case c.Cover == CoverPlatform && r.Borne+r.Short > c.LimitOne:
		return r.proposeLoss(Loss{By: c.By, Amount: r.Short, Note: note, LimitOne: c.LimitOne}, c.StepUp), nil
	}
	covered := r.closed(c.Cover, c.By, note)
	covered.StepUp = c.StepUp
	return []ReceiptEvent{covered}, nil
}

// closed makes all that is short good, with what is not the buyer's.
func (r Receipt) closed(cover Cover, by id.ID, note string) ShortfallCovered {
	m, from := r.Match, money.Loss
	if cover == CoverChannel {
		from = r.cash()
	}
	return ShortfallCovered{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Amount: r.Short,
		Cover: cover, By: by, Note: note, Twice: r.twice(cover, r.Short), Postings: money.Move(r.Short, from, r.shortfallAccount()),
	}
}

// proposeLoss takes the place of what is proposed, unless it is the same.
func (r Receipt) proposeLoss(loss Loss, stepUp time.Time) []ReceiptEvent {
	loss.Number = r.Loss.Number
	loss.Hash = r.lossHash(loss)
	if loss == r.Loss {
		return nil
	}
	loss.Number = r.LossProposals + 1
	loss.Hash = r.lossHash(loss)
	m := r.Match
	return []ReceiptEvent{LossProposed{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Loss: loss, StepUp: stepUp,
	}}
}

func (r Receipt) lossHash(l Loss) string {
	return fingerprint(fmt.Sprintf("loss v1\n%s\n%s\n%d\n%s\n%d\n%d\n%q", r.ID, r.Match.Buyer, l.Number, l.By, l.Amount, l.LimitOne, l.Note))
}

// agreeLoss: what is short may be more, or less, than what was proposed; that needs another proposal.
func (r Receipt) agreeLoss(c AgreeLoss) ([]ReceiptEvent, error) {
	if err := r.seesLoss(c.By, c.Hash); err != nil {
		return nil, err
	}
	switch {
	case r.Loss.Amount != r.Short:
		return nil, ErrLossChanged
	case c.By == r.Loss.By:
		return nil, ErrFourEyes
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	}
	covered := r.closed(CoverPlatform, r.Loss.By, r.Loss.Note)
	covered.Agreed, covered.Hash, covered.StepUp = c.By, c.Hash, c.StepUp
	return []ReceiptEvent{covered}, nil
}

func (r Receipt) dropLoss(c DropLoss) ([]ReceiptEvent, error) {
	if err := r.seesLoss(c.By, c.Hash); err != nil {
		return nil, err
	}
	m := r.Match
	return []ReceiptEvent{LossDropped{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Number: r.Loss.Number, By: c.By, Hash: c.Hash,
	}}, nil
}

// seesLoss refuses whoever has not seen what is proposed now.
func (r Receipt) seesLoss(by id.ID, hash string) error {
	switch {
	case by.IsZero():
		return ErrIncomplete
	case r.Loss.Hash == "":
		return ErrNoLoss
	case hash != r.Loss.Hash:
		return ErrLossChanged
	}
	return nil
}

// noteGivenBack makes our loss smaller, and nobody richer: what the buyer or the brand bore is
// not ours to take.
func (r Receipt) noteGivenBack(c NoteGivenBack) ([]ReceiptEvent, error) {
	evidence := tidy(c.Evidence)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case slices.Contains(r.Returns, evidence):
		return nil, nil
	case c.Amount <= 0:
		return nil, ErrBadAmount
	case c.Amount > r.Lost:
		return nil, ErrNotLost
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	}
	m := r.Match
	return []ReceiptEvent{ShortfallCovered{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Amount: c.Amount,
		Cover: CoverReturned, By: c.By, Note: evidence, Postings: money.Move(c.Amount, r.cash(), money.Loss),
	}}, nil
}
