package view

import (
	"time"

	"github.com/a-h/templ"
)

// now is the instant on every sample page: Selasa, 24 Nov 2026, 14.06 WIB.
var now = at("14:06")

// sample is one rendering: a whole page or a fragment.
type sample struct {
	name     string
	body     templ.Component
	fragment bool
}

func shell(role Role, section Section, name string) Shell {
	return Shell{Section: section, Environment: "development", Demo: true, Viewer: Viewer{Name: name, Role: role}, CSRF: "csrf-1", Path: "/pasar/parfum", Now: now}
}

func guest(section Section) Shell { return shell(Guest, section, "") }
func dinar(section Section) Shell { return shell(Buyer, section, "Dinar Nugraha") }
func embun() Shell                { return shell(Maker, SectionMaker, "Akar Embun") }
func gita(section Section) Shell  { return shell(Operator, section, "Gita Anindya") }
func hana(section Section) Shell  { return shell(Auditor, section, "Hana Maharani") }
func form() Form                  { return Form{CSRF: "csrf-1", CommandID: "0199-perintah"} }

// wrongEmail is the sign-in form after a slip of the finger.
func wrongEmail() Form {
	f := form()
	f.Values = map[string]string{FieldEmail: "dinar@"}
	f.Errors = []FieldError{{Field: FieldEmail, Summary: "Alamat email perlu diperbaiki", Message: "Alamat email ditulis lengkap, misalnya nama@contoh.id."}}
	return f
}

