package ui

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// latestJoins is how many joins a product page names.
const latestJoins = 5

// pathID reads an id from the address; a wrong one is simply not found.
func pathID(c fiber.Ctx, name string) (id.ID, error) {
	found, err := id.Parse(c.Params(name))
	if err != nil {
		return id.ID{}, fiber.ErrNotFound
	}
	return found, nil
}

// campaignShow is the public page of a sambatan with its product.
func (s *Server) campaignShow(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	subject := who(c).Subject
	var shown view.Product
	err = s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		shown, err = s.campaignPage(ctx, q, campaign, subject)
		return err
	})
	if err != nil {
		return err
	}
	shown.Address = s.origin(c) + view.CampaignURL(campaign.String())
	return render(c, fiber.StatusOK, view.ProductPage(s.shell(c, view.SectionMarket), shown))
}

// origin is the site's address as this visitor reached it.
func (s *Server) origin(c fiber.Ctx) string {
	if s.Secure {
		return "https://" + c.Host()
	}
	return "http://" + c.Host()
}

func (s *Server) campaignPage(ctx context.Context, q projections.Querier, campaign id.ID, subject session.Subject) (view.Product, error) {
	row, err := dashboard.ByID(ctx, q, campaign)
	if err != nil {
		return view.Product{}, err
	}
	if row.Phase.Unpublished() {
		return view.Product{}, projections.ErrNotFound // its maker sees it elsewhere
	}
	shown, err := s.productPage(ctx, q, row.Product)
	if err != nil {
		return shown, err
	}
	live, err := s.liveCampaign(ctx, q, row)
	if err != nil {
		return shown, err
	}
	live.Looks = looks(subject)
	shown.Campaign, shown.Name = &live, batchName(row.Title, row.Batch)
	shown.CanSeeTrail = subject.Has(auditors...)
	told, err := lifecycle.Production(ctx, q, []id.ID{campaign})
	if err != nil {
		return shown, err
	}
	shown.Making = makingOf(told[campaign], row.Phase, s.Now(), perajin)
	err = s.addOwn(ctx, q, subject, row, &shown)
	return shown, err
}

// looks tells whether somebody can only look on: they have an account, and not a buyer's.
func looks(subject session.Subject) bool { return subject.Has(signedIn...) && !subject.Has(buyers...) }

// left tells whether a buyer has no part in a campaign any more that goes on
// without them.
func left(row participants.Row) bool {
	switch sambatan.RefundReason(row.Reason) {
	case sambatan.RefundedDeclined, sambatan.RefundedSilent, sambatan.RefundedByBuyer, sambatan.RefundedYield, sambatan.RefundedTakenBack:
		return row.State == participants.RefundedOut
	case sambatan.RefundedFailed, sambatan.RefundedCancelled, sambatan.RefundedDispute:
	}
	return row.State == participants.Released || row.State == participants.Expired
}

// liveCampaign is the part of a product page that moves.
func (s *Server) liveCampaign(ctx context.Context, q projections.Querier, row dashboard.Campaign) (view.Campaign, error) {
	shown := campaignBlock(row, s.Now())
	rows, err := participants.LatestJoins(ctx, q, row.ID, latestJoins)
	if err != nil {
		return shown, err
	}
	for _, join := range rows {
		label := s.label(ctx, join.Public)
		shown.Joins = append(shown.Joins, view.Join{Initials: label.Initials, City: label.City, Slots: join.Slots, At: join.At})
	}
	return shown, nil
}

// label is what everyone may see of a buyer; nothing once they were erased.
func (s *Server) label(ctx context.Context, sealed eventstore.Sealed) sambatan.PublicLabel {
	label := sambatan.PublicLabel{}
	if s.open(ctx, "public", sealed, &label) != nil || label.Initials == "" {
		return sambatan.PublicLabel{Initials: "–", City: "Pembeli"}
	}
	// Some programs write "D. N."; pages set their own dots.
	label.Initials = strings.Map(lettersOnly, label.Initials)
	return label
}

