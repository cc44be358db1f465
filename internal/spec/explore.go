package spec

// rounds is how often stories are told at most.
const rounds = 200

// Explore tells random stories until they have come across all that they are to show: what
// is rare must not be missing because of one unlucky round. Whoever calls it demands
// afterwards that it was all there.
func Explore(tell func(), all func() bool) {
	for range rounds {
		if tell(); all() {
			return
		}
	}
}

// Saw tells whether every kind was seen at least once.
func Saw(seen map[string]int, kinds []string) bool {
	for _, kind := range kinds {
		if seen[kind] == 0 {
			return false
		}
	}
	return true
}