// samples is every page and fragment in the states that matter.
func samples() []sample {
	all := []sample{
		{"pasar", MarketPage(dinar(SectionMarket), sampleMarket()), false},
		{"pasar-tamu", MarketPage(guest(SectionMarket), sampleMarket()), false},
		{"pasar-potongan", MarketFragment(sampleMarket()), true},
		{"pasar-kosong", MarketPage(guest(SectionMarket), Market{Now: now, Query: MarketQuery{Tab: TabTools, Text: "kapulaga"}, Counts: map[Tab]int{}}), false},
		{"produk-stok", ProductPage(guest(SectionMarket), sampleStock()), false},
		{"gabung", JoinPage(dinar(SectionMarket), sampleJoin(form())), false},
		{"gabung-lembar", JoinFragment(sampleJoin(form())), true},
		{"gabung-galat", JoinPage(dinar(SectionMarket), sampleJoin(refusedJoin())), false},
		{"gabung-habis", JoinFragment(closedJoin()), true},
		{"gabung-sendiri", JoinPage(dinar(SectionMarket), ownJoin(Held)), false},
		{"gabung-sendiri-dicek", JoinFragment(ownJoin(Told)), true},
		{"gabung-berhasil", JoinedPage(dinar(SectionMarket), sampleJoined()), false},
		{"gabung-berhasil-lembar", JoinedFragment(sampleJoined()), true},
		{"gabung-berhasil-gerbang", JoinedFragment(sampleJoinedGateway()), true},
		{"bayar", OrderPage(dinar(SectionMine), sampleOrder(Held)), false},
		{"bayar-lewat", OrderPage(dinar(SectionMine), latePaid()), false},
		{"pesanan-telanjur", OrderPage(dinar(SectionMine), strayed()), false},
		{"bayar-dilepas", OrderPage(dinar(SectionMine), givenUp()), false},
		{"bayar-sisa", OrderPage(dinar(SectionMine), partlyPaid()), false},
		{"pesanan-dicek", OrderPage(dinar(SectionMine), sampleOrder(Told)), false},
		{"pesanan-kembali", OrderPage(dinar(SectionMine), sampleOrder(RefundedOut)), false},
		{"sudah-transfer-galat", ToldForm(refusedTold()), true},
		{"saya", MinePage(dinar(SectionMine), sampleMine()), false},
		{"saya-kosong", MinePage(dinar(SectionMine), Mine{Now: now, Counts: map[MineFilter]int{}}), false},
		{"perajin", MakerListPage(embun(), sampleMakerList()), false},
		{"perajin-kosong", MakerListPage(embun(), MakerList{Now: now, Brand: "Akar Embun"}), false},
		{"perajin-draf", DraftPage(embun(), DraftForm{Form: refusedDraft(), Brand: "Akar Embun", Products: []Option{{"p1", "Akar Hujan"}}}), false},
		{"perajin-ubah", DraftPage(embun(), DraftForm{Form: form(), Brand: "Akar Embun", Draft: &DraftOf{"c2", "Akar Hujan, batch 3", "Akar Hujan", 3}}), false},
		{"perajin-sambatan", MakerCampaignPage(embun(), sampleMaker()), false},
		{"perajin-gagal", MakerCampaignPage(embun(), lostMaker()), false},
		{"perajin-batal", MakerCancelPage(embun(), MakerCancel{Form: form(), Action: MakerCancelURL("c2"), Back: []Option{{MakerURL, "Sambatan"}, {MakerCampaignURL("c2"), "Akar Hujan, batch 3"}}, Name: "Akar Hujan, batch 3", Refund: 9_372_000}), false},
		{"ops", OpsPage(gita(SectionBoard), sampleOps()), false},
		{"ops-langsung", OpsLive(sampleOps()), true},
		{"ops-transfer", TransfersPage(gita(SectionTransfer), Transfers{Now: now, Rows: sampleTransfers()}), false},
		{"ops-transfer-kosong", TransfersPage(gita(SectionTransfer), Transfers{Now: now}), false},
		{"ops-cek", ConfirmTransferPage(gita(SectionTransfer), ConfirmTransfer{Now: now, Transfer: sampleTransfers()[0], Form: form(), Reject: form(), FromStatement: true}), false},
		{"ops-titipan", SuspensePage(gita(SectionSuspense), sampleSuspense()), false},
		{"ops-kembali", RefundsPage(gita(SectionRefund), sampleRefunds()), false},
		{"ops-kembali-selesai", RefundsPage(gita(SectionRefund), sentRefunds()), false},
		{"ops-kembali-catat", RefundFormPage(gita(SectionRefund), RefundForm{Now: now, Refund: sampleRefunds().Rows[0], Form: form()}), false},
		{"audit", AuditListPage(hana(SectionAudit), sampleAudit()), false},
		{"audit-jejak", TrailPage(hana(SectionAudit), sampleTrail()), false},
		{"audit-jejak-saat", TrailPage(hana(SectionAudit), sampleTrailThen()), false},
		{"masuk", SignInPage(guest(SectionProfile), SignIn{Form: form(), Demo: true}), false},
		{"masuk-galat", SignInPage(guest(SectionProfile), SignIn{Form: wrongEmail(), Back: "/pesanan"}), false},
		{"masuk-terkirim", SignInSentPage(guest(SectionProfile), SignInSent{Page: SignInURL, Back: "/pesanan", Minutes: "10", Hours: "24", Mailbox: true}), false},
		{"masuk-tautan", SignInLinkPage(guest(SectionProfile), SignInLink{Form: form(), Token: "t0k3n", Name: "Dinar Nugraha", Role: Buyer}), false},
		{"masuk-mati", SignInLinkPage(guest(SectionProfile), SignInLink{Form: form(), Dead: true, Back: "/pesanan"}), false},
		{"profil", ProfilePage(dinar(SectionProfile), Profile{Name: "Dinar Nugraha", Role: Buyer, Since: at("09:12"), Expires: on("2026-12-01 09:12"), CSRF: "csrf-1", Mail: mailWishes(), Form: form()}), false},
		{"profil-kunci", ProfilePage(dinar(SectionProfile), Profile{Name: "Dinar Nugraha", Role: Buyer, CSRF: "csrf-1", Form: form(), Token: &Token{"kunci-rahasia", on("2027-02-22 09:12")}}), false},
	}
	all = append(all, signUpSamples()...)
	all = append(all, campaignSamples()...)
	all = append(all, notificationSamples()...)
	all = append(all, refundSamples()...)
	all = append(all, passkeySamples()...)
	all = append(all, shipSamples()...)
	all = append(all, clawbackSamples()...)
	all = append(all, reviewSamples()...)
	all = append(all, statementSamples()...)
	all = append(all, mailSamples()...)
	all = append(all, changeSamples()...)
	all = append(all, productionSamples()...)
	all = append(all, walletSamples()...)
	for _, a := range [...]Article{ArticleHow, ArticleRefund, ArticleTerms, ArticlePrivacy, ArticleHelp} {
		all = append(all, sample{"naskah-" + string(a), ArticlePage(guest(SectionNone), a), false})
	}
	for _, status := range [...]int{400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 500, 503} {
		p := Problem{Status: status, RequestID: "R-240926-81F3", RetryAfter: 10 * time.Second}
		all = append(all, sample{"galat-" + number(status), ProblemPage(dinar(SectionNone), p), false}, sample{"galat-potongan-" + number(status), ProblemFragment(p), true})
	}
	return all
}

