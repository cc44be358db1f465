package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Price of a slot in a campaign of the simulation.
const price money.Rupiah = 50_000

// OpenCampaign opens a campaign of the simulation's own, large enough for
// everybody, and returns its id. Its brand and product are made when they are
// not there.
func OpenCampaign(ctx context.Context, log eventstore.Log, slots int, length time.Duration) (id.ID, error) {
	now := time.Now()
	return OpenWith(ctx, log, "Simulasi", sambatan.Terms{
		Price: price, Shipping: 10_000, Slots: slots, MinFill: 1, MinPerBuyer: 1, MaxPerBuyer: slots, HoldFor: 3600,
		OpensAt: now, Deadline: now.Add(length + time.Hour), FeePerMille: 50, ShipsFrom: "Bandung", ShipsBy: "tidak dikirim",
	})
}

// OpenWith opens one with a title and terms of the caller's.
func OpenWith(ctx context.Context, log eventstore.Log, title string, terms sambatan.Terms) (id.ID, error) {
	house, piece, campaign := id.Derive(namespace, "brand"), id.Derive(namespace, "product"), id.New()
	_, err := log.Execute(ctx, brand.Brands.Command(house.String(), brand.Register{
		Brand: house, Name: "Rumah Simulasi", City: "Bandung", Story: "Brand untuk uji beban. Tidak ada yang benar-benar dibuat di sini.", Owner: id.Derive(namespace, "owner"),
	}, from(id.Derive(house, "register"))))
	if err != nil {
		return campaign, fmt.Errorf("register the brand of the simulation: %w", err)
	}
	_, err = log.Execute(ctx, product.Products.Command(piece.String(), product.List{
		Product: piece, Brand: house, Tab: product.Other, Name: "Simulasi", Kind: "Uji beban", Summary: "Sambatan untuk uji beban", Art: "botol-racik",
	}, from(id.Derive(piece, "list"))))
	if err != nil {
		return campaign, fmt.Errorf("list the product of the simulation: %w", err)
	}
	draft := sambatan.Draft{Campaign: campaign, Brand: house, Product: piece, Title: title, Batch: 1, Terms: terms}
	reviewed := sambatan.Reviewed(id.Derive(namespace, "owner"), id.Derive(namespace, "curator"))
	for _, body := range append(append([]sambatan.Command{draft}, reviewed...), sambatan.Open{}) {
		_, err := log.Execute(ctx, sambatan.Campaigns.Command(campaign.String(), body, from(id.New())))
		if err != nil && !isEarly(err) {
			return campaign, fmt.Errorf("open a campaign: %w", err)
		}
	}
	return campaign, nil
}

// isEarly: this machine's clock runs ahead of the log's, by so little that the
// timer opens the campaign in a moment.
func isEarly(err error) bool {
	_, early := errors.AsType[*sambatan.EarlyError](err)
	return early
}

func from(command id.ID) eventstore.Meta { return eventstore.Meta{CommandID: command, Actor: actor} }
