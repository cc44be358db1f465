package projections

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// PoisonError means that a projection can't apply an event.
type PoisonError struct {
	Projection string
	Position   eventstore.Position
	Stream     eventstore.StreamID
	Type       string
	Err        error
}

func (e *PoisonError) Error() string {
	return fmt.Sprintf("%s can't apply %s at position %d (%s): %v", e.Projection, e.Type, e.Position, e.Stream, e.Err)
}

// Unwrap returns the cause.
func (e *PoisonError) Unwrap() error { return e.Err }

func poison(p Projection, event Event, err error) *PoisonError {
	return &PoisonError{p.Spec().Name, event.Position, event.StreamID, event.Type, err}
}

// brokenError means that no event is to blame but the program or the schema:
// the projection stops, whether it is money or not.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

// kindOf sorts what Apply may fail with.
type kindOf int

const (
	kindPoison    kindOf = iota // the event's fault
	kindTransient               // try the same again
	kindBroken                  // the program's or the schema's fault
)

// classify tells whose fault an error is. Everything that isn't known to pass,
// or to be the program's, is the event's.
func classify(err error) kindOf {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classifyCode(pgErr.Code)
	}
	if _, ok := errors.AsType[*brokenError](err); ok {
		return kindBroken
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return kindTransient
	}
	for _, passing := range []error{
		context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, errFenced, pgx.ErrTxClosed,
	} {
		if errors.Is(err, passing) {
			return kindTransient
		}
	}
	if pgconn.SafeToRetry(err) {
		return kindTransient
	}
	return kindPoison
}

// classifyCode sorts SQLSTATEs by their class.
func classifyCode(code string) kindOf {
	switch {
	case code == "42P01", code == "3F000": // table or schema is gone: dropped under us
		return kindTransient
	case strings.HasPrefix(code, "42"), strings.HasPrefix(code, "0A"): // syntax, unknown column, privilege, unsupported
		return kindBroken
	case strings.HasPrefix(code, "08"), // connection
		strings.HasPrefix(code, "25"), // transaction ended, as by a time-out
		strings.HasPrefix(code, "40"), // deadlock, serialisation
		strings.HasPrefix(code, "53"), // disk or connections used up
		strings.HasPrefix(code, "55"), // lock not available
		strings.HasPrefix(code, "57"), // shutdown, cancelled
		strings.HasPrefix(code, "58"), // the server's system
		strings.HasPrefix(code, "XX"):
		return kindTransient
	}
	return kindPoison
}
