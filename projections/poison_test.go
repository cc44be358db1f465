package projections_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/transactions"
)

// victim is an event in the middle whose stream goes on after it.
func victim(t *testing.T, events []eventstore.Recorded) eventstore.Recorded {
	t.Helper()
	for _, event := range events[len(events)/2:] {
		if event.Type == "sambatan.slots_held.v1" {
			return event
		}
	}
	t.Fatal("no victim")
	return eventstore.Recorded{}
}

func TestAPoisonEventParksItsStreamAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	for name, poison := range map[string]func() error{
		"an error": func() error { return errPoison },
		"a panic":  func() error { panic("tastes bad") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := market(t, 3, 1500)
			bad := victim(t, m.Events())
			f := newFake("fake", false)
			f.poison[bad.Position] = poison
			b := setup(t, m.Log, f)
			b.runToHead("fake")

			waits := func(s sight) bool { return s.Stream == string(bad.StreamID) && s.Position >= bad.Position }
			all := everything(m.Events())
			require.True(t, slices.ContainsFunc(all, func(s sight) bool { return waits(s) && s.Position > bad.Position }), "the stream goes on")
			require.Equal(t, slices.DeleteFunc(slices.Clone(all), waits), b.saw(f))
			require.Equal(t, 1, b.status("fake").Parked)
			parked, err := projections.ReadParked(t.Context(), b.db.Pool)
			require.NoError(t, err)
			require.Len(t, parked, 1)
			require.Equal(t, bad.StreamID, parked[0].Stream)
			require.Equal(t, bad.Position, parked[0].Position)
			require.Contains(t, parked[0].Reason, "tastes bad")

			require.ErrorContains(t, b.runner.Release(t.Context(), "fake", bad.StreamID), "tastes bad")
			require.Equal(t, 1, b.status("fake").Parked)
			f.cure()
			require.NoError(t, b.runner.Release(t.Context(), "fake", bad.StreamID))
			require.ErrorIs(t, b.runner.Release(t.Context(), "fake", bad.StreamID), projections.ErrNotParked)
			late := slices.DeleteFunc(slices.Clone(all), func(s sight) bool { return !waits(s) })
			require.Equal(t, late, b.saw(f)[len(all)-len(late):], "in order")
			require.Len(t, b.saw(f), len(all))
		})
	}
}

func TestAReleaseWhileTheRunnerRunsLetsTheStreamThroughAgain(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 2000)
	bad := victim(t, m.Events())
	f := newFake("fake", false, bad.Position)
	b := setup(t, m.Upto(int(bad.Position)), f)
	stop := b.start(b.runner)
	b.reach("fake")
	f.cure()
	require.NoError(t, b.runner.Release(t.Context(), "fake", bad.StreamID))
	b.log.Reveal(m.Log, len(m.Events()))
	b.reach("fake")
	stop()
	require.Zero(t, b.status("fake").Parked)
	require.ElementsMatch(t, everything(m.Events()), b.saw(f))
}

func TestAParkedStreamIsTriedAgainWhenARunnerStarts(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 1500)
	bad := victim(t, m.Events())
	f := newFake("fake", false, bad.Position)
	b := setup(t, m.Log, f)
	b.runToHead("fake")
	f.cure()
	b.newest = map[string]eventstore.Position{}
	b.runner = b.newRunner(f)
	b.runToHead("fake")
	require.Zero(t, b.status("fake").Parked)
	require.ElementsMatch(t, everything(m.Events()), b.saw(f))
}

func TestMoneyStopsBeforeAPoisonEventAndGoesOnOnceItIsCured(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 1500)
	bad := victim(t, m.Events())
	f := newFake("money", true, bad.Position)
	beside := newFake("beside", false)
	b := setup(t, m.Log, f, beside)
	stop := b.start(b.runner)
	b.reachAt(bad.Position-1, "money")
	b.reach("beside")
	require.Eventually(t, func() bool { return b.status("money").Stopped != "" }, 10*time.Second, 5*time.Millisecond)
	require.Equal(t, everything(m.Events()[:bad.Position-1]), b.saw(f))
	status := b.status("money")
	require.Equal(t, bad.Position-1, status.Position)
	require.Contains(t, status.Stopped, "tastes bad")
	require.EqualValues(t, len(m.Events())-int(bad.Position)+1, status.Behind)
	require.Positive(t, status.Lag)
	f.cure()
	b.reach("money")
	stop()
	require.Equal(t, everything(m.Events()), b.saw(f))
	require.Empty(t, b.status("money").Stopped)
}

func TestAnEventThatCantBeReadIsPoisonExceptForTheAuditLog(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 300)
	known := len(m.Events())
	_, err := m.Append(t.Context(), "campaign-from-the-future", 0, []eventstore.NewEvent{{Type: "future.thing.v9", Data: []byte(`{}`)}}, someone())
	require.NoError(t, err)
	f := newFake("fake", false)
	b := setup(t, m.Log, f, auditlog.New(), transactions.New())
	stop := b.start(b.runner)
	b.reach("fake", auditlog.Name)
	b.reachAt(eventstore.Position(known), transactions.Name)
	require.Eventually(t, func() bool { return b.status(transactions.Name).Stopped != "" }, 10*time.Second, 5*time.Millisecond)
	stop()
	require.Equal(t, 1, b.status("fake").Parked)
	require.Equal(t, everything(m.Events()[:known]), b.saw(f))
	require.Zero(t, b.status(auditlog.Name).Parked)
	require.Len(t, b.dump(b.serving(auditlog.Name))["entries"], known+1)
}

func someone() eventstore.Meta {
	command := id.New()
	return eventstore.Meta{CommandID: command, CorrelationID: command, CausationID: command, Actor: "system:test"}
}

func TestALogThatEndsBeforeTheReadModelStopsIt(t *testing.T) {
	t.Parallel()
	m := market(t, 3, 600)
	f := newFake("fake", false)
	b := setup(t, m.Log, f)
	b.runToHead("fake")
	b.log = m.Upto(500)
	stop := b.start(b.newRunner(f))
	require.Eventually(t, func() bool {
		var reason *string
		return b.db.Pool.QueryRow(t.Context(), "SELECT stopped_reason FROM projection_checkpoints").Scan(&reason) == nil && reason != nil
	}, 10*time.Second, 5*time.Millisecond)
	require.Contains(t, b.status("fake").Stopped, projections.ErrLogBehind.Error())
	stop()
}
