package demo

import (
	"slices"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// Person is an invented user.
type Person struct {
	Key   string // as in UserID
	ID    id.ID
	Name  string
	Email string
	Roles []identity.Role
	Brand id.ID // that a brand owner acts for
}

// People are the users to sign in as: at least one for each role, the buyer
// with the longest history first.
type People []Person

// Find returns the person with a key; the zero Person when there is none.
func (p People) Find(key string) Person {
	if at := slices.IndexFunc(p, func(one Person) bool { return one.Key == key }); at >= 0 {
		return p[at]
	}
	return Person{}
}

// Keys of people whom the story needs by name.
const (
	curator  = "ratih"  // looks at campaigns before buyers do
	dinar    = "dinar"  // the buyer with something in every state
	operator = "gita"   // confirms transfers
	onDuty   = "raka-w" // the operator of evenings and weekends
)

// Everyone lists the people to sign in as.
func Everyone() People {
	people := make(People, 0, len(buyersByName)+len(staff)+2)
	for _, r := range buyersByName {
		people = append(people, r.person())
	}
	people = append(people, brandOwner(houses[0]), brandOwner(houses[1])) // with nothing to be paid yet, and with much
	return append(people, staff...)
}

// staff works at the platform.
var staff = []Person{
	employee(operator, "Gita Anggraini", identity.Operator),
	employee("bima", "Bima Prasetyo", identity.Lead),
	employee(curator, "Ratih Kusuma", identity.Curator),
	employee("hana", "Hana Maharani", identity.Auditor),
	employee("yoga", "Yoga Permana", identity.Admin),
}

// secondOperator works in the evenings and at weekends.
var secondOperator = employee(onDuty, "Raka Wirawan", identity.Operator)

func employee(key, name string, role identity.Role) Person {
	return Person{Key: key, ID: UserID(key), Name: name, Email: key + "@sensasiwangi.example", Roles: []identity.Role{role}}
}

// brandOwner owns a perfume house.
func brandOwner(h house) Person {
	return Person{
		Key: h.owner.key, ID: UserID(h.owner.key), Name: h.owner.name, Email: h.owner.key + "@" + h.key + ".example",
		Roles: []identity.Role{identity.Brand}, Brand: BrandID(h.key),
	}
}

// users are all who get registered.
func users() []Person {
	all := append([]Person{secondOperator}, staff...)
	for _, h := range houses {
		all = append(all, brandOwner(h))
	}
	for _, r := range residents() {
		all = append(all, r.person())
	}
	return all
}
