package view

import "time"

func sampleMakerList() MakerList {
	return MakerList{Now: now, Brand: "Akar Embun", Rows: []MakerRow{
		{"c2", "Akar Hujan, batch 3", "akar-hujan", Succeeded, 40, 40, on("2026-11-14 21:00"), 9_372_000, "Mulai produksi", 0, 0},
		{"c7", "Teh Kabut, batch 1", "teh-kabut", Open, 8, 24, on("2026-12-02 20:00"), 1_488_000, "", 0, 0},
		{"c8", "Akar Hujan, batch 4", "akar-hujan", Draft, 0, 40, on("2026-12-20 20:00"), 0, "Lengkapi, lalu terbitkan", 0, 0},
		{"c5", "Kenanga Loteng, batch 1", "kenanga-loteng", Unwinding, 17, 24, on("2026-11-22 20:00"), 0, "", 16, 6},
	}}
}

func refusedDraft() Form {
	f := form()
	f.Values = map[string]string{FieldSlots: "40", FieldMinFill: "60", FieldTitle: "Akar Hujan, batch 3"}
	f.Errors = []FieldError{{FieldMinFill, "Slot minimal lebih dari jumlah slot", "Paling banyak 40, sama dengan jumlah slot. Anda menulis 60."}}
	return f
}

func sampleMaker() MakerCampaign {
	c := sampleCampaign(Succeeded)
	c.ID, c.Slots, c.Secured, c.MinFill = "c2", 40, 40, 40
	return MakerCampaign{
		Now: now, Brand: "Akar Embun", Name: "Akar Hujan, batch 3", Campaign: c, FilledAt: on("2026-11-14 21:17"), CanCancel: true,
		Stages:       []Stage{{"Draf", "2 Nov", MomentDone}, {"Terbit", "4 Nov, syarat v1", MomentDone}, {"Terisi", "14 Nov, 40/40", MomentDone}, {"Produksi", "menunggu Anda", MomentNow}, {"Kirim", "7–9 Des", MomentNext}, {"Dibayar", "setelah diterima", MomentNext}},
		Next:         &NextAction{Title: "Mulai produksi", Consequence: "Pembeli dikabari bahwa batch mulai diracik. Sesudah ini sambatan tidak bisa Anda batalkan sendiri.", Button: "Mulai produksi", Step: StepProduce, Form: form()},
		Participants: []Participant{{"SWG-3T6H1", "DN", "Bandung", 1, 219_000, Secured}, {"SWG-8F2K9", "LH", "Surakarta", 2, 438_000, Secured}, {"SWG-0Y7P4", "BT", "Denpasar", 1, 219_000, Secured}},
		More:         28,
		Escrow:       Escrow{Received: 9_372_000, Held: 9_372_000, Parts: []SumLine{{"Dibayar ke Anda", 8_322_000, false, false}, {"Ongkir ke kurir", 612_000, false, false}, {"Biaya layanan 5%", 438_000, false, false}, {"Jumlah", 9_372_000, false, true}}},
		News:         []Moment{{MomentDone, "Terbit", on("2026-11-04 09:00"), "", ""}, {MomentDone, "40 slot aman", on("2026-11-14 21:17"), "", ""}},
	}
}

func lostMaker() MakerCampaign {
	m := sampleMaker()
	m.Campaign = sampleCampaign(Unwinding)
	m.Campaign.Secured, m.FilledAt, m.Next, m.CanCancel = 42, time.Time{}, nil, false
	return m
}

func sampleOps() Ops {
	return Ops{
		Now: now, Position: 1_284_907, Debit: 2_914_880_127, Credit: 2_914_880_127, Accounts: 212, EventRate: 11.4, Streams: 412, Jobs: 57,
		KPI:           OpsKPI{Live: 18, Healthy: 15, SecuredToday: 146, Held: 184_326_500, Transfers: 4, OldestTransfer: 22 * time.Minute, Suspense: 1, RefundsDue: 17, RefundsLate: 1, Lag: 84 * time.Millisecond},
		CountByHealth: map[Health]int{HealthBad: 1, HealthLook: 1, HealthOK: 16},
		Rows: []OpsRow{
			{Campaign: "c5", Name: "Kenanga Loteng, 1", Maker: "Pagi di Selo", State: Unwinding, Secured: 19, Slots: 30, Deadline: on("2026-11-22 20:00"), Held: 4_656_000, Health: HealthBad, Word: "Pengembalian tertahan", Why: "1 dari 19 pengembalian lewat janji 2 jam.", Action: "Kirim dana", ActionURL: OpsRefundURL},
			{Campaign: "c9", Name: "Lawang Cengkih", Maker: "Kelana Rempah", State: Open, Secured: 27, Slots: 30, Deadline: on("2026-11-25 20:00"), Held: 9_666_000, Health: HealthLook, Why: "3 slot belum aman: 2 transfer menunggu dicek, tertua 22 menit.", Action: "Cek 2 transfer", ActionURL: OpsTransferURL},
			{Campaign: "c1", Name: "Wening Subuh, 4", Maker: "Rumah Wening", State: Open, Secured: 42, Slots: 60, Deadline: on("2026-11-29 20:00"), Held: 11_886_000, Health: HealthOK, Why: "Laju 3,6 slot per hari, perlu 3,5."},
		},
		Projections: []Projection{{Name: "participants"}, {Name: "transactions"}, {Name: "audit_logs", Behind: 3, Lag: 84 * time.Millisecond}, {Name: "dashboard", Behind: 4000, Lag: 12 * time.Second}, {Name: "notifications", Parked: 1}, {Name: "timers", Stopped: true}},
		Tail:        []TailEvent{{now, 1_284_907, "sambatan.slots_held.v1", "Wening Subuh, 2 slot"}, {now, 1_284_906, "payment.receipt_allocated.v1", "Nilam Biru, Rp263.000"}, {now, 1_284_905, "sambatan.slots_secured.v1", "Lawang Cengkih, 27/30"}},
	}
}

