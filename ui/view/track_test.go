package view

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestABarSaysWhatItShows(t *testing.T) {
	t.Parallel()
	begin := on("2026-11-24 10:00")
	for each, stretch := range map[time.Duration]string{
		time.Second:    "24 Nov 2026, 10.00.00–10.00.01 WIB",
		time.Hour:      "24 Nov 2026, 10.00–11.00 WIB",
		24 * time.Hour: "24 Nov 2026",
		96 * time.Hour: "24 Nov 2026 sampai 28 Nov 2026",
	} {
		require.Equal(t, stretch, Bar{Begin: begin, End: begin.Add(each)}.stretch())
	}
	bar := Bar{Begin: begin, End: begin.Add(time.Hour), Other: 30_000, Money: 4}
	require.Equal(t, "24 Nov 2026, 10.00–11.00 WIB: 30.004 peristiwa, 4 memindahkan uang", bar.words())
	bar.LaterMoney = 2
	require.Equal(t, "24 Nov 2026, 10.00–11.00 WIB: 30.006 peristiwa, 6 memindahkan uang, 2 sesudah saat yang dipilih", bar.words())
	bar = Bar{Begin: begin, End: begin.Add(time.Hour), LaterOther: 1}
	require.Equal(t, "24 Nov 2026, 10.00–11.00 WIB: 1 peristiwa, sesudah saat yang dipilih", bar.words())
}

// TestABarStaysInItsDrawing: what moves no money above the line, money below it, and one event
// beside thirty thousand is still seen.
func TestABarStaysInItsDrawing(t *testing.T) {
	t.Parallel()
	bars := []Bar{{Other: 30_000, LaterOther: 1, Money: 1, LaterMoney: 20_000}, {Other: 1}, {Money: 1, LaterMoney: 1}, {LaterOther: 3}, {}}
	for _, bar := range bars {
		boxes := bar.boxes(scale(bars))
		for _, box := range boxes {
			require.GreaterOrEqual(t, box.y, 0.0, "%+v", bar)
			require.LessOrEqual(t, box.y+box.height, float64(trackTall), "%+v", bar)
			require.Equal(t, box.class[0] == 'n', box.y+box.height <= trackLine, "%+v", bar)
			require.Equal(t, box.class[0] == 'm', box.y >= trackLine, "%+v", bar)
		}
		require.Equal(t, bar.Other+bar.Money+bar.LaterOther+bar.LaterMoney > 0, len(boxes) > 0)
	}
	require.GreaterOrEqual(t, bars[1].boxes(scale(bars))[0].height, float64(trackLeast))
	few := []Bar{{Other: 2}, {Other: 1}}
	require.Less(t, few[0].boxes(scale(few))[0].height, float64(trackLine)/2, "three events are not a flood")
}

func TestTicksNameDaysWhereTheyBegin(t *testing.T) {
	t.Parallel()
	var bars []Bar
	for at := on("2026-11-24 20:00"); at.Before(on("2026-11-25 08:00")); at = at.Add(time.Hour) {
		bars = append(bars, Bar{Begin: at, End: at.Add(time.Hour)})
	}
	var all []string
	for i := range bars {
		if text := under(bars, i, 3); text != "" {
			all = append(all, text)
		}
	}
	require.Equal(t, []string{"24 Nov", "25 Nov", "04.00"}, all)
}
