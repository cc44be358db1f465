package postgres

import (
	"cmp"
	"context"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// ErrUnknownPerson means that no key was ever made for a person.
var ErrUnknownPerson = errors.New("no key was made for this person")

// VaultConfig of a [Vault]. Pool and KEK are required.
type VaultConfig struct {
	Pool *pgxpool.Pool
	// KEK wraps the persons' keys. It is a secret that never enters the database.
	KEK [32]byte
	// Role that the keys are read under. Zero: sambatan_web, the only one that
	// makes and destroys them.
	Role string
	// TTL is how long a key may be used after it was destroyed by another
	// process. Zero: 10 s.
	TTL time.Duration
}

// Vault holds the keys of persons. It is safe for concurrent use.
type Vault struct {
	config VaultConfig
	box    cipher.AEAD
	cache  *keyCache
}

// NewVault returns the vault of a migrated database.
func NewVault(config VaultConfig) (*Vault, error) {
	if config.Pool == nil || config.KEK == [32]byte{} {
		return nil, errors.New("postgres: VaultConfig.Pool and KEK are required")
	}
	config.Role = cmp.Or(config.Role, "sambatan_web")
	config.TTL = cmp.Or(config.TTL, 10*time.Second)
	box, err := newWrapper(config.KEK)
	if err != nil {
		return nil, err
	}
	return &Vault{config: config, box: box, cache: newKeyCache(config.TTL)}, nil
}

const (
	becomeRole = `SELECT set_config('role', $1, true)`
	insertKey  = `INSERT INTO keys.persons (person, wrapped) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`
	selectKeys = `SELECT person, wrapped FROM keys.persons WHERE person = ANY($1::text[])`
	destroyKey = `UPDATE keys.persons SET wrapped = NULL, erased_at = now() WHERE person = $1 AND wrapped IS NOT NULL`
)

// Create makes a person's key, or returns the one that is there. It returns
// ErrErased when it was destroyed: a person who comes back is a new person.
func (v *Vault) Create(ctx context.Context, person string) (key eventstore.PersonKey, err error) {
	var fresh eventstore.PersonKey
	rand.Read(fresh[:])
	err = v.tx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, insertKey, person, wrap(v.box, person, fresh))
		return err
	})
	if err != nil {
		return key, fmt.Errorf("make the key of a person: %w", err)
	}
	return v.Key(ctx, person) // another process may have been faster
}

// Key returns a person's key, ErrErased once it was destroyed, or
// ErrUnknownPerson.
func (v *Vault) Key(ctx context.Context, person string) (key eventstore.PersonKey, err error) {
	keys, erased, err := v.find(ctx, []string{person})
	if err != nil {
		return key, err
	}
	if erased[person] {
		return key, eventstore.ErrErased
	}
	key, ok := keys[person]
	if !ok {
		return key, ErrUnknownPerson
	}
	return key, nil
}

// Keys returns the keys of many persons at once. Those that were erased, or
// never made, are absent.
func (v *Vault) Keys(ctx context.Context, persons []string) (map[string]eventstore.PersonKey, error) {
	keys, _, err := v.find(ctx, persons)
	return keys, err
}

// Destroy erases a person: what was sealed for them can't be read again, from
// the log, its copies or its backups. Other processes notice within the TTL.
// Destroying twice is no error.
func (v *Vault) Destroy(ctx context.Context, person string) error {
	err := v.tx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, destroyKey, person)
		return err
	})
	v.cache.forget(person)
	if err != nil {
		return fmt.Errorf("destroy the key of a person: %w", err)
	}
	return nil
}

func (v *Vault) find(ctx context.Context, persons []string) (keys map[string]eventstore.PersonKey, erased map[string]bool, err error) {
	keys, missing := v.cache.get(persons)
	if len(missing) == 0 {
		return keys, nil, nil
	}
	erased = map[string]bool{}
	asked := time.Now()
	err = v.tx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectKeys, missing)
		if err != nil {
			return err
		}
		var person string
		var wrapped []byte
		_, err = pgx.ForEachRow(rows, []any{&person, &wrapped}, func() (err error) {
			if wrapped == nil {
				erased[person] = true
				return nil
			}
			keys[person], err = unwrap(v.box, person, wrapped)
			return err
		})
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the keys of persons: %w", err)
	}
	v.cache.put(missing, keys, asked)
	return keys, erased, nil
}

func (v *Vault) tx(ctx context.Context, fn func(context.Context, pgx.Tx) error) error {
	return inTx(ctx, v.config.Pool, pgx.TxOptions{}, fn, becomeRole, v.config.Role)
}
