package mailer_test

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/mailbox"
	"github.com/sensasiwangi/sambatan/internal/mailer"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
)

// clerk knows a few people by the mark of their address; the program's tests try the
// real one.
type clerk struct {
	*desk

	mu     sync.Mutex
	owners map[string][]id.ID
	links  int // that were made
}

// Owners implements mailer.Clerk.
func (c *clerk) Owners(_ context.Context, mark []byte) ([]id.ID, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.owners[string(mark)], nil
}

// SignIn implements mailer.Clerk.
func (c *clerk) SignIn(_ context.Context, _ id.ID, to notification.Address, job mailer.SignInJob) (notification.Letter, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.links++
	return notification.Letter{To: to, Subject: "masuk", Text: fmt.Sprintf("tautan %d ke %s\n", c.links, job.Back)}, nil
}

// SignUp implements mailer.Clerk; here a sealed address is one spelt backwards.
func (c *clerk) SignUp(_ context.Context, job mailer.SignInJob) (notification.Letter, error) {
	email := slices.Clone(job.To)
	slices.Reverse(email)
	return notification.Letter{To: notification.Address{Email: string(email)}, Subject: "daftar", Text: "daftar\n"}, nil
}

// Key implements mailer.Clerk.
func (c *clerk) Key(_ context.Context, to notification.Address, job mailer.KeyJob) (notification.Letter, error) {
	return notification.Letter{To: to, Subject: "kunci", Text: fmt.Sprintf("%s %t\n", job.Change.Name, job.Change.Added)}, nil
}

func (o *office) mark(person id.ID) []byte {
	return session.Mark([]byte("marks"), address(person).Email)
}

