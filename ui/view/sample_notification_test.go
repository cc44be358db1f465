package view

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// unreadBy is a shell whose viewer has unread notifications.
func unreadBy(s Shell, n int) Shell {
	s.Viewer.Unread = n
	return s
}

func sampleNotifications() Notifications {
	return Notifications{
		Now: now, From: 1, Total: 24, UpTo: 1_284_907, Next: NotificationsURL + "?hal=2",
		Rows: []Notification{
			{Title: "Slot Lawang Cengkih disimpan untuk Anda", Text: "Transfer paling lambat hari ini.", Icon: "clock", Tone: "warn", URL: NotificationURL(1_284_907, "pay_now"), At: at("12:14")},
			{Title: "Slot Wening Subuh, batch 4 aman", Text: "Rp548.000 ditahan di Rekening Bersama.", Icon: "check", Tone: "ok", URL: NotificationURL(1_284_800, "slots_secured"), At: at("09:02")},
			{Title: "Kopi Gerimis mulai diproduksi", Text: "Perajin sedang membuat batch ini.", Icon: "flask", URL: NotificationURL(1_284_100, "production_started"), At: on("2026-11-23 00:00")},
			{Title: "Rp258.001 dari Kenanga Loteng sudah dikirim kembali", Text: "Rujukan banknya ada di halaman pesanan.", Icon: "back", Tone: "ok", URL: NotificationURL(1_284_002, "refund_sent"), At: on("2026-11-22 23:59"), Read: true},
		},
	}
}

func readNotifications() Notifications {
	read := sampleNotifications()
	for i := range read.Rows {
		read.Rows[i].Read = true
	}
	return read
}

func notificationSamples() []sample {
	return []sample{
		{"notifikasi", NotificationsPage(unreadBy(dinar(SectionInbox), 3), sampleNotifications()), false},
		{"notifikasi-terbaca", NotificationsPage(dinar(SectionInbox), readNotifications()), false},
		{"notifikasi-banyak", NotificationsPage(unreadBy(gita(SectionInbox), UnreadMost+1), sampleNotifications()), false},
		{"notifikasi-kosong", NotificationsPage(dinar(SectionInbox), Notifications{Now: now, From: 1}), false},
		{"notifikasi-kosong-auditor", NotificationsPage(hana(SectionInbox), Notifications{Now: now, From: 1}), false},
		{"notifikasi-lewat", NotificationsPage(embun(), Notifications{Now: now, From: 41, Total: 24, UpTo: 9, Prev: NotificationsURL + "?hal=2"}), false},
		{"notifikasi-langsung", BadgeLive(7), true},
	}
}

func TestDaysOfNotificationsBeginAtMidnightInWIB(t *testing.T) {
	t.Parallel()
	var titles []string
	var sizes []int
	for _, day := range sampleNotifications().days() {
		titles, sizes = append(titles, day.Title), append(sizes, len(day.Rows))
	}
	require.Equal(t, []string{"Hari ini", "Kemarin", "Minggu, 22 Nov 2026"}, titles)
	require.Equal(t, []int{2, 1, 1}, sizes)
	require.Empty(t, Notifications{}.days())
}

func TestTheBellCountsAsFarAsAnybodyWantsToKnow(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][2]string{
		0:   {"", "Notifikasi"},
		1:   {"1", "1 notifikasi belum dibaca"},
		99:  {"99", "99 notifikasi belum dibaca"},
		100: {"99+", "Lebih dari 99 notifikasi belum dibaca"},
	} {
		body, root := render(t, sample{body: unread(n)})
		require.Equal(t, want[1], text(elements(root, "span")[0]), body)
		if n > 0 {
			require.Equal(t, want[0], text(elements(root, "b")[0]))
		}
	}
}

func TestTheBellHasItsPlaceOnThePageAndSaysWhereOneIs(t *testing.T) {
	t.Parallel()
	_, message := render(t, sample{body: BadgeLive(7)})
	_, page := render(t, sample{body: NotificationsPage(unreadBy(dinar(SectionInbox), 3), sampleNotifications())})
	target := attr(elements(message, "hx-partial")[0], "hx-target")
	var found bool
	for _, n := range elements(page, "a") {
		if attr(n, "href") != NotificationsURL {
			continue
		}
		found = true
		require.Equal(t, "page", attr(n, "aria-current"))
		require.Equal(t, target, "#"+attr(elements(n, "span")[0], "id"))
		require.Equal(t, "3 3 notifikasi belum dibaca", text(n))
	}
	require.True(t, found)
}

func mailWishes() *MailWishes {
	return &MailWishes{Address: "dinar@contoh.id", Zone: "WITA", Groups: []MailGroup{
		{Name: "orders", Title: "Perkembangan sambatan", Text: "Berhasil, diproduksi, dikirim, slot dilepas.", Wanted: true},
		{Name: "reminders", Title: "Pengingat", Text: "Batas bayar, tenggat, dan slot terakhir."},
	}}
}

func mailSamples() []sample {
	dead := DeadMails{Now: now, From: 1, Total: 2, Rows: []DeadMail{
		{ID: "m1", Title: "Rp258.001 dari Kenanga Loteng sudah dikirim kembali", Name: "Dinar Nareswari", Refused: true, Code: "550 5.1.1", Attempts: 1, At: at("13:40"), Form: form()},
		{ID: "m2", Title: "Slot Wening Subuh, batch 4 aman", Name: "Pengguna", Attempts: 8, At: on("2026-11-22 20:43"), Form: form()},
	}}
	sent := DevMail{
		Number: 3, At: at("13:44"), To: `"Dinar Nareswari" <dinar@contoh.id>`,
		Subject: "Slot Wening Subuh, batch 4 aman", Text: "Halo Dinar,\n\nSlot Wening Subuh, batch 4 aman\n", HTML: "<p>Halo Dinar,</p>",
		Headers: []MailHeader{{"Message-Id", "<m3@sambatan.localhost>"}},
	}
	return []sample{
		{"email-gagal", DeadMailsPage(gita(SectionMail), dead), false},
		{"email-gagal-kosong", DeadMailsPage(gita(SectionMail), DeadMails{Now: now, From: 1}), false},
		{"email-berhenti", MutePage(dinar(SectionNone), Mute{Token: "x", Group: "pengingat tenggat dan slot terakhir", Form: form()}), false},
		{"email-berhenti-selesai", MutePage(dinar(SectionNone), Mute{Token: "x", Group: "pengingat tenggat dan slot terakhir", Done: true}), false},
		{"kotak-surat", DevMailsPage(dinar(SectionNone), DevMails{Mails: []DevMail{sent}}), false},
		{"kotak-surat-kosong", DevMailsPage(dinar(SectionNone), DevMails{}), false},
		{"kotak-surat-satu", DevMailPage(dinar(SectionNone), sent), false},
	}
}
