package projections

import (
	"cmp"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// Roles that the runner takes for each of its transactions.
const (
	rowsRole  = "sambatan_project"
	ownerRole = "sambatan_owner"
)

// Config of a Runner.
type Config struct {
	// Pool applies events; its user may become sambatan_project. It needs a
	// connection for each projection to be as fast as it can.
	Pool *pgxpool.Pool
	// Owner creates, switches and drops schemas; its user may create schemas and
	// become sambatan_owner, as the one who migrates may.
	Owner *pgxpool.Pool
	// Follower brings new events. Reader reads the past, for those behind.
	Follower eventstore.Follower
	Reader   eventstore.Reader
	// Decoders of every service whose events the projections know.
	Decoders *Decoders
	// Projections to run, each at the one version that this program knows.
	Projections []Projection
	// OnCommit is told of each commit of a live projection. It must not block.
	// Nil: nobody listens.
	OnCommit func(Commit)
	// Logger; nil: slog.Default().
	Logger *slog.Logger
	// Pace is how long a projection rests between two commits of a rush, and how
	// long it then waits for its turn: together the most that they add to a read
	// model's age. Zero: 100 ms.
	Pace time.Duration
	// Parallel is how many projections write at once, so that they leave some of
	// the processors to those who record events. One that got no turn for a Pace
	// takes it: nobody stands behind a lock that others wait for. Zero: half as
	// many as there are processors, at least 2.
	Parallel int
	// RetryAfter is the pause after an error that may pass, as a lost
	// connection. Zero: 500 ms.
	RetryAfter time.Duration
	// RecheckAfter is the pause until a stopped projection tries again. Zero: 15 s.
	RecheckAfter time.Duration
}

// Commit tells that a projection's rows have moved.
type Commit struct {
	Name     string
	Version  int
	Position eventstore.Position // up to which the rows are
	Topics   []string            // whose readers should look again, sorted
}

func (c Config) withDefaults() Config {
	if c.OnCommit == nil {
		c.OnCommit = func(Commit) {}
	}
	c.Logger = cmp.Or(c.Logger, slog.Default())
	c.Pace = cmp.Or(c.Pace, 100*time.Millisecond)
	c.Parallel = cmp.Or(c.Parallel, max(2, runtime.GOMAXPROCS(0)/2))
	c.RetryAfter = cmp.Or(c.RetryAfter, 500*time.Millisecond)
	c.RecheckAfter = cmp.Or(c.RecheckAfter, 15*time.Second)
	return c
}

func (c Config) mustValidate() {
	switch {
	case c.Pool == nil, c.Owner == nil:
		panic("projections: Config needs Pool and Owner")
	case c.Follower == nil, c.Reader == nil, c.Decoders == nil:
		panic("projections: Config needs Follower, Reader and Decoders")
	case len(c.Projections) == 0:
		panic("projections: Config without Projections")
	}
	seen := map[string]bool{}
	for _, p := range c.Projections {
		if seen[p.Spec().Name] {
			panic("projections: " + p.Spec().Name + " is there twice")
		}
		seen[p.Spec().Name] = true
	}
}
