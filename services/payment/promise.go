package payment

import (
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
)

// decisionDue is when an operator must have decided about a report: one working
// day later, at the same time of day.
func decisionDue(now time.Time) time.Time { return instant(calendar.AddWorkingDays(now, 1)) }

// refundHour is the hour in WIB by which refunds leave on a working day.
const refundHour = 12

// RefundPromise is by when a refund will have left: noon of the next working day.
func RefundPromise(now time.Time) time.Time {
	year, month, day := calendar.AddWorkingDays(now, 1).In(calendar.WIB).Date()
	return time.Date(year, month, day, refundHour, 0, 0, 0, calendar.WIB).UTC()
}
