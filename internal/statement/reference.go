package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Derived is what derived references begin with, so that people can tell them
// from a bank's own.
const Derived = "MUTASI "

// Reference is what names an entry in its account for good: the bank's own
// reference or, where it gives none, one derived from everything that the bank
// says about the entry. It does not depend on the file: the same entry in two
// overlapping exports has the same reference, and two entries that look the very
// same have two, because a day is exported from its beginning.
func (e Entry) Reference() string {
	if e.Bank != "" {
		return e.Bank
	}
	said := fmt.Sprintf("%d\n%s\n%s\n%d", e.Amount, strings.ToUpper(e.Description), e.Day.Format("2006-01-02"), e.Nth)
	if !e.At.IsZero() {
		said += "\n" + e.At.Format("15:04:05")
	}
	if e.HasBalance {
		said += fmt.Sprintf("\nsaldo %d", e.Balance)
	}
	sum := sha256.Sum256([]byte(said))
	return Derived + e.Day.Format("20060102") + " " + strings.ToUpper(hex.EncodeToString(sum[:8]))
}

// leastReference is how long a reference must be to be looked for in a text:
// shorter ones are found in anything.
const leastReference = 6

// Mentions tells whether the bank's text holds a reference that somebody typed,
// whatever the spaces and the case.
func (e Entry) Mentions(reference string) bool {
	wanted := squeeze(reference)
	return len(wanted) >= leastReference && strings.Contains(squeeze(e.Bank+" "+e.Description), wanted)
}

func squeeze(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }
