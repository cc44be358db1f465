package ui_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// digit makes a resi of an order's address: the last figures of a number.
func digit(r rune) rune {
	if r < '0' || r > '9' {
		return '0' + r%10
	}
	return r
}

// send has a maker note a parcel of an order.
func (s *site) send(campaign, order, resi string) {
	s.t.Helper()
	resi = "JP" + resi[len(resi)-10:]
	sekar := s.as("sekar")
	page := view.MakerOrderURL(campaign, strings.TrimPrefix(order, view.MineURL+"/"))
	form := sekar.eventually(page, "Catat pengiriman")
	require.Contains(s.t, words(form.body), "Jalan Anggrek 4", "the maker reads where to send it")
	got := sekar.submit(form, page+"/"+view.MakerSend, view.FieldCourier, "jnt", view.FieldResi, resi)
	require.Contains(s.t, words(sekar.follow(got).body), "Paket tercatat", words(got.body))
}

// shipped is a sambatan of two whose parcels are on their way.
func (s *site) shipped() (campaign, first, second string) {
	s.t.Helper()
	campaign, first, second = s.made()
	s.send(campaign, first, "1111111111")
	s.send(campaign, second, "2222222222")
	return campaign, first, second
}

// made is a sambatan of two whose parcels can be sent.
func (s *site) made() (campaign, first, second string) {
	s.t.Helper()
	campaign = s.open("slot", "2", "minimal", "2")
	dinar, raka := s.as("dinar"), s.as("raka")
	first, second = dinar.join(campaign), raka.join(campaign)
	s.confirm(first, dinar.due(first), "FT-"+first[len(first)-7:], time.Now())
	s.confirm(second, raka.due(second), "FT-"+second[len(second)-7:], time.Now())
	sekar, manage := s.as("sekar"), view.MakerCampaignURL(campaign)
	for _, step := range []view.Step{view.StepProduce, view.StepQC} {
		action := view.StepURL(campaign, step)
		sekar.follow(sekar.submit(sekar.eventually(manage, buttonOf[step]), action))
	}
	return campaign, first, second
}

var buttonOf = map[view.Step]string{view.StepProduce: "Mulai produksi", view.StepQC: "Lulus uji"}

func codeOf(order string) string { return strings.TrimPrefix(order, view.MineURL+"/") }

func TestAMakerSendsCorrectsAndTellsThatItArrived(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, first, second := s.shipped()
	sekar, dinar := s.as("sekar"), s.as("dinar")
	page := view.MakerOrderURL(campaign, codeOf(first))
	form := sekar.page(page)
	bad := sekar.submit(form, page+"/"+view.MakerSend, view.FieldCourier, "jnt", view.FieldResi, "X1")
	require.Equal(t, http.StatusConflict, bad.status)
	require.Contains(t, words(bad.body), "Nomor ini tidak seperti resi kurir itu")
	taken := sekar.submit(form, page+"/"+view.MakerSend, view.FieldCourier, "jnt", view.FieldResi, "jp 2222222222")
	require.Equal(t, http.StatusUnprocessableEntity, taken.status)
	require.Contains(t, words(taken.body), codeOf(second))
	require.Equal(t, http.StatusNotFound, sekar.send(http.MethodPost, page+"/buang", form.hidden(t, page+"/"+view.MakerSend).Encode()).status)
	right := sekar.submit(sekar.page(page), page+"/"+view.MakerCorrect, view.FieldParcel, "1", view.FieldCourier, "jne", view.FieldResi, "0101234567890123")
	require.Contains(t, words(sekar.follow(right).body), "Resi diperbaiki")
	require.Contains(t, words(dinar.eventually(first, "0101234567890123").body), "Resi sebelumnya JP1111111111")
	tomorrow := sekar.submit(sekar.page(page), page+"/"+view.MakerArrived, view.FieldParcel, "1", view.FieldArrived, view.DateInput(time.Now().Add(48*time.Hour)))
	require.Contains(t, words(tomorrow.body), "Tanggal sampai tidak boleh setelah hari ini")
	here := sekar.submit(sekar.page(page), page+"/"+view.MakerArrived, view.FieldParcel, "1", view.FieldArrived, view.DateInput(time.Now()))
	require.Contains(t, words(sekar.follow(here).body), "Paket ditandai sampai")
	shown := words(dinar.eventually(first, "Tanpa kabar dari Anda, pesanan dianggap diterima pada").body)
	require.Contains(t, shown, "menurut perajin")
	require.Contains(t, words(dinar.page(view.MineURL).body), "Perlu tindakan")
	require.Equal(t, http.StatusNotFound, s.as("raka").get(first).status, "another buyer's")
}

