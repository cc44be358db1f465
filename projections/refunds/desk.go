package refunds

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/projections"
)

// Group is what an operator has to do about refunds.
type Group string

// Groups, the most urgent first. A refund is in one of them, or needs nobody.
const (
	GroupFailed Group = "failed" // nobody knows how to go on
	// GroupUnclear: the channel does not say, or contradicts itself, or did something by itself;
	// or somebody says that they sent what was voided, or had been sent, and another one has not.
	GroupUnclear Group = "unclear"
	GroupAccount Group = "account" // its buyer has to name an account
	GroupDormant Group = "dormant" // nobody answers
	GroupByHand  Group = "by_hand" // an operator has to send it
	GroupMoving  Group = "moving"  // on its way, or about to be
)

// Groups lists all of them in order.
var Groups = []Group{GroupFailed, GroupUnclear, GroupAccount, GroupDormant, GroupByHand, GroupMoving}

const grouped = `FROM (SELECT *, CASE
		WHEN contradicted OR state IN ('Unknown', 'External', 'Voided', 'Succeeded', 'ManualDone') THEN 'unclear'
		WHEN state = 'Failed' THEN 'failed'
		WHEN state = 'NeedsDestination' THEN 'account'
		WHEN state = 'Dormant' THEN 'dormant'
		WHEN state IN ('Due', 'Queued') AND way = 'operator' THEN 'by_hand'
		ELSE 'moving' END AS todo
	FROM payment_refund_ways WHERE state NOT IN ('Succeeded', 'ManualDone', 'Voided', 'Resolved') OR contradicted
		OR state IN ('Voided', 'Succeeded', 'ManualDone') AND proposed_by IS NOT NULL) AS w `

// ToDo returns a page of the refunds of a group, those promised first on top.
func ToDo(ctx context.Context, q projections.Querier, group Group, limit, offset int) ([]Way, int, error) {
	const where = `, count(*) OVER () ` + grouped + `WHERE todo = $1 ORDER BY promised_by NULLS FIRST, refund LIMIT $2 OFFSET $3`
	return projections.Page(ctx, q, func(row pgx.CollectableRow, total *int) (w Way, err error) {
		err = row.Scan(append(w.targets(), total)...)
		return w, err
	}, selectWay+where, string(group), limit, offset)
}

// Unclear is what channels have not said.
type Unclear struct {
	Count int
	Since time.Time // of the oldest; zero: there is none
}

// FindUnclear looks for refunds of which the channel does not say whether they were sent.
func FindUnclear(ctx context.Context, q projections.Querier) (Unclear, error) {
	return projections.One(ctx, q, func(row pgx.CollectableRow) (u Unclear, err error) {
		err = row.Scan(&u.Count, projections.ScanTime(&u.Since))
		return u, err
	}, `SELECT count(*), min(changed_at) FROM payment_refund_ways WHERE state = 'Unknown'`)
}

// Counts tells how many refunds are in each group.
func Counts(ctx context.Context, q projections.Querier) (map[Group]int, error) {
	type counted struct {
		group Group
		count int
	}
	rows, err := projections.All(ctx, q, func(row pgx.CollectableRow) (c counted, err error) {
		err = row.Scan((*string)(&c.group), &c.count)
		return c, err
	}, `SELECT todo, count(*) `+grouped+`GROUP BY todo`)
	counts := make(map[Group]int, len(rows))
	for _, c := range rows {
		counts[c.group] = c.count
	}
	return counts, err
}
