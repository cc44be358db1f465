package payout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// Outcome is what became of an attempt, by the word of somebody who looked at a statement of the channel's
// or of the bank's.
type Outcome struct {
	Attempt  int          `json:"attempt"`
	Left     bool         `json:"left"`
	Amount   money.Rupiah `json:"amount"`
	Evidence string       `json:"evidence"` // what the statement calls it, or where it was looked for
	Hash     string       `json:"hash"`     // of all of this, and of the payout
}

// OutcomeProposed means that somebody says what became of an attempt of a large payout: somebody else has
// to have seen the same.
type OutcomeProposed struct {
	Claim
	Outcome

	By     id.ID     `json:"by"`
	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

// OutcomeNoted means that people know what became of an attempt that the channel did not tell of. What
// follows from it is on record right after it.
type OutcomeNoted struct {
	Claim
	Outcome

	By     id.ID     `json:"by"`
	At     time.Time `json:"at,omitzero"`      // zero: before it was kept
	StepUp time.Time `json:"step_up,omitzero"` // when they confirmed with a passkey
}

func (OutcomeProposed) isEvent() {}
func (OutcomeNoted) isEvent()    {}

// NoteOutcome is an operator's word for what became of an attempt. Amount is what the statement shows, or
// what was looked for in it.
type NoteOutcome struct {
	Payout   id.ID
	Attempt  int
	Left     bool
	Amount   money.Rupiah
	Evidence string
	By       id.ID
	OfBrand  id.ID     // that By belongs to; zero: none
	StepUp   time.Time `json:"-"` // of [OutcomeNoted]
}

func (NoteOutcome) isCommand() {}

// try is an attempt of a payout.
type try struct {
	payout  id.ID
	attempt int
}

// Asked is an attempt whose outcome an operator may tell.
type Asked struct {
	Payout   id.ID
	Attempt  int
	Amount   money.Rupiah
	Two      bool // people have to say the same
	MayStay  bool // it can be said not to have left
	MayLeave bool // it can be said to have left
	Against  bool // the channel says otherwise than people did
	Says     OutcomeProposed

	giver id.ID
}

// Asks finds the attempt of a payout whose outcome an operator may tell; false: there is none. It is one
// that the channel does not tell of, or one of which the channel contradicts what people said.
func (s Seller) Asks(payout id.ID, now time.Time) (Asked, bool) {
	asked, open := s.asks(payout, now)
	may := asked.MayStay && !s.says.Left || asked.MayLeave && s.says.Left
	if may && s.says.Payout == payout && s.says.Attempt == asked.Attempt {
		asked.Says = s.says
	}
	return asked, open
}

func (s Seller) asks(payout id.ID, now time.Time) (Asked, bool) {
	if past, paid := s.exit(payout); paid {
		asked := Asked{Payout: payout, Attempt: past.Attempt, Amount: past.Amount, Two: past.Amount > past.limit, MayStay: true, Against: true, giver: past.giver}
		return asked, past.byWord && past.denied && !past.Reversed
	}
	p, err := s.live(payout)
	if err != nil {
		return Asked{}, false
	}
	asked := Asked{Payout: payout, Attempt: p.Attempt, Amount: p.Amount, Two: p.Amount > p.LimitOne, MayLeave: true, giver: p.Giver}
	switch {
	case p.State == StateUnknown:
		asked.MayStay = p.Reference == "" || !now.Before(p.silent.Add(SilentAfter))
		return asked, true
	case p.State == StateSubmitted && p.Reference == "" && !now.Before(p.Since.Add(payment.AskAfter)):
		asked.MayStay = true
		return asked, true
	case p.State.OnItsWay(): // the channel tells of it, or whoever asks for it may be doing so right now
		return Asked{}, false
	}
	asked.Attempt, asked.Against = s.deniedOf(p), true
	if s.contested(payout) { // whoever sees something else puts it in the place of what was said
		asked.Attempt, asked.MayStay = s.says.Attempt, true
	}
	return asked, asked.Attempt > 0
}

// deniedOf is the newest attempt that people said had not left; 0: none.
func (s Seller) deniedOf(p Payout) int {
	for attempt := p.Attempt; attempt > 0; attempt-- {
		if s.Stayed(p.Payout, attempt) {
			return attempt
		}
	}
	return 0
}

// noteOutcome ends what nobody else ends. It needs two people above the limit, since either word is worth
// the money: one that left is not sent again, and one that did not is.
func (s Seller) noteOutcome(c NoteOutcome, now time.Time) ([]Event, error) {
	evidence := strings.Join(strings.Fields(c.Evidence), " ")
	switch {
	case c.By.IsZero() || c.Attempt < 1:
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case s.knows(c):
		return nil, nil
	}
	asked, open := s.Asks(c.Payout, now)
	if !open {
		return nil, s.notAsked(c.Payout)
	}
	switch {
	case c.Attempt != asked.Attempt:
		return nil, ErrChanged
	case c.Left && !asked.MayLeave, !c.Left && !asked.MayStay:
		return nil, s.notAsked(c.Payout)
	case c.Amount != asked.Amount:
		return nil, ErrBadAmount
	case c.Left && s.provesAnother(c.Payout, evidence):
		return nil, ErrProvesAnother
	case c.OfBrand == s.Brand:
		return nil, ErrOwnBrand
	case c.By == asked.giver:
		return nil, ErrFourEyes
	}
	said := Outcome{Attempt: c.Attempt, Left: c.Left, Amount: c.Amount, Evidence: evidence}
	claim := Claim{s.Brand, c.Payout}
	said.Hash = said.hash(claim)
	switch {
	case asked.Two && asked.Says.Hash != said.Hash:
		return s.proposes(OutcomeProposed{Claim: claim, Outcome: said, By: c.By, StepUp: c.StepUp}), nil
	case asked.Two && asked.Says.By == c.By:
		return nil, ErrFourEyes
	}
	noted := OutcomeNoted{Claim: claim, Outcome: said, By: c.By, At: instant(now), StepUp: c.StepUp}
	return append([]Event{noted}, s.follows(noted)...), nil
}

// proposes takes the place of what somebody else said. What was kept from going to another account, since it was said
// to have left, is not sent to the one before.
func (s Seller) proposes(e OutcomeProposed) []Event {
	p, err := s.live(e.Payout)
	if err == nil && s.contested(e.Payout) && !e.Left && !p.State.OnItsWay() && p.Account != s.Account.Number {
		return []Event{e, s.accountChanged(p.Claim)}
	}
	return []Event{e}
}

// knows tells whether the same was said before, or was told by the channel meanwhile.
func (s Seller) knows(c NoteOutcome) bool {
	if past, paid := s.exit(c.Payout); paid {
		return past.Attempt == c.Attempt && c.Left == !past.Reversed
	}
	p, err := s.live(c.Payout)
	return err == nil && !p.State.OnItsWay() && !c.Left && !s.saysLeft(c.Payout, c.Attempt) && s.Stayed(c.Payout, c.Attempt)
}

// notAsked tells why nobody's word is needed.
func (s Seller) notAsked(payout id.ID) error {
	p, err := s.live(payout)
	switch {
	case err != nil:
		return ErrNoPayout
	case p.State.OnItsWay():
		return ErrOnItsWay
	}
	return ErrChanged
}

func (o Outcome) hash(c Claim) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "outcome v1\n%s\n%s\n%d\n%t\n%d\n%q", c.Brand, c.Payout, o.Attempt, o.Left, o.Amount, o.Evidence))
	return hex.EncodeToString(sum[:])
}