// campaignSamples is the product page in every state of its campaign, with the
// SSE message that belongs to it.
func campaignSamples() []sample {
	var all []sample
	for _, state := range [...]CampaignState{Scheduled, Open, FullyHeld, Settling, Succeeded, InProduction, ReadyToShip, Shipping, Completed, Failed, Cancelled, Unwinding, ClosedFailed} {
		s := dinar(SectionMarket)
		if state == Open {
			s.Flash = &Flash{FlashOK, "Slot dilepas."}
			s.CatchingUp = true
		}
		all = append(all,
			sample{"produk-" + string(state), ProductPage(s, sampleProduct(state)), false},
			sample{"langsung-" + string(state), CampaignLive(sampleCampaign(state)), true})
	}
	return all
}

func sampleCampaign(state CampaignState) Campaign {
	c := Campaign{
		Now: now, ID: "c1", Batch: "Batch 4", State: state, Price: 265_000, UnitPrice: 385_000, SlotIs: "1 botol",
		Slots: 60, MinFill: 45, Secured: 42, Held: 3, MaxPerBuyer: 4, MinPerBuyer: 1, Shipping: 18_000, ShipsFrom: "Yogyakarta", ShipsBy: "21–24 Des 2026",
		OpensAt: on("2026-12-01 10:00"), Deadline: on("2026-11-29 20:00"), HoldFor: 4 * time.Hour, Buyers: 38,
		Joins: []Join{{"RA", "Bandung", 2, at("13:52")}, {"MS", "Makassar", 1, at("13:20")}, {"TW", "Salatiga", 1, at("11:47")}, {"IF", "Padang", 3, on("2026-11-23 21:10")}},
	}
	switch {
	case state == Scheduled || state == Draft:
		c.Secured, c.Held, c.Joins, c.Buyers = 0, 0, nil, 0
	case state == FullyHeld:
		c.Held = 18
	case state.Won():
		c.Secured, c.Held = 60, 0
	case state.Lost():
		c.Held, c.Refunds, c.Settled = 0, 31, 12
	}
	if state == Cancelled {
		c.CancelReason = "Panen akar wangi gagal karena banjir"
	}
	if state == ClosedFailed {
		c.Settled = c.Refunds
	}
	return c
}

func sampleProduct(state CampaignState) Product {
	c := sampleCampaign(state)
	return Product{
		Name: "Wening Subuh", Tab: TabPerfume, Variant: "EDP 50 ml", Picture: "wening-subuh", UnitPrice: 385_000, Campaign: &c,
		Maker: Brand{Name: "Rumah Wening", City: "Yogyakarta", Completed: 3, Campaigns: 3, Shipped: 164, Story: "Bengkel berdua di lereng utara Yogyakarta. Akar wangi dibeli kering dari tiga petani di Samarang, Garut, lalu disuling ulang di kompor kecil sampai asapnya hilang."},
		Story: "Dibuat untuk jam sebelum orang lain bangun. Melati dipetik saat masih kuncup supaya tidak menusuk.",
		Scent: []ScentNote{{"puncak", "Jeruk purut, embun daun, kapulaga", "jeruk-purut", "0–20 menit"}, {"hati", "Melati sambac, teh putih, kenanga", "melati", "20 menit–3 jam"}, {"dasar", "Akar wangi Garut, cendana, ambrette", "akar-wangi", "3–9 jam"}},
		Facts: []Fact{{"Isi", "50 ml, semprot"}, {"Konsentrasi", "EDP, 18%"}, {"Basis", "Etanol tebu"}, {"Alergen", "Linalool, geraniol, sitral"}},
		Mine:  []MyParticipation{{"SWG-7K4Q2", 2, Secured}}, CanSeeTrail: true,
	}
}

