package auditlog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// entry is one row.
type entry struct {
	*projections.Event
	campaign, participation id.ID
	receipt                 id.ID // of unknown campaign
	issued, matched         bool
	moves, turn             bool
	secured                 int
}

func newEntry(event *projections.Event) entry {
	e := entry{Event: event}
	switch body := event.Body.(type) {
	case sambatan.Event:
		e.campaign, _ = id.Parse(event.StreamID.Identity()) // a campaign's stream without its id is shown without it
		e.participation = sambatan.ParticipationOf(body)
		e.ofCampaign(body)
	case payment.InstructionEvent:
		e.ofInstruction(body)
	case payment.IntentEvent:
		payer, _ := payment.AttemptOf(body)
		e.campaign, e.participation = payer.Campaign, payer.Participation
	case payment.ReceiptEvent:
		e.ofReceipt(body)
		e.identify(body)
	case payment.RefundEvent:
		claim := payment.ClaimOf(body)
		e.campaign, e.participation = claim.Campaign, claim.Participation
	case order.Event:
		e.campaign, e.participation = body.Whose().Campaign, body.Whose().Participation
	}
	return e
}

// ofCampaign notes what makes a campaign what it is: see CampaignAt.
func (e *entry) ofCampaign(event sambatan.Event) {
	switch b := event.(type) { //nolint:gochecksumtype // these only
	case sambatan.Drafted, sambatan.Revised, sambatan.Published, sambatan.Failed, sambatan.Cancelled:
		e.turn = true
	case sambatan.SlotsSecured:
		e.secured = b.Slots
	case sambatan.SlotsReleased:
		e.secured = -b.Slots
	}
}

func (e *entry) ofInstruction(event payment.InstructionEvent) {
	switch b := event.(type) {
	case payment.InstructionIssued:
		e.campaign, e.participation, e.issued = b.Campaign, b.Instruction, true
	case payment.TransferReported:
		e.campaign, e.participation = b.Campaign, b.Instruction
	case payment.ReportRejected:
		e.campaign, e.participation = b.Campaign, b.Instruction
	case payment.InstructionPaid:
		e.participation = b.Instruction
	case payment.InstructionClosed:
		e.participation = b.Instruction
	}
}

func (e *entry) ofReceipt(event payment.ReceiptEvent) {
	switch b := event.(type) {
	case payment.ReceiptRecorded:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.ReceiptMatched:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.ReceiptAllocated:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.EscrowReleased:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.RefundDue:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.ClawbackProposed:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.ClawbackAgreed:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.ClawbackDropped:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.LossProposed:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.WalletSpared:
		e.participation = b.Participation
	case payment.LossDropped:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.RefundTransferProposed:
		e.campaign, e.participation = b.Campaign, b.Participation
	case payment.RefundTransferred:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.RefundReturned:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.RefundWithdrawn:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.RefundSentAfterAll:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.RefundSentTwice:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.ReturnProposed, payment.ReturnProposalDropped:
	case payment.ReturnRecorded:
		e.moves = len(b.Postings) > 0
	case payment.ReturnDropped:
		e.moves = len(b.Postings) > 0
	case payment.ReceiptTakenBack:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	case payment.ShortfallCovered:
		e.campaign, e.participation, e.moves = b.Campaign, b.Participation, len(b.Postings) > 0
	}
}

// identify keeps the receipt of an event that is nobody's yet, and of the one that tells
// whose it is.
func (e *entry) identify(event payment.ReceiptEvent) {
	_, e.matched = event.(payment.ReceiptMatched)
	if e.matched || e.campaign.IsZero() {
		e.receipt, _ = id.Parse(e.StreamID.Identity()) // a stream without one is listed, and nobody's
	}
}

