package projections

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// errSuperseded means that a newer version serves than the one this program has.
var errSuperseded = errors.New("a newer version serves")

// ErrUnknownProjection means that this program has no projection of that name.
var ErrUnknownProjection = errors.New("unknown projection")

// known is one row of the checkpoints.
type known struct {
	Version, Number int
	Schema, State   string
}

func (r *Runner) projection(name string) (Projection, error) {
	for _, p := range r.config.Projections {
		if p.Spec().Name == name {
			return p, nil
		}
	}
	return nil, fmt.Errorf("%w %q", ErrUnknownProjection, name)
}

func knownBuilds(ctx context.Context, tx pgx.Tx, name string) ([]known, error) {
	const query = `SELECT version, build, schema, state FROM public.projection_checkpoints WHERE name = $1 ORDER BY version, build`
	return All(ctx, tx, pgx.RowToStructByPos[known], query, name)
}

// prepare finds the build that this program's version has to follow, and makes
// it when there is none.
func (r *Runner) prepare(ctx context.Context, p Projection) (*build, error) {
	b := &build{projection: p, spec: p.Spec()}
	err := r.asOwner(ctx, p, func(tx pgx.Tx) error {
		builds, err := knownBuilds(ctx, tx, b.spec.Name)
		if err != nil {
			return err
		}
		found, err := follow(builds, b.spec.Version)
		if err != nil {
			return err
		}
		if found == nil {
			if err := r.create(ctx, tx, b, builds); err != nil {
				return err
			}
			return createIndexes(ctx, tx, b.spec, b.schema)
		}
		b.number, b.schema = found.Number, found.Schema
		return b.load(ctx, tx)
	})
	return b, err
}

// follow picks the live build of the version, or the one that its runner began;
// those that a rebuild began are its own business.
func follow(builds []known, version int) (*known, error) {
	var pick *known
	for i, k := range builds {
		switch {
		case k.State == live && k.Version > version:
			return nil, errSuperseded
		case k.Version != version || k.State == retired:
		case k.State == live:
			pick = &builds[i]
		case pick == nil && k.Number == 0:
			pick = &builds[i]
		}
	}
	return pick, nil
}

// create makes the version's next build, without the indexes that only its readers need.
// The first build of all serves at once.
func (r *Runner) create(ctx context.Context, tx pgx.Tx, b *build, builds []known) error {
	b.state, b.parked = live, map[eventstore.StreamID]struct{}{}
	for _, k := range builds {
		if k.State == live {
			b.state = building
		}
		if k.Version == b.spec.Version {
			b.number = k.Number + 1
		}
	}
	b.schema = schemaName(b.spec, b.number)
	if err := createSchema(ctx, tx, b.spec, b.schema); err != nil {
		return err
	}
	if b.state == live {
		if err := publish(ctx, tx, b.spec, b.schema); err != nil {
			return err
		}
	}
	const query = `INSERT INTO public.projection_checkpoints (name, version, build, schema, state) VALUES ($1, $2, $3, $4, $5)`
	if _, err := tx.Exec(ctx, query, b.spec.Name, b.spec.Version, b.number, b.schema, b.state); err != nil {
		return err
	}
	return b.load(ctx, tx)
}

// current is the live build of a projection, at this program's version.
func (r *Runner) current(ctx context.Context, p Projection) (*build, error) {
	b, err := r.prepare(ctx, p)
	if err == nil && b.state != live {
		err = fmt.Errorf("version %d of %s is still being built", b.spec.Version, b.spec.Name)
	}
	return b, err
}

// Prune drops the builds of a projection that serve no more, and those of
// rebuilds that were given up. It returns the schemas that it dropped.
func (r *Runner) Prune(ctx context.Context, name string) (dropped []string, err error) {
	p, err := r.projection(name)
	if err != nil {
		return nil, err
	}
	err = r.asOwner(ctx, p, func(tx pgx.Tx) error {
		builds, err := knownBuilds(ctx, tx, name)
		if err != nil {
			return err
		}
		for _, k := range builds {
			if k.State == retired || (k.State == building && k.Number > 0) {
				if err := drop(ctx, tx, k.Schema); err != nil {
					return err
				}
				dropped = append(dropped, k.Schema)
			}
		}
		return nil
	})
	return dropped, err
}

func drop(ctx context.Context, tx pgx.Tx, schema string) error {
	if _, err := tx.Exec(ctx, "DROP SCHEMA IF EXISTS "+pgx.Identifier{schema}.Sanitize()+" CASCADE"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM public.projection_checkpoints WHERE schema = $1", schema)
	return err
}
