package sambatan_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// The story that all rows tell: a batch of 3 bottles for Rp250.000 each, opened
// at noon, to be paid within two hours, with its deadline three days later.
var (
	noon     = time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC)
	deadline = noon.Add(72 * time.Hour)

	campaign, brand, product = ident(1), ident(2), ident(3)

	ayu, bima, citra = ident(11), ident(12), ident(13) // buyers
	p1, p2, p3, p4   = ident(21), ident(22), ident(23), ident(24)
	r1, r2, r3       = ident(31), ident(32), ident(33) // receipts
)

const due money.Rupiah = 265_000 // one slot and its shipping

var gita, hana = ident(41), ident(42) // operators

// byPlatform calls it off by one operator's word, however much goes back.
func byPlatform(reason string) sambatan.Abort {
	return sambatan.Abort{Reason: reason, Operator: gita, LimitOne: 1_000_000_000}
}

func ident(n int) id.ID {
	return id.MustParse(fmt.Sprintf("01900000-0000-7000-8000-%012d", n))
}

func terms(changes ...func(*sambatan.Terms)) sambatan.Terms {
	t := sambatan.Terms{
		Version: 1, Price: 250_000, RetailPrice: 320_000, Shipping: 15_000,
		Slots: 3, MinFill: 2, MinPerBuyer: 1, MaxPerBuyer: 2, HoldFor: 7200,
		OpensAt: noon, Deadline: deadline, FeePerMille: 50,
		ShipsFrom: "Bandung", ShipsBy: "21–24 Des 2026",
	}
	for _, change := range changes {
		change(&t)
	}
	return t
}

func drafted(changes ...func(*sambatan.Terms)) sambatan.Drafted {
	return sambatan.Drafted{
		Campaign: campaign, Brand: brand, Product: product,
		Title: "Kenanga Loteng", Batch: 4, Terms: terms(changes...),
	}
}

// history is what happened, in one list.
type history []sambatan.Event

func opened(changes ...func(*sambatan.Terms)) history {
	return history{drafted(changes...), sambatan.Published{Terms: terms(changes...)}, sambatan.Opened{}}
}

func (h history) then(events ...sambatan.Event) history {
	return slices.Concat(h, events)
}

func slots(n int) func(*sambatan.Terms)   { return func(t *sambatan.Terms) { t.Slots = n } }
func minFill(n int) func(*sambatan.Terms) { return func(t *sambatan.Terms) { t.MinFill = n } }

func sealed(person id.ID, box string) eventstore.Sealed {
	return eventstore.Sealed{Person: person.String(), Nonce: []byte("nonce"), Box: []byte(box)}
}

func joins(participation, buyer id.ID, slots int) sambatan.Join {
	return sambatan.Join{
		Participation: participation, Buyer: buyer, Slots: slots,
		Consent:       sambatan.Consent{Terms: "2026-11", Privacy: "2026-10"},
		Address:       sealed(buyer, "address"),
		RefundAccount: sealed(buyer, "account"),
		Public:        sealed(buyer, "public"),
	}
}

func held(participation, buyer id.ID, slots int) sambatan.SlotsHeld {
	c := joins(participation, buyer, slots)
	return sambatan.SlotsHeld{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots,
		Amount: dueFor(slots), ExpiresAt: noon.Add(2 * time.Hour), PayBy: noon.Add(2 * time.Hour),
		Consent: c.Consent, Address: c.Address, RefundAccount: c.RefundAccount, Public: c.Public,
	}
}

func dueFor(slots int) money.Rupiah { return money.Rupiah(slots)*250_000 + 15_000 }

func expired(participation, buyer id.ID, slots int) sambatan.HoldExpired {
	return sambatan.HoldExpired{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots,
		Amount: dueFor(slots), DueAt: noon.Add(2 * time.Hour),
	}
}

func cancelled(participation, buyer id.ID, reason sambatan.CancelReason) sambatan.HoldCancelled {
	return sambatan.HoldCancelled{
		Campaign: campaign, Participation: participation, Buyer: buyer,
		Amount: due, Slots: 1, Reason: reason,
	}
}

