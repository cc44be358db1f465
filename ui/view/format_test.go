package view

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// at is a time in WIB on the day every sample page is drawn.
func at(clock string) time.Time { return on("2026-11-24 " + clock) }

func on(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, wib)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestRupiahGroupsWithDotsAndNoSpace(t *testing.T) {
	t.Parallel()
	for amount, want := range map[int64]string{
		0: "Rp0", 7: "Rp7", 999: "Rp999", 1_000: "Rp1.000", 125_000: "Rp125.000",
		1_250_000: "Rp1.250.000", 9_007_199_254_740_993: "Rp9.007.199.254.740.993",
		-2_628_000: "−Rp2.628.000", -5: "−Rp5",
	} {
		require.Equal(t, want, Rupiah(amount))
	}
}

func TestTheUniqueCodeIsTheLastThreeDigits(t *testing.T) {
	t.Parallel()
	head, tail := splitUnique(548_127)
	require.Equal(t, []string{"Rp548.", "127"}, []string{head, tail})
	head, tail = splitUnique(18_007)
	require.Equal(t, []string{"Rp18.", "007"}, []string{head, tail})
}

func TestTimesAreShownInWIBWithADot(t *testing.T) {
	t.Parallel()
	instant := time.Date(2026, 11, 18, 11, 6, 7, 0, time.UTC)
	require.Equal(t, "Rabu, 18 Nov 2026, 18.06 WIB", FullTime(instant))
	require.Equal(t, "Rab, 18 Nov, 18.06 WIB", ShortTime(instant))
	require.Equal(t, "18.06.07", ClockSeconds(instant))
	require.Equal(t, "18/11/2026", DateInput(instant))
	require.Empty(t, DateInput(time.Time{}))
	require.Equal(t, "Kamis, 1 Jan 2026, 00.00 WIB", FullTime(time.Date(2025, 12, 31, 17, 0, 0, 0, time.UTC)))
}

func TestANearTimeNamesItsDay(t *testing.T) {
	t.Parallel()
	now := at("14:06")
	require.Equal(t, "hari ini 23.59 WIB", NearTime(at("23:59"), now))
	require.Equal(t, "besok 00.00 WIB", NearTime(on("2026-11-25 00:00"), now))
	require.Equal(t, "kemarin 23.59 WIB", NearTime(on("2026-11-23 23:59"), now))
	require.Equal(t, "Min, 29 Nov, 20.00 WIB", NearTime(on("2026-11-29 20:00"), now))
	require.Equal(t, "13.52 WIB", joinTime(at("13:52"), now))
	require.Equal(t, "Kemarin", joinTime(on("2026-11-23 23:59"), now))
}

func TestTimeLeftUsesItsTwoLargestUnits(t *testing.T) {
	t.Parallel()
	now := at("14:06")
	for d, want := range map[time.Duration]string{
		-time.Second:                   "",
		20 * time.Second:               "kurang dari 1 menit",
		42 * time.Minute:               "42 menit",
		4 * time.Hour:                  "4 jam",
		4*time.Hour + 59*time.Minute:   "4 jam 59 menit",
		48 * time.Hour:                 "2 hari",
		125*time.Hour + 54*time.Minute: "5 hari 5 jam",
	} {
		require.Equal(t, want, Left(now.Add(d), now))
	}
	require.Equal(t, "5 hari lagi", RoughLeft(now.Add(125*time.Hour), now))
	require.Equal(t, "1 menit lagi", RoughLeft(now.Add(time.Second), now))
	require.Equal(t, "ditutup", RoughLeft(now, now))
}

func TestLagSaysItsUnit(t *testing.T) {
	t.Parallel()
	require.Equal(t, "84 md", Lag(84*time.Millisecond))
	require.Equal(t, "1,2 dtk", Lag(1200*time.Millisecond))
	require.Equal(t, "3 menit", Lag(3*time.Minute))
}

func TestInitialsNeverShowMoreThanTwoLetters(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Rani Astuti": "RA", "dinar": "D", "Ida Ayu Komang": "IA", "  ": "", "3 Dara": "D", "Éva Østby": "ÉØ",
	} {
		require.Equal(t, want, Initials(name))
	}
	require.Equal(t, "R. A.", dotted("RA"))
}

func TestPercentStaysWithinTheBottle(t *testing.T) {
	t.Parallel()
	require.Equal(t, 70, percent(42, 60))
	require.Equal(t, 0, percent(3, 0))
	require.Equal(t, 100, percent(61, 60))
}

func TestNumbersAreGroupedAsTheyAreReadOut(t *testing.T) {
	t.Parallel()
	require.Equal(t, "8810 0042 77", digitGroups("8810004277"))
	require.Equal(t, "+62 812-0000-4471", phoneGroups("+6281200004471"))
	require.Equal(t, "+62 812-3456-789", phoneGroups("+628123456789"))
	for _, typed := range []string{"0812-0000-4471", "+62 812-0000-4471"} {
		require.Equal(t, typed, phoneGroups(typed), "what was typed stays")
	}
}
