package signup_test

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/services/identity"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const address = "wulan@surat.example"

var (
	marks  = []byte("marks of these tests only")
	wulan  = signup.Newcomer{Name: "Wulan Prameswari", Consent: identity.Consent{Terms: "2026-11-28", Privacy: "2026-11"}}
	asMark = session.Mark(marks, address)
)

// office is what one process registers people with.
type office struct {
	*signup.Desk

	t     *testing.T
	vault *postgres.Vault
	store *postgres.Store
	now   time.Time
}

// open connects as another process does: with a pool, an appender and a cache of its own.
func open(t *testing.T, db *pgtest.DB) *office {
	t.Helper()
	pool := db.PoolAs(t, "sambatan_app")
	o := &office{t: t, now: time.Now()}
	var err error
	o.store, err = postgres.Open(t.Context(), postgres.Config{
		Pool: pool, DirectDSN: db.DSN, FingerprintKey: []byte("fingerprints of these tests only"), Logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, o.store.Close(context.Background())) })
	o.vault, err = postgres.NewVault(postgres.VaultConfig{Pool: pool, KEK: [32]byte{1}})
	require.NoError(t, err)
	sessions := session.NewStore(pool)
	o.Desk = signup.New(signup.Config{
		Sessions: sessions, Vault: o.vault, Log: o.store, Key: eventstore.PersonKey{2}, Marks: marks, Owners: sessions.OwnersOf,
		Now: func() time.Time { return o.now },
	})
	return o
}

func (o *office) link(to string) string {
	o.t.Helper()
	token, _, err := o.IssueLink(to)
	require.NoError(o.t, err)
	return token
}

// registered are those of the log.
func (o *office) registered() (all []identity.Registered) {
	o.t.Helper()
	batch, err := o.store.ReadBatch(o.t.Context(), 1, 1000)
	require.NoError(o.t, err)
	for _, recorded := range batch {
		event, err := identity.Codec.Decode(recorded)
		require.NoError(o.t, err)
		if event, ok := event.(identity.Registered); ok {
			require.Equal(o.t, "user:"+event.User.String(), recorded.Actor)
			all = append(all, event)
		}
	}
	return all
}

