package ui

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/wallets"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// order is everything that is known of one participation.
type order struct {
	row         participants.Row
	campaign    dashboard.Campaign
	instruction payments.Instruction // zero when none was issued
	intent      intents.Intent       // the newest; zero when no payment was begun through the gateway
	receipts    []payments.Receipt
	refunds     []payments.Refund
	ways        map[id.ID]refunds.Way // of the refunds that have one of their own
	account     refundAccount
	to          address
	line        participants.Line // while it waits
	shipping    *orders.Order     // nil: nothing is to be sent yet
	news        []lifecycle.News  // of the batch, while it is made
	wallet      wallets.Wallet    // its buyer's, on the order's own page
}

// readOrder finds a buyer's own participation by its code.
func (s *Server) readOrder(ctx context.Context, subject session.Subject, code string) (found order, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		row, err := participants.ByCode(ctx, q, code)
		if err != nil {
			return err
		}
		if row.Buyer != subject.User {
			return projections.ErrNotFound // its buyer's page, whoever else may read the row
		}
		filled, err := s.fillOrders(ctx, q, []participants.Row{row})
		if err != nil {
			return err
		}
		found = filled[0]
		found.wallet, err = wallets.Of(ctx, q, subject.User)
		return err
	})
	return found, err
}

// fillOrders adds to participations what belongs to them, in few queries.
func (s *Server) fillOrders(ctx context.Context, q projections.Querier, rows []participants.Row) ([]order, error) {
	ids, campaigns := make([]id.ID, len(rows)), make([]id.ID, len(rows))
	for i, row := range rows {
		ids[i], campaigns[i] = row.Participation, row.Campaign
	}
	boards, err := dashboard.ByIDs(ctx, q, campaigns)
	if err != nil {
		return nil, err
	}
	instructions, err := payments.InstructionsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	receipts, err := payments.ReceiptsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	due, err := payments.RefundsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	ways, err := waysOf(ctx, q, due)
	if err != nil {
		return nil, err
	}
	shipping, err := orders.ByIDs(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	news, err := lifecycle.Production(ctx, q, campaigns)
	if err != nil {
		return nil, err
	}
	filled := make([]order, len(rows))
	for i, row := range rows {
		filled[i] = order{
			ways: ways, row: row, campaign: boards[row.Campaign], instruction: instructions[row.Participation],
			receipts: receipts[row.Participation], refunds: due[row.Participation], news: news[row.Campaign],
		}
		if sent, opened := shipping[row.Participation]; opened {
			filled[i].shipping = &sent
		}
		if row.State == participants.Held && filled[i].instruction.State == payments.Reported {
			filled[i].row.State = participants.Told // the campaign keeps the slots in a moment
		}
		if err := s.openOrder(ctx, &filled[i]); err != nil {
			return nil, err
		}
		if row.State != participants.Waiting {
			continue
		}
		if filled[i].line, err = participants.LineOf(ctx, q, row.Campaign, row.Participation); err != nil {
			return nil, err
		}
	}
	return filled, s.newest(ctx, q, filled)
}

func participationsOf(of []order) []id.ID {
	ids := make([]id.ID, len(of))
	for n, o := range of {
		ids[n] = o.row.Participation
	}
	return ids
}

func (s *Server) openOrder(ctx context.Context, o *order) error {
	if err := s.open(ctx, fieldAccount, o.row.RefundAccount, &o.account); err != nil {
		return err
	}
	return s.open(ctx, fieldAddress, o.row.Address, &o.to)
}

// waiting tells whether the buyer still has to transfer.
func (o order) waiting() bool {
	return o.row.State == participants.Held || o.row.State == participants.Told
}

// orderShow is the pay page of a participation, and its status page afterwards.
func (s *Server) orderShow(c fiber.Ctx) error {
	return s.showOrder(c, fiber.StatusOK, nil)
}

func (s *Server) showOrder(c fiber.Ctx, status int, told *form) error {
	found, err := s.readOrder(c.Context(), who(c).Subject, c.Params("code"))
	if err != nil {
		return err
	}
	now := s.Now()
	shown := view.Order{
		Now: now, Row: orderRow(found, now), Campaign: campaignBlock(found.campaign, now),
		ToldAt: found.instruction.ReportedAt, ToldPaid: found.instruction.ToldPaidAt, Rejected: found.instruction.Rejected,
		Form: s.blank(c), Cancel: s.blank(c), CanCancel: found.row.State == participants.Held && now.Before(found.payBy()) && !found.ending(), Reopens: found.reopens(now),
		Shipping: shownAddress(found.to), Refund: found.account.masked(), Terms: found.row.Consent.Terms,
		Missing: int64(found.missing()), Came: int64(found.came()),
		Channel: s.channel(c, found), Shown: found.mark(now), Moves: found.moves(),
		Line:  view.Line{Ahead: found.line.Ahead},
		Asked: found.asked(s.blank(c)), OfferUntil: found.row.OfferedUntil, CancelUntil: found.cancelUntil(),
	}
	shown.Form.Values = map[string]string{view.FieldTransferDate: now.In(wib).Format("02/01/2006")}
	if !found.strayed() { // it was not transferred just now
		shown.Form.Values[view.FieldTransferTime] = now.In(wib).Format("15.04")
	}
	if shown.Shipment, err = s.shipment(c, found, now); err != nil {
		return err
	}
	if shown.Refunds, err = s.tracks(c.Context(), who(c).Subject, found, now); err != nil {
		return err
	}
	if len(shown.Refunds) > 0 { // each says itself where it goes: the buyer may have named another account
		shown.Refund = ""
	}
	if told != nil {
		shown.Form = told.Form
	}
	if found.waiting() {
		code := 0
		if found.transferable() {
			code = found.instruction.Code
		}
		shown.Pay = payFor(found.toPay(), found.instruction.Total, code, found.payTo(s.Account), found.payBy())
	}
	part := view.OrderFragment(shown)
	if told != nil {
		part = view.ToldForm(shown) // what the form replaces is itself
	}
	return page(c, status, view.OrderPage(s.shell(c, view.SectionMine), shown), part)
}

// payBy is until when an unpaid order waits: money sent after the campaign's
// deadline is too late, however long the slots are kept.
func (o order) payBy() time.Time {
	if decided := o.decideBy(); o.row.State == participants.Told && !decided.IsZero() {
		return decided
	}
	return earlier(o.row.ExpiresAt, o.campaign.Terms.Deadline)
}

// decideBy is until when an operator decides about a reported transfer.
func (o order) decideBy() time.Time {
	if o.row.KeptUntil.IsZero() {
		return o.instruction.DecideBy
	}
	return o.row.KeptUntil
}

// earlier is the first of two times. A zero deadline bounds nothing.
func earlier(at, deadline time.Time) time.Time {
	if deadline.IsZero() || at.Before(deadline) {
		return at
	}
	return deadline
}

// payFor is what a buyer is asked for: by transfer, the total with its unique code. Without
// a code it is the amount, and a transfer would not be told apart from others.
func payFor(amount, total money.Rupiah, code int, to ReceivingAccount, deadline time.Time) view.Instruction {
	if code == 0 {
		return view.Instruction{Amount: int64(amount), Deadline: deadline}
	}
	return view.Instruction{
		Amount: int64(total), Unique: int64(code), Deadline: deadline, Bank: to.Bank, Account: to.Number, Holder: to.Holder,
	}
}

// issued is the account that an instruction was issued with, whichever is the current one by now. Of those from before
// bank and holder were kept, only the current one's are known.
func (a ReceivingAccount) issued(number, bank, holder string) ReceivingAccount {
	if bank == "" && number == a.Number {
		return a
	}
	return ReceivingAccount{Bank: bank, Number: number, Holder: holder}
}

// payTo is where the order is to be transferred to.
func (o order) payTo(now ReceivingAccount) ReceivingAccount {
	return now.issued(o.instruction.Account, o.instruction.Bank, o.instruction.Holder)
}

func shownAddress(to address) view.Address {
	return view.Address{
		Recipient: to.Recipient, Phone: to.Phone, Street: to.Street, Subdistrict: to.Subdistrict,
		District: to.District, City: to.City, Province: to.Province, PostalCode: to.PostalCode,
	}
}

// mineShow is "Sambatan saya": every participation and where its money is.
func (s *Server) mineShow(c fiber.Ctx) error {
	subject, now := who(c).Subject, s.Now()
	var mine []order
	var purse wallets.Wallet
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) (err error) {
		if purse, err = wallets.Of(ctx, q, subject.User); err != nil {
			return err
		}
		rows, err := participants.OfBuyer(ctx, q, subject.User)
		if err != nil {
			return err
		}
		mine, err = s.fillOrders(ctx, q, rows)
		return err
	})
	if err != nil {
		return err
	}
	shown := view.Mine{Now: now, Filter: view.MineFilter(c.Query("status")), Counts: map[view.MineFilter]int{}, Balance: int64(purse.Spendable())}
	for _, o := range mine {
		row := orderRow(o, now)
		shown.Held += int64(o.money().escrow)
		shown.Counts[view.MineAll]++
		group := mineGroup(o, now)
		shown.Counts[group]++
		if shown.Filter == view.MineAll || shown.Filter == group {
			shown.Rows = append(shown.Rows, row)
		}
	}
	return render(c, fiber.StatusOK, view.MinePage(s.shell(c, view.SectionMine), shown))
}

// mineGroup is the tab of "Sambatan saya" that an order is in at now.
func mineGroup(o order, now time.Time) view.MineFilter {
	if _, accountless := o.accountless(); accountless || o.asks() || o.awaitsWord() {
		return view.MineTodo
	}
	switch o.row.State {
	case participants.Held, participants.Offered:
		if o.late(now) || o.ending() {
			return view.MineLive // it ends by itself
		}
		return view.MineTodo
	case participants.Waiting:
		return view.MineLive
	case participants.Told:
		return view.MineLive // now it is us who have to do something
	case participants.RefundDue, participants.RefundedOut:
		return view.MineReturn
	case participants.Secured:
		if o.campaign.Phase == "Completed" || o.money().passed > 0 {
			return view.MineDone
		}
		return view.MineLive
	case participants.Released, participants.Expired:
		if o.sought() {
			return view.MineLive
		}
		if len(o.receipts) > 0 {
			return view.MineReturn // paid too late: the money is on its way back, or will be
		}
	}
	return view.MineDone
}
