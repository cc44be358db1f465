package ui

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// joinable tells whether buyers may still join, or wait to.
func joinable(phase sambatan.Phase) bool {
	return phase == sambatan.PhaseOpen || phase == sambatan.PhaseFullyHeld
}

// extendable tells whether a later deadline is worth proposing: the campaign
// decides, and says what stands against it.
func extendable(row dashboard.Campaign, now time.Time) bool {
	return joinable(row.Phase) && row.Frozen == "" && row.Extension == nil && row.Secured < row.Terms.MinFill &&
		row.Terms.MaxExtensions > row.Terms.Version-1 && now.Before(row.Terms.Deadline.Add(-sambatan.AnswerTime))
}

// closable tells whether enough is secured to close early.
func closable(row dashboard.Campaign, now time.Time) bool {
	return joinable(row.Phase) && row.Frozen == "" && row.Secured >= row.Terms.MinFill && now.Before(row.Terms.Deadline)
}

// answersOf counts what buyers said, while they are asked.
func answersOf(ctx context.Context, q projections.Querier, row dashboard.Campaign) (*view.Answers, error) {
	if row.Extension == nil {
		return nil, nil //nolint:nilnil // nobody is asked
	}
	found, err := participants.AnswersOf(ctx, q, row.ID, row.Extension.Round, row.Extension.To)
	return &view.Answers{Agreed: found.Agreed, Disagreed: found.Disagreed, Silent: found.Silent}, err
}

// makerExtendForm asks for a later deadline and the reason.
func (s *Server) makerExtendForm(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.showExtend(c, fiber.StatusOK, s.blank(c), row, makersWay(row))
}

// makerExtendPost asks the buyers.
func (s *Server) makerExtendPost(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.propose(c, row, makersWay(row))
}

// way is who proposes: where the form is, and where it leads back to.
type way struct {
	section  view.Section
	action   string
	trail    []view.Option
	campaign string
}

func (w way) back() string { return w.trail[len(w.trail)-1].Value }

// to is the same way to another form of the campaign.
func (w way) to(form func(campaign string) string) way {
	w.action = form(w.campaign)
	return w
}

func makersWay(row dashboard.Campaign) way {
	own := view.MakerCampaignURL(row.ID.String())
	trail := []view.Option{{Value: view.MakerURL, Text: "Sambatan"}, {Value: own, Text: batchName(row.Title, row.Batch)}}
	return way{view.SectionMaker, view.ExtendURL(row.ID.String()), trail, row.ID.String()}
}

func (s *Server) showExtend(c fiber.Ctx, status int, typed view.Form, row dashboard.Campaign, w way) error {
	shown := view.MakerExtend{
		Form: typed, Action: w.action, Back: w.trail, Campaign: campaignBlock(row, s.Now()),
		Name: batchName(row.Title, row.Batch), AnswerBy: row.Terms.Deadline.Add(-sambatan.AnswerTime),
		Latest: row.Terms.Deadline.Add(sambatan.MaxExtension),
	}
	return render(c, status, view.MakerExtendPage(s.shell(c, w.section), shown))
}

func (s *Server) propose(c fiber.Ctx, row dashboard.Campaign, w way) error {
	f, err := s.posted(c, view.FieldCloseDate, view.FieldCloseTime, view.FieldReason)
	if err != nil {
		return err
	}
	body := sambatan.ProposeExtension{
		Deadline: f.moment(view.FieldCloseDate, view.FieldCloseTime, "tenggat baru"), Reason: f.Value(view.FieldReason),
	}
	f.need(view.FieldReason, "Alasan")
	f.limit(view.FieldReason, "Alasan", 300)
	if len(f.Errors) > 0 {
		return s.showExtend(c, fiber.StatusUnprocessableEntity, f.Form, row, w)
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), body, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showExtend(c, fiber.StatusConflict, f.Form, row, w)
	}
	if err != nil {
		return err
	}
	return done(c, w.back(), "usul", result.Position)
}
