package ui

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	shipping "github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// makerOrders is how many orders a maker's page lists.
const makerOrders = 200

// fillOrdersOf lists the orders of a campaign, those that wait for the maker first.
func (s *Server) fillOrdersOf(ctx context.Context, q projections.Querier, campaign id.ID, shown *view.MakerCampaign) error {
	found, total, err := orders.OfCampaign(ctx, q, campaign, makerOrders, 0)
	if err != nil {
		return err
	}
	ids := make([]id.ID, len(found))
	for i, o := range found {
		ids[i] = o.Participation
	}
	rows, err := participants.ByIDs(ctx, q, ids)
	if err != nil {
		return err
	}
	shown.Shipments = total
	for _, o := range found {
		row := rows[o.Participation]
		if o.Phase == shipping.PhaseToSend && o.Short == 0 {
			shown.ToSend++
		}
		shown.Orders = append(shown.Orders, view.ParcelRow{
			Code: row.Code, Who: s.label(ctx, row.Public).Initials, Slots: o.Slots, State: shippingState(o), Text: makerWords(o),
			URL: view.MakerOrderURL(campaign.String(), row.Code), Act: makerAct(o),
		})
	}
	return nil
}

// makerAct is what waits for the maker about an order.
func makerAct(o orders.Order) string {
	switch {
	case o.Open && o.AppealBy.IsZero() && o.AnsweredAt.IsZero():
		return "Tanggapi"
	case o.Phase == shipping.PhaseSendingBack && !o.Open:
		return "Kabari"
	case o.Phase == shipping.PhaseToSend && o.Short == 0:
		return "Kirim"
	case o.Phase == shipping.PhaseSent:
		return "Kabari"
	}
	return "Lihat"
}

// parcelsOf is an order of the maker's own campaign, by its code.
type parcelsOf struct {
	campaign dashboard.Campaign
	row      participants.Row
	order    orders.Order
}

func (s *Server) ownOrder(c fiber.Ctx) (found parcelsOf, err error) {
	if found.campaign, err = s.ownFromPath(c); err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.row, err = participants.ByCode(ctx, q, c.Params("code")); err != nil {
			return err
		}
		if found.row.Campaign != found.campaign.ID {
			return projections.ErrNotFound
		}
		found.order, err = orders.ByID(ctx, q, found.row.Participation)
		return err
	})
	return found, err
}

// makerOrderShow is one order as its maker sends it.
func (s *Server) makerOrderShow(c fiber.Ctx) error {
	found, err := s.ownOrder(c)
	if err != nil {
		return err
	}
	return s.showMakerOrder(c, fiber.StatusOK, found, s.blank(c))
}

func (s *Server) showMakerOrder(c fiber.Ctx, status int, found parcelsOf, typed view.Form) error {
	o, campaign := found.order, found.campaign
	shown := view.MakerOrder{
		Now: s.Now(), Campaign: campaign.ID.String(), Name: batchName(campaign.Title, campaign.Batch), Code: found.row.Code,
		Who: s.label(c.Context(), found.row.Public).Initials, Slots: o.Slots, State: shippingState(o), Text: makerWords(o) + ".",
		Parcels: shownParcels(o.Parcels), CanSend: o.Phase == shipping.PhaseToSend && o.Short == 0 || o.Phase == shipping.PhaseSent,
		Couriers: courierOptions(), Mishaps: mishapOptions, Awaited: awaitedOptions(o), Form: typed,
	}
	if shown.CanSend { // an address is shown while it is of use
		var to address
		if err := s.open(c.Context(), fieldAddress, found.row.Address, &to); err != nil {
			return err
		}
		shown.To = shownAddress(to)
	}
	var err error
	if shown.Dispute, err = s.dispute(c, o, shipping.ByBrand); err != nil {
		return err
	}
	if shown.Return, err = s.returned(c, o); err != nil {
		return err
	}
	return render(c, status, view.MakerOrderPage(s.shell(c, view.SectionMaker), shown))
}

// makerOrderPost notes what a maker says about an order.
func (s *Server) makerOrderPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldCourier, view.FieldResi, view.FieldParcel, view.FieldArrived, view.FieldMishap, view.FieldAnswerWords, view.FieldReturnTo)
	if err != nil {
		return err
	}
	found, err := s.ownOrder(c)
	if err != nil {
		return err
	}
	command, kabar, err := s.makersWord(c, f, found)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showMakerOrder(c, fiber.StatusUnprocessableEntity, found, f.Form)
	}
	result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(found.order.Participation.String(), command, meta(f.command, who(c).Subject)))
	if f.refused(err) {
		return s.showMakerOrder(c, fiber.StatusConflict, found, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerOrderURL(found.campaign.ID.String(), found.row.Code), kabar, result.Position)
}

