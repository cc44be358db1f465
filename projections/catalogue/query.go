package catalogue

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/services/product"
)

// Product is one product with its maker.
type Product struct {
	ID, Brand id.ID

	Tab         product.Tab
	Name        string
	Kind        string // "EDP 50 ml"
	Summary     string
	Description string
	Art         string       // name of the picture
	Price       money.Rupiah // of one piece from stock; 0: only by sambatan
	Stock       int
	Notes       []product.Note
	Facts       []product.Fact
	Withdrawn   bool
	ListedAt    time.Time

	BrandName, BrandCity, BrandStory string
}

// Brand is one maker.
type Brand struct {
	ID, Owner         id.ID
	Name, City, Story string
	Since             time.Time
}

const productColumns = `p.product, p.brand, p.tab, p.name, p.kind, p.summary, p.description, p.art, p.price, p.stock,
	p.notes, p.facts, p.withdrawn, p.listed_at, b.name, b.city, b.story`

const fromProduct = ` FROM marketplace_products p LEFT JOIN marketplace_brands b USING (brand) `

func (p *Product) targets() []any {
	return []any{
		projections.ScanID(&p.ID), projections.ScanID(&p.Brand), (*string)(&p.Tab), &p.Name, &p.Kind, &p.Summary,
		&p.Description, &p.Art, &p.Price, &p.Stock, &p.Notes, &p.Facts, &p.Withdrawn, projections.ScanTime(&p.ListedAt),
		projections.ScanText(&p.BrandName), projections.ScanText(&p.BrandCity), projections.ScanText(&p.BrandStory),
	}
}

func scanProduct(row pgx.CollectableRow) (p Product, err error) {
	err = row.Scan(p.targets()...)
	return p, err
}

// ProductByID returns one product, also a withdrawn one.
func ProductByID(ctx context.Context, q projections.Querier, id id.ID) (Product, error) {
	const query = `SELECT ` + productColumns + fromProduct + `WHERE p.product = $1`
	return projections.One(ctx, q, scanProduct, query, projections.UUID(id))
}

// IsListed tells whether a product is there and was not withdrawn.
func IsListed(ctx context.Context, q projections.Querier, product id.ID) (bool, error) {
	const query = `SELECT EXISTS (SELECT FROM marketplace_products WHERE product = $1 AND NOT withdrawn)`
	return projections.One(ctx, q, pgx.RowTo[bool], query, projections.UUID(product))
}

// ProductsOfBrand returns the products that a brand has listed, by name.
func ProductsOfBrand(ctx context.Context, q projections.Querier, brand id.ID) ([]Product, error) {
	const query = `SELECT ` + productColumns + fromProduct + `WHERE p.brand = $1 AND NOT p.withdrawn ORDER BY p.name, p.product`
	return projections.All(ctx, q, scanProduct, query, projections.UUID(brand))
}

const selectBrand = `SELECT brand, owner, name, city, story, since FROM marketplace_brands `

func scanBrand(row pgx.CollectableRow) (b Brand, err error) {
	err = row.Scan(projections.ScanID(&b.ID), projections.ScanID(&b.Owner), &b.Name, &b.City, &b.Story, projections.ScanTime(&b.Since))
	return b, err
}

// BrandByID returns one brand.
func BrandByID(ctx context.Context, q projections.Querier, brand id.ID) (Brand, error) {
	return projections.One(ctx, q, scanBrand, selectBrand+`WHERE brand = $1`, projections.UUID(brand))
}
