package ui_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// strict demands a passkey before money moves.
func strict(b *ui.Backend) { b.StepUp = true }

// device is an authenticator with one passkey.
type device struct {
	virtualwebauthn.Authenticator
	site virtualwebauthn.RelyingParty
	key  virtualwebauthn.Credential
}

func newDevice() *device {
	d := &device{Authenticator: virtualwebauthn.NewAuthenticator(), site: virtualwebauthn.RelyingParty{ID: host, Origin: "http://" + host}}
	for len(d.key.ID) == 0 || len(d.key.Key.AttestationData()) != 77 { // it would leave out a coordinate's first zero
		d.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return d
}

// question is what a page asks the browser.
func question(t *testing.T, on answer) string {
	t.Helper()
	return html.UnescapeString(quoted(t, on.body, `data-tanya="`))
}

func (d *device) offer(t *testing.T, on answer) string {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(question(t, on))
	require.NoError(t, err)
	return virtualwebauthn.CreateAttestationResponse(d.site, d.Authenticator, d.key, *asked)
}

func (d *device) prove(t *testing.T, on answer) string {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(question(t, on))
	require.NoError(t, err)
	d.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.site, d.Authenticator, d.key, *asked)
}

// add registers a device's key through the pages.
func (b *browser) add(d *device, name string) answer {
	b.t.Helper()
	form := b.page(view.PasskeysURL)
	return b.submit(form, view.PasskeysURL, view.FieldPasskey, name, view.FieldAssertion, d.offer(b.t, form))
}

// confirm steps up on the page at an address.
func (b *browser) confirm(d *device, path string) answer {
	b.t.Helper()
	form := b.page(path)
	return b.submit(form, view.StepUpURL, view.FieldAssertion, d.prove(b.t, form))
}

// ago puts what happened to a column of all sessions back.
func (s *site) ago(column, interval string) {
	s.t.Helper()
	_, err := s.db.Pool.Exec(s.t.Context(), `UPDATE sessions SET `+column+` = `+column+` - $1::interval`, interval)
	require.NoError(s.t, err)
}

// owed is a refund of an amount that nobody knows the owner of.
func (s *site) owed(amount int64, policy payment.RefundPolicy) id.ID {
	s.t.Helper()
	reference := "TRX-" + id.New().String()
	receipt := payment.ReceiptID(account, reference)
	for _, command := range []payment.ReceiptCommand{
		payment.RecordReceipt{Receipt: receipt, Account: account, Amount: money.Rupiah(amount), PaidAt: time.Now().Add(-time.Hour), Reference: reference},
		payment.DueRefund{Reason: payment.ReasonUnmatched, Policy: policy},
	} {
		_, err := s.store.Execute(s.t.Context(), payment.Receipts.Command(receipt.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:" + id.New().String()}))
		require.NoError(s.t, err)
	}
	refund := payment.RefundID(receipt, 1)
	page := view.OpsRefundDoneURL(refund.String())
	if policy != payment.RefundsUnrouted {
		page = view.OpsRefundShowURL(refund.String()) // which the process manager opens
	}
	gita := s.as("gita")
	require.Eventually(s.t, func() bool { return gita.get(page).status == http.StatusOK }, 15*time.Second, 10*time.Millisecond)
	return refund
}

// events are those of a type in the log.
func (s *site) events(kind string) (found []eventstore.Recorded) {
	s.t.Helper()
	for recorded, err := range s.store.All(s.t.Context(), 1) {
		require.NoError(s.t, err)
		if recorded.Type == kind {
			found = append(found, recorded)
		}
	}
	return found
}

func TestTheFirstPasskeyNeedsAFreshSignInAndTheNextOneTheFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, phone := s.as("gita"), newDevice()
	require.Contains(t, words(gita.page(view.ProfileURL).body), "Belum ada kunci sandi.")

	form := gita.page(view.PasskeysURL)
	require.Contains(t, form.body, "/s/passkey.")
	require.Contains(t, words(form.body), "Peramban ini tidak bisa memakai kunci sandi", "without a script")
	nameless := gita.submit(form, view.PasskeysURL, view.FieldAssertion, phone.offer(t, form))
	require.Equal(t, http.StatusUnprocessableEntity, nameless.status)
	require.Contains(t, words(nameless.body), "Nama kunci wajib diisi.")

	s.ago("created_at", "10 minutes")
	require.Contains(t, words(gita.page(view.PasskeysURL).body), "Keluar lewat profil, masuk lagi")
	late := gita.submit(form, view.PasskeysURL, view.FieldPasskey, "Ponsel", view.FieldAssertion, phone.offer(t, form))
	require.Equal(t, http.StatusForbidden, late.status)

	gita = s.as("gita")
	shown := words(gita.follow(gita.add(phone, "Ponsel Gita")).body)
	require.Contains(t, shown, "Kunci sandi ditambah.")
	require.Contains(t, shown, "Ponsel Gita")
	require.Contains(t, shown, "belum pernah dipakai")

	away := gita.get(view.PasskeysURL)
	require.Equal(t, view.StepUpForURL(view.PasskeysURL), away.header.Get("Location"), "the next one needs the first")
	back := gita.confirm(phone, away.header.Get("Location"))
	require.Equal(t, view.PasskeysURL+"?kabar=konfirmasi", back.header.Get("Location"))
	laptop := newDevice()
	require.Contains(t, words(gita.follow(gita.add(laptop, "Laptop")).body), "Laptop")
}

func TestRemovingAPasskeyNeedsAnotherOneOrAFreshSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, phone, laptop := s.as("gita"), newDevice(), newDevice()
	gita.add(phone, "Ponsel")
	gita.confirm(phone, view.StepUpURL)
	gita.add(laptop, "Laptop")
	there := s.as("gita")
	there.confirm(phone, view.StepUpURL)
	s.ago("stepped_up_at", "5 minutes")

	first := func(b *browser) string {
		return view.PasskeysURL + "/" + quoted(t, b.page(view.ProfileURL).body, `action="/profil/kunci-sandi/`)
	}
	address := first(gita)
	require.Equal(t, view.StepUpForURL(view.ProfileURL), gita.submit(gita.page(view.ProfileURL), address).header.Get("Location"))
	there.confirm(phone, view.StepUpURL)
	gita.confirm(laptop, view.StepUpURL)
	require.Equal(t, view.ProfileURL+"?kabar=kunci-hapus", gita.submit(gita.page(view.ProfileURL), address).header.Get("Location"))
	require.Equal(t, http.StatusSeeOther, there.get(view.PasskeysURL).status, "what was confirmed elsewhere counts no more")
	require.Equal(t, http.StatusOK, gita.get(view.PasskeysURL).status)

	s.ago("stepped_up_at", "5 minutes")
	s.ago("created_at", "10 minutes")
	address = first(gita)
	require.Equal(t, view.ProfileURL+"?kabar=kunci-masuk", gita.submit(gita.page(view.ProfileURL), address).header.Get("Location"))
	fresh := s.as("gita")
	require.Contains(t, words(fresh.follow(fresh.submit(fresh.page(view.ProfileURL), address)).body), "Belum ada kunci sandi.")
}

