package storetest

import (
	"testing"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// SmallQueue is the queue size of Harness.Small.
const SmallQueue = 8

// Harness is what the suite needs for one test: an empty log.
type Harness struct {
	// First and Second are two appenders of one log, as two processes have them.
	First, Second eventstore.Log
	// Small is an appender that lets SmallQueue commands wait.
	Small eventstore.Log
}

// Run holds a log to everything that eventstore.Log promises. open returns an
// empty log and closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	t.Helper()
	tests := []struct {
		name string
		test func(*testing.T, Harness)
	}{
		{"two appenders and a tail reader agree on one gapless order", oneOrder},
		{"a repeated command returns the first result", repeatedCommand},
		{"the same command sent at once from everywhere happens once", repeatedAtOnce},
		{"the same command twice in one batch happens once", repeatedInOneBatch},
		{"a command id used for another request is a conflict", reusedCommand},
		{"a refused command records nothing and may be sent again", refusedCommand},
		{"a command with nothing left to do records nothing", nothingToDo},
		{"a refusal is right although the other process has just freed the slot", freedElsewhere},
		{"a panicking command hurts only itself", panickingCommand},
		{"a command that fails after deciding hurts only itself", failingCommand},
		{"a stream with an unknown event fails alone", unknownEvent},
		{"a full queue refuses clearly", fullQueue},
		{"a command whose caller has left is not executed", callerLeft},
		{"what the database could not hold is refused at the boundary", badInput},
		{"an event may have 256 KiB and not one byte more", sizeLimit},
		{"one command may make more happen than a batch takes", largeDecision},
		{"append asserts the version", appendVersion},
		{"of twenty appends at one version one wins", appendRace},
		{"readers begin where they are told to", readers},
		{"who reads many streams at once sees all that was recorded before", readersAtOnce},
		{"every event carries its context and its leaf", contextAndLeaf},
	}
	for _, row := range tests {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t, open(t))
		})
	}
}
