package app

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/reactor"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// asProgram makes the test's binary the program itself, to be killed.
const asProgram = "SAMBATAN_TEST_AS_PROGRAM"

// beProgram is main.go's main.
func beProgram() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return Main(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

const (
	shocks   = 4  // how often the program is killed, or the database restarted
	refunded = 15 // buyers whose money goes back, at each shock
	brands   = 4  // that are paid, at each shock
	longAgo  = 21 * 24 * time.Hour
)

// storm is a database, a gateway that counts, and the program as a process of its own
// between them. What came before the storm was put on record by this process, with the
// program's own parts.
type storm struct {
	*testing.T

	db      *pgtest.Cluster
	folder  string
	addr    string
	gateway *gatewayemu.Server
	address string                        // of the gateway
	ago     atomic.Int64                  // how far in the past the preparation is
	rough   atomic.Bool                   // the gateway has a bad day
	letAll  func()                        // ends the turns
	turn    chan struct{}                 // each lets one request through that moves money, or prepares to; closed: all of them
	waiting atomic.Int64                  // requests that wait for their turn
	shock   atomic.Pointer[chan struct{}] // closed at the next one: what waits then takes place, though who asked may be dead
	here    *platform
	cursor  eventstore.Position

	running *exec.Cmd
	exited  chan error

	payers  []bench.Payer
	unwound []id.ID // the campaigns that are called off
	sellers []seller
}

// seller is a brand that is due to be paid.
type seller struct {
	brand  id.ID
	number string // of its bank account
	due    money.Rupiah
}

func newStorm(t *testing.T) *storm {
	t.Helper()
	s := &storm{T: t, db: pgtest.NewCluster(t), folder: t.TempDir(), addr: freeAddress(t), turn: make(chan struct{})}
	s.shock.Store(new(make(chan struct{})))
	s.letAll = sync.OnceFunc(func() { close(s.turn) })
	s.openGateway()
	secrets, err := Secrets{}.read(s.folder)
	require.NoError(t, err)
	s.here, err = openPlatform(t.Context(), platformConfig{
		database: &database{url: s.db.DSNAs(appUser), direct: s.db.DSN}, keys: secrets,
		logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
		clock:  func(time.Time) time.Time { return s.now() },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.here.Close()) })
	s.here.useGateway(midtrans.New(midtrans.Config{
		BaseURL: s.address, PayoutURL: s.address, ServerKey: sandboxServerKey, IrisKey: sandboxIrisKey, MerchantKey: sandboxMerchantKey,
		HTTP: gatewayHTTP(),
	}), payment.RefundsAutomatic)
	s.here.teller.cashier.Now = s.now
	return s
}

func (s *storm) now() time.Time { return time.Now().Add(-time.Duration(s.ago.Load())) }

func (s *storm) openGateway() {
	s.gateway = gatewayemu.New(gatewayemu.Config{
		ServerKey: sandboxServerKey, IrisKey: sandboxIrisKey, MerchantKey: sandboxMerchantKey, Now: s.now,
		NotifyURL: "http://" + s.addr + cashier.PaymentsPath, PayoutNotifyURL: "http://" + s.addr + cashier.PayoutsPath,
		Fault: s.fault(),
		Route: func(gatewayemu.Notification) []time.Duration {
			if !s.rough.Load() {
				return nil // nobody is there to be told
			}
			return []time.Duration{0}
		},
	})
	server := httptest.NewServer(s.gateway)
	s.Cleanup(server.Close)
	s.Cleanup(s.gateway.Close)
	s.Cleanup(s.letAll) // nobody waits for ever
	s.address = server.URL
}

// movesMoney are the requests that have their turns.
var movesMoney = map[gatewayemu.Op]bool{gatewayemu.OpRefund: true, gatewayemu.OpPayout: true, gatewayemu.OpValidate: true}

