package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/identity"
)

var (
	rina  = id.MustParse("01930000-0000-7000-8000-000000000001")
	house = id.MustParse("01930000-0000-7000-8000-00000000000a")
	box   = eventstore.Sealed{Person: rina.String(), Box: []byte("box")}
	noon  = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
)

func register(roles ...identity.Role) identity.Register {
	return identity.Register{User: rina, Name: box, Email: box, Roles: roles}
}

func registered(roles ...identity.Role) identity.Registered {
	return identity.Registered(register(roles...))
}

func TestSomeoneIsRegisteredOnce(t *testing.T) {
	t.Parallel()
	spec.Given(t, identity.Decider).
		When(register(identity.Buyer), noon).Then(registered(identity.Buyer)).
		And().When(register(identity.Buyer), noon).ThenRefused(identity.ErrRegistered)
}

func TestWhoCanNotBeRegistered(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*identity.Register)
		want   error
	}{
		"without a name":          {func(c *identity.Register) { c.Name = eventstore.Sealed{} }, identity.ErrIncomplete},
		"without a role":          {func(c *identity.Register) { c.Roles = nil }, identity.ErrIncomplete},
		"with another's address":  {func(c *identity.Register) { c.Email.Person = house.String() }, identity.ErrOthersData},
		"as something unheard of": {func(c *identity.Register) { c.Roles = []identity.Role{"king"} }, identity.ErrUnknownRole},
		"as the same twice": {func(c *identity.Register) {
			c.Roles = []identity.Role{identity.Buyer, identity.Buyer}
		}, identity.ErrUnknownRole},
		"as owner of no brand":       {func(c *identity.Register) { c.Roles = []identity.Role{identity.Brand} }, identity.ErrBrandMissing},
		"with a brand for no reason": {func(c *identity.Register) { c.Brand = house }, identity.ErrBrandMissing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := register(identity.Buyer)
			row.change(&command)
			spec.Given(t, identity.Decider).When(command, noon).ThenRefused(row.want)
		})
	}
}

func TestRolesAreReplaced(t *testing.T) {
	t.Parallel()
	change := identity.ChangeRoles{Roles: []identity.Role{identity.Brand}, Brand: house}
	spec.Given(t, identity.Decider, identity.Event(registered(identity.Buyer))).
		When(change, noon).Then(identity.RolesChanged{User: rina, Roles: change.Roles, Brand: house}).
		And().When(change, noon).ThenNothing().
		And().When(identity.ChangeRoles{}, noon).ThenRefused(identity.ErrIncomplete)
	spec.Given(t, identity.Decider).When(change, noon).ThenRefused(identity.ErrNotRegistered)
	spec.Given(t, identity.Decider).When(nil, noon).ThenRefused(identity.ErrNoCommand)
}

func TestWhoWasErasedMayDoNothingAndIsGivenNothingAnyMore(t *testing.T) {
	t.Parallel()
	spec.Given(t, identity.Decider, identity.Event(registered(identity.Buyer))).
		When(identity.Erase{OpenMoney: true}, noon).Then(identity.Erased{User: rina, OpenMoney: true}).
		And().When(identity.Erase{}, noon).ThenNothing().
		And().When(identity.ChangeRoles{Roles: []identity.Role{identity.Admin}}, noon).ThenRefused(identity.ErrGone)
	require.False(t, identity.Decider.Fold(registered(identity.Buyer), identity.Erased{User: rina}).May(identity.JoinCampaigns))
	spec.Given(t, identity.Decider).When(identity.Erase{}, noon).ThenRefused(identity.ErrNotRegistered)
}

func TestNobodyMayDoWhatNoRoleOfTheirsAllows(t *testing.T) {
	t.Parallel()
	user := identity.Decider.Fold(registered(identity.Buyer, identity.Auditor))
	require.True(t, user.May(identity.JoinCampaigns))
	require.True(t, user.May(identity.SeeTrail))
	require.False(t, user.May(identity.ConfirmMoney))
	require.True(t, identity.Can(identity.Operator, identity.ConfirmMoney))
	require.False(t, identity.Can(identity.Admin, identity.ConfirmMoney), "who manages users handles no money")
	require.False(t, identity.Can("king", identity.SeeBoard))
	require.Equal(t, eventstore.StreamID("user-"+rina.String()), identity.Users.Stream(rina.String()))
}
