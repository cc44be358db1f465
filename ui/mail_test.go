package ui_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// siteMails implements ui.Mails on the site's database.
type siteMails struct{ *site }

// Wish implements ui.Mails.
func (m siteMails) Wish(ctx context.Context, person id.ID, wishes notification.Wishes) error {
	return notifications.Wish(ctx, m.db.Pool, person, wishes)
}

// Mute implements ui.Mails.
func (m siteMails) Mute(ctx context.Context, person id.ID, group notification.Group) error {
	return notifications.Mute(ctx, m.db.Pool, person, group)
}

// Resend implements ui.Mails.
func (m siteMails) Resend(ctx context.Context, mail, operator id.ID) error {
	return notifications.NewOutbox(m.db.Pool).Resend(ctx, mail, operator, time.Now())
}

func (s *site) letters() ui.Letters {
	return ui.Letters{
		Site: "https://sambatan.example", Secret: []byte("forms of these tests only"), Read: s.read,
		Account: ui.ReceivingAccount{Bank: "Bank Lintas Nusa", Number: account, Holder: "Rekening Bersama"},
	}
}

func (s *site) outbox() *notifications.Outbox {
	s.t.Helper()
	return notifications.NewOutbox(s.db.Pool)
}

// opened makes the rows of all mails, as whoever takes up their jobs does.
func (s *site) opened() {
	s.t.Helper()
	jobs, err := projections.All(s.t.Context(), s.db.Pool, pgx.RowTo[string], `SELECT args::text FROM river_job WHERE kind = 'notification_mails'`)
	require.NoError(s.t, err)
	for _, args := range jobs {
		var job notifications.MailsJob
		require.NoError(s.t, json.Unmarshal([]byte(args), &job))
		_, err := s.outbox().Open(s.t.Context(), job)
		require.NoError(s.t, err)
	}
}

// asked are the mails that ask a person to pay and wait, newest first.
func (s *site) asked(user id.ID) (mails []notifications.Mail) {
	s.t.Helper()
	s.opened()
	ids, err := projections.All(s.t.Context(), s.db.Pool, pgx.RowTo[string],
		`SELECT id::text FROM mails WHERE recipient = $1 AND template = $2 ORDER BY position DESC`, string(notification.User(user)), string(notification.PayNow))
	require.NoError(s.t, err)
	for _, one := range ids {
		mail, _, err := s.outbox().Waiting(s.t.Context(), notifications.MailJob{Mail: id.MustParse(one)})
		require.NoError(s.t, err)
		mails = append(mails, mail)
	}
	return mails
}

// facts waits for those, of what a mail is judged by, that are enough.
func (s *site) facts(mail notifications.Mail, enough func(notification.Facts) bool) notification.Facts {
	s.t.Helper()
	var facts notification.Facts
	require.Eventually(s.t, func() bool {
		var err error
		facts, err = s.letters().Facts(s.t.Context(), mail)
		return err == nil && enough(facts)
	}, 20*time.Second, 20*time.Millisecond)
	return facts
}

func TestAMailAsksForExactlyWhatTheOrderSaysAndNotOnceTheSlotsAreGone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar, user := s.as("dinar"), s.subject("dinar").User
	order := dinar.join(s.open("slot", "5", "minimal", "2"))
	require.Eventually(t, func() bool { return len(s.asked(user)) > 0 }, 20*time.Second, 20*time.Millisecond)
	mail := s.asked(user)[0]
	facts := s.facts(mail, func(f notification.Facts) bool { return f.Unpaid })
	require.True(t, facts.Inside)
	noon := time.Now()
	require.Empty(t, notification.Judge(mail.Template, mail.At, facts, notification.Wishes{}, noon).Silence)

	letter, err := s.letters().Write(t.Context(), mail, notification.Address{Name: "Dinar Nareswari", Email: "dinar@contoh.id"})
	require.NoError(t, err)
	page := words(dinar.page(order).body)
	_, told, _ := strings.Cut(letter.Text, "Jumlah transfer: ")
	total := regexp.MustCompile(`Rp[\d.]+`).FindString(told)
	require.NotEmpty(t, total)
	require.Contains(t, strings.ReplaceAll(page, " ", ""), total)
	require.Contains(t, letter.Text, account)
	require.Contains(t, letter.Text, "Halo Dinar,")
	require.Contains(t, letter.HTML, total)
	require.Empty(t, letter.Unsubscribe, "it is about money")
	require.NotContains(t, letter.HTML, "<img")
	require.NotContains(t, letter.HTML, "src=")

	link := strings.TrimPrefix(regexp.MustCompile(`https://sambatan\.example/notifikasi/\S+`).FindString(letter.Text), "https://sambatan.example")
	require.Equal(t, order, strings.Split(dinar.get(link).header.Get("Location"), "?")[0])

	dinar.submit(dinar.page(order), order+"/lepas")
	facts = s.facts(mail, func(f notification.Facts) bool { return !f.Unpaid })
	require.Equal(t, notification.Superseded, notification.Judge(mail.Template, mail.At, facts, notification.Wishes{}, noon).Silence)
}

