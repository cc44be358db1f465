package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// What the campaign would refuse by now is not offered on a page that stays open either.
func TestWhatIsOverMarksAnOrder(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	held := order{row: participants.Row{State: participants.Held, ExpiresAt: noon}}
	last := noon.Add(-sambatan.MinToPay) // the campaign still lets a payment begin
	offered := order{row: participants.Row{State: participants.Offered, OfferedUntil: noon}}
	paid := order{row: participants.Row{State: participants.Secured, PaidAt: noon.Add(-time.Hour)}}
	paid.campaign.Phase = sambatan.PhaseOpen
	paid.campaign.Terms.CoolOff, paid.campaign.Terms.Deadline = 3600, noon.AddDate(0, 0, 7)
	for name, row := range map[string]struct {
		of   order
		over time.Time // the first instant at which it is over
	}{
		"a hold":                 {held, last.Add(time.Microsecond)},
		"an offer":               {offered, noon},
		"the time to cancel":     {paid, noon},
		"a hold of one deadline": {deadlined(held, noon.Add(-time.Hour)), last.Add(-time.Hour + time.Microsecond)},
	} {
		before, then := row.over.Add(-time.Microsecond), row.over
		require.Equal(t, row.of.mark(before.Add(-time.Minute)), row.of.mark(before), "%s: nothing has changed", name)
		require.NotEqual(t, row.of.mark(before), row.of.mark(then), name)
	}
	require.False(t, held.late(last))
	require.True(t, orderRow(held, last.Add(time.Microsecond)).Late)
	require.True(t, ownOf(held, 0, last.Add(time.Microsecond)).Late)
	held.row.Ending = participants.Expiry
	require.False(t, held.ending(), "a transfer that was made in time may still be told")
	held.row.State, held.row.Ending, held.row.KeptUntil = participants.Told, "", noon
	require.False(t, held.late(noon.Add(time.Hour)), "it is the operator's turn")
}

// Slots that are being given up ask for nothing, however the hold stands.
func TestAHoldThatIsGivenUpAsksItsBuyerForNothing(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	for _, state := range []participants.State{participants.Held, participants.Told} {
		o := order{row: participants.Row{State: state, ExpiresAt: noon}}
		o.campaign.Extension = &dashboard.Extension{Round: 1, From: noon, To: noon.AddDate(0, 0, 14)}
		require.NotNil(t, o.asked(view.Form{}))
		before := o.mark(noon.Add(-time.Hour))
		o.row.Ending = string(sambatan.CancelledMoved)
		require.True(t, o.ending())
		require.NotEqual(t, before, o.mark(noon.Add(-time.Hour)))
		require.Nil(t, o.asked(view.Form{}))
		require.Equal(t, view.MineLive, mineGroup(o, noon.Add(-time.Hour)))
		require.True(t, orderRow(o, noon.Add(-time.Hour)).Ending)
		o.row.State = participants.Released
		require.False(t, o.ending())
	}
}

// A buyer may tell of a transfer for slots that are gone, as long as none came and nobody looks for it.
func TestATransferForSlotsThatAreGoneMayBeToldOnce(t *testing.T) {
	t.Parallel()
	for _, state := range []participants.State{participants.Expired, participants.Released} {
		o := order{row: participants.Row{State: state}}
		require.False(t, o.strayed() || o.sought(), "none was asked for")
		o.instruction.Instruction, o.instruction.State = id.New(), payments.Closed
		require.True(t, o.strayed())
		require.True(t, orderRow(o, time.Now()).Strayed)
		told := o
		told.instruction.State = payments.Reported
		require.False(t, told.strayed())
		require.True(t, told.sought())
		require.Equal(t, view.MineLive, mineGroup(told, time.Now()))
		o.receipts = []payments.Receipt{{}}
		require.False(t, o.strayed() || o.sought(), "it came")
	}
	held := order{row: participants.Row{State: participants.Held}}
	held.instruction.Instruction = id.New()
	require.False(t, held.strayed())
}

func deadlined(o order, at time.Time) order {
	o.campaign.Terms.Deadline = at
	return o
}

// A page that stays open is told of everything that it shows.
func TestAnOrderIsMarkedByWhatItsPageShows(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	refund := id.New()
	paid := func() order {
		o := order{row: participants.Row{State: participants.Secured, PaidAt: noon.Add(-time.Hour)}}
		o.campaign.Phase, o.campaign.Terms.Deadline, o.campaign.Terms.Version = sambatan.PhaseOpen, noon.AddDate(0, 0, 7), 1
		o.refunds = []payments.Refund{{Refund: refund}}
		o.ways = map[id.ID]refunds.Way{refund: {State: payment.CaseQueued, Way: payment.ByPayout}}
		return o
	}
	asked := &dashboard.Extension{Round: 1, From: noon, To: noon.AddDate(0, 0, 14)}
	for name, change := range map[string]func(*order){
		"it closes":          func(o *order) { o.campaign.Phase = sambatan.PhaseSettling },
		"it is frozen":       func(o *order) { o.campaign.Frozen = "Laporan diperiksa" },
		"its deadline moves": func(o *order) { o.campaign.Terms.Version = 2 },
		"its buyer is asked": func(o *order) { o.campaign.Extension = asked },
		"its batch has news": func(o *order) { o.news = []lifecycle.News{{}} },
		"the line moves":     func(o *order) { o.line.Ahead = 1 },
		"another offer":      func(o *order) { o.row.OfferedUntil = noon },
		"a refund needs account": func(o *order) {
			o.ways[refund] = refunds.Way{State: payment.CaseNeedsDestination, Way: payment.ByPayout}
		},
		"a refund is tried again": func(o *order) {
			o.ways[refund] = refunds.Way{State: payment.CaseQueued, Way: payment.ByPayout, Attempt: 1}
		},
		"its transfer is told": func(o *order) { o.instruction.State = payments.Reported },
	} {
		o := paid()
		change(&o)
		require.NotEqual(t, paid().mark(noon), o.mark(noon), name)
	}
	question, answered := paid(), paid()
	question.campaign.Extension, answered.campaign.Extension = asked, asked
	answered.row.Answer, answered.row.AnswerRound = participants.Agreed, 1
	require.NotEqual(t, question.mark(noon), answered.mark(noon))
	full := paid()
	full.campaign.Phase = sambatan.PhaseFullyHeld
	require.Equal(t, paid().mark(noon), full.mark(noon), "another buyer's hold is nothing that this page shows")
}

func TestAnOrderMovesForAsLongAsAnythingMayComeOfIt(t *testing.T) {
	t.Parallel()
	in := func(state participants.State, phase sambatan.Phase) order {
		o := order{row: participants.Row{State: state}}
		o.campaign.Phase = phase
		return o
	}
	for _, state := range []participants.State{participants.Waiting, participants.Offered, participants.Held, participants.Told, participants.Secured} {
		require.True(t, in(state, sambatan.PhaseOpen).moves(), state)
	}
	require.True(t, in(participants.Secured, sambatan.PhaseShipping).moves())
	require.False(t, in(participants.Secured, sambatan.PhaseCompleted).moves())
	gone := in(participants.Expired, sambatan.PhaseOpen)
	require.False(t, gone.moves())
	gone.instruction.State = payments.Reported
	require.True(t, gone.moves(), "an operator looks for the transfer")
}
