package statement_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sensasiwangi/sambatan/internal/statement"
)

const head = "tanggal;waktu;keterangan;jumlah;referensi\n"

// references are the references of a file's rows that came in.
func references(t require.TestingT, file string) (found []string) {
	read, err := statement.Parse([]byte(file))
	require.NoError(t, err)
	for _, row := range read.Rows {
		if row.Kind == statement.Credit {
			found = append(found, row.Entry.Reference())
		}
	}
	return found
}

func TestTwoLinesThatLookTheSameAreTwo(t *testing.T) {
	t.Parallel()
	line := "23/11/2026;14.06;TRANSFER DARI DINAR;548.127;\n"
	found := references(t, head+line+line)
	require.Len(t, found, 2)
	require.NotEqual(t, found[0], found[1])
	require.Equal(t, found[:1], references(t, head+line), "the day exported before the second came")
	require.Equal(t, found, references(t, head+"22/11/2026;;LAIN;548.127;\n"+strings.ToLower(line)+line)[1:], "a file of more days")
	require.Regexp(t, `^MUTASI 20261123 [0-9A-F]{16}$`, found[0])
}

func TestWhatTheBankSaysDifferentlyIsAnotherLine(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, line := range []string{
		"23/11/2026;14.06;A;548.127;", "24/11/2026;14.06;A;548.127;", "23/11/2026;14.07;A;548.127;", "23/11/2026;;A;548.127;",
		"23/11/2026;14.06;B;548.127;", "23/11/2026;14.06;A;548.128;", "23/11/2026;14.06;A;548.127;FT-1",
	} {
		found := references(t, head+line)[0]
		require.Empty(t, seen[found], line)
		seen[found] = line
	}
	require.Equal(t, []string{"FT-1"}, references(t, head+"23/11/2026;14.06;A;548.127;FT-1"), "the bank's own")
	saldo := "tanggal;keterangan;jumlah;saldo\n"
	require.NotEqual(t, references(t, saldo+"23/11/2026;A;1.000;5.000"), references(t, saldo+"23/11/2026;A;1.000;6.000"))
}

// TestOverlappingExportsNameEachLineOnce cuts a history of a few days, full of
// lines that look the same, into two exports that overlap by whole days, the
// first of which may end within its last day.
func TestOverlappingExportsNameEachLineOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const days = 4
		var history [days][]string
		total := 0
		for d := range days {
			for range rapid.IntRange(0, 6).Draw(t, "lines") {
				text, amount := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "text"), rapid.SampledFrom([]string{"1.000", "2.000"}).Draw(t, "amount")
				history[d] = append(history[d], "2"+string(rune('0'+d))+"/11/2026;;"+text+";"+amount+";\n")
				total++
			}
		}
		last := rapid.IntRange(0, days-1).Draw(t, "the first export's last day")
		first := rapid.IntRange(0, last).Draw(t, "the second export's first day")
		partial := rapid.IntRange(0, len(history[last])).Draw(t, "lines of its last day")
		earlier, later := head, head
		for d := range days {
			switch {
			case d < last:
				earlier += strings.Join(history[d], "")
			case d == last:
				earlier += strings.Join(history[d][:partial], "")
			}
			if d >= first {
				later += strings.Join(history[d], "")
			}
		}
		named := map[string]bool{}
		for _, reference := range append(references(t, earlier), references(t, later)...) {
			named[reference] = true
		}
		require.Len(t, named, total)
	})
}

func TestAReferenceThatSomebodyTypedIsFoundInTheText(t *testing.T) {
	t.Parallel()
	entry := statement.Entry{Description: "TRSF E-BANKING CR 2311/FTSCY/WS95051 DINAR", Bank: "FT 26328"}
	for reference, want := range map[string]bool{
		"2311/FTSCY/WS95051": true, "2311/ftscy / ws95051": true, "ft26328": true, "WS95052": false, "DINAR": false, "": false,
	} {
		require.Equal(t, want, entry.Mentions(reference), reference)
	}
}
