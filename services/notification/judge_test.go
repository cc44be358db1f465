package notification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

func TestOnlyDesksSinglePaymentsAndEndsOfWaitingHaveNoMail(t *testing.T) {
	t.Parallel()
	var silent []notification.Template
	for _, template := range spec.Constants[notification.Template](t, ".") {
		if notification.GroupOf(template) == notification.GroupNone {
			silent = append(silent, template)
		}
	}
	require.ElementsMatch(t, []notification.Template{
		notification.MakerJoined, notification.DeskReport, notification.DeskSuspense, notification.DeskRefund, notification.DeskMail,
		notification.DeskStuck, notification.DeskShort, notification.OfferLapsed, notification.OfferWithdrawn, notification.WaitlistEnded, notification.DeskDispute, notification.DeskAppeal,
		notification.DeskPayout, notification.DeskAgree, notification.DeskReturn,
		notification.CuratorReview, notification.CuratorReviewLate, notification.DeskReviewLate,
	}, silent)
	require.NotContains(t, notification.Mutable, notification.GroupMoney)
}

// morning is 10.00 WIB, in all zones a waking hour.
var morning = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func TestWhatIsNotSoAnyMoreIsNotSent(t *testing.T) {
	t.Parallel()
	later, sooner := morning.Add(2*time.Hour), morning.Add(-time.Minute)
	unpaid := notification.Facts{Phase: sambatan.PhaseOpen, Deadline: later, Unpaid: true, PayBy: later, Free: 2, Inside: true}
	outside := notification.Facts{Phase: sambatan.PhaseOpen, Deadline: later, Free: 2}
	with := func(f notification.Facts, change func(*notification.Facts)) notification.Facts {
		change(&f)
		return f
	}
	phase := func(p sambatan.Phase) notification.Facts { return notification.Facts{Phase: p} }
	for name, row := range map[string]struct {
		template notification.Template
		facts    notification.Facts
		want     notification.Silence
	}{
		"pay now":                              {notification.PayNow, unpaid, ""},
		"pay now, paid by now":                 {notification.PayNow, with(unpaid, func(f *notification.Facts) { f.Unpaid, f.Secured = false, true }), notification.Superseded},
		"pay now, the hold is over":            {notification.PayNow, with(unpaid, func(f *notification.Facts) { f.PayBy = sooner }), notification.Superseded},
		"a reminder to pay":                    {notification.PayReminder, unpaid, ""},
		"a reminder to who told of a transfer": {notification.PayReminder, with(unpaid, func(f *notification.Facts) { f.Unpaid = false }), notification.Superseded},
		"a deadline":                           {notification.ClosingSoon, unpaid, ""},
		"a deadline of a campaign called off":  {notification.ClosingDay, with(unpaid, func(f *notification.Facts) { f.Phase = sambatan.PhaseCancelled }), notification.Superseded},
		"a maker's deadline":                   {notification.MakerClosingDay, outside, ""},
		"a maker's deadline that has passed":   {notification.MakerClosingSoon, with(outside, func(f *notification.Facts) { f.Deadline = sooner }), notification.Superseded},
		"last slots":                           {notification.NearlyFull, outside, ""},
		"last slots, all gone":                 {notification.NearlyFull, with(outside, func(f *notification.Facts) { f.Free = 0 }), notification.Superseded},
		"last slots to somebody inside":        {notification.NearlyFull, with(outside, func(f *notification.Facts) { f.Inside = true }), notification.Superseded},
		"a lapse":                              {notification.HoldExpired, notification.Facts{}, ""},
		"a lapse that a late payment undid":    {notification.HoldExpired, notification.Facts{Secured: true}, notification.Superseded},
		"a promised refund":                    {notification.RefundPromised, notification.Facts{}, ""},
		"a promise that was kept":              {notification.RefundPromised, notification.Facts{Refunded: true}, notification.Superseded},
		"money received":                       {notification.SlotsSecured, phase(sambatan.PhaseCancelled), ""},
		"money sent back":                      {notification.RefundSent, phase(sambatan.PhaseClosedFailed), ""},
		"production":                           {notification.ProductionStarted, phase(sambatan.PhaseInProduction), ""},
		"production of what is on its way":     {notification.ProductionStarted, phase(sambatan.PhaseShipping), notification.Superseded},
		"success of what was called off":       {notification.CampaignSucceeded, phase(sambatan.PhaseUnwinding), notification.Superseded},
		"parcels on their way":                 {notification.ShippingStarted, phase(sambatan.PhaseShipping), ""},
		"parcels that have arrived":            {notification.ShippingStarted, phase(sambatan.PhaseCompleted), notification.Superseded},
		"a check that was passed":              {notification.QualityPassed, phase(sambatan.PhaseReadyToShip), ""},
		"a submission returned":                {notification.MakerReturned, phase(sambatan.PhaseDraft), ""},
		"a return that was answered":           {notification.MakerReturned, phase(sambatan.PhaseInReview), notification.Superseded},
		"an approval":                          {notification.MakerApproved, phase(sambatan.PhaseScheduled), ""},
		"an approval that opened it at once":   {notification.MakerApproved, phase(sambatan.PhaseOpen), notification.Superseded},
		"a later deadline":                     {notification.DeadlineExtended, outside, ""},
		"a later deadline of what is over":     {notification.MakerExtended, phase(sambatan.PhaseUnwinding), notification.Superseded},
		"a question whose time is over":        {notification.ExtensionProposed, with(outside, func(f *notification.Facts) { f.Deadline = sooner }), notification.Superseded},
		"a question":                           {notification.ExtensionProposed, outside, ""},
		"a full campaign's maker":              {notification.MakerNearlyFull, outside, ""},
		"a delivery":                           {notification.OrderDelivered, notification.Facts{Unsettled: true}, ""},
		"a delivery that was confirmed":        {notification.ConfirmReminder, notification.Facts{}, notification.Superseded},
		"a delivery that is disputed":          {notification.ConfirmReminder, notification.Facts{Unsettled: true, Disputed: true}, notification.Superseded},
		"a dispute":                            {notification.MakerDispute, notification.Facts{Disputed: true}, ""},
		"a dispute that is over":               {notification.DisputeAnswered, notification.Facts{}, notification.Superseded},
		"an appeal":                            {notification.MakerAppealed, notification.Facts{Disputed: true}, ""},
		"an appeal that is decided":            {notification.Appealed, notification.Facts{}, notification.Superseded},
		"goods to send":                        {notification.ReturnAwaited, notification.Facts{Returning: true}, ""},
		"goods that are back":                  {notification.MakerSentBack, notification.Facts{}, notification.Superseded},
		"goods that are held back":             {notification.MakerHeldBack, notification.Facts{HeldBack: true}, ""},
		"goods that are held back no more":     {notification.OrderHeldBack, notification.Facts{Unsent: true}, notification.Superseded},
		"goods that may be sent":               {notification.MakerCleared, notification.Facts{Unsent: true}, ""},
		"goods that were sent":                 {notification.OrderCleared, notification.Facts{}, notification.Superseded},
		"an order that was given up":           {notification.OrderGivenUp, notification.Facts{}, ""},
		"a return that is over":                {notification.ReturnLapsed, notification.Facts{}, ""},
		"a decision":                           {notification.DisputeDecided, notification.Facts{}, ""},
		"a clawback":                           {notification.MakerClawedBack, notification.Facts{}, ""},
		"a desk's message":                     {notification.DeskRefund, notification.Facts{}, notification.Superseded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := notification.Judge(row.template, morning.Add(-time.Hour), row.facts, notification.Wishes{}, morning)
			require.Equal(t, notification.Verdict{Silence: row.want}, got)
		})
	}
}

