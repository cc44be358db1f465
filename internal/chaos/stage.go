package chaos

import (
	"context"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/simulate"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// fate is what is to become of a campaign.
type fate string

const (
	succeeds         fate = "berhasil"
	fails            fate = "tidak penuh"
	cancelledByMaker fate = "dibatalkan perajin"
	cancelledByDesk  fate = "dibatalkan petugas"
)

var fates = []fate{succeeds, fails, cancelledByMaker, cancelledByDesk}

func (f fate) calledOff() bool { return f == cancelledByMaker || f == cancelledByDesk }

// Times are how long things take. A payment through the gateway needs a minute, so
// the hold has to be longer.
type Times struct {
	Joining time.Duration // from the opening to the last join
	Hold    time.Duration // of an unpaid slot
	Late    time.Duration // from the last hold's end to the deadline
	Rest    time.Duration // from the deadline until all money must have come to rest
}

// Short times make a run of about three minutes.
var Short = Times{Joining: 20 * time.Second, Hold: 75 * time.Second, Late: 20 * time.Second, Rest: 5 * time.Minute}

func (t Times) deadline() time.Duration { return t.Joining + t.Hold + t.Late }

// open opens one campaign of each fate, with room for everybody.
func (r *run) open(ctx context.Context) error {
	now := time.Now()
	for _, fate := range fates {
		terms := sambatan.Terms{
			Price: 50_000, Shipping: 10_000, Slots: len(r.Buyers) + 1, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: 1,
			HoldFor: int(r.Times.Hold / time.Second), OpensAt: now, Deadline: now.Add(r.Times.deadline()),
			FeePerMille: 50, ShipsFrom: "Bandung", ShipsBy: "tidak dikirim",
		}
		if fate == fails {
			terms.MinFill = terms.Slots
		}
		campaign, err := simulate.OpenWith(ctx, r.Log, "Kekacauan: "+string(fate), terms)
		if err != nil {
			return err
		}
		r.world.stages[campaign] = &stage{id: campaign, fate: fate, deadline: terms.Deadline}
		r.stages[fate] = r.world.stages[campaign]
	}
	return nil
}

// callOff calls a campaign off when most of its buyers have paid.
func (r *run) callOff(ctx context.Context, at *stage) error {
	if !pause(ctx, time.Until(at.deadline)-r.Times.Hold/2-r.Times.Late) {
		return context.Cause(ctx)
	}
	if err := r.callOffBy(ctx, at); err != nil {
		return fmt.Errorf("call off %s: %w", at.id, err)
	}
	return nil
}

// callOffBy calls it off by its maker, or by an operator and, if it is much, a second.
func (r *run) callOffBy(ctx context.Context, at *stage) error {
	abort := sambatan.Abort{Reason: "Bahan tidak datang", By: sambatan.ByBrand}
	if at.fate != cancelledByMaker {
		abort.By, abort.Operator, abort.LimitOne = sambatan.ByPlatform, id.New(), payment.FourEyesAbove
	}
	result, err := r.Log.Execute(ctx, sambatan.Campaigns.Command(at.id.String(), abort, metaOf(abort.Operator)))
	if err != nil || len(result.Events) == 0 {
		return err
	}
	body, err := sambatan.Codec.Decode(result.Events[0])
	if err != nil {
		return err
	}
	proposed, waits := body.(sambatan.CallOffProposed)
	if !waits {
		return nil
	}
	agree := sambatan.AgreeCallOff{Operator: id.New(), Hash: proposed.Hash}
	_, err = r.Log.Execute(ctx, sambatan.Campaigns.Command(at.id.String(), agree, metaOf(agree.Operator)))
	return err
}

// metaOf is of what one operator does; of nobody's, it is the simulation's.
func metaOf(operator id.ID) eventstore.Meta {
	m := meta()
	if !operator.IsZero() {
		m.Actor = "user:" + operator.String()
	}
	return m
}

// meta is of what makers, operators and banks do: the log is told of it directly.
func meta() eventstore.Meta { return eventstore.Meta{CommandID: id.New(), Actor: "system:chaos"} }