func TestEveryMailOfTheDemoCanBeWritten(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.opened()
	ids, err := projections.All(t.Context(), s.db.Pool, pgx.RowTo[string], `SELECT id::text FROM mails`)
	require.NoError(t, err)
	require.Greater(t, len(ids), 20)
	for _, one := range ids {
		mail, _, err := s.outbox().Waiting(t.Context(), notifications.MailJob{Mail: id.MustParse(one)})
		require.NoError(t, err)
		_, err = s.letters().Facts(t.Context(), mail)
		require.NoError(t, err)
		letter, err := s.letters().Write(t.Context(), mail, notification.Address{Name: "Dinar", Email: "dinar@contoh.id"})
		require.NoError(t, err)
		require.Equal(t, one, letter.ID)
		require.NotContains(t, letter.Text, "Rp0", mail.Template)
		require.NotContains(t, letter.Text, ": \n")
		require.NotContains(t, letter.Subject, "Ada kabar")
		require.Equal(t, notification.GroupOf(mail.Template) == notification.GroupMoney, letter.Unsubscribe == "")
	}
}

func TestAMailAheadOfTheReadModelsWaits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.letters().Facts(t.Context(), notifications.Mail{Position: 1_000_000, Template: notification.PayNow})
	require.ErrorIs(t, err, notification.ErrBehind)
}

func (s *site) wishesOfDinar() (wishes notification.Wishes) {
	s.t.Helper()
	subject := s.subject("dinar")
	require.NoError(s.t, s.read(s.t.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		wishes, err = notifications.WishesOf(ctx, q, subject.User)
		return err
	}))
	return wishes
}

func TestAReaderChoosesWhichMailsCome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dinar := s.as("dinar")
	profile := dinar.page(view.ProfileURL)
	require.Equal(t, 2, strings.Count(profile.body, `name="kirim"`))
	require.Equal(t, 2, strings.Count(profile.body, " checked>")-strings.Count(profile.body, `type="radio" name="solid" value="0" checked>`))
	values := profile.hidden(t, view.MailWishesURL)
	values.Set("zona", "WIT")
	values.Set("kirim", "orders")
	after := dinar.follow(dinar.send(http.MethodPost, view.MailWishesURL, values.Encode()))
	require.Contains(t, words(after.body), "Pilihan email tersimpan.")
	require.Equal(t, notification.Wishes{Zone: notification.WIT, Muted: []notification.Group{notification.GroupReminders}}, s.wishesOfDinar())
	require.Contains(t, after.body, `value="WIT" selected`)

	sekar := s.as("sekar")
	require.Equal(t, 1, strings.Count(sekar.page(view.ProfileURL).body, `name="kirim"`))
	require.NotContains(t, s.as("hana").page(view.ProfileURL).body, `name="kirim"`)
	values.Set("zona", "GMT")
	require.Equal(t, http.StatusBadRequest, dinar.send(http.MethodPost, view.MailWishesURL, values.Encode()).status)
	require.Equal(t, notification.WIT, s.wishesOfDinar().Zone)
}

func TestAMailsOwnLinkMutesItsKindWithoutSigningIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := s.subject("dinar").User
	letter, err := s.letters().Write(t.Context(), notifications.Mail{
		ID: id.New(), Recipient: user, Template: notification.PayReminder, Campaign: s.campaign("Wening Subuh").ID, At: time.Now(),
	}, notification.Address{Name: "Dinar", Email: "dinar@contoh.id"})
	require.NoError(t, err)
	link := strings.TrimPrefix(letter.Unsubscribe, "https://sambatan.example")
	require.Contains(t, letter.Text, letter.Unsubscribe)
	guest := s.guest()
	page := guest.page(link)
	require.Contains(t, words(page.body), "pengingat tenggat dan slot terakhir")
	require.Empty(t, s.wishesOfDinar().Muted, "looking changes nothing")
	done := guest.submit(page, link)
	require.Contains(t, words(guest.follow(done).body), "Sudah kami hentikan")
	require.Equal(t, []notification.Group{notification.GroupReminders}, s.wishesOfDinar().Muted)

	// What a mail program sends: no cookie, no token of a form, from anywhere.
	s2 := s.guest()
	sent := s2.send(http.MethodPost, link, url.Values{"List-Unsubscribe": {"One-Click"}}.Encode(), "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusOK, sent.status)
	for _, forged := range []string{link[:len(link)-2] + "AA", strings.Replace(link, "berhenti/", "berhenti/A", 1), view.MuteURL + "/AAAA"} {
		require.Equal(t, http.StatusNotFound, guest.get(forged).status, forged)
		require.Equal(t, http.StatusNotFound, guest.send(http.MethodPost, forged, "List-Unsubscribe=One-Click").status, forged)
	}
}

