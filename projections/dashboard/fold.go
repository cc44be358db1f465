package dashboard

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is one campaign in memory.
type row struct {
	projections.Tally

	campaign, brand, product id.ID
	title                    string
	batch                    int
	terms                    string // JSON
	price                    int64
	opensAt, deadline        time.Time
	phaseSince               time.Time
	openedAt, closedAt       time.Time
	filledAt, endedAt        time.Time
	reason                   string
	early                    bool
	frozen                   string
	extension                string // JSON, "" when nobody is asked
	review                   string // JSON, "" before it is submitted and once it is published
	extendedFrom             time.Time
	reached                  int
	drafted, position        eventstore.Position
	updatedAt                time.Time
}

// add brings the row forward by one event.
func (r *row) add(event projections.CampaignEvent) error {
	before := r.Phase
	r.Add(event.Body)
	if err := r.describe(event); err != nil {
		return fmt.Errorf("%s: %w", &event.Recorded, err)
	}
	if r.Phase != before {
		r.phaseSince = event.RecordedAt
	}
	if r.Phase != sambatan.PhaseOpen && r.Phase != sambatan.PhaseFullyHeld {
		r.extension = "" // whatever was asked, the outcome has come first
	}
	if r.filledAt.IsZero() && r.Slots > 0 && r.Secured >= r.Slots {
		r.filledAt = event.RecordedAt
	}
	r.position, r.updatedAt = event.Position, event.RecordedAt
	return nil
}

func (r *row) describe(event projections.CampaignEvent) error {
	switch e := event.Body.(type) {
	case sambatan.Drafted:
		r.campaign, r.brand, r.product, r.batch, r.drafted = event.Campaign, e.Brand, e.Product, e.Batch, event.Position
		r.title = e.Title
		return r.setTerms(e.Terms)
	case sambatan.Revised:
		r.title = e.Title
		return r.setTerms(e.Terms)
	case sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved:
		return r.reviewed(event)
	case sambatan.Published:
		r.review = ""
		return r.setTerms(e.Terms)
	case sambatan.Opened:
		r.openedAt = event.RecordedAt
	case sambatan.Closed:
		r.closedAt, r.early = event.RecordedAt, e.Early
	case sambatan.Cancelled:
		r.reason, r.reached = e.Reason, r.Secured
	case sambatan.Failed:
		r.reached = e.Secured
	case sambatan.Succeeded:
		r.fill(event.RecordedAt)
	case sambatan.Completed, sambatan.Unwound:
		r.endedAt = event.RecordedAt
	case sambatan.SlotsHeld, sambatan.HoldKept, sambatan.HoldCancelled, sambatan.HoldExpired, sambatan.SlotsSecured,
		sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled, sambatan.PaymentDeclined, sambatan.SlotsReleased, sambatan.UnwindingStarted,
		sambatan.RefundSettled, sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted,
		sambatan.WaitlistJoined, sambatan.SlotsOffered, sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft,
		sambatan.ExtensionAnswered, sambatan.CallOffProposed, sambatan.CallOffDropped:
	case sambatan.ExtensionProposed:
		return r.propose(e, event.RecordedAt)
	case sambatan.DeadlineExtended:
		return r.extend(e)
	case sambatan.Frozen:
		r.frozen = e.Reason
	case sambatan.Unfrozen:
		r.frozen = ""
	}
	return nil
}

func (r *row) propose(e sambatan.ExtensionProposed, at time.Time) error {
	encoded, err := json.Marshal(Extension{Round: e.Round, From: e.From, To: e.To, Reason: e.Reason, ProposedAt: at})
	r.extension = string(encoded)
	return err
}

func (r *row) extend(e sambatan.DeadlineExtended) error {
	if r.extendedFrom.IsZero() {
		r.extendedFrom = e.From
	}
	r.extension = ""
	var terms sambatan.Terms
	if err := json.Unmarshal([]byte(r.terms), &terms); err != nil {
		return err
	}
	terms.Deadline, terms.Version = e.To, e.TermsVersion
	return r.setTerms(terms)
}

func (r *row) fill(at time.Time) {
	if r.filledAt.IsZero() {
		r.filledAt = at
	}
}

func (r *row) setTerms(terms sambatan.Terms) error {
	encoded, err := json.Marshal(terms)
	r.terms, r.price = string(encoded), int64(terms.Price)
	r.opensAt, r.deadline = terms.OpensAt, terms.Deadline
	return err
}
