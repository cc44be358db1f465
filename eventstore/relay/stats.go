package relay

import (
	"sync"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Stats is where a relay stands, for metrics.
type Stats struct {
	Leading   bool                // it holds the lease
	Head      eventstore.Position // the newest event that it knows of
	Last      eventstore.Position // the newest event that JetStream acknowledged
	Published uint64              // acknowledged messages
	Resumed   uint64              // beginnings, each behind the stream's last message
	Created   uint64              // streams that were missing, or had to be given up
	Failed    uint64              // interruptions of every kind
	Halted    string              // why it halted; empty while it works
}

// Lag is how many events wait to be published.
func (s Stats) Lag() int64 { return max(0, int64(s.Head-s.Last)) }

type statsKeeper struct {
	mu    sync.Mutex
	stats Stats
}

func (k *statsKeeper) update(change func(*Stats)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change(&k.stats)
}

func (k *statsKeeper) get() Stats {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.stats
}
