package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Submitted: the brand wants its draft published. Until somebody has looked at it,
// it can't be revised.
type Submitted struct {
	Campaign   id.ID     `json:"campaign"`
	Submission int       `json:"submission"` // 1 for the first
	By         id.ID     `json:"by"`         // user
	ReviewBy   time.Time `json:"review_by"`  // promised to the brand
}

// SubmissionWithdrawn: the brand took its submission back; it is a draft again.
type SubmissionWithdrawn struct {
	Campaign   id.ID `json:"campaign"`
	Submission int   `json:"submission"`
	By         id.ID `json:"by"` // user
}

// ReviewOverdue: nobody has judged a submission by when it was promised.
type ReviewOverdue struct {
	Campaign   id.ID     `json:"campaign"`
	Submission int       `json:"submission"`
	ReviewBy   time.Time `json:"review_by"`
}

// SubmissionReturned: it is a draft again, to be corrected for the reason given.
type SubmissionReturned struct {
	Campaign   id.ID  `json:"campaign"`
	Submission int    `json:"submission"`
	By         id.ID  `json:"by"` // user
	Reason     string `json:"reason"`
}

// Approved: somebody who had no hand in it looked at the campaign. It is published
// in the same breath.
type Approved struct {
	Campaign   id.ID `json:"campaign"`
	Submission int   `json:"submission"`
	By         id.ID `json:"by"` // user
}

func (Submitted) isEvent()           {}
func (SubmissionWithdrawn) isEvent() {}
func (ReviewOverdue) isEvent()       {}
func (SubmissionReturned) isEvent()  {}
func (Approved) isEvent()            {}
