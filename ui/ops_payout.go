package ui

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// payoutTabs are the tabs of the desk, by what has to be done.
var payoutTabs = []struct {
	group       payouts.Group
	value, text string
}{
	{payouts.GroupAgree, "setujui", "Perlu persetujuan"},
	{payouts.GroupFailed, "gagal", "Gagal"},
	{payouts.GroupUnclear, "tidak-jelas", "Tidak jelas"},
	{payouts.GroupByHand, "kirim", "Kirim sendiri"},
	{payouts.GroupMoving, "jalan", "Berjalan"},
	{payouts.GroupDone, "selesai", "Selesai"},
}

// payoutTab is the group that an address names; the first one when it names none.
func payoutTab(value string) payouts.Group {
	for _, tab := range payoutTabs {
		if tab.value == value {
			return tab.group
		}
	}
	return payoutTabs[0].group
}

// payoutsPage is how many rows the desk shows at once.
const payoutsPage = 25

// payoutList is the desk of payouts.
func (s *Server) payoutList(c fiber.Ctx) error {
	group, page := payoutTab(c.Query("status")), max(queryInt(c, "hal", 1, 10_000), 1)
	shown, here := view.Payouts{Now: s.Now()}, ""
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if shown.Tabs, here, err = payoutCounts(ctx, q, group); err != nil {
			return err
		}
		rows, total, err := payouts.ToDo(ctx, q, group, payoutsPage, (page-1)*payoutsPage)
		for _, row := range rows {
			shown.Rows = append(shown.Rows, payoutRow(row.Payout, row.BrandName))
		}
		shown.Total = total
		return err
	})
	if err != nil {
		return err
	}
	shown.Span = span(page, payoutsPage, len(shown.Rows))
	shown.Prev, shown.Next = neighbours(view.OpsPayoutURL, url.Values{"status": {here}}, page, payoutsPage, shown.Total)
	return render(c, fiber.StatusOK, view.PayoutsPage(s.shell(c, view.SectionPayout), shown))
}

func payoutCounts(ctx context.Context, q projections.Querier, shown payouts.Group) (tabs []view.RefundTab, here string, err error) {
	counts, err := payouts.Counts(ctx, q)
	for _, tab := range payoutTabs {
		if tab.group == shown {
			here = tab.value
		}
		tabs = append(tabs, view.RefundTab{Value: tab.value, Text: tab.text, Count: counts[tab.group], Here: tab.group == shown})
	}
	return tabs, here, err
}

// sellerList are the brands that have something, or want something.
func (s *Server) sellerList(c fiber.Ctx) error {
	page := max(queryInt(c, "hal", 1, 10_000), 1)
	shown := view.Payouts{Now: s.Now(), Brands: true}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if shown.Tabs, _, err = payoutCounts(ctx, q, ""); err != nil {
			return err
		}
		rows, total, err := payouts.Accounts(ctx, q, payoutsPage, (page-1)*payoutsPage)
		for _, row := range rows {
			shown.Sellers = append(shown.Sellers, view.SellerRow{
				ID: row.Brand.String(), Name: row.BrandName, City: row.City, Available: int64(row.Available()),
				Account: accountMark(row.Seller, s.Now()), Note: runWords(row.Seller, row.Live),
			})
		}
		shown.Total = total
		return err
	})
	if err != nil {
		return err
	}
	shown.Span = span(page, payoutsPage, len(shown.Sellers))
	shown.Prev, shown.Next = neighbours(view.OpsSellersURL, url.Values{}, page, payoutsPage, shown.Total)
	return render(c, fiber.StatusOK, view.PayoutsPage(s.shell(c, view.SectionPayout), shown))
}

// foundPayout is a payout with all that its page says.
type foundPayout struct {
	payouts.Payout

	seller payouts.Seller
	brand  string
	names  map[id.ID]string
}

