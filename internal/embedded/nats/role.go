package nats

import (
	"crypto/rand"
	"crypto/subtle"

	"github.com/nats-io/nats-server/v2/server"
)

// Role is what a connection is for, and so what it may publish.
type Role string

const (
	// Relay writes the log's stream. Only one part of the program is it.
	Relay Role = "relay"
	// Reader follows the log and tells pages that something has changed.
	Reader Role = "reader"
)

// published lists the subjects that each role may publish to. A reader reads
// streams and keeps consumers on them, but neither writes nor changes them.
var published = map[Role][]string{
	Relay: {"sambatan.>", "live.>", "$JS.>", "_INBOX.>"},
	Reader: {
		"live.>", "_INBOX.>",
		"$JS.API.INFO",
		"$JS.API.STREAM.INFO.*", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST",
		"$JS.API.STREAM.MSG.GET.*", "$JS.API.DIRECT.GET.>",
		"$JS.API.CONSUMER.>", "$JS.ACK.>", "$JS.FC.>",
	},
}

// guard lets clients in by the role they name and a password that is made
// anew for each server and known to this process only.
type guard map[Role]string

func newGuard() guard {
	g := guard{}
	for role := range published {
		g[role] = rand.Text()
	}
	return g
}

// Check serves the server's custom authentication.
func (g guard) Check(client server.ClientAuthentication) bool {
	given := client.GetOpts()
	role := Role(given.Username)
	password, known := g[role]
	if !known || subtle.ConstantTimeCompare([]byte(password), []byte(given.Password)) != 1 {
		return false
	}
	client.RegisterUser(&server.User{
		Username:    given.Username,
		Permissions: &server.Permissions{Publish: &server.SubjectPermission{Allow: published[role]}},
	})
	return true
}
