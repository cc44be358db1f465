package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/internal/reactor"
)

var (
	reactorPositionDesc = prometheus.NewDesc("sambatan_reactor_position", "Position up to which the reactor has dealt with everything.", []string{"reactor"}, nil)
	reactorParkedDesc   = prometheus.NewDesc("sambatan_reactor_parked_events", "Events that the reactor could not handle, and those behind them.", []string{"reactor"}, nil)
	reactorStoppedDesc  = prometheus.NewDesc("sambatan_reactor_stopped", "1 when the reactor has stopped and waits to be released.", []string{"reactor"}, nil)
)

// reactorCollector reads where the reactors stand whenever it is scraped.
type reactorCollector struct{ platform *platform }

// Describe implements prometheus.Collector.
func (c *reactorCollector) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{reactorPositionDesc, reactorParkedDesc, reactorStoppedDesc} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (c *reactorCollector) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	all, err := reactor.List(ctx, c.platform.pool)
	if err != nil {
		to <- prometheus.NewInvalidMetric(reactorPositionDesc, err)
		return
	}
	for _, status := range all {
		gauge := func(desc *prometheus.Desc, value float64) {
			to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, status.Name)
		}
		stopped := 0.0
		if status.StoppedAt != nil {
			stopped = 1
		}
		gauge(reactorPositionDesc, float64(status.Position))
		gauge(reactorParkedDesc, float64(status.ParkedEvents))
		gauge(reactorStoppedDesc, stopped)
	}
}
