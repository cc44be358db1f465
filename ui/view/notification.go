package view

import "time"

// FieldUpTo is the position up to which "mark all as read" reaches, so that what
// came after the page was drawn stays unread.
const FieldUpTo = "sampai"

// UnreadMost is the largest number of unread notifications that is said in full.
const UnreadMost = 99

// Notifications is one page of somebody's notifications.
type Notifications struct {
	Now   time.Time
	Rows  []Notification // newest first
	From  int
	Total int
	UpTo  int64  // position of the newest of all
	Prev  string // address of the previous page; empty: none
	Next  string
}

// Notification is one message in words.
type Notification struct {
	Title string
	Text  string
	Icon  string
	Tone  string // "", ok, warn or err
	URL   string
	At    time.Time
	Read  bool
}
