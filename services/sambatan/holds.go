package sambatan

import (
	"cmp"
	"slices"
	"time"
)

// holds are the live unpaid holds, as a binary heap by the time at which they
// lapse: holding and giving back cost O(log n) at worst (O(1) when holds come in
// the order of their expiry, as they do), finding the lapsed ones O(their number).
type holds []*participation

func (h *holds) add(p *participation) {
	p.place = len(*h)
	*h = append(*h, p)
	h.up(p.place)
}

func (h *holds) remove(p *participation) {
	last, at := len(*h)-1, p.place
	h.swap(at, last)
	(*h)[last] = nil
	*h = (*h)[:last]
	p.place = -1
	if at < last {
		h.fix(at)
	}
}

// fix restores the order after the hold at a place has changed.
func (h holds) fix(at int) {
	h.down(at)
	h.up(at)
}

// lapsed lists the holds whose time is over at now, the earliest first.
func (h holds) lapsed(now time.Time) []*participation {
	found := h.collect(nil, 0, now)
	slices.SortFunc(found, (*participation).compare)
	return found
}

func (h holds) collect(found []*participation, at int, now time.Time) []*participation {
	if at >= len(h) || h[at].until.After(now) {
		return found // nothing below lapses earlier
	}
	found = append(found, h[at])
	found = h.collect(found, 2*at+1, now)
	return h.collect(found, 2*at+2, now)
}

func (h holds) up(at int) {
	for at > 0 {
		parent := (at - 1) / 2
		if h[parent].compare(h[at]) <= 0 {
			return
		}
		h.swap(parent, at)
		at = parent
	}
}

func (h holds) down(at int) {
	for {
		least := at
		for child := 2*at + 1; child <= 2*at+2 && child < len(h); child++ {
			if h[child].compare(h[least]) < 0 {
				least = child
			}
		}
		if least == at {
			return
		}
		h.swap(least, at)
		at = least
	}
}

func (h holds) swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

// compare orders holds by when they lapse, then by when they were made.
func (p *participation) compare(q *participation) int {
	return cmp.Or(p.until.Compare(q.until), cmp.Compare(p.joined, q.joined))
}
