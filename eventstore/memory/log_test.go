package memory_test

import (
	"testing"

	"github.com/sensasiwangi/sambatan/eventstore/memory"
	"github.com/sensasiwangi/sambatan/eventstore/storetest"
)

func TestTheMemoryLogConforms(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Harness {
		t.Helper()
		log := memory.New(memory.Config{})
		return storetest.Harness{First: log, Second: log, Small: memory.New(memory.Config{QueueSize: storetest.SmallQueue})}
	})
}
