package ui

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// joinPage is what the join form stands on.
type joinPage struct {
	row  dashboard.Campaign
	mine []participants.Row
}

// taken are the slots that the buyer holds or has secured here.
func (p joinPage) taken() (slots int) {
	for _, row := range p.mine {
		switch row.State {
		case participants.Held, participants.Told, participants.Secured:
			slots += row.Slots
		case participants.Waiting, participants.Offered, participants.Released, participants.Expired,
			participants.RefundDue, participants.RefundedOut:
		}
	}
	return slots
}

// unpaid are the buyer's own slots here that wait for their payment, if any.
func (p joinPage) unpaid() (participants.Row, bool) {
	for _, row := range p.mine {
		if row.State == participants.Held || row.State == participants.Told {
			return row, true
		}
	}
	return participants.Row{}, false
}

// waits is the buyer's own place on the waitlist here, if any.
func (p joinPage) waits() (participants.Row, bool) {
	for _, row := range p.mine {
		if row.State == participants.Waiting || row.State == participants.Offered {
			return row, true
		}
	}
	return participants.Row{}, false
}

// least is how few slots the buyer can take: with those that they have, as many as
// one buyer must.
func (p joinPage) least() int { return max(1, p.row.Terms.MinPerBuyer-p.taken()) }

// most is how many slots the buyer may still take, or ask for on the waitlist.
func (p joinPage) most(waitlist bool) int {
	allowed := p.row.Terms.MaxPerBuyer - p.taken()
	if !waitlist {
		allowed = min(p.row.Free(), allowed)
	}
	return max(0, allowed)
}

// queues tells whether the form asks for a place on the waitlist: nothing that
// a buyer could take is free.
func (p joinPage) queues(now time.Time) bool {
	return queueOpen(p.row, now) && p.row.Free() < p.least()
}

// knowing is the page after a refusal. It says how many slots are free, which the read
// models may not know yet.
func (p joinPage) knowing(refused error) joinPage {
	if full, ok := errors.AsType[*sambatan.FullError](refused); ok {
		p.row.Held += p.row.Free() - full.Free
	}
	return p
}

func (s *Server) readJoinPage(ctx context.Context, campaign id.ID, subject session.Subject) (found joinPage, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		if found.row, err = dashboard.ByID(ctx, q, campaign); err != nil {
			return err
		}
		found.mine, err = participants.OfBuyerIn(ctx, q, subject.User, campaign)
		return err
	})
	if err == nil && found.row.Phase.Unpublished() {
		err = projections.ErrNotFound
	}
	return found, err
}

// joinForm shows the form, as a page or as a dialog.
func (s *Server) joinForm(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	found, err := s.readJoinPage(c.Context(), campaign, who(c).Subject)
	if err != nil {
		return err
	}
	blank := s.blank(c)
	blank.Values = s.lastTyped(c.Context(), who(c).Subject)
	return s.showJoin(c, fiber.StatusOK, found, blank, found.least())
}

// lastTyped prefills the form with what the buyer gave last time, so that
// nobody has to type an address twice.
func (s *Server) lastTyped(ctx context.Context, subject session.Subject) map[string]string {
	var rows []participants.Row
	err := s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
		rows, err = participants.OfBuyer(ctx, q, subject.User)
		return err
	})
	if err != nil || len(rows) == 0 {
		return nil
	}
	var to address
	var account refundAccount
	if s.open(ctx, fieldAddress, rows[0].Address, &to) != nil || s.open(ctx, fieldAccount, rows[0].RefundAccount, &account) != nil {
		return nil
	}
	return map[string]string{
		view.FieldRecipient: to.Recipient, view.FieldPhone: to.Phone, view.FieldProvince: to.Province,
		view.FieldCity: to.City, view.FieldDistrict: to.District, view.FieldSubdistrict: to.Subdistrict,
		view.FieldPostalCode: to.PostalCode, view.FieldStreet: to.Street,
		view.FieldBank: bankByName(account.Bank), view.FieldAccount: account.Number, view.FieldHolder: account.Holder,
	}
}

func (s *Server) showJoin(c fiber.Ctx, status int, found joinPage, typed view.Form, slots int) error {
	row, waitlist := found.row, found.queues(s.Now())
	shown := view.JoinForm{
		Waitlist: waitlist,
		Form:     typed, Campaign: campaignBlock(row, s.Now()),
		Name: batchName(row.Title, row.Batch), Maker: row.BrandName, Picture: row.Art,
		Slots: slots, MaxSlots: found.most(waitlist), ShippingTo: typed.Value(view.FieldCity),
		Provinces: provinceOptions(), Banks: bankOptions(),
		TermsVersion: view.TermsVersion, PrivacyVersion: view.PrivacyVersion, Closed: closedReason(found, waitlist),
	}
	own, ok := found.unpaid()
	if !ok && waitlist {
		own, ok = found.waits()
	}
	if ok {
		waiting, err := s.waitingOrder(c, own)
		if err != nil {
			return err
		}
		shown.Unpaid = &waiting
	}
	shown.CanWait = !waitlist && queueOpen(row, s.Now()) && typed.Err(view.FieldSlots) != "" && slots > row.Free() && slots <= found.most(true)
	if shown.Closed != "" || shown.Unpaid != nil {
		status = fiber.StatusConflict
	}
	return page(c, status, view.JoinPage(s.shell(c, view.SectionMarket), shown), view.JoinFragment(shown))
}

// waitingOrder is an unpaid order of the visitor's own as lists show it.
func (s *Server) waitingOrder(c fiber.Ctx, row participants.Row) (shown view.OrderRow, err error) {
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		orders, err := s.fillOrders(ctx, q, []participants.Row{row})
		if err == nil {
			shown = orderRow(orders[0], s.Now())
		}
		return err
	})
	return shown, err
}

// closedReason says why nobody, or this buyer, can take slots now.
func closedReason(found joinPage, waitlist bool) string {
	if found.row.Frozen != "" && found.row.Phase.Undecided() {
		return view.FrozenWords(found.row.Frozen)
	}
	switch found.row.Phase {
	case sambatan.PhaseOpen:
	case sambatan.PhaseScheduled:
		return "Sambatan ini belum dibuka. Anda bisa bergabung mulai " + view.FullTime(found.row.Terms.OpensAt) + "."
	case sambatan.PhaseFullyHeld:
		if waitlist {
			break
		}
		return "Semua slot sedang disimpan untuk pembeli lain. Bila ada yang tidak membayar, slotnya terbuka lagi. Coba kembali nanti."
	case sambatan.PhaseNone, sambatan.PhaseDraft, sambatan.PhaseInReview, sambatan.PhaseSettling, sambatan.PhaseSucceeded, sambatan.PhaseInProduction,
		sambatan.PhaseReadyToShip, sambatan.PhaseShipping, sambatan.PhaseCompleted,
		sambatan.PhaseFailed, sambatan.PhaseCancelled, sambatan.PhaseUnwinding, sambatan.PhaseClosedFailed:
		return "Sambatan ini sudah ditutup, jadi tidak bisa diikuti lagi."
	}
	if found.most(true) < found.least() {
		return "Anda sudah mengambil slot sebanyak yang boleh untuk satu orang (" + strconv.Itoa(found.row.Terms.MaxPerBuyer) + " slot)."
	}
	return ""
}

func bankByName(name string) string {
	for _, b := range banks {
		if b.name == name {
			return b.code
		}
	}
	return ""
}
