package ui

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// opsCancelForm says what it means that an operator calls a sambatan off, and shows the
// proposal that waits for a second word.
func (s *Server) opsCancelForm(c fiber.Ctx) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	return s.showCallOff(c, fiber.StatusOK, s.refilled(c, view.FieldReason), row)
}

func (s *Server) showCallOff(c fiber.Ctx, status int, typed view.Form, row dashboard.Campaign) error {
	campaign := row.ID.String()
	shown := view.CallOff{
		Form: typed, Campaign: campaign, Back: operatorsWay(row).trail, Name: batchName(row.Title, row.Batch),
		Refund: goesBack(row), Limit: int64(s.Payouts.LimitOne), Possible: abortable(row.Phase),
	}
	if shown.Double() {
		shown.StepUp = s.stepUp(c, view.OpsCancelURL(campaign))
	}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		proposals, err := dashboard.CallOffs(ctx, q)
		p, waits := proposals[row.ID]
		if err != nil || !waits {
			return err
		}
		names, err := s.namesOf(ctx, q, p.Operator)
		shown.Waits = &view.CallOffProposal{
			Reason: sentence(p.Reason), Amount: int64(p.Amount), By: names[p.Operator], At: p.At, Hash: p.Hash, Mine: p.Operator == who(c).User,
		}
		return err
	})
	if err != nil {
		return err
	}
	return render(c, status, view.CallOffPage(s.shell(c, view.SectionBoard), shown))
}

// goesBack is what buyers have in escrow.
func goesBack(row dashboard.Campaign) int64 {
	if row.Desk == nil {
		return 0
	}
	return int64(row.Desk.Held())
}

// opsCancelPost calls a sambatan off, or proposes it.
func (s *Server) opsCancelPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	f.need(view.FieldReason, "Alasan")
	f.limit(view.FieldReason, "Alasan", 300)
	return s.callOffWord(c, f, false, sambatan.Abort{
		Reason: f.Value(view.FieldReason), By: sambatan.ByPlatform, Operator: who(c).User, Brand: who(c).Brand, LimitOne: s.Payouts.LimitOne, StepUp: stepUpAt(c),
	})
}

// callOffAgreePost agrees to what somebody else proposed.
func (s *Server) callOffAgreePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSeen)
	if err != nil {
		return err
	}
	return s.callOffWord(c, f, true, sambatan.AgreeCallOff{Operator: who(c).User, Brand: who(c).Brand, Hash: f.Value(view.FieldSeen), StepUp: stepUpAt(c)})
}

// callOffDropPost takes a proposal back.
func (s *Server) callOffDropPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldSeen)
	if err != nil {
		return err
	}
	return s.callOffWord(c, f, false, sambatan.DropCallOff{Operator: who(c).User, Hash: f.Value(view.FieldSeen)})
}

// callOffWord gives an operator's word. Agreeing takes a confirmation, as what moves much
// money by itself does.
func (s *Server) callOffWord(c fiber.Ctx, f *form, agrees bool, command sambatan.Command) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showCallOff(c, fiber.StatusUnprocessableEntity, f.Form, row)
	}
	campaign := row.ID.String()
	_, proposes := command.(sambatan.Abort)
	if agrees || proposes && goesBack(row) > int64(s.Payouts.LimitOne) {
		if away, err := s.requireStepUp(c, f.again(view.OpsCancelURL(campaign))); away {
			return err
		}
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(campaign, command, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showCallOff(c, fiber.StatusConflict, f.Form, row)
	}
	if err != nil {
		return err
	}
	if len(result.Events) > 0 {
		switch result.Events[0].Type {
		case "sambatan.call_off_proposed.v1":
			return done(c, view.OpsCancelURL(campaign), "batal-usul", result.Position)
		case "sambatan.call_off_dropped.v1":
			return done(c, view.OpsCancelURL(campaign), "batal-tarik", result.Position)
		}
	}
	return done(c, view.OpsCampaignURL(campaign), "batal", result.Position)
}
