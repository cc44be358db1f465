// Package crash kills the running program at random, again and again, while it
// is at work, and then accounts for every answer that it ever gave. It takes
// minutes: ./task test:crash runs it.
package crash
