// Command generate writes docs/money.md.
package main

import (
	"log"

	"github.com/sensasiwangi/sambatan/internal/cases"
)

func main() {
	if err := cases.Write("../.."); err != nil {
		log.Fatal(err)
	}
}
