package dashboard

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Review is a campaign's newest submission.
type Review struct {
	Submission int       `json:"submission"`
	By         id.ID     `json:"by"` // user
	At         time.Time `json:"at"`
	ReviewBy   time.Time `json:"review_by"`      // promised to the brand
	Late       bool      `json:"late,omitempty"` // nobody judged it by then
	// Returned is why a submission was returned last, this one or one before; empty: never.
	Returned   string    `json:"returned,omitempty"`
	ReturnedAt time.Time `json:"returned_at,omitzero"`
}

// reviewed brings a campaign's review forward by one event.
func (r *row) reviewed(event projections.CampaignEvent) error {
	var review Review
	if r.review != "" {
		if err := json.Unmarshal([]byte(r.review), &review); err != nil {
			return err
		}
	}
	switch e := event.Body.(type) { //nolint:gochecksumtype // these only
	case sambatan.Submitted:
		review.Submission, review.By, review.At, review.ReviewBy, review.Late = e.Submission, e.By, event.RecordedAt, e.ReviewBy, false
	case sambatan.ReviewOverdue:
		review.Late = true
	case sambatan.SubmissionReturned:
		review.Returned, review.ReturnedAt = e.Reason, event.RecordedAt
	case sambatan.SubmissionWithdrawn, sambatan.Approved: // its phase says so
	}
	encoded, err := json.Marshal(review)
	r.review = string(encoded)
	return err
}

// InReview returns the campaigns that wait for a curator, the one that has waited longest first.
func InReview(ctx context.Context, q projections.Querier) ([]Campaign, error) {
	const where = `WHERE d.phase = 'InReview' ORDER BY d.phase_since, d.campaign`
	return projections.All(ctx, q, scan, selectCampaign+fromCampaign+where)
}
