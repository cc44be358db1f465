package postgres

import (
	"context"
	"fmt"
	"log"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

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
