package ui

import (
	"context"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// opsCampaign is what operators may do to one sambatan.
func (s *Server) opsCampaign(c fiber.Ctx) error {
	return s.showOpsCampaign(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) anyFromPath(c fiber.Ctx) (row dashboard.Campaign, err error) {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return row, err
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		row, err = dashboard.ByID(ctx, q, campaign)
		return err
	})
	return row, err
}

func (s *Server) showOpsCampaign(c fiber.Ctx, status int, typed view.Form) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	shown := view.OpsCampaign{
		Form: typed, Campaign: campaignBlock(row, s.Now()), Name: batchName(row.Title, row.Batch), Maker: row.BrandName,
		CanFreeze: row.Frozen != "" || freezable(row.Phase), CanExtend: extendable(row, s.Now()), CanCancel: abortable(row.Phase) && row.Phase != sambatan.PhaseDraft,
	}
	if row.Phase == sambatan.PhaseInReview {
		shown.Review = reviewNote(row, who(c).Subject)
	} else if !row.Phase.Unpublished() {
		state := opsRow(row, s.Now())
		shown.Row = &state
	}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		shown.Answers, err = answersOf(ctx, q, row)
		return err
	})
	if err != nil {
		return err
	}
	return render(c, status, view.OpsCampaignPage(s.shell(c, view.SectionBoard), shown))
}

// reviewNote says that a campaign waits for a curator, and where whoever may judge it does.
func reviewNote(row dashboard.Campaign, subject session.Subject) *view.ReviewNote {
	note := &view.ReviewNote{At: row.Review.At, By: row.Review.ReviewBy, Late: row.Review.Late}
	if subject.Has(curators...) {
		note.URL = view.ReviewURL(row.ID.String())
	}
	return note
}

// freezable tells whether there is anything to stop.
func freezable(phase sambatan.Phase) bool {
	shown := view.CampaignState(phase)
	return phase == sambatan.PhaseScheduled || shown.Live() || shown.Won() && phase != sambatan.PhaseCompleted
}

// freezePost stops joins, offers and success.
func (s *Server) freezePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	f.limit(view.FieldReason, "Alasan", 300)
	if !f.need(view.FieldReason, "Alasan") || len(f.Errors) > 0 {
		return s.showOpsCampaign(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	return s.opsCommand(c, f, sambatan.Freeze{Reason: f.Value(view.FieldReason)}, "beku")
}

// unfreezePost lets it go on.
func (s *Server) unfreezePost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldReason)
	if err != nil {
		return err
	}
	f.limit(view.FieldReason, "Catatan", 300)
	if len(f.Errors) > 0 {
		return s.showOpsCampaign(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	return s.opsCommand(c, f, sambatan.Unfreeze{Reason: f.Value(view.FieldReason)}, "cabut")
}

func (s *Server) opsCommand(c fiber.Ctx, f *form, command sambatan.Command, kabar string) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), command, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showOpsCampaign(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.OpsCampaignURL(row.ID.String()), kabar, result.Position)
}

func operatorsWay(row dashboard.Campaign) way {
	own := view.OpsCampaignURL(row.ID.String())
	trail := []view.Option{{Value: view.OpsURL, Text: "Papan"}, {Value: own, Text: batchName(row.Title, row.Batch)}}
	return way{view.SectionBoard, view.OpsExtendURL(row.ID.String()), trail, row.ID.String()}
}

// opsExtendForm proposes a later deadline in the brand's stead.
func (s *Server) opsExtendForm(c fiber.Ctx) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	return s.showExtend(c, fiber.StatusOK, s.blank(c), row, operatorsWay(row))
}

func (s *Server) opsExtendPost(c fiber.Ctx) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	return s.propose(c, row, operatorsWay(row))
}
