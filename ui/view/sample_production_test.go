package view

func brewing() *Making {
	return &Making{
		Estimate: "Perkiraan siap mundur dari 14 Des 2026 ke 20 Des 2026.", Late: true,
		Told: []Moment{
			{Kind: MomentDone, Title: "Bahan sudah datang", At: on("2026-12-01 09:00"), Text: "Akar wangi dari Garut. Perkiraan siap 14 Des 2026.", Photo: "https://contoh.id/akar.jpg"},
			{Kind: MomentBad, Title: "Sedang maserasi", At: on("2026-12-06 10:30"), Text: "Hari ke-3. Perkiraan siap mundur dari 14 Des 2026 ke 20 Des 2026."},
		},
	}
}

func brewingMaker() MakerCampaign {
	m := sampleMaker()
	m.Campaign.State, m.Making = InProduction, brewing()
	m.Next = &NextAction{Title: "Nyatakan lulus uji", Consequence: "Semua peserta dikabari bahwa batch siap kirim.", Button: "Lulus uji", Step: StepQC, Form: form()}
	return m
}

func shortYield(share *Share) Yield {
	y := Yield{
		Form: form(), Action: YieldURL("c2"), Back: []Option{{MakerURL, "Sambatan"}, {MakerCampaignURL("c2"), "Akar Hujan, batch 3"}},
		CancelURL: MakerCancelURL("c2"), Name: "Akar Hujan, batch 3", Secured: 40, Share: share,
	}
	y.Form.Values = map[string]string{FieldMade: "38"}
	return y
}

func productionSamples() []sample {
	share := &Share{
		Made: 38, Idle: 1, Refund: 657_000,
		Gets:   Sharers{Orders: 29, Slots: 37, First: []Participant{{"SWG-3T6H1", "DN", "Bandung", 1, 219_000, Secured}, {"SWG-8F2K9", "LH", "Surakarta", 2, 438_000, Secured}}},
		Misses: Sharers{Orders: 1, Slots: 3, First: []Participant{{"SWG-0Y7P4", "BT", "Denpasar", 3, 657_000, Secured}}},
	}
	nothing := shortYield(nil)
	nothing.Form.Values = map[string]string{FieldMade: "0"}
	nothing.Form.Errors = []FieldError{{FieldMade, "Tidak ada yang jadi", "Kalau seluruh batch gagal, batalkan sambatannya lewat tombol di bawah: semua dana kembali ke pembeli."}}
	product := sampleProduct(InProduction)
	product.Making = brewing()
	progress := Progress{
		Form: form(), Campaign: "c2", Name: "Akar Hujan, batch 3", ShipsBy: "21–24 Des 2026", ReadyBy: on("2026-12-20 23:59"), Told: brewing().Told,
		Milestones: []Option{{"materials", "Bahan sudah datang"}, {"maceration", "Sedang maserasi"}},
	}
	order := sampleOrder(RefundDue)
	order.Row.CampaignState, order.Row.Why = ReadyToShip, "Hasil produksi kurang: 38 dari 40 slot jadi. Yang ada dibagikan menurut urutan bergabung dan tidak sampai ke pesanan ini, jadi uang Anda kembali penuh, termasuk ongkir."
	return []sample{
		{"produk-kabar", ProductPage(dinar(SectionMarket), product), false},
		{"perajin-produksi", MakerCampaignPage(embun(), brewingMaker()), false},
		{"perajin-kabar", ProgressPage(embun(), progress), false},
		{"perajin-kabar-pertama", ProgressPage(embun(), Progress{Form: form(), Campaign: "c2", Name: "Akar Hujan, batch 3"}), false},
		{"perajin-hasil", YieldPage(embun(), shortYield(nil)), false},
		{"perajin-hasil-nol", YieldPage(embun(), nothing), false},
		{"perajin-hasil-bagi", YieldPage(embun(), shortYield(share)), false},
		{"pesanan-tak-kebagian", OrderPage(dinar(SectionMine), order), false},
	}
}
