package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
)

// Whoever asks for a sign-in link says their e-mail address, which is nowhere in
// clear: it is found by its mark, an HMAC that nobody can guess without the key.

// Mark is what an address is known by. Case and blanks around it do not count.
func Mark(key []byte, address string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.ToLower(strings.TrimSpace(address))))
	return mac.Sum(nil)
}

// Owner is whose address has a mark.
type Owner struct {
	User       id.ID
	Mark       []byte
	Registered int64 // position of the registration
}

// LastOwner is the newest registration whose address is known; zero: none is.
func (s *Store) LastOwner(ctx context.Context) (registered int64, err error) {
	err = s.in(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT coalesce(max(registered), 0) FROM sign_in_addresses`).Scan(&registered)
	})
	return registered, err
}

// AddOwners notes whose addresses have which marks, all of them or none. Those that are
// known stay; one whose key was destroyed meanwhile gets none.
func (s *Store) AddOwners(ctx context.Context, owners []Owner) error {
	users, marks, positions := make([]string, len(owners)), make([][]byte, len(owners)), make([]int64, len(owners))
	for i, owner := range owners {
		users[i], marks[i], positions[i] = owner.User.String(), owner.Mark, owner.Registered
	}
	return s.exec(ctx, `INSERT INTO sign_in_addresses (user_id, mark, registered)
		SELECT person::uuid, mark, registered FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS o (person, mark, registered)
		JOIN keys.persons USING (person) WHERE wrapped IS NOT NULL FOR SHARE OF persons
		ON CONFLICT (user_id) DO NOTHING`, users, marks, positions)
}

// OwnersOf returns whose address has a mark: the oldest registrations, a few at most.
func (s *Store) OwnersOf(ctx context.Context, mark []byte) (users []id.ID, err error) {
	const few = 5
	err = s.in(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT user_id FROM sign_in_addresses WHERE mark = $1 ORDER BY registered LIMIT $2`, mark, few)
		if err != nil {
			return err
		}
		users, err = pgx.CollectRows(rows, pgx.RowTo[id.ID])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find whose address it is: %w", err)
	}
	return users, nil
}

// Claimed is which user the address with a mark becomes, or became; zero: nobody yet.
func (s *Store) Claimed(ctx context.Context, mark []byte) (user id.ID, err error) {
	err = s.in(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT user_id FROM sign_ups WHERE mark = $1`, mark).Scan(&user)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return user, err
}

// Claim lets the address with a mark become a user, unless it becomes another one already, and
// returns which. Of many at once, one wins, and all learn of it.
func (s *Store) Claim(ctx context.Context, mark []byte, user id.ID) (claimed id.ID, err error) {
	err = s.in(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO sign_ups (mark, user_id) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING`, mark, user); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT user_id FROM sign_ups WHERE mark = $1`, mark).Scan(&claimed)
	})
	return claimed, err
}
