package payout

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// ofPeople decides what operators and time have to say.
func (s Seller) ofPeople(command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Run:
		return s.run(c, now)
	case Open:
		return s.openByHand(c, now)
	case Approve:
		return s.approve(c, now)
	case Cancel:
		return s.cancel(c)
	case Retry:
		return s.retry(c, now)
	case MarkPaid:
		return s.markPaid(c)
	case NoteOutcome:
		return s.noteOutcome(c, now)
	case NoteReturn:
		return s.noteReturn(c)
	case Accrue, ClawBack, Charge, GiveAccount, ApproveAccount, RefuseAccount, Hold, Resume,
		Submit, Accept, NoteUnclear, NoteSent, NoteNotSent, NoteOther, Misdirect:
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// payable tells what stands against a payout, but for the time.
func (s Seller) payable() error {
	switch {
	case s.Held != "":
		return ErrHeld
	case s.Live != nil:
		return ErrLive
	case s.Account.State != AccountGood:
		return ErrNoAccount
	case s.Available() < Least:
		return ErrNothingDue
	}
	return nil
}

// run opens what was planned. What stands against it now will plan another one when it
// is gone; an account that took another's place since then has to cool first.
func (s Seller) run(c Run, now time.Time) ([]Event, error) {
	stands := s.payable()
	switch {
	case s.RunAt.IsZero():
		return nil, nil
	case now.Before(s.RunAt):
		return nil, &EarlyError{DueAt: s.RunAt}
	case stands == nil && !now.Before(s.Account.UsableFrom):
		return s.open(Open{Policy: c.Policy}, now), nil
	}
	return []Event{RunDropped{Brand: s.Brand}}, nil
}

func (s Seller) openByHand(c Open, now time.Time) ([]Event, error) {
	if c.By.IsZero() {
		return nil, ErrIncomplete
	}
	if err := s.payable(); err != nil {
		return nil, err
	}
	switch {
	case c.By == s.Account.By:
		return nil, ErrFourEyes
	case c.OfBrand == s.Brand:
		return nil, ErrOwnBrand
	case now.Before(s.Account.UsableFrom):
		return nil, ErrCooling
	}
	return s.open(c, now), nil
}

// open fixes what is paid. What is released afterwards is for the next payout.
func (s Seller) open(c Open, now time.Time) []Event {
	number := s.Payouts + 1
	opened := Opened{
		Claim: Claim{s.Brand, ID(s.Brand, number)},
		Bill: Bill{
			Number: number, Gross: s.Due, Clawback: s.Owed, Amount: s.Available(), Account: s.Account.Number,
			LimitOne: c.Policy.LimitOne,
		},
		By: c.By,
	}
	opened.Hash = Hash(opened.Claim, opened.Bill, s.Account.Sealed)
	events := []Event{opened}
	if !c.By.IsZero() {
		events = append(events, Approved{Claim: opened.Claim, By: c.By, Hash: opened.Hash, StepUp: c.StepUp})
	}
	for _, event := range events {
		s = evolve(s, event)
	}
	return append(events, s.queueWhenAgreed(c.Policy.ByHand, now)...)
}

// Hash names exactly one payout: another amount, or another account, has another one.
func Hash(c Claim, b Bill, account eventstore.Sealed) string {
	payload := fmt.Sprintf("payout v1\n%s\n%s\n%d\n%d\n%d\n%d\n%d\n%d\n%x\n%x",
		c.Brand, c.Payout, b.Number, b.Gross, b.Clawback, b.Amount, b.LimitOne, b.Account, account.Nonce, account.Box)
	sum := sha256.Sum256([]byte(payload))
	return hex.EncodeToString(sum[:])
}

// Missing is how many people have to agree still: two in all above the limit.
func (p Payout) Missing() int {
	if p.Amount <= p.LimitOne {
		return 0
	}
	return max(0, 2-len(p.Agreed))
}

func (s Seller) queueWhenAgreed(byHand bool, now time.Time) []Event {
	if s.Live.Missing() > 0 {
		return nil
	}
	way := payment.ByPayout
	if byHand {
		way = payment.ByOperator
	}
	return []Event{s.Live.queued(way, later(now, s.quiet))}
}

func (p Payout) queued(way payment.Way, notBefore time.Time) Queued {
	return Queued{
		Claim: p.Claim, Attempt: p.Attempt + 1, Way: way, NotBefore: instant(notBefore), Amount: p.Amount, Hash: p.Hash,
	}
}

// live finds the payout that a command is about.
func (s Seller) live(payout id.ID) (Payout, error) {
	if s.Live == nil || s.Live.Payout != payout {
		return Payout{}, ErrNoPayout
	}
	return *s.Live, nil
}

func (s Seller) approve(c Approve, now time.Time) ([]Event, error) {
	p, err := s.live(c.Payout)
	switch {
	case err != nil:
		return nil, err
	case c.By.IsZero():
		return nil, ErrIncomplete
	case c.Hash != p.Hash:
		return nil, ErrChanged
	case s.Held != "":
		return nil, ErrHeld
	case p.State != StateProposed:
		return nil, nil
	case slices.Contains(p.Agreed, c.By), c.By == s.Account.By:
		return nil, ErrFourEyes
	case c.OfBrand == s.Brand:
		return nil, ErrOwnBrand
	}
	approved := Approved{Claim: p.Claim, By: c.By, Hash: c.Hash, StepUp: c.StepUp}
	return append([]Event{approved}, evolve(s, approved).queueWhenAgreed(c.ByHand, now)...), nil
}

// cancel is for what has not left and is not leaving.
func (s Seller) cancel(c Cancel) ([]Event, error) {
	p, err := s.live(c.Payout)
	reason := strings.TrimSpace(c.Reason)
	switch {
	case err != nil:
		return nil, err
	case c.By.IsZero() || reason == "":
		return nil, ErrIncomplete
	case p.State.OnItsWay():
		return nil, ErrOnItsWay
	case s.contested(p.Payout):
		return nil, ErrSaidLeft
	}
	return []Event{Cancelled{Claim: p.Claim, By: c.By, Reason: reason}}, nil
}

// retry is for what failed, or waits, however long it was to wait.
func (s Seller) retry(c Retry, now time.Time) ([]Event, error) {
	p, err := s.live(c.Payout)
	way := cmp.Or(c.Way, p.Way)
	switch {
	case err != nil:
		return nil, err
	case p.State.OnItsWay():
		return nil, ErrOnItsWay
	case p.State == StateProposed:
		return nil, ErrNotAgreed
	case s.Held != "":
		return nil, ErrHeld
	case s.contested(p.Payout):
		return nil, ErrSaidLeft
	case way != payment.ByPayout && way != payment.ByOperator:
		return nil, ErrIncomplete
	}
	return []Event{p.queued(way, later(now, s.quiet))}, nil
}

// markPaid is for what no attempt is sending. What was cancelled may have been sent all the same: whoever was at the
// bank could not know.
func (s Seller) markPaid(c MarkPaid) ([]Event, error) {
	evidence := strings.Join(strings.Fields(c.Evidence), " ")
	if past, paid := s.exit(c.Payout); paid {
		switch {
		case past.Evidence != evidence:
			return nil, ErrOtherEvidence
		case past.Reversed: // it came back: nothing was recorded, and nobody may think so
			return nil, ErrNoPayout
		}
		return nil, nil
	}
	p, err := s.live(c.Payout)
	gone, ended := s.endedAs(c.Payout)
	switch {
	case err != nil && !ended:
		return nil, err
	case c.By.IsZero():
		return nil, ErrIncomplete
	case evidence == "":
		return nil, ErrNoEvidence
	case s.provesAnother(c.Payout, evidence):
		return nil, ErrProvesAnother
	case s.Live != nil && s.Live.State.OnItsWay():
		return nil, ErrOnItsWay
	case ended:
		return s.sentAfterAll(gone, c.By, evidence), nil
	case p.State == StateProposed:
		return nil, ErrNotAgreed
	}
	return []Event{s.pays(p, 0, c.By, evidence)}, nil
}

// provesAnother tells whether a transfer is the evidence of another payout that is out.
func (s Seller) provesAnother(payout id.ID, evidence string) bool {
	return slices.ContainsFunc(s.Past, func(past Exit) bool {
		return past.Payout != payout && !past.Reversed && strings.EqualFold(past.Evidence, evidence)
	})
}

// sentAfterAll pays what was cancelled and had been sent by then, as long as its money is there; what was opened in
// its place would pay the same money again. Otherwise both have left, and somebody has to look.
func (s Seller) sentAfterAll(p Payout, by id.ID, evidence string) []Event {
	if !s.has(p) {
		return []Event{Contradicted{Claim: p.Claim, Said: payment.SaidSent, Evidence: evidence}}
	}
	paid := s.pays(p, 0, by, evidence)
	if s.Live == nil {
		return []Event{paid}
	}
	return []Event{Cancelled{Claim: s.Live.Claim, By: by, Reason: ReasonPaidBefore}, paid}
}

// has tells whether what a payout pays is due still.
func (s Seller) has(p Payout) bool { return p.Gross <= s.Due && p.Clawback <= s.Owed }

// noteReturn is for what an operator had sent: of what the channel sent, that tells. A line that was
// told before is old news.
func (s Seller) noteReturn(c NoteReturn) ([]Event, error) {
	back := strings.Join(strings.Fields(c.Back), " ")
	past, err := s.MayReturn(c.Payout)
	switch {
	case c.Line.IsZero() || back == "":
		return nil, ErrIncomplete
	case past.line == c.Line:
		return nil, nil
	case err != nil:
		return nil, err
	case slices.ContainsFunc(s.Past, func(p Exit) bool { return p.line == c.Line }): // of another payout
		return nil, ErrNotSentByHand
	case c.Amount != past.Amount:
		return nil, ErrBadAmount
	case c.By.IsZero():
		return nil, ErrIncomplete
	case past.Gave(c.By), past.Gave(c.Said), past.Amount > past.limit && c.Said.IsZero():
		return nil, ErrFourEyes
	}
	reversed := s.comesBack(past, "")
	reversed.Line, reversed.Back = c.Line, back
	return append([]Event{reversed}, s.accountAtFault(past.Account, ReasonReversed)...), nil
}

// MayReturn finds a payout, and tells what stands against an operator's word that it came back.
func (s Seller) MayReturn(payout id.ID) (Exit, error) {
	past, paid := s.exit(payout)
	if !paid || past.Attempt != 0 || past.Reversed {
		return past, ErrNotSentByHand
	}
	return past, nil
}

// Gave tells whether somebody named the account that a payout went to: they would be paid once more.
func (p Exit) Gave(by id.ID) bool { return !by.IsZero() && by == p.giver }
