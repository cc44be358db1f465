package ui

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// trailPage is how many events are on a page of a trail.
const trailPage = 50

// eachAccount is how many events a trail may have for each buyer's account to be added up for its page.
const eachAccount = 10_000

// trailShow is the event trail of a campaign as of an instant: a page of its events with
// their postings, and the balances and the state that follow from all of them up to then.
// Now is an instant like any other: nothing on the page comes from a present value, but the track,
// which shows where the instant is in all that has happened. Each visit leaves one line in the program's log, with ids only: who looked at which campaign,
// and how far it was then.
func (s *Server) trailShow(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	asked := readInstant(c)
	shown := view.Trail{Now: s.Now(), Campaign: campaign.String()}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		seen, err := s.instant(ctx, q, campaign, asked)
		if err != nil {
			return err
		}
		shown.Form, shown.Query = asked.Form, asked.query(campaign, seen)
		shown.Position, shown.Then = int64(seen.position), seen.then
		window := auditlog.Window{Campaign: campaign, At: seen.position, Limit: trailPage}
		window.From, window.To = queryPosition(c, "dari"), queryPosition(c, "sampai")
		if err := fillEvents(ctx, q, window, &shown); err != nil {
			return err
		}
		if err := fillTrack(ctx, q, campaign, seen, &shown); err != nil {
			return err
		}
		return fillState(ctx, q, campaign, seen.position, &shown)
	})
	if err != nil {
		return err
	}
	shown.ExportURL = view.AuditExportURL(shown.Campaign, shown.Position)
	shell := s.shell(c, view.SectionAudit)
	shown.Reader = shell.Viewer.Name
	slog.InfoContext(c.Context(), "security: trail viewed",
		"who", who(c).User, "campaign", campaign, "up_to", shown.Position, "request_id", requestid.FromContext(c))
	status := fiber.StatusOK
	if len(shown.Form.Errors) > 0 {
		status = fiber.StatusUnprocessableEntity
	}
	return render(c, status, view.TrailPage(shell, shown))
}

// fillEvents shows a page of the trail, and recomputes the leaf of each event on it.
func fillEvents(ctx context.Context, q projections.Querier, window auditlog.Window, shown *view.Trail) error {
	trail, err := auditlog.OfCampaign(ctx, q, window)
	if err == nil && len(trail.Entries) == 0 { // an address beyond either end
		window.From, window.To = 0, 0
		trail, err = auditlog.OfCampaign(ctx, q, window)
	}
	if err != nil {
		return err
	}
	log, err := auditlog.LogID(ctx, q)
	if err != nil {
		return err
	}
	shown.Total, shown.Before = trail.Total, trail.Before
	shown.Verified = &view.Verification{OK: true, Events: len(trail.Entries), At: shown.Now}
	positions := make([]eventstore.Position, len(trail.Entries))
	for i, entry := range trail.Entries {
		positions[i] = entry.Position
		if !entry.LeafFits(log) {
			shown.Verified.OK = false
		}
	}
	postings, err := transactions.OfPositions(ctx, q, positions)
	for _, entry := range trail.Entries {
		shown.Events = append(shown.Events, trailEvent(entry, postings[entry.Position]))
	}
	return err
}

func trailEvent(entry auditlog.Entry, lines []transactions.Line) view.Event {
	event := view.Event{
		Position: int64(entry.Position), Version: int64(entry.Version), At: entry.RecordedAt, Type: entry.Type,
		What: eventWords(entry.Type), Actor: entry.Actor, Leaf: hex.EncodeToString(entry.Leaf[:]), Data: indented(entry.Data),
	}
	for _, line := range lines {
		event.Postings = append(event.Postings, view.Posting{
			Debit: line.Amount > 0, Account: string(line.Account), Amount: max(int64(line.Amount), -int64(line.Amount)),
		})
	}
	return event
}

func indented(data json.RawMessage) string {
	var out bytes.Buffer
	if json.Indent(&out, data, "", "  ") != nil {
		return string(data)
	}
	return out.String()
}

// fillState shows the campaign and its balances as of a position.
func fillState(ctx context.Context, q projections.Querier, campaign id.ID, at eventstore.Position, shown *view.Trail) error {
	then, err := auditlog.CampaignAt(ctx, q, campaign, at)
	if err != nil {
		return err
	}
	phase, err := lifecycle.PhaseAt(ctx, q, campaign, at)
	if err != nil {
		return err
	}
	shown.Name, shown.State, shown.Lifecycle = batchName(then.Title, then.Batch), view.CampaignState(phase), string(phase.Lifecycle())
	shown.Secured, shown.Slots, shown.Version = then.Secured, then.Slots, int64(then.Version)
	if shown.State.Lost() {
		shown.Secured = then.Reached
	}
	read := transactions.CampaignBalancesAt
	if shown.Summed = shown.Total > eachAccount; shown.Summed {
		read = transactions.CampaignSumsAt
	}
	balances, err := read(ctx, q, campaign, at)
	for _, balance := range balances {
		line := view.Balance{Account: string(balance.Account)}
		if net := int64(balance.Net()); net >= 0 {
			line.Debit = net
		} else {
			line.Credit = -net
		}
		shown.Balances = append(shown.Balances, line)
	}
	return err
}
