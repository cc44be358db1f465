package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/calendar"
)

func wib(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.WIB)
	if err != nil {
		panic(err)
	}
	return t
}

func ExampleAddWorkingDays() {
	friday := time.Date(2026, 11, 27, 16, 0, 0, 0, calendar.WIB)
	fmt.Println(calendar.AddWorkingDays(friday, 1).In(calendar.WIB))
	// Output: 2026-11-30 16:00:00 +0700 WIB
}

func TestZonesHaveTheirOffsets(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	require.Equal(t, "12:00 WIB", noon.In(calendar.WIB).Format("15:04 MST"))
	require.Equal(t, "13:00 WITA", noon.In(calendar.WITA).Format("15:04 MST"))
	require.Equal(t, "14:00 WIT", noon.In(calendar.WIT).Format("15:04 MST"))
}

func TestWorkingDays(t *testing.T) {
	t.Parallel()
	for when, working := range map[string]bool{
		"2026-11-27 12:00": true,  // Friday
		"2026-11-28 12:00": false, // Saturday
		"2026-11-29 12:00": false, // Sunday
		"2026-08-17 12:00": false, // independence
		"2026-12-24 12:00": false, // cuti bersama
		"2026-12-25 12:00": false, // Christmas
		"2026-12-28 12:00": true,
		"2027-03-10 12:00": false, // Idulfitri
		"2031-08-18 12:00": true,  // a year without data: only weekends are free
	} {
		require.Equal(t, working, calendar.IsWorkingDay(wib(when)), when)
	}
}

func TestTheDayIsTheOneInWIB(t *testing.T) {
	t.Parallel()
	sundayInUTC := time.Date(2026, 11, 29, 18, 0, 0, 0, time.UTC) // Monday 01.00 WIB
	require.True(t, calendar.IsWorkingDay(sundayInUTC))
	fridayInUTC := time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC) // Saturday 00.00 WIB
	require.False(t, calendar.IsWorkingDay(fridayInUTC))
}

func TestWorkingTime(t *testing.T) {
	t.Parallel()
	for when, working := range map[string]bool{
		"2026-11-27 07:59": false,
		"2026-11-27 08:00": true,
		"2026-11-27 16:59": true,
		"2026-11-27 17:00": false,
		"2026-11-28 10:00": false,
	} {
		require.Equal(t, working, calendar.IsWorkingTime(wib(when)), when)
	}
}

func TestAddWorkingDays(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name, from string
		days       int
		want       string
	}{
		{"within the week", "2026-11-25 10:30", 1, "2026-11-26 10:30"},
		{"over the weekend", "2026-11-27 16:00", 1, "2026-11-30 16:00"},
		{"from a Saturday", "2026-11-28 16:00", 1, "2026-11-30 16:00"},
		{"from a Sunday, by night", "2026-11-29 23:59", 1, "2026-11-30 23:59"},
		{"over Christmas and its cuti bersama", "2026-12-23 09:00", 1, "2026-12-28 09:00"},
		{"over New Year", "2026-12-31 09:00", 1, "2027-01-04 09:00"},
		{"three", "2026-11-26 09:00", 3, "2026-12-01 09:00"},
		{"none", "2026-11-28 09:00", 0, "2026-11-28 09:00"},
		{"fewer than none", "2026-11-28 09:00", -1, "2026-11-28 09:00"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, wib(r.want).UTC(), calendar.AddWorkingDays(wib(r.from), r.days))
		})
	}
}

func TestPromisesFallOnWorkingDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := wib("2026-01-01 00:00").Add(time.Duration(rapid.Int64Range(0, int64(700*24*time.Hour)).Draw(t, "after")))
		n := rapid.IntRange(1, 10).Draw(t, "days")
		day := calendar.AddWorkingDays(from, n)
		require.True(t, calendar.IsWorkingDay(day))
		require.True(t, day.After(from))
		require.False(t, calendar.AddWorkingDays(from, n+1).Before(day.AddDate(0, 0, 1)), "each day counts once")
	})
}

func TestTheHolidayFileIsInOrder(t *testing.T) {
	t.Parallel()
	require.NotEmpty(t, calendar.Known.Version)
	previous := ""
	for _, year := range calendar.Known.Years {
		require.NotEmpty(t, year.Source, year.Year)
		for _, holiday := range year.Holidays {
			day, err := time.Parse(time.DateOnly, holiday.Date)
			require.NoError(t, err)
			require.Equal(t, year.Year, day.Year(), holiday.Date)
			require.Greater(t, holiday.Date, previous, "sorted, and no day twice")
			require.NotEmpty(t, holiday.Name)
			previous = holiday.Date
		}
	}
	decreed := calendar.Known.Years[0]
	joint := 0
	for _, holiday := range decreed.Holidays {
		if holiday.Joint {
			joint++
		}
	}
	require.False(t, decreed.Provisional)
	require.Equal(t, 8, joint, "the decree for 2026 names 8 days of cuti bersama")
	require.Len(t, decreed.Holidays, 17+8, "and 17 public holidays")
}

func TestAHolidayHasAName(t *testing.T) {
	t.Parallel()
	holiday, ok := calendar.HolidayOn(wib("2026-08-17 00:00"))
	require.True(t, ok)
	require.Equal(t, "Proklamasi Kemerdekaan", holiday.Name)
	_, ok = calendar.HolidayOn(wib("2026-08-18 00:00"))
	require.False(t, ok)
}
