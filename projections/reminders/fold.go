package reminders

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// reminder is one that falls due.
type reminder struct {
	notification.ReminderDue

	position eventstore.Position // of the event that asked for it
}

// key of a reminder: a rush of joins asks for the same one a thousand times.
type key struct {
	occasion notification.Occasion
	campaign id.ID
	dueAt    int64 // µs
}

// fold is what a batch makes fall due, each once.
type fold struct {
	due  []reminder
	seen map[key]bool
}

func (f *fold) add(due notification.ReminderDue, position eventstore.Position) {
	k := key{due.Occasion, due.Campaign, due.DueAt.UnixMicro()}
	if f.seen[k] {
		return
	}
	f.seen[k] = true
	due.DueAt, due.Until = due.DueAt.UTC(), due.Until.UTC()
	f.due = append(f.due, reminder{due, position})
}

func collect(batch []projections.Event) ([]reminder, error) {
	f := fold{seen: map[key]bool{}}
	for i := range batch {
		if event, ok := batch[i].Body.(sambatan.Event); ok {
			if err := f.note(&batch[i], event); err != nil {
				return nil, err
			}
		}
	}
	return f.due, nil
}

func (f *fold) note(event *projections.Event, body sambatan.Event) error {
	switch e := body.(type) {
	case sambatan.Published:
		return f.published(event, e.Terms)
	case sambatan.DeadlineExtended:
		return f.closing(event, e.To, event.RecordedAt)
	case sambatan.SlotsHeld:
		if due, ok := notification.HoldEnding(e.Campaign, event.RecordedAt, e.PayBy); ok {
			f.add(due, event.Position)
		}
	case sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.HoldEnding, sambatan.PartPaid, sambatan.PartTakenBack, sambatan.PartSettled, sambatan.WaitlistJoined, sambatan.SlotsOffered,
		sambatan.OfferLapsed, sambatan.OfferWithdrawn, sambatan.WaitlistLeft, sambatan.ExtensionProposed, sambatan.ExtensionAnswered,
		sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen, sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Opened, sambatan.HoldKept, sambatan.HoldCancelled, sambatan.HoldExpired,
		sambatan.SlotsSecured, sambatan.PaymentDeclined, sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled,
		sambatan.SlotsReleased, sambatan.UnwindingStarted, sambatan.RefundSettled, sambatan.Unwound, sambatan.ProductionStarted,
		sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted, sambatan.Completed:
	}
	return nil
}

// published asks for the reminders of the deadline, but for those that would come
// before anybody could join.
func (f *fold) published(event *projections.Event, terms sambatan.Terms) error {
	opens := event.RecordedAt
	if terms.OpensAt.After(opens) {
		opens = terms.OpensAt
	}
	return f.closing(event, terms.Deadline, opens)
}

func (f *fold) closing(event *projections.Event, deadline, from time.Time) error {
	campaign, err := id.Parse(event.StreamID.Identity())
	if err != nil {
		return fmt.Errorf("campaign of %s: %w", &event.Recorded, err)
	}
	for _, due := range notification.Closing(campaign, deadline, from) {
		f.add(due, event.Position)
	}
	return nil
}

// insert writes reminders that are not there yet.
func insert(ctx context.Context, tx pgx.Tx, due []reminder) error {
	if len(due) == 0 {
		return nil
	}
	const query = `INSERT INTO reminders (occasion, campaign, due_at, position, until)
		SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::timestamptz[]) ON CONFLICT DO NOTHING`
	until := projections.Column(due, func(r *reminder) pgtype.Timestamptz { return projections.Time(r.Until) })
	if _, err := tx.Exec(ctx, query, append(columns(due), until)...); err != nil {
		return fmt.Errorf("insert reminders: %w", err)
	}
	return nil
}

// wanted leaves out the reminders that an earlier event had asked for, whose jobs
// are there, and those that are of no use by now.
func wanted(ctx context.Context, tx pgx.Tx, due []reminder) ([]reminder, error) {
	const query = `SELECT n FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::bigint[])
		WITH ORDINALITY AS asked (occasion, campaign, due_at, position, n)
		JOIN reminders USING (occasion, campaign, due_at, position) WHERE until > now() ORDER BY n`
	places, err := projections.All(ctx, tx, pgx.RowTo[int], query, columns(due)...)
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	first := make([]reminder, len(places))
	for i, place := range places {
		first[i] = due[place-1]
	}
	return first, nil
}

func columns(due []reminder) []any {
	return []any{
		projections.Column(due, func(r *reminder) string { return string(r.Occasion) }),
		projections.Column(due, func(r *reminder) pgtype.UUID { return projections.UUID(r.Campaign) }),
		projections.Column(due, func(r *reminder) pgtype.Timestamptz { return projections.Time(r.DueAt) }),
		projections.Column(due, func(r *reminder) int64 { return int64(r.position) }),
	}
}
