package auditlog

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
)

// blockSize is how many positions a block covers. A count reads the blocks before a position, and
// the entries of the block that it is in.
const blockSize = 512

// block is what the entries of a campaign in some positions come to.
type block struct {
	campaign               id.ID
	number                 int64
	events, money, secured int
}

type blockKey struct {
	campaign id.ID
	number   int64
}

// blocks are what a batch adds to them, in the order in which they were met.
type blocks struct {
	of    map[blockKey]int
	added []block
}

func newBlocks(entries []entry) *blocks {
	b := &blocks{of: map[blockKey]int{}}
	for i := range entries {
		if e := &entries[i]; !e.campaign.IsZero() {
			b.add(e.campaign, e.Position, e.moves, e.secured)
		}
	}
	return b
}

func (b *blocks) add(campaign id.ID, position eventstore.Position, moves bool, secured int) {
	key := blockKey{campaign, int64(position) / blockSize}
	at, known := b.of[key]
	if !known {
		at = len(b.added)
		b.of[key], b.added = at, append(b.added, block{campaign: campaign, number: key.number})
	}
	one := &b.added[at]
	one.events, one.secured = one.events+1, one.secured+secured
	if moves {
		one.money++
	}
}

func (b *blocks) save(ctx context.Context, tx pgx.Tx) error {
	if len(b.added) == 0 {
		return nil
	}
	const query = `INSERT INTO blocks AS b (campaign, block, events, money, secured)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::int[], $5::int[])
		ON CONFLICT (campaign, block) DO UPDATE
		SET events = b.events + excluded.events, money = b.money + excluded.money, secured = b.secured + excluded.secured`
	_, err := tx.Exec(ctx, query,
		projections.Column(b.added, func(b *block) pgtype.UUID { return projections.UUID(b.campaign) }),
		projections.Column(b.added, func(b *block) int64 { return b.number }),
		projections.Column(b.added, func(b *block) int { return b.events }),
		projections.Column(b.added, func(b *block) int { return b.money }),
		projections.Column(b.added, func(b *block) int { return b.secured }))
	return err
}
