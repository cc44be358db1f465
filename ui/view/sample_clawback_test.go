package view

// clawbackSamples are refunds after the release, and decisions that somebody else has to
// agree to.
func clawbackSamples() []sample {
	row := ClawbackRow{
		URL: OpsClawbackURL("o1"), Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Brand: "Rumah Wening", Amount: 12_000_000,
		Reason: "Barangnya ternyata cacat, dan itu baru ketahuan sesudah dana dilepas.", Note: "Pompanya macet.",
		Mark: Mark{"Menunggu persetujuan", "warn", "clock"}, By: "Gita Prameswari", At: on("2026-11-24 09:00"),
	}
	done := row
	done.Mark, done.EndedBy, done.EndedAt = Mark{"Disetujui", "ok", "check"}, "Raka Wibisana", on("2026-11-24 10:00")
	open, waits, mine := sampleClawback(), sampleClawback(), sampleClawback()
	open.Form.Errors = []FieldError{{FieldAmount, "Jumlah terlalu besar", "Paling banyak yang sudah dilepas ke perajin."}}
	open.Rows, open.Short = []ClawbackRow{done}, 30_000
	waits.Waits, waits.Hash, waits.StepUp = &row, "5f2a91c07d", StepUp{URL: StepUpForURL(OpsClawbackURL("o1"))}
	mine.Waits, mine.Mine, mine.Left = &row, true, 0
	dispute, own := sampleDisputeCase(), sampleDisputeCase()
	dispute.Limit, dispute.StepUp = 10_000_000, StepUp{URL: StepUpForURL(OpsDisputeURL("o1"))}
	dispute.Waits = &Verdict{
		Text: "Sebagian: Rp12.000.000 kembali ke pembeli, sisanya diteruskan ke perajin.", Note: "Fotonya jelas.", By: "Gita Prameswari", Hash: "5f2a91c07d", At: on("2026-11-24 13:00"),
	}
	verdict := *dispute.Waits
	verdict.Mine = true
	own.Limit, own.Waits, own.Released = 10_000_000, &verdict, true
	return []sample{
		{"ops-sesudah-lepas", ClawbacksPage(gita(SectionRefund), Clawbacks{Waiting: []ClawbackRow{row}, Done: []ClawbackRow{done}, Form: form()}), false},
		{"ops-sesudah-lepas-kosong", ClawbacksPage(gita(SectionRefund), Clawbacks{Form: form()}), false},
		{"ops-sesudah-lepas-pesanan", ClawbackPage(gita(SectionRefund), open), false},
		{"ops-sesudah-lepas-usul", ClawbackPage(gita(SectionRefund), waits), false},
		{"ops-sesudah-lepas-milik", ClawbackPage(gita(SectionRefund), mine), false},
		{"ops-komplain-usul", DisputePage(gita(SectionDispute), dispute), false},
		{"ops-komplain-usul-milik", DisputePage(gita(SectionDispute), own), false},
	}
}

func sampleClawback() ClawbackCase {
	return ClawbackCase{
		ID: "o1", Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Who: "DN", Brand: "Rumah Wening", BrandURL: OpsSellerURL("b1"), OrderURL: OpsDisputeURL("o1"),
		Sums: []SumLine{
			{Text: "Dilepas", Amount: 548_000}, {Text: "Kembali ke pembeli sesudahnya", Amount: 0}, {Text: "Masih bisa kembali", Amount: 548_000, Total: true},
		},
		Left: 548_000, Limit: 10_000_000, Reasons: []Option{{"defect", "Cacat yang ketahuan belakangan"}}, Form: form(),
	}
}
