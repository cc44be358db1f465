package simulate_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/simulate"
)

func well(int64) string { return "" }

func TestWhatIsAcknowledgedIsInTheLogHoweverTheServerFails(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100_000, func(n int64) string {
		return []string{"", "", "busy", "", "lost", ""}[n%6]
	})
	summary, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(120), Rate: 2000, Joins: 100, Acks: s, Length: 30 * time.Second,
	})
	require.NoError(t, err)
	require.GreaterOrEqual(t, summary.Acknowledged, 100)
	require.NotZero(t, s.broken.Load())
	require.NotZero(t, summary.Retries)
	require.NotZero(t, summary.Reads)
	require.GreaterOrEqual(t, s.reads.Load(), int64(summary.Reads))
	require.LessOrEqual(t, summary.P50, summary.P99)
	require.Positive(t, summary.P99)

	report, err := acks.Check(t.Context(), s.log, s.lines)
	require.NoError(t, err)
	require.Empty(t, report.Differences)
	require.Equal(t, summary.Acknowledged, report.Found)
	require.LessOrEqual(t, report.Joins, summary.Acknowledged+summary.Unknown, "a request sent again joins once")
}

func TestRefusalsAreCountedByReason(t *testing.T) {
	t.Parallel()
	s := newServer(t, 12, well)
	summary, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(30), Rate: 2000, Length: 2 * time.Second, Acks: s,
	})
	require.NoError(t, err)
	require.Positive(t, summary.Acknowledged)
	require.LessOrEqual(t, summary.Slots, 12)
	require.NotEmpty(t, summary.Refused)
	require.Contains(t, summary.String(), "refused: ")
	report, err := acks.Check(t.Context(), s.log, s.lines)
	require.NoError(t, err)
	require.Empty(t, report.Differences)
}

func TestTheRateIsKept(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100_000, well)
	var said []string
	summary, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(50), Rate: 20, Length: 1200 * time.Millisecond, Say: func(line string) { said = append(said, line) },
	})
	require.NoError(t, err)
	require.LessOrEqual(t, float64(s.requests.Load()), 20*summary.Took.Seconds()+1, "20 per second, and the first")
	require.Positive(t, summary.Acknowledged)
	require.Contains(t, strings.Join(said, "\n"), "joined (")
}

func TestTheBankPaysSoThatBuyersComeAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100_000, well)
	summary, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(40), Rate: 1000, Length: 20 * time.Second, Joins: 40,
		Bank: &simulate.Bank{Log: s.log, Share: 1},
	})
	require.NoError(t, err)
	require.Positive(t, summary.Paid)
	receipts := 0
	for recorded, err := range s.log.All(t.Context(), 1) {
		require.NoError(t, err)
		if recorded.Type == "payment.receipt_recorded.v1" {
			receipts++
		}
	}
	require.Equal(t, summary.Paid, receipts)
}

func TestAnAnswerThatNobodyShouldGetEndsTheRun(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusUnprocessableEntity} {
		s := newServer(t, 10, well)
		s.status.Store(int64(status))
		_, err := simulate.Run(t.Context(), simulate.Config{Base: s.URL, Buyers: crowd(2), Rate: 100, Length: 10 * time.Second})
		require.ErrorContains(t, err, "as the test wants")
	}
}

func TestAFileThatCanNotBeWrittenEndsTheRun(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100, well)
	_, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(2), Rate: 100, Length: 10 * time.Second, Acks: fullDisk{},
	})
	require.ErrorIs(t, err, errDiskFull)
}

type fullDisk struct{}

var errDiskFull = errors.New("the disk is full")

func (fullDisk) Write(acks.Ack) error { return errDiskFull }

func TestAServerThatIsAwayIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100, func(int64) string { return "busy" })
	ctx, stop := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer stop()
	summary, err := simulate.Run(ctx, simulate.Config{Base: s.URL, Buyers: crowd(3), Rate: 100})
	require.NoError(t, err)
	require.Zero(t, summary.Acknowledged)
	require.Positive(t, summary.Retries)
	require.Positive(t, summary.Unknown)
}

func TestAServerThatListsNothingIsNamed(t *testing.T) {
	t.Parallel()
	s := newServer(t, 100, well)
	s.Close()
	var said []string
	_, err := simulate.Run(t.Context(), simulate.Config{
		Base: s.URL, Buyers: crowd(1), Rate: 10, Length: 1200 * time.Millisecond, Say: func(line string) { said = append(said, line) },
	})
	require.NoError(t, err)
	require.Contains(t, strings.Join(said, "\n"), "the campaigns can't be listed")
}

func TestWithoutBuyersThereIsNothingToRun(t *testing.T) {
	t.Parallel()
	_, err := simulate.Run(t.Context(), simulate.Config{Base: "http://127.0.0.1:1", Rate: 1})
	require.Error(t, err)
}
