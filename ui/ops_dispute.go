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

// disputeList lists the disputes that wait for a decision, the oldest first.
func (s *Server) disputeList(c fiber.Ctx) error {
	shown := view.Disputes{Now: s.Now()}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		found, total, err := orders.Disputes(ctx, q, deskPage, 0)
		if err != nil {
			return err
		}
		shown.Total = total
		shown.Rows, err = s.disputeRows(ctx, q, found)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, view.DisputesPage(s.shell(c, view.SectionDispute), shown))
}

func (s *Server) disputeRows(ctx context.Context, q projections.Querier, found []orders.Order) ([]view.DisputeRow, error) {
	about, err := readContext(ctx, q, found, func(o orders.Order) (id.ID, id.ID) { return o.Participation, o.Campaign })
	if err != nil {
		return nil, err
	}
	list := make([]view.DisputeRow, len(found))
	for i, o := range found {
		row, board := about.rows[o.Participation], about.boards[o.Campaign]
		list[i] = view.DisputeRow{
			URL: view.OpsDisputeURL(o.Participation.String()), Code: row.Code, Name: batchName(board.Title, board.Batch),
			Who: s.label(ctx, row.Public).Initials, Reason: reasonNames[o.Reason], At: o.At, Note: deskNote(o), Held: int64(row.Amount),
		}
	}
	return list, nil
}

// deskNote is how far a dispute is, as operators list it.
func deskNote(o orders.Order) string {
	switch {
	case o.Open && o.AppealedBy != "":
		return "Banding " + sourceWords(o.AppealedBy) + ": petugas lain memutuskan"
	case o.Open && !o.AnsweredAt.IsZero():
		return "Perajin sudah menanggapi"
	case o.Open:
		return ""
	case o.Return.Missing:
		return "Perajin bilang barangnya tidak datang: putuskan sekali lagi"
	case o.Return.Overdue:
		return "Perajin ditanya, dijawab sampai " + view.ShortTime(o.Return.Due)
	case o.Return.Resi != "":
		return "Barang dikirim balik sejak " + view.ShortTime(o.Return.SentAt)
	}
	return "Menunggu barang dikirim balik"
}

// disputed is an order as an operator reads it.
type disputed struct {
	order    orders.Order
	row      participants.Row
	campaign dashboard.Campaign
}

func (s *Server) readDispute(c fiber.Ctx) (found disputed, err error) {
	participation, err := pathID(c, "order")
	if err != nil {
		return found, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) (err error) {
		if found.order, err = orders.ByID(ctx, q, participation); err != nil {
			return err
		}
		if found.row, err = participants.ByID(ctx, q, participation); err != nil {
			return err
		}
		found.campaign, err = dashboard.ByID(ctx, q, found.order.Campaign)
		return err
	})
	return found, err
}

// disputeShow is one order with its dispute.
func (s *Server) disputeShow(c fiber.Ctx) error {
	found, err := s.readDispute(c)
	if err != nil {
		return err
	}
	return s.showDispute(c, fiber.StatusOK, found, s.refilled(c, view.FieldSide, view.FieldAmount, view.FieldReason))
}

func (s *Server) showDispute(c fiber.Ctx, status int, found disputed, typed view.Form) error {
	o, row, campaign := found.order, found.row, found.campaign
	shown := view.DisputeCase{
		Now: s.Now(), ID: o.Participation.String(), Code: row.Code, Name: batchName(campaign.Title, campaign.Batch),
		Who: s.label(c.Context(), row.Public).Initials, Brand: campaign.BrandName, State: shippingState(o), Held: int64(row.Amount),
		SendBy: o.SendBy, ConfirmBy: o.ConfirmBy, Parcels: shownParcels(o.Parcels), Awaited: awaitedOptions(o),
		CampaignURL: view.OpsCampaignURL(campaign.ID.String()), Limit: int64(s.Payouts.LimitOne), Released: o.Phase == shipping.PhaseConfirmed,
		CanReturn: o.Phase == shipping.PhaseDelivered, CanPart: o.Phase != shipping.PhaseToSend && o.Amount != 0, Judged: judged(o, who(c).User),
		Form: typed,
	}
	if o.Phase.Ended() {
		shown.Held = 0
	}
	var err error
	if shown.Waits, err = s.proposed(c, o); err != nil {
		return err
	}
	if shown.Return, err = s.returned(c, o); err != nil {
		return err
	}
	if (o.Open || shown.Return != nil) && (o.Amount == 0 || o.Amount > s.Payouts.LimitOne) {
		shown.StepUp = s.stepUp(c, view.OpsDisputeURL(o.Participation.String()))
	}
	if shown.Dispute, err = s.dispute(c, o, shipping.ByOperator); err != nil {
		return err
	}
	return render(c, status, view.DisputePage(s.shell(c, view.SectionDispute), shown))
}

