package ui

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

var draftFields = []string{
	view.FieldProduct, view.FieldTitle, view.FieldBatch, view.FieldPrice, view.FieldRetail, view.FieldShipCost,
	view.FieldSlots, view.FieldMinFill, view.FieldMinBuyer, view.FieldMaxBuyer, view.FieldHoldHours, view.FieldExtensions, view.FieldCoolOff,
	view.FieldOpenDate, view.FieldOpenTime, view.FieldCloseDate, view.FieldCloseTime, view.FieldShipsFrom, view.FieldShipsBy,
}

// draftForm asks for the terms of a new sambatan.
func (s *Server) draftForm(c fiber.Ctx) error {
	return s.showDraft(c, fiber.StatusOK, s.blank(c), nil)
}

// showDraft shows the form; of is the draft that it changes, nil for a new one.
func (s *Server) showDraft(c fiber.Ctx, status int, typed view.Form, of *view.DraftOf) error {
	subject := who(c).Subject
	shown := view.DraftForm{Form: typed, Draft: of}
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		brand, err := catalogue.BrandByID(ctx, q, subject.Brand)
		if err != nil {
			return err
		}
		shown.Brand = brand.Name
		products, err := catalogue.ProductsOfBrand(ctx, q, subject.Brand)
		for _, p := range products {
			shown.Products = append(shown.Products, view.Option{Value: p.ID.String(), Text: p.Name + ", " + p.Kind})
		}
		return err
	})
	if err != nil {
		return err
	}
	return page(c, status, view.DraftPage(s.shell(c, view.SectionMaker), shown), view.DraftFragment(shown))
}

// draftPost saves a draft.
func (s *Server) draftPost(c fiber.Ctx) error {
	f, err := s.posted(c, draftFields...)
	if err != nil {
		return err
	}
	subject := who(c).Subject
	draft, err := s.readDraft(c.Context(), f, subject)
	if err != nil {
		return err
	}
	if len(f.Errors) > 0 {
		return s.showDraft(c, fiber.StatusUnprocessableEntity, f.Form, nil)
	}
	result, err := s.Log.Execute(c.Context(), sambatan.Campaigns.Command(draft.Campaign.String(), draft, meta(f.command, subject)))
	if words, ok := makerRefusal(err); ok {
		f.wrong(words.field, words.summary, words.message)
		return s.showDraft(c, fiber.StatusUnprocessableEntity, f.Form, nil)
	}
	if err != nil {
		return err
	}
	return done(c, view.MakerCampaignURL(draft.Campaign.String()), "draf", result.Position)
}

func (s *Server) readDraft(ctx context.Context, f *form, subject session.Subject) (sambatan.Draft, error) {
	draft := sambatan.Draft{Campaign: id.Derive(f.command, "campaign"), Brand: subject.Brand, By: subject.User}
	draft.Product, _ = id.Parse(f.Value(view.FieldProduct)) // the zero id is not the brand's own
	product, err := s.ownProduct(ctx, subject, draft.Product)
	if errors.Is(err, projections.ErrNotFound) {
		f.wrong(view.FieldProduct, "Produk belum dipilih", "Pilih satu produk Anda dari daftar.")
	} else if err != nil {
		return draft, err
	}
	draft.Title = f.ValueOr(view.FieldTitle, "")
	if draft.Title == "" {
		draft.Title = product.Name
	}
	f.limit(view.FieldTitle, "Judul", 80)
	draft.Batch = f.number(view.FieldBatch, "Nomor batch", 1, 999)
	draft.Terms = s.readTerms(f)
	return draft, nil
}

func (s *Server) ownProduct(ctx context.Context, subject session.Subject, wanted id.ID) (found catalogue.Product, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		found, err = catalogue.ProductByID(ctx, q, wanted)
		return err
	})
	if err == nil && found.Brand != subject.Brand {
		err = projections.ErrNotFound
	}
	return found, err
}
