package ui

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// submitForm shows once more what will be judged, and frozen.
func (s *Server) submitForm(c fiber.Ctx) error {
	return s.showSubmit(c, fiber.StatusOK, s.blank(c))
}

func (s *Server) showSubmit(c fiber.Ctx, status int, typed view.Form) error {
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	if row.Phase != sambatan.PhaseDraft {
		return done(c, view.MakerCampaignURL(row.ID.String()), "", 0)
	}
	shown := view.Submit{
		Now: s.Now(), Form: typed, Campaign: campaignBlock(row, s.Now()),
		Name: batchName(row.Title, row.Batch), TermsVersion: strconv.Itoa(row.Terms.Version),
	}
	return render(c, status, view.SubmitPage(s.shell(c, view.SectionMaker), shown))
}

// submitPost hands the draft to the curators.
func (s *Server) submitPost(c fiber.Ctx) error {
	again := func(f *form) error { return s.showSubmit(c, fiber.StatusConflict, f.Form) }
	row, err := s.ownFromPath(c)
	if err != nil {
		return err
	}
	listed, err := s.isListed(c.Context(), who(c).Subject, row.Product)
	if err != nil {
		return err
	}
	if !listed {
		f, err := s.posted(c)
		if err != nil {
			return err
		}
		f.wrong("", "Produknya sudah ditarik", "Produk ini sudah tidak ditampilkan di pasar, jadi sambatannya tidak bisa diterbitkan.")
		return again(f)
	}
	return s.makerCommand(c, sambatan.Submit{By: who(c).User}, "kirim-tinjau", again)
}

// isListed tells whether a product is still in the marketplace.
func (s *Server) isListed(ctx context.Context, subject session.Subject, product id.ID) (listed bool, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		listed, err = catalogue.IsListed(ctx, q, product)
		return err
	})
	return listed, err
}

// takeBackPost makes a submission a draft again.
func (s *Server) takeBackPost(c fiber.Ctx) error {
	return s.makerCommand(c, sambatan.WithdrawSubmission{By: who(c).User}, "tarik-tinjau", func(f *form) error {
		return s.showMaker(c, fiber.StatusConflict, f)
	})
}
