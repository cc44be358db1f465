package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestTheStreamIsKeptAsItWasAskedFor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	broker, conns, err := startNATS(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() {
		conns.close()
		require.NoError(t, broker.Stop())
	})
	p, err := openPlatform(t.Context(), platformConfig{
		database: &database{url: db.DSNAs("sambatan_app"), direct: db.DSN}, keys: keys{kek: [32]byte{1}, fingerprint: [32]byte{2}},
		nats: conns, logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	p.stream = Stream{Replicas: 1, MaxAge: time.Hour, MaxBytes: 1 << 30}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.runRelay(ctx) }()

	js, err := jetstream.New(conns.relay)
	require.NoError(t, err)
	var stream jetstream.Stream
	require.Eventually(t, func() bool {
		stream, err = js.Stream(ctx, relay.DefaultStream)
		return err == nil
	}, 20*time.Second, 10*time.Millisecond)
	kept := stream.CachedInfo().Config
	require.Equal(t, []any{1, time.Hour, int64(1 << 30)}, []any{kept.Replicas, kept.MaxAge, kept.MaxBytes})
	stop()
	require.NoError(t, <-ended)
}
