package notification

import (
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/internal/calendar"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Facts are how things stand when a mail is about to be sent, as the read models
// know them. Zero values stand for "not known".
type Facts struct {
	Phase     sambatan.Phase // of the campaign
	Deadline  time.Time      // of the campaign
	Free      int            // slots that can still be asked for
	Unpaid    bool           // the participation waits for the payment that is asked for, and no transfer was reported
	PayBy     time.Time      // of the participation
	Secured   bool           // the participation's slots are the buyer's
	Inside    bool           // the reader holds slots in the campaign, paid or not
	Refunded  bool           // the refund has been sent
	Unsettled bool           // the order waits for its buyer's confirmation, or for the time to complain to end
	Disputed  bool           // a dispute about the order is open
	HeldBack  bool           // nothing is sent, because money was taken back
	Unsent    bool           // the order's goods may be sent, and were not
	Returning bool           // goods are to go back to the brand, or on their way
}

// Wishes are what a reader wants of mails.
type Wishes struct {
	Zone  Zone
	Muted []Group
}

// Zone is where a reader lives, as pages name it. The zero value is WIB.
type Zone string

// Zones of Indonesia.
const (
	WIB  Zone = "WIB"
	WITA Zone = "WITA"
	WIT  Zone = "WIT"
)

// Location of the zone.
func (z Zone) Location() *time.Location {
	switch z {
	case WITA:
		return calendar.WITA
	case WIT:
		return calendar.WIT
	case WIB:
	}
	return calendar.WIB
}

// Hours of the night, in which only mails about money are sent.
const (
	NightFrom = 21
	NightTo   = 7
)

// Morning is when the night that a moment falls into is over, or zero by day.
func (z Zone) Morning(now time.Time) time.Time {
	local := now.In(z.Location())
	year, month, day := local.Date()
	switch hour := local.Hour(); {
	case hour >= NightFrom:
		return time.Date(year, month, day+1, NightTo, 0, 0, 0, z.Location())
	case hour < NightTo:
		return time.Date(year, month, day, NightTo, 0, 0, 0, z.Location())
	}
	return time.Time{}
}

// Verdict is what is to become of a mail now.
type Verdict struct {
	Silence Silence   // why it is not sent now; empty: send it
	Until   time.Time // with QuietHours: when to judge again
}

// Judge tells whether a mail about an event of a time should be sent now.
func Judge(template Template, at time.Time, facts Facts, wishes Wishes, now time.Time) Verdict {
	group := GroupOf(template)
	switch {
	case now.Sub(at) > Life(template):
		return Verdict{Silence: Outdated}
	case !relevant(template, facts, now):
		return Verdict{Silence: Superseded}
	case group == GroupMoney:
		return Verdict{}
	case slices.Contains(wishes.Muted, group):
		return Verdict{Silence: Preference}
	}
	if morning := wishes.Zone.Morning(now); !morning.IsZero() {
		return Verdict{Silence: QuietHours, Until: morning}
	}
	return Verdict{}
}

// relevant tells whether what a template says is still so, and still of use.
func relevant(template Template, f Facts, now time.Time) bool {
	open := f.Phase == sambatan.PhaseOpen || f.Phase == sambatan.PhaseFullyHeld
	switch template {
	case PayNow, PartPaid, PayReminder:
		return f.Unpaid && now.Before(f.PayBy)
	case ClosingDay, ClosingSoon:
		return open && f.Unpaid && now.Before(f.PayBy)
	case HoldExpired, HoldCancelled, ReportRejected:
		return !f.Secured
	case RefundPromised:
		return !f.Refunded
	case NearlyFull:
		return open && f.Free > 0 && !f.Inside && now.Before(f.Deadline)
	case DeadlineExtended, MakerExtended, SlotsOffered:
		return open
	case ExtensionProposed:
		return open && now.Before(f.Deadline)
	case MakerNearlyFull, MakerOpened:
		return open && now.Before(f.Deadline)
	case MakerClosingDay, MakerClosingSoon:
		return open && now.Before(f.Deadline)
	case MakerReturned:
		return f.Phase == sambatan.PhaseDraft
	case MakerApproved: // one that opens at once has another mail
		return f.Phase == sambatan.PhaseScheduled
	case CampaignSucceeded, MakerSucceeded:
		return f.Phase == sambatan.PhaseSucceeded
	case ProductionStarted, ProductionProgress:
		return f.Phase == sambatan.PhaseInProduction
	case QualityPassed:
		return f.Phase == sambatan.PhaseReadyToShip
	case ShippingStarted:
		return f.Phase == sambatan.PhaseShipping
	case OrderDelivered, ConfirmReminder:
		return f.Unsettled && !f.Disputed
	case MakerDispute, DisputeAnswered, Appealed, MakerAppealed:
		return f.Disputed
	case OrderHeldBack, MakerHeldBack:
		return f.HeldBack
	case OrderCleared, MakerCleared:
		return f.Unsent
	case ReturnAwaited, MakerReturnAddress, MakerSentBack, MakerReturnOverdue, ReturnMissing:
		return f.Returning
	case OrderGivenUp, MakerGivenUp, ReturnLapsed, MakerReturnLapsed, ParcelSent, ParcelTrouble, DisputeDecided, MakerDisputeDecided, MakerAccountGiven, MakerAccountRefused, MakerPaid, MakerClawedBack, MakerYieldedShort:
		return true
	case CampaignFrozen, CampaignUnfrozen, MakerFrozen, MakerUnfrozen, SlotsSecured, RefundSent, RefundAccount, RefundReminder, PaymentTakenBack,
		RefundToWallet, WalletToppedUp, TopUpTakenBack, CashOutPromised, CashOutSent, CashOutAccount, CashOutReminder, CashOutReturned, CashOutAfterAll,
		CampaignCompleted, MakerFailed, MakerCancelled, MakerUnwound:
		return true
	case OfferLapsed, OfferWithdrawn, WaitlistEnded, MakerJoined, DeskReport, DeskSuspense, DeskRefund, DeskDispute, DeskReturn, DeskAppeal, DeskAgree, DeskPayout, DeskMail, DeskStuck, DeskShort, CuratorReview, CuratorReviewLate, DeskReviewLate:
	}
	return false
}

// nearly is the share of a campaign's slots, in percent, from which on it is
// nearly full.
const nearly = 80

// IsNearlyFull tells whether a campaign with some slots held or secured is worth
// a "last slots".
func IsNearlyFull(taken, slots int) bool {
	return taken < slots && taken*100 >= slots*nearly
}
