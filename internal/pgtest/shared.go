package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/internal/embedded/postgres"
	"github.com/sensasiwangi/sambatan/migrations"
)

// externalURL names a superuser's connection to use instead of an own server.
const externalURL = "SAMBATAN_TEST_DATABASE_URL"

// shared is what all tests of one binary use together.
type shared struct {
	admin  *pgxpool.Pool
	dsn    func(db, user string) string
	server *postgres.Server // nil with an external server
	prefix string           // of database names, unique on the server
}

var (
	startOnce sync.Once
	running   *shared
	errStart  error
)

func theShared() (*shared, error) {
	startOnce.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		if running, errStart = startShared(ctx); errStart != nil {
			errStart = fmt.Errorf("the tests need PostgreSQL (or %s): %w", externalURL, errStart)
		}
	})
	return running, errStart
}

func startShared(ctx context.Context) (*shared, error) {
	s := &shared{prefix: "test_" + strings.ToLower(rand.Text()[:8])}
	if external := os.Getenv(externalURL); external != "" {
		s.dsn = func(db, user string) string { return rewriteDSN(external, db, user) }
	} else {
		server, err := startServer(ctx, Options{})
		if err != nil {
			return nil, err
		}
		s.server, s.dsn = server, server.DSN
	}
	if err := s.connect(ctx); err != nil {
		return nil, errors.Join(err, s.stop(ctx))
	}
	return s, nil
}

// connect opens the pool that creates and drops databases.
func (s *shared) connect(ctx context.Context) error {
	config, err := pgxpool.ParseConfig(s.dsn("postgres", ""))
	if err != nil {
		return fmt.Errorf("pgtest: read the connection string: %w", err)
	}
	config.MaxConns = 4
	if s.admin, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return fmt.Errorf("pgtest: connect: %w", err)
	}
	return s.admin.Ping(ctx)
}

func (s *shared) exec(ctx context.Context, format, name string, rest ...any) error {
	quoted := append([]any{pgx.Identifier{name}.Sanitize()}, rest...)
	if _, err := s.admin.Exec(ctx, fmt.Sprintf(format, quoted...)); err != nil {
		return fmt.Errorf("pgtest: database %s: %w", name, err)
	}
	return nil
}

// template returns the migrated database that the others are copied from.
func (s *shared) template() string { return s.prefix + "_template" }

var (
	templateOnce sync.Once
	errTemplate  error
)

func (s *shared) ensureTemplate() error {
	templateOnce.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		errTemplate = s.makeTemplate(ctx)
	})
	return errTemplate
}

func (s *shared) makeTemplate(ctx context.Context) error {
	if err := s.exec(ctx, "CREATE DATABASE %s", s.template()); err != nil {
		return err
	}
	if err := migrations.Up(ctx, s.dsn(s.template(), "")); err != nil {
		return fmt.Errorf("pgtest: migrate the template: %w", err)
	}
	return nil
}

// stop is for a server of ours: it takes every database with it. On an
// external server the template is dropped.
func (s *shared) stop(ctx context.Context) error {
	var err error
	if s.server == nil && s.admin != nil {
		err = s.exec(ctx, "DROP DATABASE IF EXISTS %s WITH (FORCE)", s.template())
	}
	if s.admin != nil {
		s.admin.Close()
	}
	if s.server != nil {
		err = errors.Join(err, s.server.Stop(ctx))
	}
	return err
}

func stopShared(ctx context.Context) error {
	startOnce.Do(func() {}) // from here on none is started any more
	if running == nil {
		return nil
	}
	return running.stop(ctx)
}

// rewriteDSN changes database and user of a connection string in URL form.
func rewriteDSN(dsn, db, user string) string {
	parsed, err := url.Parse(dsn)
	if err != nil {
		return dsn // connecting to it says what is wrong
	}
	parsed.Path = "/" + db
	if user != "" {
		parsed.User = url.User(user)
	}
	return parsed.String()
}
