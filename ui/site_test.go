package ui_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/issued"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const (
	account = "8801002233"
	host    = "sambatan.test"
)

var addressMarks = []byte("marks of these tests only")

// site is the pages of a platform with demo data: a real log, real read models
// and process managers, but no NATS between them.
type site struct {
	t        *testing.T
	db       *pgtest.DB
	store    *postgres.Store
	vault    *postgres.Vault
	sessions *session.Store
	signUps  *signup.Desk
	topics   *topics
	server   *ui.Server
	people   demo.People
	ahead    atomic.Int64 // of the log's clock before the database's, in nanoseconds
	halted   atomic.Bool  // read models and process managers hear of nothing new
	reacted  atomic.Int64 // how far the process managers are
	progress *projections.Progress
	process  atomic.Pointer[payment.Process]
}

func newSite(t *testing.T, change ...func(*ui.Backend)) *site {
	t.Helper()
	s := &site{t: t, db: pgtest.New(t), topics: &topics{watchers: map[string]map[chan struct{}]struct{}{}}}
	quiet := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	clock := &demo.Clock{}
	var err error
	s.store, err = postgres.Open(t.Context(), postgres.Config{
		Pool: s.db.Pool, DirectDSN: s.db.DSN, FingerprintKey: []byte("fingerprints of these tests only"), Logger: quiet,
		Clock: func(at time.Time) time.Time { return clock.Shift(at).Add(time.Duration(s.ahead.Load())) },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.store.Close(context.Background())) })
	s.vault, err = postgres.NewVault(postgres.VaultConfig{Pool: s.db.Pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	s.people, err = demo.Seed(t.Context(), demo.Config{Log: s.store, Vault: s.vault, Account: account, Clock: clock})
	require.NoError(t, err)
	s.sessions = session.NewStore(s.db.Pool)
	s.signUps = signup.New(signup.Config{
		Sessions: s.sessions, Vault: s.vault, Log: s.store, Key: eventstore.PersonKey{3}, Marks: addressMarks, Owners: s.sessions.OwnersOf,
	})
	s.progress = s.project(quiet)
	backend := ui.Backend{
		Environment: "test", Demo: true, Secret: []byte("forms of these tests only"),
		Log: s.store, Sessions: s.sessions, Passkeys: s.passkeys(quiet), Vault: s.vault, Progress: s.progress, Topics: s.topics,
		Account: ui.ReceivingAccount{Bank: "Bank Lintas Nusa", Number: account, Holder: "Rekening Bersama"},
		Process: payment.Process{Account: account, Issued: issued.In(s.store)}, Payouts: payout.Policy{LimitOne: payout.DefaultLimitOne}, Now: time.Now, Read: s.read,
		MarkRead: func(ctx context.Context, subject session.Subject, upTo eventstore.Position) error {
			return notifications.MarkRead(ctx, s.db.Pool, subject.User, upTo)
		},
		KeepStatement: func(ctx context.Context, subject session.Subject, file statements.File) error {
			return statements.Keep(ctx, s.db.Pool, string(subject.Roles[0]), file)
		},
		Alone: func(ctx context.Context, name string, do func(context.Context) error) error {
			return lease.New(s.db.Pool, name, lease.Options{}).Once(ctx, time.Minute, do)
		},
		Mails: siteMails{s}, AskLink: s.askLink, SignUps: s.signUps,
		Ready:   func(context.Context) error { return nil },
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "metrics 1\n") }),
	}
	for _, one := range change {
		one(&backend)
	}
	s.process.Store(&backend.Process)
	s.react()
	s.server = ui.New(backend)
	s.caughtUp(s.progress)
	return s
}

func (s *site) passkeys(logger *slog.Logger) *passkey.Keys {
	keys, err := passkey.New(passkey.Config{Pool: s.db.Pool, Origin: "http://" + host, Logger: logger})
	require.NoError(s.t, err)
	return keys
}

func decoders() *projections.Decoders {
	d := &projections.Decoders{}
	projections.AddCodec(d, sambatan.Codec)
	projections.AddCodec(d, payment.InstructionCodec)
	projections.AddCodec(d, payment.ReceiptCodec)
	projections.AddCodec(d, payment.IntentCodec)
	projections.AddCodec(d, payment.RefundCodec)
	projections.AddCodec(d, payment.StatementCodec)
	projections.AddCodec(d, identity.Codec)
	projections.AddCodec(d, brand.Codec)
	projections.AddCodec(d, product.Codec)
	projections.AddCodec(d, order.Codec)
	projections.AddCodec(d, payout.Codec)
	projections.AddCodec(d, wallet.Codec)
	projections.AddCodec(d, notification.ReminderCodec)
	projections.AddCodec(d, notification.MailCodec)
	return d
}

