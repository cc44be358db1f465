package projections_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// told reads what makers told straight from the log.
func told(t *testing.T, events []eventstore.Recorded) map[id.ID][]lifecycle.News {
	t.Helper()
	of := map[id.ID][]lifecycle.News{}
	for _, recorded := range events {
		if !sambatan.Codec.Knows(recorded.Type) {
			continue
		}
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(t, err)
		n := lifecycle.News{Position: recorded.Position, At: recorded.RecordedAt}
		switch e := any(event).(type) {
		case sambatan.ProgressReported:
			n.Campaign, n.Milestone, n.Note, n.Photo, n.ReadyBy, n.Was = e.Campaign, e.Milestone, e.Note, e.Photo, e.ReadyBy, e.Was
		case sambatan.YieldedShort:
			n.Campaign, n.Note, n.Made, n.Secured, n.Given, n.Returned = e.Campaign, e.Reason, e.Made, e.Secured, e.Given, e.Returned
		default:
			continue
		}
		of[n.Campaign] = append(of[n.Campaign], n)
	}
	return of
}

func TestWhatMakersToldIsShownInTheOrderInWhichTheyToldIt(t *testing.T) {
	t.Parallel()
	m := market(t, 1, 6000)
	b := setup(t, m.Log, lifecycle.New())
	b.record(m.Events())
	b.runToHead(lifecycle.Name)
	b.as("", "anon", "", func(tx pgx.Tx) { // who makes something tells everybody
		wanted := told(t, m.Events())
		shown, err := lifecycle.Production(t.Context(), tx, m.Campaigns)
		require.NoError(t, err)
		require.Equal(t, wanted, shown)
		reports, yields, slips := 0, 0, 0
		for _, news := range shown {
			for _, n := range news {
				switch {
				case n.Milestone == "":
					yields++
				case !n.Was.IsZero():
					slips++
				default:
					reports++
				}
			}
		}
		t.Logf("%d reports, %d with another estimate, %d short yields", reports, slips, yields)
		require.Positive(t, reports)
		require.Positive(t, slips)
		require.Positive(t, yields)
	})
}