func TestNightsAreQuietButForMoney(t *testing.T) {
	t.Parallel()
	clock := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour-7, minute, 0, 0, time.UTC) } // WIB
	for name, row := range map[string]struct {
		zone  notification.Zone
		now   time.Time
		until time.Time // zero: it is sent
	}{
		"WIB at 20.59":             {"", clock(20, 59), time.Time{}},
		"WIB at 21.00":             {"", clock(21, 0), clock(31, 0)},
		"WIB at 00.30":             {notification.WIB, clock(0, 30), clock(7, 0)},
		"WIB at 06.59":             {notification.WIB, clock(6, 59), clock(7, 0)},
		"WIB at 07.00":             {notification.WIB, clock(7, 0), time.Time{}},
		"WITA at 20.00 in Jakarta": {notification.WITA, clock(20, 0), clock(30, 0)},
		"WITA at 06.00 in Jakarta": {notification.WITA, clock(6, 0), time.Time{}},
		"WIT at 19.00 in Jakarta":  {notification.WIT, clock(19, 0), clock(29, 0)},
		"WIT at 05.00 in Jakarta":  {notification.WIT, clock(5, 0), time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wishes := notification.Wishes{Zone: row.zone}
			got := notification.Judge(notification.MakerCancelled, row.now.Add(-time.Minute), notification.Facts{}, wishes, row.now)
			if row.until.IsZero() {
				require.Equal(t, notification.Verdict{}, got)
			} else {
				require.Equal(t, notification.QuietHours, got.Silence)
				require.True(t, row.until.Equal(got.Until), got.Until)
			}
			money := notification.Judge(notification.RefundSent, row.now.Add(-time.Minute), notification.Facts{}, wishes, row.now)
			require.Equal(t, notification.Verdict{}, money)
		})
	}
}

func TestWhatNobodyWantsOrIsOldIsNotSent(t *testing.T) {
	t.Parallel()
	wishes := notification.Wishes{Muted: []notification.Group{notification.GroupMaker, notification.GroupMoney}}
	judge := func(template notification.Template, age time.Duration) notification.Silence {
		return notification.Judge(template, morning.Add(-age), notification.Facts{}, wishes, morning).Silence
	}
	require.Equal(t, notification.Preference, judge(notification.MakerFailed, time.Hour))
	require.Empty(t, judge(notification.HoldCancelled, time.Hour), "of another group")
	require.Empty(t, judge(notification.RefundSent, time.Hour), "money can't be muted")
	require.Equal(t, notification.Outdated, judge(notification.HoldCancelled, 25*time.Hour))
	require.Empty(t, judge(notification.RefundSent, 71*time.Hour))
	require.Equal(t, notification.Outdated, judge(notification.RefundSent, 73*time.Hour))
}

func TestTriesGetRarerAndEnd(t *testing.T) {
	t.Parallel()
	var total, last time.Duration
	tries := 1
	for pause, again := notification.RetryAfter(tries); again; pause, again = notification.RetryAfter(tries) {
		require.Greater(t, pause, last)
		total, last = total+pause, pause
		tries++
	}
	require.Equal(t, 8, tries)
	require.Greater(t, total, 20*time.Hour)
	require.Less(t, total, notification.MoneyLife)
	_, again := notification.RetryAfter(0)
	require.False(t, again)
}

func TestFewSlotsAreAFifthOrLessAndNeverNone(t *testing.T) {
	t.Parallel()
	for slots, least := range map[int]int{1: 0, 3: 0, 4: 0, 5: 4, 10: 8, 12: 10, 60: 48} {
		for taken := range slots + 1 {
			require.Equal(t, least > 0 && taken >= least && taken < slots, notification.IsNearlyFull(taken, slots), "%d of %d", taken, slots)
		}
	}
}