// put leaves letters as the pages do.
func (o *office) put(letters ...river.JobArgs) {
	o.t.Helper()
	box := mailer.NewLetterbox()
	err := pgx.BeginFunc(o.t.Context(), o.db.PoolAs(o.t, "sambatan_web"), func(tx pgx.Tx) error {
		for _, letter := range letters {
			if err := box.Put(o.t.Context(), tx, letter); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(o.t, err)
}

// worked waits until no letter waits, and returns how many came to each end.
func (o *office) worked() (ends map[string]int) {
	o.t.Helper()
	require.Eventually(o.t, func() bool {
		ends = map[string]int{}
		var waiting bool
		for _, state := range o.texts(`SELECT state::text FROM river_job WHERE queue = 'letter'`) {
			ends[state]++
			waiting = waiting || state != "completed" && state != "cancelled" && state != "discarded"
		}
		return !waiting
	}, 30*time.Second, 10*time.Millisecond)
	return ends
}

// received are the subjects of the letters that the server took, by recipient.
func (o *office) received() map[string][]string {
	o.t.Helper()
	got := map[string][]string{}
	for _, taken := range o.server.Mails() {
		if taken.Subject == "masuk" || taken.Subject == "daftar" || taken.Subject == "kunci" {
			to, err := mail.ParseAddress(taken.Recipient)
			require.NoError(o.t, err)
			got[to.Address] = append(got[to.Address], taken.Subject)
		}
	}
	return got
}

func backwards(email string) []byte {
	sealed := []byte(email)
	slices.Reverse(sealed)
	return sealed
}

func TestALinkGoesToWhoHasTheAddressAndOneToRegisterToWhomNobodyKnows(t *testing.T) {
	t.Parallel()
	o := open(t)
	dinar, raka, erased := id.New(), id.New(), id.New()
	o.config.Clerk.(*clerk).owners = map[string][]id.ID{
		string(o.mark(dinar)): {dinar}, string(o.mark(raka)): {raka}, string(o.mark(erased)): {erased},
	}
	o.desk.to = func(person id.ID) (notification.Address, error) {
		if person == erased {
			return notification.Address{}, eventstore.ErrErased
		}
		return address(person), nil
	}
	o.put(
		mailer.SignInJob{Mark: o.mark(dinar), To: backwards(address(dinar).Email), Back: "/saldo", Asked: o.now},
		mailer.SignInJob{Mark: o.mark(id.New()), Asked: o.now}, // before one could register
		mailer.SignInJob{Mark: o.mark(id.New()), To: backwards("baru@contoh.id"), Asked: o.now},
		mailer.SignInJob{Mark: o.mark(id.New()), To: backwards("lama@contoh.id"), Asked: o.now.Add(-session.LinkLife - time.Second)},
		mailer.SignInJob{Mark: o.mark(raka), To: backwards(address(raka).Email), Asked: o.now.Add(-session.LinkLife - time.Second)},
		mailer.SignInJob{Mark: o.mark(erased), To: backwards(address(erased).Email), Asked: o.now},
	)
	o.schedule()
	require.Equal(t, map[string]int{"completed": 6}, o.worked(), "the same end for all")
	require.Equal(t, map[string][]string{address(dinar).Email: {"masuk"}, "baru@contoh.id": {"daftar"}}, o.received())
}

func TestALetterIsTriedAgainUnlessItIsRefusedForGood(t *testing.T) {
	t.Parallel()
	o := open(t)
	dinar := id.New()
	o.config.Clerk.(*clerk).owners = map[string][]id.ID{string(o.mark(dinar)): {dinar}}
	o.desk.facts = func(notifications.Mail) (notification.Facts, error) { // mails would meet the troubles first
		return notification.Facts{}, notification.ErrBehind
	}
	o.trouble.at(mailbox.StepRecipient, mailbox.Fault{Code: 451})
	o.put(mailer.SignInJob{Mark: o.mark(dinar), Asked: o.now})
	o.schedule()
	require.Equal(t, map[string]int{"completed": 1}, o.worked())
	require.Equal(t, 1, o.trouble.counted())
	require.Equal(t, map[string][]string{address(dinar).Email: {"masuk"}}, o.received())

	o.trouble.at(mailbox.StepRecipient, mailbox.Fault{Code: 550})
	o.put(mailer.KeyJob{Change: passkey.Change{User: dinar, Name: "Ponsel", Added: true, At: o.now}})
	require.Equal(t, map[string]int{"completed": 1, "cancelled": 1}, o.worked())
	require.Len(t, o.received()[address(dinar).Email], 1)
}

func TestALetterAboutAPasskeyComesWithItsChangeAndAtNight(t *testing.T) {
	t.Parallel()
	o := open(t)
	dinar := id.New()
	o.now = o.now.Add(13 * time.Hour) // 23.00 WIB
	change := passkey.Change{User: dinar, Name: "Ponsel", Added: true, At: o.now}
	undone := errors.New("undone")
	err := pgx.BeginFunc(t.Context(), o.db.PoolAs(t, "sambatan_web"), func(tx pgx.Tx) error {
		return errors.Join(mailer.NewLetterbox().Put(t.Context(), tx, mailer.KeyJob{Change: change}), undone)
	})
	require.ErrorIs(t, err, undone)
	require.Empty(t, o.texts(`SELECT state::text FROM river_job WHERE queue = 'letter'`), "no change, no letter")
	o.put(mailer.KeyJob{Change: change})
	o.schedule()
	require.Equal(t, map[string]int{"completed": 1}, o.worked())
	require.Equal(t, map[string][]string{address(dinar).Email: {"kunci"}}, o.received())
}

func TestPagesSeeNoOtherJobsThanLetters(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.put(mailer.SignInJob{Mark: o.mark(id.New()), Asked: o.now})
	var seen, all int
	require.NoError(t, o.db.PoolAs(t, "sambatan_web").QueryRow(t.Context(), `SELECT count(*) FROM river_job`).Scan(&seen))
	require.NoError(t, o.db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM river_job`).Scan(&all))
	require.Equal(t, 1, seen)
	require.Greater(t, all, 1)
}

// Two web processes are two pools.
func TestAnInboxIsNotFloodedThroughHoweverManyProcesses(t *testing.T) {
	t.Parallel()
	o := open(t)
	mark, box := o.mark(id.New()), mailer.NewLetterbox()
	ask := func(pool *pgxpool.Pool, mark []byte) error {
		return pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			return box.Ask(t.Context(), tx, mailer.SignInJob{Mark: mark, Asked: o.now})
		})
	}
	pools := []*pgxpool.Pool{o.db.PoolAs(t, "sambatan_web"), o.db.PoolAs(t, "sambatan_web")}
	var taken, refused atomic.Int64
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			switch err := ask(pools[n%2], mark); {
			case err == nil:
				taken.Add(1)
			case errors.Is(err, mailer.ErrEnoughLinks):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, mailer.MostLinks, taken.Load())
	require.EqualValues(t, 12-mailer.MostLinks, refused.Load())
	require.NoError(t, ask(pools[0], o.mark(id.New())), "another inbox")

	_, err := o.db.Pool.Exec(t.Context(), `UPDATE river_job SET created_at = created_at - $1::interval`, mailer.LinksRest)
	require.NoError(t, err)
	require.NoError(t, ask(pools[1], mark), "after a while")
}
