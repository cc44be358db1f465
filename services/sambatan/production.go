package sambatan

import (
	"cmp"
	"slices"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Milestone is how far a batch has come.
type Milestone string

// Milestones. They may come in any order, and more than once: a batch is told of
// as it is, not as it was planned.
const (
	MilestoneMaterials  Milestone = "materials"  // everything that goes into it is there
	MilestoneBlended    Milestone = "blended"    // it was blended
	MilestoneMaceration Milestone = "maceration" // it rests
	MilestoneBottled    Milestone = "bottled"    // it was filled and packed
	MilestoneOther      Milestone = "other"      // its note says what
)

// Milestones in the order in which they mostly come.
var Milestones = []Milestone{MilestoneMaterials, MilestoneBlended, MilestoneMaceration, MilestoneBottled, MilestoneOther}

// ShareRule is how a batch that came out too small is shared.
type ShareRule string

// ShareByJoining follows the order in which buyers came, whether to slots or to the
// waitlist. Each gets all of their slots or none of them: see [Share].
const ShareByJoining ShareRule = "join_order"

// Share tells who gets their slots when fewer were made than are wanted, or returns a
// [*YieldError]: then it is no short yield. wants are the slots of each participation,
// in the order in which they came. Whoever wants more than is left is passed over, and
// the next one whom it fits gets it: nobody is given a part of what they paid for, and
// nothing lies idle that would have fitted somebody.
func Share(made int, wants []int) (gets []bool, err error) {
	gets = make([]bool, len(wants))
	left, wanted := max(made, 0), 0
	for i, slots := range wants {
		wanted += slots
		if gets[i] = slots <= left; gets[i] {
			left -= slots
		}
	}
	if rule := yieldRule(made, wanted, left == made); rule != "" {
		return nil, &YieldError{Rule: rule, Made: made, Secured: wanted}
	}
	return gets, nil
}

// yieldRule is what stands against a number of slots that were made.
func yieldRule(made, wanted int, idle bool) YieldRule {
	switch {
	case made < 0:
		return YieldNoNumber
	case made == 0:
		return YieldNothing
	case made >= wanted:
		return YieldEnough
	case idle:
		return YieldFitsNobody
	}
	return ""
}

// claims are the secured participations, in the order in which their buyers came, and
// their slots.
func (s *State) claims() (claims []*participation, slots []int) {
	for _, p := range s.inOrder {
		if p.stage == stageSecured {
			claims = append(claims, p)
		}
	}
	slices.SortFunc(claims, func(p, q *participation) int { return cmp.Compare(p.came, q.came) })
	for _, p := range claims {
		slots = append(slots, p.slots)
	}
	return claims, slots
}

// arrival numbers participations as they come, to slots or to the waitlist.
func (s *State) arrival(participation id.ID) int {
	if w := s.waiter(participation); w != nil {
		return w.came
	}
	s.arrivals++
	return s.arrivals
}
