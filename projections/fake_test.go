package projections_test

import (
	"context"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/projections"
)

var errPoison = errors.New("tastes bad")

// fake writes down which events it saw, and takes poison where it is told to.
type fake struct {
	name    string
	version int
	money   bool
	mu      sync.Mutex
	poison  map[eventstore.Position]func() error
}

func newFake(name string, money bool, at ...eventstore.Position) *fake {
	f := &fake{name: name, version: 1, money: money, poison: map[eventstore.Position]func() error{}}
	for _, position := range at {
		f.poison[position] = func() error { return errPoison }
	}
	return f
}

func (f *fake) cure() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.poison)
}

func (f *fake) Spec() projections.Spec {
	return projections.Spec{
		Name: f.name, Version: f.version, Money: f.money,
		DDL: `CREATE TABLE seen (n bigserial, position bigint PRIMARY KEY, stream text NOT NULL);
		COMMENT ON TABLE seen IS 'kind: derived; events seen by a test';
		GRANT USAGE ON SEQUENCE seen_n_seq TO sambatan_project;
		CREATE POLICY seen ON seen FOR SELECT TO sambatan_web USING (true)`,
		Views: []projections.View{{Public: "test_" + f.name, Table: "seen"}},
	}
}

func (f *fake) Apply(ctx context.Context, tx pgx.Tx, batch []projections.Event) ([]string, error) {
	if len(batch) > projections.MaxCommitEvents {
		return nil, errors.New("too many")
	}
	for _, event := range batch {
		f.mu.Lock()
		poison := f.poison[event.Position]
		f.mu.Unlock()
		if poison != nil {
			if err := poison(); err != nil {
				return nil, err
			}
		}
		if _, err := tx.Exec(ctx, `INSERT INTO seen (position, stream) VALUES ($1, $2)`, event.Position, string(event.StreamID)); err != nil {
			return nil, err
		}
	}
	return []string{"test"}, nil
}

// sight is one line that a fake wrote.
type sight struct {
	Position eventstore.Position
	Stream   string
}

// saw returns what a fake wrote into its serving tables, in the order of writing.
func (b *bench) saw(f *fake) []sight {
	b.t.Helper()
	rows, err := projections.All(b.t.Context(), b.db.Pool, pgx.RowToStructByPos[sight],
		"SELECT position, stream FROM test_"+f.name+" ORDER BY n")
	require.NoError(b.t, err)
	return rows
}

func (b *bench) status(name string) projections.Status {
	b.t.Helper()
	all, err := projections.ReadStatus(b.t.Context(), b.db.Pool, b.log, b.log.Now())
	require.NoError(b.t, err)
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	b.t.Fatalf("no status of %s", name)
	return projections.Status{}
}

// everything is what a fake should have seen of a log, in order.
func everything(events []eventstore.Recorded) []sight {
	var all []sight
	for _, e := range events {
		all = append(all, sight{e.Position, string(e.StreamID)})
	}
	return all
}
