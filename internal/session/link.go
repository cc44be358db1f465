package session

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// LinkOptions say how a sign-in link may be used.
type LinkOptions struct {
	Life     time.Duration // zero: LinkLife
	Reusable bool          // for the demo's printed links only
}

// IssueLink returns the token of a sign-in link for a subject.
func (s *Store) IssueLink(ctx context.Context, subject Subject, options LinkOptions) (token string, err error) {
	life := options.Life
	if life == 0 {
		life = LinkLife
	}
	token, hash := newToken()
	return token, s.exec(ctx, `INSERT INTO sign_in_links (token_hash, user_id, roles, brand_id, reusable, expires_at)
		VALUES ($1, $2, $3, $4, $5, now() + $6)`,
		hash, subject.User, texts(subject.Roles), subject.Brand, options.Reusable, life)
}

// PeekLink tells whom a link would sign in, and leaves it as it is: mail
// scanners open links, so opening one must not use it up.
func (s *Store) PeekLink(ctx context.Context, token string) (Subject, error) {
	return s.link(ctx, `SELECT user_id, roles, brand_id FROM sign_in_links
		WHERE token_hash = $1 AND expires_at > now() AND (used_at IS NULL OR reusable)`, token)
}

// RedeemLink uses a link up and tells whom it signs in. Of many at once, one wins.
func (s *Store) RedeemLink(ctx context.Context, token string) (Subject, error) {
	return s.link(ctx, `UPDATE sign_in_links SET used_at = now()
		WHERE token_hash = $1 AND expires_at > now() AND (used_at IS NULL OR reusable)
		RETURNING user_id, roles, brand_id`, token)
}

// IssueToken returns a token for a subject's programs.
func (s *Store) IssueToken(ctx context.Context, subject Subject, name string, life time.Duration) (token string, err error) {
	token, hash := newToken()
	return token, s.exec(ctx, `INSERT INTO api_tokens (token_hash, user_id, roles, brand_id, name, expires_at)
		VALUES ($1, $2, $3, $4, $5, now() + $6)`,
		hash, subject.User, texts(subject.Roles), subject.Brand, name, life)
}

// FindToken returns whose program presents a token, or ErrInvalid.
func (s *Store) FindToken(ctx context.Context, token string) (Subject, error) {
	return s.link(ctx, `SELECT user_id, roles, brand_id FROM api_tokens WHERE token_hash = $1 AND expires_at > now()`, token)
}

func (s *Store) link(ctx context.Context, sql, token string) (subject Subject, err error) {
	err = s.in(ctx, func(tx pgx.Tx) error {
		var roles []string
		err := tx.QueryRow(ctx, sql, hashOf(token)).Scan(&subject.User, &roles, &subject.Brand)
		subject.Roles = rolesOf(roles)
		return invalidWhenMissing(err)
	})
	return subject, err
}
