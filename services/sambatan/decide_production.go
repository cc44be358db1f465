package sambatan

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Bounds of what a brand tells about its batch.
const (
	MaxNote  = 500 // characters
	MaxPhoto = 300 // characters
)

// yieldShort shares out a batch that came out too small, and makes it ready to be
// sent to those who get theirs. A batch of which nobody gets anything is no short
// yield: it is called off.
func yieldShort(s *State, c YieldShort) ([]Event, error) {
	if _, err := step(s, PhaseInProduction, QualityPassed{}); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(c.Reason)
	if err := firstMissing(field{"reason", reason != ""}); err != nil {
		return nil, err
	}
	claims, wants := s.claims()
	gets, err := Share(c.Made, wants)
	if err != nil {
		return nil, err
	}
	return s.share(YieldedShort{Campaign: s.Campaign, Made: c.Made, Secured: s.secured, Rule: ShareByJoining, Reason: reason}, claims, gets), nil
}

func (s *State) share(short YieldedShort, claims []*participation, gets []bool) []Event {
	var back, due []Event
	for i, all := range gets {
		if all {
			short.Given += claims[i].slots
			due = append(due, s.dispatchDue(claims[i]))
			continue
		}
		short.Returned += claims[i].slots
		back = append(back, s.released(claims[i], RefundedYield))
	}
	events := append([]Event{short}, back...)
	return append(append(events, QualityPassed{}), due...)
}

// reportProgress is for whoever waits for a batch: before it is begun there is
// nothing to tell, and once it is ready its parcels tell the rest.
func reportProgress(s *State, c ReportProgress, now time.Time) ([]Event, error) {
	if _, err := step(s, PhaseInProduction, ProgressReported{}); err != nil {
		return nil, err
	}
	e := ProgressReported{
		Campaign: s.Campaign, Milestone: c.Milestone, Note: strings.TrimSpace(c.Note), Photo: strings.TrimSpace(c.Photo),
		ReadyBy: s.progress.ReadyBy,
	}
	if err := firstMissing(field{"milestone", c.Milestone != ""}, field{"note", e.Note != "" || c.Milestone != MilestoneOther}); err != nil {
		return nil, err
	}
	if !c.ReadyBy.IsZero() {
		e.ReadyBy = stamp(c.ReadyBy)
	}
	if before := s.progress.ReadyBy; !e.ReadyBy.Equal(before) {
		e.Was = before
	}
	if err := s.mayReport(e, now); err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

func (s *State) mayReport(e ProgressReported, now time.Time) error {
	changed := !e.ReadyBy.Equal(s.progress.ReadyBy)
	switch {
	case !slices.Contains(Milestones, e.Milestone):
		return &ProgressError{Rule: ProgressUnknown}
	case utf8.RuneCountInString(e.Note) > MaxNote || utf8.RuneCountInString(e.Photo) > MaxPhoto:
		return &ProgressError{Rule: ProgressTooLong}
	case e.Photo != "" && !isLink(e.Photo):
		return &ProgressError{Rule: ProgressPhoto}
	case changed && !e.ReadyBy.After(now):
		return &ProgressError{Rule: ProgressPast, At: now}
	case changed && e.ReadyBy.After(now.Add(MaxOpen)):
		return &ProgressError{Rule: ProgressFar, At: now.Add(MaxOpen)}
	case !changed && e.Milestone == s.progress.Milestone && e.Note == s.progress.Note && e.Photo == s.progress.Photo:
		return &ProgressError{Rule: ProgressNothingNew}
	}
	return nil
}

// isLink tells whether a text is an address that a page may link to.
func isLink(text string) bool {
	host, secure := strings.CutPrefix(text, "https://")
	return secure && strings.Contains(host, ".") && !strings.ContainsAny(text, " \t\r\n\"<>\\") && !strings.HasPrefix(host, "/")
}
