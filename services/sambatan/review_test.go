package sambatan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	rina, ratih, gilang = ident(15), ident(16), ident(17) // of the brand; two curators

	// reviewBy is a working day after noon, a Tuesday.
	reviewBy = noon.Add(25 * time.Hour)
)

func submitted(n int) sambatan.Submitted {
	return sambatan.Submitted{Campaign: campaign, Submission: n, By: rina, ReviewBy: reviewBy}
}

func approved(n int) sambatan.Approved {
	return sambatan.Approved{Campaign: campaign, Submission: n, By: ratih}
}

func returned() sambatan.SubmissionReturned {
	return sambatan.SubmissionReturned{Campaign: campaign, Submission: 1, By: ratih, Reason: "Foto produk belum ada."}
}

func withdrawn() sambatan.SubmissionWithdrawn {
	return sambatan.SubmissionWithdrawn{Campaign: campaign, Submission: 1, By: rina}
}

func approves(n int) sambatan.Approve { return sambatan.Approve{Submission: n, By: ratih} }

func returns() sambatan.ReturnSubmission {
	return sambatan.ReturnSubmission{Submission: 1, By: ratih, Reason: " Foto produk belum ada. "}
}

func inReview(changes ...func(*sambatan.Terms)) history {
	return history{drafted(changes...), submitted(1)}
}

func needs(is, needs sambatan.Phase) error { return &sambatan.PhaseError{Phase: is, Needs: needs} }

//money:case §4.1 a draft is submitted
//money:case §4.1 a submission is taken back
func TestSubmit(t *testing.T) {
	t.Parallel()
	tooLate := &sambatan.TermsError{Field: "deadline", Rule: sambatan.RuleLaterDeadline, Got: "2026-12-04T05:00:00Z"}
	by := sambatan.Submit{By: rina}
	run(t, []row{
		{name: "a draft is submitted, and judged within a working day", given: opened()[:1], when: by, then: history{submitted(1)}},
		{name: "pressed twice", given: inReview(), when: by},
		{name: "whoever submits is known", given: opened()[:1], when: sambatan.Submit{}, refused: &sambatan.MissingError{Field: "by"}},
		{name: "what can't be offered is not submitted", given: opened()[:1], when: by, at: deadline, refused: tooLate},
		{name: "nothing to submit", when: by, refused: needs(sambatan.PhaseNone, sambatan.PhaseDraft)},
		{name: "published before there were reviews", given: opened(), when: by, refused: needs(sambatan.PhaseOpen, sambatan.PhaseDraft)},
		{name: "again, after it was returned", given: inReview().then(returned()), when: by, then: history{submitted(2)}},
		{
			name: "what is looked at is not changed", given: inReview(), when: sambatan.Revise{Title: "Melati", Terms: terms(), By: rina},
			refused: needs(sambatan.PhaseInReview, sambatan.PhaseDraft),
		},
		{name: "the brand takes it back", given: inReview(), when: sambatan.WithdrawSubmission{By: rina}, then: history{withdrawn()}},
		{name: "taken back twice", given: inReview().then(withdrawn()), when: sambatan.WithdrawSubmission{By: rina}},
		{name: "whoever takes it back is known", given: inReview(), when: sambatan.WithdrawSubmission{}, refused: &sambatan.MissingError{Field: "by"}},
		{
			name: "nothing to take back", given: opened()[:1], when: sambatan.WithdrawSubmission{By: rina},
			refused: needs(sambatan.PhaseDraft, sambatan.PhaseInReview),
		},
		{
			name: "too late to take back", given: inReview().then(approved(1), sambatan.Published{Terms: terms()}), when: sambatan.WithdrawSubmission{By: rina},
			refused: needs(sambatan.PhaseScheduled, sambatan.PhaseInReview),
		},
		{
			name: "called off while it is looked at, it costs no strike", given: inReview(), when: sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand},
			then: history{
				sambatan.Cancelled{Reason: "bahan habis", By: sambatan.ByBrand}, sambatan.UnwindingStarted{}, sambatan.Unwound{},
			},
		},
		{name: "nobody joins what is looked at", given: inReview(), when: joins(p1, ayu, 1), refused: &sambatan.NotOpenError{Phase: sambatan.PhaseInReview}},
		{name: "nor is there anything to freeze", given: inReview(), when: sambatan.Freeze{Reason: "x"}, refused: needs(sambatan.PhaseInReview, sambatan.PhaseOpen)},
		{name: "nor to open", given: inReview(), when: sambatan.Open{}, refused: needs(sambatan.PhaseInReview, sambatan.PhaseScheduled)},
		{name: "nor to close", given: inReview(), when: sambatan.Close{}, at: deadline, refused: needs(sambatan.PhaseInReview, sambatan.PhaseOpen)},
	})
}

