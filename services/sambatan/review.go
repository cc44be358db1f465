package sambatan

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// review is what is known of a campaign's submissions.
type review struct {
	submission int       // the newest, from 1; 0: it was never submitted
	by         time.Time // until when the newest was to be judged
	overdue    bool      // that was said
	approved   bool      // the newest was
	hands      []id.ID   // users who drafted, revised or submitted it, each once
}

// Submission is the number of the newest submission, which an approval has to name:
// nobody approves terms that they did not see.
func (s *State) Submission() int { return s.review.submission }

// reviewed folds an event of a review.
func (s *State) reviewed(event Event) {
	switch e := event.(type) { //nolint:gochecksumtype // these only
	case Submitted:
		s.phase = PhaseInReview
		s.review.submission, s.review.by, s.review.overdue = e.Submission, e.ReviewBy, false
		s.review.touched(e.By)
	case SubmissionWithdrawn, SubmissionReturned:
		s.phase = PhaseDraft
	case ReviewOverdue:
		s.review.overdue = true
	case Approved:
		s.review.approved = true // Published follows
	}
}

// touched notes that somebody had a hand in the draft. Old logs don't say who.
func (r *review) touched(by id.ID) {
	if !by.IsZero() && !slices.Contains(r.hands, by) {
		r.hands = append(r.hands, by)
	}
}
