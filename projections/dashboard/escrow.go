package dashboard

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// escrowPrefix begins the names of the accounts that hold a campaign's money.
const escrowPrefix = "liability:escrow:"

type flow struct {
	campaign           id.ID
	received, returned money.Rupiah
	released           money.Rupiah
}

// applyEscrow adds what the batch moved in and out of escrow.
func applyEscrow(ctx context.Context, tx pgx.Tx, batch []projections.Event, topics projections.Topics) error {
	flows := map[id.ID]flow{}
	for i := range batch {
		_, releases := batch[i].Body.(payment.EscrowReleased)
		if err := addFlows(flows, postings(batch[i].Body), releases); err != nil {
			return fmt.Errorf("%s: %w", &batch[i].Recorded, err)
		}
	}
	if len(flows) == 0 {
		return nil
	}
	rows := slices.Collect(maps.Values(flows))
	for _, f := range rows {
		topics.Add(projections.CampaignTopic(f.campaign), projections.OpsTopic)
	}
	const query = `INSERT INTO escrow AS e (campaign, received, returned, released)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
		ON CONFLICT (campaign) DO UPDATE SET received = e.received + excluded.received,
			returned = e.returned + excluded.returned, released = e.released + excluded.released`
	_, err := tx.Exec(ctx, query,
		projections.Column(rows, func(f *flow) pgtype.UUID { return projections.UUID(f.campaign) }),
		projections.Column(rows, func(f *flow) int64 { return int64(f.received) }),
		projections.Column(rows, func(f *flow) int64 { return int64(f.returned) }),
		projections.Column(rows, func(f *flow) int64 { return int64(f.released) }))
	if err != nil {
		return fmt.Errorf("write escrow: %w", err)
	}
	return nil
}

func postings(body any) []money.Posting {
	event, ok := body.(payment.ReceiptEvent)
	if !ok {
		return nil
	}
	switch e := event.(type) {
	case payment.ReceiptAllocated:
		return e.Postings
	case payment.EscrowReleased:
		return e.Postings
	case payment.RefundDue:
		return e.Postings
	case payment.RefundTransferred:
		return e.Postings
	case payment.RefundReturned:
		return e.Postings
	case payment.RefundWithdrawn:
		return e.Postings
	case payment.RefundSentAfterAll:
		return e.Postings
	case payment.RefundSentTwice:
		return e.Postings
	case payment.ReceiptTakenBack:
		return e.Postings
	case payment.ShortfallCovered:
		return e.Postings
	case payment.ReceiptRecorded:
		return e.Postings
	case payment.ReceiptMatched, payment.RefundTransferProposed, payment.ClawbackProposed, payment.ClawbackAgreed, payment.ClawbackDropped,
		payment.LossProposed, payment.LossDropped, payment.WalletSpared, payment.ReturnProposed, payment.ReturnRecorded, payment.ReturnDropped, payment.ReturnProposalDropped:
	}
	return nil
}

// addFlows sorts what moved by where it went: releases tells that it left to the brand.
func addFlows(flows map[id.ID]flow, postings []money.Posting, releases bool) error {
	for _, p := range postings {
		rest, isEscrow := strings.CutPrefix(string(p.Account), escrowPrefix)
		if !isEscrow {
			continue
		}
		name, _, _ := strings.Cut(rest, ":")
		campaign, err := id.Parse(name)
		if err != nil {
			return fmt.Errorf("account %s: %w", p.Account, err)
		}
		f := flows[campaign]
		f.campaign = campaign
		switch {
		case p.Amount < 0:
			f.received -= p.Amount
		case releases:
			f.released += p.Amount
		default:
			f.returned += p.Amount
		}
		flows[campaign] = f
	}
	return nil
}

var jakarta = time.FixedZone("WIB", 7*60*60)

// jakartaDay is the day that an instant belongs to where the operators are.
func jakartaDay(t time.Time) time.Time {
	year, month, day := t.In(jakarta).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func saveDays(ctx context.Context, tx pgx.Tx, days map[time.Time]int) error {
	if len(days) == 0 {
		return nil
	}
	keys := slices.Collect(maps.Keys(days))
	const query = `INSERT INTO days AS d (day, secured) SELECT * FROM unnest($1::date[], $2::integer[])
		ON CONFLICT (day) DO UPDATE SET secured = d.secured + excluded.secured`
	_, err := tx.Exec(ctx, query, keys, projections.Column(keys, func(day *time.Time) int { return days[*day] }))
	if err != nil {
		return fmt.Errorf("write days: %w", err)
	}
	return nil
}
