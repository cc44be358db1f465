package view

import "time"

// walletSamples are a balance, and what fills it, in each of their states.
func walletSamples() []sample {
	ways := Channel{Methods: []PayMethod{"qris", "va_bca", "va_bni", "gopay"}, Sandbox: "http://localhost:8081"}
	full := Wallet{Spendable: 1_995_000, Least: 10_000, Most: 5_000, Limit: 2_000_000, Channel: ways, Form: form()}
	some := Wallet{
		Held: 185_000, Spendable: 315_000, Least: 10_000, Most: 1_500_000, Limit: 2_000_000, Channel: ways, Form: form(),
		Open: []OpenTopUp{{ID: "t2", Amount: 100_000, Method: "va_bca", PayBy: now.Add(time.Hour)}},
		Entries: []WalletEntry{
			{At: now, Text: "Dana kembali", Amount: 283_000, Code: "SWG-7K2M9QX", Name: "Kenanga Loteng"},
			{At: now, Text: "Bayar", Amount: -283_000, Code: "SWG-7K2M9QX", Name: "Kenanga Loteng"},
			{At: now, Text: "Ditarik kembali oleh bank atau dompet yang dipakai mengisi", Amount: -10_000, TopUp: "t1"},
			{At: now, Text: "Isi saldo", Amount: 510_000, TopUp: "t1"},
			{At: now, Text: "Tarik saldo", Amount: -50_000, CashOut: "k1"},
		},
	}
	refused := some
	refused.Form.Errors = []FieldError{{FieldTopUpSum, "Jumlah terlalu kecil", "Isi saldo paling sedikit Rp10.000."}}
	refused.Form.Values = map[string]string{FieldTopUpSum: "5.000"}
	waits := TopUp{ID: "t2", Amount: 100_000, Channel: ways, Shown: "AwaitingPayment.0", Moves: true}
	waits.Channel.TopUp, waits.Channel.Chosen, waits.Channel.State = true, "va_bca", PayAwaiting
	waits.Channel.VA, waits.Channel.Amount, waits.Channel.Deadline = "390120000000", 100_000, now.Add(time.Hour)
	state := func(state PayState, credited int64, refused bool) TopUp {
		t := waits
		t.Channel.State, t.Credited, t.Channel.Refused, t.Moves = state, credited, refused, false
		return t
	}
	taken := state(PayPaid, 100_000, false)
	taken.Taken = 100_000
	fromBalance := func(balance, missing int64) Order {
		o := sampleOrder(Held)
		o.Channel = Channel{Methods: ways.Methods, Form: form(), Balance: balance, Missing: missing}
		return o
	}
	paying := fromBalance(500_000, 0)
	paying.Channel.Chosen, paying.Channel.State = PayWallet, PayCreated
	back := sampleOrder(RefundedOut)
	back.Refunds = []RefundTrack{{
		Amount: 283_000, Head: "Dana sudah kembali ke saldo", Text: "Bisa langsung dipakai lagi untuk sambatan lain.", Mark: Mark{Text: "Di saldo Anda", Tone: "ok", Icon: "back"},
		Way: "Kembali ke saldo Anda", SentAt: now, Wallet: true, Moments: []Moment{{Kind: MomentGood, Title: "Kembali ke saldo Anda", At: now}},
	}}
	leaving := some
	leaving.Leaving = []LeavingCash{{ID: "k1", Amount: 50_000, At: now}}
	return append(cashOutSamples(), []sample{
		{"saldo-ditarik", WalletPage(dinar(SectionWallet), leaving), false},
		{"saldo", WalletPage(dinar(SectionWallet), some), false},
		{"saldo-kosong", WalletPage(dinar(SectionWallet), Wallet{Least: 10_000, Most: 2_000_000, Limit: 2_000_000, Form: form()}), false},
		{"saldo-penuh", WalletPage(dinar(SectionWallet), full), false},
		{"saldo-galat", WalletPage(dinar(SectionWallet), refused), false},
		{"saldo-isi-galat", TopUpForm(refused), true},
		{"saldo-isi", TopUpPage(dinar(SectionWallet), waits), false},
		{"saldo-isi-lembar", TopUpFragment(waits), true},
		{"saldo-isi-masuk", TopUpPage(dinar(SectionWallet), state(PayPaid, 100_000, false)), false},
		{"saldo-isi-ditarik", TopUpPage(dinar(SectionWallet), taken), false},
		{"saldo-isi-dibayar", TopUpPage(dinar(SectionWallet), state(PayPaid, 0, false)), false},
		{"saldo-isi-lewat", TopUpPage(dinar(SectionWallet), state(PayClosed, 0, false)), false},
		{"saldo-isi-ditolak", TopUpPage(dinar(SectionWallet), state(PayClosed, 0, true)), false},
		{"bayar-saldo", OrderPage(dinar(SectionMine), fromBalance(500_000, 0)), false},
		{"bayar-saldo-kurang", OrderPage(dinar(SectionMine), fromBalance(50_000, 233_000)), false},
		{"bayar-saldo-jalan", OrderPage(dinar(SectionMine), paying), false},
		{"pesanan-kembali-saldo", OrderPage(dinar(SectionMine), back), false},
	}...)
}

