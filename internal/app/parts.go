package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/reactor"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/wallet"
	"github.com/sensasiwangi/sambatan/ui"
)

// runRelay publishes the log to JetStream; of all processes, one at a time. When
// NATS and Postgres tell different histories it halts, and the rest goes on:
// followers read from Postgres until an operator has looked.
func (p *platform) runRelay(ctx context.Context) error {
	r := relay.New(relay.Config{
		Conn: p.nats.relay, Source: postgres.Fresh{Store: p.store}, Listen: p.store.Listen, NeedFrom: p.needFrom,
		Published: p.feed.Published, Lease: lease.New(p.owner, "relay", lease.Options{}), Key: p.key("relay"), Logger: p.logger,
		Replicas: p.stream.Replicas, MaxAge: p.stream.MaxAge, MaxBytes: p.stream.MaxBytes,
	})
	p.metrics.MustRegister(&relayCollector{relay: r})
	err := r.Run(ctx)
	if _, halted := errors.AsType[*relay.HaltError](err); !halted {
		return err
	}
	p.logger.ErrorContext(ctx, "the relay has halted and needs an operator", "error", err)
	<-ctx.Done()
	return nil
}

// needFrom is the lowest position that somebody still has to handle.
func (p *platform) needFrom(ctx context.Context) (eventstore.Position, error) {
	lowest, err := reactor.NeedFrom(ctx, p.pool)
	if err != nil {
		return 0, err
	}
	states, err := p.status(ctx)
	for _, state := range states {
		lowest = min(lowest, state.Position+1)
	}
	return max(lowest, 1), err
}

// projectorPart keeps the read models up to date.
func (p *platform) projectorPart() *projections.Runner {
	return projections.New(projections.Config{
		Pool: p.writer, Owner: p.owner, Follower: p.feed, Reader: p.store,
		Decoders: decoders(), Projections: readModels(),
		OnCommit: announcer(p.nats.reader, p.logger), Logger: p.logger,
	})
}

// reactorPart runs the process managers: events in, commands out.
func (p *platform) reactorPart(process payment.Process) *reactor.Runtime {
	decode, orders := decoders(), order.Process{}
	return reactor.New(reactor.Config{
		Pool: p.pool, Follower: p.feed, Source: p.store, Registerer: p.metrics, Logger: p.logger,
		Subscriber: reactor.SubscriberConfig{Parallel: reactionsAtOnce},
		Decode: func(recorded eventstore.Recorded) (any, error) {
			event := decode.Decode(recorded)
			return event.Body, event.Err
		},
	},
		reactor.Managed(reactor.Reactor{Name: "payment", Money: true, Key: lanes(process)}, p.store, reactions(process)),
		reactor.Managed(reactor.Reactor{Name: "order", Money: true, Wants: orders.Wants, Key: orders.Key}, p.store, orders.React))
}

// reactions puts the process managers one after the other: what they do about one
// participation, or for one brand, needs no order among them.
func reactions(process payment.Process) func(any, eventstore.Recorded) []payment.Step {
	return func(event any, recorded eventstore.Recorded) []payment.Step {
		steps := append(process.React(event, recorded), payout.Process{}.React(event, recorded)...)
		return append(steps, wallet.Process{}.React(event, recorded)...)
	}
}

// lanes are what the events that reactions follows are about.
func lanes(process payment.Process) func(any, eventstore.Recorded) string {
	return func(event any, recorded eventstore.Recorded) string {
		if e, ok := event.(wallet.Event); ok {
			return wallet.Process{}.Key(e)
		}
		return process.Key(event, recorded)
	}
}

// reactionsAtOnce is how many commands the process managers may have on their way.
// They share batches of the appender, so that many cost little more than one; the
// rest of a batch is for the pages.
const reactionsAtOnce = 64

// webPart serves pages and the API.
func (p *platform) webPart(settings webSettings) *ui.Server {
	return ui.New(ui.Backend{
		Environment: settings.environment, Contact: settings.contact, Demo: settings.demo, Secure: settings.secure, Secret: p.key("forms"),
		Log: p.store, Sessions: p.sessions, Passkeys: p.passkeys, StepUp: p.stepUp, Vault: p.vault, Progress: p.progress, Topics: p.topics,
		Account: settings.account.shown(), Gateway: p.teller.shown(settings.sandbox), Process: p.process(settings.account), Payouts: p.payouts,
		Now:  time.Now,
		Read: p.read, MarkRead: p.markRead, KeepStatement: p.keepStatement, Alone: p.alone, Ready: p.ready, Metrics: p.metricsHandler(),
		Mails: mails{p}, AskLink: p.askLink, SignUps: p.signUps, Mailbox: settings.mail.mailbox,
	})
}

// markRead notes how far a subject has read their notifications.
func (p *platform) markRead(ctx context.Context, subject session.Subject, upTo eventstore.Position) error {
	return notifications.MarkRead(ctx, p.pool, subject.User, upTo)
}

// keepStatement stores the file of a bank statement as its operator.
func (p *platform) keepStatement(ctx context.Context, subject session.Subject, file statements.File) error {
	return statements.Keep(ctx, p.pool, string(subject.Roles[0]), file)
}

// turn is how long somebody waits to do what only one may do at a time.
const turn = 10 * time.Second

// alone does something that only one process may do at a time.
func (p *platform) alone(ctx context.Context, name string, do func(ctx context.Context) error) error {
	err := lease.New(p.pool, name, lease.Options{Logger: p.logger}).Once(ctx, turn, do)
	if errors.Is(err, lease.ErrTaken) {
		return ui.ErrBusy
	}
	return err
}

// ready tells why this process should not be sent requests, or nil.
func (p *platform) ready(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	var there time.Time
	before := time.Now()
	if err := p.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&there); err != nil {
		return fmt.Errorf("postgres does not answer: %w", err)
	}
	here := before.Add(time.Since(before) / 2)
	if drift := here.Sub(there).Abs(); drift > maxDrift {
		return fmt.Errorf("this machine's clock and the database's are %s apart, at most %s is allowed", drift.Round(time.Millisecond), maxDrift)
	}
	return p.readModelsServe(ctx)
}

// readModelsServe tells whether every read model can be queried and has once
// shown all that was in the log when this process began: on a new database the
// projector has to make them first. Later lag is for the lag alert, not for this.
func (p *platform) readModelsServe(ctx context.Context) error {
	if p.shown.Load() {
		return nil
	}
	var positions map[string]eventstore.Position
	err := p.read(ctx, session.Subject{}, func(ctx context.Context, q projections.Querier) (err error) {
		positions, err = projections.Positions(ctx, q)
		return err
	})
	if err != nil {
		return fmt.Errorf("read models: %w", err)
	}
	for _, name := range readModelNames() {
		if position, serves := positions[name]; !serves || position < p.begun {
			return fmt.Errorf("the read model %s is at position %d of %d", name, position, p.begun)
		}
	}
	p.shown.Store(true)
	return nil
}

// whenReady calls back once this process should be sent requests.
func (p *platform) whenReady(ctx context.Context, ready func()) {
	for ctx.Err() == nil {
		if p.ready(ctx) == nil {
			ready()
			return
		}
		pause(ctx, 20*time.Millisecond)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// maxDrift bounds how far the clock shown on pages may be from the one that decides.
const maxDrift = time.Second
