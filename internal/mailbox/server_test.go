package mailbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/sensasiwangi/sambatan/internal/mailbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAMailboxCanBeClosedAtAnyMoment(t *testing.T) {
	t.Parallel()
	for range 200 {
		server, err := mailbox.Start(t.Context(), mailbox.Config{})
		require.NoError(t, err)
		require.NoError(t, server.Close())
	}
}