// project keeps the read models up to date until the test ends.
func (s *site) project(logger *slog.Logger) *projections.Progress {
	due := timers.New()
	told := notifications.New()
	progress := projections.NewProgress(func(ctx context.Context) (found map[string]eventstore.Position, err error) {
		err = s.read(ctx, session.Subject{}, func(ctx context.Context, q projections.Querier) error {
			found, err = projections.Positions(ctx, q)
			return err
		})
		return found, err
	})
	runner := projections.New(projections.Config{
		Pool: s.db.PoolAs(s.t, "postgres"), Owner: s.db.Pool, Follower: s, Reader: s.store, Decoders: decoders(), Logger: logger,
		Projections: []projections.Projection{
			participants.New(), transactions.New(), auditlog.New(), lifecycle.New(), dashboard.New(), payments.New(), catalogue.New(),
			users.New(), told, intents.New(), refunds.New(), clawbacks.New(), payouts.New(), wallets.New(), orders.New(), statements.New(), due,
		},
		OnCommit: func(commit projections.Commit) {
			progress.Observe(commit.Name, commit.Position)
			s.topics.wake(commit.Topics...)
		},
	})
	s.background(runner.Run)
	return progress
}

// background runs until the test ends.
func (s *site) background(run func(context.Context) error) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			s.t.Error(err)
		}
	})
}

// react runs the process managers on what comes after the demo data.
func (s *site) react() {
	from, err := s.store.Head(s.t.Context())
	require.NoError(s.t, err)
	s.reacted.Store(int64(from))
	decode := decoders()
	s.background(func(ctx context.Context) error {
		for batch, err := range s.Follow(ctx, from+1) {
			if err != nil {
				return err
			}
			for _, recorded := range batch {
				body := decode.Decode(recorded).Body
				steps := append(s.process.Load().React(body, recorded), order.Process{}.React(body, recorded)...)
				steps = append(steps, payout.Process{}.React(body, recorded)...)
				steps = append(steps, wallet.Process{}.React(body, recorded)...)
				for _, step := range steps {
					if _, err := step.Run(ctx, s.store); err != nil && ctx.Err() == nil {
						return err
					}
				}
				s.reacted.Store(int64(recorded.Position))
			}
		}
		return nil
	})
}

// Follow implements eventstore.Follower by asking again and again.
func (s *site) Follow(ctx context.Context, from eventstore.Position) iter.Seq2[[]eventstore.Recorded, error] {
	return func(yield func([]eventstore.Recorded, error) bool) {
		again := time.NewTicker(5 * time.Millisecond)
		defer again.Stop()
		for {
			var batch []eventstore.Recorded
			var err error
			if !s.halted.Load() {
				batch, err = s.store.ReadBatch(ctx, from, 500)
			}
			if ctx.Err() != nil {
				return
			}
			if (err != nil || len(batch) > 0) && !yield(batch, err) {
				return
			}
			from += eventstore.Position(len(batch))
			select {
			case <-again.C:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (s *site) read(ctx context.Context, subject session.Subject, query func(context.Context, projections.Querier) error) error {
	who := postgres.Principal{User: subject.User.String(), Brand: subject.Brand.String()}
	if len(subject.Roles) > 0 {
		who.Role = string(subject.Roles[0])
	} else {
		who = postgres.Principal{}
	}
	return postgres.ReadAs(ctx, s.db.Pool, who, func(ctx context.Context, tx pgx.Tx) error { return query(ctx, tx) })
}

var readModels = []string{
	participants.Name, transactions.Name, auditlog.Name, lifecycle.Name, dashboard.Name, payments.Name, catalogue.Name, users.Name,
	notifications.Name, intents.Name, orders.Name, statements.Name, wallets.Name,
}

// caughtUp waits until the read models show everything.
func (s *site) caughtUp(progress *projections.Progress) {
	s.t.Helper()
	head, err := s.store.Head(s.t.Context())
	require.NoError(s.t, err)
	ctx, stop := context.WithTimeout(s.t.Context(), 30*time.Second)
	defer stop()
	require.NoError(s.t, progress.WaitFor(ctx, head, readModels...))
}

// topics implements ui.Topics.
type topics struct {
	mu       sync.Mutex
	watchers map[string]map[chan struct{}]struct{}
}

func (w *topics) Subscribe(topic string) (<-chan struct{}, func()) {
	changed := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watchers[topic] == nil {
		w.watchers[topic] = map[chan struct{}]struct{}{}
	}
	w.watchers[topic][changed] = struct{}{}
	return changed, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.watchers[topic], changed)
	}
}

func (w *topics) wake(list ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, topic := range list {
		for changed := range w.watchers[topic] {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	}
}

// campaign finds a sambatan of the demo data by its title's beginning.
func (s *site) campaign(title string) (found dashboard.Campaign) {
	s.t.Helper()
	subject := session.Subject{User: id.New(), Roles: []identity.Role{identity.Operator}}
	require.NoError(s.t, s.read(s.t.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		rows, _, err := dashboard.Search(ctx, q, title, 1, 0)
		require.NotEmpty(s.t, rows, title)
		found = rows[0]
		return err
	}))
	return found
}
