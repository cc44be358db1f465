package signup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// ErrInvalid means that a link is too old, or none of ours.
var ErrInvalid = errors.New("the sign-up link is expired or unknown")

// ErrTaken means that somebody is registered with the address already.
var ErrTaken = errors.New("somebody is registered with this address")

// Config of a [Desk]. All but Now are required.
type Config struct {
	Sessions *session.Store
	Vault    Vault
	Log      eventstore.Log
	// Key seals addresses that are nobody's yet.
	Key eventstore.PersonKey
	// Marks is the key that addresses are marked with.
	Marks []byte
	// Owners reads who is registered with the address that has a mark, as far as the
	// read models know.
	Owners func(ctx context.Context, mark []byte) ([]id.ID, error)
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Vault makes the keys of persons.
type Vault interface {
	// Create makes a person's key, or returns the one that is there.
	Create(ctx context.Context, person string) (eventstore.PersonKey, error)
}

// Desk registers people. It is safe for concurrent use, by any number of processes.
type Desk struct{ Config }

// New returns a Desk. It panics when the Config lacks something.
func New(config Config) *Desk {
	if config.Sessions == nil || config.Vault == nil || config.Log == nil || config.Key == (eventstore.PersonKey{}) ||
		len(config.Marks) == 0 || config.Owners == nil {
		panic("signup: Config needs Sessions, Vault, Log, Key, Marks and Owners")
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Desk{config}
}

// Newcomer is what somebody says of themselves.
type Newcomer struct {
	Name    string
	Consent identity.Consent
}

// Registered is who somebody is from now on.
type Registered struct {
	session.Subject

	Address  string
	Position eventstore.Position // of the registration
}

// Peek tells which address a link is for, and leaves it as it is. The error is ErrInvalid,
// or ErrTaken beside the address.
func (d *Desk) Peek(ctx context.Context, token string) (address string, err error) {
	if address, err = d.read(token); err != nil {
		return "", err
	}
	owners, err := d.Owners(ctx, session.Mark(d.Marks, address))
	if err == nil && len(owners) > 0 {
		err = ErrTaken
	}
	return address, err
}

// Register makes whoever has the link a buyer, once: the same command again has the same
// result. The error is ErrInvalid, or ErrTaken beside the address.
func (d *Desk) Register(ctx context.Context, token string, command id.ID, who Newcomer) (Registered, error) {
	address, err := d.read(token)
	if err != nil {
		return Registered{}, err
	}
	made := Registered{Address: address}
	if made.User, err = d.claim(ctx, session.Mark(d.Marks, address)); err != nil {
		return made, err
	}
	body, err := d.body(ctx, made.User, address, who)
	if err != nil {
		return made, fmt.Errorf("seal who registers: %w", err)
	}
	meta := eventstore.Meta{CommandID: command, Actor: "user:" + made.User.String()}
	result, err := d.Log.Execute(ctx, identity.Users.Command(made.User.String(), body, meta))
	if errors.Is(err, identity.ErrRegistered) {
		return made, ErrTaken
	}
	if err != nil {
		return made, fmt.Errorf("register %s: %w", made.User, err)
	}
	made.Roles, made.Position = body.Roles, result.Position
	return made, nil
}

// claim is which user an address becomes. It is the same for all who ask, so that the
// user's stream decides who of them registers it. Who was registered without a claim, by
// the command line, has the address too.
func (d *Desk) claim(ctx context.Context, mark []byte) (id.ID, error) {
	owners, err := d.Owners(ctx, mark)
	if err != nil {
		return id.ID{}, err
	}
	if len(owners) == 0 {
		return d.Sessions.Claim(ctx, mark, id.New())
	}
	claimed, err := d.Sessions.Claimed(ctx, mark)
	if err == nil && !slices.Contains(owners, claimed) {
		err = ErrTaken
	}
	return claimed, err
}

// body seals what is personal with the user's own key.
func (d *Desk) body(ctx context.Context, user id.ID, address string, who Newcomer) (identity.Register, error) {
	person := user.String()
	key, err := d.Vault.Create(ctx, person)
	if err != nil {
		return identity.Register{}, err
	}
	sealer, err := eventstore.NewSealer(key, person)
	if err != nil {
		return identity.Register{}, err
	}
	body := identity.Register{User: user, Roles: []identity.Role{identity.Buyer}, Consent: who.Consent}
	if body.Name, err = sealer.Seal("name", who.Name); err != nil {
		return identity.Register{}, err
	}
	body.Email, err = sealer.Seal("email", address)
	return body, err
}
