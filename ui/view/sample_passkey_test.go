package view

// passkeySamples are the pages of passkeys in each of their states.
func passkeySamples() []sample {
	asked := PasskeyPage{Form: form(), Question: `{"challenge":"YWJj"}`, Back: "/ops/pengembalian/r1?rujukan_bank=LN-77120"}
	refused := asked
	refused.Form.Errors = []FieldError{{"", "", "Pertanyaannya sudah terjawab atau sudah lewat 5 menit. Coba sekali lagi."}}
	elsewhere := PasskeyPage{Form: form(), Elsewhere: "http://localhost:8080/konfirmasi?kembali=%2Fops", Demo: true}
	owner := Profile{Name: "Gita Paramitha", Role: Operator, CSRF: "csrf-1", Form: form(), MayConfirm: true}
	keys := owner
	keys.Passkeys = []Passkey{
		{ID: "k1", Name: "Ponsel", Created: on("2026-11-20 09:12"), LastUsed: on("2026-11-24 08:31")},
		{ID: "k2", Name: "Laptop kantor", Created: on("2026-11-21 10:00")},
	}
	buyer := keys
	buyer.Name, buyer.Role = "Dinar Nareswari", Buyer
	maker := keys
	maker.Name, maker.Role = "Akar Embun", Maker
	cancel := MakerCancel{Form: form(), Action: MakerCancelURL("c2"), Back: []Option{{MakerURL, "Sambatan"}}, Name: "Akar Hujan, batch 3", Refund: 9_372_000}
	cancel.StepUp.URL = StepUpForURL(cancel.Action)
	account := SellerAccountForm{Brand: "Rumah Embun", Known: "BCA •••• 1193", Change: true, Cooled: now, Form: form(), StepUp: StepUp{Offer: true}}
	first := sampleCase()
	first.StepUp = StepUp{URL: StepUpForURL(OpsRefundShowURL("r1"))}
	without := RefundForm{Now: now, Refund: sampleRefunds().Rows[0], Form: form(), Doubled: true, StepUp: StepUp{Off: true}}
	return []sample{
		{"profil-tanpa-kunci-sandi", ProfilePage(gita(SectionProfile), owner), false},
		{"profil-kunci-sandi", ProfilePage(gita(SectionProfile), keys), false},
		{"profil-kunci-sandi-pembeli", ProfilePage(dinar(SectionProfile), buyer), false},
		{"profil-kunci-sandi-perajin", ProfilePage(embun(), maker), false},
		{"perajin-batal-konfirmasi", MakerCancelPage(embun(), cancel), false},
		{"rekening-cair-kunci-sandi", SellerAccountPage(embun(), account), false},
		{"kunci-sandi-tambah", PasskeyAddPage(gita(SectionProfile), asked), false},
		{"kunci-sandi-tambah-galat", PasskeyAddPage(gita(SectionProfile), refused), false},
		{"kunci-sandi-masuk-lagi", PasskeyAddPage(gita(SectionProfile), PasskeyPage{Form: form(), SignIn: true}), false},
		{"kunci-sandi-di-lain", PasskeyAddPage(gita(SectionProfile), elsewhere), false},
		{"konfirmasi", StepUpPage(gita(SectionProfile), asked), false},
		{"konfirmasi-galat", StepUpPage(gita(SectionProfile), refused), false},
		{"konfirmasi-tanpa-kunci", StepUpPage(gita(SectionProfile), PasskeyPage{Form: form(), None: true, Off: true}), false},
		{"konfirmasi-di-lain", StepUpPage(gita(SectionProfile), elsewhere), false},
		{"ops-kembali-kasus-konfirmasi", RefundCasePage(gita(SectionRefund), first), false},
		{"ops-kembali-catat-dua", RefundFormPage(gita(SectionRefund), without), false},
	}
}
