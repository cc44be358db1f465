package projections_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/trail"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/history"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// TestTheBooksAtEveryPositionAreTheReferencesOfThen: what was matched to a campaign later
// is not in them, and every campaign's money is accounted for at each instant.
//
//money:case Reliability the books at any position of the past
func TestTheBooksAtEveryPositionAreTheReferencesOfThen(t *testing.T) {
	t.Parallel()
	m := market(t, 5, 800)
	b := setup(t, m.Log, transactions.New())
	b.runToHead(transactions.Name)
	var reference wallet.Reference
	matched := 0
	b.as(id.New().String(), "auditor", "", func(tx pgx.Tx) {
		for _, recorded := range m.Events() {
			require.NoError(t, reference.Add(recorded))
			if recorded.Type == "payment.receipt_matched.v1" {
				matched++
			}
			then := reference.Campaigns()
			for _, campaign := range m.Campaigns {
				rows, err := transactions.CampaignBalancesAt(t.Context(), tx, campaign, recorded.Position)
				require.NoError(t, err)
				wanted := then[campaign]
				if wanted == nil {
					wanted = wallet.Balances{}
				}
				require.Empty(t, cmp.Diff(wanted, folded(rows)), "campaign %s at position %d", campaign, recorded.Position)
				sums, err := transactions.CampaignSumsAt(t.Context(), tx, campaign, recorded.Position)
				require.NoError(t, err)
				require.Empty(t, cmp.Diff(kinds(wanted), folded(sums)), "campaign %s at position %d", campaign, recorded.Position)
				_, err = wallet.Identity(wanted)
				require.NoError(t, err, "campaign %s at position %d", campaign, recorded.Position)
			}
		}
	})
	require.Positive(t, matched, "money that was somebody's only later")
}

// kinds takes the accounts of a kind together that are buyers'.
func kinds(balances wallet.Balances) wallet.Balances {
	of := wallet.Balances{}
	for account, balance := range balances {
		switch kind := kindOf(account); kind {
		case "liability:escrow", "liability:wallet", "liability:refund", "liability:refund_to_wallet":
			account = money.Account(kind + ":*")
		}
		of.Add(wallet.Balances{account: balance})
	}
	return of
}

// trailOf is the obvious way to a trail as of a position: what the streams of the campaign, and
// of what was paid for it, held then.
func trailOf(m *history.Market, campaign id.ID, at eventstore.Position) (trail []eventstore.Position) {
	about := map[eventstore.StreamID]bool{sambatan.Campaigns.Stream(campaign.String()): true}
	for _, recorded := range m.Events()[:at] {
		if about[recorded.StreamID] || recorded.StreamID.Category() != payment.Receipts.Category() {
			continue
		}
		event, err := payment.ReceiptCodec.Decode(recorded)
		if matched, ok := event.(payment.ReceiptMatched); err == nil && ok && matched.Campaign == campaign {
			about[recorded.StreamID] = true
		}
		if came, ok := event.(payment.ReceiptRecorded); err == nil && ok && came.Campaign == campaign {
			about[recorded.StreamID] = true
		}
	}
	for _, recorded := range m.Events()[:at] {
		if about[recorded.StreamID] {
			trail = append(trail, recorded.Position)
		}
	}
	return trail
}

// TestATrailAtAPositionHoldsWhatWasKnownThen, the campaign's own events and the money's.
func TestATrailAtAPositionHoldsWhatWasKnownThen(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		for _, campaign := range m.Campaigns[:6] {
			for at := head(m); at > 0; at -= 97 {
				trail, err := auditlog.OfCampaign(t.Context(), tx, auditlog.Window{Campaign: campaign, At: at, Limit: 10_000})
				require.NoError(t, err)
				require.Len(t, trail.Entries, trail.Total)
				var own []eventstore.Position
				for _, entry := range trail.Entries {
					if category := entry.Stream.Category(); category == sambatan.Campaigns.Category() || category == payment.Receipts.Category() {
						own = append(own, entry.Position)
					}
				}
				require.Equal(t, trailOf(m, campaign, at), own, "campaign %s at position %d", campaign, at)
				checkMoment(t, tx, m, campaign, at)
			}
		}
	})
}