// fault lets a request through when its turn has come, and spoils a sixth of each kind, the
// second one first.
func (s *storm) fault() func(gatewayemu.Request) gatewayemu.Fault {
	var mu sync.Mutex
	chance, asked := rand.New(rand.NewPCG(5, 9)), map[gatewayemu.Op]int{}
	return func(r gatewayemu.Request) gatewayemu.Fault {
		if !s.rough.Load() {
			return gatewayemu.Fault{}
		}
		if movesMoney[r.Op] {
			s.waiting.Add(1)
			select {
			case <-s.turn:
			case <-*s.shock.Load():
			}
			s.waiting.Add(-1)
		}
		mu.Lock()
		defer mu.Unlock()
		if asked[r.Op]++; asked[r.Op]%6 != 2 {
			return gatewayemu.Fault{}
		}
		return []gatewayemu.Fault{
			{Cut: true, Done: true}, {Cut: true}, {Status: http.StatusBadGateway, Done: true}, {Status: http.StatusServiceUnavailable},
		}[chance.IntN(4)]
	}
}

// process is the program's own: what it does again is the same command.
func (s *storm) process() payment.Process {
	return s.here.process(ReceivingAccount{AccountNumber: "8801002233"})
}

// settle does what the process managers do about what was recorded here.
func (s *storm) settle() {
	s.Helper()
	decode := decoders()
	manager := reactor.Managed(reactor.Reactor{}, s.here.store, reactions(s.process()))
	for from := s.cursor; ; from = s.cursor {
		for recorded, err := range s.here.store.All(s.Context(), s.cursor+1) {
			require.NoError(s, err)
			s.cursor = recorded.Position
			if plan := manager.Plan(decode.Decode(recorded).Body, recorded); plan != nil {
				require.NoError(s, manager.Handle(s.Context(), plan, recorded))
			}
		}
		if s.cursor == from {
			return
		}
	}
}

func (s *storm) do(command eventstore.Command) {
	s.Helper()
	_, err := s.here.store.Execute(s.Context(), command)
	require.NoError(s, err)
}

