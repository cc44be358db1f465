// Package projections runs the read side: it feeds the log to read models and
// keeps their rows and their checkpoint in one transaction, so that every event
// takes effect exactly once. Each read model is a package of its own below this
// one, with its tables, its writer and its queries together.
//
// A [Runner] follows the log once per process, decodes every event once and
// hands it to all projections; each applies it in transactions of its own, as
// fast as it can. See [Projection] for what a read model has to bring.
package projections

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Event is a recorded event with its body decoded, once for all projections.
// Body is a value of one of the services' event types (sambatan.SlotsHeld, …).
// Events are shared: read them only.
type Event struct {
	eventstore.Recorded
	Body any
	// Err tells why there is no body. Only a [RawReader] is handed such an
	// event; for every other projection it is one that can't be applied.
	Err error
}

// View publishes a table of the current version under a stable name.
type View struct {
	Public string // "sambatan_participants", in schema public
	Table  string // "participants", in the projection's own schema
}

// Spec is what one version of one read model says of itself.
type Spec struct {
	// Name of the read model, lower case: "participants".
	Name string
	// Version is raised whenever a column or a rule changes; the new version is
	// built beside the old one and takes over its public views when caught up.
	Version int
	// DDL creates the tables, their indexes and comments, and the policies of
	// role sambatan_web. The runner switches row level security on, and lets
	// sambatan_project and sambatan_auditor in.
	DDL string
	// Indexes creates the indexes that Apply does without: those of readers, and of who
	// acts. A rebuild makes them when the rows are there, which costs less and packs them
	// better.
	Indexes string
	// Views that the version publishes once it is live.
	Views []View
	// Money tells that rows are money: on an event that can't be applied the
	// projection stops and says so, instead of parking the event's stream.
	Money bool
}

// Projection is one version of one read model.
//
// Its tables live in a schema p_<name>_v<version> (a rebuild makes another,
// _b<build>), which is first on the search_path while DDL and Apply run: name
// tables without a schema.
type Projection interface {
	// Spec never changes.
	Spec() Spec
	// Apply folds a batch (at most MaxCommitEvents, in order) into the
	// tables with set-based SQL, and returns the topics whose readers should
	// look again ("campaign:<id>", "ops"). It must not have any other effect.
	//
	// After an error the batch is taken back and tried again in smaller pieces,
	// so nothing may be remembered in Go between calls.
	Apply(ctx context.Context, tx pgx.Tx, batch []Event) (topics []string, err error)
}

// Actor is a projection that also acts outside its own tables, as by inserting
// jobs. The runner calls Act once for each event of the live build, whatever is
// rebuilt, in the transaction that applies it.
type Actor interface {
	Projection
	// Act must write under unique keys: it may see an event again after its
	// stream was parked and released.
	Act(ctx context.Context, tx pgx.Tx, batch []Event) error
}

// RawReader is a projection that needs no bodies, and is handed every event.
type RawReader interface {
	Projection
	ReadsRaw()
}
