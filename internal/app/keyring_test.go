package app

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
)

// TestPagesThatHoldEverySessionGetTheirKeys lets as many pages as there are sessions read at
// once, and ask for a person's key only when all of them do.
func TestPagesThatHoldEverySessionGetTheirKeys(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	open := func() *platform {
		p, err := openPlatform(t.Context(), platformConfig{
			database: &database{url: db.DSNAs("sambatan_app"), direct: db.DSN}, keys: keys{kek: [32]byte{1}, fingerprint: [32]byte{2}},
			logger: slog.New(slog.DiscardHandler),
		})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, p.Close()) })
		return p
	}
	first, second := open(), open() // which has no key in memory
	pages := int(second.pool.Config().MaxConns)
	people := make([]string, pages)
	for i := range people {
		people[i] = id.New().String()
		_, err := first.vault.Create(t.Context(), people[i])
		require.NoError(t, err)
	}

	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	var reading, done sync.WaitGroup
	reading.Add(pages)
	for _, person := range people {
		done.Go(func() {
			err := second.read(ctx, session.Subject{}, func(ctx context.Context, _ projections.Querier) error {
				reading.Done()
				reading.Wait()
				_, err := second.vault.Key(ctx, person)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
}
