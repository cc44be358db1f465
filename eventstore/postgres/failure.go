package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// errUnreachable means that no connection could be had.
var errUnreachable = errors.New("the database is unreachable")

// SQLSTATEs that matter here.
const (
	codeUniqueViolation  = "23505"
	codeCheckViolation   = "23514"
	codeLockNotAvailable = "55P03"
)

// transientCodes go away by themselves: a server that stops, starts or has too
// many clients, a session that was ended, a deadlock. A unique violation is one
// as well: somebody wrote without the lock, and the next attempt sees the rows.
var transientCodes = []string{
	codeLockNotAvailable, codeUniqueViolation,
	"40001", "40P01", // serialization failure, deadlock
	"25P03",                            // idle in a transaction for too long
	"53100", "53200", "53300", "53400", // disk full, out of memory, too many connections, configured limit
	"55006", "55000", // object in use, not in the prerequisite state
	"57014", "57P01", "57P02", "57P03", "57P05", // cancelled, shutting down, crashed, starting up, idle session
	"25006", // read-only: a standby that is about to take over
}

// isTransient tells whether the same batch may succeed later.
func isTransient(err error) bool {
	if server, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.Contains(transientCodes, server.Code) || server.Code[:2] == "08"
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, errUnreachable) || errors.Is(err, errNotCommitted) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)
}

// isRefusedData tells whether the database refused the content of an event: a
// check (unbalanced postings), or a value that its types can't hold.
func isRefusedData(err error) bool {
	server, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (server.Code == codeCheckViolation || server.Code[:2] == "22" || server.Code == "54000")
}

func busyReason(err error) string {
	if server, ok := errors.AsType[*pgconn.PgError](err); ok && server.Code == codeLockNotAvailable {
		return "the log's lock is held by others"
	}
	return "the database is away"
}
