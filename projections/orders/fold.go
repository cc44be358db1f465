package orders

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/order"
)

type parcelKey struct {
	participation id.ID
	number        int
}

// fold is the orders that a batch changes.
type fold struct {
	orders  projections.Rows[id.ID, Order]
	parcels projections.Rows[parcelKey, Parcel]
}

func (f *fold) load(ctx context.Context, tx pgx.Tx, participations projections.Set[id.ID]) error {
	ids := projections.UUIDs(participations.List())
	err := f.orders.Load(ctx, tx, scan, func(o *Order) (id.ID, bool) { return o.Participation, true },
		selectOrder+`FROM orders WHERE participation = ANY ($1::uuid[])`, ids)
	if err != nil {
		return err
	}
	return f.parcels.Load(ctx, tx, scanParcel, func(p *Parcel) (parcelKey, bool) { return parcelKey{p.Participation, p.Number}, true },
		selectParcel+`FROM parcels WHERE participation = ANY ($1::uuid[])`, ids)
}

func (f *fold) add(event *projections.Event, body order.Event) {
	participation := body.Whose().Participation
	o := f.orders.Get(participation)
	if o == nil {
		o = f.orders.Begin(participation, Order{Parties: body.Whose()})
	}
	at := event.RecordedAt
	switch e := body.(type) {
	case order.Opened:
		o.Amount = e.Amount
		o.Slots, o.Phase, o.OpenedAt, o.SendBy, o.opened = e.Slots, order.PhaseToSend, at, e.SendBy, event.Position
	case order.HeldBack:
		o.Short, o.GiveUpBy = e.Short, e.GiveUpBy
	case order.Cleared:
		o.Short, o.GiveUpBy, o.SendBy = 0, time.Time{}, e.SendBy
	case order.GivenUp:
		o.Phase, o.GaveUp = order.PhaseReturning, true
		o.settled()
	case order.ParcelSent:
		o.Phase = order.PhaseSent
		f.send(e)
	case order.ResiCorrected:
		f.change(participation, e.Parcel, func(p *Parcel) { p.Courier, p.Resi, p.Was = e.Courier, e.Resi, e.WasResi })
	case order.ParcelDelivered:
		f.change(participation, e.Parcel, func(p *Parcel) { p.DeliveredAt, p.DeliveredBy, p.Trouble = e.At, e.By, "" })
	case order.Trouble:
		f.change(participation, e.Parcel, func(p *Parcel) { p.Trouble = e.Kind })
	case order.Delivered:
		o.Phase, o.DeliveredAt, o.ConfirmBy = order.PhaseDelivered, at, e.ConfirmBy
	case order.Confirmed:
		o.Phase, o.Ground, o.EndedAt = order.PhaseConfirmed, e.By, at
		o.Proposed, o.ProposedAt = order.Decision{}, time.Time{}
	case order.Closed:
		o.Phase, o.EndedAt = order.PhaseClosed, at
		o.settled()
	case order.Disputed, order.DisputeAnswered, order.DecisionProposed, order.DisputeDecided, order.DisputeWithdrawn,
		order.DecisionAccepted, order.DecisionAppealed, order.DecisionExecuted:
		o.dispute(body, at)
	case order.ReturnAwaited, order.ReturnAddressGiven, order.SentBack, order.ReturnOverdue, order.ReturnMissing, order.ReturnArrived, order.ReturnLapsed:
		o.returns(body)
	case order.Reminded:
	}
}

// dispute keeps the newest one.
func (o *Order) dispute(body order.Event, at time.Time) {
	switch e := body.(type) {
	case order.Disputed:
		o.Dispute = Dispute{Open: true, At: at, Reason: e.Reason, Words: e.Words}
	case order.DisputeAnswered:
		o.Answer, o.AnsweredAt = e.Words, at
	case order.DecisionProposed:
		o.Proposed, o.ProposedAt = e.Decision, at
	case order.DisputeDecided:
		o.DecidedFor, o.DecidedBy, o.DecidedAt, o.Note, o.Refund, o.Agreed = e.For, e.By, at, e.Note, e.Refund, e.Agreed
		o.decided(e)
	case order.DecisionAccepted:
		o.BuyerAccepts, o.BrandAccepts = o.BuyerAccepts || e.By == order.ByBuyer, o.BrandAccepts || e.By == order.ByBrand
	case order.DecisionAppealed:
		o.AppealBy, o.AppealedBy, o.AppealedAt, o.Plea = time.Time{}, e.By, at, e.Words
	case order.DecisionExecuted:
		o.executed(e.For)
	case order.DisputeWithdrawn:
		o.WithdrawnAt = at
		o.settled()
	case order.Opened, order.HeldBack, order.Cleared, order.GivenUp, order.ParcelSent, order.ResiCorrected, order.ParcelDelivered, order.Trouble, order.Delivered,
		order.Reminded, order.Confirmed, order.Closed, order.ReturnAwaited, order.ReturnAddressGiven, order.SentBack, order.ReturnOverdue, order.ReturnMissing, order.ReturnArrived, order.ReturnLapsed:
	}
}

