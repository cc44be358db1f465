package users

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// User is someone who may sign in.
type User struct {
	ID    id.ID
	Brand id.ID // of a brand owner
	Name  eventstore.Sealed
	Email eventstore.Sealed
	Roles []identity.Role
	Since time.Time
}

const selectUser = `SELECT id, brand, name, email, roles, since `

func scanWith(row pgx.CollectableRow, more ...any) (User, error) {
	var u User
	var roles []string
	err := row.Scan(append([]any{
		projections.ScanID(&u.ID), projections.ScanID(&u.Brand), projections.ScanSealed(&u.Name),
		projections.ScanSealed(&u.Email), &roles, projections.ScanTime(&u.Since),
	}, more...)...)
	u.Roles = projections.Column(roles, func(r *string) identity.Role { return identity.Role(*r) })
	return u, err
}

func scan(row pgx.CollectableRow) (User, error) { return scanWith(row) }

// ByID returns one user.
func ByID(ctx context.Context, q projections.Querier, user id.ID) (User, error) {
	return projections.One(ctx, q, scan, selectUser+`FROM identity_users WHERE id = $1`, projections.UUID(user))
}

// ByIDs returns several users; those that can't be seen are left out.
func ByIDs(ctx context.Context, q projections.Querier, ids []id.ID) (map[id.ID]User, error) {
	rows, err := projections.All(ctx, q, scan, selectUser+`FROM identity_users WHERE id = ANY ($1::uuid[])`, projections.UUIDs(ids))
	byID := make(map[id.ID]User, len(rows))
	for _, u := range rows {
		byID[u.ID] = u
	}
	return byID, err
}

// Registration is a user with the position of the registration.
type Registration struct {
	User
	Position eventstore.Position
}

// After returns the first users who registered after a position, in that order.
func After(ctx context.Context, q projections.Querier, position eventstore.Position, limit int) ([]Registration, error) {
	const query = selectUser + `, registered FROM identity_users WHERE registered > $1 ORDER BY registered LIMIT $2`
	return projections.All(ctx, q, func(row pgx.CollectableRow) (r Registration, err error) {
		r.User, err = scanWith(row, &r.Position)
		return r, err
	}, query, int64(position), limit)
}
