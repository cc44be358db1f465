package view

import (
	"strings"
	"time"
)

// unreadCount is the number on the bell.
func unreadCount(n int) string {
	if n > UnreadMost {
		return number(UnreadMost) + "+"
	}
	return number(n)
}

// unreadWords is the bell for those who can't see it.
func unreadWords(n int) string {
	switch {
	case n == 0:
		return "Notifikasi"
	case n > UnreadMost:
		return "Lebih dari " + number(UnreadMost) + " notifikasi belum dibaca"
	}
	return number(n) + " notifikasi belum dibaca"
}

// unreadHead is the line below the page's heading.
func (n Notifications) unreadHead(unread int) string {
	switch {
	case n.Total == 0:
		return "Kabar untuk Anda, yang terbaru di atas."
	case unread == 0:
		return "Semua sudah dibaca."
	case unread > UnreadMost:
		return "Lebih dari " + number(UnreadMost) + " belum dibaca."
	}
	return number(unread) + " belum dibaca."
}

func (n Notifications) span() string {
	return Grouped(int64(n.From)) + "–" + Grouped(int64(n.From+len(n.Rows)-1))
}

// nothingYet says what a list that is still empty will hold.
func nothingYet(role Role) string {
	switch role {
	case Buyer:
		return "Kabar tentang slot, transfer, dan dana Anda akan muncul di sini."
	case Maker:
		return "Kabar tentang sambatan Anda akan muncul di sini: siapa membayar, kapan ditutup, bagaimana hasilnya."
	case Operator, Lead, Admin:
		return "Transfer yang perlu dicek dan dana yang harus dikirim balik akan muncul di sini."
	case Curator:
		return "Sambatan yang menunggu tinjauan akan muncul di sini."
	case Guest, Auditor:
	}
	return "Kabar yang perlu Anda tahu akan muncul di sini."
}

// notificationDay are the notifications of one WIB day.
type notificationDay struct {
	Title string
	ID    string
	Rows  []Notification
}

// days groups the rows, which are newest first, by the day they are from.
func (n Notifications) days() []notificationDay {
	var days []notificationDay
	for i, row := range n.Rows {
		if i == 0 || dayNumber(row.At) != dayNumber(n.Rows[i-1].At) {
			days = append(days, notificationDay{Title: dayTitle(row.At, n.Now), ID: "hari-" + row.At.In(wib).Format("2006-01-02")})
		}
		last := &days[len(days)-1]
		last.Rows = append(last.Rows, row)
	}
	return days
}

// dayTitle is Hari ini, Kemarin, or Rabu, 18 Nov 2026.
func dayTitle(t, now time.Time) string {
	switch dayNumber(now) - dayNumber(t) {
	case 0:
		return "Hari ini"
	case 1:
		return "Kemarin"
	}
	return days[t.In(wib).Weekday()] + ", " + Date(t)
}

func (n Notification) tone() string {
	if n.Tone == "" {
		return ""
	}
	return "c-" + n.Tone
}

func (n Notification) class() string {
	return strings.TrimSpace("notif " + map[bool]string{false: "new"}[n.Read])
}
