// Package reminders derives from the log when a campaign's people are to be
// reminded of something, and inserts the river jobs that do so; internal/timer
// works them. View: sambatan_reminders.
package reminders
