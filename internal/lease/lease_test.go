package lease_test

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/lease"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var quick = lease.Options{TTL: 400 * time.Millisecond}

func TestOnlyOneHolderWorksAtATime(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var working, turns atomic.Int32
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			err := lease.New(db.Pool, "job", quick).Hold(t.Context(), func(context.Context) error {
				defer working.Add(-1)
				turns.Add(1)
				if working.Add(1) > 1 {
					return errors.New("two at once")
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 5, turns.Load())
}

func TestADeadHoldersLeaseRunsOut(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const dead = `INSERT INTO lease (name, holder, expires_at) VALUES ('job', gen_random_uuid(), clock_timestamp() + interval '300 ms')`
	_, err := db.Pool.Exec(t.Context(), dead)
	require.NoError(t, err)
	began := time.Now()
	require.NoError(t, lease.New(db.Pool, "job", quick).Hold(t.Context(), func(context.Context) error { return nil }))
	require.Greater(t, time.Since(began), 200*time.Millisecond)
	var token int
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT token FROM lease`).Scan(&token))
	require.Equal(t, 2, token)
}

func TestALivingHolderKeepsItsLease(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	held := make(chan struct{})
	var holder sync.WaitGroup
	holder.Go(func() {
		_ = lease.New(db.Pool, "job", quick).Hold(ctx, func(ctx context.Context) error {
			close(held)
			<-ctx.Done()
			return nil
		})
	})
	<-held
	waiting, giveUp := context.WithTimeout(t.Context(), 3*quick.TTL)
	defer giveUp()
	err := lease.New(db.Pool, "job", quick).Hold(waiting, func(context.Context) error { return errors.New("it was taken") })
	require.NoError(t, err)
	stop()
	holder.Wait()
}

func TestWorkEndsWhenTheLeaseIsLostAndBeginsAgainWithIt(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var causes []error
	err := lease.New(db.Pool, "job", quick).Hold(t.Context(), func(ctx context.Context) error {
		if len(causes) == 1 {
			return nil // the second time
		}
		_, err := db.Pool.Exec(t.Context(), `UPDATE lease SET holder = gen_random_uuid()`)
		if err != nil {
			return err
		}
		<-ctx.Done()
		causes = append(causes, context.Cause(ctx))
		return nil
	})
	require.NoError(t, err)
	require.Len(t, causes, 1)
	require.ErrorIs(t, causes[0], lease.ErrLost)
}

func TestTheProgramsOwnRoleMayHoldALease(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).PoolAs(t, "sambatan_app")
	held := false
	require.NoError(t, lease.New(pool, "job", quick).Hold(t.Context(), func(context.Context) error {
		held = true
		return nil
	}))
	require.True(t, held)
}

func TestTheErrorOfWorkComesBack(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	err := lease.New(pgtest.New(t).Pool, "job", quick).Hold(t.Context(), func(context.Context) error { return broken })
	require.ErrorIs(t, err, broken)
}

func TestWhoWaitsForTheirTurnWorksOnceOrIsToldThatOthersTookTooLong(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var working, turns atomic.Int32
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			err := lease.New(db.Pool, "job", quick).Once(t.Context(), time.Minute, func(context.Context) error {
				defer working.Add(-1)
				turns.Add(1)
				if working.Add(1) > 1 {
					return errors.New("two at once")
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 5, turns.Load())

	failed := errors.New("the work failed")
	require.NoError(t, lease.New(db.Pool, "job", quick).Once(t.Context(), time.Minute, func(ctx context.Context) error {
		err := lease.New(db.Pool, "job", quick).Once(ctx, 50*time.Millisecond, func(context.Context) error { return failed })
		require.ErrorIs(t, err, lease.ErrTaken)
		return nil
	}))
	require.ErrorIs(t, lease.New(db.Pool, "job", quick).Once(t.Context(), time.Minute, func(context.Context) error { return failed }), failed)
}
