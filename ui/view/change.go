package view

import "time"

// Names of the fields around the outcome of a sambatan.
const (
	FieldWaitlist = "antre"   // join form: value "ya" asks for a place on the waitlist
	FieldAnswer   = "jawaban" // AnswerYes or AnswerNo
)

// Answers to the question about a later deadline.
const (
	AnswerYes = "setuju"
	AnswerNo  = "tidak"
)

// Extension is a later deadline that those who joined are asked about.
type Extension struct {
	From   time.Time // the deadline, until which answers count
	To     time.Time
	Reason string
}

// Asked is the question on a buyer's own order.
type Asked struct {
	Extension

	Form   Form
	Answer string // AnswerYes, AnswerNo; empty: none yet
	Paid   bool   // the slots are paid, so that money would go back
}

// Line is a place on a waitlist.
type Line struct {
	Ahead int // who come first
}

// CancelOrder is the confirmation before a buyer gives paid slots back.
type CancelOrder struct {
	Form   Form
	Code   string
	Name   string
	Slots  int
	Refund int64
	To     string    // where it goes: "ke rekening •••• 1193"; may be empty
	Until  time.Time // until when it can be done
}

// MakerExtend is the form that proposes a later deadline.
type MakerExtend struct {
	Form     Form // fields FieldCloseDate, FieldCloseTime, FieldReason
	Action   string
	Back     []Option // the trail that leads back
	Campaign Campaign
	Name     string
	AnswerBy time.Time // until when it can be proposed
	Latest   time.Time // the latest deadline that can be proposed
}

// Answers are slots by what their buyers said about a later deadline.
type Answers struct{ Agreed, Disagreed, Silent int }

// MakerClose is the confirmation before a maker closes early.
type MakerClose struct {
	Form     Form
	Campaign Campaign
	Name     string
}

// OpsCampaign is the operators' page of one sambatan: what they may do to it.
type OpsCampaign struct {
	Form      Form // of freezing or unfreezing, field FieldReason
	Campaign  Campaign
	Name      string
	Maker     string
	CanFreeze bool
	CanExtend bool
	CanCancel bool
	Answers   *Answers    // while buyers are asked
	Review    *ReviewNote // while it waits for a curator
	Row       *OpsRow     // how it does; nil while it waits for a curator, or was not sent to one
}
