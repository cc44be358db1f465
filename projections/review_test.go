package projections_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// reviewed is a brand with four campaigns: approved, waiting for too long, returned, and a
// draft that nobody was asked about.
type reviewed struct {
	*testing.T
	log                                *history.Log
	house, maker                       id.ID
	approved, waits, returned, private id.ID
}

func review(t *testing.T) *reviewed {
	t.Helper()
	r := &reviewed{T: t, log: history.NewLog(time.Now().Add(-96 * time.Hour)), house: id.New(), maker: id.New()}
	for _, campaign := range []*id.ID{&r.approved, &r.waits, &r.returned, &r.private} {
		*campaign = id.New()
		r.do(*campaign, sambatan.Draft{Campaign: *campaign, Brand: r.house, Product: id.New(), Title: "Wening Subuh", Batch: 1, By: r.maker, Terms: sambatan.Terms{
			Price: 265_000, Slots: 10, MinFill: 6, MinPerBuyer: 1, MaxPerBuyer: 6, HoldFor: 3600,
			OpensAt: r.log.Now(), Deadline: r.log.Now().Add(500 * time.Hour), ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		}})
	}
	for _, campaign := range []id.ID{r.returned, r.waits, r.approved} {
		r.do(campaign, sambatan.Submit{By: r.maker})
		r.log.Advance(time.Second)
	}
	curator := id.New()
	r.do(r.approved, sambatan.Approve{Submission: 1, By: curator})
	r.do(r.returned, sambatan.ReturnSubmission{Submission: 1, By: curator, Reason: "Foto belum ada."})
	r.log.Advance(24 * 5 * time.Hour)
	r.do(r.waits, sambatan.ReviewDue{})
	return r
}

func (r *reviewed) do(campaign id.ID, command sambatan.Command) {
	r.Helper()
	_, err := r.log.Execute(r.Context(), sambatan.Campaigns.Command(campaign.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	require.NoError(r, err)
}

//money:case §4.1 a draft is submitted
func TestWhatIsInReviewIsSeenByItsBrandAndWhoReviewsIt(t *testing.T) {
	t.Parallel()
	r := review(t)
	b := setup(t, r.log, dashboard.New(), lifecycle.New(), catalogue.New(), payments.New(), notifications.New(), timers.New())
	b.record(r.log.Events())
	b.runToHead(dashboard.Name, lifecycle.Name, catalogue.Name, payments.Name, notifications.Name, timers.Name)
	for _, row := range []struct {
		role, brand string
		sees        []id.ID
	}{
		{"anon", "", []id.ID{r.approved}},
		{"buyer", "", []id.ID{r.approved}},
		{"brand", id.New().String(), []id.ID{r.approved}},
		{"brand", r.house.String(), []id.ID{r.approved, r.waits, r.returned, r.private}},
		{"curator", "", []id.ID{r.approved, r.waits, r.returned}},
		{"operator", "", []id.ID{r.approved, r.waits, r.returned, r.private}},
	} {
		user := id.New().String()
		if row.role == "anon" {
			user = ""
		}
		b.as(user, row.role, row.brand, func(tx pgx.Tx) {
			boards, err := dashboard.ByIDs(t.Context(), tx, []id.ID{r.approved, r.waits, r.returned, r.private})
			require.NoError(t, err)
			require.Len(t, boards, len(row.sees), row.role)
			for _, campaign := range row.sees {
				require.Contains(t, boards, campaign, row.role)
			}
			var waits bool
			const seen = `SELECT EXISTS (SELECT FROM sambatan_lifecycle_states WHERE campaign = $1)`
			require.NoError(t, tx.QueryRow(t.Context(), seen, projections.UUID(r.waits)).Scan(&waits))
			require.Equal(t, len(row.sees) > 1, waits, row.role)
		})
	}
	b.as(id.New().String(), "curator", "", func(tx pgx.Tx) { r.desk(b, tx) })
}

// desk is what a curator works with.
func (r *reviewed) desk(b *bench, tx pgx.Tx) {
	r.Helper()
	waiting, err := dashboard.InReview(r.Context(), tx)
	require.NoError(r, err)
	require.Len(r, waiting, 1)
	review := waiting[0].Review
	require.Equal(r, r.waits, waiting[0].ID)
	require.Equal(r, []any{1, r.maker, true, ""}, []any{review.Submission, review.By, review.Late, review.Returned})
	require.Nil(r, waiting[0].Desk, "no money is a curator's business")
	returned, err := dashboard.ByID(r.Context(), tx, r.returned)
	require.NoError(r, err)
	require.Equal(r, sambatan.PhaseDraft, returned.Phase)
	require.Equal(r, "Foto belum ada.", returned.Review.Returned)
	approved, err := dashboard.ByID(r.Context(), tx, r.approved)
	require.NoError(r, err)
	require.Nil(r, approved.Review)
	late, err := dashboard.Live(r.Context(), tx)
	require.NoError(r, err)
	require.Len(r, late, 2, "what is open, and what is late")

	rows, err := notifications.Of(r.Context(), tx, notifications.Reader{User: id.New(), Desks: []string{"curator", "operator"}}, 10, 0)
	require.NoError(r, err)
	var told []notification.Template
	for _, row := range rows {
		told = append(told, notification.Template(row.Template))
	}
	asked := notification.CuratorReview
	require.Equal(r, []notification.Template{notification.CuratorReviewLate, asked, asked, asked}, told, "their own desk, and no other")
	jobs, err := b.db.Pool.Query(r.Context(), `SELECT args->>'campaign' FROM river_job WHERE kind = 'sambatan_review'`)
	require.NoError(r, err)
	campaigns, err := pgx.CollectRows(jobs, pgx.RowTo[string])
	require.NoError(r, err)
	require.ElementsMatch(r, []string{r.approved.String(), r.waits.String(), r.returned.String()}, campaigns, "one clock for each submission")
}
