package simulate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// tally counts what happens to all buyers together.
type tally struct {
	begin time.Time

	mu        sync.Mutex
	sum       Summary
	took      []time.Duration // of all acknowledged joins
	lastLine  int             // how many there were when the last line was printed
	lastPaint time.Time
	trouble   string // why nobody can join just now; empty: they can
}

func newTally() *tally {
	now := time.Now()
	return &tally{begin: now, lastPaint: now, sum: Summary{Refused: map[string]int{}}}
}

func (t *tally) count(change func(*Summary)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(&t.sum)
}

func (t *tally) refused(reason string) { t.count(func(s *Summary) { s.Refused[reason]++ }) }
func (t *tally) retried()              { t.count(func(s *Summary) { s.Retries++ }) }
func (t *tally) unknown()              { t.count(func(s *Summary) { s.Unknown++ }) }
func (t *tally) read()                 { t.count(func(s *Summary) { s.Reads++ }) }
func (t *tally) paid()                 { t.count(func(s *Summary) { s.Paid++ }) }

// listed notes whether there is anything to join.
func (t *tally) listed(campaigns int, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case err != nil:
		t.trouble = "  the campaigns can't be listed: " + err.Error()
	case campaigns == 0:
		t.trouble = "  there are no campaigns"
	default:
		t.trouble = ""
	}
}

// acknowledged counts a join and returns how many there are now.
func (t *tally) acknowledged(slots int, took time.Duration) (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Acknowledged++
	t.sum.Slots += slots
	t.took = append(t.took, took)
	return t.sum.Acknowledged
}

func (t *tally) summary() Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := t.sum
	sum.Refused = maps.Clone(t.sum.Refused)
	sum.Took = time.Since(t.begin)
	sum.P50, sum.P99 = percentiles(t.took)
	return sum
}

// line tells how it went since the last line.
func (t *tally) line() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	fresh := t.took[t.lastLine:]
	perSecond := float64(len(fresh)) / now.Sub(t.lastPaint).Seconds()
	p50, p99 := percentiles(fresh)
	t.lastLine, t.lastPaint = len(t.took), now
	return fmt.Sprintf("%4.0fs  %d joined (%.0f/s), %d slots, %d paid  p50 %s p99 %s  %d sent again%s%s",
		now.Sub(t.begin).Seconds(), t.sum.Acknowledged, perSecond, t.sum.Slots, t.sum.Paid,
		millis(p50), millis(p99), t.sum.Retries, reasons(t.sum.Refused), t.trouble)
}

// reasons lists why joins were refused, the most frequent first.
func reasons(refused map[string]int) string {
	if len(refused) == 0 {
		return ""
	}
	names := slices.SortedFunc(maps.Keys(refused), func(a, b string) int {
		return cmp.Or(refused[b]-refused[a], strings.Compare(a, b))
	})
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s %d", name, refused[name])
	}
	return "  refused: " + strings.Join(parts, ", ")
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func percentiles(took []time.Duration) (p50, p99 time.Duration) {
	if len(took) == 0 {
		return 0, 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[len(sorted)/2], sorted[len(sorted)*99/100]
}

// String is the closing line.
func (s Summary) String() string {
	return fmt.Sprintf("%d joins acknowledged in %.1fs (%.0f/s), %d slots, %d paid, p50 %s, p99 %s, %d sent again, %d without an answer%s",
		s.Acknowledged, s.Took.Seconds(), float64(s.Acknowledged)/max(s.Took.Seconds(), 0.001), s.Slots, s.Paid,
		millis(s.P50), millis(s.P99), s.Retries, s.Unknown, reasons(s.Refused))
}
