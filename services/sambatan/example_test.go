package sambatan_test

import (
	"errors"
	"fmt"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// One slot is left and two are asked for: nothing is held, and the refusal
// says what could be had instead.
func ExampleDecide() {
	state := sambatan.Decider.Fold(opened().then(held(p1, ayu, 2))...)
	_, err := sambatan.Decide(state, joins(p2, bima, 2), noon)
	if full, ok := errors.AsType[*sambatan.FullError](err); ok {
		fmt.Println("free:", full.Free)
	}
	events, _ := sambatan.Decide(state, joins(p2, bima, 1), noon)
	fmt.Printf("%T\n", events[0])
	// Output:
	// free: 1
	// sambatan.SlotsHeld
}
