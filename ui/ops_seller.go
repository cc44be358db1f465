package ui

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// foundSeller is a brand with all that its page says.
type foundSeller struct {
	payouts.Seller

	name    string
	giver   string
	payouts []payouts.Payout
}

func (s *Server) sellerFromPath(c fiber.Ctx) (found foundSeller, err error) {
	brand, err := pathID(c, "brand")
	if err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		house, err := catalogue.BrandByID(ctx, q, brand)
		if err != nil {
			return err
		}
		found.name = house.Name
		if found.Seller, err = sellerOf(ctx, q, brand); err != nil {
			return err
		}
		if found.payouts, _, err = payouts.OfBrand(ctx, q, brand, sellerPayouts, 0); err != nil {
			return err
		}
		names, err := s.namesOf(ctx, q, found.Account.By)
		found.giver = names[found.Account.By]
		return err
	})
	return found, err
}

// live tells whether a payout of the brand is not paid yet.
func (f foundSeller) live() bool { return len(f.payouts) > 0 && f.payouts[0].Open() }

// leaving is what that takes.
func (f foundSeller) leaving() money.Rupiah {
	if !f.live() {
		return 0
	}
	return f.payouts[0].Amount
}

// opsSellerShow is what one brand is due, and what can be done about it.
func (s *Server) opsSellerShow(c fiber.Ctx) error {
	return s.showOpsSeller(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showOpsSeller(c fiber.Ctx, status int, typed view.Form) error {
	found, err := s.sellerFromPath(c)
	if err != nil {
		return err
	}
	var account refundAccount
	if err := s.open(c.Context(), fieldPayout, found.Account.Sealed, &account); err != nil {
		return err
	}
	sums := view.Seller{Due: int64(found.Due), Owed: int64(found.Owed), Leaving: int64(found.leaving())}
	shown := view.SellerCase{
		Now: s.Now(), ID: found.Brand.String(), Name: found.name, Run: runWords(found.Seller, found.live()),
		Sums: sums.Sums(),
		Mark: accountMark(found.Seller, s.Now()), Number: found.Account.Number, Bank: account.Bank, Account: account.Number, Holder: account.Holder,
		GivenBy: found.giver, GivenAt: found.AccountAt, Usable: found.Account.UsableFrom, Available: sums.Available(),
		Double: found.Available() > s.Payouts.LimitOne, Form: typed, Acts: s.sellerActs(found, who(c).User),
	}
	if shown.Acts[view.ActOpen] || shown.Acts[view.ActAccountAgree] {
		shown.StepUp = s.stepUp(c, view.OpsSellerURL(found.Brand.String()))
	}
	if found.Held != "" {
		shown.Held = heldWords(found.Held)
	}
	if found.Account.State == payout.AccountBad {
		shown.Reason = accountFault(found.AccountReason)
	}
	for _, p := range found.payouts {
		shown.Payouts = append(shown.Payouts, payoutRow(p, found.name))
	}
	return render(c, status, view.SellerCasePage(s.shell(c, view.SectionPayout), shown))
}

// sellerActs are what can be done about a brand now; what the rules refuse is not offered.
func (s *Server) sellerActs(f foundSeller, by id.ID) map[view.PayoutAct]bool {
	acts := map[view.PayoutAct]bool{}
	switch f.Account.State {
	case payout.AccountProposed:
		acts[view.ActAccountAgree] = by != f.Account.By
		acts[view.ActAccountRefuse] = true
	case payout.AccountGood:
		acts[view.ActAccountRefuse] = !f.live()
		cooled := !s.Now().Before(f.Account.UsableFrom)
		acts[view.ActOpen] = cooled && f.Held == "" && !f.live() && f.Available() >= payout.Least
	case payout.AccountBad:
	}
	if f.Held == "" {
		acts[view.ActHold] = true
	} else {
		acts[view.ActResume] = true
	}
	return acts
}

// opsSellerAct does what an operator decided about a brand.
func (s *Server) opsSellerAct(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSeen, view.FieldReason, view.FieldHoldWhy)
	if err != nil {
		return err
	}
	found, err := s.sellerFromPath(c)
	if err != nil {
		return err
	}
	command, err := s.sellerCommand(c, f, found.Brand)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showOpsSeller(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	if movesMoney(command) {
		if away, err := s.requireStepUp(c, view.OpsSellerURL(found.Brand.String())); away {
			return err
		}
	}
	result, err := s.Log.Execute(c.Context(), payout.Sellers.Command(found.Brand.String(), command, meta(f.command, who(c).Subject)))
	if words, refused := payoutRefusal(err); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showOpsSeller(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	if _, opened := command.(payout.Open); opened && result.Position > 0 {
		return done(c, view.OpsPayoutShowURL(payout.ID(found.Brand, nextNumber(found)).String()), "cair-ajukan", result.Position)
	}
	return done(c, view.OpsSellerURL(found.Brand.String()), whatCame(result), result.Position)
}

// movesMoney tells whether a command lets money leave, or says where to.
func movesMoney(command payout.Command) bool {
	_, opens := command.(payout.Open)
	_, names := command.(payout.ApproveAccount)
	return opens || names
}

// nextNumber is that of the payout that was opened when there was none.
func nextNumber(f foundSeller) int {
	if len(f.payouts) == 0 {
		return 1
	}
	return f.payouts[0].Number + 1
}

// sellerCommand reads the act's form.
func (s *Server) sellerCommand(c fiber.Ctx, f *form, brand id.ID) (payout.Command, error) {
	by := who(c).User
	number, _ := strconv.Atoi(f.Value(view.FieldSeen)) // not a number: no account has it
	switch view.PayoutAct(c.Params("act")) {
	case view.ActOpen:
		return payout.Open{By: by, OfBrand: who(c).Brand, Policy: s.Payouts, StepUp: stepUpAt(c)}, nil
	case view.ActAccountAgree:
		return payout.ApproveAccount{Number: number, By: by, OfBrand: who(c).Brand}, nil
	case view.ActAccountRefuse:
		f.limit(view.FieldReason, "Alasan", 300)
		f.need(view.FieldReason, "Alasan")
		return payout.RefuseAccount{Number: number, By: by, Reason: f.Value(view.FieldReason)}, nil
	case view.ActHold:
		f.limit(view.FieldHoldWhy, "Alasan", 300)
		f.need(view.FieldHoldWhy, "Alasan")
		return payout.Hold{Brand: brand, By: by, Reason: f.Value(view.FieldHoldWhy)}, nil
	case view.ActResume:
		f.limit(view.FieldHoldWhy, "Catatan", 300)
		f.need(view.FieldHoldWhy, "Catatan")
		return payout.Resume{By: by, Note: f.Value(view.FieldHoldWhy)}, nil
	case view.ActAgree, view.ActCancel, view.ActAgain, view.ActHandOver, view.ActPaidByHand, view.ActCameBack, view.ActOutcome,
		view.ActDropReturn: // about payouts
	}
	return nil, fiber.ErrNotFound
}