// decided waits for an appeal, unless it is the last word.
func (o *Order) decided(e order.DisputeDecided) {
	o.settled()
	o.BuyerAccepts, o.BrandAccepts = false, false
	if e.AppealBy.IsZero() {
		o.executed(e.For)
		return
	}
	o.Open, o.AppealBy = true, e.AppealBy
}

func (o *Order) executed(side order.Side) {
	o.settled()
	if side == order.ForBuyer {
		o.Phase = order.PhaseReturning
	}
}

// settled leaves nothing that waits for a decision, or an appeal.
func (o *Order) settled() {
	o.Open, o.AppealBy, o.Proposed, o.ProposedAt = false, time.Time{}, order.Decision{}, time.Time{}
}

// returns follows goods on their way back.
func (o *Order) returns(body order.Event) {
	switch e := body.(type) {
	case order.ReturnAwaited:
		o.Phase, o.Return = order.PhaseSendingBack, Return{Due: e.AddressBy}
	case order.ReturnAddressGiven:
		o.Return.To, o.Return.Due = e.To, e.SendBy
	case order.SentBack:
		if o.Return.Resi == "" {
			o.Return.Due = e.ArriveBy
		}
		o.Return.Courier, o.Return.Resi, o.Return.SentAt = e.Courier, e.Resi, e.At
	case order.ReturnOverdue:
		o.Return.Overdue, o.Return.Due = true, e.AnswerBy
	case order.ReturnMissing:
		o.Return.Missing, o.Return.Due = true, time.Time{}
	case order.ReturnArrived:
		o.Phase, o.Proposed, o.ProposedAt = order.PhaseReturning, order.Decision{}, time.Time{}
	case order.ReturnLapsed:
		o.Return.LapsedBy, o.Proposed, o.ProposedAt = e.By, order.Decision{}, time.Time{}
		if o.Phase = order.PhaseDelivered; e.By == order.ByBrand {
			o.Phase = order.PhaseReturning
		}
	case order.Opened, order.HeldBack, order.Cleared, order.GivenUp, order.ParcelSent, order.ResiCorrected, order.ParcelDelivered, order.Trouble, order.Delivered, order.Reminded,
		order.Confirmed, order.Disputed, order.DisputeAnswered, order.DecisionProposed, order.DisputeDecided, order.DisputeWithdrawn,
		order.DecisionAccepted, order.DecisionAppealed, order.DecisionExecuted, order.Closed:
	}
}

func (f *fold) send(e order.ParcelSent) {
	f.parcels.Begin(parcelKey{e.Participation, e.Parcel}, Parcel{
		Participation: e.Participation, Number: e.Parcel, Buyer: e.Buyer, Brand: e.Brand,
		Courier: e.Courier, Resi: e.Resi, SentAt: e.At, Replaces: e.Replaces,
	})
	if e.Replaces > 0 {
		f.change(e.Participation, e.Replaces, func(p *Parcel) { p.Replaced = true })
	}
}

// change ignores a parcel that was never sent: that would be a mistake of the rules.
func (f *fold) change(participation id.ID, number int, change func(*Parcel)) {
	if p := f.parcels.Get(parcelKey{participation, number}); p != nil {
		change(p)
	}
}

func (f *fold) save(ctx context.Context, tx pgx.Tx) error {
	for o := range f.orders.All() {
		if err := o.box(); err != nil {
			return err
		}
	}
	if err := f.orders.Save(ctx, tx, orderTable); err != nil {
		return err
	}
	return f.parcels.Save(ctx, tx, parcelTable)
}

// box writes the sealed columns.
func (o *Order) box() (err error) {
	if o.words, err = projections.Sealed(o.Words); err != nil {
		return fmt.Errorf("dispute of %s: %w", o.Participation, err)
	}
	if o.answer, err = projections.Sealed(o.Answer); err != nil {
		return fmt.Errorf("answer to %s: %w", o.Participation, err)
	}
	if o.plea, err = projections.Sealed(o.Plea); err != nil {
		return fmt.Errorf("appeal of %s: %w", o.Participation, err)
	}
	if o.returnTo, err = projections.Sealed(o.Return.To); err != nil {
		return fmt.Errorf("return address of %s: %w", o.Participation, err)
	}
	return nil
}
