package notification

import (
	"time"

	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Group is what a reader may mute together.
type Group string

// Groups of templates. Mails about money are never muted nor held back.
const (
	GroupNone      Group = "" // said in the application only
	GroupMoney     Group = "money"
	GroupOrders    Group = "orders"    // how one's sambatan goes on
	GroupReminders Group = "reminders" // deadlines, last slots
	GroupMaker     Group = "maker"     // how one's own sambatan does
)

// Mutable are the groups that a reader may mute.
var Mutable = []Group{GroupOrders, GroupReminders, GroupMaker}

// groups puts every template that deserves a mail into its group. What a desk has
// to do stays in the application, and so does each single payment that a maker's
// campaign receives: the maker would drown in mails on the best of days.
var groups = map[Template]Group{
	PayNow: GroupMoney, PartPaid: GroupMoney, SlotsSecured: GroupMoney, ReportRejected: GroupMoney, RefundPromised: GroupMoney, RefundSent: GroupMoney,
	ExtensionProposed: GroupMoney, // silence costs the slots
	RefundAccount:     GroupMoney, RefundReminder: GroupMoney, PaymentTakenBack: GroupMoney,
	RefundToWallet: GroupMoney, WalletToppedUp: GroupMoney, TopUpTakenBack: GroupMoney,
	CashOutPromised: GroupMoney, CashOutSent: GroupMoney, CashOutAccount: GroupMoney, CashOutReminder: GroupMoney, CashOutReturned: GroupMoney, CashOutAfterAll: GroupMoney,
	OrderHeldBack: GroupMoney, OrderCleared: GroupMoney, OrderGivenUp: GroupMoney, MakerHeldBack: GroupMoney, MakerCleared: GroupMoney, MakerGivenUp: GroupMoney,
	OrderDelivered: GroupMoney, ConfirmReminder: GroupMoney, // silence hands the money on
	DisputeDecided: GroupMoney, ReturnAwaited: GroupMoney, ReturnLapsed: GroupMoney, MakerReturnAddress: GroupMoney, MakerReturnOverdue: GroupMoney, ReturnMissing: GroupMoney, // silence loses money
	MakerAccountGiven: GroupMoney, MakerAccountRefused: GroupMoney, MakerPaid: GroupMoney, MakerClawedBack: GroupMoney,

	HoldExpired: GroupOrders, HoldCancelled: GroupOrders, CampaignSucceeded: GroupOrders, ProductionStarted: GroupOrders,
	ProductionProgress: GroupOrders,
	QualityPassed:      GroupOrders, ShippingStarted: GroupOrders, CampaignCompleted: GroupOrders, SlotsOffered: GroupOrders,
	ParcelSent: GroupOrders, ParcelTrouble: GroupOrders, DisputeAnswered: GroupOrders, Appealed: GroupOrders,
	DeadlineExtended: GroupOrders, CampaignFrozen: GroupOrders, CampaignUnfrozen: GroupOrders,

	PayReminder: GroupReminders, ClosingDay: GroupReminders, ClosingSoon: GroupReminders, NearlyFull: GroupReminders,

	MakerReturned: GroupMaker, MakerApproved: GroupMaker, MakerOpened: GroupMaker, MakerSucceeded: GroupMaker, MakerFailed: GroupMaker, MakerCancelled: GroupMaker, MakerUnwound: GroupMaker,
	MakerClosingDay: GroupMaker, MakerClosingSoon: GroupMaker, MakerNearlyFull: GroupMaker,
	MakerDispute: GroupMaker, MakerDisputeDecided: GroupMoney, MakerAppealed: GroupMaker, MakerSentBack: GroupMaker, MakerReturnLapsed: GroupMaker,
	MakerExtended: GroupMaker, MakerFrozen: GroupMaker, MakerUnfrozen: GroupMaker, MakerYieldedShort: GroupMaker,
}

// GroupOf tells how the mails of a template are muted; GroupNone: there are none.
func GroupOf(template Template) Group { return groups[template] }

// How old an event may be for its mail to be sent, and written at all: who first
// switches mails on must not tell everybody the news of weeks.
const (
	NewsLife  = 24 * time.Hour
	MoneyLife = 72 * time.Hour
)

// Life of the news in the mails of a template.
func Life(template Template) time.Duration {
	switch {
	case template == SlotsOffered:
		return sambatan.OfferFor
	case GroupOf(template) == GroupMoney:
		return MoneyLife
	}
	return NewsLife
}
