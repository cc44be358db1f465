// Package product knows what the marketplace shows (stream "product-<id>").
package product

import (
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Tab of the marketplace that a product is shown in.
type Tab string

// Tabs of the marketplace.
const (
	Perfume     Tab = "parfum"
	RawMaterial Tab = "raw-material"
	Tools       Tab = "tools"
	Other       Tab = "lainnya"
)

// Note is one stage of a scent.
type Note struct {
	Stage string `json:"stage"` // puncak, hati, dasar
	Text  string `json:"text"`
	Art   string `json:"art"`  // name of the drawing
	From  string `json:"from"` // "0–20 menit"
}

// Fact is one line of the product's details.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Event is something that happened to a product (stream "product-<id>").
//
//sumtype:decl
type Event interface{ isEvent() }

// Listed means that the product is shown in the marketplace.
type Listed struct {
	Product     id.ID        `json:"product"`
	Brand       id.ID        `json:"brand"`
	Tab         Tab          `json:"tab"`
	Name        string       `json:"name"`
	Kind        string       `json:"kind"`    // "EDP 50 ml"
	Summary     string       `json:"summary"` // one line
	Description string       `json:"description"`
	Price       money.Rupiah `json:"price"` // of one piece from stock; 0: only by sambatan
	Stock       int          `json:"stock"`
	Art         string       `json:"art"` // name of the picture
	Notes       []Note       `json:"notes,omitzero"`
	Facts       []Fact       `json:"facts,omitzero"`
}

// Withdrawn means that the product is no longer shown.
type Withdrawn struct {
	Product id.ID `json:"product"`
}

func (Listed) isEvent()    {}
func (Withdrawn) isEvent() {}

// Known tells whether the marketplace has such a tab.
func (t Tab) Known() bool {
	switch t {
	case Perfume, RawMaterial, Tools, Other:
		return true
	}
	return false
}

// Product is one product, as it is now. Its zero value was never listed.
type Product struct {
	ID        id.ID
	Brand     id.ID
	Withdrawn bool
}

func evolve(p Product, event Event) Product {
	switch e := event.(type) {
	case Listed:
		return Product{ID: e.Product, Brand: e.Brand}
	case Withdrawn:
		p.Withdrawn = true
	}
	return p
}
