package payouts

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Group is what an operator has to do about payouts.
type Group string

// Groups, the most urgent first. A payout is in one of them, or needs nobody.
const (
	GroupFailed  Group = "failed"  // nobody knows how to go on
	GroupUnclear Group = "unclear" // the channel does not say
	GroupAgree   Group = "agree"   // people have to agree to it
	GroupByHand  Group = "by_hand" // an operator has to send it
	GroupMoving  Group = "moving"  // on its way, or about to be
	GroupDone    Group = "done"    // paid, or not paid any more
)

// Groups lists all of them in order.
var Groups = []Group{GroupFailed, GroupUnclear, GroupAgree, GroupByHand, GroupMoving, GroupDone}

const grouped = `(SELECT *, CASE
		WHEN state = 'Failed' THEN 'failed'
		WHEN state = 'Unknown' THEN 'unclear'
		WHEN state = 'Proposed' THEN 'agree'
		WHEN state = 'Queued' AND way = 'operator' THEN 'by_hand'
		WHEN state IN ('Queued', 'Submitted') THEN 'moving'
		ELSE 'done' END AS todo FROM payouts) AS p `

// Entry is a payout and whose it is.
type Entry struct {
	Payout

	BrandName string
}

// ToDo returns a page of the payouts of a group: those that wait longest first, done ones
// the newest first.
func ToDo(ctx context.Context, q projections.Querier, group Group, limit, offset int) ([]Entry, int, error) {
	query := selectPayout + `, coalesce((SELECT name FROM marketplace_brands b WHERE b.brand = p.brand), ''), count(*) OVER () FROM ` +
		grouped + `WHERE todo = $1 ORDER BY changed_at`
	if group == GroupDone {
		query += ` DESC`
	}
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (e Entry, err error) {
		e.Payout, err = scanPayoutWith(row, &e.BrandName, total)
		return e, err
	}, query+`, payout LIMIT $2 OFFSET $3`, string(group), limit, offset)
}

// Counts tells how many payouts are in each group.
func Counts(ctx context.Context, q projections.Querier) (map[Group]int, error) {
	type counted struct {
		group Group
		count int
	}
	rows, err := projections.All(ctx, q, func(row pgx.CollectableRow) (c counted, err error) {
		err = row.Scan((*string)(&c.group), &c.count)
		return c, err
	}, `SELECT todo, count(*) FROM `+grouped+`GROUP BY todo`)
	counts := make(map[Group]int, len(rows))
	for _, c := range rows {
		counts[c.group] = c.count
	}
	return counts, err
}

// Account is a brand whose money or account waits for somebody.
type Account struct {
	Seller

	BrandName string
	City      string
	Live      bool // a payout has begun and not ended
}

// Accounts returns the brands that have something, or want something: those with an account
// to look at first, then those that are held, then by what they are due.
func Accounts(ctx context.Context, q projections.Querier, limit, offset int) ([]Account, int, error) {
	const query = selectSeller + `, coalesce(b.name, ''), coalesce(b.city, ''),
			EXISTS (SELECT FROM ` + grouped + `WHERE p.brand = s.brand AND todo <> 'done'), count(*) OVER ()
		FROM payout_sellers s LEFT JOIN marketplace_brands b USING (brand)
		ORDER BY account_state IS DISTINCT FROM 'Proposed', held IS NULL, due - owed DESC, brand LIMIT $1 OFFSET $2`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (a Account, err error) {
		err = row.Scan(append(a.targets(), &a.BrandName, &a.City, &a.Live, total)...)
		return a, err
	}, query, limit, offset)
}
