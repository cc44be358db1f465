package bench

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

//go:embed rival.sql
var rivalSchema string

// rivalPools are the pool sizes that the rival may choose from: more
// connections than two or four only queue for the row's lock.
var rivalPools = []int32{2, 4, 8, 16, 32}

// Rival is CRUD done well: one prepared PL/pgSQL call in one round trip.
type Rival struct {
	dsn      string
	campaign id.ID
}

// NewRival creates the rival's schema and its one hot campaign.
func NewRival(ctx context.Context, dsn string) (*Rival, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("rival: %w", err)
	}
	defer conn.Close(ctx) //nolint:errcheck // the session ends either way
	r := &Rival{dsn: dsn, campaign: id.New()}
	if _, err := conn.Exec(ctx, rivalSchema); err != nil {
		return nil, fmt.Errorf("rival: %w", err)
	}
	_, err = conn.Exec(ctx, `INSERT INTO rival.campaigns (id, slots, price, shipping, max_per_buyer, deadline)
		VALUES ($1, 100000000, 265000, 18000, 4, now() + interval '10 days')`, r.campaign)
	return r, err
}

// Best runs the rival with every pool size for a moment, then measures the
// fastest one in full.
func (r *Rival) Best(ctx context.Context, clients int, length time.Duration) (Row, error) {
	var fastest int32
	var most float64
	for _, size := range rivalPools {
		row, err := r.measure(ctx, size, clients, max(length/5, time.Second))
		if err != nil {
			return row, err
		}
		if row.PerSecond > most {
			fastest, most = size, row.PerSecond
		}
	}
	return r.measure(ctx, fastest, clients, length)
}

func (r *Rival) measure(ctx context.Context, size int32, clients int, length time.Duration) (Row, error) {
	pool, err := r.pool(ctx, size)
	if err != nil {
		return Row{}, err
	}
	defer pool.Close()
	return Load(ctx, Path{Name: "crud", Connections: int(size), Do: func(ctx context.Context, _, _ int) error {
		return r.join(ctx, pool)
	}}, clients, length)
}

func (r *Rival) pool(ctx context.Context, size int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(r.dsn)
	if err != nil {
		return nil, fmt.Errorf("rival: %w", err)
	}
	config.MaxConns, config.MinConns = size, size
	return pgxpool.NewWithConfig(ctx, config)
}

func (r *Rival) join(ctx context.Context, pool *pgxpool.Pool) error {
	b, err := newBuyer()
	if err != nil {
		return err
	}
	var due int64
	err = pool.QueryRow(ctx, `SELECT rival.join_campaign($1, $2, $3, 1, $4, $5, $6)`,
		r.campaign, b.participation, b.id, b.address, b.account, b.command).Scan(&due)
	if err != nil {
		return fmt.Errorf("rival: %w", err)
	}
	return nil
}

func isConflict(err error) bool { return errors.Is(err, eventstore.ErrUnexpectedVersion) }
