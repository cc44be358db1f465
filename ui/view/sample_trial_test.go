package view

// trialSamples are decisions that can be appealed, appeals, and goods that go back.
func trialSamples() []sample {
	decided, going := sampleOrder(Secured), sampleOrder(Secured)
	decided.Shipment, going.Shipment = sampleShipment(), sampleShipment()
	decided.Shipment.Dispute, going.Shipment.Return, going.Shipment.Dispute = sampleDecided(), sampleReturn(), sampleAppealed()
	maker, told, sent := sampleMakerOrder(), sampleMakerOrder(), sampleMakerOrder()
	maker.Dispute, told.Dispute, sent.Dispute = sampleDecided(), nil, nil
	told.Return, sent.Return = sampleReturn(), sampleReturn()
	told.Return.To = ""
	sent.Return.Courier, sent.Return.Resi, sent.Return.SentAt = "J&T", "JP1234567899", on("2026-11-27 09:00")
	desk, appeal := sampleDisputeCase(), sampleDisputeCase()
	desk.Dispute, desk.Return, appeal.Dispute = sampleDecided(), sent.Return, sampleAppealed()
	desk.Dispute.Open = false
	return []sample{
		{"pesanan-diputuskan", OrderPage(dinar(SectionMine), decided), false},
		{"pesanan-kirim-balik", OrderPage(dinar(SectionMine), going), false},
		{"banding", AppealPage(dinar(SectionMine), AppealForm{
			Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Verdict: "Untuk perajin: dana diteruskan setelah paket sampai.", Until: on("2026-11-29 10:00"), Form: form(),
		}), false},
		{"kirim-balik", ReturnPage(dinar(SectionMine), ReturnForm{Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Return: *sampleReturn(), Form: form()}), false},
		{"kelola-pesanan-diputuskan", MakerOrderPage(embun(), maker), false},
		{"kelola-pesanan-alamat-balik", MakerOrderPage(embun(), told), false},
		{"kelola-pesanan-dikirim-balik", MakerOrderPage(embun(), sent), false},
		{"ops-komplain-kirim-balik", DisputePage(gita(SectionDispute), desk), false},
		{"ops-komplain-banding", DisputePage(gita(SectionDispute), appeal), false},
	}
}

func sampleDecided() *Dispute {
	d := sampleDispute()
	d.Verdict, d.Note, d.EndedAt = "Kirim balik dulu: begitu barang sampai di perajin, seluruh dana kembali ke pembeli.", "Fotonya jelas.", on("2026-11-26 10:00")
	d.Appeal = Appeal{By: on("2026-11-29 10:00"), Mine: true}
	return d
}

func sampleAppealed() *Dispute {
	d := sampleDecided()
	d.Appeal = Appeal{Side: "pembeli", Words: "Videonya belum dilihat.", At: on("2026-11-27 10:00")}
	return d
}

func sampleReturn() *Return {
	return &Return{Due: on("2026-12-06 10:00"), To: "Sekar, 0812-0000-0000\nJalan Kenanga 2, Blitar 66111", Couriers: []Option{{"jnt", "J&T"}}}
}