func sampleStock() Product {
	return Product{
		Name: "Gelas Ukur 100 ml", Tab: TabTools, Variant: "kaca borosilikat", Picture: "gelas-ukur", UnitPrice: 68_000, Stock: 14,
		Story: "Skala tiap 5 ml, bibir tuang, tahan panas.", Maker: Brand{Name: "Balai Minyak", City: "Semarang", Story: "Toko alat racik di Pasar Johar."}, Facts: []Fact{{"Isi", "100 ml"}},
	}
}

func sampleMarket() Market {
	return Market{
		Now: now, Query: MarketQuery{Tab: TabPerfume}, Counts: map[Tab]int{TabPerfume: 12, TabRaw: 7, TabTools: 5, TabOther: 4}, LiveCount: 5, From: 1, Total: 12,
		Featured: &Card{
			Campaign: "c9", Name: "Lawang Cengkih", Maker: "Kelana Rempah", City: "Ternate", Variant: "extrait 30 ml", Picture: "lawang-cengkih", Price: 340_000, UnitPrice: 470_000, State: Open, Secured: 27, Slots: 30, Deadline: on("2026-11-25 20:00"),
			Blurb: "Cengkih Ternate, jeruk keprok, kulit kayu manis. Tiga slot lagi dan batch ini mulai dimaserasi.",
		},
		Cards: []Card{
			{Campaign: "c1", Name: "Wening Subuh", Maker: "Rumah Wening", City: "Yogyakarta", Picture: "wening-subuh", Price: 265_000, UnitPrice: 385_000, State: Open, Secured: 42, Slots: 60, Deadline: on("2026-11-29 20:00")},
			{Product: "akar-hujan", Name: "Akar Hujan", Maker: "Akar Embun", City: "Garut", Picture: "akar-hujan", Price: 285_000, Notes: "Akar wangi, lumut, hujan pertama", Stock: 14},
			{Campaign: "c3", Name: "Nilam Biru", Maker: "Laras Kebun", City: "Banda Aceh", Picture: "nilam-biru", Price: 245_000, UnitPrice: 330_000, State: Open, Secured: 12, Slots: 40, Deadline: on("2026-12-06 20:00")},
			{Product: "melati-pukul-lima", Name: "Melati Pukul 5", Maker: "Sekar Lampah", City: "Tegal", Picture: "melati-pukul-lima", Price: 310_000, Notes: "Melati sambac, teh hijau, madu", Stock: 6},
			{Product: "cendana-sumba", Name: "Cendana Sumba", Maker: "Tirta Sanggul", City: "Waingapu", Picture: "cendana-sumba", Price: 420_000, Notes: "Cendana, susu, kulit jeruk"},
			{Campaign: "c4", Name: "Pala Banda", Maker: "Nira Senja", City: "Banda Neira", Picture: "pala-banda", Price: 198_000, UnitPrice: 275_000, State: FullyHeld, Secured: 36, Slots: 40, Deadline: on("2026-12-12 20:00")},
			{Campaign: "c5", Name: "Kopi Gerimis", Maker: "Kelana Rempah", City: "Ternate", Picture: "kopi-gerimis", Price: 232_000, State: Unwinding, Secured: 19, Slots: 30, Deadline: on("2026-11-22 20:00")},
			{Campaign: "c6", Name: "Kenanga Loteng, batch 2", Maker: "Pagi di Selo", City: "Boyolali", Picture: "kenanga-loteng", Price: 232_000, UnitPrice: 315_000, State: Scheduled, Slots: 20, OpensAt: on("2026-12-01 10:00"), Deadline: on("2026-12-10 20:00")},
		},
	}
}

func sampleJoin(f Form) JoinForm {
	return JoinForm{
		Form: f, Campaign: sampleCampaign(Open), Name: "Wening Subuh, batch 4", Maker: "Rumah Wening", Picture: "wening-subuh", Slots: 2, MaxSlots: 4, ShippingTo: "Kota Bandung",
		Provinces: []Option{{"Jawa Barat", "Jawa Barat"}, {"DI Yogyakarta", "DI Yogyakarta"}}, Banks: []Option{{"lintas", "Bank Lintas Nusa"}, {"samudra", "Bank Samudra"}},
		TermsVersion: TermsVersion, PrivacyVersion: PrivacyVersion,
	}
}

