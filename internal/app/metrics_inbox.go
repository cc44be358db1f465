package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/internal/inbox"
)

var (
	reportsDesc   = prometheus.NewDesc("sambatan_gateway_reports_waiting", "Reports of the payment gateway that were not looked into yet.", nil, nil)
	reportAgeDesc = prometheus.NewDesc("sambatan_gateway_report_age_seconds", "Age of the oldest report that was not looked into yet.", nil, nil)
)

// inboxCollector reads what waits in the inbox whenever it is scraped.
type inboxCollector struct{ inbox *inbox.Inbox }

// Describe implements prometheus.Collector.
func (c *inboxCollector) Describe(to chan<- *prometheus.Desc) {
	to <- reportsDesc
	to <- reportAgeDesc
}

// Collect implements prometheus.Collector.
func (c *inboxCollector) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	count, since, err := c.inbox.Waiting(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(reportsDesc, err)
		return
	}
	age := time.Duration(0)
	if count > 0 {
		age = time.Since(since)
	}
	to <- prometheus.MustNewConstMetric(reportsDesc, prometheus.GaugeValue, float64(count))
	to <- prometheus.MustNewConstMetric(reportAgeDesc, prometheus.GaugeValue, age.Seconds())
}