func (s *storm) campaign(campaign id.ID, commands ...sambatan.Command) {
	s.Helper()
	for _, c := range commands {
		s.do(sambatan.Campaigns.Command(campaign.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	}
}

// counter is where buyers pay, and are told by nobody.
func (s *storm) counter() bench.Counter {
	return bench.Counter{
		Till: bench.Till{
			Log: s.here.store, Process: s.process(), Advance: s.here.teller.cashier.Advance,
		},
		Key: s.here.vault.Create,
		Pay: func(ctx context.Context, order string) error {
			if _, err := s.gateway.Pay(order, gatewayemu.Payment{}); err != nil {
				return err
			}
			return s.here.teller.cashier.Check(ctx, order)
		},
	}
}

// prepare lets brands be due to be paid, the first of them by a run that was planned for
// long ago, and buyers have paid for campaigns that will be called off.
func (s *storm) prepare() {
	s.Helper()
	s.ago.Store(int64(longAgo))
	for n := range shocks * brands {
		s.sellers = append(s.sellers, s.seller(n))
		if n >= brands {
			s.seek(n, payout.Hold{Brand: s.sellers[n].brand, By: id.New(), Reason: "diperiksa"})
		}
	}
	s.ago.Store(0)
	for range shocks {
		campaign, err := bench.OpenCampaign(s.Context(), s.here.store)
		require.NoError(s, err)
		counter := s.counter()
		counter.Before = len(s.payers)
		payers, err := counter.Payers(s.Context(), campaign, refunded, 8)
		require.NoError(s, err)
		s.unwound, s.payers = append(s.unwound, campaign), append(s.payers, payers...)
	}
	s.settle()
}

// begin lets the nth part of the money leave: a campaign is called off, and brands whose
// payouts had been held are paid by hand.
func (s *storm) begin(n int) {
	s.Helper()
	require.NoError(s, bench.CallOff(s.Context(), s.here.store, s.unwound[n]))
	if n == 0 {
		return // their run is overdue
	}
	for i := n * brands; i < (n+1)*brands; i++ {
		s.seek(i, payout.Resume{By: id.New(), Note: "beres"})
		s.seek(i, payout.Open{By: id.New(), Policy: payout.Policy{LimitOne: payout.DefaultLimitOne}})
	}
}

func (s *storm) seek(n int, command payout.Command) {
	s.Helper()
	s.do(payout.Sellers.Command(s.sellers[n].brand.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
}

// seller is a brand whose one buyer has what they paid for, with an account that
// somebody has agreed to.
func (s *storm) seller(n int) seller {
	s.Helper()
	campaign, brand, owner := id.New(), id.New(), id.New()
	number := fmt.Sprintf("55%08d", n)
	draft := sambatan.Draft{
		Campaign: campaign, Brand: brand, Product: id.New(), Title: "Wening Subuh", Batch: n + 1,
		Terms: sambatan.Terms{
			Price: money.Rupiah(100_000 + 1000*n), Shipping: 15_000, Slots: 1, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 1, HoldFor: 3600,
			OpensAt: s.now(), Deadline: s.now().Add(24 * time.Hour), FeePerMille: 50, ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		},
	}
	s.campaign(campaign, append([]sambatan.Command{draft}, sambatan.Reviewed(owner, id.New())...)...)
	payers, err := s.counter().Payers(s.Context(), campaign, 1, 1)
	require.NoError(s, err)
	s.settle()
	s.campaign(campaign, sambatan.StartProduction{}, sambatan.PassQuality{}, sambatan.StartShipping{}, sambatan.Fulfil{Participation: payers[0].Participation})
	key, err := s.here.vault.Create(s.Context(), owner.String())
	require.NoError(s, err)
	sealed, err := eventstore.Seal(key, owner.String(), "payout_account", map[string]string{"bank": "Mandiri", "number": number, "holder": "Rina Lestari"})
	require.NoError(s, err)
	for _, c := range []payout.Command{payout.GiveAccount{Brand: brand, By: owner, Account: sealed}, payout.ApproveAccount{Number: 1, By: id.New()}} {
		s.do(payout.Sellers.Command(brand.String(), c, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	}
	s.settle()
	state := s.brand(brand)
	require.Positive(s, state.Available())
	require.True(s, !state.RunAt.IsZero() && state.RunAt.Before(time.Now()), "the run is overdue")
	return seller{brand, number, state.Available()}
}

func (s *storm) brand(brand id.ID) payout.Seller {
	s.Helper()
	state, _, err := eventstore.Load(s.Context(), s.here.store, payout.Sellers, brand.String())
	require.NoError(s, err)
	return state
}

// start starts the program and waits until it serves.
func (s *storm) start() {
	s.Helper()
	keyFile := filepath.Join(s.folder, "gateway-keys")
	keyLines := "server=" + sandboxServerKey + "\niris=" + sandboxIrisKey + "\nmerchant=" + sandboxMerchantKey + "\n"
	require.NoError(s, os.WriteFile(keyFile, []byte(keyLines), 0o600))
	out, err := os.Create(filepath.Join(s.folder, fmt.Sprintf("out-%d", time.Now().UnixNano())))
	require.NoError(s, err)
	defer out.Close()                                       //nolint:errcheck // the program has its own
	s.running = exec.Command(os.Args[0], "up", "--no-demo", //nolint:noctx // this test's own binary, ended by it
		"--data", s.folder, "--addr", s.addr, "--database-url", s.db.DSNAs(appUser), "--database-direct-url", s.db.DSN,
		"--gateway-url", s.address, "--gateway-key-file", keyFile, "--log-level", "error")
	s.running.Env = append(os.Environ(), asProgram+"=1")
	s.running.Stdout, s.running.Stderr = out, s.Output()
	require.NoError(s, s.running.Start())
	s.exited = make(chan error, 1)
	go func(running *exec.Cmd, exited chan error) { exited <- running.Wait() }(s.running, s.exited)
	s.Cleanup(func() { _ = s.running.Process.Kill() }) // nothing to do when it has ended
	require.Eventually(s, func() bool {
		text, err := os.ReadFile(out.Name())
		return err == nil && strings.Contains(string(text), "Sambatan is ready")
	}, time.Minute, 10*time.Millisecond)
}

// kill gives the program no chance to finish anything.
func (s *storm) kill() {
	s.Helper()
	require.NoError(s, s.running.Process.Signal(syscall.SIGKILL))
	require.Error(s, <-s.exited, "it can't have ended by itself")
}
