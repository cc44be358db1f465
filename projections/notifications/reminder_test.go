package notifications_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// scene is one campaign of ten slots, and some who joined it.
type scene struct {
	*bench
	campaign, maker id.ID
	deadline        time.Time
}

func play(t *testing.T) *scene {
	t.Helper()
	s := &scene{bench: benchOn(t, history.NewLog(time.Now().Add(-time.Hour))), campaign: id.New(), maker: id.New()}
	s.deadline = s.log.Now().Add(50 * time.Hour)
	house := id.New()
	s.execute(brand.Brands.Command(house.String(), brand.Register{Brand: house, Name: "Rumah Wening", City: "Yogyakarta", Story: "Bengkel berdua.", Owner: s.maker}, eventstore.Meta{CommandID: id.New()}))
	s.do(sambatan.Draft{Campaign: s.campaign, Brand: house, Product: id.New(), Title: "Wening Subuh", Batch: 4, Terms: sambatan.Terms{
		Price: 265_000, Shipping: 18_000, Slots: 10, MinFill: 6, MinPerBuyer: 1, MaxPerBuyer: 6, HoldFor: 72 * 3600,
		OpensAt: s.log.Now(), Deadline: s.deadline, ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
	}})
	for _, command := range sambatan.Reviewed(s.maker, id.New()) {
		s.do(command)
	}
	return s
}

func (s *scene) execute(command eventstore.Command) {
	s.t.Helper()
	_, err := s.log.Execute(s.t.Context(), command)
	require.NoError(s.t, err)
}

func (s *scene) do(command sambatan.Command) {
	s.t.Helper()
	s.execute(sambatan.Campaigns.Command(s.campaign.String(), command, eventstore.Meta{CommandID: id.New()}))
}

func (s *scene) join(buyer id.ID, slots int) (participation id.ID) {
	s.t.Helper()
	sealed, err := eventstore.Seal(eventstore.PersonKey{1}, buyer.String(), "address", "Jalan Kenanga 7")
	require.NoError(s.t, err)
	participation = id.New()
	s.do(sambatan.Join{
		Participation: participation, Buyer: buyer, Slots: slots, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: sealed, RefundAccount: sealed, Public: sealed,
	})
	return participation
}

func (s *scene) pay(participation id.ID, slots int) {
	s.t.Helper()
	s.do(sambatan.Secure{Participation: participation, Receipt: id.New(), Amount: money.Rupiah(265_000*slots + 18_000), PaidAt: s.log.Now()})
}

// remind lets a reminder's time come.
func (s *scene) remind(due notification.ReminderDue) {
	s.t.Helper()
	s.log.Advance(due.DueAt.Sub(s.log.Now()))
	s.execute(notification.Reminding(due, "system:timer"))
}

// heardOf are the messages of a person with a template.
func (s *scene) heardOf(user id.ID, template notification.Template) (found []notification.Params) {
	s.t.Helper()
	for _, row := range s.of(user) {
		if row.Template == string(template) {
			var params notification.Params
			require.NoError(s.t, json.Unmarshal(row.Data, &params))
			found = append(found, params)
		}
	}
	return found
}

func TestBeforeTheDeadlineThoseAreRemindedWhoCanStillDoSomething(t *testing.T) {
	t.Parallel()
	s := play(t)
	unpaid, reported, doubted, paid, gone := id.New(), id.New(), id.New(), id.New(), id.New()
	first := s.join(unpaid, 2)
	told := s.join(reported, 1)
	s.do(sambatan.KeepHold{Participation: told, Until: s.deadline.Add(10 * time.Hour)})
	back := s.join(doubted, 1)
	s.do(sambatan.KeepHold{Participation: back, Until: s.deadline.Add(10 * time.Hour)})
	s.do(sambatan.KeepHold{Participation: back, Until: time.Time{}.Add(1)})
	s.pay(s.join(paid, 2), 2)
	s.do(sambatan.CancelHold{Participation: s.join(gone, 1), Buyer: gone, Reason: sambatan.CancelledByBuyer})
	due := notification.Closing(s.campaign, s.deadline, s.log.Now())
	require.Len(t, due, 2)
	s.remind(due[0])
	s.pay(first, 2) // later, and maybe in the same batch
	s.run()

	mine := notification.Params{Campaign: s.campaign, Participation: first, Slots: 2, Amount: 548_000, At: s.deadline}
	require.Equal(t, []notification.Params{mine}, s.heardOf(unpaid, notification.ClosingDay))
	require.Len(t, s.heardOf(doubted, notification.ClosingDay), 1)
	for _, other := range []id.ID{reported, paid, gone} {
		require.Empty(t, s.heardOf(other, notification.ClosingDay))
	}
	require.Equal(t, []notification.Params{{Campaign: s.campaign, Slots: 2, Held: 4, At: s.deadline}}, s.heardOf(s.maker, notification.MakerClosingDay))

	s.remind(due[1])
	s.run()
	require.Empty(t, s.heardOf(unpaid, notification.ClosingSoon), "paid by then")
	require.Equal(t, []notification.Params{{Campaign: s.campaign, Slots: 4, Held: 2, At: s.deadline}}, s.heardOf(s.maker, notification.MakerClosingSoon))
	before := s.of(s.maker)
	require.NoError(t, projections.New(s.config).Rebuild(t.Context(), notifications.Name, nil))
	require.Equal(t, before, s.of(s.maker))
}

