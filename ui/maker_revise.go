package ui

import (
	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// reviseForm shows a draft's terms to be changed. Those of a submission wait, published ones
// are frozen.
func (s *Server) reviseForm(c fiber.Ctx) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	if row.Phase != sambatan.PhaseDraft {
		return done(c, view.MakerCampaignURL(row.ID.String()), lockedFlash(row.Phase), 0)
	}
	blank := s.blank(c)
	blank.Values = typedTerms(row, s.Now())
	return s.showDraft(c, fiber.StatusOK, blank, draftOf(row))
}

// lockedFlash says why a campaign's terms can't be changed.
func lockedFlash(phase sambatan.Phase) string {
	if phase == sambatan.PhaseInReview {
		return "ditinjau"
	}
	return "terkunci"
}

func draftOf(row dashboard.Campaign) *view.DraftOf {
	return &view.DraftOf{Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), Product: row.ProductName, Batch: row.Batch}
}

// revisePost changes a draft.
func (s *Server) revisePost(c fiber.Ctx) error {
	f, err := s.posted(c, draftFields...)
	if err != nil {
		return err
	}
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	revise := sambatan.Revise{Title: f.Value(view.FieldTitle), Terms: s.readTerms(f), By: who(c).User}
	f.need(view.FieldTitle, "Judul")
	f.limit(view.FieldTitle, "Judul", 80)
	if len(f.Errors) > 0 {
		return s.showDraft(c, fiber.StatusUnprocessableEntity, f.Form, draftOf(row))
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(row.ID.String(), revise, meta(f.command, who(c).Subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showDraft(c, fiber.StatusUnprocessableEntity, f.Form, draftOf(row))
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerCampaignURL(row.ID.String()), "draf-ubah", result.Position)
}
