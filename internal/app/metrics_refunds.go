package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/identity"
)

var (
	unclearDesc  = prometheus.NewDesc("sambatan_refunds_unclear", "Refunds of which the channel does not say whether they were sent.", nil, nil)
	silentDesc   = prometheus.NewDesc("sambatan_refund_unclear_seconds", "How long the channel has not said it of the oldest; 0: of none.", nil, nil)
	shortDesc    = prometheus.NewDesc("sambatan_shortfalls", "Payments that a channel took back, and that nobody has made good.", nil, nil)
	shortSumDesc = prometheus.NewDesc("sambatan_shortfall_rupiah", "What is missing because of them.", nil, nil)
)

// refundCollector reads what operators must know of refunds and of payments that did not
// stay, whenever it is scraped.
type refundCollector struct{ platform *platform }

// Describe implements prometheus.Collector.
func (c *refundCollector) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{unclearDesc, silentDesc, shortDesc, shortSumDesc} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (c *refundCollector) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	var unclear refunds.Unclear
	var missing payments.Missing
	operator := session.Subject{Roles: []identity.Role{identity.Operator}}
	err := c.platform.read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
		if unclear, err = refunds.FindUnclear(ctx, q); err != nil {
			return err
		}
		missing, err = payments.FindMissing(ctx, q)
		return err
	})
	if err != nil {
		to <- prometheus.NewInvalidMetric(unclearDesc, err)
		return
	}
	silent := 0.0
	if !unclear.Since.IsZero() {
		silent = time.Since(unclear.Since).Seconds()
	}
	for desc, value := range map[*prometheus.Desc]float64{
		unclearDesc: float64(unclear.Count), silentDesc: silent,
		shortDesc: float64(missing.Count), shortSumDesc: float64(missing.Amount),
	} {
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value)
	}
}