func TestOperatorsSeeMailsThatWereGivenUpAndSendThemAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := s.subject("dinar").User
	s.as("dinar").join(s.open("slot", "5", "minimal", "2"))
	require.Eventually(t, func() bool { return len(s.asked(user)) > 0 }, 20*time.Second, 20*time.Millisecond)
	mail := s.asked(user)[0]
	job := notifications.MailJob{Mail: mail.ID}
	require.NoError(t, s.outbox().Dead(t.Context(), job, notification.FailureRefused, "550 5.1.1", time.Now()))
	_, err := s.store.Execute(t.Context(), notification.GivingUp(notification.MailUndelivered{
		Mail: mail.ID, User: user, Template: mail.Template, Campaign: mail.Campaign, Why: notification.FailureRefused, Code: "550 5.1.1", Attempts: 1,
	}, "system:mailer"))
	require.NoError(t, err)
	gita := s.as("gita")
	gita.eventually(view.NotificationsURL, "Ada email yang tidak sampai")
	told := s.deskRows(notification.DeskMail)[0]
	require.Equal(t, view.OpsMailURL, gita.get(link(told), "Sec-Fetch-Site", "same-origin").header.Get("Location"))

	page := gita.page(view.OpsMailURL)
	require.Contains(t, words(page.body), "Untuk Dinar Nareswari")
	require.Contains(t, page.body, "550 5.1.1")
	require.NotContains(t, page.body, "contoh.id", "no address is on the page")
	require.NotContains(t, page.body, s.people.Find("dinar").Email)
	after := gita.follow(gita.submit(page, view.OpsMailResendURL(mail.ID.String())))
	require.Contains(t, words(after.body), "Email sedang dikirim ulang.")
	require.Contains(t, words(after.body), "Tidak ada email yang gagal")
	again, _, err := s.outbox().Waiting(t.Context(), notifications.MailJob{Mail: mail.ID, Round: 1})
	require.NoError(t, err)
	require.Equal(t, notification.MailQueued, again.State)
	twice := gita.follow(gita.submit(page, view.OpsMailResendURL(mail.ID.String())))
	require.Equal(t, http.StatusOK, twice.status, "the same button from an old page")
}

// box implements ui.Mailbox.
type box []view.DevMail

// Mails implements ui.Mailbox.
func (b box) Mails() []view.DevMail { return b }

// Find implements ui.Mailbox.
func (b box) Find(number int) (view.DevMail, bool) {
	for _, mail := range b {
		if mail.Number == number {
			return mail, true
		}
	}
	return view.DevMail{}, false
}

func TestTheDevelopmentMailboxIsThereOnlyWhereThereIsOne(t *testing.T) {
	t.Parallel()
	require.Equal(t, http.StatusNotFound, newSite(t).as("yoga").get(view.DevMailURL).status)
	s := newSite(t, func(b *ui.Backend) {
		b.Mailbox = box{{Number: 2, At: time.Now(), To: "<dinar@contoh.id>", Subject: "Slot aman", Text: "Halo Dinar,", HTML: `<p style="color:red">Halo</p><script>alert(1)</script>`}}
	})
	guest := s.guest()
	require.Contains(t, guest.page(view.DevMailURL).body, view.DevMailItemURL(2))
	require.Contains(t, guest.page(view.DevMailItemURL(2)).body, "Halo Dinar,")
	body := guest.get(view.DevMailBodyURL(2))
	require.Equal(t, http.StatusOK, body.status)
	require.Contains(t, body.header.Get("Content-Security-Policy"), "default-src 'none'")
	require.NotContains(t, body.header.Get("Content-Security-Policy"), "script-src")
	for _, odd := range []string{view.DevMailItemURL(3), view.DevMailURL + "/x", view.DevMailBodyURL(9)} {
		require.Equal(t, http.StatusNotFound, guest.get(odd).status, odd)
	}
}