func refusedJoin() Form {
	f := form()
	f.Values = map[string]string{
		FieldSlots: "2", FieldRecipient: "Dinar Nugraha", FieldPhone: "0812-0000-4471", FieldProvince: "Jawa Barat", FieldCity: "Kota Bandung", FieldDistrict: "Coblong", FieldSubdistrict: "Dago",
		FieldStreet: "Jl. Cemara Gading 18, RT 04/RW 02", FieldPostalCode: "40135", FieldBank: "lintas", FieldAccount: "20481193", FieldHolder: "Dinar Nugraha", FieldPrivacy: "ya",
	}
	f.Errors = []FieldError{
		{FieldAccount, "Nomor rekening kurang 2 digit", "Bank Lintas Nusa memakai 10 digit. Anda menulis 8."},
		{FieldTerms, "Persetujuan syarat belum dicentang", "Centang untuk melanjutkan."},
	}
	return f
}

func closedJoin() JoinForm {
	j := sampleJoin(form())
	j.Closed, j.Campaign = "Slot terakhir baru saja diambil orang lain. Belum ada uang yang berpindah.", sampleCampaign(FullyHeld)
	return j
}

// ownJoin is the form of a buyer who holds unpaid slots already.
func ownJoin(state ParticipationState) JoinForm {
	j, own := sampleJoin(form()), sampleRow(state)
	j.Unpaid = &own
	return j
}

var samplePay = Instruction{Amount: 548_127, Unique: 127, Bank: "Bank Lintas Nusa", Account: "8810 0042 77", Holder: "Sensasiwangi Rekening Bersama", Deadline: at("18:06")}

func sampleJoined() Joined {
	return Joined{Now: now, Name: "Wening Subuh", Slots: 2, Campaign: sampleCampaign(Open), Pay: samplePay, Code: "SWG-7K4Q2", Refund: "•••• 1193", Balance: 50_000, Form: form()}
}

func sampleJoinedGateway() Joined {
	j := sampleJoined()
	j.Gateway, j.Pay = true, Instruction{Amount: 548_000, Deadline: samplePay.Deadline}
	return j
}

func sampleRow(state ParticipationState) OrderRow {
	r := OrderRow{
		Code: "SWG-7K4Q2", Campaign: "c1", Name: "Wening Subuh, batch 4", Picture: "wening-subuh", Slots: 2, State: state, CampaignState: Open, Secured: 42, TotalSlots: 60, Deadline: on("2026-11-29 20:00"),
		PayBy: at("18:06"), Due: 548_000, Timeline: []Moment{{MomentDone, "Anda mengambil 2 slot", at("14:06"), "", ""}, {MomentNow, "Menunggu transfer", time.Time{}, "Sampai hari ini 18.06 WIB.", ""}, {MomentNext, "Slot aman", time.Time{}, "", ""}},
	}
	switch state {
	case Secured, Fulfilled:
		r.Held = 548_000
	case RefundDue, RefundedOut:
		return refundedRow(r)
	case Waiting:
		r.Place = 3
	case Held, Told, Offered, Released, Expired:
	}
	return r
}

func refundedRow(r OrderRow) OrderRow {
	r.Code, r.Name, r.Picture, r.Slots, r.CampaignState, r.Secured, r.TotalSlots = "SWG-5C0R3", "Kenanga Loteng, batch 1", "kenanga-loteng", 1, ClosedFailed, 19, 30
	r.Refunded, r.RefundAt, r.RefundRef, r.RefundTo, r.Open = 258_214, on("2026-11-22 20:43"), "LN-2211-88420", "•••• 1193", true
	r.RefundBy = on("2026-11-23 17:00")
	r.Why = "Karena sampai ditutup baru 19 dari 30 slot yang aman, sambatan batal dan semua dana kembali."
	r.Sum = []SumLine{{"Anda transfer", 258_214, false, false}, {"1 slot", 240_000, true, false}, {"Ongkir", 18_000, true, false}, {"Kode unik", 214, true, false}, {"Dikirim balik", -258_214, false, false}, {"Selisih", 0, false, true}}
	r.Timeline = []Moment{
		{MomentDone, "Anda bergabung, 1 slot", on("2026-11-12 19:21"), "", ""},
		{MomentDone, "Rp258.214 kami terima dan kami tahan", on("2026-11-12 19:48"), "Di Rekening Bersama. Perajin belum menerima apa pun.", ""},
		{MomentBad, "Waktu habis: 19 dari 30 slot", on("2026-11-22 20:00"), "Tidak ada transfer lain yang dikirim sebelum pukul 20.00.", ""},
		{MomentGood, "Dana masuk", on("2026-11-22 20:43"), "Rujukan bank LN-2211-88420", ""},
	}
	return r
}

