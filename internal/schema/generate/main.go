// Generate writes the JSON Schema of every event into docs/events of the module
// whose root is its argument. ./task generate runs it.
package main

import (
	"fmt"
	"os"

	"github.com/sensasiwangi/sambatan/internal/schema"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate ROOT")
		os.Exit(2)
	}
	if err := schema.Write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
