package system_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
)

func TestAPersonIsErasedWhileTheProgramRuns(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	super := p.database(t, "postgres")
	dinar := p.as(t, "Dinar Nareswari")
	var user, other id.ID
	require.NoError(t, super.QueryRow(t.Context(), `SELECT user_id FROM sessions`).Scan(&user))
	p.as(t, "Raka Adiputra")
	require.NoError(t, super.QueryRow(t.Context(), `SELECT user_id FROM sessions WHERE user_id <> $1`, user).Scan(&other))
	const addPasskey = `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, name)
		VALUES ($1, $2, $3, '\x01', 0, '{}', false, false, 'HP Dinar')`
	for _, owner := range []id.ID{user, other} {
		_, err := super.Exec(t.Context(), addPasskey, id.New(), owner, owner[:])
		require.NoError(t, err)
	}

	p.fails(t, "there is no user", "erase", id.New().String())
	p.fails(t, "liability:wallet:"+user.String(), "erase", user.String())
	for range 2 { // twice is no error
		p.succeeds(t, user.String()+" was erased", "erase", "--open-money", user.String())
	}
	var said []string
	require.NoError(t, super.QueryRow(t.Context(), `SELECT array_agg(data::text) FROM events WHERE type = 'identity.erased.v1'`).Scan(&said))
	require.Equal(t, []string{`{"user":"` + user.String() + `","open_money":true}`}, said, "the log says so, once")
	const left = `SELECT (SELECT count(*) FROM keys.persons WHERE person = $1 AND wrapped IS NOT NULL),
		(SELECT count(*) FROM sessions WHERE user_id = $1::uuid), (SELECT count(*) FROM passkeys WHERE user_id = $1::uuid)`
	count := func(person id.ID) (keys, sessions, passkeys int) {
		require.NoError(t, super.QueryRow(t.Context(), left, person.String()).Scan(&keys, &sessions, &passkeys))
		return keys, sessions, passkeys
	}
	keys, sessions, passkeys := count(user)
	require.Equal(t, []int{0, 0, 0}, []int{keys, sessions, passkeys})
	keys, sessions, passkeys = count(other)
	require.Equal(t, []int{1, 1, 1}, []int{keys, sessions, passkeys}, "somebody else is still here")
	page, err := dinar.Get(t.Context(), "/pesanan")
	require.NoError(t, err)
	require.Equal(t, "/masuk", page.URL.Path)
}
