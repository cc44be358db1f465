package ui_test

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/ui"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// told are a person's own messages, newest first.
func (s *site) told(key string) (rows []notifications.Row) {
	s.t.Helper()
	subject := s.subject(key)
	require.NoError(s.t, s.read(s.t.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		rows, err = notifications.Of(ctx, q, notifications.Reader{User: subject.User}, 100, 0)
		return err
	}))
	require.NotEmpty(s.t, rows, key)
	return rows
}

func link(row notifications.Row) string {
	return view.NotificationURL(int64(row.Position), row.Template)
}

var bellCount = regexp.MustCompile(`(\d+) notifikasi belum dibaca`)

// bell is the number that a page says is unread.
func (a answer) bell(t *testing.T) int {
	t.Helper()
	require.Contains(t, a.body, `id="lonceng"`)
	found := bellCount.FindStringSubmatch(words(a.body))
	if found == nil {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	return n
}

func TestTheBellIsOnEveryPageOfWhoeverIsSignedIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	unread := len(s.told("dinar"))
	dinar := s.as("dinar")
	wening := s.campaign("Wening Subuh").ID.String()
	for _, path := range []string{"/pasar/parfum", "/sambatan/" + wening, "/pesanan", "/profil", "/bantuan", "/notifikasi", "/notifikasi?hal=900"} {
		require.Equal(t, unread, dinar.page(path).bell(t), path)
	}
	require.Equal(t, unread, dinar.get("/tidak-ada").bell(t), "an error page")
	require.NotContains(t, dinar.get("/pasar/parfum", "HX-Request", "true").body, "lonceng", "a part of a page")
	require.NotContains(t, s.guest().page("/pasar/parfum").body, "lonceng")
	require.Zero(t, s.as("hana").page("/audit").bell(t))
}

func TestNotificationsAreReadOneByOneOrAllAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	rows, dinar := s.told("dinar"), s.as("dinar")
	require.Greater(t, len(rows), 5)
	list := dinar.page(view.NotificationsURL)
	require.Equal(t, len(rows), list.bell(t))
	require.Equal(t, len(rows), dinar.page(view.NotificationsURL).bell(t), "looking marks nothing")
	require.Equal(t, min(len(rows), 20), strings.Count(list.body, ">Belum dibaca<"))
	require.Regexp(t, `\d+\.\d\d WIB`, words(list.body))

	third := dinar.get(link(rows[2]), "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusSeeOther, third.status)
	require.Equal(t, len(rows), dinar.page(view.MineURL).bell(t), "a link on another site marks nothing")
	third = dinar.get(link(rows[2]), "Sec-Fetch-Site", "same-origin")
	require.Equal(t, 2, dinar.follow(third).bell(t), "those above it are unread")
	require.Equal(t, 2, strings.Count(dinar.page(view.NotificationsURL).body, ">Belum dibaca<"))

	done := dinar.submit(list, view.NotificationsURL)
	after := dinar.follow(done)
	require.Contains(t, words(after.body), "Semua notifikasi ditandai sudah dibaca.")
	require.Zero(t, after.bell(t))
	require.NotContains(t, after.body, "Tandai semua")
}

func TestMarkingAsReadTakesAFormOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	rows, dinar := s.told("dinar"), s.as("dinar")
	stranger := s.as("raka").page(view.NotificationsURL).hidden(t, view.NotificationsURL).Encode()
	require.Equal(t, http.StatusForbidden, dinar.send(http.MethodPost, view.NotificationsURL, stranger).status)
	for _, odd := range []string{"", "x", "-1", "9999999999999999999999"} {
		values := dinar.tokens()
		values.Set(view.FieldUpTo, odd)
		require.Equal(t, http.StatusBadRequest, dinar.send(http.MethodPost, view.NotificationsURL, values.Encode()).status, odd)
	}
	require.Equal(t, len(rows), dinar.page(view.MineURL).bell(t))

	values := dinar.tokens()
	values.Set(view.FieldUpTo, "9000000000000000000")
	dinar.follow(dinar.send(http.MethodPost, view.NotificationsURL, values.Encode()))
	campaign := s.open("slot", "3", "minimal", "2")
	dinar.join(campaign)
	dinar.eventually(view.NotificationsURL, "1 belum dibaca.")
}

func TestNobodySeesOrOpensWhatSomebodyElseWasTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	raka := s.as("raka")
	theirs := map[string]bool{}
	for _, row := range s.told("raka") {
		theirs[link(row)] = true
	}
	page := raka.page(view.NotificationsURL)
	for _, row := range s.told("dinar") {
		if theirs[link(row)] {
			continue // a sambatan's news are for all of its buyers
		}
		require.NotContains(t, page.body, link(row))
		require.Equal(t, http.StatusNotFound, raka.get(link(row)).status)
		require.Equal(t, http.StatusNotFound, s.as("gita").get(link(row)).status, "nor do operators")
		require.Equal(t, http.StatusNotFound, s.as("hana").get(link(row)).status, "nor do auditors")
		guest := s.guest().get(link(row))
		require.Equal(t, http.StatusSeeOther, guest.status)
		require.True(t, strings.HasPrefix(guest.header.Get("Location"), "/masuk?kembali="))
	}
	require.Equal(t, len(theirs), raka.page(view.MineURL).bell(t), "trying marks nothing")
	desk := s.deskRows(notification.DeskReport)[0]
	require.Equal(t, http.StatusNotFound, raka.get(link(desk)).status, "a desk's")
	for _, odd := range []string{"/notifikasi/x/pay_now", "/notifikasi/-1/pay_now", "/notifikasi/99999999999999999999/pay_now"} {
		require.Equal(t, http.StatusNotFound, raka.get(odd).status, odd)
	}
}

