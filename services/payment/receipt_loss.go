package payment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Loss is exactly what is proposed to be borne by us, or to have been given back, and agreed to.
type Loss struct {
	Number   int          `json:"number"` // of the proposal, from 1
	By       id.ID        `json:"by"`
	Amount   money.Rupiah `json:"amount"` // all that is short; of CoverReturned, of what we have borne
	Note     string       `json:"note"`
	LimitOne money.Rupiah `json:"limit_one"` // the most of a receipt that is decided by one person's word
	// Cover is CoverChannel or CoverReturned where it is said to have been given back, and Evidence is
	// by which reference. Empty: we bear it.
	Cover    Cover  `json:"cover,omitzero"`
	Evidence string `json:"evidence,omitzero"`
	Hash     string `json:"hash"` // of all of this, and of whose money it was
}

// LossProposed means that an operator wants us to bear what is short, or says that it was given back,
// which is more than they may decide alone: somebody else has to agree.
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
	LimitOne money.Rupiah `json:",omitzero"` // above it, with what was given back before, it is proposed
	StepUp   time.Time    `json:"-"`
}

func (AgreeLoss) isReceiptCommand()     {}
func (DropLoss) isReceiptCommand()      {}
func (NoteGivenBack) isReceiptCommand() {}

// coverShortfall closes a shortfall, or proposes to: the limit counts all that we have borne of the
// receipt, or all that was given back, or two small ones would be a large one.
func (r Receipt) coverShortfall(c CoverShortfall) ([]ReceiptEvent, error) {
	note, evidence := strings.TrimSpace(c.Note), tidy(c.Evidence)
	wanted := Loss{By: c.By, Amount: r.Short, Note: note, LimitOne: c.LimitOne}
	if c.Cover == CoverChannel {
		wanted.Cover, wanted.Evidence = CoverChannel, evidence
	}
	large := r.large(wanted)
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
	case wanted.Cover != "" && large && evidence == "":
		return nil, ErrNoEvidence
	case slices.Contains(r.Returns, wanted.Evidence):
		return nil, ErrSameEvidence
	case large:
		return r.proposeLoss(wanted, c.StepUp), nil
	}
	covered := r.booked(wanted)
	covered.StepUp = c.StepUp
	return []ReceiptEvent{covered}, nil
}

// large tells whether somebody else has to agree.
func (r Receipt) large(l Loss) bool {
	if l.Cover == "" {
		return r.Borne+l.Amount > l.LimitOne
	}
	return r.Given+l.Amount > l.LimitOne
}

// booked makes what is short good with what is not the buyer's; or what we have borne. That makes our
// loss smaller, and nobody richer: what the buyer or the brand bore is not ours to take.
func (r Receipt) booked(l Loss) ShortfallCovered {
	cover := cmp.Or(l.Cover, CoverPlatform)
	from, to := money.Loss, r.shortfallAccount()
	switch cover { //nolint:exhaustive // the others are nobody's word
	case CoverChannel:
		from = r.cash()
	case CoverReturned:
		from, to = r.cash(), money.Loss
	}
	m := r.Match
	return ShortfallCovered{
		Receipt: r.ID, Campaign: m.Campaign, Participation: m.Participation, Buyer: m.Buyer, Amount: l.Amount,
		Cover: cover, By: l.By, Note: l.Note, Evidence: l.Evidence, Twice: r.twice(cover, l.Amount), Postings: money.Move(l.Amount, from, to),
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
	if l.Cover != "" {
		return fingerprint(fmt.Sprintf("loss v2\n%s\n%s\n%d\n%s\n%d\n%d\n%q\n%s\n%q",
			r.ID, r.Match.Buyer, l.Number, l.By, l.Amount, l.LimitOne, l.Note, l.Cover, l.Evidence))
	}
	return fingerprint(fmt.Sprintf("loss v1\n%s\n%s\n%d\n%s\n%d\n%d\n%q", r.ID, r.Match.Buyer, l.Number, l.By, l.Amount, l.LimitOne, l.Note))
}

// agreeLoss: what is short may be more, or less, than what was proposed; that needs another proposal.
func (r Receipt) agreeLoss(c AgreeLoss) ([]ReceiptEvent, error) {
	if err := r.seesLoss(c.By, c.Hash); err != nil {
		return nil, err
	}
	switch {
	case !r.stands(r.Loss):
		return nil, ErrLossChanged
	case c.By == r.Loss.By:
		return nil, ErrFourEyes
	case c.By == r.Match.Buyer:
		return nil, ErrOwnMoney
	}
	covered := r.booked(r.Loss)
	covered.Agreed, covered.Hash, covered.StepUp = c.By, c.Hash, c.StepUp
	return []ReceiptEvent{covered}, nil
}

// stands tells whether what was proposed is still so.
func (r Receipt) stands(l Loss) bool {
	if l.Cover == CoverReturned {
		return l.Amount <= r.Lost && !slices.Contains(r.Returns, l.Evidence)
	}
	return l.Amount == r.Short
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

// noteGivenBack is coverShortfall of what we have borne already.
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
	wanted := Loss{By: c.By, Amount: c.Amount, Note: evidence, LimitOne: c.LimitOne, Cover: CoverReturned, Evidence: evidence}
	if r.large(wanted) {
		return r.proposeLoss(wanted, c.StepUp), nil
	}
	covered := r.booked(wanted)
	covered.StepUp = c.StepUp
	return []ReceiptEvent{covered}, nil
}
