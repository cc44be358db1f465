package order_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/order"
)

// trial is what a watcher keeps of a dispute and its decisions.
type trial struct {
	verdict  *order.DisputeDecided // that can be appealed
	judges   [2]id.ID
	accepted map[order.Source]bool
	appealed bool

	awaited, addressed, sent bool // goods on their way back
	overdue, missing         bool
	due                      time.Time
}

func (w *watcher) seeTrial(t require.TestingT, event order.Event, now time.Time) {
	switch e := event.(type) { //nolint:gochecksumtype // the others are seen elsewhere
	case order.DisputeDecided:
		w.decided(t, e, now)
	case order.DecisionProposed:
		require.True(t, w.disputed || w.trial.awaited)
		require.Nil(t, w.trial.verdict)
		w.proposed = e
	case order.DisputeWithdrawn:
		require.True(t, w.disputed)
		require.Nil(t, w.trial.verdict, "what is decided is not withdrawn")
		w.disputed = false
	case order.DecisionAccepted:
		require.True(t, w.trial.verdict.For.Against(e.By))
		require.False(t, w.trial.accepted[e.By])
		w.trial.accepted[e.By] = true
	case order.DecisionAppealed:
		require.False(t, w.trial.appealed, "appealed twice")
		require.False(t, w.trial.accepted[e.By], "appealed by who accepted it")
		require.True(t, w.trial.verdict.For.Against(e.By), "appealed by who had won")
		require.True(t, now.Before(w.trial.verdict.AppealBy))
		w.trial.verdict, w.trial.appealed = nil, true
	case order.DecisionExecuted:
		w.executed(t, e, now)
	default:
		w.seeReturn(t, event, now)
	}
}

func (w *watcher) decided(t require.TestingT, e order.DisputeDecided, now time.Time) {
	require.True(t, w.disputed || w.trial.awaited)
	require.Nil(t, w.trial.verdict, "decided while it can be appealed")
	require.Equal(t, w.trial.appealed, e.AppealBy.IsZero(), "the second one is the last")
	if w.trial.appealed {
		require.NotContains(t, w.trial.judges, e.By, "an appeal is somebody else's to decide")
		w.done(e.For, e)
	} else {
		require.Equal(t, now.Add(order.AppealWithin), e.AppealBy)
		w.disputed, w.trial.verdict, w.trial.accepted, w.trial.judges = true, &e, map[order.Source]bool{}, [2]id.ID{e.By, e.Agreed}
	}
	w.two(t, e)
}

func (w *watcher) executed(t require.TestingT, e order.DecisionExecuted, now time.Time) {
	v := *w.trial.verdict
	require.Equal(t, order.DecisionExecuted{Parties: whose, For: v.For, Refund: v.Refund}, e)
	if now.Before(v.AppealBy) {
		for _, side := range []order.Source{order.ByBuyer, order.ByBrand} {
			require.True(t, w.trial.accepted[side] || !v.For.Against(side), "executed while %s may appeal", side)
		}
	}
	w.trial.verdict = nil
	w.done(v.For, v)
}

// done is what a decision has led to.
func (w *watcher) done(side order.Side, e order.DisputeDecided) {
	w.disputed, w.returning, w.part = false, side == order.ForBuyer, e.Refund
}

func (w *watcher) seeReturn(t require.TestingT, event order.Event, now time.Time) {
	require.False(t, w.disputed, "%T while it is disputed", event)
	r := &w.trial
	switch e := event.(type) { //nolint:gochecksumtype // of goods on their way back only
	case order.ReturnAwaited:
		require.False(t, r.awaited)
		require.True(t, w.delivered)
		r.awaited, r.due = true, e.AddressBy
	case order.ReturnAddressGiven:
		require.True(t, r.awaited && !r.sent)
		require.True(t, now.Before(r.due))
		r.addressed, r.due = true, e.SendBy
	case order.SentBack:
		require.True(t, r.addressed)
		require.True(t, r.sent || now.Before(r.due))
		if !r.sent {
			require.Equal(t, now.Add(order.ArriveBackWithin), e.ArriveBy)
			r.due = e.ArriveBy
		}
		r.sent = true
	case order.ReturnOverdue:
		require.True(t, r.awaited && r.sent && !r.overdue)
		require.False(t, now.Before(r.due))
		r.overdue, r.due = true, e.AnswerBy
	case order.ReturnMissing:
		require.True(t, r.overdue && !r.missing)
		r.missing = true
	case order.ReturnArrived:
		require.True(t, r.awaited)
		require.True(t, r.sent || e.By == order.ByBrand)
		require.True(t, e.By != order.ByTime || r.overdue && !r.missing && !now.Before(r.due), "the brand could have answered")
		w.returning, r.awaited = true, false
	case order.ReturnLapsed:
		require.True(t, r.awaited && !r.sent)
		require.False(t, now.Before(r.due))
		require.Equal(t, r.addressed, e.By == order.ByBuyer, "who did not do their part")
		w.returning, r.awaited = e.By == order.ByBrand, false
	}
}
