package errands

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// batchOf holds events at positions from 1 on.
func batchOf(bodies ...any) []projections.Event {
	batch := make([]projections.Event, len(bodies))
	for i, body := range bodies {
		batch[i] = projections.Event{Recorded: eventstore.Recorded{Position: eventstore.Position(i + 1), RecordedAt: noon}, Body: body}
	}
	return batch
}

func TestAnAttemptIsAskedAboutUnlessItsEndIsKnownAlready(t *testing.T) {
	t.Parallel()
	first, second, third := id.New(), id.New(), id.New()
	claim := func(refund id.ID) payment.Claim { return payment.Claim{Refund: refund} }
	batch := batchOf(
		payment.RefundSucceeded{Claim: claim(third), Attempt: 1}, // which came back before it was tried again
		payment.RefundSubmitted{Claim: claim(first), Attempt: 1, At: noon},
		payment.RefundSubmitted{Claim: claim(second), Attempt: 1, At: noon},
		payment.RefundSucceeded{Claim: claim(first), Attempt: 1},
		payment.RefundSubmitted{Claim: claim(third), Attempt: 2, At: noon},
		payment.RefundUnclear{Claim: claim(second), Attempt: 1},
	)
	due := collect(batch)
	require.Len(t, due, 3, "the read model shows all")
	var subjects []string
	for _, j := range open(due, batch) {
		require.Equal(t, noon.Add(payment.AskAfter), j.DueAt)
		subjects = append(subjects, j.Subject)
	}
	require.Equal(t, []string{second.String(), third.String()}, subjects)
}

func TestAnAttemptThatFailedIsMadeAgainAndNotAskedAbout(t *testing.T) {
	t.Parallel()
	claim, later := payment.Claim{Refund: id.New()}, noon.Add(time.Minute)
	batch := batchOf(
		payment.RefundSubmitted{Claim: claim, Attempt: 1, At: noon},
		payment.RefundFailed{Claim: claim, Attempt: 1},
		payment.RefundQueued{Claim: claim, Attempt: 2, Way: payment.ByPayout, NotBefore: later},
	)
	due := open(collect(batch), batch)
	require.Len(t, due, 1)
	require.Equal(t, later, due[0].DueAt)
}
