package view

import "time"

// asking is a later deadline that buyers are asked about.
func asking() *Extension {
	return &Extension{From: on("2026-11-29 20:00"), To: on("2026-12-04 20:00"), Reason: "Panen akar wangi mundur sepekan karena hujan"}
}

func queueing() Campaign {
	c := sampleCampaign(FullyHeld)
	c.Queue, c.Waiting, c.Offered = true, 2, 1
	return c
}

func frozen(state CampaignState) Campaign {
	c := sampleCampaign(state)
	c.Frozen = "Laporan pembeli tentang isi botol sedang kami periksa"
	return c
}

func callingOff(waits *CallOffProposal) CallOff {
	return CallOff{
		Form: form(), Campaign: "c1", Back: []Option{{OpsURL, "Papan"}, {OpsCampaignURL("c1"), "Wening Subuh, batch 4"}}, Name: "Wening Subuh, batch 4",
		Refund: 12_500_000, Limit: 10_000_000, Possible: true, Waits: waits,
	}
}

func extending() Campaign {
	c := sampleCampaign(Open)
	c.Extension = asking()
	return c
}

func waitingOrder(state ParticipationState) Order {
	o := sampleOrder(state)
	o.Pay, o.Line, o.OfferUntil, o.Campaign = Instruction{}, Line{Ahead: 2}, at("14:30"), queueing()
	o.Row.PayBy, o.Row.Due = at("14:30"), 548_000
	return o
}

func askedOrder(state ParticipationState, answer string) Order {
	o := sampleOrder(state)
	o.Campaign = extending()
	o.Asked = &Asked{Extension: *asking(), Form: form(), Answer: answer, Paid: state == Secured}
	o.CancelUntil = at("20:00")
	return o
}

func productOf(c Campaign) Product {
	p := sampleProduct(c.State)
	p.Campaign = &c
	return p
}

func waitForm() JoinForm {
	j := sampleJoin(form())
	j.Campaign, j.Waitlist, j.MaxSlots = queueing(), true, 4
	return j
}

func tooFew() JoinForm {
	j := sampleJoin(form())
	j.CanWait = true
	j.Form.Errors = []FieldError{{FieldSlots, "Slot yang tersisa kurang", "Tinggal 1 slot. Kurangi jumlahnya, lalu ambil lagi."}}
	return j
}

func changingMaker() MakerCampaign {
	m := sampleMaker()
	m.Campaign, m.Next, m.FilledAt = extending(), nil, time.Time{}
	m.Answers, m.CanCancel = &Answers{Agreed: 21, Disagreed: 3, Silent: 18}, true
	return m
}

func deadlineMaker() MakerCampaign {
	m := changingMaker()
	m.Campaign, m.Answers, m.CanClose, m.CanExtend = sampleCampaign(Open), nil, true, true
	return m
}