//money:case §4.1 a curator approves
func TestApprove(t *testing.T) {
	t.Parallel()
	tomorrow := func(t *sambatan.Terms) { t.OpensAt = noon.Add(24 * time.Hour) }
	published := sambatan.Published{Terms: terms(tomorrow)}
	run(t, []row{
		{
			name: "approved, it opens when the time has come", given: inReview(), when: approves(1),
			then: history{approved(1), sambatan.Published{Terms: terms()}, sambatan.Opened{}},
		},
		{name: "or is scheduled", given: inReview(tomorrow), when: approves(1), then: history{approved(1), published}},
		{
			name: "an opening that passed meanwhile opens at once", given: inReview(tomorrow), when: approves(1), at: noon.Add(25 * time.Hour),
			then: history{approved(1), published, sambatan.Opened{}},
		},
		{name: "approved twice", given: inReview().then(approved(1), sambatan.Published{Terms: terms()}), when: approves(1)},
		{
			name: "a deadline that came too near meanwhile is not approved", given: inReview(), when: approves(1), at: deadline,
			refused: &sambatan.TermsError{Field: "deadline", Rule: sambatan.RuleLaterDeadline, Got: "2026-12-04T05:00:00Z"},
		},
		{name: "nothing was submitted", given: opened()[:1], when: approves(1), refused: needs(sambatan.PhaseDraft, sambatan.PhaseInReview)},
		{name: "taken back meanwhile", given: inReview().then(withdrawn()), when: approves(1), refused: needs(sambatan.PhaseDraft, sambatan.PhaseInReview)},
		{
			name: "and submitted anew, so that other terms were looked at", given: inReview().then(withdrawn(), submitted(2)), when: approves(1),
			refused: &sambatan.SubmissionError{Asked: 1, Newest: 2},
		},
		{name: "whoever approves is known", given: inReview(), when: sambatan.Approve{Submission: 1}, refused: &sambatan.MissingError{Field: "by"}},
		{name: "a yes to what was called off", given: inReview().then(sambatan.Cancelled{}), when: approves(1), refused: needs(sambatan.PhaseCancelled, sambatan.PhaseInReview)},
	})
}

//money:case §4.1 whoever had a hand in a campaign judges it
func TestNobodyJudgesTheirOwnWork(t *testing.T) {
	t.Parallel()
	byRatih := drafted()
	byRatih.By = ratih
	anew := inReview().then(withdrawn())
	own := &sambatan.OwnWorkError{}
	run(t, []row{
		{name: "who submitted it", given: inReview(), when: sambatan.Approve{Submission: 1, By: rina}, refused: own},
		{name: "who drafted it", given: history{byRatih, submitted(1)}, when: approves(1), refused: own},
		{name: "who returned it instead", given: history{byRatih, submitted(1)}, when: returns(), refused: own},
		{
			name: "who revised it", given: anew.then(sambatan.Revised{Title: "Melati", Terms: terms(), By: ratih}, submitted(2)),
			when: approves(2), refused: own,
		},
		{name: "who is of its brand", given: inReview(), when: sambatan.Approve{Submission: 1, By: ratih, Brand: brand}, refused: own},
		{
			name: "of another brand it may be", given: inReview(), when: sambatan.Approve{Submission: 1, By: ratih, Brand: ident(4)},
			then: history{approved(1), sambatan.Published{Terms: terms()}, sambatan.Opened{}},
		},
		{
			name: "who returned it may approve it later", given: inReview().then(returned(), submitted(2)), when: approves(2),
			then: history{approved(2), sambatan.Published{Terms: terms()}, sambatan.Opened{}},
		},
	})
}

