package statement_test

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/statement"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return file
}

func parse(t *testing.T, file string) statement.Statement {
	t.Helper()
	read, err := statement.Parse([]byte(file))
	require.NoError(t, err)
	return read
}

// on is a moment in WIB; a midnight is a day without its time.
func on(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, calendar.WIB)
	if err != nil {
		panic(err)
	}
	return at
}

func day(text string) time.Time { return on(text + " 00:00:00") }

// wanted is a row as a table test writes it.
type wanted struct {
	line    int
	kind    statement.Kind
	amount  money.Rupiah
	day     string
	at      string
	says    string
	problem statement.RowProblem
}

func TestEveryBanksExportIsRead(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		file    string
		format  statement.Format
		account string
		rows    []wanted
	}{
		{"bca.csv", statement.BCA, "8801002233", []wanted{
			{line: 9, amount: 548_127, day: "2026-11-23", says: "TRSF E-BANKING CR 2311/FTSCY/WS95051 548127.00 DINAR NARESWARI"},
			{line: 10, kind: statement.Debit, amount: 15_000, day: "2026-11-23", says: "BIAYA ADM"},
			{line: 11, amount: 263_006, day: "2026-11-24", says: `SWITCHING CR TRANSFER DR 009 RAKA "RK" WIJAYA`},
			{line: 12, amount: 263_006, day: "2026-11-24", says: `SWITCHING CR TRANSFER DR 009 RAKA "RK" WIJAYA`},
			{line: 13, kind: statement.Unreadable, amount: 1_000, says: "TRSF E-BANKING CR", problem: statement.RowDate},
			{line: 14, kind: statement.Pending, amount: 358_014, says: "TRSF E-BANKING CR 2411/FTSCY/WS95051 LARAS HATI"},
			{line: 15, kind: statement.Debit, amount: 2_500, says: "BIAYA TRANSFER"},
		}},
		{"mandiri.csv", statement.Mandiri, "1370012345678", []wanted{
			{line: 2, amount: 548_127, day: "2026-11-23", at: "11:27:10", says: "DINAR NARESWARI MCM InhouseTrf DARI DINAR NARESWARI"},
			{line: 3, kind: statement.Debit, amount: 12_500, day: "2026-11-24", at: "10:16:54", says: "BIAYA ADM"},
			{line: 4, kind: statement.Unreadable, says: "TRF LUAR NEGERI", problem: statement.RowCurrency},
		}},
		{"mandiri-lama.csv", statement.Mandiri, "1370012345678", []wanted{
			{line: 2, amount: 548_127, day: "2026-11-23", says: "SA OB SA No Book DINAR NARESWARI 71831136319"},
			{line: 3, kind: statement.Debit, amount: 453_684, day: "2026-11-24", says: "DR 0000029511812 KR 0060003911777 BELI BOTOL"},
			{line: 4, kind: statement.Unreadable, says: "SALAH KETIK", problem: statement.RowAmount},
		}},
		{"bri.csv", statement.BRI, "034101000743303", []wanted{
			{line: 2, amount: 548_127, day: "2026-11-23", at: "09:06:33", says: "NBMB DINAR NARESWARI TO REKENING BERSAMA ESB:NBMB:0001500F:168770158106"},
			{line: 3, kind: statement.Debit, amount: 1_000, day: "2026-11-24", at: "14:00:00", says: "BRIVA 3013508"},
			{line: 4, kind: statement.Unreadable, amount: 5_000, says: "JAM SALAH", problem: statement.RowTime},
		}},
		{"bni.csv", statement.BNI, "", []wanted{
			{line: 2, amount: 548_127, day: "2026-11-23", at: "14:06:33", says: "TRF/PAY/TOP-UP ECHANNEL | DINAR NARESWARI 734312"},
			{line: 3, kind: statement.Debit, amount: 125_000, day: "2026-11-24", at: "12:30:00", says: "TARIK TUNAI 734313"},
			{line: 4, kind: statement.Unreadable, says: "DUA ARAH 734314", problem: statement.RowBoth},
		}},
		{"umum.csv", statement.Generic, "", []wanted{
			{line: 2, amount: 548_127, day: "2026-11-23", at: "14:06:33", says: "Transfer dari Dinar"},
			{line: 3, amount: 263_006, day: "2026-11-23", says: "Transfer dari Raka"},
			{line: 4, kind: statement.Debit, amount: 15_000, day: "2026-11-24", says: "Biaya admin"},
			{line: 5, kind: statement.Unreadable, amount: 1_000, says: "Jam salah", problem: statement.RowTime},
			{line: 6, kind: statement.Unreadable, says: "Sen", problem: statement.RowCents},
		}},
	} {
		t.Run(row.file, func(t *testing.T) {
			t.Parallel()
			read := parse(t, string(sample(t, row.file)))
			require.Equal(t, row.format, read.Format)
			require.Equal(t, row.account, read.Account)
			require.Equal(t, row.rows, told(read))
		})
	}
}

