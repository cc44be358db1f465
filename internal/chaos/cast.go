package chaos

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/services/payment"
)

// cast gives everybody something to do: every story in every sambatan that it can be
// told of first, as far as there are buyers, then what chance wants.
func (r *run) cast(chance *rand.Rand) []*player {
	type part struct {
		story story
		fate  fate
	}
	var parts []part
	for _, s := range stories {
		for _, f := range fates {
			if s.in == nil || slices.Contains(s.in, f) {
				parts = append(parts, part{s, f})
			}
		}
	}
	players := make([]*player, len(r.Buyers))
	for i, who := range r.Buyers {
		given := parts[i%len(parts)]
		if i >= len(parts) {
			given = parts[chance.IntN(len(parts))]
		}
		own := chanceOf(r.Seed + uint64(i) + 1)
		players[i] = &player{
			run: r, who: who, web: browser{r.http, r.Base, who.Cookie}, stage: r.stages[given.fate], story: given.story,
			ways: waysOf(given.story, own), joinsIn: time.Duration(own.Int64N(int64(r.Times.Joining))), chance: own,
		}
	}
	return players
}

// chanceOf is the same for the same seed.
func chanceOf(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // a game that can be played again
}

// waysOf draws ways to pay, each other than the one before.
func waysOf(s story, chance *rand.Rand) []payment.Method {
	ways := slices.Clone(s.ways)
	if ways == nil {
		ways = slices.Clone(anyWay)
	}
	chance.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
	return ways
}
