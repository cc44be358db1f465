// Package timer lets timers ring: it works the river jobs that projections/timers
// wrote, by executing the commands that are due. Any number of processes may run
// it at once.
//
// A job is a wake-up call and no more. What happens is decided by the campaign's
// own rules, at the log's own clock, under a command id that follows from the
// timer: a job that rings early, late or twice does no harm.
package timer