// assign tells earlier events of a receipt whose money it turned out to be, and counts them.
func assign(ctx context.Context, tx pgx.Tx, entries []entry, counted *blocks) error {
	var matches []entry
	for _, e := range entries {
		if e.matched {
			matches = append(matches, e)
		}
	}
	if len(matches) == 0 {
		return nil
	}
	const query = `UPDATE entries e SET campaign = u.campaign, participation = u.participation, since = u.position
		FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) AS u (receipt, campaign, participation, position)
		WHERE e.receipt = u.receipt AND e.campaign IS NULL
		RETURNING e.campaign, e.position, e.moves`
	rows, err := tx.Query(ctx, query,
		projections.Column(matches, func(e *entry) pgtype.UUID { return projections.UUID(e.receipt) }),
		projections.Column(matches, func(e *entry) pgtype.UUID { return projections.UUID(e.campaign) }),
		projections.Column(matches, func(e *entry) pgtype.UUID { return projections.UUID(e.participation) }),
		projections.Column(matches, func(e *entry) int64 { return int64(e.Position) }))
	if err != nil {
		return err
	}
	var campaign id.ID
	var position eventstore.Position
	var moves bool
	_, err = pgx.ForEachRow(rows, []any{projections.ScanID(&campaign), &position, &moves}, func() error {
		counted.add(campaign, position, moves, 0) // it secures nothing: it is not of the campaign's own stream
		return nil
	})
	return err
}

// findCampaigns fills in the campaigns of events that name only an instruction,
// from the event that issued it.
func findCampaigns(ctx context.Context, tx pgx.Tx, entries []entry) error {
	known := map[id.ID]id.ID{}
	for _, e := range entries {
		if e.issued {
			known[e.participation] = e.campaign
		}
	}
	var missing []id.ID
	for i := range entries {
		e := &entries[i]
		if !e.campaign.IsZero() || e.participation.IsZero() {
			continue
		}
		if e.campaign = known[e.participation]; e.campaign.IsZero() {
			missing = append(missing, e.participation)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if err := lookUp(ctx, tx, missing, known); err != nil {
		return fmt.Errorf("read the campaigns of instructions: %w", err)
	}
	for i := range entries {
		if e := &entries[i]; e.campaign.IsZero() && !e.participation.IsZero() {
			e.campaign = known[e.participation]
		}
	}
	return nil
}

func lookUp(ctx context.Context, tx pgx.Tx, participations []id.ID, known map[id.ID]id.ID) error {
	const query = `SELECT participation, campaign FROM entries WHERE issued AND participation = ANY ($1::uuid[])`
	rows, err := tx.Query(ctx, query, projections.UUIDs(participations))
	if err != nil {
		return err
	}
	var participation, campaign id.ID
	_, err = pgx.ForEachRow(rows, []any{projections.ScanID(&participation), projections.ScanID(&campaign)}, func() error {
		known[participation] = campaign
		return nil
	})
	return err
}

var table = projections.NewTable("entries",
	projections.Key("position", "bigint", func(e *entry) int64 { return int64(e.Position) }),
	projections.Fixed("campaign", "uuid", func(e *entry) pgtype.UUID { return projections.UUID(e.campaign) }),
	projections.Fixed("participation", "uuid", func(e *entry) pgtype.UUID { return projections.UUID(e.participation) }),
	projections.Fixed("since", "bigint", func(e *entry) int64 { return int64(e.Position) }),
	projections.Fixed("receipt", "uuid", func(e *entry) pgtype.UUID { return projections.UUID(e.receipt) }),
	projections.Fixed("issued", "boolean", func(e *entry) bool { return e.issued }),
	projections.Fixed("recorded_at", "timestamptz", func(e *entry) pgtype.Timestamptz { return projections.Time(e.RecordedAt) }),
	projections.Fixed("moves", "boolean", func(e *entry) bool { return e.moves }),
	projections.Fixed("secured", "integer", func(e *entry) int { return e.secured }),
	projections.Fixed("turn", "boolean", func(e *entry) bool { return e.turn }))

func topics(entries []entry) []string {
	t := projections.Topics{}
	t.Add(projections.OpsTopic)
	for _, e := range entries {
		if !e.campaign.IsZero() {
			t.Add(projections.CampaignTopic(e.campaign))
		}
	}
	return t.List()
}