//money:case §4.4 dispute
func TestADisputeHoldsItsOrderUntilItIsDecided(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, first, second := s.shipped()
	sekar, dinar, raka, gita := s.as("sekar"), s.as("dinar"), s.as("raka"), s.as("gita")
	early := dinar.get(first + "/komplain")
	require.Contains(t, words(dinar.follow(early).body), "Keadaan pesanan ini sudah berubah", "it may still be in time")
	page := view.MakerOrderURL(campaign, codeOf(first))
	sekar.follow(sekar.submit(sekar.page(page), page+"/"+view.MakerArrived, view.FieldParcel, "1", view.FieldArrived, view.DateInput(time.Now())))
	form := dinar.eventually(first+"/komplain", "Apa masalahnya")
	require.Equal(t, http.StatusUnprocessableEntity, dinar.submit(form, first+"/komplain").status)
	got := dinar.submit(form, first+"/komplain", view.FieldComplaint, "wrong_goods", view.FieldWords, "Yang datang melati, bukan kenanga.")
	require.Contains(t, words(dinar.follow(got).body), "Komplain tercatat")
	open := dinar.eventually(first, "Komplain sedang diperiksa")
	require.NotContains(t, open.body, first+"/terima", "what is disputed can't be confirmed")

	raka.follow(raka.submit(raka.page(second), second+"/terima"))
	raka.eventually(second, "Diteruskan ke perajin") // the others go on

	answer := sekar.eventually(page, "Yang datang melati")
	sekar.follow(sekar.submit(answer, page+"/"+view.MakerAnswer, view.FieldAnswerWords, "Labelnya tertukar, isinya benar."))
	list := gita.eventually(view.OpsDisputesURL, codeOf(first))
	action := regexp.MustCompile(`/ops/komplain/[0-9a-f-]{36}`).FindString(list.body)
	decide := gita.eventually(action, "Labelnya tertukar")
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(decide, action, view.FieldSide, "buyer").status, "a reason is needed")
	done := gita.submit(decide, action, view.FieldSide, "buyer", view.FieldReason, "Fotonya jelas")
	require.Contains(t, words(gita.follow(done).body), "Putusan tercatat")
	require.Contains(t, words(dinar.eventually(first, "Komplain diputuskan").body), "Yang keberatan bisa mengajukan banding")
	s.brandAccepts(campaign, first)
	back := words(dinar.eventually(first, "Dalam perjalanan kembali").body)
	require.Contains(t, back, "Selisih Rp0")
	require.Contains(t, back, "Untuk pembeli: seluruh dana kembali. Fotonya jelas.")
	require.Contains(t, words(gita.eventually(view.OpsRefundURL, codeOf(first)).body), "Komplain pembeli diterima")
	require.Contains(t, words(s.as("hana").page(view.AuditURL+"?q=Uji").body), "COMPLETED")
	require.Contains(t, words(s.as("hana").page(view.AuditCampaignURL(campaign)).body), "Seimbang, selisih Rp0")
}

func TestAComplaintIsWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, first, _ := s.shipped()
	dinar, gita := s.as("dinar"), s.as("gita")
	action := view.OpsDisputeURL(s.participation(first).String())
	got := gita.submit(gita.page(action), action+"/sampai", view.FieldParcel, "1", view.FieldArrived, view.DateInput(time.Now()))
	require.Contains(t, words(gita.follow(got).body), "menurut petugas kami")
	form := dinar.eventually(first+"/komplain", "Apa masalahnya")
	dinar.follow(dinar.submit(form, first+"/komplain", view.FieldComplaint, "incomplete", view.FieldWords, "Kurang satu."))
	open := dinar.eventually(first, "Cabut komplain")
	require.Contains(t, words(dinar.follow(dinar.submit(open, first+"/komplain/cabut")).body), "Komplain dicabut")
	require.Contains(t, words(dinar.eventually(first, "Diteruskan ke perajin").body), "Selisih Rp0")
}

// sendManifest sends a file of resi, as a browser does.
func (b *browser) sendManifest(action, file string) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range b.page(action).hidden(b.t, action) {
		require.NoError(b.t, w.WriteField(name, values[0]))
	}
	part, err := w.CreateFormFile(view.FieldFile, "resi.csv")
	require.NoError(b.t, err)
	_, err = part.Write([]byte(file))
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	return b.send(http.MethodPost, action, body.String(), "Content-Type", w.FormDataContentType())
}

func TestManyResiAreCheckedAndThenRecordedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	campaign, first, second := s.made()
	sekar, action := s.as("sekar"), view.ManifestURL(campaign)
	sekar.eventually(view.MakerCampaignURL(campaign), codeOf(second))
	require.Contains(t, words(sekar.sendManifest(action, "apa saja").body), "File ini tidak berisi baris")
	file := "kode pesanan;kurir;resi\r\n" + codeOf(first) + ";J&T;jp 3333333333\r\n" + codeOf(second) + ";JNT;X\r\nSWG-0000000;JNE;0101234567890123\r\n"
	checked := sekar.sendManifest(action, file)
	require.Contains(t, words(checked.body), "1 akan dicatat, 0 sudah tercatat, 2 perlu diperbaiki")
	values := url.Values{
		view.FieldManifest: {file}, view.FieldShown: {shownDigest.FindStringSubmatch(checked.body)[1]}, view.FieldAct: {view.ActBadLines},
	}
	for name, list := range checked.hidden(t, action) {
		if !values.Has(name) {
			values[name] = list
		}
	}
	bad := sekar.send(http.MethodPost, action, values.Encode())
	require.Contains(t, bad.body, "SWG-0000000;JNE;0101234567890123;4;Tidak ada pesanan")
	require.NotContains(t, bad.body, "3333333333")
	values.Set(view.FieldAct, view.ActRecord)
	require.Contains(t, words(sekar.follow(sekar.send(http.MethodPost, action, values.Encode())).body), "Resi tercatat")
	s.as("dinar").eventually(first, "JP3333333333")
	again := sekar.send(http.MethodPost, action, values.Encode())
	require.Equal(t, http.StatusConflict, again.status, "it is not what was shown any more")
	require.Contains(t, words(again.body), "0 akan dicatat, 1 sudah tercatat, 2 perlu diperbaiki")
}

var shownDigest = regexp.MustCompile(`name="ditunjukkan" value="([0-9a-f]+)"`)
