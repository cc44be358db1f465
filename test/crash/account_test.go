//go:build crash

package crash_test

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// entry is an event as the accounts need it.
type entry struct {
	eventstore.Recorded
	Campaign      string `json:"campaign"`
	Participation string `json:"participation"`
	Slots         int    `json:"slots"`
	Regained      bool   `json:"regained"`
	Reference     string `json:"reference"`
	Terms         struct {
		Slots int `json:"slots"`
	} `json:"terms"`
}

// readLog reads everything, straight from the table.
func readLog(t *testing.T, pool *pgxpool.Pool) []entry {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT position, stream_id, type, command_id, data::text FROM events ORDER BY position`)
	require.NoError(t, err)
	var log []entry
	var e entry
	var text string
	_, err = pgx.ForEachRow(rows, []any{&e.Position, (*string)(&e.StreamID), &e.Type, &e.CommandID, &text}, func() error {
		read := entry{Recorded: eventstore.Recorded{Position: e.Position, StreamID: e.StreamID, Type: e.Type, CommandID: e.CommandID, Data: []byte(text)}}
		if err := json.Unmarshal(read.Data, &read); err != nil {
			return err
		}
		log = append(log, read)
		return nil
	})
	require.NoError(t, err)
	for i, e := range log {
		require.EqualValues(t, i+1, e.Position, "a position is missing")
	}
	return log
}

// checkJoins: of every join that the fleet has sent, and sent again, the log has
// exactly what was acknowledged, once and at that position.
func checkJoins(t *testing.T, log []entry, acks []ack) {
	t.Helper()
	byCommand := map[id.ID][]entry{}
	participations := map[string]bool{}
	for _, e := range log {
		if e.Type != "sambatan.slots_held.v1" {
			continue
		}
		byCommand[e.CommandID] = append(byCommand[e.CommandID], e)
		require.False(t, participations[e.Participation], "the participation %s is there twice", e.Participation)
		participations[e.Participation] = true
	}
	for _, a := range acks {
		found := byCommand[a.errand.key]
		require.Len(t, found, 1, "the join %s was acknowledged once", a.errand.key)
		require.Equal(t, a.Participation, found[0].Participation)
		require.EqualValues(t, a.Position, found[0].Position)
	}
}

// checkNobodyElse: whoever was refused holds nothing.
func checkNobodyElse(t *testing.T, log []entry, refused []id.ID) {
	t.Helper()
	held := map[id.ID]bool{}
	for _, e := range log {
		held[e.CommandID] = held[e.CommandID] || e.Type == "sambatan.slots_held.v1"
	}
	for _, key := range refused {
		require.False(t, held[key], "the join %s was refused and is in the log", key)
	}
}

// checkSlots: at no moment more slots were held and secured than there are, in
// any campaign.
func checkSlots(t *testing.T, log []entry) (full int) {
	t.Helper()
	capacity, taken := map[eventstore.StreamID]int{}, map[eventstore.StreamID]int{}
	filled := map[eventstore.StreamID]bool{}
	for _, e := range log {
		switch e.Type {
		case "sambatan.drafted.v1", "sambatan.revised.v1", "sambatan.published.v1":
			capacity[e.StreamID] = e.Terms.Slots
		case "sambatan.slots_held.v1":
			taken[e.StreamID] += e.Slots
		case "sambatan.hold_cancelled.v1", "sambatan.hold_expired.v1", "sambatan.slots_released.v1":
			taken[e.StreamID] -= e.Slots
		case "sambatan.slots_secured.v1":
			if e.Regained {
				taken[e.StreamID] += e.Slots
			}
		}
		require.LessOrEqual(t, taken[e.StreamID], capacity[e.StreamID], "%s was sold twice at position %d", e.StreamID, e.Position)
		require.GreaterOrEqual(t, taken[e.StreamID], 0, e.StreamID)
		if taken[e.StreamID] > 0 && taken[e.StreamID] == capacity[e.StreamID] {
			filled[e.StreamID] = true
		}
	}
	return len(filled)
}

// checkMoney: the identity of money, for the platform, every campaign and every
// buyer; and each confirmed transfer was recorded once.
func checkMoney(t *testing.T, log []entry) wallet.Sums {
	t.Helper()
	reference := &wallet.Reference{}
	receipts := map[string]int{}
	for _, e := range log {
		require.NoError(t, reference.Add(e.Recorded))
		if e.Type == "payment.receipt_recorded.v1" {
			receipts[e.Reference]++
			require.Equal(t, 1, receipts[e.Reference], "the transfer %s was recorded twice", e.Reference)
		}
	}
	sums, err := wallet.Identity(reference.Platform())
	require.NoError(t, err)
	for campaign, balances := range reference.Campaigns() {
		_, err := wallet.Identity(balances)
		require.NoError(t, err, "campaign %s", campaign)
	}
	for buyer, balances := range reference.Buyers() {
		_, err := wallet.Identity(balances)
		require.NoError(t, err, "buyer %s", buyer)
	}
	return sums
}
