package ui

import (
	"errors"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/orders"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// shipment is what a buyer sees of the parcels; nil while nothing is to be sent.
func (s *Server) shipment(c fiber.Ctx, o order, now time.Time) (*view.Shipment, error) {
	if o.shipping == nil {
		return nil, nil //nolint:nilnil // nothing to show
	}
	sent := *o.shipping
	shown := &view.Shipment{
		State: shippingState(sent), Parcels: shownParcels(sent.Parcels), Form: s.blank(c),
		CanConfirm: !sent.Open && (sent.Phase == shipping.PhaseSent || sent.Phase == shipping.PhaseDelivered),
		CanDispute: mayDispute(sent, now), Until: sent.ConfirmBy,
	}
	shown.Head, shown.Text = shipmentWords(sent)
	var err error
	if shown.Dispute, err = s.dispute(c, sent, shipping.ByBuyer); err != nil {
		return nil, err
	}
	shown.Return, err = s.returned(c, sent)
	return shown, err
}

// mayDispute tells whether a complaint is worth offering; the order decides.
func mayDispute(o orders.Order, now time.Time) bool {
	if o.Phase.Ended() || o.Open {
		return false
	}
	return stateOf(o).MayDispute(now) == nil
}

const erasedWords = "(data dihapus)"

// awaitsWord tells whether the buyer is asked whether everything is there, or to send it
// back.
func (o order) awaitsWord() bool {
	if o.shipping == nil || o.shipping.Open {
		return false
	}
	return o.shipping.Phase == shipping.PhaseDelivered || sendsBack(*o.shipping)
}

// shippingMark changes with what the page shows of parcels.
func (o order) shippingMark() string {
	if o.shipping == nil {
		return ""
	}
	sent := o.shipping
	return fmt.Sprintf(".%s.%d.%t.%d.%d%s", sent.Phase, len(sent.Parcels), sent.Open, sent.AnsweredAt.Unix(), sent.Short, trialMark(sent))
}

// shipped adds what happened to the parcels to an order's timeline.
func shipped(o order, add func(view.MomentKind, string, time.Time, string)) {
	if o.shipping == nil {
		return
	}
	sent := *o.shipping
	for _, p := range sent.Parcels {
		add(view.MomentDone, "Paket dikirim", p.SentAt, courierNames[p.Courier]+", resi "+p.Resi+".")
		if !p.DeliveredAt.IsZero() {
			add(view.MomentDone, "Paket sampai", p.DeliveredAt, "Menurut "+sourceWords(p.DeliveredBy)+".")
		}
	}
	if !sent.At.IsZero() {
		add(view.MomentBad, "Komplain diajukan", sent.At, reasonNames[sent.Reason]+".")
		add(view.MomentBad, "Banding diajukan", sent.AppealedAt, "Oleh "+sourceWords(sent.AppealedBy)+".")
		add(view.MomentDone, "Barang dikirim balik", sent.Return.SentAt, courierNames[sent.Return.Courier]+", resi "+sent.Return.Resi+".")
		add(view.MomentDone, "Komplain diputuskan", sent.DecidedAt, verdictWords(sent.DecidedFor, sent.Refund))
		add(view.MomentDone, "Komplain dicabut", sent.WithdrawnAt, "")
	}
	if sent.Phase == shipping.PhaseConfirmed && sent.Refund == 0 {
		add(view.MomentGood, "Pesanan diterima", sent.EndedAt, confirmedWords(sent)+".")
	}
}

// comingParcel is what an order that is sent waits for.
func comingParcel(o *orders.Order) []view.Moment {
	switch {
	case o == nil || o.Phase.Ended():
		return nil
	case !o.AppealBy.IsZero():
		return []view.Moment{{Kind: view.MomentNow, Title: "Putusan menunggu", Text: "Dijalankan " + view.FullTime(o.AppealBy) + " kalau tidak ada banding."}}
	case o.Open:
		return []view.Moment{{Kind: view.MomentNow, Title: "Komplain diperiksa"}}
	case o.Phase == shipping.PhaseSendingBack:
		return []view.Moment{{Kind: view.MomentNow, Title: "Barang dikirim balik", Text: returnWords(*o)}}
	case o.Phase == shipping.PhaseDelivered:
		return []view.Moment{{Kind: view.MomentNow, Title: "Menunggu kabar Anda", Text: "Dianggap diterima " + view.FullTime(o.ConfirmBy) + "."}}
	case o.Phase == shipping.PhaseSent:
		return []view.Moment{{Kind: view.MomentNow, Title: "Paket di jalan"}}
	}
	if o.Short > 0 {
		return []view.Moment{{Kind: view.MomentNow, Title: heldBackMark.Text, Text: "Slotnya dilepas " + view.FullTime(o.GiveUpBy) + " kalau penarikan pembayarannya belum beres."}}
	}
	return []view.Moment{{Kind: view.MomentNow, Title: "Paket disiapkan", Text: "Dikirim paling lambat " + view.FullTime(o.SendBy) + "."}}
}

// ownShipment is an order of the visitor's that something was or will be sent for.
func (s *Server) ownShipment(c fiber.Ctx) (order, error) {
	found, err := s.readOrder(c.Context(), who(c).Subject, c.Params("code"))
	if err == nil && found.shipping == nil {
		err = projections.ErrNotFound
	}
	return found, err
}

// confirmPost is the buyer's "sudah saya terima".
func (s *Server) confirmPost(c fiber.Ctx) error {
	return s.buyersWord(c, "diterima", func(o order) shipping.Command { return shipping.Confirm{Buyer: o.row.Buyer} })
}

// withdrawPost is the buyer's word that a complaint is settled.
func (s *Server) withdrawPost(c fiber.Ctx) error {
	return s.buyersWord(c, "komplain-cabut", func(o order) shipping.Command { return shipping.WithdrawDispute{Buyer: o.row.Buyer} })
}

// buyersWord gives an order a command that needs no form.
func (s *Server) buyersWord(c fiber.Ctx, kabar string, command func(order) shipping.Command) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(found.row.Participation.String(), command(found), meta(f.command, who(c).Subject)))
	if _, refused := errors.AsType[*shipping.RefusalError](err); refused { // settled meanwhile: the page says how things stand
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), kabar, result.Position)
}

