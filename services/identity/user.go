// Package identity knows who may sign in and what they may do (stream
// "user-<id>"). Names and addresses are sealed with the person's key; roles and
// ids are in clear.
package identity

import (
	"slices"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Event is something that happened to a user (stream "user-<id>").
//
//sumtype:decl
type Event interface{ isEvent() }

// Registered means that someone may sign in from now on.
type Registered struct {
	User  id.ID             `json:"user"`
	Name  eventstore.Sealed `json:"name"`  // field "name"
	Email eventstore.Sealed `json:"email"` // field "email"
	Roles []Role            `json:"roles"`
	Brand id.ID             `json:"brand,omitzero"` // for brand owners

	Consent Consent `json:"consent,omitzero"` // of who registered by themselves
}

// Consent records which texts somebody agreed to when they registered.
type Consent struct {
	Terms   string `json:"terms"`   // version of the terms of use
	Privacy string `json:"privacy"` // version of the privacy notice
}

// RolesChanged means that the user may do other things from now on.
type RolesChanged struct {
	User  id.ID  `json:"user"`
	Roles []Role `json:"roles"`
	Brand id.ID  `json:"brand,omitzero"`
}

// Erased means that the user's key is gone, and with it what was sealed for them. They may do
// nothing any more.
type Erased struct {
	User      id.ID `json:"user"`
	OpenMoney bool  `json:"open_money,omitzero"` // although we may hold money for them, or owe it
}

func (Registered) isEvent()   {}
func (RolesChanged) isEvent() {}
func (Erased) isEvent()       {}

// User is who may sign in, as they are now.
type User struct {
	ID    id.ID // zero: not registered
	Roles []Role
	Brand id.ID // that a brand owner acts for
	Gone  bool  // erased
}

// May tells whether one of the user's roles allows an action.
func (u User) May(action Action) bool {
	return slices.ContainsFunc(u.Roles, func(role Role) bool { return Can(role, action) })
}

func evolve(u User, event Event) User {
	switch e := event.(type) {
	case Registered:
		return User{ID: e.User, Roles: e.Roles, Brand: e.Brand}
	case RolesChanged:
		u.Roles, u.Brand = e.Roles, e.Brand
	case Erased:
		u.Roles, u.Gone = nil, true
	}
	return u
}
