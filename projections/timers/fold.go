package timers

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

type kind string

const (
	reviewing kind = "review"
	opening   kind = "open"
	closing   kind = "close"
	lapsing   kind = "lapse"
	deciding  kind = "decide"
	offering  kind = "offer"

	reminding  kind = "remind"
	confirming kind = "confirm"
	executing  kind = "execute"
	returning  kind = "return"
	givingUp   kind = "give_up"
)

// timer is something that falls due.
type timer struct {
	kind     kind
	subject  id.ID // the campaign; of an order's timers, the participation
	dueAt    time.Time
	position eventstore.Position // of the event that asked for it
}

// key of a timer: a rush of joins asks for the same one a thousand times.
type key struct {
	kind    kind
	subject id.ID
	dueAt   int64 // µs
}

// fold is what a batch makes fall due, each once.
type fold struct {
	due  []timer
	seen map[key]struct{}
	last key
}

func (f *fold) add(t timer) {
	k := key{t.kind, t.subject, t.dueAt.UnixMicro()}
	if k == f.last {
		return
	}
	f.last = k
	if _, known := f.seen[k]; !known {
		f.seen[k] = struct{}{}
		f.due = append(f.due, t)
	}
}

func collect(batch []projections.Event) ([]timer, error) {
	f := fold{seen: map[key]struct{}{}}
	for i := range batch {
		event := &batch[i]
		switch e := event.Body.(type) {
		case sambatan.SlotsHeld:
			f.add(timer{lapsing, e.Campaign, nextMinute(e.ExpiresAt), event.Position})
		case sambatan.HoldKept:
			campaign, err := campaignOf(event)
			if err != nil {
				return nil, err
			}
			f.add(timer{deciding, campaign, e.Until.UTC(), event.Position})
		case sambatan.SlotsOffered:
			f.add(timer{offering, e.Campaign, e.ExpiresAt.UTC(), event.Position})
		case sambatan.DeadlineExtended:
			f.add(timer{closing, e.Campaign, e.To.UTC(), event.Position})
		case sambatan.Submitted:
			f.add(timer{reviewing, e.Campaign, e.ReviewBy.UTC(), event.Position})
		case sambatan.Published:
			if err := f.published(event, e.Terms); err != nil {
				return nil, err
			}
		case order.Delivered:
			f.delivered(e, event.Position)
		case order.DisputeDecided:
			if !e.AppealBy.IsZero() {
				f.add(timer{executing, e.Participation, e.AppealBy.UTC(), event.Position})
			}
		case order.HeldBack:
			f.add(timer{givingUp, e.Participation, e.GiveUpBy.UTC(), event.Position})
		case order.ReturnAwaited:
			f.add(timer{returning, e.Participation, e.AddressBy.UTC(), event.Position})
		case order.ReturnAddressGiven:
			f.add(timer{returning, e.Participation, e.SendBy.UTC(), event.Position})
		case order.SentBack:
			if !e.ArriveBy.IsZero() {
				f.add(timer{returning, e.Participation, e.ArriveBy.UTC(), event.Position})
			}
		case order.ReturnOverdue:
			f.add(timer{returning, e.Participation, e.AnswerBy.UTC(), event.Position})
		}
	}
	return f.due, nil
}

// delivered asks for the end of the time to complain, and for the reminder before it.
func (f *fold) delivered(e order.Delivered, at eventstore.Position) {
	by := e.ConfirmBy.UTC()
	f.add(timer{reminding, e.Participation, by.Add(-order.RemindBefore), at})
	f.add(timer{confirming, e.Participation, by, at})
}

// published asks for the deadline, and for the opening unless the campaign opens
// in the same breath.
func (f *fold) published(event *projections.Event, terms sambatan.Terms) error {
	campaign, err := campaignOf(event)
	if err != nil {
		return err
	}
	if terms.OpensAt.After(event.RecordedAt) {
		f.add(timer{opening, campaign, terms.OpensAt.UTC(), event.Position})
	}
	f.add(timer{closing, campaign, terms.Deadline.UTC(), event.Position})
	return nil
}

func campaignOf(event *projections.Event) (id.ID, error) {
	campaign, err := id.Parse(event.StreamID.Identity())
	if err != nil {
		return id.ID{}, fmt.Errorf("campaign of %s: %w", &event.Recorded, err)
	}
	return campaign, nil
}

// nextMinute rounds up, so that one job serves all holds of a minute and none of
// them is early.
func nextMinute(t time.Time) time.Time {
	whole := t.UTC().Truncate(time.Minute)
	if whole.Before(t) {
		return whole.Add(time.Minute)
	}
	return whole
}

// insert writes timers that are not there yet, and returns how many were not.
func insert(ctx context.Context, tx pgx.Tx, due []timer) (int64, error) {
	const query = `INSERT INTO timers (kind, subject, due_at, position)
		SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::bigint[]) ON CONFLICT DO NOTHING`
	tag, err := tx.Exec(ctx, query, columns(due)...)
	if err != nil {
		return 0, fmt.Errorf("insert timers: %w", err)
	}
	return tag.RowsAffected(), nil
}

// firstAsked leaves out the timers that an earlier event had asked for: their
// jobs are there, and touching them would only stand in the scheduler's way.
func firstAsked(ctx context.Context, tx pgx.Tx, due []timer) ([]timer, error) {
	const query = `SELECT n FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::bigint[])
		WITH ORDINALITY AS asked (kind, subject, due_at, position, n)
		JOIN timers USING (kind, subject, due_at, position) ORDER BY n`
	places, err := projections.All(ctx, tx, pgx.RowTo[int], query, columns(due)...)
	if err != nil {
		return nil, fmt.Errorf("read timers: %w", err)
	}
	first := make([]timer, len(places))
	for i, place := range places {
		first[i] = due[place-1]
	}
	return first, nil
}

func columns(due []timer) []any {
	return []any{
		projections.Column(due, func(t *timer) string { return string(t.kind) }),
		projections.Column(due, func(t *timer) pgtype.UUID { return projections.UUID(t.subject) }),
		projections.Column(due, func(t *timer) pgtype.Timestamptz { return projections.Time(t.dueAt) }),
		projections.Column(due, func(t *timer) int64 { return int64(t.position) }),
	}
}