func pays(participation, receipt id.ID) sambatan.Secure {
	return sambatan.Secure{Participation: participation, Receipt: receipt, Amount: due, PaidAt: noon.Add(time.Hour)}
}

func secured(participation, buyer, receipt id.ID) sambatan.SlotsSecured {
	return sambatan.SlotsSecured{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: 1,
		Receipt: receipt, Amount: due, PaidAt: noon.Add(time.Hour),
	}
}

func regained(participation, buyer, receipt id.ID) sambatan.SlotsSecured {
	e := secured(participation, buyer, receipt)
	e.Regained = true
	return e
}

func declined(participation, buyer, receipt id.ID, reason sambatan.DeclineReason) sambatan.PaymentDeclined {
	return sambatan.PaymentDeclined{
		Campaign: campaign, Participation: participation, Buyer: buyer,
		Receipt: receipt, Amount: due, PaidAt: noon.Add(time.Hour), Reason: reason,
	}
}

func released(participation, buyer, receipt id.ID, reason sambatan.RefundReason) sambatan.SlotsReleased {
	return sambatan.SlotsReleased{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: 1,
		Receipt: receipt, Amount: due, Reason: reason,
	}
}

func dispatchDue(participation, buyer id.ID) sambatan.DispatchDue {
	return sambatan.DispatchDue{Campaign: campaign, Participation: participation, Buyer: buyer, Brand: brand, Slots: 1, Amount: 265_000}
}

func fulfilled(participation, buyer id.ID) sambatan.Fulfilled {
	return sambatan.Fulfilled{Campaign: campaign, Participation: participation, Buyer: buyer, Slots: 1}
}

func releaseDue(participation, buyer, receipt id.ID) sambatan.ReleaseDue {
	return sambatan.ReleaseDue{
		Campaign: campaign, Participation: participation, Buyer: buyer, Brand: brand, Receipt: receipt,
		Split: sambatan.Split{Goods: 250_000, Shipping: 15_000, Fee: 12_500, Tax: 1_250},
	}
}

// row is one line of a table: given what happened, when a command comes, then
// these events, or this refusal, or (with neither) nothing.
type row struct {
	name    string
	given   history
	when    sambatan.Command
	at      time.Time // zero: an hour after noon
	then    history
	refused error
}

func waitsFor(participation, buyer id.ID, slots int) sambatan.JoinWaitlist {
	return sambatan.JoinWaitlist(joins(participation, buyer, slots))
}

func waits(participation, buyer id.ID, slots int) sambatan.WaitlistJoined {
	c := joins(participation, buyer, slots)
	return sambatan.WaitlistJoined{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots, Amount: dueFor(slots),
		Consent: c.Consent, Address: c.Address, RefundAccount: c.RefundAccount, Public: c.Public,
	}
}

func offered(participation, buyer id.ID, slots int, until time.Time) sambatan.SlotsOffered {
	return sambatan.SlotsOffered{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots, Amount: dueFor(slots), ExpiresAt: until,
	}
}

func offerLapsed(participation, buyer id.ID, slots int, dueAt time.Time) sambatan.OfferLapsed {
	return sambatan.OfferLapsed{Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots, DueAt: dueAt}
}

func leaves(participation, buyer id.ID, slots int, offered bool, reason sambatan.LeaveReason) sambatan.WaitlistLeft {
	return sambatan.WaitlistLeft{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: slots, Offered: offered, Reason: reason,
	}
}

func proposed(to time.Time) sambatan.ExtensionProposed {
	return sambatan.ExtensionProposed{Campaign: campaign, Round: 1, From: deadline, To: to, Reason: "panen akar wangi terlambat"}
}

func answered(participation, buyer id.ID, accepted bool) sambatan.ExtensionAnswered {
	return sambatan.ExtensionAnswered{
		Campaign: campaign, Participation: participation, Buyer: buyer, Slots: 1, Round: 1, Accepted: accepted,
	}
}
