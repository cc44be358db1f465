package relay

import "fmt"

// HaltError means that JetStream and Postgres do not tell the same history, or
// that the log itself is damaged. Going on could only make it worse: an
// operator has to look first.
type HaltError struct{ Reason string }

func (e *HaltError) Error() string { return "the relay halted: " + e.Reason }

func haltf(format string, args ...any) error {
	return &HaltError{Reason: fmt.Sprintf(format, args...)}
}
