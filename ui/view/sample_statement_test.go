package view

import "time"

// statementSamples are the pages of the import of bank statements.
func statementSamples() []sample {
	kept := sampleStatement()
	done := sampleStatement()
	done.Imports, done.Records, done.Hand = []StatementImport{sampleImport(), sampleImport()}, 0, 0
	done.Filter, done.Rows, done.Next = LineKnown, nil, OpsStatementURL("m1")+"?hal=2"
	more := sampleStatement()
	more.Rows, more.First, more.Total, more.Prev = more.Rows[:2], 101, 102, OpsStatementURL("m1")
	changed := sampleStatement()
	changed.Form.Errors = []FieldError{{Message: "Keadaan berubah sejak file ini diperiksa."}}
	nothing := sampleStatement()
	nothing.Records, nothing.RecordsAmount = 0, 0
	chosen := Statements{Bank: "Bank Lintas Nusa", Account: "8801002233", Holder: "Rekening Bersama", Form: form()}
	refused := chosen
	refused.Form.Errors = []FieldError{{FieldFile, "File mutasi tidak terbaca", "File ini kosong. Unduh lagi mutasinya dari bank."}}
	imported := chosen
	empty := sampleImport()
	empty.From, empty.Until, empty.Matched, empty.Unknown, empty.Left = time.Time{}, time.Time{}, 0, 0, 0
	imported.Imports, imported.From, imported.Total, imported.Next = []StatementImport{sampleImport(), empty}, 1, 21, OpsStatementsURL+"?hal=2"
	page := func(name string, t Statement) sample {
		return sample{"ops-mutasi-" + name, StatementPage(gita(SectionTransfer), t), false}
	}
	list := func(name string, t Statements) sample {
		return sample{"ops-mutasi-" + name, StatementsPage(gita(SectionTransfer), t), false}
	}
	return []sample{
		list("kosong", chosen), list("galat", refused), list("riwayat", imported),
		page("periksa", kept), page("hasil", done), page("lanjut", more), page("berubah", changed), page("tanpa-baris", nothing),
		page("terhapus", Statement{ID: "m1", Bank: "Bank Lintas Nusa", Account: "8801002233", Imports: []StatementImport{sampleImport()}, Form: form()}),
	}
}

func sampleImport() StatementImport {
	return StatementImport{
		ID: "m1", At: at("09:12"), By: "Gita Anindya", Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Format: "BCA",
		From: on("2026-11-23 00:00"), Until: on("2026-11-24 00:00"), Matched: 4, Unknown: 1, Known: 2, Left: 3, Amount: 1_677_043,
	}
}

func sampleStatement() Statement {
	rows := []StatementRow{
		{Line: 9, Day: on("2026-11-23 00:00"), At: on("2026-11-23 14:06"), Text: "TRSF E-BANKING CR DINAR", Amount: 548_127, Status: LineMatched, Why: "Untuk SWG-7K4Q2, Wening Subuh, batch 4."},
		{Line: 10, Day: on("2026-11-23 00:00"), Text: "SETORAN TUNAI", Amount: 150_000, Status: LineUnknown, Why: "Masuk ke dana titipan. Tidak ada pesanan dengan jumlah ini."},
		{Line: 11, Day: on("2026-11-24 00:00"), Text: "SWITCHING CR", Amount: 358_014, Status: LineUndecided, Why: "Jam tidak tertulis di mutasi, padahal tenggatnya di hari itu.", Links: []Option{{OpsConfirmFromURL("i2", "358.014", "MUTASI 20261124 00FF00FF00FF00FF", on("2026-11-24 00:00"), time.Time{}), "Putuskan SWG-9M2D8"}}},
		{Line: 12, Text: "TRSF E-BANKING CR", Amount: 1_000, Status: LineUnreadable, Why: "Tanggalnya tidak bisa dibaca, atau di luar periode file. Tertulis “31/02”."},
		{Line: 13, Text: "TRSF E-BANKING CR LARAS", Amount: 263_006, Status: LinePending, Why: "Masih PEND di bank."},
		{Line: 14, Day: on("2026-11-24 00:00"), Text: "TRSF E-BANKING CR RAKA", Amount: 263_007, Status: LineKnown, Why: "Di dana titipan, belum ada pemiliknya.", Links: []Option{{OpsSuspenseItemURL("r1"), "Buka titipan"}}},
		{Line: 15, Day: on("2026-11-24 00:00"), Text: "BIAYA ADM", Amount: 15_000, Status: LineOutgoing},
		{Line: 16, Text: "rusak", Status: LineUnreadable, Why: "Jumlah kolomnya tidak sama dengan kepala tabel."},
	}
	sums := make([]LineSum, 0, len(LineStatuses))
	for _, status := range LineStatuses {
		sums = append(sums, LineSum{status, 1, 150_000})
	}
	return Statement{
		ID: "m1", Kept: true, Bank: "Bank Lintas Nusa", Account: "8801002233", Format: "BCA", Hash: sampleImport().Hash,
		From: on("2026-11-23 00:00"), Until: on("2026-12-01 00:00"), Records: 2, RecordsAmount: 698_127, Hand: 4, Digest: "00ff", Form: form(),
		Sums: sums, Rows: rows, First: 1, Total: len(rows),
	}
}