func told(read statement.Statement) (rows []wanted) {
	for _, row := range read.Rows {
		e := row.Entry
		one := wanted{line: row.Line, kind: row.Kind, amount: e.Amount, says: e.Description}
		if !e.Day.IsZero() {
			one.day = e.Day.Format("2006-01-02")
		}
		if !e.At.IsZero() {
			one.at = e.At.Format("15:04:05")
		}
		if row.Problem != nil {
			one.problem = row.Problem.Problem
		}
		rows = append(rows, one)
	}
	return rows
}

func TestAFileSaysTheSameHoweverItWasSaved(t *testing.T) {
	t.Parallel()
	plain := string(sample(t, "bca.csv"))
	want := told(parse(t, plain))
	for name, file := range map[string]string{
		"CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "CR": strings.ReplaceAll(plain, "\n", "\r"),
		"byte order mark": "\ufeff" + plain, "semicolons": semicolons(t, plain),
		"European amounts": strings.NewReplacer(`"548,127.00"`, `"548.127,00"`, `"263,006.00"`, `"263.006,00"`, `"358,014.00"`, `"358.014,00"`).Replace(plain),
		"one column":       strings.NewReplacer(`.00",CR,`, `.00 CR",,`, `.00",DB,`, `.00 DB",,`).Replace(plain),
	} {
		require.Equal(t, want, told(parse(t, file)), name)
	}
}

// semicolons is a file as a spreadsheet in Indonesia saves it again.
func semicolons(t *testing.T, file string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.SplitSeq(file, "\n") {
		read := csv.NewReader(strings.NewReader(line))
		cells, err := read.Read()
		if err != nil {
			cells = nil // a blank line
		}
		for i, cell := range cells {
			cells[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		b.WriteString(strings.Join(cells, ";") + "\n")
	}
	return b.String()
}

func TestWindows1252IsReadAsWhatWasWritten(t *testing.T) {
	t.Parallel()
	const head = "tanggal;waktu;keterangan;jumlah;referensi\n"
	read := parse(t, head+"23/11/2026;14:06;Caf\xe9 \x93Melati\x94 \x96 Ren\xe9;1.000;\n")
	require.Equal(t, "Café “Melati” – René", read.Rows[0].Entry.Description)
	require.Equal(t, read.Rows[0].Entry.Reference(), parse(t, head+"23/11/2026;14:06;Café “Melati” – René;1.000;\n").Rows[0].Entry.Reference())
}

func TestAmountsAreReadInBothNotations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Rupiah{
		"1,250,000.00": 1_250_000, "1.250.000,00": 1_250_000, "1.250.000": 1_250_000, "1,250,000": 1_250_000, "1250000": 1_250_000,
		"1250000.00": 1_250_000, "1250000,0": 1_250_000, "1.250": 1_250, "1,250": 1_250, "Rp1.250.000": 1_250_000, "IDR 1.250": 1_250, "+ 5": 5,
		"000000000000000250": 250, "9.999.999.999.999": 9_999_999_999_999,
	} {
		read := parse(t, "tanggal;waktu;keterangan;jumlah;referensi\n23/11/2026;;x;"+text+";")
		require.Nil(t, read.Rows[0].Problem, text)
		require.Equal(t, want, read.Rows[0].Entry.Amount, text)
	}
	for text, want := range map[string]statement.RowProblem{
		"": statement.RowAmount, "-": statement.RowAmount, "x": statement.RowAmount, "1,25,000": statement.RowAmount, "1.2.3": statement.RowAmount,
		"1250.000": statement.RowAmount, "1,250.000,00": statement.RowAmount, "9999999999999999": statement.RowAmount, "10.000.000.000.000": statement.RowAmount, "1e6": statement.RowAmount,
		"1.250,75": statement.RowCents, "0": statement.RowZero, "0,00": statement.RowZero, ".5.": statement.RowAmount, ".": statement.RowAmount,
	} {
		read := parse(t, "tanggal;waktu;keterangan;jumlah;referensi\n23/11/2026;;x;"+text+";")
		require.NotNil(t, read.Rows[0].Problem, text)
		require.Equal(t, want, read.Rows[0].Problem.Problem, text)
		require.Equal(t, 2, read.Rows[0].Problem.Line)
		require.ErrorContains(t, read.Rows[0].Problem, "line 2: "+string(want))
	}
}

func TestAYearIsTakenFromThePeriodAlsoAcrossNewYear(t *testing.T) {
	t.Parallel()
	file := func(head, date string) string {
		return head + "Tanggal Transaksi,Keterangan,Cabang,Jumlah,,Saldo\n'" + date + ",x,'0000,1.000,CR,1.000\n"
	}
	across := "Periode : 25/12/2026 - 05/01/2027\n"
	for date, want := range map[string]time.Time{"31/12": day("2026-12-31"), "01/01": day("2027-01-01"), "02/01/2027": day("2027-01-02")} {
		require.Equal(t, want, parse(t, file(across, date)).Rows[0].Entry.Day, date)
	}
	require.Equal(t, day("2027-01-01"), parse(t, file("Periode : 25/12/2026 s/d 05/01/2027\n", "01/01")).Rows[0].Entry.Day)
	require.Equal(t, statement.RowDate, parse(t, file(across, "06/01")).Rows[0].Problem.Problem, "outside the period")
	require.Equal(t, statement.RowYear, parse(t, file("", "06/01")).Rows[0].Problem.Problem, "no period")
	require.Equal(t, statement.RowYear, parse(t, file("Periode : ?\n", "06/01")).Rows[0].Problem.Problem)
}

func TestNoRowSwallowsTheNextOne(t *testing.T) {
	t.Parallel()
	read := parse(t, "tanggal;waktu;keterangan;jumlah;referensi\n"+
		"23/11/2026;;\"terbuka;1.000;\n23/11/2026;;utuh;2.000;\n23/11/2026;;kurang\n23/11/2026;;le;bih;1.000;A;B\n\n;;;;\ntanggal;waktu;keterangan;jumlah;referensi\n23/11/2026;;akhir;3.000;\n")
	var problems []statement.RowProblem
	for _, row := range read.Rows {
		if row.Problem != nil {
			problems = append(problems, row.Problem.Problem)
			continue
		}
		problems = append(problems, "")
	}
	require.Equal(t, []statement.RowProblem{statement.RowQuote, "", statement.RowColumns, statement.RowColumns, ""}, problems)
	require.Equal(t, 9, read.Rows[4].Line)
}

func TestWhatIsNoStatementIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	head := "tanggal;waktu;keterangan;jumlah;referensi\n"
	for name, row := range map[string]struct {
		file string
		want statement.FileProblem
	}{
		"nothing":        {"", statement.FileEmpty},
		"spaces":         {"\ufeff \r\n ", statement.FileEmpty},
		"a workbook":     {"PK\x03\x04\x00\x00", statement.FileNotText},
		"a PDF":          {"%PDF-1.7 tanggal", statement.FileNotText},
		"other columns":  {"nama;umur\nDinar;31\n", statement.FileUnknown},
		"too large":      {strings.Repeat("x", statement.MaxBytes+1), statement.FileTooLarge},
		"too many rows":  {head + strings.Repeat("23/11/2026;;x;1;\n", statement.MaxRows+1), statement.FileTooLong},
		"two accounts":   {"rekening;tanggal;keterangan;jumlah\n1;23/11/2026;x;1\n2;23/11/2026;x;1\n", statement.FileMixed},
		"a head too low": {strings.Repeat("x\n", 60) + head, statement.FileUnknown},
	} {
		_, err := statement.Parse([]byte(row.file))
		refused, ok := errors.AsType[*statement.FileError](err)
		require.True(t, ok, "%s: %v", name, err)
		require.Equal(t, row.want, refused.Problem, name)
		require.ErrorContains(t, err, string(row.want))
	}
}

func TestABrokenRowDoesNotMakeAFileLookMixed(t *testing.T) {
	t.Parallel()
	read := parse(t, "rekening;tanggal;keterangan;jumlah\n8801;23/11/2026;x;1\n23/11/2026;x;1\n99;bukan tanggal;x;1\n08801;23/11/2026;x;1\n")
	require.Equal(t, "8801", read.Account)
	require.Len(t, read.Rows, 4)
	require.Equal(t, statement.RowDate, read.Rows[2].Problem.Problem)
	require.Nil(t, read.Rows[3].Problem, "with a zero before it")
}

func TestTheSpanIsFromTheFirstDayToTheLast(t *testing.T) {
	t.Parallel()
	from, until := parse(t, string(sample(t, "bca.csv"))).Span()
	require.Equal(t, day("2026-11-23"), from)
	require.Equal(t, day("2026-11-24"), until)
}
