package participants

import (
	"cmp"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// row is what changes of a participation.
type row struct {
	participation, campaign, buyer id.ID
	slots                          int
	state                          State
	heldAt, expiresAt, keptUntil   time.Time
	offeredUntil                   time.Time
	ending                         string
	answer                         Answer
	answerRound                    int
	agreed                         time.Time
	paidAt, securedAt              time.Time
	endedAt, settledAt             time.Time
	receipt                        id.ID
	missing                        money.Rupiah
	regained                       bool
	reason                         string
	declined                       string
	declinedAt                     time.Time
	position                       eventstore.Position
	changed                        bool
}

// joined is a new row, with what never changes: of a hold, or of a place on the
// waitlist.
type joined struct {
	*row
	event                          sambatan.WaitlistJoined
	at                             time.Time
	joined                         eventstore.Position
	brand, product                 pgtype.UUID
	address, refundAccount, public pgtype.Text
	consent                        string
}

// fold brings the rows that a batch touches forward in memory, so that each is
// written once.
type fold struct {
	rows   map[id.ID]*row
	begun  []joined // new rows
	joins  []joined // that took slots
	queue  map[id.ID]*place
	topics projections.Topics
}

func newFold() *fold {
	return &fold{rows: map[id.ID]*row{}, queue: map[id.ID]*place{}, topics: projections.Topics{}}
}

func (f *fold) add(event projections.CampaignEvent) error {
	f.line(event)
	if asked, ok := event.Body.(sambatan.WaitlistJoined); ok {
		return f.wait(event, asked)
	}
	if held, ok := event.Body.(sambatan.SlotsHeld); ok {
		return f.hold(event, held)
	}
	return f.change(event)
}

func (f *fold) change(event projections.CampaignEvent) error {
	participation := sambatan.ParticipationOf(event.Body)
	r := f.rows[participation]
	if participation.IsZero() || r == nil {
		return nil // a payment for a participation that never was is declined, and has no row
	}
	r.evolve(event)
	r.position, r.changed = event.Position, true
	f.topics.Add(projections.CampaignTopic(event.Campaign), projections.BuyerTopic(r.buyer))
	return nil
}

// hold begins a row, or goes on with that of who had waited.
func (f *fold) hold(event projections.CampaignEvent, held sambatan.SlotsHeld) error {
	asked := sambatan.WaitlistJoined{
		Campaign: held.Campaign, Participation: held.Participation, Buyer: held.Buyer, Slots: held.Slots, Amount: held.Amount,
		Consent: held.Consent, Address: held.Address, RefundAccount: held.RefundAccount, Public: held.Public,
	}
	j, err := f.newest(event, asked, Held)
	if err != nil {
		return err
	}
	if waited := f.rows[held.Participation]; waited != nil {
		j.row = waited
		j.state, j.offeredUntil, j.position, j.changed = Held, time.Time{}, event.Position, true
	} else {
		f.rows[held.Participation] = j.row
		f.begun = append(f.begun, j)
	}
	j.heldAt, j.expiresAt, j.agreed = event.RecordedAt, held.ExpiresAt, held.Agreed
	f.joins = append(f.joins, j)
	return nil
}

func (f *fold) wait(event projections.CampaignEvent, asked sambatan.WaitlistJoined) error {
	j, err := f.newest(event, asked, Waiting)
	if err != nil {
		return err
	}
	f.rows[asked.Participation] = j.row
	f.begun = append(f.begun, j)
	return nil
}

func (f *fold) newest(event projections.CampaignEvent, asked sambatan.WaitlistJoined, state State) (joined, error) {
	j := joined{
		row: &row{
			participation: asked.Participation, campaign: event.Campaign, buyer: asked.Buyer, slots: asked.Slots,
			state: state, position: event.Position,
		},
		event: asked, at: event.RecordedAt, joined: event.Position,
	}
	if err := j.seal(); err != nil {
		return j, fmt.Errorf("join %s: %w", &event.Recorded, err)
	}
	f.topics.Add(projections.CampaignTopic(event.Campaign), projections.BuyerTopic(asked.Buyer))
	return j, nil
}

func (r *row) evolve(event projections.CampaignEvent) {
	switch e := event.Body.(type) {
	case sambatan.HoldKept:
		r.keep(e.Until)
	case sambatan.HoldEnding:
		r.ending = cmp.Or(string(e.Reason), Expiry)
	case sambatan.HoldCancelled:
		r.end(Released, event.RecordedAt, string(e.Reason))
	case sambatan.HoldExpired:
		r.end(Expired, event.RecordedAt, Expiry)
	case sambatan.PartPaid:
		r.missing = e.Missing
	case sambatan.PartTakenBack:
		r.missing = e.Missing
	case sambatan.SlotsSecured:
		r.missing, r.ending = 0, ""
		r.state, r.receipt, r.regained = Secured, e.Receipt, e.Regained
		r.paidAt, r.securedAt, r.endedAt, r.keptUntil, r.reason = e.PaidAt, event.RecordedAt, time.Time{}, time.Time{}, ""
	case sambatan.PaymentDeclined:
		r.declined, r.declinedAt = string(e.Reason), event.RecordedAt
	case sambatan.SlotsReleased:
		r.end(RefundDue, event.RecordedAt, string(e.Reason))
	case sambatan.RefundSettled:
		r.state, r.settledAt = RefundedOut, event.RecordedAt
	case sambatan.SlotsOffered:
		r.state, r.offeredUntil = Offered, e.ExpiresAt
	case sambatan.OfferWithdrawn:
		r.state, r.offeredUntil = Waiting, time.Time{}
	case sambatan.OfferLapsed:
		r.end(Released, event.RecordedAt, Unwanted)
	case sambatan.WaitlistLeft:
		r.end(Released, event.RecordedAt, string(e.Reason))
	case sambatan.ExtensionAnswered:
		r.answer, r.answerRound = Disagree, e.Round
		if e.Accepted {
			r.answer = Agreed
		}
	case sambatan.Drafted, sambatan.Revised, sambatan.Submitted, sambatan.SubmissionWithdrawn, sambatan.ReviewOverdue, sambatan.SubmissionReturned, sambatan.Approved, sambatan.Published, sambatan.Opened, sambatan.SlotsHeld,
		sambatan.PaymentBegun, sambatan.PaymentEnded, sambatan.PartSettled,
		sambatan.Closed, sambatan.Succeeded, sambatan.Failed, sambatan.Cancelled, sambatan.UnwindingStarted,
		sambatan.Unwound, sambatan.ProductionStarted, sambatan.ProgressReported, sambatan.YieldedShort, sambatan.QualityPassed, sambatan.DispatchDue, sambatan.ShortfallChanged, sambatan.Fulfilled, sambatan.ReleaseDue, sambatan.ShippingStarted,
		sambatan.Completed, sambatan.WaitlistJoined, sambatan.ExtensionProposed, sambatan.DeadlineExtended,
		sambatan.CallOffProposed, sambatan.CallOffDropped, sambatan.Frozen, sambatan.Unfrozen:
	}
}

// keep follows a report: the hold lapses later than its own expiry as long as an
// operator looks for the transfer. What ended because its time was over does not after all.
func (r *row) keep(until time.Time) {
	if r.ending == Expiry {
		r.ending = ""
	}
	if until.After(r.expiresAt) {
		r.state, r.keptUntil = Told, until
		return
	}
	r.state, r.keptUntil = Held, time.Time{}
}

func (r *row) end(state State, at time.Time, reason string) {
	r.state, r.endedAt, r.reason, r.keptUntil, r.offeredUntil, r.missing, r.ending = state, at, reason, time.Time{}, time.Time{}, 0, ""
}
