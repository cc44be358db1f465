package view

// reviewSamples are a campaign's way past a curator.
func reviewSamples() []sample {
	ratih := func() Shell { return shell(Curator, SectionReview, "Ratih Kusuma") }
	maker := sampleMaker()
	maker.Next, maker.Campaign.State, maker.Participants, maker.Orders, maker.Making = nil, InReview, nil, nil, nil
	maker.Returned, maker.ReviewBy, maker.TakeBack = "Foto botolnya belum ada.", on("2026-11-25 09:10"), form()
	late, returned := maker, maker
	late.Late, late.TakeBack.Errors = true, []FieldError{{"", "Tahapnya sudah berubah", "Muat ulang halaman."}}
	returned.Campaign.State = Draft
	ops := OpsCampaign{
		Form: form(), Campaign: sampleCampaign(InReview), Name: "Akar Hujan, batch 3", Maker: "Akar Embun", CanCancel: true,
		Review: &ReviewNote{At: on("2026-11-24 09:10"), By: on("2026-11-25 09:10")},
	}
	opsLate := ops
	opsLate.Review = &ReviewNote{At: ops.Review.At, By: ops.Review.By, Late: true, URL: ReviewURL("c2")}
	row := ReviewRow{
		Campaign: "c2", Name: "Akar Hujan, batch 3", Brand: "Akar Embun", City: "Garut", Picture: "akar-hujan",
		Price: 265_000, Slots: 40, At: on("2026-11-24 09:10"), ReviewBy: on("2026-11-25 09:10"),
	}
	overdue := row
	overdue.Campaign, overdue.Late = "c3", true
	wrong, own := sampleReview(), sampleReview()
	wrong.Form.Errors, wrong.Late = []FieldError{{FieldReason, "Yang perlu diperbaiki belum diisi", "Isi dulu."}}, true
	wrong.Returned, wrong.ReturnedAt = "Foto botolnya belum ada.", on("2026-11-23 09:10")
	wrong.Campaign.OpensAt, wrong.Campaign.MinPerBuyer = on("2026-11-20 10:00"), 2
	own.Own = true
	return []sample{
		{"perajin-kirim-tinjau", SubmitPage(embun(), Submit{Now: now, Form: form(), Campaign: sampleCampaign(Draft), Name: "Akar Hujan, batch 3", TermsVersion: "1"}), false},
		{"perajin-ditinjau", MakerCampaignPage(embun(), maker), false},
		{"perajin-ditinjau-lama", MakerCampaignPage(embun(), late), false},
		{"perajin-dikembalikan", MakerCampaignPage(embun(), returned), false},
		{"kurator", ReviewsPage(ratih(), Reviews{Now: now, Rows: []ReviewRow{overdue, row}}), false},
		{"kurator-kosong", ReviewsPage(ratih(), Reviews{Now: now}), false},
		{"kurator-tinjau", ReviewPage(ratih(), sampleReview()), false},
		{"kurator-tinjau-salah", ReviewPage(ratih(), wrong), false},
		{"kurator-tinjau-milik", ReviewPage(ratih(), own), false},
		{"ops-sambatan-ditinjau", OpsCampaignPage(gita(SectionBoard), ops), false},
		{"ops-sambatan-ditinjau-lama", OpsCampaignPage(gita(SectionBoard), opsLate), false},
	}
}

func sampleReview() Review {
	return Review{
		Now: now, Form: form(), Name: "Akar Hujan, batch 3", Campaign: sampleCampaign(InReview), Product: sampleProduct(InReview),
		Submission: 2, At: on("2026-11-24 09:10"),
		Money: []ReviewSum{{"Per slot", []SumLine{{Text: "Dibayar pembeli", Amount: 265_000}, {Text: "Biaya layanan", Amount: -13_250}, {Text: "Untuk perajin", Amount: 251_750, Total: true}}}},
	}
}
