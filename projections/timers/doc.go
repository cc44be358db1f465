// Package timers is the read model of what falls due: openings, deadlines, holds
// and offers that lapse, holds that an operator has to decide on, and orders that count as
// confirmed. In the transaction that
// writes them it also inserts the jobs that ring (internal/timer works them).
// View: sambatan_timers.
package timers