// checkMoment compares the campaign of then with what its decider made of the same events.
func checkMoment(t *testing.T, tx pgx.Tx, m *history.Market, campaign id.ID, at eventstore.Position) {
	t.Helper()
	wanted, version, reached := sambatan.NewState(), eventstore.Version(0), 0
	for _, recorded := range m.Events()[:at] {
		if recorded.StreamID == sambatan.Campaigns.Stream(campaign.String()) {
			event, err := sambatan.Codec.Decode(recorded)
			require.NoError(t, err)
			switch event.(type) { //nolint:gochecksumtype // how it is lost
			case sambatan.Failed, sambatan.Cancelled:
				reached = wanted.Secured()
			}
			wanted, version = sambatan.Evolve(wanted, event), recorded.Version
		}
	}
	moment, err := auditlog.CampaignAt(t.Context(), tx, campaign, at)
	require.NoError(t, err)
	require.Equal(t, version, moment.Version)
	require.Equal(t, wanted.Title, moment.Title)
	require.Equal(t, wanted.Secured(), moment.Secured)
	require.Equal(t, wanted.Terms.Slots, moment.Slots)
	require.Equal(t, reached, moment.Reached)
	phase, err := lifecycle.PhaseAt(t.Context(), tx, campaign, at)
	if version == 0 {
		require.ErrorIs(t, err, projections.ErrNotFound)
		return
	}
	require.NoError(t, err)
	require.Equal(t, wanted.Phase(), phase)
}

func TestATrailIsReadPageByPageFromEitherEnd(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		const limit = 7
		window := auditlog.Window{Campaign: m.Campaigns[0], At: head(m), Limit: 10_000}
		whole, err := auditlog.OfCampaign(t.Context(), tx, window)
		require.NoError(t, err)
		require.Greater(t, whole.Total, 3*limit)
		window.Limit, window.From = limit, 1
		for seen := 0; seen < whole.Total; {
			page, err := auditlog.OfCampaign(t.Context(), tx, window)
			require.NoError(t, err)
			require.Equal(t, seen, page.Before)
			require.Equal(t, whole.Total, page.Total)
			require.Equal(t, whole.Entries[seen:min(seen+limit, whole.Total)], page.Entries)
			seen += len(page.Entries)
			window.From = page.Entries[len(page.Entries)-1].Position + 1
		}
		window.From = 0
		for left := whole.Total; left > 0; {
			page, err := auditlog.OfCampaign(t.Context(), tx, window)
			require.NoError(t, err)
			require.Equal(t, whole.Entries[max(0, left-limit):left], page.Entries)
			left -= len(page.Entries)
			require.Equal(t, left, page.Before)
			window.To = page.Entries[0].Position - 1
		}
		for at := head(m) - 1; at > 0; at -= 53 {
			then := auditlog.Window{Campaign: m.Campaigns[0], At: at, Limit: 10_000}
			whole, err := auditlog.OfCampaign(t.Context(), tx, then)
			require.NoError(t, err)
			require.Len(t, whole.Entries, whole.Total)
			then.Limit = limit
			page, err := auditlog.OfCampaign(t.Context(), tx, then)
			require.NoError(t, err)
			require.Equal(t, whole.Total, page.Total)
			require.Equal(t, whole.Total-len(page.Entries), page.Before)
		}
		window.From = head(m) + 1
		beyond, err := auditlog.OfCampaign(t.Context(), tx, window)
		require.NoError(t, err)
		require.Equal(t, auditlog.Trail{Entries: []auditlog.Entry{}, Total: whole.Total, Before: whole.Total}, beyond)
	})
}

// TestATrackCountsWhatHappenedBetweenTwoTimes, also of money that was matched later, as of now
// and as of any position; what moved money is what the books hold.
func TestATrackCountsWhatHappenedBetweenTwoTimes(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		late := 0
		for _, campaign := range m.Campaigns[:6] {
			for now := head(m); now > 0; now -= 431 {
				for then := now; then > 0; then -= 311 {
					late += checkTrack(t, tx, m, campaign, now, then)
				}
			}
		}
		require.Positive(t, late, "what was in the log, and not in the trail")
	})
}

func checkTrack(t *testing.T, tx pgx.Tx, m *history.Market, campaign id.ID, now, then eventstore.Position) (late int) {
	t.Helper()
	first, last := m.Events()[0].RecordedAt, m.Events()[now-1].RecordedAt
	times := []time.Time{first.Add(-time.Hour)}
	for at := first.Add(40 * time.Minute); at.Before(last.Add(2 * time.Hour)); at = at.Add(97 * time.Minute) {
		times = append(times, at)
	}
	bars, err := auditlog.Track(t.Context(), tx, campaign, now, then, times)
	require.NoError(t, err)
	wanted := make([]auditlog.Bar, len(times)-1)
	count := func(at eventstore.Position, one func(*auditlog.Bar) *auditlog.Happened) (total int) {
		entries, err := auditlog.Entries(t.Context(), tx, auditlog.Window{Campaign: campaign, At: at, Limit: 10_000})
		require.NoError(t, err)
		lines, err := transactions.OfPositions(t.Context(), tx, projections.Column(entries, func(e *auditlog.Entry) eventstore.Position { return e.Position }))
		require.NoError(t, err)
		for _, entry := range entries {
			n := slices.IndexFunc(times, entry.RecordedAt.Before) - 1
			bar := one(&wanted[n])
			bar.Events++
			if len(lines[entry.Position]) > 0 {
				bar.Money++
			}
			wanted[n].Last = max(wanted[n].Last, entry.Position)
			if at == now && entry.Position <= then {
				late++
			}
		}
		return len(entries)
	}
	count(now, func(b *auditlog.Bar) *auditlog.Happened { return &b.All })
	known := count(then, func(b *auditlog.Bar) *auditlog.Happened { return &b.Then })
	if then == now {
		late = known
	}
	require.Equal(t, wanted, bars, "campaign %s at %d, now %d", campaign, then, now)
	begun, ended, err := auditlog.Span(t.Context(), tx, campaign, now)
	require.NoError(t, err)
	if trail := trailOf(m, campaign, now); len(trail) > 0 {
		require.Equal(t, m.Events()[trail[0]-1].RecordedAt, begun)
		require.False(t, ended.Before(m.Events()[trail[len(trail)-1]-1].RecordedAt))
	}
	return late - known
}