func sampleTransfers() []Transfer {
	return []Transfer{
		{ID: "i1", Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Initials: "DN", Slots: 2, Amount: 548_127, ToldAt: at("13:44"), ToldPaid: at("13:40"), DecideBy: on("2026-11-25 13:44"), Proof: "Dari Bank Samudra a.n. Dinar", PayBy: at("18:06")},
		{ID: "i2", Code: "SWG-9M2D8", Name: "Lawang Cengkih", Initials: "AP", Slots: 1, Amount: 358_014, PayBy: at("13:40"), HoldDead: true},
		{ID: "i3", Code: "SWG-4N1V7", Name: "Nilam Biru", Initials: "RK", Slots: 1, Amount: 263_006, Came: 40_000, PayBy: at("17:40"), Rejected: true},
	}
}

func sampleSuspense() Suspense {
	return Suspense{Now: now, Rows: []SuspenseItem{
		{ID: "r1", Code: "SWG-2J8L5", Name: "Lawang Cengkih", Amount: 358_214, PaidAt: at("12:10"), BankRef: "LN-2411-10021", Why: "Slotnya lepas pukul 11.40, transfer dikirim 12.10. Masih ada 3 slot.", Form: form()},
		{ID: "r2", Amount: 100_000, PaidAt: at("10:02"), BankRef: "LN-2411-09911", Why: "Jumlahnya tidak cocok dengan pesanan mana pun.", Form: form()},
	}, Parts: []SuspenseItem{
		{ID: "r4", Code: "SWG-7K4Q2", Name: "Wening Subuh, batch 4", Amount: 400_000, PaidAt: at("13:40"), BankRef: "LN-2411-09950", Why: "Kurang Rp148.123 dari Rp548.123, ditunggu sampai Selasa, 24 Nov 2026, 18.06 WIB."},
	}, Short: []Shortfall{{
		ID: "r3", Code: "SWG-5C0R3", Name: "Kenanga Loteng, batch 1", Amount: 258_214, Paid: 258_214, TakenAt: at("09:15"), Method: "QRIS",
		Reference: "7f3c", Why: "Slotnya tetap dihitung karena sambatannya sudah diputuskan. Perajin tetap dibayar penuh.", Form: form(),
	}, {
		ID: "r5", Code: "SWG-6D1T4", Name: "Kenanga Loteng, batch 1", Amount: 12_000_000, Paid: 12_000_000, AfterAll: 12_000_000, TakenAt: at("09:20"), Method: "transfer bank",
		Reference: "LN-2411-09001", Why: "Jadi dana yang sama keluar dua kali.", Limit: 10_000_000, Double: true, StepUp: StepUp{URL: StepUpURL}, Form: form(),
		Waits: &LossProposal{Amount: 12_000_000, Note: "Pembeli tidak menjawab.", By: "Raka Wirawan", At: at("10:05"), Hash: "aa76ab58a0c974bb"},
	}}, Lost: []Shortfall{{
		ID: "r6", Code: "SWG-1A2B3", Name: "Nilam Biru, batch 2", Amount: 263_000, Paid: 263_000, TakenAt: on("2026-11-20 09:00"), Method: "QRIS", Reference: "8a1d", Form: form(),
		Most: 100_000, StepUp: StepUp{URL: StepUpURL},
		Waits: &LossProposal{Amount: 263_000, Note: "SETTLE-7", Evidence: "SETTLE-7", By: "Raka Wirawan", At: at("10:05"), Hash: "bb76ab58a0c974bb"},
	}}}
}