// follows is what comes of it. Nothing is sent again by itself: who said that nothing had left may be wrong,
// and a channel that answers in the meantime is heard.
func (s Seller) follows(e OutcomeNoted) []Event {
	if past, paid := s.exit(e.Payout); paid {
		return []Event{s.comesBack(past, "")}
	}
	p := *s.Live
	if e.Left {
		return []Event{s.pays(p, e.Attempt, e.By, e.Evidence)}
	}
	failed := Failed{Claim: p.Claim, Attempt: e.Attempt, Failure: payment.FailureUnexplained}
	if s.Account.Number != p.Account { // what is tried again would go to the one before
		return []Event{failed, s.accountChanged(p.Claim)}
	}
	failed.Stuck = true
	return []Event{failed}
}

// Stayed tells whether people said that an attempt did not leave.
func (s Seller) Stayed(payout id.ID, attempt int) bool {
	return slices.Contains(s.stayed, try{payout, attempt})
}

// contested tells whether one of two people says that an attempt of a payout left. Until another has agreed, or said
// that it did not, nothing is sent in its place.
func (s Seller) contested(payout id.ID) bool { return s.says.Left && s.says.Payout == payout }

// saysLeft tells whether one of two people says that an attempt left, which another has to confirm still.
func (s Seller) saysLeft(payout id.ID, attempt int) bool {
	return s.contested(payout) && s.says.Attempt == attempt
}

// outcome keeps what people said. Whoever began to ask for an attempt just before they said that it had not left,
// which is to send it again, has the answer on record before anything else is sent.
func (s Seller) outcome(e OutcomeNoted) Seller {
	s.says = OutcomeProposed{}
	if !e.Left {
		s.stayed, s.quiet = append(slices.Clip(s.stayed), try{e.Payout, e.Attempt}), later(s.quiet, e.At.Add(payment.AskAfter))
	}
	return s
}

// contradiction is what was said against what is on record. Each is told once.
type contradiction struct {
	try

	said     payment.Said
	evidence string
}

// contradict keeps it, and whether the channel denies what people said to have left.
func (s Seller) contradict(e Contradicted) Seller {
	told := contradiction{try{e.Payout, e.Attempt}, e.Said, e.Evidence}
	s.Held, s.against = string(e.Said), append(slices.Clip(s.against), told)
	s.Past = slices.Clone(s.Past)
	for i, past := range s.Past {
		if e.Said == payment.SaidNotSent && past.Payout == e.Payout && past.Attempt == e.Attempt {
			s.Past[i].denied = true
		}
	}
	return s
}

// denied tells whether the channel said last that an attempt did not leave.
func (s Seller) denied(t try) bool {
	said := false
	for _, told := range s.against {
		if told.try == t {
			said = told.said == payment.SaidNotSent
		}
	}
	return said
}
