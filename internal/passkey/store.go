package passkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
)

// purpose is what a browser was asked for; an answer to one is none to the other.
type purpose string

const (
	toAdd     purpose = "add"
	toConfirm purpose = "confirm"
)

// List returns the passkeys of a session's user, the oldest first.
func (k *Keys) List(ctx context.Context, who session.Session) (list []Passkey, err error) {
	err = k.in(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id, name, created_at, last_used_at FROM passkeys ORDER BY created_at, id`)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (found Passkey, err error) {
			var used *time.Time
			err = row.Scan(&found.ID, &found.Name, &found.Created, &used)
			if used != nil {
				found.LastUsed = *used
			}
			return found, err
		})
		return err
	})
	return list, err
}

// Remove forgets one of the user's passkeys; one that is gone is no error.
func (k *Keys) Remove(ctx context.Context, who session.Session, key id.ID) error {
	err := k.in(ctx, who, func(tx pgx.Tx) error {
		gone := Change{User: who.User}
		err := tx.QueryRow(ctx, `DELETE FROM passkeys WHERE id = $1 RETURNING name, now()`, key).Scan(&gone.Name, &gone.At)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return k.changed(ctx, tx, gone)
	})
	if err == nil {
		k.logger.InfoContext(ctx, "security: a passkey was removed", "who", who.User.String())
	}
	return err
}

func (k *Keys) keep(ctx context.Context, who session.Session, name string, made *webauthn.Credential) error {
	transports := make([]string, len(made.Transport))
	for i, transport := range made.Transport {
		transports[i] = string(transport)
	}
	err := k.in(ctx, who, func(tx pgx.Tx) error {
		added := Change{User: who.User, Name: name, Added: true}
		if err := tx.QueryRow(ctx, `INSERT INTO passkeys
			(id, user_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, name)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING created_at`,
			id.New(), who.User, made.ID, made.PublicKey, int64(made.Authenticator.SignCount), transports,
			made.Flags.BackupEligible, made.Flags.BackupState, name).Scan(&added.At); err != nil {
			return err
		}
		return k.changed(ctx, tx, added)
	})
	if said, ok := errors.AsType[*pgconn.PgError](err); ok && said.Code == "23505" {
		return ErrKnown
	}
	return err
}

// noteUse tells whether the counter still grows: of two copies that answer at the
// same time, one finds it grown already. A key that counts nothing stays at zero.
func (k *Keys) noteUse(ctx context.Context, who session.Session, used *webauthn.Credential) (grown bool, err error) {
	err = k.in(ctx, who, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE passkeys SET sign_count = $2, backed_up = $3, last_used_at = now()
			WHERE credential_id = $1 AND (sign_count < $2 OR sign_count = 0 AND $2 = 0)`,
			used.ID, int64(used.Authenticator.SignCount), used.Flags.BackupState)
		grown = tag.RowsAffected() == 1
		return err
	})
	return grown, err
}

// owner reads the passkeys of a session's user.
func (k *Keys) owner(ctx context.Context, who session.Session) (found owner, err error) {
	found.user = who.User
	err = k.in(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT credential_id, public_key, sign_count, transports, backup_eligible, backed_up FROM passkeys`)
		if err != nil {
			return err
		}
		found.credentials, err = pgx.CollectRows(rows, scanCredential)
		return err
	})
	return found, err
}

func scanCredential(row pgx.CollectableRow) (c webauthn.Credential, err error) {
	var transports []string
	err = row.Scan(&c.ID, &c.PublicKey, &c.Authenticator.SignCount, &transports, &c.Flags.BackupEligible, &c.Flags.BackupState)
	for _, transport := range transports {
		c.Transport = append(c.Transport, protocol.AuthenticatorTransport(transport))
	}
	return c, err
}

// keepQuestion also forgets what the user never answered.
func (k *Keys) keepQuestion(ctx context.Context, who session.Session, why purpose, asked *webauthn.SessionData) error {
	data, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("keep what was asked: %w", err)
	}
	return k.in(ctx, who, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM passkey_challenges WHERE expires_at <= now()`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO passkey_challenges (challenge, session, user_id, purpose, asked, expires_at)
			VALUES ($1, $2, $3, $4, $5, now() + $6)`, asked.Challenge, who.ID, who.User, string(why), data, AnswerWithin)
		return err
	})
}

// takeQuestion takes away what this very session was asked, or returns ErrStale.
func (k *Keys) takeQuestion(ctx context.Context, who session.Session, why purpose, challenge string) (asked webauthn.SessionData, err error) {
	err = k.in(ctx, who, func(tx pgx.Tx) error {
		var data []byte
		var alive bool
		err := tx.QueryRow(ctx, `DELETE FROM passkey_challenges WHERE challenge = $1 AND session = $2 AND purpose = $3
			RETURNING asked, expires_at > now()`, challenge, who.ID, string(why)).Scan(&data, &alive)
		if err == nil && alive {
			return json.Unmarshal(data, &asked)
		}
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && asked.Challenge == "" {
		return asked, ErrStale
	}
	return asked, err
}

// Erase forgets all passkeys of a user who is erased: their names are not sealed.
func Erase(ctx context.Context, pool *pgxpool.Pool, user id.ID) error {
	return asUser(ctx, pool, user, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM passkeys`)
		return err
	})
}

func (k *Keys) in(ctx context.Context, who session.Session, do func(pgx.Tx) error) error {
	return asUser(ctx, k.pool, who.User, do)
}

// asUser runs a transaction that sees what belongs to the user, and no more.
func asUser(ctx context.Context, pool *pgxpool.Pool, user id.ID, do func(pgx.Tx) error) error {
	claims, err := json.Marshal(map[string]string{"sub": user.String()})
	if err != nil {
		return fmt.Errorf("passkeys: %w", err)
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		const become = `SELECT set_config('role', 'sambatan_web', true), set_config('request.jwt.claims', $1, true)`
		if _, err := tx.Exec(ctx, become, string(claims)); err != nil {
			return err
		}
		return do(tx)
	})
	if err != nil {
		return fmt.Errorf("passkeys: %w", err)
	}
	return nil
}