// judged tells whether somebody decided, or agreed to, what is appealed now.
func judged(o orders.Order, operator id.ID) bool {
	return o.AppealedBy != "" && o.AppealedAt.After(o.DecidedAt) && (operator == o.DecidedBy || operator == o.Agreed)
}

// proposed is the decision that waits for somebody else; nil: none does.
func (s *Server) proposed(c fiber.Ctx, o orders.Order) (*view.Verdict, error) {
	p := o.Proposed
	if p.Hash == "" {
		return nil, nil //nolint:nilnil // nothing to show
	}
	shown := &view.Verdict{Text: verdictWords(p.For, p.Refund), Note: sentence(p.Note), Hash: p.Hash, At: o.ProposedAt, Mine: p.By == who(c).User}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		names, err := s.namesOf(ctx, q, p.By)
		shown.By = names[p.By]
		return err
	})
	return shown, err
}

// verdictPost agrees to the decision that somebody else proposed.
func (s *Server) verdictPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSeen)
	if err != nil {
		return err
	}
	agree := shipping.AgreeDecision{By: who(c).User, OfBrand: who(c).Brand, Hash: f.Value(view.FieldSeen), StepUp: stepUpAt(c)}
	return s.operatorsWord(c, f, agree, "komplain-putus")
}

// disputePost decides a dispute. The reason is read by both sides.
func (s *Server) disputePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSide, view.FieldAmount, view.FieldReason)
	if err != nil {
		return err
	}
	f.need(view.FieldSide, "Putusan")
	f.need(view.FieldReason, "Alasan")
	f.limit(view.FieldReason, "Alasan", 500)
	decide := shipping.DecideDispute{
		For: shipping.Side(f.Value(view.FieldSide)), By: who(c).User, OfBrand: who(c).Brand, Note: f.Value(view.FieldReason),
		LimitOne: s.Payouts.LimitOne, StepUp: stepUpAt(c),
	}
	if decide.For == shipping.InPart && f.need(view.FieldAmount, "Jumlah yang kembali") {
		decide.Refund = f.rupiah(view.FieldAmount, "Jumlah yang kembali")
	}
	return s.operatorsWord(c, f, decide, "komplain-putus")
}

// arrivedPost is an operator's word that a parcel arrived.
func (s *Server) arrivedPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldParcel, view.FieldArrived)
	if err != nil {
		return err
	}
	parcel, _ := strconv.Atoi(f.Value(view.FieldParcel)) // none: the order refuses it
	at := f.day(view.FieldArrived, "Tanggal sampai", s.Now())
	return s.operatorsWord(c, f, shipping.NoteDelivered{Parcel: parcel, At: at}, "paket-sampai")
}

// returnedPost is an operator's word that goods are back, by the buyer's resi.
func (s *Server) returnedPost(c fiber.Ctx) error {
	f, err := s.posted(c)
	if err != nil {
		return err
	}
	return s.operatorsWord(c, f, shipping.ConfirmReturn{}, "barang-kembali")
}

func (s *Server) operatorsWord(c fiber.Ctx, f *form, command shipping.Command, kabar string) error {
	found, err := s.readDispute(c)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showDispute(c, fiber.StatusUnprocessableEntity, found, f.Form)
	}
	participation := found.order.Participation.String()
	if stateOf(found.order).NeedsTwo(command) {
		if away, err := s.requireStepUp(c, f.again(view.OpsDisputeURL(participation))); away {
			return err
		}
	}
	result, err := s.Log.Execute(c.Context(), shipping.Orders.Command(participation, command, meta(f.command, who(c).Subject)))
	if f.refused(err) {
		return s.showDispute(c, fiber.StatusConflict, found, f.Form)
	}
	if err != nil {
		return err
	}
	if n := len(result.Events); n > 0 && result.Events[n-1].Type == "order.decision_proposed.v1" {
		kabar = "komplain-usul"
	}
	return done(c, view.OpsDisputeURL(participation), kabar, result.Position)
}