func TestAConfirmationLeadsBackToAPageOfOursOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita, phone := s.as("gita"), newDevice()
	gita.add(phone, "Ponsel")
	for back, want := range map[string]string{
		"/ops/pengembalian?status=gagal": "/ops/pengembalian?status=gagal&kabar=konfirmasi",
		"https://evil.example/ops":       view.ProfileURL + "?kabar=konfirmasi",
		"//evil.example":                 view.ProfileURL + "?kabar=konfirmasi",
		`/\evil.example`:                 view.ProfileURL + "?kabar=konfirmasi",
		"":                               view.ProfileURL + "?kabar=konfirmasi",
	} {
		require.Equal(t, want, gita.confirm(phone, view.StepUpURL+"?"+url.Values{"kembali": {back}}.Encode()).header.Get("Location"), back)
		form := gita.page(view.StepUpURL)
		posted := gita.submit(form, view.StepUpURL, view.FieldBack, back, view.FieldAssertion, phone.prove(t, form))
		require.Equal(t, want, posted.header.Get("Location"), back)
	}
}

func TestAWrongAnswerConfirmsNothingAndAsksAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict)
	gita, phone := s.as("gita"), newDevice()
	require.Contains(t, words(gita.page(view.StepUpURL).body), "Anda belum punya.")
	gita.add(phone, "Ponsel")
	form := gita.page(view.StepUpURL)
	phone.site.Origin = "http://evil.example"
	refused := gita.submit(form, view.StepUpURL, view.FieldAssertion, phone.prove(t, form))
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, words(refused.body), "tidak membuktikan kunci sandi Anda")
	require.NotEqual(t, question(t, form), question(t, refused), "another question")
	phone.site.Origin = "http://" + host

	other := s.as("bima")
	stolen := newDevice()
	other.add(stolen, "Ponsel Bima")
	form = gita.page(view.StepUpURL)
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, view.StepUpURL, view.FieldAssertion, stolen.prove(t, form)).status, "another's key")

	form = gita.page(view.StepUpURL)
	proof := phone.prove(t, form)
	elsewhere := s.as("gita")
	require.Equal(t, http.StatusUnprocessableEntity, elsewhere.submit(elsewhere.page(view.StepUpURL), view.StepUpURL, view.FieldAssertion, proof).status, "another session's question")
	require.Equal(t, http.StatusSeeOther, gita.submit(form, view.StepUpURL, view.FieldAssertion, proof).status)
	require.Equal(t, http.StatusUnprocessableEntity, gita.submit(form, view.StepUpURL, view.FieldAssertion, proof).status, "a replay")
}

