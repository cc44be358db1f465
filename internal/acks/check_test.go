package acks_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/memory"
	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

var (
	campaign = id.MustParse("01930000-0000-7000-8000-00000000000c")
	noon     = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	box      = eventstore.Sealed{Person: "p", Nonce: []byte("n"), Box: []byte("box")}
)

// market is a log with a campaign of ten slots that is open.
type market struct {
	*memory.Log
	*testing.T

	acks []acks.Ack
}

func newMarket(t *testing.T) *market {
	t.Helper()
	m := &market{Log: memory.New(memory.Config{Clock: func() time.Time { return noon }}), T: t}
	m.do(sambatan.Draft{
		Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 1,
		Terms: sambatan.Terms{
			Price: 100_000, Slots: 10, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 10, HoldFor: 3600,
			OpensAt: noon, Deadline: noon.Add(24 * time.Hour),
		},
	})
	for _, command := range sambatan.Reviewed(id.New(), id.New()) {
		m.do(command)
	}
	for range 3 {
		m.join(2)
	}
	return m
}

func (m *market) do(body sambatan.Command) eventstore.Result {
	m.Helper()
	command := sambatan.Campaigns.Command(campaign.String(), body, eventstore.Meta{CommandID: id.New(), Actor: "user:test"})
	result, err := m.Execute(m.Context(), command)
	require.NoError(m, err)
	return result
}

func (m *market) join(slots int) {
	m.Helper()
	body := sambatan.Join{
		Participation: id.New(), Buyer: id.New(), Slots: slots, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: box, RefundAccount: box, Public: box,
	}
	result := m.do(body)
	m.acks = append(m.acks, acks.Ack{
		CommandID: result.Events[0].CommandID, Position: result.Position,
		Participation: body.Participation, Campaign: campaign, Slots: slots,
	})
}

// smuggle records an event past the rules.
func (m *market) smuggle(command id.ID, event sambatan.Event) {
	m.Helper()
	encoded, err := sambatan.Codec.Encode(event)
	require.NoError(m, err)
	state, version, err := eventstore.Load(m.Context(), m.Log, sambatan.Campaigns, campaign.String())
	require.NoError(m, err)
	require.NotNil(m, state)
	_, err = m.Append(m.Context(), sambatan.Campaigns.Stream(campaign.String()), version,
		[]eventstore.NewEvent{encoded}, eventstore.Meta{CommandID: command, Actor: "user:test"})
	require.NoError(m, err)
}

func (m *market) check() acks.Report {
	m.Helper()
	report, err := acks.Check(m.Context(), m.Log, m.acks)
	require.NoError(m, err)
	return report
}

func TestWhatWasAcknowledgedIsInTheLog(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	m.do(sambatan.CancelHold{Participation: m.acks[0].Participation, Reason: sambatan.CancelledByBuyer})
	m.do(sambatan.Secure{Participation: m.acks[1].Participation, Receipt: id.New(), Amount: 200_000, PaidAt: noon})
	m.do(sambatan.Secure{Participation: m.acks[0].Participation, Receipt: id.New(), Amount: 200_000, PaidAt: noon})
	m.join(4)
	m.acks = m.acks[1:] // joins of others are no difference
	report := m.check()
	require.Empty(t, report.Differences)
	require.Equal(t, acks.Report{Acknowledged: 3, Found: 3, Events: 12, Joins: 4, Campaigns: 1}, report)
}

func TestATamperedFileIsFound(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		tamper func(*market)
		want   string
	}{
		"a join that never was":    {func(m *market) { m.acks[0].CommandID = id.New() }, "not in the log"},
		"another position":         {func(m *market) { m.acks[0].Position++ }, "acknowledged at position 7, recorded at 6"},
		"another participation":    {func(m *market) { m.acks[0].Participation = m.acks[1].Participation }, "recorded as"},
		"another campaign":         {func(m *market) { m.acks[0].Campaign = id.New() }, "recorded in"},
		"other slots":              {func(m *market) { m.acks[0].Slots = 1 }, "acknowledged with 1 slots, recorded with 2"},
		"the same line once more":  {func(m *market) { m.acks = append(m.acks, m.acks[0]) }, "acknowledged twice"},
		"a command of another one": {func(m *market) { m.acks[0].CommandID = m.acks[1].CommandID }, "acknowledged twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMarket(t)
			row.tamper(m)
			report := m.check()
			require.NotEmpty(t, report.Differences)
			require.Contains(t, report.Differences[0].String(), row.want)
			require.Contains(t, report.Differences[0].String(), m.acks[0].CommandID.String())
		})
	}
}

func TestAWrongLogIsFound(t *testing.T) {
	t.Parallel()
	held := func(ack acks.Ack, slots int) sambatan.SlotsHeld {
		return sambatan.SlotsHeld{Campaign: campaign, Participation: ack.Participation, Buyer: id.New(), Slots: slots, ExpiresAt: noon.Add(time.Hour)}
	}
	for name, row := range map[string]struct {
		smuggle func(*market)
		want    string
	}{
		"a participation twice": {func(m *market) { m.smuggle(id.New(), held(m.acks[0], 2)) }, "is at position 6 and again at 9"},
		"more slots than there are": {func(m *market) {
			m.join(4)
			m.smuggle(id.New(), held(acks.Ack{Participation: id.New()}, 1))
		}, "oversold, 11 of 10 slots are taken"},
		"a slot regained that was sold": {func(m *market) {
			m.do(sambatan.CancelHold{Participation: m.acks[0].Participation, Reason: sambatan.CancelledByBuyer})
			m.join(6)
			m.smuggle(id.New(), sambatan.SlotsSecured{Campaign: campaign, Participation: m.acks[0].Participation, Slots: 2, Regained: true})
		}, "oversold, 12 of 10 slots are taken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMarket(t)
			row.smuggle(m)
			report := m.check()
			require.NotEmpty(t, report.Differences)
			require.Contains(t, report.Differences[0].String(), row.want)
		})
	}
}

func TestACommandThatJoinedTwiceIsFound(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	report, err := acks.Check(t.Context(), doubled{m.Log}, m.acks)
	require.NoError(t, err)
	require.Contains(t, report.Differences[0].String(), "joined at position 6 and again at 6")
	require.Len(t, report.Differences, 4, "three joins, and with them the campaign is oversold")
}

func TestALogThatCanNotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	_, err := acks.Check(t.Context(), failing{}, nil)
	require.ErrorIs(t, err, errUnreadable)
}
