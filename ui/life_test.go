package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// joining is a join form that is filled in.
func joining(more ...string) []string {
	return append([]string{
		"slot", "1", "penerima", "Dinar Nareswari", "telepon", "0812-3456-7890", "provinsi", "Jawa Barat", "kota", "Kota Bandung",
		"kecamatan", "Coblong", "kelurahan", "Dago", "kode_pos", "40135", "alamat", "Jalan Anggrek 4", "bank", "bca",
		"nomor_rekening", "1234567890", "atas_nama", "DINAR NARESWARI", "setuju_syarat", "ya", "setuju_privasi", "ya",
	}, more...)
}

// bankDay is a moment as an operator types it.
func bankDay(at time.Time) []string {
	return []string{view.FieldBankDate, view.DateInput(at), view.FieldBankTime, view.ClockSeconds(at)}
}

// transferred is "sudah transfer" at this very minute, as the form proposes.
func transferred(more ...string) []string {
	now := time.Now()
	return append([]string{"tanggal_transfer", view.DateInput(now), "jam_transfer", view.Clock(now)}, more...)
}

var orderPath = regexp.MustCompile(`/pesanan/SWG-[A-Z0-9]+`)

// drafted is a draft form that is filled in.
func drafted(productID string, more ...string) []string {
	closes := time.Now().Add(72 * time.Hour)
	return append([]string{
		"produk", productID, "judul", "Uji Lewat Halaman", "batch", "1", "harga", "265.000", "harga_satuan", "Rp310.000", "ongkir", "18.000",
		"slot", "3", "minimal", "2", "min_pembeli", "1", "maks_pembeli", "2", "jam_simpan", "4",
		"tanggal_tutup", view.DateInput(closes), "jam_tutup", "20.00", "dikirim_dari", "Yogyakarta", "perkiraan_kirim", "21–24 Des 2026",
	}, more...)
}

var optionValue = regexp.MustCompile(`<option value="([0-9a-f-]{36})"`)

// open drafts a sambatan through the pages and has it approved, and returns its id.
func (s *site) open(fields ...string) string {
	s.t.Helper()
	sekar := s.as("sekar")
	form := sekar.page(view.MakerNewURL)
	saved := sekar.submit(form, view.MakerURL, drafted(optionValue.FindStringSubmatch(form.body)[1], fields...)...)
	require.Equal(s.t, http.StatusSeeOther, saved.status, words(saved.body))
	path, _, _ := strings.Cut(saved.header.Get("Location"), "?")
	campaign := strings.TrimPrefix(path, view.MakerURL+"/")
	sekar.follow(saved)
	ask := sekar.page(view.SubmitURL(campaign))
	require.Contains(s.t, sekar.follow(sekar.submit(ask, view.SubmitURL(campaign))).body, "Sedang ditinjau")
	s.approve(campaign)
	return campaign
}

// approve is the curator's yes to what was submitted.
func (s *site) approve(campaign string) {
	s.t.Helper()
	ratih := s.as("ratih")
	ask := ratih.eventually(view.ReviewURL(campaign), "Setujui dan terbitkan")
	require.Contains(s.t, ratih.follow(ratih.submit(ask, view.ApproveURL(campaign))).body, "disetujui dan terbit")
}

// join takes slots and returns the address of the order.
func (b *browser) join(campaign string, more ...string) string {
	b.t.Helper()
	action := view.JoinURL(campaign)
	got := b.submit(b.eventually(action, "Ambil"), action, joining(more...)...)
	require.Equal(b.t, http.StatusSeeOther, got.status, words(got.body))
	b.follow(got)
	return orderPath.FindString(got.header.Get("Location"))
}

var exactAmount = regexp.MustCompile(`data-salin="(\d+)" aria-label="Salin jumlah transfer"`)

// due is what an order asks to be transferred.
func (b *browser) due(order string) string {
	b.t.Helper()
	found := exactAmount.FindStringSubmatch(b.page(order).body)
	require.NotNil(b.t, found)
	return found[1]
}

