package view

// shipSamples are parcels and disputes, to everybody who sees them.
func shipSamples() []sample {
	sent, open := sampleOrder(Secured), sampleOrder(Secured)
	sent.Shipment, open.Shipment = sampleShipment(), sampleShipment()
	sent.Shipment.CanConfirm, sent.Shipment.CanDispute, sent.Shipment.Until = true, true, on("2026-11-28 10:00")
	open.Shipment.Dispute = sampleDispute()
	maker := sampleMaker()
	maker.Orders, maker.Shipments, maker.ToSend = sampleParcelRows(), 31, 1
	wrong := sampleComplaint()
	wrong.Form.Errors = []FieldError{{FieldWords, "Cerita belum diisi", "Cerita wajib diisi."}}
	settled := sampleDisputeCase()
	settled.Dispute.Open, settled.Dispute.Verdict, settled.Dispute.EndedAt, settled.Awaited = false, "Untuk pembeli: seluruh dana kembali.", on("2026-11-27 09:00"), nil
	return append(trialSamples(), []sample{
		{"pesanan-dikirim", OrderPage(dinar(SectionMine), sent), false},
		{"pesanan-dikomplain", OrderPage(dinar(SectionMine), open), false},
		{"komplain", ComplaintPage(dinar(SectionMine), wrong), false},
		{"kelola-kiriman", MakerCampaignPage(embun(), maker), false},
		{"kelola-pesanan", MakerOrderPage(embun(), sampleMakerOrder()), false},
		{"ops-komplain", DisputesPage(gita(SectionDispute), Disputes{Now: now, Total: 1, Rows: []DisputeRow{{
			URL: OpsDisputeURL("o1"), Code: "SWG-7K4Q2", Name: "Wening Subuh, 4", Who: "DN", Reason: "Barang rusak", At: on("2026-11-22 09:00"), Note: "Perajin sudah menanggapi", Held: 548_000,
		}}}), false},
		{"ops-komplain-kosong", DisputesPage(gita(SectionDispute), Disputes{Now: now}), false},
		{"ops-komplain-kasus", DisputePage(gita(SectionDispute), sampleDisputeCase()), false},
		{"ops-komplain-selesai", DisputePage(gita(SectionDispute), settled), false},
	}...)
}

func sampleParcels() []Parcel {
	return []Parcel{
		{Number: 1, Courier: "J&T", CourierCode: "jnt", Resi: "JP1234567890", SentAt: on("2026-11-20 10:00"), Trouble: "Hilang di jalan", Replaced: true},
		{Number: 2, Courier: "JNE", CourierCode: "jne", Resi: "0101234567890123", Was: "0101234567890124", SentAt: on("2026-11-22 10:00")},
	}
}

func sampleShipment() *Shipment {
	return &Shipment{
		State: Mark{"Di jalan", "", "truck"}, Head: "Paket dalam perjalanan", Text: "Dana Anda tetap ditahan sampai paket sampai dan masa komplain lewat.",
		Parcels: sampleParcels(), Form: form(),
	}
}

func sampleDispute() *Dispute {
	return &Dispute{
		Open: true, Reason: "Barang rusak", Words: "Botolnya retak.", At: on("2026-11-24 09:00"),
		Answer: "Kami kemas dengan dua lapis.", AnsweredAt: on("2026-11-24 12:00"),
	}
}

func sampleComplaint() Complaint {
	return Complaint{Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Until: on("2026-11-28 10:00"), Reasons: []Option{{"damaged", "Barang rusak"}}, Form: form()}
}

func sampleParcelRows() []ParcelRow {
	return []ParcelRow{
		{"SWG-3T6H1", "DN", 1, Mark{"Belum dikirim", "warn", "clock"}, "Kirim paling lambat 30 Nov, 10.00", MakerOrderURL("c2", "SWG-3T6H1"), "Kirim"},
		{"SWG-8F2K9", "LH", 2, Mark{"Diterima", "ok", "check"}, "Selesai 24 Nov, 10.00", MakerOrderURL("c2", "SWG-8F2K9"), "Lihat"},
	}
}

func sampleMakerOrder() MakerOrder {
	return MakerOrder{
		Now: now, Campaign: "c2", Name: "Akar Hujan, batch 3", Code: "SWG-3T6H1", Who: "DN", Slots: 1, State: Mark{"Di jalan", "", "truck"}, Text: "Tandai begitu sampai.",
		To: sampleOrder(Secured).Shipping, Parcels: sampleParcels(), CanSend: true, Couriers: []Option{{"jne", "JNE"}}, Mishaps: []Option{{"lost", "Hilang"}},
		Awaited: []Option{{"2", "JNE 0101234567890123"}}, Dispute: sampleDispute(), Form: form(),
	}
}

func sampleDisputeCase() DisputeCase {
	return DisputeCase{
		Now: now, ID: "o1", Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Who: "DN", Brand: "Rumah Wening", State: Mark{"Dikomplain", "warn", "alert"}, Held: 548_000,
		SendBy: on("2026-11-25 10:00"), ConfirmBy: on("2026-11-28 10:00"), Parcels: sampleParcels(), Awaited: []Option{{"2", "JNE 0101234567890123"}},
		Dispute: sampleDispute(), CampaignURL: OpsCampaignURL("c1"), CanReturn: true, CanPart: true, Form: form(),
	}
}