func sampleRefunds() Refunds {
	return Refunds{Now: now, Due: 2, Owed: 514_428, Total: 514_428, Rows: []Refund{
		{ID: "f1", Code: "SWG-5C0R3", Name: "Kenanga Loteng, batch 1", Initials: "DN", Amount: 258_214, Bank: "Bank Lintas Nusa", Account: "2048119301", Holder: "Dinar Nugraha", Reason: "sambatan tidak penuh", DueSince: on("2026-11-22 20:30"), DueBy: at("12:00")},
		{ID: "f2", Code: "SWG-8A1U6", Name: "Kenanga Loteng, batch 1", Initials: "RK", Amount: 256_214, Bank: "Bank Samudra", Account: "771204419", Holder: "Rara Kirana", Reason: "sambatan tidak penuh", DueSince: on("2026-11-22 20:30"), DueBy: at("17:00")},
	}}
}

func sentRefunds() Refunds {
	sent := sampleRefunds()
	sent.Done, sent.Sent, sent.Total, sent.Rows = true, 1, 258_214, sent.Rows[:1]
	sent.Rows[0].DoneAt, sent.Rows[0].BankRef = on("2026-11-22 20:43"), "LN-2211-88420"
	return sent
}

func sampleAudit() AuditList {
	return AuditList{Now: now, From: 1, Total: 48, Books: Books{Debit: 2_914_880_127, Credit: 2_914_880_127, Accounts: 212, Position: 1_284_907}, Next: AuditURL + "?hal=2", Rows: []AuditRow{
		{"c5", "Kenanga Loteng, batch 1", "Pagi di Selo", Unwinding, "FAILED", 131, 4_656_000, at("13:58")},
		{"c1", "Wening Subuh, batch 4", "Rumah Wening", Open, "ACTIVE", 204, 11_886_000, at("14:05")},
	}}
}

func sampleTrail() Trail {
	return Trail{
		Now: now, Campaign: "c5", Name: "Kenanga Loteng, batch 1", State: Unwinding, Lifecycle: "FAILED", Secured: 19, Slots: 30, Version: 88, Position: 1_284_907, Reader: "Hana M., hanya baca",
		Balances: []Balance{{"asset:bank:8810004277", 4_656_000, 0}, {"liability:escrow:c5", 0, 0}, {"liability:refund:17 pembeli", 0, 4_398_000}, {"liability:suspense", 0, 258_000}},
		Verified: &Verification{OK: true, Events: 2, At: now}, Query: TrailQuery{Campaign: "c5"}, Before: 86, Total: 131, Track: sampleBars(),
		Events: []Event{
			{Position: 1_284_312, Version: 70, At: on("2026-11-22 20:00"), Type: "sambatan.closed.v1", What: "Tenggat dari syarat v1. Aman 19, perlu 30.", Actor: "system:scheduler", Leaf: "9f3a77d041aa8e35c9f26f1c2b9ec01e"},
			{
				Position: 1_284_342, Version: 72, At: on("2026-11-22 20:30"), Type: "payment.refund_due.v1", What: "Dana tertahan dipindah ke kewajiban pengembalian.", Actor: "system:reactor", Leaf: "e6b077d041aa8e35c9f26f1c2b9ea44f",
				Postings: []Posting{{true, "liability:escrow:c5", 258_000}, {false, "liability:refund:5C0R3", 258_000}}, Data: "{\n  \"amount\": 258000\n}",
			},
		},
	}
}

// sampleBars are of 20–22 November, with the instant in the last bar.
func sampleBars() Track {
	bars := []Bar{{Other: 40, Money: 6, Position: 1_284_100}, {}, {Other: 17, Money: 25, LaterOther: 3, LaterMoney: 40, Position: 1_284_342, At: true}}
	for i := range bars {
		bars[i].Begin = on("2026-11-20 00:00").AddDate(0, 0, i)
		bars[i].End = bars[i].Begin.AddDate(0, 0, 1)
	}
	return Track{
		Wide: bars, Slim: bars, WideEach: 24 * time.Hour, SlimEach: 24 * time.Hour, First: 1_280_001, Prev: 1_284_341,
		Instant: on("2026-11-22 20:30"), EventNumber: 131, OfTotal: 131,
	}
}

// sampleTrailThen is the same trail right after its last event.
func sampleTrailThen() Trail {
	t := sampleTrail()
	t.Position, t.Then, t.Total = 1_284_342, on("2026-11-22 20:30"), 88
	t.Track.Next, t.Track.EventNumber = 1_284_343, 88
	t.Query = TrailQuery{Campaign: "c5", Day: "22/11/2026", Time: "20.30"}
	t.Form = Form{Values: map[string]string{FieldInstantDay: "22/11/2026", FieldInstantTime: "20.30"}}
	return t
}
