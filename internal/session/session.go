// Package session keeps who is signed in: sessions behind a cookie, single-use
// sign-in links, and tokens for programs. All three are 256 random bits that
// the database knows only by their hash (OWASP ASVS 5.0, 7.2.3).
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// How long things live.
const (
	LinkLife   = 10 * time.Minute    // a mailed sign-in link
	BuyerIdle  = 14 * 24 * time.Hour // a buyer's phone stays signed in
	StaffIdle  = 30 * time.Minute
	StaffLife  = 10 * time.Hour
	BuyerLife  = 60 * 24 * time.Hour
	touchAfter = time.Minute // how stale seen_at may be
	tokenBytes = 32
	asWeb      = "SET LOCAL ROLE sambatan_web"
)

// ErrInvalid means that a token is unknown, used up or expired.
var ErrInvalid = errors.New("the token is unknown, used or expired")

// Subject is a user as a session knows them.
type Subject struct {
	User  id.ID
	Roles []identity.Role
	Brand id.ID // of a brand owner
}

// Has tells whether the subject has any of the roles.
func (s Subject) Has(roles ...identity.Role) bool {
	return slices.ContainsFunc(roles, func(role identity.Role) bool { return slices.Contains(s.Roles, role) })
}

// Staff tells whether the subject works here and so has shorter sessions.
func (s Subject) Staff() bool {
	return s.Has(identity.Operator, identity.Lead, identity.Curator, identity.Auditor, identity.Admin)
}

// Session is one sign-in, as it was found at a time of the database's clock.
type Session struct {
	Subject
	ID        []byte // the hash of its token
	Created   time.Time
	Expires   time.Time
	SteppedUp time.Time // when it was last confirmed with a passkey; zero: never
	At        time.Time
}

// Fresh tells whether the sign-in is younger than d.
func (s Session) Fresh(d time.Duration) bool { return s.At.Sub(s.Created) < d }

// Confirmed tells whether a passkey confirmed the session less than d ago.
func (s Session) Confirmed(d time.Duration) bool {
	return !s.SteppedUp.IsZero() && s.At.Sub(s.SteppedUp) < d
}

// Store keeps sessions in Postgres.
type Store struct{ pool *pgxpool.Pool }

// NewStore returns a store on the pool, whose user must be a member of the role
// sambatan_web.
func NewStore(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// Start signs a subject in and returns the cookie's value.
func (s *Store) Start(ctx context.Context, subject Subject) (token string, session Session, err error) {
	token, hash := newToken()
	life := BuyerLife
	if subject.Staff() {
		life = StaffLife
	}
	session = Session{Subject: subject, ID: hash}
	err = s.in(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO sessions (token_hash, user_id, roles, brand_id, expires_at)
			VALUES ($1, $2, $3, $4, now() + $5) RETURNING created_at, expires_at`,
			hash, subject.User, texts(subject.Roles), subject.Brand, life).Scan(&session.Created, &session.Expires)
	})
	return token, session, err
}

// Find returns the session behind a cookie, or ErrInvalid.
func (s *Store) Find(ctx context.Context, token string) (Session, error) {
	session := Session{ID: hashOf(token)}
	err := s.in(ctx, func(tx pgx.Tx) error {
		seen, err := session.load(ctx, tx)
		switch idle := session.At.Sub(seen); {
		case err != nil:
			return invalidWhenMissing(err)
		case idle > idleLimit(session.Subject):
			return ErrInvalid
		case idle < touchAfter:
			return nil
		}
		_, err = tx.Exec(ctx, `UPDATE sessions SET seen_at = now() WHERE token_hash = $1`, session.ID)
		return err
	})
	return session, err
}

// load reads the session by its id, and when it was last seen.
func (s *Session) load(ctx context.Context, tx pgx.Tx) (seen time.Time, err error) {
	var roles []string
	var steppedUp *time.Time
	err = tx.QueryRow(ctx, `SELECT user_id, roles, brand_id, created_at, seen_at, expires_at, stepped_up_at, now()
		FROM sessions WHERE token_hash = $1 AND expires_at > now()`, s.ID).
		Scan(&s.User, &roles, &s.Brand, &s.Created, &seen, &s.Expires, &steppedUp, &s.At)
	s.Roles = rolesOf(roles)
	if steppedUp != nil {
		s.SteppedUp = *steppedUp
	}
	return seen, err
}

// StepUp notes that a passkey has just confirmed a session, or returns ErrInvalid
// when the session has ended.
func (s *Store) StepUp(ctx context.Context, id []byte) error {
	return s.in(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE sessions SET stepped_up_at = now() WHERE token_hash = $1 AND expires_at > now()`, id)
		if err == nil && tag.RowsAffected() == 0 {
			return ErrInvalid
		}
		return err
	})
}