// deskRows are the messages to the operators with a template, newest first.
func (s *site) deskRows(template notification.Template) (found []notifications.Row) {
	s.t.Helper()
	gita := s.subject("gita")
	require.NoError(s.t, s.read(s.t.Context(), gita, func(ctx context.Context, q projections.Querier) error {
		rows, err := notifications.Of(ctx, q, notifications.Reader{User: gita.User, Desks: []string{"operator"}}, 1000, 0)
		for _, row := range rows {
			if row.Template == string(template) {
				found = append(found, row)
			}
		}
		return err
	}))
	require.NotEmpty(s.t, found, template)
	return found
}

func TestEveryKindOfNotificationLeadsToAPageOfItsReader(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for key, wanted := range map[string]map[notification.Template]string{
		"dinar": {
			notification.PayNow: "/pesanan/SWG-", notification.SlotsSecured: "/pesanan/SWG-", notification.RefundSent: "/pesanan/SWG-",
			notification.CampaignSucceeded: "/sambatan/", notification.ShippingStarted: "/sambatan/",
		},
		"sekar": {notification.MakerOpened: "/kelola/sambatan/", notification.MakerJoined: "/kelola/sambatan/"},
	} {
		b, seen := s.as(key), map[notification.Template]bool{}
		for _, row := range s.told(key) {
			template := notification.Template(row.Template)
			got := b.get(link(row))
			require.Equal(t, http.StatusSeeOther, got.status, row.Template)
			require.True(t, strings.HasPrefix(got.header.Get("Location"), wanted[template]), "%s: %s", template, got.header.Get("Location"))
			if !seen[template] {
				b.follow(got)
			}
			seen[template] = true
		}
		for template := range wanted {
			require.True(t, seen[template], "%s was never told %s", key, template)
		}
	}
}

var refundForm = regexp.MustCompile(`^/ops/pengembalian/[0-9a-f-]{36}/terkirim$`)

func TestADesksNotificationsLeadToWhatIsStillToBeDone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, key := range []string{"gita", "bima", "yoga"} { // operator, lead, admin
		b := s.as(key)
		require.Contains(t, words(b.page(view.NotificationsURL).body), "perlu dicek", key)
		report := b.get(link(s.deskRows(notification.DeskReport)[0]))
		require.Regexp(t, confirmPath, report.header.Get("Location"), key)
		b.follow(report)
		// Which of several refunds became due last is chance; some were sent since.
		targets := map[string]int{}
		for _, row := range s.deskRows(notification.DeskRefund) {
			refund := b.get(link(row))
			targets[refundForm.ReplaceAllString(refund.header.Get("Location"), "form")]++
			b.follow(refund)
		}
		require.Positive(t, targets["form"], "%s: one still to be sent", key)
		require.Positive(t, targets[view.OpsSentURL], "%s: one that was sent", key)
		require.Len(t, targets, 2, key)
	}
	require.Contains(t, words(s.as("hana").page(view.NotificationsURL).body), "Belum ada notifikasi", "an auditor works at no desk")
	ratih := s.as("ratih")
	list := ratih.page(view.NotificationsURL)
	require.Contains(t, words(list.body), "Cendana Sumba menunggu tinjauan")
	require.NotContains(t, words(list.body), "perlu dicek", "that is the operators' desk")
	newest := regexp.MustCompile(`/notifikasi/\d+/curator_review`).FindString(list.body)
	require.Equal(t, view.ReviewURL(s.submitted()), ratih.get(newest).header.Get("Location"))

	campaign := s.open("slot", "3", "minimal", "2")
	dinar := s.as("dinar")
	order := dinar.join(campaign)
	dinar.follow(dinar.submit(dinar.page(order), order+"/transfer", transferred()...))
	gita, code := s.as("gita"), strings.TrimPrefix(order, view.MineURL+"/")
	gita.eventually(view.NotificationsURL, "Transfer "+code+" perlu dicek")
	report := s.deskRows(notification.DeskReport)[0]
	s.confirm(order, dinar.due2(order), "FT-NOTIF", time.Now())
	dinar.eventually(order, "Slot aman")
	require.Equal(t, view.OpsTransferURL, gita.get(link(report)).header.Get("Location"), "it is done")
	dinar.eventually(view.NotificationsURL, "Slot Uji Lewat Halaman aman")
	s.as("sekar").eventually(view.NotificationsURL, "1 slot Uji Lewat Halaman aman")
}

func TestTheBellFollowsWhatHappens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base, stop := s.listen()
	before := len(s.told("raka"))
	bell, header := s.as("raka").watch(base + view.BadgeLiveURL)
	require.Equal(t, "text/event-stream", header.Get("Content-Type"))
	until(t, bell, strconv.Itoa(before)+" notifikasi belum dibaca")
	s.as("raka").join(s.campaign("Pala Banda").ID.String(), "slot", "1")
	until(t, bell, strconv.Itoa(before+1)+" notifikasi belum dibaca")
	require.NoError(t, stop())
	require.Equal(t, "event: selesai\ndata: -\n\n", s.guest().get(view.BadgeLiveURL).body, "a page whose session is over asks no more")
}

func TestAPageComesWithoutItsBellWhenNothingCanBeRead(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(b *ui.Backend) {
		b.MarkRead = func(context.Context, session.Subject, eventstore.Position) error { return context.DeadlineExceeded }
	})
	dinar := s.as("dinar")
	row := s.told("dinar")[0]
	require.Equal(t, http.StatusInternalServerError, dinar.get(link(row)).status)
	_, err := s.db.Pool.Exec(t.Context(), `DROP VIEW sambatan_notifications`)
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, dinar.get(view.NotificationsURL).status)
	require.Zero(t, dinar.page("/bantuan").bell(t))
}