func TestUnderANumberThePageSaysWherePasskeysWork(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gita := s.as("gita")
	at := func(path string) string {
		got := gita.get(path, "Host", "127.0.0.1:8080")
		require.Equal(t, http.StatusOK, got.status)
		return got.body
	}
	body := at(view.StepUpForURL("/ops/pengembalian"))
	require.Contains(t, body, `href="http://`+host+`/konfirmasi?kembali=%2Fops%2Fpengembalian"`)
	require.Contains(t, words(body), "ganti 127.0.0.1 dengan localhost")
	require.NotContains(t, body, "data-tanya")
	require.Contains(t, at(view.PasskeysURL), `href="http://`+host+view.PasskeysURL+`"`)
}

func TestALargeRefundIsMarkedByTwoWhoHaveConfirmed(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		policy         payment.RefundPolicy
		proposed, done string
	}{
		"by its way":       {payment.RefundsByHand, "payment.refund_manual_proposed.v1", "payment.refund_manual_done.v1"},
		"on its receipt":   {payment.RefundsUnrouted, "payment.refund_transfer_proposed.v1", "payment.refund_transferred.v1"},
		"by its way, page": {payment.RefundsByHand, "payment.refund_manual_proposed.v1", "payment.refund_manual_done.v1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, strict)
			refund := s.owed(payment.FourEyesAbove+1, row.policy).String()
			page, action := view.OpsRefundDoneURL(refund), view.OpsRefundDoneURL(refund)
			if strings.HasSuffix(name, "page") {
				page, action = view.OpsRefundShowURL(refund), view.OpsRefundActURL(refund, view.ActByHand)
			}
			before := len(s.events(row.done))
			say := func(b *browser, d *device) answer {
				form := b.eventually(page, "perlu dicocokkan dua petugas")
				require.Contains(t, words(form.body), "Perlu konfirmasi dengan kunci sandi Anda.")
				away := b.submit(form, action, view.FieldBankRef, "FT 9")
				require.Equal(t, view.StepUpForURL(page+"?rujukan_bank=FT+9"), away.header.Get("Location"))
				require.Len(t, s.events(row.done), before)
				b.add(d, "Ponsel")
				back := b.confirm(d, away.header.Get("Location"))
				kept := b.follow(back)
				require.Contains(t, kept.body, `value="FT 9"`, "what was typed is kept")
				require.NotContains(t, words(kept.body), "Perlu konfirmasi")
				return b.submit(kept, action, view.FieldBankRef, "FT 9")
			}
			gita, bima := s.as("gita"), s.as("bima")
			require.Contains(t, say(gita, newDevice()).header.Get("Location"), "kabar=kembali-dua")
			require.Contains(t, string(s.events(row.proposed)[0].Data), `"step_up":"`)
			alone := gita.submit(gita.page(page), action, view.FieldBankRef, "FT 9")
			require.Equal(t, http.StatusConflict, alone.status)
			require.Contains(t, words(alone.body), "Minta petugas lain")
			require.NotContains(t, say(bima, newDevice()).header.Get("Location"), "kabar=kembali-dua")
			done := s.events(row.done)
			require.Len(t, done, before+1)
			require.Contains(t, string(done[before].Data), `"step_up":"`)
		})
	}
}

func TestASmallRefundAndADevelopmentNeedNoPasskey(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict)
	gita := s.as("gita")
	small := view.OpsRefundDoneURL(s.owed(payment.FourEyesAbove, payment.RefundsUnrouted).String())
	require.NotContains(t, words(gita.eventually(small, "Bukti pengiriman").body), "kunci sandi")
	require.Contains(t, gita.submit(gita.page(small), small, view.FieldBankRef, "FT 9").header.Get("Location"), "kabar=kembali")

	s = newSite(t)
	gita = s.as("gita")
	large := view.OpsRefundDoneURL(s.owed(payment.FourEyesAbove+1, payment.RefundsUnrouted).String())
	require.Contains(t, words(gita.eventually(large, "Bukti pengiriman").body), "Konfirmasi dengan kunci sandi dimatikan di lingkungan ini.")
	require.Contains(t, gita.submit(gita.page(large), large, view.FieldBankRef, "FT 9").header.Get("Location"), "kabar=kembali-dua")
	require.NotContains(t, string(s.events("payment.refund_transfer_proposed.v1")[0].Data), "step_up")
}

func TestAStepUpInAFragmentLeadsThereWithHTMX(t *testing.T) {
	t.Parallel()
	s := newSite(t, strict)
	gita := s.as("gita")
	large := view.OpsRefundDoneURL(s.owed(payment.FourEyesAbove+1, payment.RefundsUnrouted).String())
	values := gita.eventually(large, "Bukti pengiriman").hidden(t, large)
	values.Set(view.FieldBankRef, "FT 9")
	got := gita.send(http.MethodPost, large, values.Encode(), "HX-Request", "true")
	require.Equal(t, http.StatusOK, got.status)
	require.Equal(t, view.StepUpForURL(large+"?rujukan_bank=FT+9"), got.header.Get("HX-Redirect"))
}
