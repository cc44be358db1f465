package order

import (
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// HeldBack tells whether the goods wait for money that was taken back. A parcel that left
// stays as it is: what is missing then is not the order's to wait for.
func (s State) HeldBack() bool { return s.Phase == PhaseToSend && s.Short > 0 }

// noteShortfall holds the goods back as long as anything is missing. The brand then has its
// whole time again, for it could not use it.
func (s State) noteShortfall(short money.Rupiah, now time.Time) []Event {
	switch {
	case s.Phase != PhaseToSend || short == s.Short:
		return nil
	case short <= 0:
		return []Event{Cleared{Parties: s.Parties, SendBy: now.Add(SendWithin)}}
	}
	by := s.GiveUpBy
	if by.IsZero() {
		by = now.Add(HeldBackFor)
	}
	return []Event{HeldBack{Parties: s.Parties, Short: short, GiveUpBy: by}}
}

func (s State) giveUp(c GiveUp) ([]Event, error) {
	note := strings.TrimSpace(c.Note)
	switch {
	case c.By.IsZero():
		return nil, ErrIncomplete
	case note == "":
		return nil, ErrNoReason
	case !s.HeldBack():
		return nil, ErrNotHeldBack
	}
	return []Event{GivenUp{Parties: s.Parties, By: c.By, Note: note}}, nil
}

// giveUpDue does nothing when somebody made it good in time.
func (s State) giveUpDue(now time.Time) ([]Event, error) {
	switch {
	case !s.HeldBack():
		return nil, nil
	case now.Before(s.GiveUpBy):
		return nil, &EarlyError{DueAt: s.GiveUpBy}
	}
	return []Event{GivenUp{Parties: s.Parties}}, nil
}
