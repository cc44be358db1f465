package payout

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// decide plans the next run once something is there to be paid, whatever led to it.
func decide(s Seller, command Command, now time.Time) ([]Event, error) {
	events, err := s.decide(command, now)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	for _, event := range events {
		s = evolve(s, event)
	}
	if s.RunAt.IsZero() && s.payable() == nil {
		events = append(events, RunPlanned{Brand: s.Brand, At: later(NextRun(now), s.Account.UsableFrom)})
	}
	return events, nil
}

func (s Seller) decide(command Command, now time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Accrue:
		return s.accrue(c)
	case ClawBack:
		return s.clawBack(c)
	case Charge:
		return s.charge(c)
	case GiveAccount:
		return s.giveAccount(c, now)
	case ApproveAccount:
		return s.approveAccount(c)
	case RefuseAccount:
		return s.refuseAccount(c)
	case Hold:
		return s.hold(c)
	case Resume:
		return s.resume(c)
	case Run, Open, Approve, Cancel, Retry, MarkPaid, NoteOutcome, NoteReturn:
		return s.ofPeople(command, now)
	case Submit, Accept, NoteUnclear, NoteSent, NoteNotSent, NoteOther, Misdirect:
		return s.ofChannel(command, now)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrUnknownCommand)
}

// belongs refuses what is another brand's.
func (s Seller) belongs(brand id.ID) error {
	switch {
	case brand.IsZero():
		return ErrIncomplete
	case !s.Brand.IsZero() && s.Brand != brand:
		return ErrOtherBrand
	}
	return nil
}

func (s Seller) accrue(c Accrue) ([]Event, error) {
	if err := s.belongs(c.Brand); err != nil {
		return nil, err
	}
	switch {
	case c.Of.Receipt.IsZero() || c.Home == "":
		return nil, ErrIncomplete
	case c.Split.Net() < 0:
		return nil, ErrBadAmount
	}
	return []Event{Accrued(c)}, nil
}

func (s Seller) clawBack(c ClawBack) ([]Event, error) {
	if err := s.belongs(c.Brand); err != nil {
		return nil, err
	}
	switch {
	case c.Of.Receipt.IsZero() || c.Home == "":
		return nil, ErrIncomplete
	case c.Amount <= 0:
		return nil, ErrBadAmount
	}
	return []Event{ClawedBack(c)}, nil
}

// charge moves no money: what is due pays for it with the next payout. The campaign's end is told once, and its event
// gives the command its id.
func (s Seller) charge(c Charge) ([]Event, error) {
	if err := s.belongs(c.Brand); err != nil {
		return nil, err
	}
	switch {
	case c.Campaign.IsZero():
		return nil, ErrIncomplete
	case c.Amount <= 0:
		return nil, ErrBadAmount
	}
	return []Event{Charged{
		Brand: c.Brand, Campaign: c.Campaign, Amount: c.Amount,
		Postings: money.Move(c.Amount, money.Receivable(c.Brand.String()), money.FeeIncome),
	}}, nil
}

// giveAccount lets the first one be used as soon as somebody has looked at it. What was to
// go to the one before, and has not left, does not.
func (s Seller) giveAccount(c GiveAccount, now time.Time) ([]Event, error) {
	if err := s.belongs(c.Brand); err != nil {
		return nil, err
	}
	if c.By.IsZero() || c.Account.Empty() {
		return nil, ErrIncomplete
	}
	given := AccountGiven{Brand: c.Brand, Number: s.Account.Number + 1, By: c.By, Account: c.Account, UsableFrom: instant(now), StepUp: c.StepUp}
	if s.Account.Number > 0 {
		given.UsableFrom = instant(now.Add(Cooling))
	}
	events := []Event{given}
	if s.Live != nil && !s.Live.State.OnItsWay() && !s.contested(s.Live.Payout) {
		events = append(events, evolve(s, given).accountChanged(s.Live.Claim))
	}
	return events, nil
}

// accountChanged ends a payout to an account that another has taken the place of.
func (s Seller) accountChanged(c Claim) Cancelled {
	return Cancelled{Claim: c, By: s.Account.By, Reason: ReasonAccountChanged}
}

func (s Seller) approveAccount(c ApproveAccount) ([]Event, error) {
	switch {
	case s.Account.Number == 0:
		return nil, ErrNoAccount
	case c.By.IsZero():
		return nil, ErrIncomplete
	case c.Number != s.Account.Number:
		return nil, ErrAccountChanged
	case c.By == s.Account.By:
		return nil, ErrFourEyes
	case c.OfBrand == s.Brand:
		return nil, ErrOwnBrand
	case s.Account.State == AccountGood:
		return nil, nil
	case s.Account.State == AccountBad:
		return nil, ErrNoAccount
	}
	return []Event{AccountApproved{Brand: s.Brand, Number: c.Number, By: c.By}}, nil
}

func (s Seller) refuseAccount(c RefuseAccount) ([]Event, error) {
	reason := strings.TrimSpace(c.Reason)
	switch {
	case s.Account.Number == 0:
		return nil, ErrNoAccount
	case c.By.IsZero() || reason == "":
		return nil, ErrIncomplete
	case c.Number != s.Account.Number:
		return nil, ErrAccountChanged
	case s.Account.State == AccountBad:
		return nil, nil
	case s.Live != nil && s.Live.Account == c.Number:
		return nil, ErrLive
	}
	return []Event{AccountRefused{Brand: s.Brand, Number: c.Number, Giver: s.Account.By, By: c.By, Reason: reason}}, nil
}

func (s Seller) hold(c Hold) ([]Event, error) {
	if err := s.belongs(c.Brand); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(c.Reason)
	switch {
	case c.By.IsZero() || reason == "":
		return nil, ErrIncomplete
	case s.Held != "":
		return nil, nil
	}
	return []Event{Held{Brand: c.Brand, By: c.By, Reason: reason}}, nil
}

func (s Seller) resume(c Resume) ([]Event, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case s.Held == "":
		return nil, ErrNotHeld
	case c.By.IsZero() || note == "":
		return nil, ErrIncomplete
	}
	return []Event{Resumed{Brand: s.Brand, By: c.By, Note: note}}, nil
}
