package demo

import (
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
)

// agenda knows when people do what, relative to the moment of seeding.
type agenda struct{ now time.Time } // in WIB

func newAgenda(now time.Time) *agenda { return &agenda{now.In(calendar.WIB)} }

// day is a full hour on a day counted from today.
func (a *agenda) day(n, hour int) time.Time {
	year, month, day := a.now.Date()
	return time.Date(year, month, day+n, hour, 0, 0, 0, calendar.WIB)
}

// ago is a moment just now.
func (a *agenda) ago(d time.Duration) time.Time { return a.now.Add(-d) }

// atWork is a moment at an hour of the nearest working day on or before a day,
// afterwards that of one on or after it. After very long holidays it is the day
// itself.
func (a *agenda) atWork(n, hour int) time.Time     { return a.nearest(n, hour, -1) }
func (a *agenda) afterwards(n, hour int) time.Time { return a.nearest(n, hour, +1) }

func (a *agenda) nearest(n, hour, direction int) time.Time {
	for away := range 9 {
		if t := a.day(n+direction*away, hour); calendar.IsWorkingDay(t) {
			return t.Add(a.scatter(t, 40*time.Minute))
		}
	}
	return a.day(n, hour)
}

// scatter is a delay below most that looks like chance and is always the same
// for the same moment.
func (a *agenda) scatter(t time.Time, most time.Duration) time.Duration {
	mixed := uint64(t.Unix()) * 0x9e3779b97f4a7c15 //nolint:gosec // any bits will do
	return (time.Duration(mixed>>32) * time.Millisecond) % most
}

// Hours at which people join, and at which operators confirm. They are few,
// because each moment takes some transactions and nobody waits gladly for demo
// data.
var (
	joinHours   = []int{12, 19}
	workHours   = []int{9, 14}
	onDutyHours = []int{10, 17}
)

// storyDays is the day on which the story begins.
const storyDays = -60

// joins are the moments between two others at which people join.
func (a *agenda) joins(from, to time.Time) (moments []time.Time) {
	for n := storyDays; n <= 0; n++ {
		for _, hour := range joinHours {
			t := a.day(n, hour)
			t = t.Add(10*time.Minute + a.scatter(t, 45*time.Minute))
			if t.After(from) && t.Before(to) {
				moments = append(moments, t)
			}
		}
	}
	return moments
}

// sessions are the moments between two others at which operators sit down with
// the bank statement, earlier on working days.
func (a *agenda) sessions(from, to time.Time) (moments []time.Time) {
	for n := storyDays; n <= 0; n++ {
		hours := onDutyHours
		if calendar.IsWorkingDay(a.day(n, 12)) {
			hours = workHours
		}
		for _, hour := range hours {
			t := a.day(n, hour)
			t = t.Add(8*time.Minute + a.scatter(t, 20*time.Minute))
			if t.After(from) && t.Before(to) {
				moments = append(moments, t)
			}
		}
	}
	return moments
}

// operator tells who is at work.
func (a *agenda) operator(t time.Time) string {
	if calendar.IsWorkingTime(t) {
		return operator
	}
	return onDuty
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}

// dates writes a span of days: "21–24 Des 2026".
func dates(from, to time.Time) string {
	if from.Month() == to.Month() {
		return fmt.Sprintf("%d–%d %s %d", from.Day(), to.Day(), months[to.Month()-1], to.Year())
	}
	return fmt.Sprintf("%d %s–%d %s %d", from.Day(), months[from.Month()-1], to.Day(), months[to.Month()-1], to.Year())
}
