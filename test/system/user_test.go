package system_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/test/visitor"
)

func TestSomebodyIsRegisteredByTheCommandLineAndTheirRolesAreReplaced(t *testing.T) { //nolint:paralleltest // one program at a time
	p := start(t, newFolder(t))
	site := "http://" + p.addr
	add := []string{"user", "add", "--name", "Sekar Ayu", "--email", "sekar@contoh.id", "--public-url", site, "--role"}
	p.fails(t, "no role", append(add, "king")...)
	p.fails(t, "comes with the brand", append(add, "brand")...)
	p.fails(t, "--name is empty", "user", "add", "--name", " ", "--email", "sekar@contoh.id", "--role", "buyer")
	p.fails(t, "no e-mail address", "user", "add", "--name", "Sekar", "--email", "sekar", "--role", "buyer")

	out, code := p.command(t, append(add, "operator,lead")...)
	require.Zero(t, code)
	printed := regexp.MustCompile(`(?m)^([0-9a-f-]{36})\n(http://\S+/masuk/\S+)$`).FindStringSubmatch(out)
	require.Len(t, printed, 3, out)
	user, link := printed[1], printed[2]
	sekar, err := visitor.New(site)
	require.NoError(t, err)
	require.NoError(t, sekar.SignIn(t.Context(), link))
	board, err := sekar.Get(t.Context(), "/ops")
	require.NoError(t, err)
	require.Equal(t, 200, board.Status)

	p.succeeds(t, "has to sign in again", "user", "roles", user, "curator")
	board, err = sekar.Get(t.Context(), "/ops")
	require.NoError(t, err)
	require.Equal(t, "/masuk", board.URL.Path)
	p.fails(t, "there is no user", "user", "roles", "01930000-0000-7000-8000-000000000001", "curator")

	p.succeeds(t, "was erased", "erase", user)
	p.fails(t, "was erased", "user", "roles", user, "admin")
	super := p.database(t, "postgres")
	p.caughtUp(t, super)
	var roles []string
	require.NoError(t, super.QueryRow(t.Context(), `SELECT roles FROM identity_users WHERE id = $1::uuid`, user).Scan(&roles))
	require.Empty(t, roles)
}
