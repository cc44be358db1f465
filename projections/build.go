package projections

import (
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// States of a build.
const (
	building = "building"
	live     = "live"
	retired  = "retired"
)

// errFenced means that the build is not as it is remembered: another runner was
// faster, or it was released, switched or dropped. Load it again.
var errFenced = errors.New("the checkpoint was moved by someone else")

// build is one set of a projection's tables, as its checkpoint describes it.
type build struct {
	projection Projection
	spec       Spec
	number     int
	schema     string
	state      string
	position   eventstore.Position
	epoch      int64
	parked     map[eventstore.StreamID]struct{}
	acted      eventstore.Position // Actor: up to where it has acted
}

func schemaName(spec Spec, number int) string {
	if number == 0 {
		return fmt.Sprintf("p_%s_v%d", spec.Name, spec.Version)
	}
	return fmt.Sprintf("p_%s_v%d_b%d", spec.Name, spec.Version, number)
}

// begin opens a transaction of the build. Losing the newest commits in a crash
// is harmless, since rows and checkpoint go back together and the log is read
// again: so nothing waits for the disk here. Plans are made once, for tables that may
// grow from nothing: they must not depend on what a table is like when they are made.
func (b *build) begin() pgx.TxOptions {
	return pgx.TxOptions{BeginQuery: fmt.Sprintf(
		`BEGIN; SET LOCAL ROLE %s; SET LOCAL search_path = %s, public; SET LOCAL synchronous_commit = off;
		SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '15s';
		SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off`,
		rowsRole, pgx.Identifier{b.schema}.Sanitize())}
}

// ready returns the events that may be applied: not those of a parked stream.
func (b *build) ready(events []Event) []Event {
	if len(b.parked) == 0 {
		return events
	}
	ready := make([]Event, 0, len(events))
	for _, event := range events {
		if _, waits := b.parked[event.StreamID]; !waits {
			ready = append(ready, event)
		}
	}
	return ready
}

// checkpoint is what a commit moves.
type checkpoint struct {
	position   eventstore.Position
	recordedAt time.Time
}

func checkpointOf(event Event) checkpoint {
	return checkpoint{position: event.Position, recordedAt: event.RecordedAt}
}
