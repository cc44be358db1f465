package ui

import (
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/orders"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// dispute is an order's newest one, as one side or an operator reads it; nil: there was none.
func (s *Server) dispute(c fiber.Ctx, o orders.Order, reader shipping.Source) (*view.Dispute, error) {
	if o.At.IsZero() {
		return nil, nil //nolint:nilnil // nobody complained
	}
	shown := &view.Dispute{
		Open: o.Open, Reason: reasonNames[o.Reason], At: o.At, AnsweredAt: o.AnsweredAt,
		Verdict: verdictWords(o.DecidedFor, o.Refund), Note: sentence(o.Note), EndedAt: o.DecidedAt,
		Appeal: view.Appeal{
			By: o.AppealBy, Mine: o.DecidedFor.Against(reader), Accepted: accepted(o, reader), Side: sourceWords(o.AppealedBy), At: o.AppealedAt,
		},
	}
	if !o.WithdrawnAt.IsZero() {
		shown.Verdict, shown.EndedAt = "Dicabut pembeli.", o.WithdrawnAt
	}
	shown.Words, shown.Answer, shown.Appeal.Words = erasedWords, erasedWords, erasedWords
	err := errors.Join(s.open(c.Context(), fieldComplaint, o.Words, &shown.Words), s.open(c.Context(), fieldAnswer, o.Answer, &shown.Answer),
		s.open(c.Context(), fieldAppeal, o.Plea, &shown.Appeal.Words))
	return shown, err
}

func accepted(o orders.Order, by shipping.Source) bool {
	return by == shipping.ByBuyer && o.BuyerAccepts || by == shipping.ByBrand && o.BrandAccepts
}

// returned is how far goods are on their way back; nil: none go back.
func (s *Server) returned(c fiber.Ctx, o orders.Order) (*view.Return, error) {
	if !stateOf(o).Returning() {
		return nil, nil //nolint:nilnil // nothing to show
	}
	shown := &view.Return{Due: o.Return.Due, Courier: courierNames[o.Return.Courier], Resi: o.Return.Resi, SentAt: o.Return.SentAt, Couriers: courierOptions(), Overdue: o.Return.Overdue, Missing: o.Return.Missing}
	if o.Return.To.Empty() {
		return shown, nil
	}
	shown.To = erasedWords
	err := s.open(c.Context(), fieldReturnTo, o.Return.To, &shown.To)
	return shown, err
}

// sendsBack tells whether the buyer is asked to send goods back.
func sendsBack(o orders.Order) bool {
	return o.Phase == shipping.PhaseSendingBack && !o.Return.To.Empty() && o.Return.Resi == ""
}

// trialMark changes with what a page shows of a decision.
func trialMark(o *orders.Order) string {
	return fmt.Sprintf(".%d.%t.%t.%d.%d.%t.%s.%t.%t", o.DecidedAt.Unix(), o.BuyerAccepts, o.BrandAccepts, o.AppealBy.Unix(), o.AppealedAt.Unix(),
		o.Return.To.Empty(), o.Return.Resi, o.Return.Overdue, o.Return.Missing)
}

// acceptVerdictPost is the buyer's word that they do not appeal.
func (s *Server) acceptVerdictPost(c fiber.Ctx) error {
	return s.buyersWord(c, "putusan-terima", func(o order) shipping.Command { return shipping.AcceptDecision{By: o.row.Buyer} })
}

// appealForm asks a buyer why they appeal.
func (s *Server) appealForm(c fiber.Ctx) error { return s.showAppeal(c, fiber.StatusOK, s.blank(c)) }

func (s *Server) showAppeal(c fiber.Ctx, status int, typed view.Form) error {
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	o := *found.shipping
	if open := !o.AppealBy.IsZero() && o.DecidedFor.Against(shipping.ByBuyer) && !o.BuyerAccepts; !open && len(typed.Errors) == 0 {
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	}
	shown := view.AppealForm{
		Code: found.row.Code, Name: batchName(found.campaign.Title, found.campaign.Batch), Verdict: verdictWords(o.DecidedFor, o.Refund), Until: o.AppealBy,
		Form: typed,
	}
	return render(c, status, view.AppealPage(s.shell(c, view.SectionMine), shown))
}

// appealPost asks for another operator's decision.
func (s *Server) appealPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldWords)
	if err != nil {
		return err
	}
	f.need(view.FieldWords, "Alasan banding")
	f.limit(view.FieldWords, "Alasan banding", 1000)
	sealed := s.sealer(c.Context(), who(c).User)
	appeal := shipping.AppealDecision{By: who(c).User, Words: sealed.seal(fieldAppeal, f.Value(view.FieldWords))}
	if sealed.err != nil {
		return sealed.err
	}
	return s.buyersForm(c, f, appeal, "banding", s.showAppeal)
}

// sendBackForm asks a buyer for the resi of what they send back.
func (s *Server) sendBackForm(c fiber.Ctx) error {
	return s.showSendBack(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showSendBack(c fiber.Ctx, status int, typed view.Form) error {
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	going, err := s.returned(c, *found.shipping)
	if err != nil {
		return err
	}
	if going == nil || going.To == "" {
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	}
	shown := view.ReturnForm{Code: found.row.Code, Name: batchName(found.campaign.Title, found.campaign.Batch), Return: *going, Form: typed}
	return render(c, status, view.ReturnPage(s.shell(c, view.SectionMine), shown))
}

// sendBackPost notes that the buyer sent the goods back.
func (s *Server) sendBackPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldCourier, view.FieldResi)
	if err != nil {
		return err
	}
	f.need(view.FieldCourier, "Kurir")
	f.need(view.FieldResi, "Nomor resi")
	send := shipping.SendBack{Buyer: who(c).User, Courier: shipping.Courier(f.Value(view.FieldCourier)), Resi: f.Value(view.FieldResi)}
	return s.buyersForm(c, f, send, "kirim-balik", s.showSendBack)
}

// buyersForm gives an order a command that a buyer's form asks for, and shows the form again
// with what is wrong.
func (s *Server) buyersForm(c fiber.Ctx, f *form, command shipping.Command, kabar string, again func(fiber.Ctx, int, view.Form) error) error {
	if len(f.Errors) > 0 {
		return again(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(found.row.Participation.String(), command, meta(f.command, who(c).Subject)))
	if f.refused(err) {
		return again(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), kabar, result.Position)
}
