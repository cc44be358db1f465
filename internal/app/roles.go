package app

import (
	"fmt"
	"slices"
	"strings"
)

// role is one part of the platform that a process can play.
type role string

// The roles. Any number of processes may play each; the relay and the scheduler
// see to it by themselves that only one works at a time.
const (
	roleWeb       role = "web"
	roleRelay     role = "relay"
	roleProjector role = "projector"
	roleReactor   role = "reactor"
	roleScheduler role = "scheduler"
)

var allRoles = []role{roleWeb, roleRelay, roleProjector, roleReactor, roleScheduler}

func parseRoles(names []string) ([]role, error) {
	var roles []role
	for _, name := range names {
		if name == "all" {
			return allRoles, nil
		}
		if !slices.Contains(allRoles, role(name)) {
			return nil, fmt.Errorf("there is no role %q; there are: %s", name, roleList())
		}
		roles = append(roles, role(name))
	}
	return roles, nil
}

func roleList() string {
	names := make([]string, len(allRoles))
	for i, r := range allRoles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