var confirmPath = regexp.MustCompile(`/ops/transfer/[0-9a-f-]{36}/terima`)

// confirm records an order's transfer as the operator does.
func (s *site) confirm(order, amount, reference string, paid time.Time) {
	s.t.Helper()
	gita, code := s.as("gita"), strings.TrimPrefix(order, view.MineURL+"/")
	list := gita.eventually(view.OpsTransferURL, code)
	_, row, _ := strings.Cut(list.body, code)
	action := confirmPath.FindString(row)
	got := gita.submit(gita.page(action), action, append(bankDay(paid), view.FieldAmount, amount, view.FieldBankRef, reference)...)
	require.Contains(s.t, gita.follow(got).body, "Transfer tercatat")
}

func TestASambatanFillsAndIsShippedThroughThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open("slot", "2", "minimal", "2")
	sekar, dinar, raka := s.as("sekar"), s.as("dinar"), s.as("raka")
	orders := map[*browser]string{dinar: dinar.join(campaign), raka: raka.join(campaign)}
	for buyer, order := range orders {
		told := buyer.submit(buyer.page(order), order+"/transfer", transferred("keterangan", "dari BCA a.n. sendiri")...)
		require.Contains(t, words(buyer.follow(told).body), "Transfer sedang dicek")
		s.confirm(order, buyer.due2(order), "FT-"+order[len(order)-7:], time.Now())
		buyer.eventually(order, "Selisih Rp0")
	}
	manage := view.MakerCampaignURL(campaign)
	for _, step := range []struct {
		step view.Step
		then string
	}{
		{view.StepProduce, "Nyatakan lulus uji"}, {view.StepQC, "Kirim paket"},
	} {
		page := sekar.eventually(manage, "Langkah berikutnya")
		require.Contains(t, words(sekar.follow(sekar.submit(page, view.StepURL(campaign, step.step))).body), step.then)
	}
	for buyer, order := range orders {
		s.send(campaign, order, "JP12345"+strings.Map(digit, order))
		require.Contains(t, words(buyer.eventually(order, "Paket dalam perjalanan").body), "Paket sudah saya terima")
		got := buyer.submit(buyer.page(order), order+"/terima")
		require.Contains(t, words(buyer.follow(got).body), "Pesanan selesai, dan dananya diteruskan ke perajin")
		require.Contains(t, words(buyer.eventually(order, "Diteruskan ke perajin").body), "Selisih Rp0")
	}
	require.Contains(t, words(dinar.eventually(view.MineURL, "Selesai 2").body), "Uji Lewat Halaman")
	require.Contains(t, words(s.as("hana").page(view.AuditURL+"?q=Uji").body), "COMPLETED")
	trail := s.as("hana").page(view.AuditCampaignURL(campaign))
	require.Contains(t, words(trail.body), "Seimbang, selisih Rp0")
	require.NotContains(t, trail.body, "Anggrek", "an address in the trail")
}

// due2 is due once the transfer was reported: the status page names the amount.
func (b *browser) due2(order string) string {
	b.t.Helper()
	found := regexp.MustCompile(`Jumlah yang kami cari Rp([\d.]+)`).FindStringSubmatch(words(b.eventually(order, "Jumlah yang kami cari").body))
	require.NotNil(b.t, found)
	return found[1]
}

