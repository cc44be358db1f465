package sambatan

import (
	"slices"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// ReviewDays is how many working days a review takes at the longest; afterwards
// those who could do it are told.
const ReviewDays = 1

// Reviewed is how a draft comes to buyers: one person submits it for the first
// time, another one approves it.
func Reviewed(by, curator id.ID) []Command {
	return []Command{Submit{By: by}, Approve{Submission: 1, By: curator}}
}

// submit checks the terms, so that a brand learns at once what is missing.
func submit(s *State, c Submit, now time.Time) ([]Event, error) {
	if s.phase == PhaseInReview {
		return nil, nil
	}
	if err := s.needs(PhaseDraft); err != nil {
		return nil, err
	}
	if err := firstMissing(field{"by", !c.By.IsZero()}); err != nil {
		return nil, err
	}
	if err := s.Terms.check(now); err != nil {
		return nil, err
	}
	return []Event{Submitted{
		Campaign: s.Campaign, Submission: s.review.submission + 1, By: c.By,
		ReviewBy: stamp(calendar.AddWorkingDays(now, ReviewDays)),
	}}, nil
}

// withdrawSubmission lets the brand go on with its draft.
func withdrawSubmission(s *State, c WithdrawSubmission) ([]Event, error) {
	if s.phase == PhaseDraft && s.review.submission > 0 {
		return nil, nil // it is a draft again, by whomever
	}
	if err := s.needs(PhaseInReview); err != nil {
		return nil, err
	}
	if err := firstMissing(field{"by", !c.By.IsZero()}); err != nil {
		return nil, err
	}
	return []Event{SubmissionWithdrawn{Campaign: s.Campaign, Submission: s.review.submission, By: c.By}}, nil
}

// returnSubmission asks the brand to correct something.
func returnSubmission(s *State, c ReturnSubmission) ([]Event, error) {
	if err := s.mayReview(c.Submission, c.By, c.Brand); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(c.Reason)
	if err := firstMissing(field{"reason", reason != ""}); err != nil {
		return nil, err
	}
	return []Event{SubmissionReturned{Campaign: s.Campaign, Submission: c.Submission, By: c.By, Reason: reason}}, nil
}

// approve checks the terms once more: while it was looked at, the deadline may have
// come too near. An opening that has passed meanwhile is no harm: it opens at once.
func approve(s *State, c Approve, now time.Time) ([]Event, error) {
	if s.review.approved && c.Submission == s.review.submission {
		return nil, nil
	}
	if err := s.mayReview(c.Submission, c.By, c.Brand); err != nil {
		return nil, err
	}
	if err := s.Terms.check(now); err != nil {
		return nil, err
	}
	events := []Event{Approved{Campaign: s.Campaign, Submission: c.Submission, By: c.By}, Published{Terms: s.Terms}}
	if !now.Before(s.Terms.OpensAt) {
		events = append(events, Opened{})
	}
	return events, nil
}

// mayReview refuses a judgement of what was not seen, and of one's own work.
func (s *State) mayReview(submission int, by, brand id.ID) error {
	if err := s.needs(PhaseInReview); err != nil {
		return err
	}
	if err := firstMissing(field{"by", !by.IsZero()}); err != nil {
		return err
	}
	switch {
	case submission != s.review.submission:
		return &SubmissionError{Asked: submission, Newest: s.review.submission}
	case brand == s.Brand, slices.Contains(s.review.hands, by):
		return &OwnWorkError{}
	}
	return nil
}

// reviewDue comes from a timer, which may have been set for an earlier submission.
func reviewDue(s *State, now time.Time) ([]Event, error) {
	switch {
	case s.phase == PhaseNone:
		return nil, &PhaseError{Phase: s.phase, Needs: PhaseInReview}
	case s.phase != PhaseInReview || s.review.overdue:
		return nil, nil
	case now.Before(s.review.by):
		return nil, &EarlyError{DueAt: s.review.by}
	}
	return []Event{ReviewOverdue{Campaign: s.Campaign, Submission: s.review.submission, ReviewBy: s.review.by}}, nil
}
