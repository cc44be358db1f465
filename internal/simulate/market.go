package simulate

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// lookAgain is how often the list of campaigns is read.
const lookAgain = time.Second

// market is what buyers know of the campaigns.
type market struct {
	mu   sync.Mutex
	open []Campaign
}

func (m *market) set(list []Campaign) {
	open := slices.DeleteFunc(list, func(c Campaign) bool { return c.Phase != "Open" })
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = open
}

// pick draws an open campaign: mostly one with room, as people do.
func (m *market) pick() (Campaign, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.open) == 0 {
		return Campaign{}, false
	}
	return m.open[rand.IntN(len(m.open))], true //nolint:gosec // a guess may be guessed
}

// watchMarket keeps the list fresh. While the server is away, the old one stays.
func (r *run) watchMarket() {
	visitor := client{http: r.http, base: r.Base}
	for {
		list, err := visitor.campaigns(r.ctx)
		if err == nil {
			r.market.set(list)
		}
		if r.ctx.Err() == nil {
			r.tally.listed(len(list), err)
		}
		if !r.pause(lookAgain) {
			return
		}
	}
}

// pause waits, and tells whether the run goes on.
func (r *run) pause(d time.Duration) bool {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-r.ctx.Done():
		return false
	case <-wait.C:
		return true
	}
}