func TestADraftIsChangedUntilItIsSubmitted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sekar := s.as("sekar")
	draft := s.campaign("Jeruk Teras").ID.String()
	action := view.ReviseURL(draft)
	require.Contains(t, sekar.page(view.MakerCampaignURL(draft)).body, `href="`+action+`"`)
	require.Contains(t, sekar.page(view.SubmitURL(draft)).body, `href="`+action+`"`)
	form := sekar.page(action)
	require.Contains(t, form.body, `value="Jeruk Teras"`, "filled in")
	closes := time.Now().Add(240 * time.Hour)
	changed := drafted("", "judul", "Jeruk Teras Pagi", "harga", "199.000", "tanggal_tutup", view.DateInput(closes))
	require.Equal(t, http.StatusUnprocessableEntity, sekar.submit(form, action, append(changed, "harga", "199.500")...).status, "no whole thousands")
	bad := sekar.submit(form, action, append(changed, "judul", "")...)
	require.Contains(t, words(bad.body), "Judul wajib diisi")
	require.Contains(t, bad.body, `value="199.000"`, "what was typed stays")
	got := sekar.follow(sekar.submit(sekar.page(action), action, changed...))
	require.Contains(t, words(got.body), "Perubahan draf tersimpan")
	ask := sekar.page(view.SubmitURL(draft))
	require.Contains(t, words(ask.body), "Rp199.000")
	require.Contains(t, words(ask.body), "Versi syarat 1")
	sekar.follow(sekar.submit(ask, view.SubmitURL(draft)))
	require.Contains(t, words(sekar.follow(sekar.get(action)).body), "Tarik kembali dulu")
	require.Equal(t, http.StatusUnprocessableEntity, sekar.submit(form, action, changed...).status, "submitted in between")
	s.approve(draft)
	sekar.eventually(view.MakerCampaignURL(draft), "Lihat halaman publik")
	require.Contains(t, words(sekar.follow(sekar.get(action)).body), "syaratnya tidak bisa diubah lagi")
}

//money:case §4.1 everything refunded
//money:case §4.2 the campaign failed or was called off
func TestMoneyOfACancelledSambatanGoesBackToTheLastRupiah(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open()
	sekar, dinar, raka := s.as("sekar"), s.as("dinar"), s.as("raka")
	paid, unpaid := dinar.join(campaign), raka.join(campaign)
	s.confirm(paid, dinar.due(paid), "FT-BATAL-1", time.Now())
	dinar.eventually(paid, "Ditahan di Rekening Bersama")
	require.Contains(t, words(raka.follow(raka.submit(raka.page(unpaid), unpaid+"/lepas")).body), "Slot dilepas")
	require.Contains(t, words(dinar.submit(dinar.page(paid), view.SignOutURL).body), "")
	dinar = s.as("dinar")

	ask := sekar.page(view.MakerCancelURL(campaign))
	empty := sekar.submit(ask, view.MakerCancelURL(campaign))
	require.Equal(t, http.StatusUnprocessableEntity, empty.status)
	sekar.follow(sekar.submit(ask, view.MakerCancelURL(campaign), "alasan", "Panen akar wangi gagal"))
	due := words(dinar.eventually(paid, "Dalam perjalanan kembali").body)
	require.Contains(t, due, "Selisih Rp0")
	require.NotContains(t, due, "Ditahan di Rekening Bersama")

	gita := s.as("gita")
	code := strings.TrimPrefix(paid, view.MineURL+"/")
	list := gita.eventually(view.OpsRefundURL, code)
	owed := regexp.MustCompile(`semuanya Rp[1-9][\d.]*\d`).FindString(words(list.body))
	require.NotEmpty(t, owed)
	require.Contains(t, words(gita.page(view.OpsRefundURL+"?status=gagal").body), owed, "whichever part is listed")
	_, row, _ := strings.Cut(list.body, code)
	action := regexp.MustCompile(`/ops/pengembalian/[0-9a-f-]{36}/terkirim`).FindString(row)
	form := gita.page(action)
	require.NotContains(t, form.body, view.FieldBankTime, "what is not kept is not asked for")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, action).status)
	require.Contains(t, gita.follow(gita.submit(form, action, view.FieldBankRef, "KEMBALI-77")).body, "tercatat sebagai terkirim")
	sentList := words(gita.eventually(view.OpsRefundURL+"?status=selesai", "KEMBALI-77").body)
	require.Contains(t, sentList, "pengembalian sudah dikirim, semuanya Rp")
	require.NotContains(t, sentList, "harus dikirim balik")
	sent := words(dinar.eventually(paid, "Dikirim kembali").body)
	require.Contains(t, sent, "Selisih Rp0")
	require.Contains(t, sent, "KEMBALI-77")
	require.Contains(t, words(sekar.eventually(view.MakerURL, "Batal, dana kembali").body), "1 dari 3 slot terisi saat ditutup Satu pengembalian, sudah terkirim")
	require.Contains(t, words(s.guest().page(view.CampaignURL(campaign)).body), "Satu pengembalian, sudah terkirim")
}

