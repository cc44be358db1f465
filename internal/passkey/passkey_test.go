package passkey_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const origin = "https://sambatan.test"

// desk is a database with sessions and passkeys, and what was logged about them.
type desk struct {
	t        *testing.T
	db       *pgtest.DB
	sessions *session.Store
	keys     *passkey.Keys
	logged   *bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, db: pgtest.New(t), logged: &bytes.Buffer{}}
	d.sessions = session.NewStore(d.db.Pool)
	var err error
	d.keys, err = passkey.New(passkey.Config{Pool: d.db.Pool, Origin: origin, Logger: slog.New(slog.NewTextHandler(d.logged, nil))})
	require.NoError(t, err)
	return d
}

// operator is somebody at a browser with an authenticator.
type operator struct {
	*desk
	who    session.Session
	device virtualwebauthn.Authenticator
	site   virtualwebauthn.RelyingParty
	key    virtualwebauthn.Credential
}

func (d *desk) operator() *operator { return d.at(id.New()) }

// at is another session of the same person.
func (d *desk) at(user id.ID) *operator {
	d.t.Helper()
	_, who, err := d.sessions.Start(d.t.Context(), session.Subject{User: user, Roles: []identity.Role{identity.Operator}})
	require.NoError(d.t, err)
	return &operator{
		desk: d, who: who, device: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: user[:]}),
		site: virtualwebauthn.RelyingParty{Name: "Sensasiwangi.id", ID: "sambatan.test", Origin: origin},
		key:  newKey(),
	}
}

// newKey is one whose coordinates begin with no zero: the virtual authenticator
// would leave it out, which no real one does.
func newKey() virtualwebauthn.Credential {
	for {
		if key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(key.Key.AttestationData()) == 77 {
			return key
		}
	}
}

// offer is what the browser answers when it is asked to make a passkey.
func (o *operator) offer() []byte {
	o.t.Helper()
	question, err := o.keys.AskToAdd(o.t.Context(), o.who, "Gita Paramitha")
	require.NoError(o.t, err)
	asked, err := virtualwebauthn.ParseAttestationOptions(string(question))
	require.NoError(o.t, err)
	return []byte(virtualwebauthn.CreateAttestationResponse(o.site, o.device, o.key, *asked))
}

func (o *operator) add() *operator {
	o.t.Helper()
	require.NoError(o.t, o.keys.Add(o.t.Context(), o.who, "Ponsel", o.offer()), o.logged)
	return o
}

func (o *operator) asked() virtualwebauthn.AssertionOptions {
	o.t.Helper()
	question, err := o.keys.AskToConfirm(o.t.Context(), o.who)
	require.NoError(o.t, err)
	asked, err := virtualwebauthn.ParseAssertionOptions(string(question))
	require.NoError(o.t, err)
	return *asked
}

// answer signs with the next count.
func (o *operator) answer(asked virtualwebauthn.AssertionOptions) []byte {
	o.key.Counter++
	return []byte(virtualwebauthn.CreateAssertionResponse(o.site, o.device, o.key, asked))
}

func (o *operator) confirm(answer []byte) error { return o.keys.Confirm(o.t.Context(), o.who, answer) }

func TestAPasskeyIsAddedListedUsedAndRemoved(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator()
	_, err := o.keys.AskToConfirm(t.Context(), o.who)
	require.ErrorIs(t, err, passkey.ErrNone)
	o.add()
	list, err := o.keys.List(t.Context(), o.who)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "Ponsel", list[0].Name)
	require.True(t, list[0].LastUsed.IsZero())

	require.NoError(t, o.confirm(o.answer(o.asked())))
	require.NoError(t, o.confirm(o.answer(o.asked())), "again, with the next count")
	list, err = o.keys.List(t.Context(), o.who)
	require.NoError(t, err)
	require.False(t, list[0].LastUsed.IsZero())

	require.NoError(t, o.keys.Remove(t.Context(), o.who, list[0].ID))
	_, err = o.keys.AskToConfirm(t.Context(), o.who)
	require.ErrorIs(t, err, passkey.ErrNone)
}

