package identity

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Refusals.
var (
	ErrRegistered    = errors.New("the user is registered already")
	ErrNotRegistered = errors.New("no such user")
	ErrGone          = errors.New("the user was erased")
	ErrIncomplete    = errors.New("id, name, e-mail address and a role are required")
	ErrOthersData    = errors.New("the data is sealed for another person")
	ErrUnknownRole   = errors.New("no such role, or the same role twice")
	ErrBrandMissing  = errors.New("a brand owner needs a brand, and no one else has one")
	ErrNoCommand     = errors.New("no such command")
)

// Command asks a user's record to change.
//
//sumtype:decl
type Command interface{ isCommand() }

// Register lets someone sign in.
type Register struct {
	User  id.ID
	Name  eventstore.Sealed // for the user, field "name"
	Email eventstore.Sealed // for the user, field "email"
	Roles []Role
	Brand id.ID // for brand owners

	Consent Consent // of who registers by themselves
}

// ChangeRoles replaces what a user may do.
type ChangeRoles struct {
	Roles []Role
	Brand id.ID
}

// Erase says for good that the user's key was destroyed.
type Erase struct {
	OpenMoney bool // it was done although we may hold money for them
}

func (Register) isCommand()    {}
func (ChangeRoles) isCommand() {}
func (Erase) isCommand()       {}

// Decider holds the rules of users.
var Decider = eventstore.Decider[User, Command, Event]{
	Initial: func() User { return User{} },
	Decide:  decide,
	Evolve:  evolve,
}

func decide(u User, command Command, _ time.Time) ([]Event, error) {
	switch c := command.(type) {
	case Register:
		return u.register(c)
	case ChangeRoles:
		return u.changeRoles(c)
	case Erase:
		return u.erase(c)
	}
	return nil, fmt.Errorf("%T: %w", command, ErrNoCommand)
}

func (u User) register(c Register) ([]Event, error) {
	person := c.User.String()
	switch {
	case !u.ID.IsZero():
		return nil, ErrRegistered
	case c.User.IsZero() || c.Name.Empty() || c.Email.Empty():
		return nil, ErrIncomplete
	case c.Name.Person != person || c.Email.Person != person:
		return nil, ErrOthersData
	}
	if err := checkRoles(c.Roles, c.Brand); err != nil {
		return nil, err
	}
	return []Event{Registered(c)}, nil
}

func (u User) erase(c Erase) ([]Event, error) {
	switch {
	case u.ID.IsZero():
		return nil, ErrNotRegistered
	case u.Gone:
		return nil, nil
	}
	return []Event{Erased{User: u.ID, OpenMoney: c.OpenMoney}}, nil
}

func (u User) changeRoles(c ChangeRoles) ([]Event, error) {
	switch {
	case u.ID.IsZero():
		return nil, ErrNotRegistered
	case u.Gone:
		return nil, ErrGone
	}
	if err := checkRoles(c.Roles, c.Brand); err != nil {
		return nil, err
	}
	if slices.Equal(u.Roles, c.Roles) && u.Brand == c.Brand {
		return nil, nil
	}
	return []Event{RolesChanged{User: u.ID, Roles: c.Roles, Brand: c.Brand}}, nil
}

func checkRoles(roles []Role, brand id.ID) error {
	if len(roles) == 0 {
		return ErrIncomplete
	}
	for n, role := range roles {
		if !role.Known() || slices.Contains(roles[:n], role) {
			return fmt.Errorf("%q: %w", role, ErrUnknownRole)
		}
	}
	if slices.Contains(roles, Brand) == brand.IsZero() {
		return ErrBrandMissing
	}
	return nil
}
