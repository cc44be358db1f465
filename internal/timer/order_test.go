package timer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/order"
)

// delivered is an order whose only parcel has arrived.
func delivered(t *testing.T, log *history.Log) order.Parties {
	t.Helper()
	whose := order.Parties{Campaign: id.New(), Participation: id.New(), Buyer: id.New(), Brand: id.New()}
	for _, command := range []order.Command{
		order.Open{Parties: whose, Slots: 1, Amount: 185_000}, order.SendParcel{Courier: order.JNT, Resi: "JP1234567890"}, order.NoteDelivered{Parcel: 1},
	} {
		tell(t, log, whose, command)
	}
	return whose
}

func tell(t *testing.T, log *history.Log, whose order.Parties, command order.Command) {
	t.Helper()
	_, err := log.Execute(t.Context(), order.Orders.Command(whose.Participation.String(), command, eventstore.Meta{CommandID: id.New()}))
	require.NoError(t, err)
}

// timersOf are an order's jobs; the queue is asked to ring them at once, and twice.
func timersOf(t *testing.T, db *pgtest.DB, whose order.Parties, by time.Time) {
	t.Helper()
	job := timers.OrderJob{Participation: whose.Participation, DueAt: by}
	insert(t, db.Pool, timers.RemindJob{OrderJob: job}, timers.ConfirmJob{OrderJob: job})
	job.DueAt = by.Add(time.Microsecond)
	insert(t, db.Pool, timers.ConfirmJob{OrderJob: job})
}

func eventsOf(t *testing.T, log *history.Log, whose order.Parties) (types []string) {
	t.Helper()
	for _, recorded := range log.Events() {
		if recorded.StreamID == order.Orders.Stream(whose.Participation.String()) {
			types = append(types, recorded.Type)
		}
	}
	return types
}

var arrived = []string{"order.opened.v1", "order.parcel_sent.v1", "order.parcel_delivered.v1", "order.delivered.v1"}

func (l tellDone) Execute(ctx context.Context, command eventstore.Command) (eventstore.Result, error) {
	result, err := l.Log.Execute(ctx, command)
	if _, early := errors.AsType[*order.EarlyError](err); !early {
		l.done <- struct{}{}
	}
	return result, err
}

// tellDone tells when a command was decided.
type tellDone struct {
	*history.Log
	done chan<- struct{}
}

func TestTimeConfirmsAnOrderLateAndOnce(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening)
	whose := delivered(t, log)
	timersOf(t, db, whose, log.Now().Add(order.ConfirmWithin))
	log.Advance(30 * 24 * time.Hour)
	done := make(chan struct{}, 100)
	run(t, db, tellDone{log, done})
	for range 3 {
		<-done
	}
	require.Equal(t, append(arrived, "order.confirmed.v1"), eventsOf(t, log, whose), "too late to remind of")
}

func TestTimeRemindsFirstAndConfirmsNothingThatIsDisputed(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening)
	whose := delivered(t, log)
	by := log.Now().Add(order.ConfirmWithin)
	log.Advance(order.ConfirmWithin - time.Hour)
	done := make(chan struct{}, 100)
	timersOf(t, db, whose, by)
	run(t, db, tellDone{log, done})
	<-done // the others are too early, and ring again
	require.Equal(t, append(arrived, "order.reminded.v1"), eventsOf(t, log, whose))
	words := eventstore.Sealed{Person: whose.Buyer.String(), Box: []byte("x")}
	tell(t, log, whose, order.Dispute{Buyer: whose.Buyer, Reason: order.WrongGoods, Words: words})
	log.Advance(2 * time.Hour)
	for range 2 {
		<-done
	}
	require.Equal(t, append(arrived, "order.reminded.v1", "order.disputed.v1"), eventsOf(t, log, whose))
}

//money:case §4.8 nobody appeals
//money:case §4.8 the buyer does not send in time
func TestTimeExecutesADecisionAndEndsAReturnThatNobodyCaresFor(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening)
	whose := delivered(t, log)
	words := eventstore.Sealed{Person: whose.Buyer.String(), Nonce: []byte("n"), Box: []byte("x")}
	tell(t, log, whose, order.Dispute{Buyer: whose.Buyer, Reason: order.WrongGoods, Words: words})
	tell(t, log, whose, order.DecideDispute{For: order.ReturnFirst, By: id.New(), Note: "x", LimitOne: 1_000_000})
	done := make(chan struct{}, 100)
	run(t, db, tellDone{log, done})
	job := timers.OrderJob{Participation: whose.Participation, DueAt: log.Now().Add(order.AppealWithin)}
	log.Advance(order.AppealWithin)
	insert(t, db.Pool, timers.ExecuteJob{OrderJob: job})
	<-done
	tell(t, log, whose, order.GiveReturnAddress{Brand: whose.Brand, To: words})
	job.DueAt = log.Now().Add(order.AddressWithin) // the brand's time, which it kept, and then the buyer's
	late := job
	late.DueAt = log.Now().Add(order.SendBackWithin)
	log.Advance(order.SendBackWithin)
	insert(t, db.Pool, timers.ReturnJob{OrderJob: job}, timers.ReturnJob{OrderJob: late})
	<-done
	<-done
	require.Equal(t, append(arrived, "order.disputed.v1", "order.dispute_decided.v1", "order.decision_executed.v1", "order.return_awaited.v1",
		"order.return_address_given.v1", "order.return_lapsed.v1", "order.confirmed.v1"), eventsOf(t, log, whose))
}

//money:case §4.3 held back for too long
func TestTimeGivesUpAnOrderWhoseMoneyDoesNotComeBack(t *testing.T) {
	t.Parallel()
	db, log := pgtest.New(t), history.NewLog(opening)
	whose := order.Parties{Campaign: id.New(), Participation: id.New(), Buyer: id.New(), Brand: id.New()}
	tell(t, log, whose, order.Open{Parties: whose, Slots: 1, Amount: 185_000, Short: 185_000})
	done := make(chan struct{}, 100)
	run(t, db, tellDone{log, done})
	job := timers.OrderJob{Participation: whose.Participation, DueAt: log.Now().Add(order.HeldBackFor)}
	log.Advance(order.HeldBackFor)
	insert(t, db.Pool, timers.GiveUpJob{OrderJob: job})
	<-done
	require.Equal(t, []string{"order.opened.v1", "order.held_back.v1", "order.given_up.v1"}, eventsOf(t, log, whose))
}
