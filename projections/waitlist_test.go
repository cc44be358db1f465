package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// crowded is a market with so few slots that many wait for one. It holds every
// kind of event about waiting, later deadlines and freezing.
func crowded(t *testing.T) *history.Market {
	t.Helper()
	m, err := history.NewMarket(3, history.Size{Brands: 3, Products: 6, Buyers: 120, Campaigns: 18, Slots: 20})
	require.NoError(t, err)
	m.Crowd(2600)
	kinds := map[string]int{}
	for _, recorded := range m.Events() {
		kinds[recorded.Type]++
	}
	for _, kind := range []string{
		"sambatan.waitlist_joined.v1", "sambatan.slots_offered.v1", "sambatan.offer_lapsed.v1", "sambatan.waitlist_left.v1",
		"sambatan.extension_proposed.v1", "sambatan.extension_answered.v1", "sambatan.deadline_extended.v1",
		"sambatan.frozen.v1", "sambatan.unfrozen.v1",
	} {
		require.NotZero(t, kinds[kind], "no %s: %v", kind, kinds)
	}
	return m
}

// story says, slowly and plainly, what a log holds of participations.
type story struct {
	state  map[id.ID]participants.State
	answer map[id.ID]participants.Answer
	line   map[id.ID][]id.ID // who waits in each campaign, in order
	ended  map[id.ID]string
}

func (s *story) read(t *testing.T, recorded eventstore.Recorded) {
	t.Helper()
	if recorded.StreamID.Category() != "campaign" {
		return
	}
	campaign, err := id.Parse(recorded.StreamID.Identity())
	require.NoError(t, err)
	event, err := sambatan.Codec.Decode(recorded)
	require.NoError(t, err)
	off := func(who id.ID) {
		var rest []id.ID
		for _, other := range s.line[campaign] {
			if other != who {
				rest = append(rest, other)
			}
		}
		s.line[campaign] = rest
	}
	switch e := any(event).(type) {
	case sambatan.WaitlistJoined:
		s.state[e.Participation], s.line[campaign] = participants.Waiting, append(s.line[campaign], e.Participation)
	case sambatan.SlotsOffered:
		s.state[e.Participation] = participants.Offered
	case sambatan.OfferWithdrawn:
		s.state[e.Participation] = participants.Waiting
	case sambatan.OfferLapsed:
		s.state[e.Participation], s.ended[e.Participation] = participants.Released, participants.Unwanted
		off(e.Participation)
	case sambatan.WaitlistLeft:
		s.state[e.Participation], s.ended[e.Participation] = participants.Released, string(e.Reason)
		off(e.Participation)
	case sambatan.SlotsHeld:
		delete(s.state, e.Participation) // from here on it is like any other
		off(e.Participation)
	case sambatan.ExtensionAnswered:
		s.answer[e.Participation] = map[bool]participants.Answer{true: participants.Agreed, false: participants.Disagree}[e.Accepted]
	}
}

func TestWhoWaitsIsKnownByPlaceAndAnswer(t *testing.T) {
	t.Parallel()
	m := crowded(t)
	b := setup(t, m.Log, participants.New(), dashboard.New(), catalogue.New(), payments.New())
	b.runToHead(participants.Name, dashboard.Name, catalogue.Name, payments.Name)
	told := story{map[id.ID]participants.State{}, map[id.ID]participants.Answer{}, map[id.ID][]id.ID{}, map[id.ID]string{}}
	for _, recorded := range m.Events() {
		told.read(t, recorded)
	}
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		ctx, waiting := t.Context(), 0
		for participation, wanted := range told.state {
			row, err := participants.ByID(ctx, tx, participation)
			require.NoError(t, err)
			require.Equal(t, wanted, row.State)
			require.Equal(t, told.ended[participation], row.Reason)
			require.Equal(t, wanted == participants.Offered, !row.OfferedUntil.IsZero())
		}
		for participation, wanted := range told.answer {
			row, err := participants.ByID(ctx, tx, participation)
			require.NoError(t, err)
			require.Equal(t, wanted, row.Answer)
			require.Positive(t, row.AnswerRound)
		}
		for _, campaign := range m.Campaigns {
			ahead := 0
			for _, participation := range told.line[campaign] {
				line, err := participants.LineOf(ctx, tx, campaign, participation)
				require.NoError(t, err)
				require.Equal(t, participants.Line{Ahead: ahead, Waiting: len(told.line[campaign])}, line)
				if told.state[participation] == participants.Waiting {
					ahead++
				}
				waiting++
			}
		}
		require.Positive(t, waiting)
	})
}

func TestTheLengthOfALineIsForEveryoneToSee(t *testing.T) {
	t.Parallel()
	m := crowded(t)
	b := setup(t, m.Log, participants.New())
	b.runToHead(participants.Name)
	b.as("", "anon", "", func(tx pgx.Tx) {
		waiting := 0
		for _, campaign := range m.Campaigns {
			line, err := participants.LineOf(t.Context(), tx, campaign, id.ID{})
			require.NoError(t, err)
			require.Equal(t, state(t, m, campaign).Waiting(), line.Waiting)
			waiting += line.Waiting
		}
		require.Positive(t, waiting)
	})
}

func TestAnswersAreCountedBySlots(t *testing.T) {
	t.Parallel()
	m := crowded(t)
	b := setup(t, m.Log, participants.New(), dashboard.New(), catalogue.New(), payments.New())
	b.runToHead(participants.Name, dashboard.Name, catalogue.Name, payments.Name)
	b.as(id.New().String(), "operator", "", func(tx pgx.Tx) {
		asked := 0
		for _, campaign := range m.Campaigns {
			shown, err := dashboard.ByID(t.Context(), tx, campaign)
			require.NoError(t, err)
			wanted := state(t, m, campaign)
			if shown.Extension == nil {
				require.True(t, wanted.Proposed().IsZero() || !wanted.Phase().Undecided() || wanted.Phase() == sambatan.PhaseSettling)
				continue
			}
			asked++
			require.Equal(t, wanted.Proposed(), shown.Extension.To)
			answers, err := participants.AnswersOf(t.Context(), tx, campaign, shown.Extension.Round, shown.Extension.To)
			require.NoError(t, err)
			require.Equal(t, wanted.Secured(), answers.Agreed+answers.Disagreed+answers.Silent)
		}
		t.Logf("%d campaigns ask their buyers", asked)
	})
}