// changeSamples are the pages around the outcome: waiting, later deadlines,
// early ends, freezing.
func changeSamples() []sample {
	early := sampleCampaign(Settling)
	early.Early, early.ClosedAt = true, at("11:20")
	later := sampleCampaign(Open)
	later.ExtendedFrom = on("2026-11-22 20:00")
	trail := []Option{{MakerURL, "Sambatan"}, {MakerCampaignURL("c1"), "Wening Subuh, batch 4"}}
	extend := MakerExtend{Form: form(), Action: ExtendURL("c1"), Back: trail, Campaign: sampleCampaign(Open), Name: "Wening Subuh, batch 4", AnswerBy: on("2026-11-29 14:00"), Latest: on("2026-12-13 20:00")}
	theirs := CallOffProposal{Reason: "Foto produknya palsu.", Amount: 12_500_000, By: "Hana Laksmi", At: at("11:20"), Hash: "3f9a0c5e7b1d2468"}
	own := theirs
	own.Mine = true
	return []sample{
		{"produk-antre", ProductPage(dinar(SectionMarket), productOf(queueing())), false},
		{"langsung-antre", CampaignLive(queueing()), true},
		{"produk-beku", ProductPage(dinar(SectionMarket), productOf(frozen(Open))), false},
		{"produk-usul", ProductPage(dinar(SectionMarket), productOf(extending())), false},
		{"produk-mundur", ProductPage(dinar(SectionMarket), productOf(later)), false},
		{"produk-awal", ProductPage(dinar(SectionMarket), productOf(early)), false},
		{"antre", JoinPage(dinar(SectionMarket), waitForm()), false},
		{"antre-sendiri", JoinPage(dinar(SectionMarket), ownJoin(Waiting)), false},
		{"gabung-kurang", JoinPage(dinar(SectionMarket), tooFew()), false},
		{"pesanan-antre", OrderPage(dinar(SectionMine), waitingOrder(Waiting)), false},
		{"pesanan-tawaran", OrderPage(dinar(SectionMine), waitingOrder(Offered)), false},
		{"pesanan-ditanya", OrderPage(dinar(SectionMine), askedOrder(Secured, "")), false},
		{"pesanan-setuju", OrderPage(dinar(SectionMine), askedOrder(Secured, AnswerYes)), false},
		{"pesanan-tidak", OrderPage(dinar(SectionMine), askedOrder(Secured, AnswerNo)), false},
		{"bayar-setuju", OrderPage(dinar(SectionMine), askedOrder(Held, AnswerYes)), false},
		{"dicek-setuju", OrderPage(dinar(SectionMine), askedOrder(Told, AnswerYes)), false},
		{"bayar-ditanya", OrderPage(dinar(SectionMine), askedOrder(Held, "")), false},
		{"pesanan-batal", CancelOrderPage(dinar(SectionMine), CancelOrder{form(), "SWG-7K4Q2", "Wening Subuh, batch 4", 2, 548_127, "ke rekening Bank Lintas Nusa •••• 1193", at("20:00")}), false},
		{"perajin-usul", MakerExtendPage(embun(), extend), false},
		{"perajin-tutup", MakerClosePage(embun(), MakerClose{form(), sampleCampaign(Open), "Wening Subuh, batch 4"}), false},
		{"perajin-jawaban", MakerCampaignPage(embun(), changingMaker()), false},
		{"perajin-tenggat", MakerCampaignPage(embun(), deadlineMaker()), false},
		{"ops-batal-dua", CallOffPage(gita(SectionBoard), callingOff(nil)), false},
		{"ops-batal-usul", CallOffPage(gita(SectionBoard), callingOff(&theirs)), false},
		{"ops-batal-milik", CallOffPage(gita(SectionBoard), callingOff(&own)), false},
		{"perajin-batal-denda", MakerCancelPage(embun(), MakerCancel{Form: form(), Action: MakerCancelURL("c2"), Back: trail, Name: "Akar Hujan, batch 3", Refund: 9_372_000, Strike: true, Penalty: 468_600}), false},
		{"ops-sambatan", OpsCampaignPage(gita(SectionBoard), OpsCampaign{form(), extending(), "Wening Subuh, batch 4", "Rumah Wening", true, true, true, &Answers{21, 3, 18}, nil, &OpsRow{Health: HealthOK, Why: "42 slot aman, 3 menunggu bayar. Semua pembayaran cocok.", Held: 9_372_000, Secured: 42, Slots: 60}}), false},
		{"ops-beku", OpsCampaignPage(gita(SectionBoard), OpsCampaign{form(), frozen(Open), "Wening Subuh, batch 4", "Rumah Wening", true, false, true, nil, nil, nil}), false},
		{"ops-beku-dibuat", OpsCampaignPage(gita(SectionBoard), OpsCampaign{form(), frozen(InProduction), "Wening Subuh, batch 4", "Rumah Wening", true, false, true, nil, nil, nil}), false},
	}
}
