package statement_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/statement"
)

// FuzzParse: whatever a file holds, it is read or refused, never a panic; and
// what was read can be shown and named.
func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*.csv")
	require.NoError(f, err)
	require.NotEmpty(f, names)
	for _, name := range names {
		file, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(file)
	}
	f.Add([]byte("tanggal;waktu;keterangan;jumlah;referensi\n\"\";\"\"\"\";;-;.\n29/2/2027;::;\xff;,.;\n"))
	f.Add([]byte("Periode : 01/01/0001 - 31/12/9999\nTanggal Transaksi,Keterangan,Jumlah,Saldo\n1/1,,CR,DB\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		read, err := statement.Parse(file)
		if err != nil {
			_, ok := errors.AsType[*statement.FileError](err)
			require.True(t, ok)
			return
		}
		named := map[string]bool{}
		for _, row := range read.Rows {
			check(t, file, row)
			if row.Kind == statement.Credit && row.Entry.Bank == "" {
				require.False(t, named[row.Entry.Reference()], "two rows of one name")
				named[row.Entry.Reference()] = true
			}
		}
		again, err := statement.Parse(file)
		require.NoError(t, err)
		require.Equal(t, read, again)
	})
}

func check(t *testing.T, file []byte, row statement.Row) {
	t.Helper()
	require.Equal(t, row.Kind == statement.Unreadable, row.Problem != nil)
	require.Positive(t, row.Line)
	require.LessOrEqual(t, row.Line, len(file)+1)
	require.True(t, utf8.ValidString(row.Entry.Description))
	require.False(t, bytes.ContainsAny([]byte(row.Entry.Description+row.Entry.Bank), "\x00\r\n"))
	if row.Kind == statement.Credit || row.Kind == statement.Pending || row.Kind == statement.Debit {
		require.Positive(t, row.Entry.Amount)
	}
	if row.Kind == statement.Credit {
		require.False(t, row.Entry.Day.IsZero())
		require.LessOrEqual(t, len([]rune(row.Entry.Reference())), 60)
	}
}
