package sambatan

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// YieldedShort: the batch came out smaller than what was paid for. What there is
// goes to buyers by the rule; the others get all their money back. What follows
// from it for each of them is in the events that come with it.
type YieldedShort struct {
	Campaign id.ID     `json:"campaign"`
	Made     int       `json:"made"`     // slots that passed the checks
	Secured  int       `json:"secured"`  // slots that were paid for
	Given    int       `json:"given"`    // slots of those who get theirs, at most Made
	Returned int       `json:"returned"` // slots of those who get their money back
	Rule     ShareRule `json:"rule"`
	Reason   string    `json:"reason"`
}

// ProgressReported: the brand told the buyers how the batch is coming along.
type ProgressReported struct {
	Campaign  id.ID     `json:"campaign"`
	Milestone Milestone `json:"milestone"`
	Note      string    `json:"note,omitempty"`
	Photo     string    `json:"photo,omitempty"` // where a picture of it can be seen
	// ReadyBy is when the batch is expected to be ready, as far as anybody has said so.
	ReadyBy time.Time `json:"ready_by,omitzero"`
	// Was is what had been expected before, when this says otherwise.
	Was time.Time `json:"was,omitzero"`
}

// Slipped tells whether the batch is expected later than before.
func (e ProgressReported) Slipped() bool { return !e.Was.IsZero() && e.ReadyBy.After(e.Was) }

func (YieldedShort) isEvent()     {}
func (ProgressReported) isEvent() {}
