package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
)

var (
	mailsDesc   = prometheus.NewDesc("sambatan_mails", "Mails by state, of those that are remembered.", []string{"state"}, nil)
	waitingDesc = prometheus.NewDesc("sambatan_mail_oldest_waiting_seconds", "How long the oldest mail has waited that could have been sent; 0: none waits.", nil, nil)
)

// mailCollector counts mails whenever it is scraped.
type mailCollector struct{ platform *platform }

// Describe implements prometheus.Collector.
func (c *mailCollector) Describe(to chan<- *prometheus.Desc) {
	to <- mailsDesc
	to <- waitingDesc
}

// Collect implements prometheus.Collector.
func (c *mailCollector) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	now := time.Now()
	var tally notifications.MailTally
	operator := session.Subject{Roles: []identity.Role{identity.Operator}}
	err := c.platform.read(ctx, operator, func(ctx context.Context, q projections.Querier) (err error) {
		tally, err = notifications.TallyMails(ctx, q, now)
		return err
	})
	if err != nil {
		to <- prometheus.NewInvalidMetric(mailsDesc, err)
		return
	}
	for _, state := range notification.MailStates {
		to <- prometheus.MustNewConstMetric(mailsDesc, prometheus.GaugeValue, float64(tally.Count[state]), string(state))
	}
	waited := 0.0
	if !tally.Oldest.IsZero() {
		waited = now.Sub(tally.Oldest).Seconds()
	}
	to <- prometheus.MustNewConstMetric(waitingDesc, prometheus.GaugeValue, waited)
}
