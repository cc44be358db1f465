package storetest

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

func newID() (id eventstore.UUID) {
	rand.Read(id[:])
	return id
}

func meta() eventstore.Meta { return eventstore.Meta{CommandID: newID(), Actor: "user:test"} }

func execute(t *testing.T, log eventstore.Log, name string, c command) (eventstore.Result, error) {
	t.Helper()
	return log.Execute(t.Context(), shops.Command(name, c, meta()))
}

func mustExecute(t *testing.T, log eventstore.Log, name string, c command) eventstore.Result {
	t.Helper()
	result, err := execute(t, log, name, c)
	require.NoError(t, err)
	return result
}

// all returns the whole log.
func all(t *testing.T, log eventstore.Reader) (events []eventstore.Recorded) {
	t.Helper()
	for recorded, err := range log.All(t.Context(), 1) {
		require.NoError(t, err)
		events = append(events, recorded)
	}
	return events
}

func holders(t *testing.T, log eventstore.Reader, name string) int {
	t.Helper()
	state, _, err := eventstore.Load(t.Context(), log, shops, name)
	require.NoError(t, err)
	return len(state.holders)
}

// inOneBatch sends the requests while the appender is held, so that it finds all
// of them waiting, and returns what each got.
func inOneBatch(t *testing.T, log eventstore.Log, requests ...func(context.Context) (eventstore.Result, error)) []settled {
	t.Helper()
	held := hold{Name: "held", entered: make(chan struct{}), release: make(chan struct{})}
	var group sync.WaitGroup
	group.Go(func() {
		_, err := log.Execute(t.Context(), shops.Command("holder", held, meta()))
		if err != nil {
			t.Error(err)
		}
	})
	<-held.entered
	answers := make([]settled, len(requests))
	for i, request := range requests {
		ctx := waitingContext{t.Context(), make(chan struct{}), &sync.Once{}}
		group.Go(func() { answers[i].result, answers[i].err = request(ctx) })
		<-ctx.waits
	}
	close(held.release)
	group.Wait()
	return answers
}

type settled struct {
	result eventstore.Result
	err    error
}

// waitingContext tells when somebody begins to watch it: a log does so once the
// command is in its queue.
type waitingContext struct {
	context.Context
	waits chan struct{}
	once  *sync.Once
}

// Done implements context.Context.
func (c waitingContext) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waits) })
	return c.Context.Done()
}

func send(log eventstore.Log, name string, c command, m eventstore.Meta) func(context.Context) (eventstore.Result, error) {
	return func(ctx context.Context) (eventstore.Result, error) {
		return log.Execute(ctx, shops.Command(name, c, m))
	}
}