func TestWhatBecomesOfAPasskeyIsToldInItsTransaction(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var told []passkey.Change
	var fails error
	var err error
	d.keys, err = passkey.New(passkey.Config{
		Pool: d.db.Pool, Origin: origin, Logger: slog.New(slog.DiscardHandler),
		Changed: func(_ context.Context, _ pgx.Tx, change passkey.Change) error {
			told = append(told, change)
			return fails
		},
	})
	require.NoError(t, err)
	o := d.operator()
	fails = errors.New("nobody could be told")
	require.ErrorIs(t, o.keys.Add(t.Context(), o.who, "Ponsel", o.offer()), fails)
	list, err := o.keys.List(t.Context(), o.who)
	require.NoError(t, err)
	require.Empty(t, list, "undone")

	fails, told = nil, nil
	o.key = newKey()
	require.NoError(t, o.keys.Add(t.Context(), o.who, "Ponsel", o.offer()))
	list, err = o.keys.List(t.Context(), o.who)
	require.NoError(t, err)
	require.Equal(t, []passkey.Change{{User: o.who.User, Name: "Ponsel", Added: true, At: list[0].Created}}, told)
	for range 2 { // the second time there is nothing to remove, and nothing to tell
		require.NoError(t, o.keys.Remove(t.Context(), o.who, list[0].ID))
	}
	require.Len(t, told, 2)
	require.False(t, told[1].Added)
	require.Equal(t, "Ponsel", told[1].Name)
}

func TestWhatProvesNothingIsRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(o *operator) []byte{
		"another site": func(o *operator) []byte {
			o.site.Origin = "https://sambatan.test.evil.example"
			return o.answer(o.asked())
		},
		"the same name without TLS": func(o *operator) []byte {
			o.site.Origin = "http://sambatan.test"
			return o.answer(o.asked())
		},
		"another site's key": func(o *operator) []byte {
			o.site.ID = "evil.example"
			return o.answer(o.asked())
		},
		"nobody was verified": func(o *operator) []byte {
			o.device.Options.UserNotVerified = true
			return o.answer(o.asked())
		},
		"another key under this name": func(o *operator) []byte {
			made := newKey()
			made.ID, made.Counter = o.key.ID, 1
			o.key = made
			return o.answer(o.asked())
		},
		"another person's key": func(o *operator) []byte {
			o.key = o.operator().add().key
			return o.answer(o.asked())
		},
		"another person": func(o *operator) []byte {
			o.device.Options.UserHandle = []byte("another user's id")
			return o.answer(o.asked())
		},
		"no answer": func(*operator) []byte { return []byte(`{"id":"x"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newDesk(t).operator().add()
			require.ErrorIs(t, o.confirm(spoil(o)), passkey.ErrRefused)
			require.Contains(t, o.logged.String(), "security: an answer proves no passkey")
		})
	}
}

func TestAQuestionIsAnsweredOnceInItsOwnSessionAndInTime(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	answer := o.answer(o.asked())
	require.NoError(t, o.confirm(answer))
	require.ErrorIs(t, o.confirm(answer), passkey.ErrStale, "a replay")

	elsewhere := o.at(o.who.User)
	asked := o.asked()
	require.ErrorIs(t, elsewhere.confirm(o.answer(asked)), passkey.ErrStale, "another session of the same person")
	require.NoError(t, o.confirm(o.answer(asked)), "which does not use it up")

	late := o.asked()
	_, err := o.db.Pool.Exec(t.Context(), `UPDATE passkey_challenges SET expires_at = now()`)
	require.NoError(t, err)
	require.ErrorIs(t, o.confirm(o.answer(late)), passkey.ErrStale, "too late")

	failed := o.asked()
	o.site.Origin = "https://evil.example"
	require.ErrorIs(t, o.confirm(o.answer(failed)), passkey.ErrRefused)
	o.site.Origin = origin
	require.ErrorIs(t, o.confirm(o.answer(failed)), passkey.ErrStale, "a wrong answer uses it up too")

	never := o.asked()
	never.Challenge = []byte("a challenge of the attacker's own")
	require.ErrorIs(t, o.confirm(o.answer(never)), passkey.ErrStale)
	require.NoError(t, o.sessions.End(t.Context(), "no such session"))
}

func TestACopyOfAPasskeyIsRefusedAndToldToTheLog(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	o.key.Counter = 40
	require.NoError(t, o.confirm(o.answer(o.asked())))
	o.key.Counter = 40 // so the answer says 41 once more
	require.ErrorIs(t, o.confirm(o.answer(o.asked())), passkey.ErrCloned)
	require.Contains(t, o.logged.String(), "security: a passkey may have been copied")
	require.NoError(t, o.confirm(o.answer(o.asked())), "the one that counts on still works")
}

func TestOfTwoCopiesThatAnswerAtOnceOneIsBelieved(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	answers := [2][]byte{}
	for i := range answers {
		o.key.Counter = 6
		answers[i] = o.answer(o.asked())
	}
	release := o.hold()
	results := make(chan error, len(answers))
	for _, answer := range answers {
		go func() { results <- o.confirm(answer) }()
	}
	o.awaitWaiters(len(answers)) // both have seen the counter as it was
	release()
	first, second := <-results, <-results
	require.NotEqual(t, first == nil, second == nil, "%v, %v", first, second)
	require.ErrorIs(t, errors.Join(first, second), passkey.ErrCloned)
}

// hold keeps passkeys as they are until they are released.
func (d *desk) hold() (release func()) {
	d.t.Helper()
	tx, err := d.db.Pool.Begin(d.t.Context())
	require.NoError(d.t, err)
	_, err = tx.Exec(d.t.Context(), `SELECT FROM passkeys FOR UPDATE`)
	require.NoError(d.t, err)
	return func() { require.NoError(d.t, tx.Rollback(d.t.Context())) }
}

func (d *desk) awaitWaiters(n int) {
	d.t.Helper()
	require.Eventually(d.t, func() bool {
		var waiting int
		err := d.db.Pool.QueryRow(d.t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		return err == nil && waiting == n
	}, 10*time.Second, 5*time.Millisecond)
}

func TestAKeyThatCountsNothingIsUsedAgainAndAgain(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	for range 2 {
		o.key.Counter = ^uint32(0) // so that the next is zero
		require.NoError(t, o.confirm(o.answer(o.asked())))
	}
}

func TestWhatIsNoNewPasskeyIsRefused(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator()
	answer := o.offer()
	require.NoError(t, o.keys.Add(t.Context(), o.who, "Ponsel", answer))
	require.ErrorIs(t, o.keys.Add(t.Context(), o.who, "Ponsel", answer), passkey.ErrStale)
	require.ErrorIs(t, o.keys.Add(t.Context(), o.who, "Ponsel", o.offer()), passkey.ErrKnown)
	other := o.operator()
	other.key = o.key
	require.ErrorIs(t, other.keys.Add(t.Context(), other.who, "Ponsel", other.offer()), passkey.ErrKnown, "another person's")
	o.key = newKey()
	require.ErrorIs(t, o.keys.Add(t.Context(), other.who, "Ponsel", o.offer()), passkey.ErrStale, "another session's question")
	o.device.Options.UserNotVerified = true
	require.ErrorIs(t, o.keys.Add(t.Context(), o.who, "Ponsel", o.offer()), passkey.ErrRefused)
	require.ErrorIs(t, o.keys.Add(t.Context(), o.who, "Ponsel", []byte("{")), passkey.ErrRefused)
}

func TestABrowserIsToldWhichKeysTheOwnerHas(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	question, err := o.keys.AskToAdd(t.Context(), o.who, "Gita Paramitha")
	require.NoError(t, err)
	var asked struct {
		ExcludeCredentials []any
		User               struct{ Name string }
		Selection          struct{ UserVerification string } `json:"authenticatorSelection"`
		Attestation        string
	}
	require.NoError(t, json.Unmarshal(question, &asked))
	require.Len(t, asked.ExcludeCredentials, 1)
	require.Equal(t, "Gita Paramitha", asked.User.Name)
	require.Equal(t, "required", asked.Selection.UserVerification)
	require.Equal(t, "none", asked.Attestation)
}

func TestNobodySeesOrRemovesAnotherPersonsKeys(t *testing.T) {
	t.Parallel()
	mine := newDesk(t).operator().add()
	other := mine.operator()
	list, err := mine.keys.List(t.Context(), mine.who)
	require.NoError(t, err)
	seen, err := other.keys.List(t.Context(), other.who)
	require.NoError(t, err)
	require.Empty(t, seen)
	require.NoError(t, other.keys.Remove(t.Context(), other.who, list[0].ID))
	list, err = mine.keys.List(t.Context(), mine.who)
	require.NoError(t, err)
	require.Len(t, list, 1)

	var visible int
	require.NoError(t, mine.db.PoolAs(t, "sambatan_web").QueryRow(t.Context(), `SELECT count(*) FROM passkeys`).Scan(&visible))
	require.Zero(t, visible, "without a viewer")
	for _, role := range []string{"sambatan_append", "sambatan_project", "sambatan_scheduler", "sambatan_auditor"} {
		_, err := mine.db.PoolAs(t, role).Exec(t.Context(), `SELECT FROM passkeys`)
		require.Error(t, err, role)
	}
}

func TestQuestionsEndWithTheirSession(t *testing.T) {
	t.Parallel()
	o := newDesk(t).operator().add()
	o.asked()
	require.NoError(t, o.sessions.EndAll(t.Context(), o.who.User))
	var left int
	require.NoError(t, o.db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM passkey_challenges`).Scan(&left))
	require.Zero(t, left)
}

func TestAPasskeyNeedsANameToBeBoundTo(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"", "http://127.0.0.1:8080", "http://[::1]:8080", "sambatan.test", "https://"} {
		_, err := passkey.New(passkey.Config{Origin: origin})
		require.Error(t, err, origin)
	}
	keys, err := passkey.New(passkey.Config{Origin: "http://localhost:8080/ops?x=1"})
	require.NoError(t, err)
	require.Equal(t, "http://localhost:8080", keys.Origin().String())
}