// Two processes are two pools, and nobody is marked yet: the read models know of nothing.
func TestAnAddressBecomesOneAccountHoweverManyPressAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	offices := []*office{open(t, db), open(t, db)}
	links := []string{offices[0].link(address), offices[1].link(address), offices[1].link(strings.ToUpper(address))}
	var mu sync.Mutex
	var won []signup.Registered
	var all sync.WaitGroup
	begin := make(chan struct{})
	for n := range 24 {
		all.Go(func() {
			<-begin
			who, err := offices[n%2].Register(t.Context(), links[n%3], id.New(), wulan)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won = append(won, who)
			} else if !errors.Is(err, signup.ErrTaken) {
				t.Error(err)
			}
		})
	}
	close(begin)
	all.Wait()
	require.Len(t, won, 1)
	events := offices[0].registered()
	require.Len(t, events, 1)
	require.Equal(t, won[0].User, events[0].User)
	require.Equal(t, []identity.Role{identity.Buyer}, events[0].Roles)
	require.Equal(t, wulan.Consent, events[0].Consent)
	key, err := offices[1].vault.Key(t.Context(), won[0].User.String())
	require.NoError(t, err)
	var name, email string
	require.NoError(t, errors.Join(eventstore.Open(key, "name", events[0].Name, &name), eventstore.Open(key, "email", events[0].Email, &email)))
	require.Equal(t, wulan.Name, name)
	require.True(t, strings.EqualFold(address, email))
	var keys, claims int
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM keys.persons), (SELECT count(*) FROM sign_ups)`).Scan(&keys, &claims))
	require.Equal(t, []int{1, 1}, []int{keys, claims}, "nothing is left of the others")
}

func TestTheSamePressAgainHasTheSameResult(t *testing.T) {
	t.Parallel()
	o := open(t, pgtest.New(t))
	token, command := o.link(address), id.New()
	first, err := o.Register(t.Context(), token, command, wulan)
	require.NoError(t, err)
	for range 2 { // before the address is marked, and after
		again, err := o.Register(t.Context(), token, command, wulan)
		require.NoError(t, err)
		require.Equal(t, first, again)
		_, err = o.Register(t.Context(), token, id.New(), wulan)
		require.ErrorIs(t, err, signup.ErrTaken)
		require.NoError(t, o.Sessions.AddOwners(t.Context(), []session.Owner{{User: first.User, Mark: asMark, Registered: int64(first.Position)}}))
	}
	_, err = o.Peek(t.Context(), token)
	require.ErrorIs(t, err, signup.ErrTaken)
	require.Len(t, o.registered(), 1)
}

func TestALinkIsForItsAddressForADay(t *testing.T) {
	t.Parallel()
	o := open(t, pgtest.New(t))
	token := o.link("  " + address)
	for range 2 { // scanners open links
		found, err := o.Peek(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, "  "+address, found)
	}
	require.NotContains(t, token, "wulan")
	box, err := o.SealAddress(address)
	require.NoError(t, err)
	opened, err := o.OpenAddress(box)
	require.NoError(t, err)
	require.Equal(t, address, opened)
	raw, err := base64.RawURLEncoding.DecodeString(token)
	require.NoError(t, err)
	_, err = o.OpenAddress(raw)
	require.ErrorIs(t, err, eventstore.ErrUnsealable)
	raw[len(raw)-1] ^= 1
	for _, bad := range []string{"", "used", base64.RawURLEncoding.EncodeToString(box), base64.RawURLEncoding.EncodeToString(raw)} {
		_, err := o.Peek(t.Context(), bad)
		require.ErrorIs(t, err, signup.ErrInvalid, "who reads the queue has no link, and nobody makes one up")
	}
	o.now = o.now.Add(signup.LinkLife)
	_, err = o.Register(t.Context(), token, id.New(), wulan)
	require.ErrorIs(t, err, signup.ErrInvalid)
	require.Empty(t, o.registered())
}

func TestWhatACrashLeftIsTakenUpWhereItWas(t *testing.T) {
	t.Parallel()
	o, claimed := open(t, pgtest.New(t)), id.New()
	for range 2 { // the second changes nothing
		user, err := o.Sessions.Claim(t.Context(), asMark, claimed)
		require.NoError(t, err)
		require.Equal(t, claimed, user)
	}
	other, err := o.Sessions.Claim(t.Context(), asMark, id.New())
	require.NoError(t, err)
	require.Equal(t, claimed, other)
	who, err := o.Register(t.Context(), o.link(address), id.New(), wulan)
	require.NoError(t, err)
	require.Equal(t, claimed, who.User)
}

func TestWhoWasErasedMayComeBackAsSomebodyNew(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	o, elsewhere := open(t, db), open(t, db)
	first, err := o.Register(t.Context(), o.link(address), id.New(), wulan)
	require.NoError(t, err)
	require.NoError(t, o.Sessions.AddOwners(t.Context(), []session.Owner{{User: first.User, Mark: asMark, Registered: int64(first.Position)}}))
	require.NoError(t, o.vault.Destroy(t.Context(), first.User.String()))
	second, err := elsewhere.Register(t.Context(), elsewhere.link(address), id.New(), wulan)
	require.NoError(t, err)
	require.NotEqual(t, first.User, second.User)
	require.Len(t, o.registered(), 2)
	var left int
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM sign_ups WHERE user_id = $1`, first.User).Scan(&left))
	require.Zero(t, left, "of the first, not even the mark")
}

func TestWhoWasRegisteredByTheCommandLineHasTheAddress(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	o, gita := open(t, db), id.New()
	_, err := o.vault.Create(t.Context(), gita.String())
	require.NoError(t, err)
	require.NoError(t, o.Sessions.AddOwners(t.Context(), []session.Owner{{User: gita, Mark: asMark, Registered: 7}}))
	_, err = o.Register(t.Context(), o.link(address), id.New(), wulan)
	require.ErrorIs(t, err, signup.ErrTaken)
	var claims int
	require.NoError(t, db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM sign_ups`).Scan(&claims))
	require.Zero(t, claims, "nothing that would outlive her")
}

func TestOnlyPagesSeeClaimsAndNobodyChangesOne(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, role := range []string{"sambatan_append", "sambatan_project", "sambatan_scheduler", "sambatan_auditor"} {
		_, err := db.PoolAs(t, role).Exec(t.Context(), `SELECT FROM sign_ups`)
		require.ErrorContains(t, err, "permission denied", role)
	}
	_, err := db.PoolAs(t, "sambatan_web").Exec(t.Context(), `UPDATE sign_ups SET user_id = user_id`)
	require.ErrorContains(t, err, "permission denied")
}