func TestMoneyForADeadHoldIsAccountedForAndDecided(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign := s.open()
	dinar := s.as("dinar")
	order := dinar.join(campaign)
	amount := dinar.due(order)
	page := dinar.page(order)
	part := dinar.send(http.MethodPost, order+"/transfer", page.hidden(t, order+"/transfer").Encode(), "HX-Request", "true")
	require.Equal(t, http.StatusUnprocessableEntity, part.status)
	require.True(t, strings.HasPrefix(part.body, `<form id="sudah-transfer"`), "the form replaces itself: %s", part.body[:60])
	told := dinar.submit(dinar.page(order), order+"/transfer", transferred()...)
	dinar.follow(told)
	gita := s.as("gita")
	code := strings.TrimPrefix(order, view.MineURL+"/")
	list := gita.eventually(view.OpsTransferURL, code)
	_, row, _ := strings.Cut(list.body, code)
	action := confirmPath.FindString(row)
	reject := strings.TrimSuffix(action, "terima") + "tolak"
	require.Contains(t, words(row), "Diputuskan paling lambat")
	page = gita.page(action)
	require.Contains(t, words(gita.submit(page, action).body), "Jumlah masuk wajib diisi.", "the name that the field has")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(page, reject).status, "a reason is needed")
	require.Contains(t, gita.follow(gita.submit(page, reject, "alasan", "Belum ada dana masuk")).body, "ditolak")
	dinar.eventually(order, "Belum ada dana masuk")
	dinar.eventually(order, "Menunggu pembayaran") // of another read model

	// Too little: it is kept apart, and the buyer is told.
	page = gita.page(action)
	short := append(bankDay(time.Now()), view.FieldAmount, "100.000", view.FieldBankRef, "FT-KURANG")
	require.Contains(t, gita.follow(gita.submit(page, action, short...)).body, "Transfer tercatat")
	back := words(dinar.eventually(order, "Rp100.000").body)
	require.Contains(t, back, "Selisih Rp0")
	again := gita.submit(gita.page(action), action, append(bankDay(time.Now()), view.FieldAmount, amount, view.FieldBankRef, "FT-KURANG")...)
	require.Equal(t, http.StatusConflict, again.status)
	require.Contains(t, words(again.body), "Rujukan ini sudah tercatat")
	same := append(bankDay(time.Now()), view.FieldAmount, "100.000", view.FieldBankRef, "FT KURANG")
	doubt := gita.submit(gita.page(action), action, same...)
	require.Equal(t, http.StatusConflict, doubt.status)
	require.Contains(t, words(doubt.body), "Sudah tercatat dengan rujukan FT-KURANG")
	gita.follow(gita.submit(doubt, action, append(same, view.FieldAnother, "ya")...))
	future := append(bankDay(time.Now().Add(48*time.Hour)), view.FieldAmount, amount, view.FieldBankRef, "FT-BESOK")
	require.Contains(t, words(gita.submit(gita.page(action), action, future...).body), "tidak boleh setelah sekarang")
}

