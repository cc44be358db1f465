package view

import "time"

// Role decides which links the header offers. It grants nothing: permissions
// are the handlers' business.
type Role string

// The roles, in the words the session uses.
const (
	Guest    Role = ""
	Buyer    Role = "buyer"
	Maker    Role = "brand_owner"
	Operator Role = "operator"
	Lead     Role = "lead"
	Curator  Role = "curator"
	Auditor  Role = "auditor"
	Admin    Role = "admin"
)

// Section marks the current entry of the header's navigation.
type Section string

// The navigation entries that exist.
const (
	SectionNone     Section = ""
	SectionMarket   Section = "pasar"
	SectionMine     Section = "saya"
	SectionMaker    Section = "kelola"
	SectionBoard    Section = "ops"
	SectionTransfer Section = "transfer"
	SectionSuspense Section = "titipan"
	SectionRefund   Section = "pengembalian"
	SectionPayout   Section = "pencairan"
	SectionSeller   Section = "saldo"
	SectionWallet   Section = "dompet"
	SectionDispute  Section = "komplain"
	SectionMail     Section = "surat"
	SectionAudit    Section = "audit"
	SectionReview   Section = "tinjauan"
	SectionProfile  Section = "profil"
	SectionInbox    Section = "notifikasi"
)

// Shell is what every full page needs around its content.
type Shell struct {
	Section     Section
	Environment string // SAMBATAN_ENV, shown in the footer
	Contact     Contact
	Demo        bool // the data is invented: the footer says so
	Solid       bool // the visitor chose the display without glass
	Viewer      Viewer
	CSRF        string    // for the header's and footer's own small forms
	Path        string    // of this page, so that the display switch can return
	Now         time.Time // the clock of this rendering
	CatchingUp  bool      // the read model has not reached the visitor's command yet
	Flash       *Flash    // the outcome of the command that led here, if any
}

// Viewer is who looks at the page. The zero value is a guest.
type Viewer struct {
	Name   string
	Role   Role
	Unread int // notifications; counted no further than one beyond UnreadMost
}

// FlashKind picks the look of a Flash.
type FlashKind string

// The kinds of flash.
const (
	FlashOK   FlashKind = "ok"
	FlashErr  FlashKind = "err"
	FlashNote FlashKind = "note"
)

// Flash is one sentence about what has just happened.
type Flash struct {
	Kind FlashKind
	Text string
}
