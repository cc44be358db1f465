//go:build crash

package crash_test

import (
	"crypto/rand"
	"crypto/sha256"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/embedded/postgres"
	"github.com/sensasiwangi/sambatan/test/visitor"
)

// database connects to the running embedded server as its superuser.
func database(t *testing.T, p *program) *pgxpool.Pool {
	t.Helper()
	address, err := postgres.Attach(t.Context(), filepath.Join(p.folder, "postgres"))
	require.NoError(t, err)
	pool, err := pgxpool.New(t.Context(), address.DSN("sambatan", postgres.Superuser))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

// buyersOf gives every registered buyer an API token.
func buyersOf(t *testing.T, pool *pgxpool.Pool) (all []buyer) {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT data ->> 'user' FROM events
		WHERE type = 'identity.registered.v1' AND data -> 'roles' ->> 0 = 'buyer' ORDER BY position`)
	require.NoError(t, err)
	users, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for _, user := range users {
		b := buyer{user: user, token: rand.Text()}
		hash := sha256.Sum256([]byte(b.token))
		_, err := pool.Exec(t.Context(), `INSERT INTO api_tokens (token_hash, user_id, roles, name, expires_at)
			VALUES ($1, $2, '{buyer}', 'crash test', now() + interval '1 day')`, hash[:], user)
		require.NoError(t, err)
		all = append(all, b)
	}
	require.Greater(t, len(all), workers, "too few buyers to be busy")
	return all
}

// newCashier signs in an operator, and the buyers who have a printed link.
func newCashier(t *testing.T, p *program, g *gate, pool *pgxpool.Pool) *cashier {
	t.Helper()
	c := &cashier{gate: g, operator: signIn(t, p, "Gita Anggraini"), buyers: map[string]*visitor.Visitor{}}
	for _, name := range []string{"Dinar Nareswari", "Raka Adiputra", "Maya Siregar"} {
		parts := strings.Split(p.link(t, name), "/")
		hash := sha256.Sum256([]byte(parts[len(parts)-1]))
		var user string
		require.NoError(t, pool.QueryRow(t.Context(), `SELECT user_id::text FROM sign_in_links WHERE token_hash = $1`, hash[:]).Scan(&user))
		c.buyers[user] = signIn(t, p, name)
	}
	return c
}

func signIn(t *testing.T, p *program, name string) *visitor.Visitor {
	t.Helper()
	v, err := visitor.New("http://" + p.addr)
	require.NoError(t, err)
	require.NoError(t, v.SignIn(t.Context(), p.link(t, name)))
	return v
}
