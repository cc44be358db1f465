package ui

import (
	"context"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/ui/view"
)

const (
	wideBars = 40 // of a track, at most: each 24 pixels wide on a desktop
	slimBars = 11 // the same on the smallest phone, where a track is 286 wide
)

// barLengths are how much time a bar may stand for. Each is so many of the one before, so that
// bars can be put together; longer ones are twice as long, time and again.
var barLengths = []time.Duration{
	time.Second, 2 * time.Second, 10 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// fillTrack shows when the events happened, around the instant: it is the only part of the page
// that tells of what came after it.
func fillTrack(ctx context.Context, q projections.Querier, campaign id.ID, seen sight, shown *view.Trail) error {
	steps, err := auditlog.StepsAt(ctx, q, campaign, seen.position, seen.now)
	if err != nil {
		return err
	}
	begin, end, err := auditlog.Span(ctx, q, campaign, seen.now)
	if err != nil {
		return err
	}
	track := view.Track{
		Span: shown.Query.Span, Instant: seen.then, First: int64(steps.First), Prev: int64(steps.Prev), Next: int64(steps.Next),
		EventNumber: shown.Total, OfTotal: seen.total,
	}
	if track.Instant.IsZero() {
		track.Instant = steps.Last
	}
	if shown.Total == 1 {
		track.First = 0
	}
	begin, end = inView(&track, begin, end)
	times := barTimes(begin, end, &track)
	bars, err := auditlog.Track(ctx, q, campaign, seen.now, seen.position, times)
	track.Wide = viewBars(bars, times, clamp(track.Instant, begin, end))
	track.Slim = together(track.Wide, int(track.SlimEach/track.WideEach))
	shown.Track = track
	return err
}

// inView is how much of the campaign's time is drawn: all of it, or the day or the hour of the instant.
func inView(track *view.Track, begin, end time.Time) (time.Time, time.Time) {
	length := time.Hour
	switch track.Span {
	case view.SpanDay:
		length = 24 * time.Hour
	case view.SpanHour:
	default:
		return begin, end
	}
	track.Day = whole(clamp(track.Instant, begin, end), length)
	return track.Day, track.Day.Add(length - time.Microsecond)
}

// whole is when the stretch began that a time is in; they are counted from midnight in WIB.
func whole(at time.Time, length time.Duration) time.Time {
	midnight := midnightOf(at)
	return midnight.Add(at.Sub(midnight).Truncate(length))
}

func midnightOf(at time.Time) time.Time {
	year, month, day := at.In(calendar.WIB).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, calendar.WIB)
}

func clamp(at, begin, end time.Time) time.Time {
	switch {
	case at.Before(begin):
		return begin
	case at.After(end):
		return end
	}
	return at
}

// barTimes are where bars begin, and where the last ends: at whole seconds, minutes, hours or days. So many of
// a desktop's bars make one of a phone's. What took no longer than a moment does not fill the page.
func barTimes(begin, end time.Time, track *view.Track) (times []time.Time) {
	track.SlimEach = barLength(func(length time.Duration) bool { return end.Sub(whole(begin, length))/length < slimBars })
	begin = whole(begin, track.SlimEach)
	all := (end.Sub(begin)/track.SlimEach + 1) * track.SlimEach
	all = max(all, slimBars*barLengths[0])
	track.WideEach = barLength(func(length time.Duration) bool { return all <= wideBars*length })
	for passed := time.Duration(0); passed <= all; passed += track.WideEach {
		times = append(times, begin.Add(passed))
	}
	return times
}

// barLength is the shortest that will do.
func barLength(will func(time.Duration) bool) time.Duration {
	for _, length := range barLengths {
		if will(length) {
			return length
		}
	}
	length := barLengths[len(barLengths)-1]
	for !will(length) {
		length *= 2
	}
	return length
}

func viewBars(bars []auditlog.Bar, times []time.Time, instant time.Time) []view.Bar {
	shown := make([]view.Bar, len(bars))
	for i, b := range bars {
		shown[i] = view.Bar{
			Begin: times[i], End: times[i+1], Position: int64(b.Last), At: !instant.Before(times[i]) && instant.Before(times[i+1]),
			Other: b.Then.Events - b.Then.Money, Money: b.Then.Money,
			LaterOther: b.All.Events - b.All.Money - b.Then.Events + b.Then.Money, LaterMoney: b.All.Money - b.Then.Money,
		}
	}
	return shown
}

// together makes one bar of each few.
func together(bars []view.Bar, few int) (joined []view.Bar) {
	for part := range slices.Chunk(bars, few) {
		one := part[0]
		for _, b := range part[1:] {
			one.End, one.At, one.Position = b.End, one.At || b.At, max(one.Position, b.Position)
			one.Other, one.Money = one.Other+b.Other, one.Money+b.Money
			one.LaterOther, one.LaterMoney = one.LaterOther+b.LaterOther, one.LaterMoney+b.LaterMoney
		}
		joined = append(joined, one)
	}
	return joined
}