func TestMoneyInSuspenseIsMatchedOrSentBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	list := gita.page(view.OpsSuspenseURL)
	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}`).FindString(list.body)
	require.NotEmpty(t, action, "the demo data holds a receipt without an owner")
	unknown := gita.submit(list, action, view.FieldAct, view.ActAllocate, view.FieldOrderCode, "SWG-0000000")
	require.Equal(t, http.StatusUnprocessableEntity, unknown.status)
	require.Contains(t, words(unknown.body), "Tidak ada pesanan dengan kode “SWG-0000000”")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(list, action, view.FieldAct, view.ActAllocate).status)
	require.Equal(t, http.StatusBadRequest, gita.submit(list, action, view.FieldAct, "buang").status)
	require.Contains(t, words(list.body), "Rp283.000")
	dinar := s.as("dinar")
	order := dinar.join(s.open())
	got := gita.submit(list, action, view.FieldAct, view.ActAllocate, view.FieldOrderCode, strings.TrimPrefix(order, view.MineURL+"/"))
	require.Contains(t, gita.follow(got).body, "Dana titipan dipasangkan dengan pesanan")
	paid := words(dinar.eventually(order, "Slot aman").body)
	require.Contains(t, paid, "Selisih Rp0")
	late := gita.submit(list, action, view.FieldAct, view.ActRefund)
	require.Equal(t, http.StatusConflict, late.status, "the same form with another decision")
}

func TestMoneyWithoutAnOwnerGoesBackToItsSender(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	list := gita.page(view.OpsSuspenseURL)
	action := regexp.MustCompile(`/ops/titipan/[0-9a-f-]{36}`).FindString(list.body)
	got := gita.submit(list, action, view.FieldAct, view.ActRefund)
	require.Contains(t, gita.follow(got).body, "Dana titipan masuk daftar dana kembali")
	due := gita.eventually(view.OpsRefundURL, "Rp283.000 Rekening asal transfer")
	_, row, _ := strings.Cut(due.body, "Rekening asal")
	form := gita.page(regexp.MustCompile(`/ops/pengembalian/[0-9a-f-]{36}/terkirim`).FindString(row))
	require.Contains(t, words(form.body), "Rekening asal transfer")
	gita.eventually(view.OpsSuspenseURL, "Tidak ada dana titipan")
}

func TestTheJoinFormRefusesKindlyAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar := s.as("maya")
	action := view.JoinURL(s.campaign("Wening Subuh").ID.String())
	form := dinar.page(action)
	bad := dinar.submit(form, action, joining("nomor_rekening", "12345678", "slot", "2")...)
	require.Equal(t, http.StatusUnprocessableEntity, bad.status)
	require.Contains(t, words(bad.body), "Nomor rekening kurang 2 digit")
	require.Contains(t, bad.body, `value="12345678"`)
	require.NotContains(t, bad.body, `value="Jalan Anggrek 4"`, "a text area has no value")
	require.Contains(t, bad.body, "Jalan Anggrek 4")
	old := dinar.submit(form, action, joining("versi_syarat", "2020-01")...)
	require.Contains(t, words(old.body), "Persetujuan syarat")

	more := dinar.submit(form, action, joining("langkah_slot", "tambah")...)
	require.Equal(t, http.StatusOK, more.status)
	require.Contains(t, words(more.body), "Ambil 2 slot")
	fewer := dinar.submit(form, action, joining("slot", "2", "langkah_slot", "kurang")...)
	require.Contains(t, words(fewer.body), "Ambil 1 slot")

	htmx := []string{"HX-Request", "true"}
	values := form.hidden(t, action)
	fields := joining()
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	done := dinar.send(http.MethodPost, action, values.Encode(), htmx...)
	require.Equal(t, http.StatusOK, done.status)
	require.Contains(t, words(done.body), "Tinggal transfer")
	require.NotContains(t, done.body, "<html")
	again := dinar.send(http.MethodPost, action, values.Encode(), htmx...)
	require.Equal(t, http.StatusOK, again.status, "the same form twice is one join")
	require.Equal(t, orderPath.FindString(done.body), orderPath.FindString(again.body))
	open := dinar.get(action)
	require.Equal(t, http.StatusConflict, open.status, "an unpaid order is open")
	require.Contains(t, words(open.body), "Anda masih memegang 1 slot yang belum dibayar")
	require.Contains(t, open.body, `href="`+orderPath.FindString(done.body)+`">Bayar sekarang`)
	closed := s.as("raka").get(view.JoinURL(s.campaign("Kopi Gerimis").ID.String()))
	require.Equal(t, http.StatusConflict, closed.status)
	require.Contains(t, words(closed.body), "sudah ditutup")
}
