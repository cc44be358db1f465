package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Channel is what the appender notifies after each batch. A notification is a
// hint only: a poll has to stand behind it.
const Channel = "sambatan_log"

// Listen calls wake whenever the log may have grown: once it listens, after each
// batch of any process, and after the connection was lost and is back. It
// returns nil when ctx is done. It needs a session: Config.DirectDSN.
func (s *Store) Listen(ctx context.Context, wake func()) error {
	for attempt := 1; ctx.Err() == nil; attempt++ {
		err := s.listenOnce(ctx, func() {
			attempt = 0
			wake()
		})
		if ctx.Err() == nil {
			s.config.Logger.WarnContext(ctx, "listening to the log is interrupted", "error", err)
			pause(ctx, attempt)
		}
	}
	return nil
}

func (s *Store) listenOnce(ctx context.Context, wake func()) error {
	conn, err := pgx.Connect(ctx, s.config.DirectDSN)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer closeQuietly(conn)
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	for {
		wake()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return fmt.Errorf("listen: %w", err)
		}
	}
}

// closeQuietly ends a connection that has nothing left to say.
func closeQuietly(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
