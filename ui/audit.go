package ui

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// auditPage is how many campaigns are on a page of the list.
const auditPage = 20

// auditList finds a campaign.
func (s *Server) auditList(c fiber.Ctx) error {
	offset := (max(queryInt(c, "hal", 1, 10_000), 1) - 1) * auditPage
	shown := view.AuditList{Now: s.Now(), Text: c.Query("q"), From: offset + 1}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		rows, total, err := dashboard.Search(ctx, q, shown.Text, auditPage, offset)
		if err != nil {
			return err
		}
		books, err := transactions.TrialBalance(ctx, q)
		if err != nil {
			return err
		}
		shown.Total = total
		shown.Books = view.Books{Debit: int64(books.Debit), Credit: int64(books.Credit), Accounts: books.Accounts, Position: int64(books.Position)}
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