func sampleOrder(state ParticipationState) Order {
	return Order{
		Now: now, Row: sampleRow(state), Pay: samplePay, ToldAt: at("14:01"), ToldPaid: at("13:58"), Form: form(), Cancel: form(), CanCancel: state == Held, Reopens: true, Campaign: sampleCampaign(Open), Refund: "Bank Lintas Nusa •••• 1193",
		Shipping: Address{"Dinar Nugraha", "+62 812-0000-4471", "Jl. Cemara Gading 18, RT 04/RW 02", "Dago", "Coblong", "Kota Bandung", "Jawa Barat", "40135"},
	}
}

// partlyPaid is an order of which a part came; the rest can be transferred too.
func partlyPaid() Order {
	o := sampleOrder(Held)
	o.Missing, o.Came = 148_123, 400_000
	o.Row.Missing, o.Row.Part = o.Missing, o.Came
	o.Pay.Amount, o.Pay.Unique = 149_233, 233
	o.Channel = Channel{Methods: []PayMethod{"qris", "va_bca"}, Form: form()}
	return o
}

// latePaid is an order whose time to pay is over.
func latePaid() Order {
	o := partlyPaid()
	o.Pay.Deadline, o.Row.Late, o.CanCancel = now.Add(-time.Minute), true, false
	o.Channel.Chosen, o.Channel.State = "qris", PayEnding
	return o
}

// strayed is an order whose slots are gone, and that may have been transferred all the same.
func strayed() Order {
	o := sampleOrder(Expired)
	o.Pay, o.ToldAt, o.ToldPaid, o.Row.Strayed = Instruction{}, time.Time{}, time.Time{}, true
	return o
}

// givenUp is an order whose slots are being given up, after a part of the payment came.
func givenUp() Order {
	o := partlyPaid()
	o.Row.Ending, o.CanCancel = true, false
	return o
}

func refusedTold() Order {
	o := sampleOrder(Held)
	o.Form.Values = map[string]string{FieldTransferDate: "31/02/2026", FieldTransferTime: "25.10"}
	o.Form.Errors = []FieldError{{FieldTransferDate, "Tanggal itu tidak ada", "Tulis hari/bulan/tahun. Anda menulis 31/02/2026."}, {FieldTransferTime, "Jam lewat dari 23.59", "Tulis jam.menit, misalnya 14.06. Anda menulis 25.10."}}
	return o
}

func sampleMine() Mine {
	made, sent := sampleRow(Secured), sampleRow(Secured)
	made.Code, made.Name, made.Picture, made.CampaignState, made.Secured, made.TotalSlots, made.Held, made.Slots, made.Timeline = "SWG-3T6H1", "Akar Hujan, batch 3", "akar-hujan", InProduction, 40, 40, 237_000, 1, nil
	sent.Code, sent.Name, sent.Picture, sent.CampaignState, sent.Secured, sent.TotalSlots, sent.Held, sent.Slots, sent.Timeline = "SWG-1B8W5", "Melati Pukul 5, batch 2", "melati-pukul-lima", Shipping, 48, 48, 251_000, 1, nil
	return Mine{
		Now: now, Counts: map[MineFilter]int{MineAll: 5, MineTodo: 1, MineLive: 3, MineReturn: 1}, Held: 1_036_000, Balance: 127,
		Rows: []OrderRow{sampleRow(Held), sampleRow(Secured), made, sent, sampleRow(RefundedOut)},
	}
}
