package app

import "github.com/sensasiwangi/sambatan/services/identity"

// rolesBySight are the roles, those that see most first.
var rolesBySight = []identity.Role{
	identity.Admin, identity.Lead, identity.Operator, identity.Auditor, identity.Curator, identity.Brand, identity.Buyer,
}
