package users

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/identity"
)

type user struct {
	id, brand   id.ID
	name, email pgtype.Text // sealed
	roles       []identity.Role
	registered  eventstore.Position
	since       time.Time
}

type fold struct {
	registered []user
	at         map[id.ID]int // their places
	changed    map[id.ID]user
	gone       []id.ID
	topics     projections.Topics
}

func newFold() *fold {
	return &fold{at: map[id.ID]int{}, changed: map[id.ID]user{}, topics: projections.Topics{}}
}

func (f *fold) add(event *projections.Event) error {
	switch e := event.Body.(type) {
	case identity.Registered:
		name, err := projections.Sealed(e.Name)
		email, err2 := projections.Sealed(e.Email)
		if err := errors.Join(err, err2); err != nil {
			return fmt.Errorf("%s: %w", &event.Recorded, err)
		}
		f.at[e.User] = len(f.registered)
		f.registered = append(f.registered, user{e.User, e.Brand, name, email, e.Roles, event.Position, event.RecordedAt})
		f.topics.Add(projections.UserTopic(e.User))
	case identity.RolesChanged:
		f.change(e)
		f.topics.Add(projections.UserTopic(e.User))
	case identity.Erased:
		f.gone = append(f.gone, e.User)
		f.topics.Add(projections.UserTopic(e.User))
	}
	return nil
}

func (f *fold) change(e identity.RolesChanged) {
	if at, here := f.at[e.User]; here {
		f.registered[at].roles, f.registered[at].brand = e.Roles, e.Brand
		return
	}
	f.changed[e.User] = user{id: e.User, brand: e.Brand, roles: e.Roles}
}

// rolesText writes the roles as Postgres writes an array.
func rolesText(u *user) string {
	roles := projections.Column(u.roles, func(r *identity.Role) string { return string(*r) })
	return "{" + strings.Join(roles, ",") + "}"
}

var table = projections.NewTable("users",
	projections.Key("id", "uuid", func(u *user) pgtype.UUID { return projections.UUID(u.id) }),
	projections.Fixed("name", "json", func(u *user) pgtype.Text { return u.name }),
	projections.Fixed("email", "json", func(u *user) pgtype.Text { return u.email }),
	projections.Fixed("registered", "bigint", func(u *user) int64 { return int64(u.registered) }),
	projections.Fixed("since", "timestamptz", func(u *user) pgtype.Timestamptz { return projections.Time(u.since) }),
	projections.Changing("roles", "text[]", rolesText),
	projections.Changing("brand", "uuid", func(u *user) pgtype.UUID { return projections.UUID(u.brand) }))

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	if err := table.Insert(ctx, tx, f.registered); err != nil {
		return err
	}
	if _, err := table.Update(ctx, tx, slices.Collect(maps.Values(f.changed))); err != nil || len(f.gone) == 0 {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE users SET roles = '{}' WHERE id = ANY ($1::uuid[])`, projections.UUIDs(f.gone))
	return err
}
