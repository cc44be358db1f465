package postgres

import (
	"context"
	"fmt"
	"log"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestACommandUsesTheServerThatRuns(t *testing.T) {
	t.Parallel()
	eachUser(t, func(p place) {
		c := p.spawn()
		pid := c.ready()
		address, stop, err := Use(p.t.Context(), Options{}, Config{DataDir: p.dataDir})
		require.NoError(p.t, err)
		require.NoError(p.t, address.ping(p.t.Context()))
		require.NoError(p.t, stop(p.t.Context()))
		require.True(p.t, isPostmaster(pid, p.dataDir), "it is another's to stop")
		c.stop()
	})
}

func TestCommandsThatComeAtOnceShareOneServer(t *testing.T) {
	t.Parallel()
	p := newEmptyPlace(t, users(t)[0])
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	stops := make([]func(context.Context) error, 3)
	failures := make([]error, len(stops))
	var group sync.WaitGroup
	for n := range stops {
		group.Go(func() {
			config := Config{DataDir: p.dataDir, BinDir: p.binDir, Volatile: true}
			_, stops[n], failures[n] = Use(ctx, Options{}, config)
		})
	}
	group.Wait()
	for n, stop := range stops {
		require.NoError(t, failures[n])
		require.NoError(t, stop(ctx))
	}
	_, err := Attach(ctx, p.dataDir)
	require.ErrorIs(t, err, ErrNotRunning)
}

func TestAServerThatIsTornDownIsGivenBackAtOnceWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	p := newPlace(t, users(t)[0])
	server, err := Start(t.Context(), Config{DataDir: p.dataDir, BinDir: p.binDir, Volatile: true})
	require.NoError(t, err)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, server.Stop(over), context.Canceled)
	<-server.Done()
	again, err := Start(t.Context(), Config{DataDir: p.dataDir, BinDir: p.binDir, Volatile: true})
	require.NoError(t, err)
	require.NoError(t, again.Stop(t.Context()))
}

func TestADoneContextEndsAStartAndGivesTheFolderBack(t *testing.T) {
	t.Parallel()
	p := newEmptyPlace(t, users(t)[0])
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Start(over, Config{DataDir: p.dataDir, BinDir: p.binDir, Volatile: true})
	require.ErrorIs(t, err, context.Canceled)
	server, err := Start(t.Context(), Config{DataDir: p.dataDir, BinDir: p.binDir, Volatile: true})
	require.NoError(t, err)
	require.NoError(t, server.Stop(t.Context()))
}

func ExampleStart() {
	ctx := context.Background()
	binaries, err := Find(ctx, Options{Explicit: os.Getenv("PG_BIN_DIR")})
	if err != nil {
		log.Fatal(err)
	}
	server, err := Start(ctx, Config{BinDir: binaries.Path, Ephemeral: true, Log: func(step string) {
		fmt.Println(step[:8])
	}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(server.DSN("sambatan", "")[:20])
	if err := server.Stop(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// making a
	// starting
	// postgres://postgres@
}
