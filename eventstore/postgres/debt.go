package postgres

import (
	"sync"
	"time"
)

// longestDebt bounds how long an answer may wait.
const longestDebt = time.Millisecond

// debt is answers that are ready, and wait until the next batch has its lock.
// Whoever is answered wants the processor, hundreds at once in a rush; the
// appender would stand behind them all, with the lock to be had and Postgres idle.
type debt struct {
	once  sync.Once
	give  func()
	timer *time.Timer
}

// owe returns a debt that is paid by itself if nobody pays it before.
func owe(give func()) *debt {
	d := &debt{give: give}
	d.timer = time.AfterFunc(longestDebt, d.settle)
	return d
}

// pay gives the answers, unless they were given. A nil debt is none.
func (d *debt) pay() {
	if d != nil {
		d.timer.Stop()
		d.settle()
	}
}

func (d *debt) settle() { d.once.Do(d.give) }
