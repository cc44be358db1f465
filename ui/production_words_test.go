package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func TestAnEstimateThatSlippedOrPassedSaysSo(t *testing.T) {
	t.Parallel()
	told := time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	soon, late := told.AddDate(0, 0, 10), told.AddDate(0, 0, 17)
	for _, row := range []struct {
		why   string
		news  []lifecycle.News
		now   time.Time
		words string
		late  bool
	}{
		{"nothing was told", nil, told, "Perajin belum memberi perkiraan tanggal.", false},
		{"no date was told", []lifecycle.News{{Milestone: sambatan.MilestoneBlended}}, told, "Perajin belum memberi perkiraan tanggal.", false},
		{"the first", []lifecycle.News{{ReadyBy: soon}}, told, "Perkiraan siap 11 Des 2026.", false},
		{"later than before", []lifecycle.News{{ReadyBy: soon}, {ReadyBy: late, Was: soon}}, told, "Perkiraan siap mundur dari 11 Des 2026 ke 18 Des 2026.", true},
		{"sooner", []lifecycle.News{{ReadyBy: late}, {ReadyBy: soon, Was: late}}, told, "Perkiraan siap maju dari 18 Des 2026 ke 11 Des 2026.", false},
		{"it has passed in silence", []lifecycle.News{{ReadyBy: soon}}, soon.Add(time.Minute), "Perkiraan siap 11 Des 2026 sudah lewat, dan perajin belum memberi tanggal baru.", true},
	} {
		words, late := estimateWords(row.news, row.now, perajin)
		require.Equal(t, row.words, words, row.why)
		require.Equal(t, row.late, late, row.why)
	}
	own, _ := estimateWords(nil, told, "Anda")
	require.Equal(t, "Anda belum memberi perkiraan tanggal.", own)
}

func TestAnOrderTellsWhatItLivedToSee(t *testing.T) {
	t.Parallel()
	secured := time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	ended := secured.AddDate(0, 0, 5)
	news := []lifecycle.News{
		{At: secured.AddDate(0, 0, 1), Milestone: sambatan.MilestoneMaterials},
		{At: ended, Made: 2, Secured: 3, Given: 2, Returned: 1, Note: "menguap"},
		{At: ended.Add(time.Hour), Milestone: sambatan.MilestoneBottled},
	}
	titles := func(row participants.Row) (titles []string) {
		for _, m := range newsOfOrder(order{row: row, news: news}) {
			titles = append(titles, m.Title)
		}
		return titles
	}
	require.Empty(t, titles(participants.Row{}), "who never paid")
	require.Equal(t, []string{"Bahan sudah datang", "Hasil produksi kurang, pesanan Anda tetap utuh", "Sudah dikemas"}, titles(participants.Row{SecuredAt: secured}))
	require.Equal(t, []string{"Bahan sudah datang"}, titles(participants.Row{SecuredAt: secured, EndedAt: ended, Reason: string(sambatan.RefundedYield)}), "its own words say the rest")
	require.Equal(t, view.MomentBad, newsMoment(news[1]).Kind)
}
