package app

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/chaos"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(beProgram())
	}
	os.Exit(pgtest.Main(m))
}

// quick is as short as a payment through the gateway allows.
var quick = chaos.Times{Joining: 8 * time.Second, Hold: 70 * time.Second, Late: 12 * time.Second, Rest: 4 * time.Minute}

// TestInASmallChaosEveryBuyerEndsWithASlotOrWithEveryRupiah runs the whole program, with
// its gateway in a bad mood, for some two minutes of real time. What it demands is in
// chaos.Run: both books agree, buyer by buyer, and no kind of trouble was missed. Readers
// check the books meanwhile.
//
//money:case Reliability the bank's books under random load, read all the time
func TestInASmallChaosEveryBuyerEndsWithASlotOrWithEveryRupiah(t *testing.T) {
	t.Parallel()
	p, addr, sandbox := serving(t)
	readers := watch(t, p.owner)
	var said bytes.Buffer
	err := p.playChaos(t.Context(), streams{&said, &said}, chaos.Config{Base: "http://" + addr, Sandbox: sandbox, Seed: 2026, Times: quick}, 80)
	t.Log(said.String())
	require.NoError(t, err)
	readers.found(t, 50)
	require.Zero(t, readers.back.Load())
}

// serving is a platform of which everything runs, beside a gateway that moves no money.
func serving(t *testing.T) (p *platform, addr, gateway string) {
	t.Helper()
	db := pgtest.New(t)
	broker, conns, err := startNATS(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() {
		conns.close()
		require.NoError(t, broker.Stop())
	})
	p, err = openPlatform(t.Context(), platformConfig{
		database: &database{url: db.DSNAs("sambatan_app"), direct: db.DSN}, keys: keys{kek: [32]byte{1}, fingerprint: [32]byte{2}},
		nats: conns, logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	addr = freeAddress(t)
	sandbox, err := startSandbox(t.Context(), addr)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sandbox.Close()) })
	p.useGateway(sandbox.client(), payment.RefundsAutomatic)
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- p.run(ctx, allRoles, webSettings{
			environment: "development", account: ReceivingAccount{AccountNumber: "8801002233"}, sandbox: sandbox.url, addr: addr,
			ready: func(string) { go p.whenReady(ctx, func() { close(ready) }) },
		})
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	select {
	case <-ready:
	case <-time.After(time.Minute):
		t.Fatal("the platform does not serve")
	}
	return p, addr, sandbox.url
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}
