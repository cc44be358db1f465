package payout

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/money"
)

const (
	// Cooling is how long an account that took another's place can't be paid to: whoever
	// took over a brand's sign-in must not have its money before the brand has noticed.
	Cooling = 3 * 24 * time.Hour
	// SilentAfter is how long the channel must not have told of an attempt that it had taken on, before people
	// may say that it did not leave. It is asked several times meanwhile.
	SilentAfter = time.Hour
	// Least is the smallest payout; a bank's transfer costs more than less is worth.
	Least money.Rupiah = 10_000
	// DefaultLimitOne is the most that is paid without two people's approval, unless it is
	// set otherwise.
	DefaultLimitOne money.Rupiah = 10_000_000

	// runHour is the hour in WIB at which brands are paid, on working days.
	runHour = 10
)

// NextRun is when brands are paid next: at ten in the morning of the next working day.
func NextRun(now time.Time) time.Time {
	year, month, day := calendar.AddWorkingDays(now, 1).In(calendar.WIB).Date()
	return time.Date(year, month, day, runHour, 0, 0, 0, calendar.WIB).UTC()
}

// instant is a time as the log keeps it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
