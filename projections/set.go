package projections

// Set holds each value once.
type Set[V comparable] map[V]struct{}

// Add adds values.
func (s Set[V]) Add(values ...V) {
	for _, value := range values {
		s[value] = struct{}{}
	}
}

// Has tells whether a value was added.
func (s Set[V]) Has(value V) bool {
	_, has := s[value]
	return has
}

// List returns the values, in no order.
func (s Set[V]) List() []V {
	list := make([]V, 0, len(s))
	for value := range s {
		list = append(list, value)
	}
	return list
}
