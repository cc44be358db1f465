package session_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func buyer() session.Subject {
	return session.Subject{User: id.New(), Roles: []identity.Role{identity.Buyer}}
}

func TestASessionIsFoundUntilItEnds(t *testing.T) {
	t.Parallel()
	store := session.NewStore(pgtest.New(t).Pool)
	who := session.Subject{User: id.New(), Roles: []identity.Role{identity.Brand}, Brand: id.New()}
	token, started, err := store.Start(t.Context(), who)
	require.NoError(t, err)
	found, err := store.Find(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, who, found.Subject)
	require.Equal(t, started.Expires, found.Expires)

	require.NoError(t, store.End(t.Context(), token))
	_, err = store.Find(t.Context(), token)
	require.ErrorIs(t, err, session.ErrInvalid)
}

func TestAnUnknownTokenIsNotAdopted(t *testing.T) {
	t.Parallel()
	store := session.NewStore(pgtest.New(t).Pool)
	_, err := store.Find(t.Context(), "chosen-by-an-attacker")
	require.ErrorIs(t, err, session.ErrInvalid)
}

func TestAnIdleStaffSessionIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := session.NewStore(db.Pool)
	token, _, err := store.Start(t.Context(), session.Subject{User: id.New(), Roles: []identity.Role{identity.Operator}})
	require.NoError(t, err)
	_, err = db.Pool.Exec(t.Context(), `UPDATE sessions SET seen_at = now() - interval '31 minutes'`)
	require.NoError(t, err)
	_, err = store.Find(t.Context(), token)
	require.ErrorIs(t, err, session.ErrInvalid)
}

func TestOfTwentyRedeemersOfALinkOneWins(t *testing.T) {
	t.Parallel()
	store := session.NewStore(pgtest.New(t).Pool)
	token, err := store.IssueLink(t.Context(), buyer(), session.LinkOptions{})
	require.NoError(t, err)
	_, err = store.PeekLink(t.Context(), token)
	require.NoError(t, err, "looking does not use it up")

	var won, lost atomic.Int32
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := store.RedeemLink(t.Context(), token); err == nil {
				won.Add(1)
			} else {
				lost.Add(1)
			}
		})
	}
	group.Wait()
	require.EqualValues(t, 1, won.Load())
	require.EqualValues(t, 19, lost.Load())
	_, err = store.PeekLink(t.Context(), token)
	require.ErrorIs(t, err, session.ErrInvalid)
}

func TestADemoLinkMayBeUsedAgain(t *testing.T) {
	t.Parallel()
	store := session.NewStore(pgtest.New(t).Pool)
	token, err := store.IssueLink(t.Context(), buyer(), session.LinkOptions{Reusable: true, Life: time.Hour})
	require.NoError(t, err)
	for range 2 {
		_, err = store.RedeemLink(t.Context(), token)
		require.NoError(t, err)
	}
}

func TestEndAllRevokesSessionsTokensAndLinks(t *testing.T) {
	t.Parallel()
	store := session.NewStore(pgtest.New(t).Pool)
	who := buyer()
	cookie, _, err := store.Start(t.Context(), who)
	require.NoError(t, err)
	key, err := store.IssueToken(t.Context(), who, "skrip", time.Hour)
	require.NoError(t, err)
	found, err := store.FindToken(t.Context(), key)
	require.NoError(t, err)
	require.Equal(t, who, found)

	require.NoError(t, store.EndAll(t.Context(), who.User))
	_, err = store.Find(t.Context(), cookie)
	require.ErrorIs(t, err, session.ErrInvalid)
	_, err = store.FindToken(t.Context(), key)
	require.ErrorIs(t, err, session.ErrInvalid)
}

func TestOnlyWhatHasExpiredIsForgotten(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := session.NewStore(db.Pool)
	alive, _, err := store.Start(t.Context(), buyer())
	require.NoError(t, err)
	_, err = store.IssueLink(t.Context(), buyer(), session.LinkOptions{Life: -time.Hour})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	reading, writing := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- store.Forget(ctx, slog.New(slog.NewTextHandler(writing, nil))) }()
	line, err := bufio.NewReader(reading).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "rows=1")
	stop()
	require.NoError(t, <-ended)
	_, err = store.Find(t.Context(), alive)
	require.NoError(t, err)
}

func TestAStepUpCountsForItsOwnSessionAndForAWhile(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := session.NewStore(db.Pool)
	who := session.Subject{User: id.New(), Roles: []identity.Role{identity.Operator}}
	here, started, err := store.Start(t.Context(), who)
	require.NoError(t, err)
	there, other, err := store.Start(t.Context(), who)
	require.NoError(t, err)
	confirmed := func(token string) bool {
		found, err := store.Find(t.Context(), token)
		require.NoError(t, err)
		require.True(t, found.Fresh(time.Minute), "just signed in")
		return found.Confirmed(5 * time.Minute)
	}
	require.False(t, confirmed(here))
	require.NoError(t, store.StepUp(t.Context(), started.ID))
	require.True(t, confirmed(here))
	require.False(t, confirmed(there))

	require.NoError(t, store.StepUp(t.Context(), other.ID))
	require.NoError(t, store.EndStepUps(t.Context(), who.User, started.ID))
	require.True(t, confirmed(here))
	require.False(t, confirmed(there))

	_, err = db.Pool.Exec(t.Context(), `UPDATE sessions SET stepped_up_at = now() - interval '5 minutes'`)
	require.NoError(t, err)
	require.False(t, confirmed(here))

	require.NoError(t, store.End(t.Context(), here))
	require.ErrorIs(t, store.StepUp(t.Context(), started.ID), session.ErrInvalid)
}