func TestAMomentLeadsToTheLastPositionBeforeIt(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		events := m.Events()
		last := func(at time.Time) (position eventstore.Position) {
			for _, recorded := range events {
				if !recorded.RecordedAt.After(at) {
					position = recorded.Position
				}
			}
			return position
		}
		for i := 0; i < len(events); i += 53 {
			for _, at := range []time.Time{events[i].RecordedAt, events[i].RecordedAt.Add(-time.Microsecond), events[i].RecordedAt.Add(time.Hour)} {
				position, err := auditlog.PositionAt(t.Context(), tx, at)
				require.NoError(t, err)
				require.Equal(t, last(at), position, "%s", at)
			}
			at, err := auditlog.TimeOf(t.Context(), tx, events[i].Position)
			require.NoError(t, err)
			require.Equal(t, events[i].RecordedAt, at.UTC())
		}
		_, err := auditlog.TimeOf(t.Context(), tx, head(m)+1)
		require.ErrorIs(t, err, projections.ErrNotFound)
	})
}

func head(m *history.Market) eventstore.Position { return eventstore.Position(len(m.Events())) }

// TestEveryTrailOfAHistoryIsProvenByItsFileAlone, as of now and as of earlier positions.
func TestEveryTrailOfAHistoryIsProvenByItsFileAlone(t *testing.T) {
	t.Parallel()
	asStaff(t, func(m *history.Market, tx pgx.Tx) {
		held := money.Rupiah(0)
		for _, campaign := range m.Campaigns {
			for at := head(m); at > 0; at -= 397 {
				file := exported(t, tx, m, campaign, at)
				if file == "" {
					continue
				}
				report, err := trail.Verify(strings.NewReader(file))
				require.NoError(t, err, "campaign %s at position %d", campaign, at)
				held += report.Sums.Held
			}
		}
		require.Positive(t, held)
	})
}

// exported is a campaign's file as of a position; empty before it began.
func exported(t *testing.T, tx pgx.Tx, m *history.Market, campaign id.ID, at eventstore.Position) string {
	t.Helper()
	entries, err := auditlog.Entries(t.Context(), tx, auditlog.Window{Campaign: campaign, At: at, Limit: 10_000})
	require.NoError(t, err)
	if len(entries) == 0 {
		return ""
	}
	then, err := auditlog.CampaignAt(t.Context(), tx, campaign, at)
	require.NoError(t, err)
	phase, err := lifecycle.PhaseAt(t.Context(), tx, campaign, at)
	require.NoError(t, err)
	head := trail.Head{
		Log: m.ID(), Campaign: campaign, Position: at, Events: len(entries), Phase: string(phase), Lifecycle: string(phase.Lifecycle()),
		Slots: then.Slots, Secured: then.Secured,
	}
	balances, err := transactions.CampaignBalancesAt(t.Context(), tx, campaign, at)
	require.NoError(t, err)
	for _, b := range balances {
		head.Balances = append(head.Balances, trail.Balance{Account: b.Account, Debit: b.Debit, Credit: b.Credit})
	}
	var file strings.Builder
	w, err := trail.NewWriter(&file, head)
	require.NoError(t, err)
	lines, err := transactions.OfPositions(t.Context(), tx, projections.Column(entries, func(e *auditlog.Entry) eventstore.Position { return e.Position }))
	require.NoError(t, err)
	for _, entry := range entries {
		postings := projections.Column(lines[entry.Position], func(l *transactions.Line) money.Posting { return money.Posting{Account: l.Account, Amount: l.Amount} })
		require.NoError(t, w.Add(entry.Recorded(), postings))
	}
	return file.String()
}
