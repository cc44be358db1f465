package ui

import (
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

func (s *Server) ownFromPath(c fiber.Ctx) (dashboard.Campaign, error) {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return dashboard.Campaign{}, err
	}
	return s.own(c.Context(), who(c).Subject, campaign)
}

var steps = map[view.Step]sambatan.Command{
	view.StepProduce: sambatan.StartProduction{}, view.StepQC: sambatan.PassQuality{},
}

// stepPost takes the batch one step further.
func (s *Server) stepPost(c fiber.Ctx) error {
	command, ok := steps[view.Step(c.Params("step"))]
	if !ok {
		return fiber.ErrNotFound
	}
	return s.makerCommand(c, command, "langkah", func(f *form) error { return s.showMaker(c, fiber.StatusConflict, f) })
}

// makerCommand gives a command to an own campaign and shows the page again with
// the reason when it is refused.
func (s *Server) makerCommand(c fiber.Ctx, command sambatan.Command, kabar string, again func(*form) error) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), command, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return again(f)
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerCampaignURL(row.ID.String()), kabar, result.Position)
}

// makerCancelForm says what calling it off means.
func (s *Server) makerCancelForm(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.showCancel(c, fiber.StatusOK, s.unsealed(c), row)
}

func (s *Server) showCancel(c fiber.Ctx, status int, typed view.Form, row dashboard.Campaign) error {
	w := makersWay(row).to(view.MakerCancelURL)
	shown := view.MakerCancel{
		Form: typed, Action: w.action, Back: w.trail, Name: batchName(row.Title, row.Batch),
		Refund: goesBack(row), Strike: !row.Phase.Unpublished(),
	}
	if row.Phase == sambatan.PhaseSucceeded || row.Phase == sambatan.PhaseInProduction {
		shown.Penalty = int64(row.Terms.Fee(row.Secured))
	}
	var err error
	if shown.StepUp, err = s.ownStepUp(c, w.action); err != nil {
		return err
	}
	return render(c, status, view.MakerCancelPage(s.shell(c, w.section), shown))
}

// makerCancelPost calls the sambatan off; everybody is refunded.
func (s *Server) makerCancelPost(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.cancel(c, row)
}

func (s *Server) cancel(c fiber.Ctx, row dashboard.Campaign) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	f.limit(view.FieldReason, "Alasan", 300)
	if !f.need(view.FieldReason, "Alasan") || len(f.Errors) > 0 {
		return s.showCancel(c, fiber.StatusUnprocessableEntity, f.Form, row)
	}
	if away, err := s.guardOwn(c, f, view.MakerCancelURL(row.ID.String())); away {
		return err
	}
	body := sambatan.Abort{Reason: f.Value(view.FieldReason), By: sambatan.ByBrand, StepUp: stepUpAt(c)}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), body, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showCancel(c, fiber.StatusConflict, f.Form, row)
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerCampaignURL(row.ID.String()), "batal", result.Position)
}
