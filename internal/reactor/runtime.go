package reactor

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/components/metrics"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Config configures a [Runtime]. Pool, Follower, Source and Decode are required.
type Config struct {
	Pool     *pgxpool.Pool // of the cursors
	Follower eventstore.Follower
	Source   Source
	// Decode turns an event into its body. An event that it can't decode counts
	// as one that can't be handled.
	Decode func(eventstore.Recorded) (any, error)

	Retries    int           // before an event counts as one that can't be handled; zero: 4
	FirstPause time.Duration // before the first retry, doubled each time; zero: 50 ms
	Subscriber SubscriberConfig
	Registerer prometheus.Registerer // zero: no metrics
	Logger     *slog.Logger          // zero: silence
}

// Runtime runs reactors.
type Runtime struct {
	config   Config
	reactors []Reactor
}

// New returns a runtime; it panics when the config lacks what is required, or
// when two reactors share a name.
func New(config Config, reactors ...Reactor) *Runtime {
	if config.Decode == nil {
		panic("reactor: Config.Decode is required")
	}
	config.Retries = cmp.Or(config.Retries, 4)
	config.FirstPause = cmp.Or(config.FirstPause, 50*time.Millisecond)
	config.Logger = cmp.Or(config.Logger, slog.New(slog.DiscardHandler))
	config.Subscriber.Pool = config.Pool
	config.Subscriber.Follower = config.Follower
	config.Subscriber.Source = config.Source
	config.Subscriber.Logger = config.Logger
	config.Subscriber = config.Subscriber.withDefaults()
	seen := map[string]bool{}
	for _, reactor := range reactors {
		if reactor.Name == "" || reactor.Handle == nil || seen[reactor.Name] {
			panic(fmt.Sprintf("reactor: %q lacks a name or a handler, or is there twice", reactor.Name))
		}
		seen[reactor.Name] = true
	}
	return &Runtime{config: config, reactors: reactors}
}

// Run runs the reactors until ctx is done. A reactor that stops does not end it:
// the others go on, and the one waits to be released.
func (r *Runtime) Run(ctx context.Context) error {
	logger := watermill.NewSlogLoggerWithLevelMapping(r.config.Logger, map[slog.Level]slog.Level{
		slog.LevelInfo:  slog.LevelDebug, // its own comings and goings
		slog.LevelError: slog.LevelWarn,  // every Nack; what is final is said by the subscriber
	})
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: 10 * time.Second}, logger)
	if err != nil {
		return fmt.Errorf("reactors: %w", err)
	}
	if r.config.Registerer != nil {
		metrics.NewPrometheusMetricsBuilder(r.config.Registerer, "sambatan", "reactor").AddPrometheusRouterMetrics(router)
	}
	for _, reactor := range r.reactors {
		r.add(router, reactor)
	}
	if err := router.Run(ctx); err != nil {
		return fmt.Errorf("reactors: %w", err)
	}
	return nil
}

func (r *Runtime) add(router *message.Router, reactor Reactor) {
	config := r.config.Subscriber
	config.Select = func(_ string, event *eventstore.Recorded) bool {
		return reactor.Wants == nil || reactor.Wants(event.Type)
	}
	if reactor.Key != nil {
		config.Lane = r.lane(reactor)
	}
	handler := router.AddConsumerHandler(reactor.Name, reactor.Name, NewSubscriber(config), r.handle(reactor))
	handler.AddMiddleware(
		judge(reactor.Money),
		middleware.Retry{
			MaxRetries:      r.config.Retries,
			InitialInterval: r.config.FirstPause,
			MaxInterval:     2 * time.Second,
			Multiplier:      2,
			ShouldRetry:     func(p middleware.RetryParams) bool { return !isPanic(p.Err) },
		}.Middleware,
		middleware.CorrelationID,
		middleware.Recoverer,
	)
}

// lane makes the lanes of a reactor that has keys, and its plans.
func (r *Runtime) lane(reactor Reactor) func(string, *eventstore.Recorded) (string, any, error) {
	return func(_ string, event *eventstore.Recorded) (string, any, error) {
		body, err := r.config.Decode(*event)
		if err != nil {
			return "", nil, err
		}
		lane := cmp.Or(reactor.Key(body, *event), string(event.StreamID))
		if reactor.Plan != nil {
			body = ahead(reactor, body, event)
		}
		return lane, body, nil
	}
}

// ahead plans before the event's turn in its lane has come. A plan that panics is
// made again then, where that is dealt with.
func ahead(reactor Reactor, body any, event *eventstore.Recorded) (plan any) {
	defer func() {
		if recover() != nil {
			plan = nil
		}
	}()
	if plan = reactor.Plan(body, *event); plan == nil {
		return nothing{}
	}
	return plan
}

func (r *Runtime) handle(reactor Reactor) message.NoPublishHandlerFunc {
	return func(msg *message.Message) error {
		delivery, err := deliveryOf(msg)
		if err != nil {
			return err
		}
		body := delivery.body
		if body == nil {
			if body, err = r.config.Decode(*delivery.event); err != nil {
				return err
			}
			if reactor.Plan != nil {
				if body = reactor.Plan(body, *delivery.event); body == nil {
					return nil
				}
			}
		}
		return reactor.Handle(msg.Context(), body, *delivery.event)
	}
}
