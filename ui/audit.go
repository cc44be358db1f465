package ui

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/url"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

const (
	auditPage  = 20  // campaigns on a page of the list
	trailLimit = 500 // events on a trail
)

// auditList finds a campaign.
func (s *Server) auditList(c fiber.Ctx) error {
	offset := (max(queryInt(c, "hal", 1, 10_000), 1) - 1) * auditPage
	shown := view.AuditList{Now: s.Now(), Text: c.Query("q"), From: offset + 1}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		rows, total, err := dashboard.Search(ctx, q, shown.Text, auditPage, offset)
		if err != nil {
			return err
		}
		shown.Total = total
		ids := make([]id.ID, len(rows))
		for i, row := range rows {
			ids[i] = row.ID
		}
		activity, err := auditlog.ActivityOf(ctx, q, ids)
		for _, row := range rows {
			shown.Rows = append(shown.Rows, auditRow(row, activity[row.ID]))
		}
		return err
	})
	if err != nil {
		return err
	}
	query := url.Values{}
	if shown.Text != "" {
		query.Set("q", shown.Text)
	}
	shown.Prev, shown.Next = neighbours(view.AuditURL, query, offset/auditPage+1, auditPage, shown.Total)
	return render(c, fiber.StatusOK, view.AuditListPage(s.shell(c, view.SectionAudit), shown))
}

func auditRow(row dashboard.Campaign, activity auditlog.Activity) view.AuditRow {
	shown := view.AuditRow{
		Campaign: row.ID.String(), Name: batchName(row.Title, row.Batch), Maker: row.BrandName, State: view.CampaignState(row.Phase),
		Lifecycle: string(row.Phase.Lifecycle()), Events: activity.Events, LastAt: activity.LastAt,
	}
	if row.Desk != nil {
		shown.Held = int64(row.Desk.Held())
	}
	return shown
}

// trailShow is every event of a campaign with its postings, and the balances
// that follow from them. Each visit leaves one line in the program's log, with
// ids only: who looked at which campaign, and how far it was then.
func (s *Server) trailShow(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	shown := view.Trail{Now: s.Now(), Campaign: campaign.String()}
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		row, err := dashboard.ByID(ctx, q, campaign)
		if err != nil {
			return err
		}
		shown.Name, shown.State, shown.Secured, shown.Slots = batchName(row.Title, row.Batch), view.CampaignState(row.Phase), secured(row), row.Terms.Slots
		shown.Lifecycle = string(row.Phase.Lifecycle())
		if err := fillTrail(ctx, q, campaign, &shown); err != nil {
			return err
		}
		return fillBalances(ctx, q, campaign, &shown)
	})
	if err != nil {
		return err
	}
	shell := s.shell(c, view.SectionAudit)
	shown.Reader = shell.Viewer.Name
	slog.InfoContext(c.Context(), "security: trail viewed",
		"who", who(c).User, "campaign", campaign, "up_to", shown.Position, "request_id", requestid.FromContext(c))
	return render(c, fiber.StatusOK, view.TrailPage(shell, shown))
}

func fillTrail(ctx context.Context, q projections.Querier, campaign id.ID, shown *view.Trail) error {
	entries, _, err := auditlog.OfCampaign(ctx, q, campaign, 0, trailLimit, 0)
	if err != nil {
		return err
	}
	positions := make([]eventstore.Position, len(entries))
	for i, entry := range entries {
		positions[i] = entry.Position
		shown.Position = int64(entry.Position)
		if entry.Stream == sambatan.Campaigns.Stream(campaign.String()) {
			shown.Version = int64(entry.Version)
		}
	}
	postings, err := transactions.OfPositions(ctx, q, positions)
	for _, entry := range entries {
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

func fillBalances(ctx context.Context, q projections.Querier, campaign id.ID, shown *view.Trail) error {
	balances, err := transactions.CampaignBalances(ctx, q, campaign)
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