func lettersOnly(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// secured are a sambatan's secured slots or, once it is lost and gives them up,
// those that it had reached.
func secured(row dashboard.Campaign) int {
	if view.CampaignState(row.Phase).Lost() {
		return row.Reached
	}
	return row.Secured
}

func campaignBlock(row dashboard.Campaign, now time.Time) view.Campaign {
	terms := row.Terms
	return view.Campaign{
		Now: now, ID: row.ID.String(), Batch: "Batch " + strconv.Itoa(row.Batch), State: view.CampaignState(row.Phase),
		Price: int64(terms.Price), UnitPrice: int64(terms.RetailPrice), SlotIs: "1 botol",
		Slots: terms.Slots, MinFill: terms.MinFill, Secured: secured(row), Held: row.Held + row.Offered,
		Offered: row.Offered, Waiting: row.Waiting, Queue: queueOpen(row, now), OffersUntil: terms.Deadline.Add(-sambatan.Quiet), Frozen: row.Frozen, Extension: shownExtension(row.Extension),
		ExtendedFrom: row.ExtendedFrom, Early: row.Early, ClosedAt: row.ClosedAt,
		CoolOff: time.Duration(terms.CoolOff) * time.Second, Extensions: terms.MaxExtensions,
		MinPerBuyer: terms.MinPerBuyer, MaxPerBuyer: terms.MaxPerBuyer,
		OpensAt: terms.OpensAt, Deadline: terms.Deadline, HoldFor: time.Duration(terms.HoldFor) * time.Second,
		ShipsFrom: terms.ShipsFrom, ShipsBy: terms.ShipsBy, Shipping: int64(terms.Shipping),
		Buyers: row.Participations, CancelReason: row.Reason, Refunds: row.Refunds, Settled: row.Settled,
	}
}

// campaignLive streams the moving part of a product page, as a guest sees it, or somebody who can't join.
func (s *Server) campaignLive(c fiber.Ctx) (liveView, error) {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return liveView{}, err
	}
	topic := projections.CampaignTopic(campaign)
	key, looks := topic, looks(who(c).Subject)
	if looks {
		key += " looks"
	}
	return liveView{key: key, topic: topic, paint: func(ctx context.Context) ([]byte, bool, error) {
		return s.paintCampaign(ctx, campaign, looks)
	}}, nil
}

func (s *Server) paintCampaign(ctx context.Context, campaign id.ID, looks bool) (painted []byte, last bool, err error) {
	var shown view.Campaign
	err = s.Read(ctx, session.Subject{}, func(ctx context.Context, q projections.Querier) error {
		row, err := dashboard.ByID(ctx, q, campaign)
		if err != nil {
			return err
		}
		shown, err = s.liveCampaign(ctx, q, row)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	shown.Looks = looks
	var body bytes.Buffer
	err = view.CampaignLive(shown).Render(ctx, &body)
	return body.Bytes(), !shown.Follows(), err
}

// productShow is the page of a product; one with a sambatan leads there.
func (s *Server) productShow(c fiber.Ctx) error {
	wanted, err := pathID(c, "product")
	if err != nil {
		return err
	}
	var shown view.Product
	var campaigns []dashboard.Campaign
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		if shown, err = s.productPage(ctx, q, wanted); err != nil {
			return err
		}
		campaigns, err = dashboard.OfProduct(ctx, q, wanted)
		return err
	})
	if err != nil {
		return err
	}
	if len(campaigns) > 0 && shown.Stock == 0 {
		return c.Redirect().Status(fiber.StatusSeeOther).To(view.CampaignURL(campaigns[0].ID.String()))
	}
	return render(c, fiber.StatusOK, view.ProductPage(s.shell(c, view.SectionMarket), shown))
}

// productPage is what a page says of the product itself.
func (s *Server) productPage(ctx context.Context, q projections.Querier, wanted id.ID) (view.Product, error) {
	found, err := catalogue.ProductByID(ctx, q, wanted)
	if err != nil {
		return view.Product{}, err
	}
	record, err := dashboard.RecordOf(ctx, q, found.Brand)
	if err != nil && !errors.Is(err, projections.ErrNotFound) {
		return view.Product{}, err
	}
	shown := view.Product{
		Name: found.Name, Tab: view.Tab(found.Tab), Variant: found.Kind,
		Story: found.Description, Picture: found.Art, UnitPrice: int64(found.Price), Stock: found.Stock,
		Maker: view.Brand{
			Name: found.BrandName, City: found.BrandCity, Story: found.BrandStory,
			Completed: record.Completed, Campaigns: record.Ended, Shipped: record.Bottles,
		},
	}
	for _, note := range found.Notes {
		shown.Scent = append(shown.Scent, view.ScentNote{Phase: note.Stage, Notes: note.Text, Botanical: note.Art, When: note.From})
	}
	for _, fact := range found.Facts {
		shown.Facts = append(shown.Facts, view.Fact{Name: fact.Name, Value: fact.Value})
	}
	return shown, nil
}
