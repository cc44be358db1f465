package product_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/spec"
	"github.com/sensasiwangi/sambatan/services/product"
)

var (
	bottle = id.MustParse("01930000-0000-7000-8000-00000000000e")
	house  = id.MustParse("01930000-0000-7000-8000-00000000000a")
	noon   = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
)

func list() product.List {
	return product.List{Product: bottle, Brand: house, Tab: product.Perfume, Name: "Hujan Juni", Kind: "EDP 50 ml", Price: 265_000, Stock: 3}
}

func TestAProductIsListedOnceAndWithdrawnOnce(t *testing.T) {
	t.Parallel()
	padded := list()
	padded.Name = " Hujan Juni "
	spec.Given(t, product.Decider).
		When(padded, noon).Then(product.Listed(list())).
		And().When(list(), noon).ThenRefused(product.ErrListed).
		And().When(product.Withdraw{}, noon).Then(product.Withdrawn{Product: bottle}).
		And().When(product.Withdraw{}, noon).ThenNothing()
	spec.Given(t, product.Decider).When(product.Withdraw{}, noon).ThenRefused(product.ErrNotListed)
	spec.Given(t, product.Decider).When(nil, noon).ThenRefused(product.ErrNoCommand)
	require.Equal(t, "product-"+bottle.String(), string(product.Products.Stream(bottle.String())))
}

func TestWhatCanNotBeListed(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*product.List)
		want   error
	}{
		"without a name":    {func(c *product.List) { c.Name = " " }, product.ErrIncomplete},
		"in an unknown tab": {func(c *product.List) { c.Tab = "obat" }, product.ErrIncomplete},
		"for less than 0":   {func(c *product.List) { c.Price = -1 }, product.ErrBadNumber},
		"with less than 0":  {func(c *product.List) { c.Stock = -1 }, product.ErrBadNumber},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := list()
			row.change(&command)
			spec.Given(t, product.Decider).When(command, noon).ThenRefused(row.want)
		})
	}
}
