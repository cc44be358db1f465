package eventstore

import (
	"errors"
	"fmt"
	"time"
)

// Sentinel errors of a Log. Refusals of a decider come back as they are.
var (
	// ErrCommandReused means that the command id was used before for another
	// request. The caller must not retry with this id.
	ErrCommandReused = errors.New("command id was already used for a different request")
	// ErrUnexpectedVersion means that Append found the stream at another version.
	ErrUnexpectedVersion = errors.New("stream is not at the expected version")
	// ErrUnknownType means that no codec was registered for an event type.
	ErrUnknownType = errors.New("unknown event type")
	// ErrClosed means that the log has been closed.
	ErrClosed = errors.New("the log is closed")
	// ErrPanicked means that deciding the command panicked; nothing was recorded.
	ErrPanicked = errors.New("deciding the command panicked")
)

// BusyError means that the command was not taken: the queue is full, or the
// log's lock could not be had in time. Nothing was recorded; try again with the
// same command id.
type BusyError struct {
	RetryAfter time.Duration
	Reason     string
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("the log is busy (%s); try again in %s", e.Reason, e.RetryAfter)
}

// InvalidInputError means that the command holds something that the log can
// not store: a NUL byte, invalid UTF-8, or more than MaxEventBytes.
type InvalidInputError struct{ Reason string }

func (e *InvalidInputError) Error() string { return "invalid input: " + e.Reason }

// VersionError tells which versions met in ErrUnexpectedVersion.
type VersionError struct {
	Stream           StreamID
	Expected, Actual Version
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s is at version %d, expected %d", e.Stream, e.Actual, e.Expected)
}

// Is makes errors.Is(err, ErrUnexpectedVersion) hold.
func (e *VersionError) Is(target error) bool { return target == ErrUnexpectedVersion }
