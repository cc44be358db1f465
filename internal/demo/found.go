package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/product"
)

// founder is registered first; the event says when the story is told from.
const founder = "yoga"

// anchor is in the metadata of the log's first event, so that seeding which was
// cut off can be gone on with: the story only depends on it.
type anchor struct {
	Seeded time.Time `json:"demo_seeded_at"`
}

// found registers the people, their brands and products.
func (s *script) found() {
	begin := s.day(storyDays, 9)
	for _, one := range users() {
		at := begin.Add(time.Hour)
		if one.Key == founder {
			at = begin
		}
		s.add(at, by(founder), "register/"+one.Key, s.register(one))
	}
	for _, h := range houses {
		s.add(begin.Add(2*time.Hour), by(founder), "brand/"+h.key, foundBrand(h))
	}
	for _, one := range items {
		s.add(begin.Add(3*time.Hour), by(ownerOf(one.house)), "product/"+one.key, listProduct(one))
	}
}

func (s *script) register(one Person) func(*teller, eventstore.Meta) (eventstore.Command, error) {
	return func(t *teller, meta eventstore.Meta) (eventstore.Command, error) {
		if one.Key == founder {
			metadata, err := json.Marshal(anchor{s.now})
			if err != nil {
				return eventstore.Command{}, fmt.Errorf("write the anchor: %w", err)
			}
			meta.Metadata = metadata
		}
		sealed := t.sealer(one.Key)
		body := identity.Register{
			User: one.ID, Roles: one.Roles, Brand: one.Brand,
			Name: sealed.seal("name", one.Name), Email: sealed.seal("email", one.Email),
		}
		return identity.Users.Command(one.ID.String(), body, meta), sealed.err
	}
}

func foundBrand(h house) func(*teller, eventstore.Meta) (eventstore.Command, error) {
	return func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		body := brand.Register{Brand: BrandID(h.key), Name: h.name, City: h.city, Story: h.story, Owner: UserID(h.owner.key)}
		return brand.Brands.Command(body.Brand.String(), body, meta), nil
	}
}

func listProduct(one item) func(*teller, eventstore.Meta) (eventstore.Command, error) {
	return func(_ *teller, meta eventstore.Meta) (eventstore.Command, error) {
		body := product.List{
			Product: ProductID(one.key), Brand: BrandID(one.house), Tab: one.tab, Name: one.name, Kind: one.kind,
			Summary: one.summary, Description: cmp.Or(descriptions[one.key], one.summary+"."),
			Price: one.price, Stock: one.stock, Art: one.key, Notes: one.stages(), Facts: one.facts,
		}
		return product.Products.Command(body.Product.String(), body, meta), nil
	}
}

// stages are the notes of a perfume in the order in which they are smelled.
func (one item) stages() (notes []product.Note) {
	from := [...]string{"0–20 menit", "20 menit–3 jam", "3–9 jam"}
	for i, stage := range [...]string{"puncak", "hati", "dasar"} {
		if one.notes[i] != "" {
			notes = append(notes, product.Note{Stage: stage, Text: one.notes[i], Art: one.art[i], From: from[i]})
		}
	}
	return notes
}

func ownerOf(key string) string {
	for _, h := range houses {
		if h.key == key {
			return h.owner.key
		}
	}
	return ""
}
