package timer

import (
	"time"

	"github.com/riverqueue/river/rivertype"
)

const (
	// ringTime bounds one ring. The log gives up waiting before that.
	ringTime = 15 * time.Second
	// rescueAfter is when a timer that a killed process was ringing rings again.
	// (By default that takes an hour.) Ringing twice at once is harmless.
	rescueAfter = 30 * time.Second
	// slowest is the longest pause between two tries: a deadline can't be kept
	// much later than the reason why it could not be kept at once has gone.
	slowest = 30 * time.Second
)

// retry makes the pauses between failed tries 1, 2, 4, … seconds long.
type retry struct{}

// NextRetry implements river.ClientRetryPolicy.
func (retry) NextRetry(job *rivertype.JobRow) time.Time {
	doublings := min(max(job.Attempt-1, 0), 5)
	return time.Now().Add(min(time.Second<<doublings, slowest))
}
