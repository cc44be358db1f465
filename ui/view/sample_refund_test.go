package view

// refundSamples are a refund in the states that matter, to its buyer and to the desk.
func refundSamples() []sample {
	order := sampleOrder(RefundDue)
	order.Refunds = []RefundTrack{sampleTrack()}
	late := sampleRefunds()
	late.Tab, late.Tabs = "gagal", []RefundTab{{"gagal", "Gagal", 2, true}, {"tidak-jelas", "Tidak jelas", 1, false}, {"perlu-rekening", "Perlu rekening", 3, false}, {"dorman", "Dorman", 0, false}, {"jalan", "Berjalan", 14, false}}
	for i := range late.Rows {
		late.Rows[i].Routed, late.Rows[i].Stands = true, "Gagal"
	}
	resting := sampleRefunds()
	resting.Rows[0].CashOut, resting.Rows[0].Rests = true, at("17:00")
	refused := sampleAccount()
	refused.Form.Values = map[string]string{FieldBank: "bca", FieldAccount: "2048", FieldHolder: "Dinar Nareswari"}
	refused.Form.Errors = []FieldError{{FieldAccount, "Nomor rekening kurang 6 digit", "BCA memakai 10 digit. Anda menulis 4."}}
	return []sample{
		{"pesanan-dilacak", OrderPage(dinar(SectionMine), order), false},
		{"rekening", AccountPage(dinar(SectionMine), sampleAccount()), false},
		{"rekening-galat", AccountFragment(refused), true},
		{"ops-kembali-rekening-baru", RefundsPage(gita(SectionRefund), resting), false},
		{"ops-kembali-gagal", RefundsPage(gita(SectionRefund), late), false},
		{"ops-kembali-kasus", RefundCasePage(gita(SectionRefund), sampleCase()), false},
		{"ops-kembali-luar", RefundCasePage(gita(SectionRefund), externalCase()), false},
	}
}

func sampleTrack() RefundTrack {
	return RefundTrack{
		Amount: 265_417, Head: "Kami perlu rekening lain", Text: "Bank menolak rekening pengembalian Anda: nomornya tidak ditemukan atau sudah tidak aktif. Dananya tetap milik Anda.",
		Mark: Mark{"Perlu rekening", "err", "alert"}, Way: "Transfer ke rekening pengembalian Anda",
		Why:    "Pembayaran lewat virtual account BCA tidak bisa kembali lewat jalur asalnya, jadi dikirim ke rekening.",
		AskURL: RefundAccountURL("SWG-7K4Q2"),
		Moments: []Moment{
			{MomentDone, "Dana masuk lewat virtual account BCA", on("2026-11-22 10:14"), "", ""},
			{MomentBad, "Dana harus kembali", on("2026-11-24 20:31"), "Slot yang aman belum mencapai batas minimal.", ""},
			{MomentDone, "Diajukan: Transfer ke rekening pengembalian Anda", on("2026-11-24 20:31"), "", ""},
			{MomentBad, "Tidak terkirim", on("2026-11-24 20:32"), "Sebabnya: rekening tujuan tidak bisa menerima. Tidak ada dana yang keluar.", ""},
		},
	}
}

func sampleAccount() AccountForm {
	return AccountForm{
		URL: RefundAccountURL("SWG-7K4Q2"), Back: []Option{{MineURL, "Sambatan saya"}, {OrderURL("SWG-7K4Q2"), "SWG-7K4Q2"}},
		Name: "Kenanga Loteng, 1", Amount: 265_417, Known: "BCA •••• 9311", Form: form(),
		Problem: "Bank menolak rekening pengembalian Anda: nomornya tidak ditemukan atau sudah tidak aktif.",
		Banks:   []Option{{"bca", "BCA"}, {"mandiri", "Mandiri"}},
	}
}

func sampleCase() RefundCase {
	return RefundCase{
		Now: now, Refund: sampleRefunds().Rows[0], Mark: Mark{"Gagal", "err", "alert"}, Head: "Gagal, perlu tangan",
		Text: "Percobaan terakhir pasti tidak terkirim, dan tidak diulang sendiri.", Way: "Transfer ke rekening pengembalian pembeli",
		Why: "Pembayaran lewat transfer bank tidak bisa kembali lewat jalur asalnya, jadi dikirim ke rekening.",
		Tries: []RefundTry{
			{1, "Ke rekening", on("2026-11-24 08:02"), on("2026-11-24 08:03"), "Tidak terkirim", true, "emu77031", "bank atau dompet tujuan sedang terganggu (kode 099)"},
			{2, "Ke rekening", on("2026-11-24 08:04"), on("2026-11-24 08:05"), "Tidak terkirim", true, "emu77042", "ditolak kanal pembayaran (kode 042)"},
		},
		Form: form(), Acts: map[RefundAct]bool{ActByHand: true, ActRetry: true, ActSwitch: true}, Doubled: true, Proposed: "LN-77120",
		Ways: []Option{{"gateway", "Jalur asal"}, {"payout", "Ke rekening"}, {"operator", "Petugas"}},
	}
}

func externalCase() RefundCase {
	c := sampleCase()
	c.Mark, c.Head, c.Text, c.Tries, c.Proposed, c.Doubled = Mark{"Di luar sistem", "err", "alert"}, "Dikirim kanal tanpa kita minta", "Mungkin lewat dasbor kanal.", nil, "", false
	c.Warning = "Kanal pembayaran mengabarkan sesuatu yang tidak cocok dengan catatan di sini."
	c.Acts = map[RefundAct]bool{ActResolve: true, ActByHand: true}
	c.Reconcile, c.OnItsWay = []Option{{"r1", "Rp265.417, Antre kirim"}}, true
	return c
}