// cashOutSamples are a cash-out from its form to its end.
func cashOutSamples() []sample {
	asks := CashOutForm{
		Spendable: 315_000, Least: 10_000, DueBy: now.Add(20 * time.Hour), Rest: "3 jam", Form: form(),
		Known: []Option{{"p1", "BCA •••• 9311"}, {"p2", "Mandiri •••• 4567"}}, Banks: []Option{{"bca", "BCA"}, {"mandiri", "Mandiri"}},
	}
	first, refused := asks, asks
	first.Known = nil
	first.StepUp.Offer = true
	refused.Another, refused.StepUp = true, StepUp{URL: StepUpForURL(CashOutURL)}
	refused.Form.Values = map[string]string{FieldCashSum: "900.000", FieldCashTo: AnotherAccount}
	refused.Form.Errors = []FieldError{{FieldCashSum, "Jumlah melebihi saldo", "Saldo yang bisa ditarik Rp315.000."}}
	waits := CashOut{ID: "k1", May: true, Form: form(), Track: RefundTrack{
		CashOut: true, Amount: 50_000, Head: "Menunggu sebentar", Text: "Rekening ini baru Anda sebut.", Mark: Mark{"Antre kirim", "warn", "clock"},
		Way: "Transfer ke rekening Anda", Why: "Ditarik dari saldo, jadi dikirim ke rekening tanpa potongan.", To: "BCA •••• 9311", DueBy: now.Add(20 * time.Hour),
		Moments: []Moment{{Kind: MomentDone, Title: "Tarik saldo diminta", At: now}},
	}}
	needs, stayed := waits, waits
	needs.Track.AskURL, needs.Track.Head = CashOutAccountURL("k1"), "Kami perlu rekening lain"
	stayed.May = false
	stayed.Track = RefundTrack{CashOut: true, Amount: 50_000, Head: "Dana kembali ke saldo", Text: "Tidak ada yang dikirim.", Mark: Mark{Text: "Dibatalkan", Icon: "close"}, Wallet: true, Moments: waits.Track.Moments}
	desk := sampleCase()
	desk.Refund.CashOut, desk.Refund.Code, desk.Refund.Name, desk.Refund.Initials = true, "", "", ""
	desk.Acts[ActVoid] = true
	return []sample{
		{"tarik", CashOutFormPage(dinar(SectionWallet), asks), false},
		{"tarik-pertama", CashOutFormPage(dinar(SectionWallet), first), false},
		{"tarik-galat", CashOutFormPage(dinar(SectionWallet), refused), false},
		{"tarik-lembar", CashOutFormFragment(refused), true},
		{"tarik-masih", CashOutFormPage(dinar(SectionWallet), CashOutForm{Spendable: 315_000, Least: 10_000, Leaving: "k1", Form: form()}), false},
		{"tarik-kurang", CashOutFormPage(dinar(SectionWallet), CashOutForm{Spendable: 5_000, Least: 10_000, Form: form()}), false},
		{"tarik-jalan", CashOutPage(dinar(SectionWallet), waits), false},
		{"tarik-rekening", CashOutPage(dinar(SectionWallet), needs), false},
		{"tarik-batal", CashOutPage(dinar(SectionWallet), stayed), false},
		{"ops-tarik", RefundCasePage(gita(SectionRefund), desk), false},
	}
}