// EndStepUps takes back what passkeys confirmed in a user's other sessions.
func (s *Store) EndStepUps(ctx context.Context, user id.ID, except []byte) error {
	return s.exec(ctx, `UPDATE sessions SET stepped_up_at = NULL WHERE user_id = $1 AND token_hash <> $2`, user, except)
}

// End signs the session out. Ending one that is gone is no error.
func (s *Store) End(ctx context.Context, token string) error {
	return s.exec(ctx, `DELETE FROM sessions WHERE token_hash = $1`, hashOf(token))
}

// EndAll signs a user out everywhere and revokes their API tokens.
func (s *Store) EndAll(ctx context.Context, user id.ID) error {
	return s.in(ctx, func(tx pgx.Tx) error {
		for _, table := range []string{"sessions", "api_tokens", "sign_in_links"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE user_id = $1`, user); err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetEvery is how often expired rows are deleted; nobody can use one meanwhile.
const forgetEvery = time.Hour

// Forget deletes what has expired, at once and every hour until ctx ends. Any number
// of processes may do so at once.
func (s *Store) Forget(ctx context.Context, logger *slog.Logger) error {
	hourly := time.NewTicker(forgetEvery)
	defer hourly.Stop()
	for {
		n, err := s.forget(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			logger.WarnContext(ctx, "expired sessions were not forgotten", "error", err)
		case n > 0:
			logger.InfoContext(ctx, "expired sessions, links and tokens were forgotten", "rows", n)
		}
		select {
		case <-hourly.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (s *Store) forget(ctx context.Context) (deleted int64, err error) {
	err = s.in(ctx, func(tx pgx.Tx) error {
		for _, table := range []string{"sessions", "api_tokens", "sign_in_links"} {
			tag, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE expires_at < now()`)
			if err != nil {
				return err
			}
			deleted += tag.RowsAffected()
		}
		return nil
	})
	return deleted, err
}

func (s *Store) in(ctx context.Context, do func(pgx.Tx) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, asWeb); err != nil {
			return err
		}
		return do(tx)
	})
	if err != nil && !errors.Is(err, ErrInvalid) {
		return fmt.Errorf("session: %w", err)
	}
	return err
}

func (s *Store) exec(ctx context.Context, sql string, args ...any) error {
	return s.in(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
}

func idleLimit(subject Subject) time.Duration {
	if subject.Staff() {
		return StaffIdle
	}
	return BuyerIdle
}

func newToken() (token string, hash []byte) {
	var secret [tokenBytes]byte
	_, _ = rand.Read(secret[:]) // never fails: crypto/rand aborts the program instead
	token = base64.RawURLEncoding.EncodeToString(secret[:])
	return token, hashOf(token)
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func invalidWhenMissing(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrInvalid
	}
	return err
}

func texts(roles []identity.Role) []string {
	list := make([]string, len(roles))
	for i, role := range roles {
		list[i] = string(role)
	}
	return list
}

func rolesOf(list []string) []identity.Role {
	roles := make([]identity.Role, len(list))
	for i, text := range list {
		roles[i] = identity.Role(text)
	}
	return roles
}