//money:case §4.1 a curator returns it
func TestReturnSubmission(t *testing.T) {
	t.Parallel()
	silent := returns()
	silent.Reason = " "
	run(t, []row{
		{name: "returned with a reason", given: inReview(), when: returns(), then: history{returned()}},
		{name: "never without", given: inReview(), when: silent, refused: &sambatan.MissingError{Field: "reason"}},
		{name: "returned before", given: inReview().then(returned()), when: returns(), refused: needs(sambatan.PhaseDraft, sambatan.PhaseInReview)},
		{name: "not what is looked at now", given: inReview().then(returned(), submitted(2)), when: returns(), refused: &sambatan.SubmissionError{Asked: 1, Newest: 2}},
		{
			name: "after its deadline, too", given: inReview(), when: returns(), at: deadline, then: history{returned()},
		},
		{
			name: "what came back can be revised", given: inReview().then(returned()), when: sambatan.Revise{Title: "Melati", Terms: terms(), By: rina},
			then: history{sambatan.Revised{Title: "Melati", Terms: terms(), By: rina}},
		},
	})
}

//money:case §4.1 a review takes too long
func TestReviewDue(t *testing.T) {
	t.Parallel()
	overdue := sambatan.ReviewOverdue{Campaign: campaign, Submission: 1, ReviewBy: reviewBy}
	run(t, []row{
		{name: "a working day is over", given: inReview(), when: sambatan.ReviewDue{}, at: reviewBy, then: history{overdue}},
		{name: "said once", given: inReview().then(overdue), when: sambatan.ReviewDue{}, at: reviewBy},
		{name: "not over yet", given: inReview(), when: sambatan.ReviewDue{}, refused: &sambatan.EarlyError{DueAt: reviewBy}},
		{name: "judged in time", given: inReview().then(returned()), when: sambatan.ReviewDue{}, at: reviewBy},
		{name: "no such campaign", when: sambatan.ReviewDue{}, refused: needs(sambatan.PhaseNone, sambatan.PhaseInReview)},
		{
			name: "a later submission is late once more", given: inReview().then(overdue, returned(), submitted(2)), when: sambatan.ReviewDue{}, at: reviewBy,
			then: history{sambatan.ReviewOverdue{Campaign: campaign, Submission: 2, ReviewBy: reviewBy}},
		},
		{
			name: "late is not too late", given: inReview().then(overdue), when: approves(1), at: reviewBy,
			then: history{approved(1), sambatan.Published{Terms: terms()}, sambatan.Opened{}},
		},
	})
	friday := time.Date(2026, 12, 4, 9, 0, 0, 0, time.UTC)
	late := drafts(func(t *sambatan.Terms) { t.Deadline = friday.AddDate(0, 0, 20) })
	events, err := sambatan.Decide(sambatan.Decider.Fold(sambatan.Drafted(late)), sambatan.Submit{By: rina}, friday)
	require.NoError(t, err)
	require.Equal(t, friday.AddDate(0, 0, 3), events[0].(sambatan.Submitted).ReviewBy, "a weekend is no working day")
}

func TestReviewedBringsADraftToBuyers(t *testing.T) {
	t.Parallel()
	state := sambatan.Decider.Fold(drafted())
	for _, command := range sambatan.Reviewed(rina, gilang) {
		events, err := sambatan.Decide(state, command, noon)
		require.NoError(t, err)
		for _, event := range events {
			state = sambatan.Evolve(state, event)
		}
	}
	require.Equal(t, sambatan.PhaseOpen, state.Phase())
	require.Equal(t, 1, state.Submission())
}
