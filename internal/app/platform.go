package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// platform is the program's parts, connected but not running.
type platform struct {
	keys      keys
	pool      *pgxpool.Pool // the program's own
	keyring   *pgxpool.Pool // of the persons' keys: a page asks for one while it holds a session of the pool
	writer    *pgxpool.Pool // of the read models: few sessions, so that each has their statements ready
	owner     *pgxpool.Pool // may change the schema; sessions of its own
	nats      connections
	store     *postgres.Store
	vault     *postgres.Vault
	feed      *relay.Feed
	stream    Stream
	sessions  *session.Store
	outbox    *notifications.Outbox
	letterbox mailer.Letterbox
	signUps   *signup.Desk
	progress  *projections.Progress
	topics    *topics
	metrics   *prometheus.Registry
	teller    *teller // nil: there is no payment gateway
	refunds   payment.RefundPolicy
	payouts   payout.Policy
	passkeys  *passkey.Keys // nil: there is no name that they could be bound to
	stepUp    bool          // what moves money has to be confirmed with one
	logger    *slog.Logger

	begun eventstore.Position // head of the log when this process began
	shown atomic.Bool         // the read models have once reached it

	closers []func() error // last first
}

// connections to NATS, one a role: what a role may publish is bound to its
// login. The log goes both ways over the relay's, which brings nothing back that
// was sent over it. They are nil when the process runs without NATS.
type connections struct{ relay, reader *nats.Conn }

// platformConfig says what to connect to.
type platformConfig struct {
	database *database
	keys     keys
	nats     connections // its owner closes them
	pooled   bool        // database.url leads to a transaction pooler
	logger   *slog.Logger
	clock    func(time.Time) time.Time // shifts the log's clock; for demo data and tests
}

// openPlatform connects to a migrated database. Close releases what it opened.
func openPlatform(ctx context.Context, config platformConfig) (_ *platform, err error) {
	p := &platform{keys: config.keys, nats: config.nats, logger: config.logger, topics: newTopics(), metrics: prometheus.NewRegistry()}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if p.pool, err = openPool(ctx, config.database.url, config.pooled, 20); err != nil {
		return nil, err
	}
	p.onClose(func() error { p.pool.Close(); return nil })
	if p.keyring, err = openPool(ctx, config.database.url, config.pooled, 4); err != nil {
		return nil, err
	}
	p.onClose(func() error { p.keyring.Close(); return nil })
	if p.writer, err = openPool(ctx, config.database.url, config.pooled, 4); err != nil {
		return nil, err
	}
	p.onClose(func() error { p.writer.Close(); return nil })
	if p.owner, err = openPool(ctx, config.database.direct, false, 6); err != nil {
		return nil, err
	}
	p.onClose(func() error { p.owner.Close(); return nil })
	if err := p.openStore(ctx, config); err != nil {
		return nil, err
	}
	if p.begun, err = p.store.Head(ctx); err != nil {
		return nil, err
	}
	p.feed = relay.NewFeed(relay.FeedConfig{Conn: config.nats.relay, Source: p.store, Key: p.key("relay"), Logger: p.logger})
	p.sessions = session.NewStore(p.pool)
	p.outbox, p.letterbox = notifications.NewOutbox(p.pool), mailer.NewLetterbox()
	p.signUps = signup.New(signup.Config{
		Sessions: p.sessions, Vault: p.vault, Log: p.store, Key: eventstore.PersonKey(p.key("sign-ups")), Marks: p.addressKey(), Owners: p.ownersOf,
	})
	p.progress = projections.NewProgress(func(ctx context.Context) (positions map[string]eventstore.Position, err error) {
		err = p.read(ctx, session.Subject{}, func(ctx context.Context, q projections.Querier) error {
			positions, err = projections.Positions(ctx, q)
			return err
		})
		return positions, err
	})
	if config.nats.reader == nil {
		return p, nil
	}
	heard, err := p.topics.listen(config.nats.reader, p.progress)
	if err != nil {
		return nil, err
	}
	p.onClose(heard.Unsubscribe)
	return p, nil
}

func (p *platform) openStore(ctx context.Context, config platformConfig) (err error) {
	p.store, err = postgres.Open(ctx, postgres.Config{
		Pool: p.pool, DirectDSN: config.database.direct, FingerprintKey: p.key("fingerprint"),
		Clock: config.clock, Logger: p.logger,
		Recorded: func(events []eventstore.Recorded) { p.feed.Recorded(events) },
	})
	if err != nil {
		return err
	}
	p.onClose(func() error {
		ctx, stop := context.WithTimeout(context.Background(), 3*time.Second)
		defer stop()
		return p.store.Close(ctx)
	})
	p.vault, err = postgres.NewVault(postgres.VaultConfig{Pool: p.keyring, KEK: p.keys.kek})
	return err
}

// key derives a purpose's own key, so that one secret serves several purposes.
func (p *platform) key(purpose string) []byte {
	mac := hmac.New(sha256.New, p.keys.fingerprint[:])
	mac.Write([]byte("sambatan " + purpose))
	return mac.Sum(nil)
}

func (p *platform) onClose(release func() error) { p.closers = append(p.closers, release) }

// Close releases everything that was opened, last first.
func (p *platform) Close() error {
	var errs []error
	for _, release := range slices.Backward(p.closers) {
		errs = append(errs, release())
	}
	p.closers = nil
	return errors.Join(errs...)
}

// read runs queries in a transaction in which row level security shows what
// the subject may see.
func (p *platform) read(ctx context.Context, subject session.Subject, query func(context.Context, projections.Querier) error) error {
	return postgres.ReadAs(ctx, p.pool, principal(subject), func(ctx context.Context, tx pgx.Tx) error {
		return query(ctx, tx)
	})
}

// principal is the subject as the database's policies know it. Of several
// roles the one that sees most counts.
func principal(subject session.Subject) postgres.Principal {
	found := postgres.Principal{User: subject.User.String(), Brand: subject.Brand.String()}
	for _, role := range rolesBySight {
		if subject.Has(role) {
			found.Role = string(role)
			return found
		}
	}
	return postgres.Principal{}
}
