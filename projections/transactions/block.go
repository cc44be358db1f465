package transactions

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// blockSize is how many positions a block covers.
const blockSize = 512

type blockKey struct {
	campaign id.ID
	number   int64
	account  money.Account // or what it is of
}

// block is what the lines that became a campaign's in some positions come to.
type block struct {
	blockKey
	debit, credit money.Rupiah
}

// blocks are what a batch adds to them, in the order in which they were met.
type blocks struct {
	of    map[blockKey]int
	added []block
}

func newBlocks() *blocks { return &blocks{of: map[blockKey]int{}} }

func (b *blocks) add(campaign id.ID, since eventstore.Position, posting money.Posting) {
	key := blockKey{campaign, int64(since) / blockSize, kindOf(posting.Account)}
	at, known := b.of[key]
	if !known {
		at = len(b.added)
		b.of[key], b.added = at, append(b.added, block{blockKey: key})
	}
	if posting.Amount > 0 {
		b.added[at].debit += posting.Amount
	} else {
		b.added[at].credit -= posting.Amount
	}
}

func (b *blocks) save(ctx context.Context, tx pgx.Tx) error {
	if len(b.added) == 0 {
		return nil
	}
	const query = `INSERT INTO blocks AS b (campaign, block, account, debit, credit)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
		ON CONFLICT (campaign, block, account) DO UPDATE SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit`
	_, err := tx.Exec(ctx, query,
		projections.Column(b.added, func(b *block) pgtype.UUID { return projections.UUID(b.campaign) }),
		projections.Column(b.added, func(b *block) int64 { return b.number }),
		projections.Column(b.added, func(b *block) string { return string(b.account) }),
		projections.Column(b.added, func(b *block) int64 { return int64(b.debit) }),
		projections.Column(b.added, func(b *block) int64 { return int64(b.credit) }))
	return err
}

// CampaignSumsAt is CampaignBalancesAt with all accounts of a kind that are buyers' taken together, and
// named by it: liability:escrow:*. However many there are, it adds up blocks, and the lines of one.
func CampaignSumsAt(ctx context.Context, q projections.Querier, campaign id.ID, position eventstore.Position) ([]Balance, error) {
	const query = `SELECT account, debit, credit FROM sambatan_transaction_blocks WHERE campaign = $1 AND block < $2::bigint / $3::bigint
		UNION ALL
		SELECT account, greatest(amount, 0), greatest(-amount, 0) FROM sambatan_transactions
		WHERE campaign = $1 AND since >= $2::bigint / $3::bigint * $3::bigint AND since < $2::bigint`
	rows, err := q.Query(ctx, query, projections.UUID(campaign), int64(position)+1, int64(blockSize))
	if err != nil {
		return nil, err
	}
	sums, line := wallet.Balances{}, Balance{}
	_, err = pgx.ForEachRow(rows, []any{(*string)(&line.Account), &line.Debit, &line.Credit}, func() error {
		sums.Add(wallet.Balances{kindOf(line.Account): {Debits: line.Debit, Credits: line.Credit}})
		return nil
	})
	all := make([]Balance, 0, len(sums))
	for _, account := range sums.Accounts() {
		all = append(all, Balance{account, sums[account].Debits, sums[account].Credits})
	}
	return all, err
}
