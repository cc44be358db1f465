package sambatan

import (
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Terms are what a buyer agrees to. They are frozen when the campaign is
// approved and never change for those who joined.
type Terms struct {
	Version     int          `json:"version"`       // 1 for the first
	Price       money.Rupiah `json:"price"`         // per slot; whole thousands
	RetailPrice money.Rupiah `json:"retail_price"`  // what one bottle costs outside a sambatan; 0: not sold
	Shipping    money.Rupiah `json:"shipping"`      // per participation; whole thousands
	Slots       int          `json:"slots"`         // capacity N
	MinFill     int          `json:"min_fill"`      // secured slots needed to succeed, 1 ≤ MinFill ≤ N
	MinPerBuyer int          `json:"min_per_buyer"` // slots
	MaxPerBuyer int          `json:"max_per_buyer"` // slots
	HoldFor     int          `json:"hold_for"`      // seconds that an unpaid slot is kept
	OpensAt     time.Time    `json:"opens_at"`
	Deadline    time.Time    `json:"deadline"`
	FeePerMille int          `json:"fee_per_mille"` // platform fee of the price, in ‰
	ShipsFrom   string       `json:"ships_from"`    // city
	ShipsBy     string       `json:"ships_by"`      // promised, as text: "21–24 Des 2026"

	// MaxExtensions is how often the deadline may be put off, with the buyers'
	// consent. 0: never.
	MaxExtensions int `json:"max_extensions,omitzero"`
	// CoolOff is for how many seconds after the transfer a buyer may still give
	// secured slots back. 0: not at all.
	CoolOff int `json:"cool_off,omitzero"`
	// TaxPerMille is the income tax of the brand, in ‰ of the price, that the platform
	// withholds: 5 once it is appointed to (PPh 22, PMK 37/2025), 0 until then.
	TaxPerMille int `json:"tax_per_mille,omitzero"`
}

// Bounds of what a campaign may offer.
const (
	// Thousand: prices are multiples of it, because the last three digits of a
	// transfer are its unique code.
	Thousand money.Rupiah = 1000
	// MaxDue bounds what one buyer may owe at once.
	MaxDue money.Rupiah = 1_000_000_000_000
	// MaxSlots bounds the capacity of one batch. When it fails, all participations
	// are released and the waitlist ends in one decision, which holds a few events
	// more and must stay within eventstore.MaxDecisionEvents.
	MaxSlots = 100_000
	// MinOpen is the least time between opening (or now) and the deadline. It
	// only keeps out what could never be joined; pages propose days.
	MinOpen = time.Second
	// MaxOpen bounds how far away a deadline may be.
	MaxOpen = 366 * 24 * time.Hour
	// MinHold and MaxHold bound HoldFor.
	MinHold = time.Second
	MaxHold = 7 * 24 * time.Hour
	// MostExtensions bounds MaxExtensions: whoever paid must not be asked again
	// and again.
	MostExtensions = 2
	// MaxCoolOff bounds CoolOff.
	MaxCoolOff = 7 * 24 * time.Hour
)

// A failing campaign with MaxSlots participations and a full waitlist fits into
// one decision: this does not compile otherwise.
const _ = uint(eventstore.MaxDecisionEvents - MaxSlots - MaxWaiting - 10)

// TermsRule says what a term must be.
type TermsRule string

// Rules that terms may break.
const (
	RulePositive       TermsRule = "positive"
	RuleNotNegative    TermsRule = "not_negative"
	RuleWholeThousands TermsRule = "whole_thousands"
	RuleInRange        TermsRule = "in_range" // outside what its neighbours or the platform allow
	RuleLaterDeadline  TermsRule = "later"    // too close to the opening, or to now
	RuleNearerDeadline TermsRule = "nearer"   // further away than MaxOpen
	RuleFits           TermsRule = "fits"     // one buyer could owe more than MaxDue
)

// check returns a *TermsError for the first rule that the terms break at now.
func (t Terms) check(now time.Time) error {
	if err := t.checkMoney(); err != nil {
		return err
	}
	if err := t.checkSlots(); err != nil {
		return err
	}
	return t.checkTimes(now)
}

func (t Terms) checkMoney() error {
	switch {
	case t.Price <= 0:
		return broken("price", RulePositive, t.Price)
	case t.Price%Thousand != 0:
		return broken("price", RuleWholeThousands, t.Price)
	case t.RetailPrice < 0:
		return broken("retail_price", RuleNotNegative, t.RetailPrice)
	case t.Shipping < 0:
		return broken("shipping", RuleNotNegative, t.Shipping)
	case t.Shipping%Thousand != 0:
		return broken("shipping", RuleWholeThousands, t.Shipping)
	case t.FeePerMille < 0 || t.FeePerMille > 1000:
		return broken("fee_per_mille", RuleInRange, t.FeePerMille)
	case t.TaxPerMille < 0 || t.TaxPerMille > 1000-t.FeePerMille:
		return broken("tax_per_mille", RuleInRange, t.TaxPerMille)
	}
	return nil
}

func (t Terms) checkSlots() error {
	switch {
	case t.Slots < 1 || t.Slots > MaxSlots:
		return broken("slots", RuleInRange, t.Slots)
	case t.MinFill < 1 || t.MinFill > t.Slots:
		return broken("min_fill", RuleInRange, t.MinFill)
	case t.MaxPerBuyer < 1 || t.MaxPerBuyer > t.Slots:
		return broken("max_per_buyer", RuleInRange, t.MaxPerBuyer)
	case t.MinPerBuyer < 1 || t.MinPerBuyer > t.MaxPerBuyer:
		return broken("min_per_buyer", RuleInRange, t.MinPerBuyer)
	}
	return t.checkTotal()
}

// checkTotal bounds the dearest participation. With MaxSlots of them, no sum of
// this campaign comes near an overflow.
func (t Terms) checkTotal() error {
	due, err := t.Price.Times(t.MaxPerBuyer)
	switch {
	case err != nil || due > MaxDue:
		return broken("price", RuleFits, t.Price)
	case t.Shipping > MaxDue-due:
		return broken("shipping", RuleFits, t.Shipping)
	}
	return nil
}

func (t Terms) checkTimes(now time.Time) error {
	switch {
	case t.HoldFor < int(MinHold/time.Second) || t.HoldFor > int(MaxHold/time.Second):
		return broken("hold_for", RuleInRange, t.HoldFor)
	case t.Deadline.Before(later(t.OpensAt, now).Add(MinOpen)):
		return broken("deadline", RuleLaterDeadline, t.Deadline)
	case t.Deadline.After(now.Add(MaxOpen)):
		return broken("deadline", RuleNearerDeadline, t.Deadline)
	case t.MaxExtensions < 0 || t.MaxExtensions > MostExtensions:
		return broken("max_extensions", RuleInRange, t.MaxExtensions)
	case t.CoolOff < 0 || t.CoolOff > int(MaxCoolOff/time.Second):
		return broken("cool_off", RuleInRange, t.CoolOff)
	}
	return nil
}

// amount is what a buyer of slots pays.
func (t Terms) amount(slots int) (money.Rupiah, error) {
	price, err := t.Price.Times(slots)
	return price + t.Shipping, err
}

// Split divides what was paid for slots. Prices are whole thousands, so that no rupiah is
// rounded.
func (t Terms) Split(slots int) Split { return t.SplitLess(slots, 0) }

// SplitLess divides what is left when so much goes back to the buyer, in whole thousands:
// of the goods first, then of the shipping. Fee and tax are of what the brand really gets.
func (t Terms) SplitLess(slots int, refund money.Rupiah) Split {
	goods := t.Price * money.Rupiah(slots)
	less := min(goods, refund)
	goods -= less
	return Split{
		Goods: goods, Shipping: t.Shipping - (refund - less),
		Fee: goods / Thousand * money.Rupiah(t.FeePerMille), Tax: goods / Thousand * money.Rupiah(t.TaxPerMille),
	}
}

// Fee is what the platform keeps of the price of slots.
func (t Terms) Fee(slots int) money.Rupiah {
	return t.Price * money.Rupiah(slots) * money.Rupiah(t.FeePerMille) / 1000
}

// lastExpiry is when the last hold lapses, unless it was kept.
func (t Terms) lastExpiry() time.Time { return t.Deadline.Add(Grace) }

// normal returns the terms as they are recorded: the first version, in UTC.
func (t Terms) normal() Terms {
	t.Version = 1
	t.OpensAt, t.Deadline = stamp(t.OpensAt), stamp(t.Deadline)
	return t
}

func broken[T money.Rupiah | int | time.Time](field string, rule TermsRule, got T) error {
	e := &TermsError{Field: field, Rule: rule}
	switch v := any(got).(type) {
	case money.Rupiah:
		e.Got = strconv.FormatInt(int64(v), 10)
	case int:
		e.Got = strconv.Itoa(v)
	case time.Time:
		e.Got = v.Format(time.RFC3339)
	}
	return e
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// stamp is a time as events hold it: UTC, in whole microseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