// makersWord is the command that a maker's form asks for, with what is wrong noted on it.
func (s *Server) makersWord(c fiber.Ctx, f *form, found parcelsOf) (command shipping.Command, kabar string, err error) {
	brand := found.order.Brand
	parcel, _ := strconv.Atoi(f.Value(view.FieldParcel)) // none: the order refuses it
	courier := shipping.Courier(f.Value(view.FieldCourier))
	switch c.Params("act") {
	case view.MakerSend:
		f.need(view.FieldCourier, "Kurir")
		err = s.checkResi(c, f, found)
		return shipping.SendParcel{Brand: brand, Courier: courier, Resi: f.Value(view.FieldResi)}, "paket-kirim", err
	case view.MakerCorrect:
		err = s.checkResi(c, f, found)
		return shipping.CorrectResi{Brand: brand, Parcel: parcel, Courier: courier, Resi: f.Value(view.FieldResi)}, "resi-benar", err
	case view.MakerArrived:
		at := f.day(view.FieldArrived, "Tanggal sampai", s.Now())
		return shipping.NoteDelivered{Brand: brand, Parcel: parcel, At: at}, "paket-sampai", nil
	case view.MakerMishap:
		return shipping.NoteTrouble{Brand: brand, Parcel: parcel, Kind: shipping.Mishap(f.Value(view.FieldMishap))}, "paket-masalah", nil
	case view.MakerAnswer:
		f.need(view.FieldAnswerWords, "Tanggapan")
		f.limit(view.FieldAnswerWords, "Tanggapan", 1000)
		sealed := s.sealer(c.Context(), found.order.Buyer)
		words := sealed.seal(fieldAnswer, f.Value(view.FieldAnswerWords))
		return shipping.AnswerDispute{Brand: brand, Words: words}, "tanggapan", sealed.err
	}
	return s.makersTrialWord(c, f, found)
}

// makersTrialWord is what a maker says about a decision, and about goods that go back.
func (s *Server) makersTrialWord(c fiber.Ctx, f *form, found parcelsOf) (command shipping.Command, kabar string, err error) {
	brand := found.order.Brand
	sealed := s.sealer(c.Context(), found.order.Buyer)
	switch c.Params("act") {
	case view.MakerAccept:
		return shipping.AcceptDecision{By: brand}, "putusan-terima", nil
	case view.MakerAppeal:
		f.need(view.FieldAnswerWords, "Alasan banding")
		f.limit(view.FieldAnswerWords, "Alasan banding", 1000)
		words := sealed.seal(fieldAppeal, f.Value(view.FieldAnswerWords))
		return shipping.AppealDecision{By: brand, Words: words}, "banding", sealed.err
	case view.MakerReturnTo:
		f.need(view.FieldReturnTo, "Alamat pengembalian")
		f.limit(view.FieldReturnTo, "Alamat pengembalian", 500)
		to := sealed.seal(fieldReturnTo, f.Value(view.FieldReturnTo))
		return shipping.GiveReturnAddress{Brand: brand, To: to}, "alamat-balik", sealed.err
	case view.MakerReturned:
		return shipping.ConfirmReturn{Brand: brand}, "barang-kembali", nil
	case view.MakerMissing:
		return shipping.DenyReturn{Brand: brand}, "barang-hilang", nil
	}
	return nil, "", fiber.ErrNotFound
}

// checkResi notes a resi that another order of the brand has: its own are known to the
// order.
func (s *Server) checkResi(c fiber.Ctx, f *form, found parcelsOf) error {
	if !f.need(view.FieldResi, "Nomor resi") {
		return nil
	}
	return s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		taken, err := orders.WithResi(ctx, q, found.order.Brand, []string{shipping.Normal(f.Value(view.FieldResi))})
		for _, p := range taken {
			if p.Participation != found.order.Participation && p.Courier == shipping.Courier(f.Value(view.FieldCourier)) {
				f.wrong(view.FieldResi, "Resi sudah dipakai", "Resi ini sudah tercatat untuk pesanan "+participants.Code(p.Participation)+".")
				return err
			}
		}
		return err
	})
}