// complainForm asks what is wrong.
func (s *Server) complainForm(c fiber.Ctx) error {
	return s.showComplaint(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showComplaint(c fiber.Ctx, status int, typed view.Form) error {
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	if !mayDispute(*found.shipping, s.Now()) && len(typed.Errors) == 0 {
		return done(c, view.OrderURL(found.row.Code), "pesanan-berubah", 0)
	}
	shown := view.Complaint{
		Code: found.row.Code, Name: batchName(found.campaign.Title, found.campaign.Batch), Until: found.shipping.ConfirmBy,
		Reasons: reasonOptions(), Form: typed,
	}
	return render(c, status, view.ComplaintPage(s.shell(c, view.SectionMine), shown))
}

// complainPost holds the order's money until the complaint is settled.
func (s *Server) complainPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldComplaint, view.FieldWords)
	if err != nil {
		return err
	}
	f.need(view.FieldComplaint, "Masalah")
	f.need(view.FieldWords, "Cerita")
	f.limit(view.FieldWords, "Cerita", 1000)
	if len(f.Errors) > 0 {
		return s.showComplaint(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	found, err := s.ownShipment(c)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	sealed := s.sealer(c.Context(), subject.User)
	dispute := shipping.Dispute{
		Buyer: subject.User, Reason: shipping.Reason(f.Value(view.FieldComplaint)), Words: sealed.seal(fieldComplaint, f.Value(view.FieldWords)),
	}
	if sealed.err != nil {
		return sealed.err
	}
	result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(found.row.Participation.String(), dispute, meta(f.command, subject)))
	if f.refused(err) {
		return s.showComplaint(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.OrderURL(found.row.Code), "komplain", result.Position)
}

// refused notes an order's refusal on a form, if err is one that the form can answer for.
func (f *form) refused(err error) bool {
	e, refused := errors.AsType[*shipping.RefusalError](err)
	if !refused {
		return false
	}
	words, known := shippingRefusals[e.Code]
	if known {
		f.wrong(words.field, words.summary, words.message)
	}
	return known
}
