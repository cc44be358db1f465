package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// asked is the instant that a visitor asks a trail for, as typed: a day and a time of day in
// WIB, or a position; neither: now.
type asked struct{ form }

// sight is the instant that a trail is shown at.
type sight struct {
	position eventstore.Position
	then     time.Time           // zero: now
	now      eventstore.Position // how far everything is that a trail is made of
	total    int                 // events of the campaign by then
}

func readInstant(c fiber.Ctx) *asked {
	a := &asked{}
	a.Values = map[string]string{}
	for _, field := range []string{view.FieldInstantDay, view.FieldInstantTime, view.FieldInstantPosition, view.FieldTrackSpan} {
		if typed := strings.TrimSpace(c.Query(field)); typed != "" && len(typed) <= longestRefill {
			a.Values[field] = typed
		}
	}
	return a
}

// query is what leads back to the instant, with what was typed; now, when that was wrong.
func (a *asked) query(campaign id.ID, at sight) view.TrailQuery {
	span := a.Value(view.FieldTrackSpan)
	if span != view.SpanDay && span != view.SpanHour {
		span = ""
	}
	if at.then.IsZero() {
		return view.TrailQuery{Campaign: campaign.String(), Span: span}
	}
	return view.TrailQuery{
		Campaign: campaign.String(), Span: span, Day: a.Value(view.FieldInstantDay), Time: a.Value(view.FieldInstantTime), Position: a.Value(view.FieldInstantPosition),
	}
}

// instant finds the position that was asked for. What is wrong with it is noted in the form,
// and now is shown; ErrNotFound when the log holds nothing of the campaign.
func (s *Server) instant(ctx context.Context, q projections.Querier, campaign id.ID, a *asked) (sight, error) {
	now, err := trailHead(ctx, q)
	if err != nil {
		return sight{}, err
	}
	first, err := auditlog.OfCampaign(ctx, q, auditlog.Window{Campaign: campaign, At: now, From: 1, Limit: 1})
	if err == nil && len(first.Entries) == 0 {
		err = projections.ErrNotFound
	}
	if err != nil {
		return sight{}, err
	}
	then := sight{position: now}
	switch {
	case a.Value(view.FieldInstantPosition) != "":
		then, err = a.position(ctx, q, now)
	case a.Value(view.FieldInstantDay) != "" || a.Value(view.FieldInstantTime) != "":
		then, err = s.atMoment(ctx, q, a, now)
	}
	if begun := first.Entries[0]; err == nil && len(a.Errors) == 0 && then.position < begun.Position {
		field := view.FieldInstantPosition
		if a.Value(field) == "" {
			field = view.FieldInstantDay
		}
		a.wrong(field, "Sambatan ini belum ada pada saat itu", fmt.Sprintf("Peristiwa pertamanya ada di posisi %s, %s, %s WIB.",
			view.Grouped(int64(begun.Position)), view.Date(begun.RecordedAt), view.ClockSeconds(begun.RecordedAt)))
	}
	if len(a.Errors) > 0 {
		then = sight{position: now}
	}
	then.now, then.total = now, first.Total
	return then, err
}

// trailHead is how far everything that a trail is made of has come.
func trailHead(ctx context.Context, q projections.Querier) (eventstore.Position, error) {
	positions, err := projections.Positions(ctx, q)
	return min(positions[auditlog.Name], positions[transactions.Name], positions[lifecycle.Name]), err
}

// position reads a position of the log: 1284372 or 1.284.372.
func (a *asked) position(ctx context.Context, q projections.Querier, now eventstore.Position) (sight, error) {
	typed := a.Value(view.FieldInstantPosition)
	position := positionOf(strings.ReplaceAll(typed, ".", ""))
	if !grouped(typed) || position < 1 || position > now {
		a.wrong(view.FieldInstantPosition, "Posisi perlu diperbaiki", fmt.Sprintf("Posisi adalah angka bulat dari 1 sampai %s, yang terakhir tercatat. Anda menulis “%s”.", view.Grouped(int64(now)), typed))
		return sight{}, nil
	}
	then, err := auditlog.TimeOf(ctx, q, position)
	return sight{position: position, then: then}, err
}

// atMoment reads a day and a time of day. All of the second that was typed has happened then,
// or of the minute when no second was.
func (s *Server) atMoment(ctx context.Context, q projections.Querier, a *asked, now eventstore.Position) (sight, error) {
	begin := a.moment(view.FieldInstantDay, view.FieldInstantTime, "keadaan")
	if begin.IsZero() {
		return sight{}, nil
	}
	if begin.After(s.Now()) {
		a.wrong(view.FieldInstantDay, "Saat itu belum tiba", fmt.Sprintf("Saat itu belum tiba. Sekarang %s, %s WIB.", view.Date(s.Now()), view.ClockSeconds(s.Now())))
		return sight{}, nil
	}
	end := begin.Add(time.Minute)
	if strings.Count(strings.ReplaceAll(a.Value(view.FieldInstantTime), ":", "."), ".") == 2 {
		end = begin.Add(time.Second)
	}
	last := end.Add(-time.Microsecond)
	position, err := auditlog.PositionAt(ctx, q, last)
	return sight{position: min(position, now), then: last}, err
}

// queryPosition reads where a page of a trail begins or ends; 0: it does not say.
func queryPosition(c fiber.Ctx, name string) eventstore.Position { return positionOf(c.Query(name)) }

// positionOf reads digits; 0: that is no position.
func positionOf(digits string) eventstore.Position {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0
	}
	return eventstore.Position(max(n, 0))
}
