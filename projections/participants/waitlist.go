package participants

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// place on a waitlist, as a batch leaves it.
type place struct {
	participation, campaign id.ID
	joined                  eventstore.Position // 0: it was there before the batch
	slots                   int
	offered, gone           bool
}

// line follows who waits.
func (f *fold) line(event projections.CampaignEvent) {
	switch e := event.Body.(type) {
	case sambatan.WaitlistJoined:
		f.queue[e.Participation] = &place{
			participation: e.Participation, campaign: event.Campaign, joined: event.Position, slots: e.Slots,
		}
	case sambatan.SlotsOffered:
		f.placeOf(e.Participation).offered = true
	case sambatan.OfferWithdrawn:
		f.placeOf(e.Participation).offered = false
	case sambatan.OfferLapsed:
		f.placeOf(e.Participation).gone = true
	case sambatan.WaitlistLeft:
		f.placeOf(e.Participation).gone = true
	case sambatan.SlotsHeld:
		if e.Offered {
			f.placeOf(e.Participation).gone = true
		}
	case sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled,
		sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Published, sambatan.Opened, sambatan.HoldKept, sambatan.HoldCancelled,
		sambatan.HoldExpired, sambatan.SlotsSecured, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded,
		sambatan.Failed, sambatan.Cancelled, sambatan.SlotsReleased, sambatan.UnwindingStarted, sambatan.RefundSettled,
		sambatan.Unwound, sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed,
		sambatan.ExtensionProposed, sambatan.ExtensionAnswered, sambatan.DeadlineExtended, sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
}

func (f *fold) placeOf(participation id.ID) *place {
	p := f.queue[participation]
	if p == nil {
		p = &place{participation: participation}
		f.queue[participation] = p
	}
	return p
}

var waitlist = projections.NewTable("waitlist",
	projections.Key("participation", "uuid", func(p *place) pgtype.UUID { return projections.UUID(p.participation) }),
	projections.Fixed("campaign", "uuid", func(p *place) pgtype.UUID { return projections.UUID(p.campaign) }),
	projections.Fixed("joined", "bigint", func(p *place) int64 { return int64(p.joined) }),
	projections.Fixed("slots", "integer", func(p *place) int { return p.slots }),
	projections.Changing("offered", "boolean", func(p *place) bool { return p.offered }))

// saveWaitlist adds those who came, marks those with an offer, and takes off
// those who are gone.
func (f *fold) saveWaitlist(ctx context.Context, tx pgx.Tx) error {
	var came, changed []place
	var gone []id.ID
	for _, p := range f.queue {
		switch {
		case p.gone:
			gone = append(gone, p.participation)
		case p.joined > 0:
			came = append(came, *p)
		default:
			changed = append(changed, *p)
		}
	}
	if err := waitlist.Insert(ctx, tx, came); err != nil {
		return err
	}
	if _, err := waitlist.Update(ctx, tx, changed); err != nil {
		return err
	}
	if len(gone) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM waitlist WHERE participation = ANY ($1::uuid[])`, projections.UUIDs(gone)); err != nil {
		return fmt.Errorf("take off the waitlist: %w", err)
	}
	return nil
}

// Line is how a waitlist looks from one place in it.
type Line struct {
	Ahead   int // buyers before it who have no offer yet
	Waiting int // buyers in all, those with an offer among them
}

// LineOf returns the waitlist of a campaign as seen by who waits there; a
// participation that does not wait there sees all of it ahead.
func LineOf(ctx context.Context, q projections.Querier, campaign, participation id.ID) (Line, error) {
	const query = `SELECT count(*) FILTER (WHERE NOT offered AND joined < coalesce(
			(SELECT joined FROM sambatan_waitlist WHERE participation = $2), 9223372036854775807)), count(*)
		FROM sambatan_waitlist WHERE campaign = $1`
	return projections.One(ctx, q, pgx.RowToStructByPos[Line], query, projections.UUID(campaign), projections.UUID(participation))
}

// Answers are slots by what their buyers said about a later deadline.
type Answers struct{ Agreed, Disagreed, Silent int }

// AnswersOf counts the answers of those who have secured slots. Who joined when
// the later deadline was known has agreed to it.
func AnswersOf(ctx context.Context, q projections.Querier, campaign id.ID, round int, to time.Time) (Answers, error) {
	const query = `SELECT coalesce(sum(slots) FILTER (WHERE said = 'agreed'), 0),
			coalesce(sum(slots) FILTER (WHERE said = 'disagree'), 0), coalesce(sum(slots) FILTER (WHERE said IS NULL), 0)
		FROM (SELECT slots, CASE WHEN answer_round = $2 THEN answer WHEN agreed >= $3 THEN 'agreed' END AS said
			FROM sambatan_participants WHERE campaign = $1 AND state = 'Secured') AS answers`
	return projections.One(ctx, q, pgx.RowToStructByPos[Answers], query, projections.UUID(campaign), round, to)
}
