// Package timers is the read model of what falls due: openings, deadlines, holds
// and offers that lapse, and holds that an operator has to decide on. In the transaction that
// writes them it also inserts the jobs that ring (internal/timer works them).
// View: sambatan_timers.
package timers
