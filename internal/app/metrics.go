package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/sensasiwangi/sambatan/eventstore/relay"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// metricsHandler serves this process's metrics. What can't be read, as while Postgres is
// away, is left out and logged: it must not take the rest along.
func (p *platform) metricsHandler() http.Handler {
	p.metrics.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		&logCollector{platform: p}, &reactorCollector{platform: p}, &mailCollector{platform: p}, &refundCollector{platform: p},
	)
	return promhttp.HandlerFor(p.metrics, promhttp.HandlerOpts{
		Registry: p.metrics, ErrorHandling: promhttp.ContinueOnError, ErrorLog: slog.NewLogLogger(p.logger.Handler(), slog.LevelWarn),
	})
}

var (
	headDesc     = prometheus.NewDesc("sambatan_log_head_position", "Position of the newest event.", nil, nil)
	positionDesc = prometheus.NewDesc("sambatan_projection_position", "Position that the read model has reached.", []string{"projection"}, nil)
	behindDesc   = prometheus.NewDesc("sambatan_projection_lag_events", "Events that the read model has not applied yet.", []string{"projection"}, nil)
	lagDesc      = prometheus.NewDesc("sambatan_projection_lag_seconds", "Age of the oldest event that is not applied.", []string{"projection"}, nil)
	parkedDesc   = prometheus.NewDesc("sambatan_projection_parked_streams", "Streams that wait behind a poison event.", []string{"projection"}, nil)
	stoppedDesc  = prometheus.NewDesc("sambatan_projection_stopped", "1 when the read model has stopped and says why.", []string{"projection"}, nil)
	streamsDesc  = prometheus.NewDesc("sambatan_live_streams", "Open live streams of pages.", nil, nil)
)

// logCollector reads where log and read models stand whenever it is scraped.
type logCollector struct{ platform *platform }

// Describe implements prometheus.Collector.
func (c *logCollector) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{headDesc, positionDesc, behindDesc, lagDesc, parkedDesc, stoppedDesc, streamsDesc} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (c *logCollector) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	gauge(streamsDesc, float64(c.platform.topics.Watching()))
	states, err := c.platform.status(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(headDesc, err)
		return
	}
	for i, state := range states {
		if i == 0 {
			gauge(headDesc, float64(state.Head))
		}
		stopped := 0.0
		if state.Stopped != "" {
			stopped = 1
		}
		gauge(positionDesc, float64(state.Position), state.Name)
		gauge(behindDesc, float64(state.Behind), state.Name)
		gauge(lagDesc, state.Lag.Seconds(), state.Name)
		gauge(parkedDesc, float64(state.Parked), state.Name)
		gauge(stoppedDesc, stopped, state.Name)
	}
}

// status reads where the read models stand, as an operator sees it.
func (p *platform) status(ctx context.Context) (states []projections.Status, err error) {
	operator := session.Subject{Roles: []identity.Role{identity.Operator}}
	err = p.read(ctx, operator, func(ctx context.Context, q projections.Querier) error {
		states, err = projections.ReadStatus(ctx, q, p.store, time.Now())
		return err
	})
	return states, err
}

var (
	relayPositionDesc = prometheus.NewDesc("sambatan_relay_position", "Position of the newest event in JetStream.", nil, nil)
	relayHaltedDesc   = prometheus.NewDesc("sambatan_relay_halted", "1 when the relay has halted and needs an operator.", nil, nil)
)

// relayCollector tells where this process's relay stands.
type relayCollector struct{ relay *relay.Relay }

// Describe implements prometheus.Collector.
func (c *relayCollector) Describe(to chan<- *prometheus.Desc) {
	to <- relayPositionDesc
	to <- relayHaltedDesc
}

// Collect implements prometheus.Collector.
func (c *relayCollector) Collect(to chan<- prometheus.Metric) {
	stats := c.relay.Stats()
	halted := 0.0
	if stats.Halted != "" {
		halted = 1
	}
	to <- prometheus.MustNewConstMetric(relayPositionDesc, prometheus.GaugeValue, float64(stats.Last))
	to <- prometheus.MustNewConstMetric(relayHaltedDesc, prometheus.GaugeValue, halted)
}