func (s *Server) payoutFromPath(c fiber.Ctx) (found foundPayout, err error) {
	wanted, err := pathID(c, "payout")
	if err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.Payout, err = payouts.ByID(ctx, q, wanted); err != nil {
			return err
		}
		if found.seller, err = sellerOf(ctx, q, found.Brand); err != nil {
			return err
		}
		brand, err := catalogue.BrandByID(ctx, q, found.Brand)
		if err != nil {
			return err
		}
		found.brand = brand.Name
		found.names, err = s.namesOf(ctx, q, append(slices.Clone(found.Agreed), found.By, found.PaidBy)...)
		return err
	})
	return found, err
}

// namesOf are the names of users.
func (s *Server) namesOf(ctx context.Context, q projections.Querier, ids ...id.ID) (map[id.ID]string, error) {
	people, err := users.ByIDs(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	names := map[id.ID]string{}
	for _, one := range ids {
		name := erased
		if err := s.open(ctx, "name", people[one].Name, &name); err != nil {
			return nil, err
		}
		names[one] = name
	}
	return names, nil
}

// payoutShow is one payout, and what can be done about it.
func (s *Server) payoutShow(c fiber.Ctx) error {
	return s.showPayout(c, fiber.StatusOK, s.refilled(c, slices.Concat(returnFields, outcomeFields)...))
}

func (s *Server) showPayout(c fiber.Ctx, status int, typed view.Form) error {
	p, err := s.payoutFromPath(c)
	if err != nil {
		return err
	}
	var account refundAccount
	if p.Account == p.seller.Account.Number { // of one before, nothing is kept here
		if err := s.open(c.Context(), fieldPayout, p.seller.Account.Sealed, &account); err != nil {
			return err
		}
	}
	row := payoutRow(p.Payout, p.brand)
	shown := view.PayoutCase{
		Now: s.Now(), Row: row, BrandURL: view.OpsSellerURL(p.Brand.String()), Head: row.Mark.Text, Text: row.Text, Sums: billLines(p.Bill),
		Hash: p.Hash, Bank: account.Bank, Account: account.Number, Holder: account.Holder, Mine: slices.Contains(p.Agreed, who(c).User),
		OpenedBy: "jadwal", OpenedAt: p.OpenedAt, Attempt: p.Attempt, Reference: p.Reference, Evidence: p.Evidence, Form: typed,
		Acts: payoutActs(p, who(c).User), Gone: p.State == payout.StateEnded || p.State == payout.StateCancelled,
	}
	const then = "Dananya lalu masuk saldo perajin lagi, dan perajin diminta menulis rekening lain."
	if shown.Return, err = s.bankReturn(c, p.Payout.Payout, view.OpsPayoutShowURL(row.ID), view.OpsPayoutActURL(row.ID, view.ActCameBack), view.OpsPayoutActURL(row.ID, view.ActDropReturn), then, row.Amount, typed); err != nil {
		return err
	}
	if shown.Acts[view.ActAgree] {
		shown.StepUp = s.stepUp(c, view.OpsPayoutShowURL(p.Payout.Payout.String()))
	}
	if err := s.showOutcome(c, p.Payout, &shown); err != nil {
		return err
	}
	if !p.By.IsZero() {
		shown.OpenedBy = p.names[p.By]
	}
	for _, by := range p.Agreed {
		shown.Agreed = append(shown.Agreed, p.names[by])
	}
	if p.State == payout.StateProposed {
		shown.Missing = p.Missing()
	}
	if p.State == payout.StateQueued && p.Way == payment.ByPayout {
		shown.NextAt = p.NotBefore
	}
	return render(c, status, view.PayoutCasePage(s.shell(c, view.SectionPayout), shown))
}

func billLines(b payout.Bill) []view.SumLine {
	lines := []view.SumLine{{Text: "Dilepas untuk perajin", Amount: int64(b.Gross)}}
	if b.Clawback > 0 {
		lines = append(lines, view.SumLine{Text: "Kewajiban perajin yang dipotong", Amount: -int64(b.Clawback)})
	}
	return append(lines, view.SumLine{Text: "Dicairkan", Amount: int64(b.Amount), Total: true})
}

// payoutActs are what can be done about a payout now; what the rules refuse is not offered.
func payoutActs(p foundPayout, by id.ID) map[view.PayoutAct]bool {
	acts := map[view.PayoutAct]bool{}
	switch p.State {
	case payout.StateProposed:
		acts[view.ActCancel] = true
		if !slices.Contains(p.Agreed, by) && p.seller.Held == "" {
			acts[view.ActAgree] = true
		}
	case payout.StateQueued, payout.StateFailed:
		acts[view.ActCancel], acts[view.ActPaidByHand] = true, true
		if p.seller.Held == "" {
			acts[view.ActAgain] = true
			if p.Way == payment.ByPayout {
				acts[view.ActHandOver] = true
			}
		}
	case payout.StateEnded, payout.StateCancelled: // whoever was at the bank could not know
		acts[view.ActPaidByHand] = p.Missing() == 0
	case payout.StatePaid:
		acts[view.ActCameBack] = p.ByHand()
	case payout.StateSubmitted, payout.StateUnknown, payout.StateReversed:
	}
	maps.DeleteFunc(acts, func(_ view.PayoutAct, may bool) bool { return !may })
	return acts
}

// payoutAct does what an operator decided about a payout.
func (s *Server) payoutAct(c fiber.Ctx) error {
	switch view.PayoutAct(c.Params("act")) { //nolint:exhaustive // the others are below
	case view.ActCameBack:
		return s.payoutCameBack(c)
	case view.ActDropReturn:
		return s.dropPayoutReturn(c)
	case view.ActOutcome:
		return s.payoutOutcome(c)
	}
	f, err := s.posted(c, view.FieldSeen, view.FieldReason, view.FieldBankRef)
	if err != nil {
		return err
	}
	p, err := s.payoutFromPath(c)
	if err != nil {
		return err
	}
	command, err := s.payoutCommand(c, f, p.Payout)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showPayout(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	if _, agrees := command.(payout.Approve); agrees {
		if away, err := s.requireStepUp(c, view.OpsPayoutShowURL(p.Payout.Payout.String())); away {
			return err
		}
	}
	var proof string
	if paid, byHand := command.(payout.MarkPaid); byHand {
		proof = paid.Evidence
	}
	result, err := s.payOnce(c, f, p.Payout, command, view.FieldBankRef, proof)
	if len(f.Errors) > 0 {
		return s.showPayout(c, fiber.StatusConflict, f.Form)
	}
	if words, refused := payoutRefusal(err); refused {
		f.wrong(words.field, words.summary, words.message)
		return s.showPayout(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsPayoutShowURL(p.Payout.Payout.String()), whatCame(result), result.Position)
}

// payoutCommand reads the act's form.
func (s *Server) payoutCommand(c fiber.Ctx, f *form, p payouts.Payout) (payout.Command, error) {
	by := who(c).User
	switch view.PayoutAct(c.Params("act")) {
	case view.ActAgree:
		return payout.Approve{Payout: p.Payout, By: by, OfBrand: who(c).Brand, Hash: f.Value(view.FieldSeen), ByHand: s.Payouts.ByHand, StepUp: stepUpAt(c)}, nil
	case view.ActCancel:
		f.limit(view.FieldReason, "Alasan", 300)
		f.need(view.FieldReason, "Alasan")
		return payout.Cancel{Payout: p.Payout, By: by, Reason: f.Value(view.FieldReason)}, nil
	case view.ActAgain:
		return payout.Retry{Payout: p.Payout, Way: payment.ByPayout}, nil
	case view.ActHandOver:
		return payout.Retry{Payout: p.Payout, Way: payment.ByOperator}, nil
	case view.ActPaidByHand:
		f.limit(view.FieldBankRef, "Rujukan bank", 60)
		f.need(view.FieldBankRef, "Rujukan bank")
		return payout.MarkPaid{Payout: p.Payout, By: by, Evidence: f.Value(view.FieldBankRef)}, nil
	case view.ActCameBack, view.ActDropReturn, view.ActOutcome: // see payoutAct
	case view.ActOpen, view.ActAccountAgree, view.ActAccountRefuse, view.ActHold, view.ActResume: // about brands
	}
	return nil, fiber.ErrNotFound
}
