package ui

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// marketPage is how many cards a page of the marketplace shows.
const marketPage = 8

// marketShow is one tab of the marketplace: searched, filtered, sorted.
func (s *Server) marketShow(c fiber.Ctx) error {
	query, err := marketQuery(c)
	if err != nil {
		return err
	}
	shown := view.Market{Now: s.Now(), Query: query, From: (query.Page-1)*marketPage + 1}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		return s.fillMarket(ctx, q, &shown)
	})
	if err != nil {
		return err
	}
	shell := s.shell(c, view.SectionMarket)
	return page(c, fiber.StatusOK, view.MarketPage(shell, shown), view.MarketFragment(shown))
}

func (s *Server) fillMarket(ctx context.Context, q projections.Querier, shown *view.Market) error {
	query := shown.Query
	found, err := catalogue.Find(ctx, q, catalogue.Search{
		Tab: product.Tab(query.Tab), Text: query.Text,
		Filter: catalogue.Filter(query.Filter), Sort: catalogue.Sort(query.Sort),
		Limit: marketPage, Offset: shown.From - 1,
	})
	if err != nil {
		return err
	}
	shown.Total, shown.LiveCount = found.Total, found.Live
	shown.Counts = map[view.Tab]int{}
	for tab, count := range found.PerTab {
		shown.Counts[view.Tab(tab)] = count
	}
	for _, card := range found.Cards {
		shown.Cards = append(shown.Cards, marketCard(card))
	}
	featured, err := catalogue.Featured(ctx, q, product.Tab(query.Tab))
	if errors.Is(err, projections.ErrNotFound) {
		return nil
	}
	if err == nil {
		card := marketCard(featured)
		shown.Featured = &card
	}
	return err
}

func marketQuery(c fiber.Ctx) (view.MarketQuery, error) {
	query := view.MarketQuery{
		Tab:  view.Tab(c.Params("tab")),
		Text: strings.TrimSpace(c.Query("q")), Page: 1,
		Filter: view.Filter(c.Query("saring")), Sort: view.Sort(c.Query("urut")),
	}
	if !slices.Contains(view.Tabs[:], query.Tab) {
		return query, fiber.ErrNotFound
	}
	if n, err := strconv.Atoi(c.Query("hal")); err == nil && n > 1 && n < 10_000 {
		query.Page = n
	}
	if len([]rune(query.Text)) > 80 {
		query.Text = string([]rune(query.Text)[:80])
	}
	return query, nil
}

func marketCard(card catalogue.Card) view.Card {
	p := card.Product
	shown := view.Card{
		Product: p.ID.String(), Name: p.Name, Maker: p.BrandName, City: p.BrandCity, Variant: p.Kind,
		Notes: p.Summary, Blurb: p.Description, Picture: p.Art, Price: int64(p.Price), Stock: p.Stock,
	}
	if card.Campaign.IsZero() {
		return shown
	}
	shown.Campaign, shown.State = card.Campaign.String(), view.CampaignState(card.Phase)
	shown.Frozen = card.Frozen
	shown.Name = batchName(card.Title, card.Batch)
	shown.Price, shown.UnitPrice = int64(card.Terms.Price), int64(card.Terms.RetailPrice)
	shown.Secured, shown.Slots = card.Secured, card.Terms.Slots
	shown.OpensAt, shown.Deadline = card.Terms.OpensAt, card.Terms.Deadline
	return shown
}

// batchName is a campaign's name with its batch, where it is not the first.
func batchName(title string, batch int) string {
	if batch <= 1 {
		return title
	}
	suffix := ", batch " + strconv.Itoa(batch)
	return strings.TrimSuffix(title, suffix) + suffix // some write it themselves
}
