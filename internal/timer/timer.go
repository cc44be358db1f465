package timer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections/errands"
	"github.com/sensasiwangi/sambatan/services/payout"
)

// Role of the scheduler's connections.
const Role = "sambatan_scheduler"

const (
	// connections that the queue works with, besides the one that listens.
	connections = 5
	// poll is how late a timer may ring. Nobody can notify of the passing of time.
	poll = 250 * time.Millisecond
	// errandsAtOnce is how many requests to a payment gateway may be on their way.
	errandsAtOnce = 64
	// finish bounds how long what rings may go on after Run was told to stop;
	// after it, cut bounds the wait for what had to be cut off.
	finish, cut = 3 * time.Second, time.Second
)

// Config of a Scheduler.
type Config struct {
	// Pool says how to connect; its user may become [Role]. The scheduler has
	// connections of its own. They need real sessions: a transaction pooler
	// refuses their role.
	Pool *pgxpool.Pool
	// Log that takes the commands.
	Log eventstore.Log
	// Cashier runs the errands to a payment gateway. nil: there is none, and
	// errands wait for a process that has one.
	Cashier Cashier
	// Payouts is how planned payouts are opened.
	Payouts payout.Policy
	// MaxWorkers is how many timers may ring at once. Zero: 8.
	MaxWorkers int
	// Others adds workers of other kinds of jobs, from Queues that are apart from
	// the timers', each with its own number of workers. They may have none.
	Others func(*river.Workers)
	Queues map[string]int
	// PollOnly goes without LISTEN.
	PollOnly bool
	// RetryAfter is the pause between tries to reach the database at the start.
	// Zero: 500 ms.
	RetryAfter time.Duration
	// Logger; nil: slog.Default().
	Logger *slog.Logger
}

// Scheduler works off what falls due. Any number of them may run at once.
type Scheduler struct {
	config Config
	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]
}

// withRole says how to connect as pool does, but with the scheduler's role.
func withRole(pool *pgxpool.Pool) *pgxpool.Config {
	config := pool.Config()
	config.ConnConfig.RuntimeParams["role"] = Role
	config.MaxConns, config.MinConns, config.MinIdleConns = connections, 0, 0
	return config
}

// New returns a Scheduler, to be run once. It panics when the Config lacks
// something.
func New(config Config) (*Scheduler, error) {
	if config.Pool == nil || config.Log == nil {
		panic("timer: Config needs Pool and Log")
	}
	config.RetryAfter = cmp.Or(config.RetryAfter, 500*time.Millisecond)
	config.Logger = quiet(cmp.Or(config.Logger, slog.Default()))
	pool, err := pgxpool.NewWithConfig(context.Background(), withRole(config.Pool))
	if err != nil {
		return nil, fmt.Errorf("set up the scheduler's connections: %w", err)
	}
	client, err := river.NewClient(riverpgxv5.New(pool), queue(config))
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("set up the job queue: %w", err)
	}
	return &Scheduler{config, pool, client}, nil
}

func queue(config Config) *river.Config {
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: cmp.Or(config.MaxWorkers, 8)}}
	for name, most := range config.Queues {
		queues[name] = river.QueueConfig{MaxWorkers: most}
	}
	all := workers(config)
	if config.Cashier != nil {
		queues[errands.Queue] = river.QueueConfig{MaxWorkers: errandsAtOnce}
	}
	if config.Others != nil {
		config.Others(all)
	}
	return &river.Config{
		Schema:               "public", // timers are inserted where another schema comes first
		Queues:               queues,
		Workers:              all,
		FetchOnlyKnownKinds:  true, // a newer process knows the others
		FetchPollInterval:    poll,
		JobTimeout:           ringTime,
		RescueStuckJobsAfter: rescueAfter,
		RetryPolicy:          retry{},
		PollOnly:             config.PollOnly,
		// Rebuilding indexes is the owner's right, and no need of a small table.
		ReindexerSchedule: river.NeverSchedule(),
		Logger:            config.Logger,
	}
}

// Run works until ctx ends, and returns nil then; what rings at that moment may
// finish. While the database is away it waits.
func (s *Scheduler) Run(ctx context.Context) error {
	defer s.pool.Close()
	if !s.start(ctx) {
		return nil
	}
	<-ctx.Done()
	return s.stop(context.WithoutCancel(ctx))
}

// start tries until the database answers; false when ctx ended before.
func (s *Scheduler) start(ctx context.Context) bool {
	for ctx.Err() == nil {
		err := s.client.Start(context.WithoutCancel(ctx))
		if err == nil {
			return true
		}
		s.config.Logger.WarnContext(ctx, "timers wait for the database", "error", err)
		pause(ctx, s.config.RetryAfter)
	}
	return false
}

func (s *Scheduler) stop(ctx context.Context) error {
	finishing, cancel := context.WithTimeout(ctx, finish)
	defer cancel()
	err := s.client.Stop(finishing)
	if errors.Is(err, context.DeadlineExceeded) {
		cutting, cancel := context.WithTimeout(ctx, cut)
		defer cancel()
		err = s.client.StopAndCancel(cutting)
	}
	if err != nil {
		return fmt.Errorf("stop the job queue: %w", err)
	}
	return nil
}

// pause waits, or not at all once ctx has ended.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// quiet keeps the queue's routine messages out of the log.
func quiet(logger *slog.Logger) *slog.Logger {
	return slog.New(atLeast{logger.Handler(), slog.LevelWarn}).With("part", "timers")
}

type atLeast struct {
	slog.Handler
	level slog.Level
}

// Enabled implements slog.Handler.
func (h atLeast) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.level && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (h atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{h.Handler.WithAttrs(attrs), h.level}
}

// WithGroup implements slog.Handler.
func (h atLeast) WithGroup(name string) slog.Handler {
	return atLeast{h.Handler.WithGroup(name), h.level}
}
