package ui

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// sharersShown is how many of those who get theirs, and of those who don't, are listed.
const sharersShown = 50

// makerYieldForm asks how many slots were made, and shows who would get theirs.
func (s *Server) makerYieldForm(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.yieldForm(c, row, makersWay(row).to(view.YieldURL))
}

// makerYieldPost shares out what was made.
func (s *Server) makerYieldPost(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	return s.yield(c, row, makersWay(row).to(view.YieldURL))
}

func (s *Server) opsYieldForm(c fiber.Ctx) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	return s.yieldForm(c, row, operatorsWay(row).to(view.OpsYieldURL))
}

func (s *Server) opsYieldPost(c fiber.Ctx) error {
	row, err := s.anyFromPath(c)
	if err != nil {
		return err
	}
	return s.yield(c, row, operatorsWay(row).to(view.OpsYieldURL))
}

// yieldForm looks only: it is a GET, so that a preview can be asked for again.
func (s *Server) yieldForm(c fiber.Ctx, row dashboard.Campaign, w way) error {
	f := &form{Form: s.refilled(c, view.FieldMade)}
	if row.Phase != sambatan.PhaseInProduction {
		return done(c, w.back(), "", 0)
	}
	if f.Value(view.FieldMade) == "" {
		return s.showYield(c, fiber.StatusOK, f, row, w)
	}
	f.number(view.FieldMade, "Jumlah slot yang jadi", 0, sambatan.MaxSlots)
	return s.showYield(c, fiber.StatusOK, f, row, w)
}

func (s *Server) showYield(c fiber.Ctx, status int, f *form, row dashboard.Campaign, w way) error {
	cancel := view.MakerCancelURL
	if w.section == view.SectionBoard {
		cancel = view.OpsCancelURL
	}
	shown := view.Yield{
		Action: w.action, Back: w.trail, CancelURL: cancel(row.ID.String()),
		Name: batchName(row.Title, row.Batch), Secured: row.Secured,
	}
	if made, err := strconv.Atoi(f.Value(view.FieldMade)); err == nil && f.Err(view.FieldMade) == "" {
		share, err := s.share(c, row.ID, made)
		var refused *sambatan.YieldError
		switch {
		case errors.As(err, &refused):
			words := yieldWords(refused)
			f.wrong(words.field, words.summary, words.message)
		case err != nil:
			return err
		}
		shown.Share = share
	}
	shown.Form = f.Form
	return render(c, status, view.YieldPage(s.shell(c, w.section), shown))
}

// share works out who would get theirs, by the campaign's own rule.
func (s *Server) share(c fiber.Ctx, campaign id.ID, made int) (shown *view.Share, err error) {
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		claims, err := participants.SecuredOf(ctx, q, campaign)
		if err != nil {
			return err
		}
		wants := make([]int, len(claims))
		for i, claim := range claims {
			wants[i] = claim.Slots
		}
		gets, err := sambatan.Share(made, wants)
		if err != nil {
			return err
		}
		shown = &view.Share{Made: made}
		for i, claim := range claims {
			side := &shown.Gets
			if !gets[i] {
				side = &shown.Misses
				shown.Refund += int64(claim.Amount)
			}
			s.addSharer(ctx, side, claim)
		}
		shown.Idle = made - shown.Gets.Slots
		return nil
	})
	return shown, err
}

func (s *Server) addSharer(ctx context.Context, side *view.Sharers, claim participants.Row) {
	side.Orders, side.Slots = side.Orders+1, side.Slots+claim.Slots
	if len(side.First) == sharersShown {
		return
	}
	label := s.label(ctx, claim.Public)
	side.First = append(side.First, view.Participant{
		Code: claim.Code, Initials: label.Initials, City: label.City, Slots: claim.Slots, Paid: int64(claim.Amount), State: view.Secured,
	})
}

func (s *Server) yield(c fiber.Ctx, row dashboard.Campaign, w way) error {
	f, err := s.posted(c, view.FieldMade, view.FieldReason)
	if err != nil {
		return err
	}
	made := f.number(view.FieldMade, "Jumlah slot yang jadi", 0, sambatan.MaxSlots)
	f.need(view.FieldReason, "Alasan")
	f.limit(view.FieldReason, "Alasan", 300)
	if len(f.Errors) > 0 {
		return s.showYield(c, fiber.StatusUnprocessableEntity, f, row, w)
	}
	body := sambatan.YieldShort{Made: made, Reason: f.Value(view.FieldReason)}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), body, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showYield(c, fiber.StatusConflict, f, row, w)
	}
	if err != nil {
		return err
	}
	return done(c, w.back(), "hasil", result.Position)
}

// progressForm asks how the batch is coming along.
func (s *Server) progressForm(c fiber.Ctx) error {
	return s.showProgress(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showProgress(c fiber.Ctx, status int, typed view.Form) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	if row.Phase != sambatan.PhaseInProduction {
		return done(c, view.MakerCampaignURL(row.ID.String()), "", 0)
	}
	shown := view.Progress{Form: typed, Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), ShipsBy: row.Terms.ShipsBy}
	for _, m := range sambatan.Milestones {
		shown.Milestones = append(shown.Milestones, view.Option{Value: string(m), Text: milestoneNames[m]})
	}
	news, err := s.newsOf(c, row.ID)
	if err != nil {
		return err
	}
	shown.Told = newsMoments(news)
	if len(news) > 0 {
		shown.ReadyBy = news[len(news)-1].ReadyBy
	}
	return render(c, status, view.ProgressPage(s.shell(c, view.SectionMaker), shown))
}

func (s *Server) newsOf(c fiber.Ctx, campaign id.ID) (news []lifecycle.News, err error) {
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		of, err := lifecycle.Production(ctx, q, []id.ID{campaign})
		news = of[campaign]
		return err
	})
	return news, err
}

// progressPost tells everybody with slots.
func (s *Server) progressPost(c fiber.Ctx) error {
	f, err := s.posted(c, view.FieldMilestone, view.FieldNote, view.FieldPhoto, view.FieldReadyBy)
	if err != nil {
		return err
	}
	f.need(view.FieldMilestone, "Sampai mana")
	f.limit(view.FieldNote, "Catatan", sambatan.MaxNote)
	f.limit(view.FieldPhoto, "Tautan foto", sambatan.MaxPhoto)
	body := sambatan.ReportProgress{
		Milestone: sambatan.Milestone(f.Value(view.FieldMilestone)), Note: f.Value(view.FieldNote), Photo: f.Value(view.FieldPhoto),
		ReadyBy: f.lastMinute(view.FieldReadyBy, "Perkiraan"),
	}
	if body.Milestone == sambatan.MilestoneOther {
		f.need(view.FieldNote, "Catatan")
	}
	if len(f.Errors) > 0 {
		return s.showProgress(c, fiber.StatusUnprocessableEntity, f.Form)
	}
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), body, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showProgress(c, fiber.StatusConflict, f.Form)
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerCampaignURL(row.ID.String()), "kabar", result.Position)
}
