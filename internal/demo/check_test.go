package demo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/demo"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// checkTimes demands a history of some weeks that ends just now, and work done
// at hours at which people work.
func checkTimes(t *testing.T, w *world, now time.Time) {
	t.Helper()
	var first, last eventstore.Recorded
	for recorded, err := range w.All(t.Context(), 1) {
		require.NoError(t, err)
		if first.Position == 0 {
			first = recorded
		}
		require.False(t, recorded.RecordedAt.Before(last.RecordedAt))
		last = recorded
		switch recorded.Type {
		case "sambatan.production_started.v1", "sambatan.quality_passed.v1", "sambatan.shipping_started.v1":
			require.True(t, calendar.IsWorkingTime(recorded.RecordedAt), "%s at %s", &recorded, recorded.RecordedAt)
		}
	}
	require.Greater(t, now.Sub(first.RecordedAt), 30*24*time.Hour)
	require.Less(t, now.Sub(last.RecordedAt), 10*time.Minute)
	require.True(t, last.RecordedAt.Before(now))
}

// checkMoney demands that every rupiah is where it should be, and that there
// is something to do for an operator.
func checkMoney(t *testing.T, w *world) {
	t.Helper()
	var reference wallet.Reference
	events := map[string]int{}
	for recorded, err := range w.All(t.Context(), 1) {
		require.NoError(t, err)
		require.NoError(t, reference.Add(recorded))
		events[recorded.Type]++
	}
	platform, err := wallet.Identity(reference.Platform())
	require.NoError(t, err)
	require.EqualValues(t, 283_000, platform.Suspense, "the transfer without a code")
	for campaign, balances := range reference.Campaigns() {
		_, err := wallet.Identity(balances)
		require.NoError(t, err, campaign)
	}
	failed, err := wallet.Identity(reference.Campaign(demo.CampaignID("kenanga-loteng-1")))
	require.NoError(t, err)
	require.Zero(t, failed.Held)
	require.Positive(t, failed.RefundDue)
	require.Positive(t, failed.Refunded)

	require.Equal(t, 17, events["payment.refund_due.v1"], "16 buyers, and one who paid too late")
	require.Positive(t, events["payment.refund_transferred.v1"])
	require.Equal(t, 1, events["sambatan.payment_declined.v1"])
	require.Positive(t, events["sambatan.hold_expired.v1"])
	require.Positive(t, events["sambatan.hold_cancelled.v1"])
	waiting := 0
	for _, key := range []string{"lawang-cengkih-1", "wening-subuh-4", "nilam-biru-1"} {
		waiting += w.waiting(t, key)
	}
	require.Equal(t, 3, waiting)
}

// checkPayouts demands a brand that was paid once, and of which the next payout waits for two
// people.
func checkPayouts(t *testing.T, w *world) {
	t.Helper()
	seller, _, err := eventstore.Load(t.Context(), w.Store, payout.Sellers, demo.BrandID("akar-embun").String())
	require.NoError(t, err)
	require.Equal(t, payout.AccountGood, seller.Account.State)
	require.Equal(t, 2, seller.Payouts)
	require.Len(t, seller.Past, 1)
	require.NotNil(t, seller.Live)
	require.Equal(t, 2, seller.Live.Missing())
	require.Equal(t, seller.Due, seller.Live.Amount, "nothing was released after the run")
	require.True(t, seller.RunAt.IsZero())
}

// waiting counts the holds of a campaign that are kept for an operator.
func (w *world) waiting(t *testing.T, key string) (n int) {
	t.Helper()
	kept := map[any]bool{}
	for recorded, err := range w.Stream(t.Context(), sambatan.Campaigns.Stream(demo.CampaignID(key).String()), 1) {
		require.NoError(t, err)
		event, err := sambatan.Codec.Decode(recorded)
		require.NoError(t, err)
		if e, ok := event.(sambatan.HoldKept); ok {
			kept[e.Participation] = true
		}
		if e, ok := event.(sambatan.SlotsSecured); ok {
			delete(kept, e.Participation)
		}
	}
	return len(kept)
}

// checkSecrets demands that nothing personal is in the log in clear, and that
// the vault opens it.
func checkSecrets(t *testing.T, w *world) {
	t.Helper()
	for _, typed := range []string{
		"Nareswari", "Adiputra", "dinar@", "Anggrek Hutan", "Coblong", "+62812", "DINAR", "Sihombing", "aplikasi ponsel", "Sekar Pratiwi", "Anggraini",
	} {
		var found int
		err := w.db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM events e WHERE e::text LIKE '%' || $1 || '%'`, typed).Scan(&found)
		require.NoError(t, err)
		require.Zero(t, found, typed)
	}
	dinar := demo.Everyone().Find("dinar")
	for recorded, err := range w.Stream(t.Context(), identity.Users.Stream(dinar.ID.String()), 1) {
		require.NoError(t, err)
		event, err := identity.Codec.Decode(recorded)
		require.NoError(t, err)
		key, err := w.vault.Key(t.Context(), dinar.ID.String())
		require.NoError(t, err)
		var name string
		require.NoError(t, eventstore.Open(key, "name", event.(identity.Registered).Name, &name))
		require.Equal(t, dinar.Name, name)
	}
}

// dinar has something in every state, so that the page "Sambatan saya" shows
// what there is to show.
func TestTheFirstBuyerHasSomethingInEveryState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, moments["a Tuesday afternoon"])
	people, err := demo.Seed(t.Context(), w.Config)
	require.NoError(t, err)
	require.Equal(t, "dinar", people[0].Key)
	receipts := map[string]payment.Receipt{}
	for _, campaign := range []string{"vanili-serambi-1", "kopi-gerimis-1", "wening-subuh-4", "kenanga-loteng-1"} {
		receipts[campaign] = w.receiptOf(t, campaign, people[0])
	}
	require.EqualValues(t, 548_000, receipts["wening-subuh-4"].Escrow)
	require.EqualValues(t, 260_000, receipts["kopi-gerimis-1"].Escrow)
	require.EqualValues(t, 262_000, receipts["vanili-serambi-1"].Escrow)
	require.Equal(t, receipts["kenanga-loteng-1"].Amount, receipts["kenanga-loteng-1"].Refunded)
}

func (w *world) receiptOf(t *testing.T, campaign string, buyer demo.Person) payment.Receipt {
	t.Helper()
	wanted := demo.ParticipationID(campaign, buyer.Key)
	for recorded, err := range w.All(t.Context(), 1) {
		require.NoError(t, err)
		if recorded.Type != "payment.receipt_recorded.v1" {
			continue
		}
		event, err := payment.ReceiptCodec.Decode(recorded)
		require.NoError(t, err)
		if e := event.(payment.ReceiptRecorded); e.Participation == wanted {
			state, _, err := eventstore.Load(t.Context(), w.Store, payment.Receipts, e.Receipt.String())
			require.NoError(t, err)
			return state
		}
	}
	require.Fail(t, "no receipt of "+campaign)
	return payment.Receipt{}
}

func TestThereIsSomebodyForEveryRole(t *testing.T) {
	t.Parallel()
	for _, role := range []identity.Role{
		identity.Buyer, identity.Brand, identity.Operator, identity.Lead, identity.Curator, identity.Auditor, identity.Admin,
	} {
		count := 0
		for _, one := range demo.Everyone() {
			if one.Roles[0] == role {
				count++
				require.Equal(t, demo.UserID(one.Key), one.ID)
				require.Equal(t, role == identity.Brand, !one.Brand.IsZero())
			}
		}
		require.Positive(t, count, role)
	}
	require.Zero(t, demo.Everyone().Find("nobody"))
}
