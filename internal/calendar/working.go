package calendar

import "time"

// Working hours, in WIB. Work is done from StartHour until just before EndHour.
const (
	StartHour = 8
	EndHour   = 17
)

// IsWorkingDay tells whether t's day in WIB is a working day. In years whose
// holidays are not known, only weekends are free.
func IsWorkingDay(t time.Time) bool {
	t = t.In(WIB)
	if day := t.Weekday(); day == time.Saturday || day == time.Sunday {
		return false
	}
	_, holiday := HolidayOn(t)
	return !holiday
}

// IsWorkingTime tells whether someone is at work at t.
func IsWorkingTime(t time.Time) bool {
	hour := t.In(WIB).Hour()
	return IsWorkingDay(t) && hour >= StartHour && hour < EndHour
}

// AddWorkingDays returns t's clock time in WIB on the nth working day after
// t's day: "one working day" from a Friday at 16.00 ends on Monday at 16.00, and
// so does one from a Saturday at 16.00. n ≤ 0 returns t. The result is in UTC.
func AddWorkingDays(t time.Time, n int) time.Time {
	day := t.In(WIB)
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if IsWorkingDay(day) {
			n--
		}
	}
	return day.UTC()
}
