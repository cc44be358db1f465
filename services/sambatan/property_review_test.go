package sambatan_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// TestNothingOpensThatNobodyElseApproved begins with nothing and lets a brand, its
// people and curators, some of whom are both, draft, revise, submit, withdraw, return
// and approve in any order. The ledger complains of what opens without a second pair
// of eyes on exactly these terms.
func TestNothingOpensThatNobodyElseApproved(t *testing.T) {
	t.Parallel()
	var reached reach
	wanted := func(kind string) bool {
		switch kind {
		case "sambatan.drafted.v1", "sambatan.revised.v1", "sambatan.published.v1", "sambatan.opened.v1", "sambatan.cancelled.v1",
			"sambatan.submitted.v1", "sambatan.approved.v1":
			return true
		}
		return isReview(kind)
	}
	reached.explore(t, wanted, func(t *rapid.T) {
		m := &machine{now: noon, state: sambatan.NewState(), ledger: newLedger(), next: 1000, terms: terms()}
		t.Repeat(map[string]func(*rapid.T){
			"prepare": m.prepare,
			"submit":  func(t *rapid.T) { m.do(t, sambatan.Submit{By: m.somebody(t)}) },
			"judge":   m.judge,
			"rest": func(t *rapid.T) {
				m.do(t, rapid.SampledFrom([]sambatan.Command{
					sambatan.ReviewDue{}, sambatan.WithdrawSubmission{By: rina}, sambatan.Open{}, sambatan.Close{}, joins(m.fresh(), ayu, 1),
				}).Draw(t, "rest"))
				if seldom(t, "called off") {
					m.do(t, byPlatform("x"))
				}
			},
			"time": m.passTime,
			"":     m.compare,
		})
		reached.note(m.ledger)
	})
}

// isReview tells whether a kind of event belongs to these stories alone.
func isReview(kind string) bool {
	switch kind {
	case "sambatan.submission_withdrawn.v1", "sambatan.submission_returned.v1", "sambatan.review_overdue.v1":
		return true
	}
	return false
}

// prepare drafts, or revises: the terms, and mostly the opening with them.
func (m *machine) prepare(t *rapid.T) {
	offered := terms(
		slots(rapid.IntRange(0, 4).Draw(t, "slots")), minFill(1), func(t *sambatan.Terms) { t.MaxPerBuyer = 1 },
		func(terms *sambatan.Terms) {
			terms.OpensAt = m.now.Add(rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "opens"))
			terms.Deadline = m.now.Add(rapid.SampledFrom([]time.Duration{72 * time.Hour, 2 * time.Hour}).Draw(t, "deadline"))
		})
	draft := sambatan.Draft{Campaign: campaign, Brand: brand, Product: product, Title: "Kenanga Loteng", Terms: offered, By: m.somebody(t)}
	m.do(t, draft)
	m.do(t, sambatan.Revise{Title: "Melati", Terms: offered, By: m.somebody(t)})
}

// judge approves or returns what was submitted, now and then an older submission.
func (m *machine) judge(t *rapid.T) {
	seen := m.ledger.submission - rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "seen")
	who, of := m.somebody(t), rapid.SampledFrom([]id.ID{{}, ident(4), brand}).Draw(t, "of brand")
	if rapid.IntRange(0, 2).Draw(t, "return") == 0 {
		m.do(t, sambatan.ReturnSubmission{Submission: seen, By: who, Brand: of, Reason: "x"})
		return
	}
	m.do(t, sambatan.Approve{Submission: seen, By: who, Brand: of})
}

// somebody of the brand, or a curator, or (Gilang) both.
func (m *machine) somebody(t *rapid.T) id.ID {
	return rapid.SampledFrom([]id.ID{rina, ratih, gilang, {}}).Draw(t, "who")
}

// submitted, judged and taken back, as the ledger reads it.
func (l *ledger) review(t *rapid.T, event sambatan.Event, now time.Time) {
	switch e := event.(type) { //nolint:gochecksumtype // these only
	case sambatan.Submitted:
		l.move(t, sambatan.PhaseInReview)
		l.submission++
		l.equal(t, "submission", e.Submission, l.submission)
		l.hands[e.By], l.reviewBy = true, e.ReviewBy
	case sambatan.SubmissionWithdrawn:
		l.move(t, sambatan.PhaseDraft)
	case sambatan.SubmissionReturned:
		l.move(t, sambatan.PhaseDraft)
		l.foreign(t, e.By, e.Submission)
	case sambatan.ReviewOverdue:
		if l.phase != sambatan.PhaseInReview || now.Before(l.reviewBy) {
			t.Fatalf("overdue at %s, in phase %q; it was to be judged by %s", now, l.phase, l.reviewBy)
		}
	case sambatan.Approved:
		l.foreign(t, e.By, e.Submission)
		l.approved = true
	}
}

// foreign demands that somebody who had no hand in it judges the newest submission.
func (l *ledger) foreign(t *rapid.T, by id.ID, submission int) {
	l.equal(t, "the submission judged", submission, l.submission)
	if by.IsZero() || l.hands[by] {
		t.Fatalf("%s judges their own work", by)
	}
}

func (l *ledger) revised(t *rapid.T) {
	if l.phase != sambatan.PhaseDraft {
		t.Fatalf("revised in phase %q", l.phase)
	}
}

func (l *ledger) published(t *rapid.T, terms sambatan.Terms) {
	if !l.approved || terms != l.terms {
		t.Fatalf("published %+v, approved: %t, %+v", terms, l.approved, l.terms)
	}
}