func TestWhoPaidInPartIsRemindedOfTheRest(t *testing.T) {
	t.Parallel()
	s := play(t)
	buyer := id.New()
	participation := s.join(buyer, 1)
	s.do(sambatan.Secure{Participation: participation, Receipt: id.New(), Amount: 200_000, PaidAt: s.log.Now()})
	due := notification.Closing(s.campaign, s.deadline, s.log.Now())
	s.remind(due[0])
	s.do(sambatan.Secure{Participation: participation, Receipt: id.New(), Amount: 3_000, PaidAt: s.log.Now()}) // in the same batch, and later
	s.run()
	told := s.heardOf(buyer, notification.PartPaid)
	require.Len(t, told, 2)
	require.Equal(t, money.Rupiah(83_000), told[1].Missing)
	require.Equal(t, money.Rupiah(80_000), told[0].Missing, "the newest first")
	mine := notification.Params{Campaign: s.campaign, Participation: participation, Slots: 1, Amount: 83_000, At: s.deadline}
	require.Equal(t, []notification.Params{mine}, s.heardOf(buyer, notification.ClosingDay))
	s.remind(due[1])
	s.run()
	require.Equal(t, money.Rupiah(80_000), s.heardOf(buyer, notification.ClosingSoon)[0].Amount)
}

func TestAReminderOfACampaignThatIsOverSaysNothing(t *testing.T) {
	t.Parallel()
	s := play(t)
	buyer := id.New()
	s.join(buyer, 1)
	due := notification.Closing(s.campaign, s.deadline, s.log.Now())
	s.do(sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	s.remind(due[0])
	other := notification.Closing(s.campaign, s.deadline.Add(time.Hour), s.log.Now())[0]
	s.remind(other)
	s.run()
	require.Empty(t, s.heardOf(buyer, notification.ClosingDay))
	require.Empty(t, s.heardOf(s.maker, notification.MakerClosingDay))
	require.NotEmpty(t, s.heardOf(s.maker, notification.MakerCancelled))
}

func TestAReminderOfAnotherDeadlineThanTheCampaignsSaysNothing(t *testing.T) {
	t.Parallel()
	s := play(t)
	buyer := id.New()
	s.join(buyer, 1)
	s.remind(notification.Closing(s.campaign, s.deadline.Add(-time.Hour), s.log.Now())[0])
	s.run()
	require.Empty(t, s.heardOf(buyer, notification.ClosingDay))
	require.Empty(t, s.heardOf(s.maker, notification.MakerClosingDay))
}

func TestAHoldAboutToEndIsRemindedOfOnItsOwn(t *testing.T) {
	t.Parallel()
	s := play(t)
	early, late := id.New(), id.New()
	first := s.join(early, 1)
	s.do(sambatan.KeepHold{Participation: first, Until: s.deadline.Add(time.Hour)})
	s.do(sambatan.KeepHold{Participation: first, Until: time.Time{}.Add(1)})
	held := s.log.Now()
	s.join(late, 1)
	due, ok := notification.HoldEnding(s.campaign, held, s.deadline)
	require.True(t, ok)
	s.remind(due)
	s.run()
	// Both must pay by the deadline, which comes before their holds would lapse.
	for _, buyer := range []id.ID{early, late} {
		reminded := s.heardOf(buyer, notification.PayReminder)
		require.Len(t, reminded, 1)
		require.Equal(t, s.deadline, reminded[0].At)
	}
	require.Empty(t, s.heardOf(s.maker, notification.PayReminder))
}

func TestThatFewSlotsAreLeftIsSaidOnceToWhoLeftAndToTheMaker(t *testing.T) {
	t.Parallel()
	s := play(t)
	gone, back, buyer, other := id.New(), id.New(), id.New(), id.New()
	for _, leaver := range []id.ID{gone, back} {
		s.do(sambatan.CancelHold{Participation: s.join(leaver, 1), Buyer: leaver, Reason: sambatan.CancelledByBuyer})
	}
	s.join(buyer, 6)
	s.run()
	require.Empty(t, s.heardOf(gone, notification.NearlyFull), "60 percent")
	s.join(back, 2)  // 80: whoever made it so need not be told
	s.join(other, 1) // 90: said already
	s.run()
	few := notification.Params{Campaign: s.campaign, Slots: 2}
	require.Equal(t, []notification.Params{few}, s.heardOf(gone, notification.NearlyFull))
	require.Equal(t, []notification.Params{few}, s.heardOf(s.maker, notification.MakerNearlyFull))
	for _, inside := range []id.ID{back, buyer, other} {
		require.Empty(t, s.heardOf(inside, notification.NearlyFull))
	}
}

func TestTheDeskHearsOfMailsThatWereGivenUpOnceAnHour(t *testing.T) {
	t.Parallel()
	s := play(t)
	s.log.Advance(s.log.Now().Truncate(time.Hour).Add(time.Hour + time.Minute).Sub(s.log.Now())) // a minute past an hour
	give := func(n int) {
		for range n {
			s.execute(notification.GivingUp(notification.MailUndelivered{Mail: id.New(), User: s.maker, Template: notification.MakerOpened, Why: notification.FailureGaveUp}, "system:mailer"))
		}
	}
	give(3)
	s.run()
	give(3)
	s.log.Advance(time.Hour)
	give(2)
	s.run()
	heard := func() (found []eventstore.Position) {
		operator := id.New()
		s.as("sambatan_web", "operator", operator, func(tx pgx.Tx) {
			rows, err := notifications.Of(t.Context(), tx, desk(operator), 100, 0)
			require.NoError(t, err)
			for _, row := range rows {
				if row.Template == string(notification.DeskMail) {
					found = append(found, row.Position)
				}
			}
		})
		return found
	}
	before := heard()
	require.Len(t, before, 2)
	require.NoError(t, projections.New(s.config).Rebuild(t.Context(), notifications.Name, nil))
	require.Equal(t, before, heard())
}
