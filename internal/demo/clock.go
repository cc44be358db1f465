package demo

import (
	"sync"
	"time"
)

// tick is how much later than the one before each batch of a scripted moment
// is recorded.
const tick = 180 * time.Millisecond

// Clock is the log's clock while demo data is written: it tells the time of
// the story. Before and after, it tells the database's. Give its Shift to the
// log as its clock. The zero value is ready.
type Clock struct {
	mu sync.Mutex
	at time.Time // zero: no story is being told
}

// Shift turns the database's time into the log's. It never runs ahead of it.
func (c *Clock) Shift(databaseNow time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return databaseNow
	}
	c.at = c.at.Add(tick)
	if c.at.After(databaseNow) {
		return databaseNow
	}
	return c.at
}

func (c *Clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *Clock) release() { c.set(time.Time{}) }
