package ui

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/requestid"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/trail"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/ui/view"
)

const (
	// exportPage is how many events are read at a time, each in a transaction of its own,
	// so that a slow visitor holds no connection.
	exportPage = 500
	// exportTime bounds how long a visitor may take to read a file.
	exportTime = 10 * time.Minute
)

// trailExport is the whole trail of a campaign as of a position, as a file that can be checked
// without us. What is true as of a position never changes, so that it may be read in pieces.
// It leaves a line in the program's log, as a visit does.
func (s *Server) trailExport(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	subject, ctx := who(c).Subject, c.Context()
	head := trail.Head{Campaign: campaign, Position: queryPosition(c, view.FieldInstantPosition), By: subject.User, At: s.Now().UTC()}
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error { return fillHead(ctx, q, &head) })
	if err != nil {
		return err
	}
	slog.InfoContext(ctx, "security: trail exported", "who", subject.User, "campaign", campaign,
		"up_to", head.Position, "events", head.Events, "request_id", requestid.FromContext(c))
	c.Set(fiber.HeaderContentType, "application/x-ndjson; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="jejak-`+campaign.String()+"-"+strconv.FormatInt(int64(head.Position), 10)+`.ndjson"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.SendStreamWriter(func(w *bufio.Writer) {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), exportTime)
		defer stop()
		// The head counts the events: a file that breaks off is seen to.
		if err := s.writeTrail(ctx, w, subject, head); err != nil {
			slog.WarnContext(ctx, "a trail was not exported to its end", "campaign", campaign, "error", err)
		}
	})
}

// errNoTrail means that a trail was asked for as of a position that it does not have.
var errNoTrail = errors.New("the campaign has no trail at this position")

// fillHead says what is true of the campaign as of the head's position; 0 stands for now. The
// error is errNoTrail when there is no such position yet, or nothing of the campaign.
func fillHead(ctx context.Context, q projections.Querier, head *trail.Head) error {
	now, err := trailHead(ctx, q)
	if err != nil {
		return err
	}
	if head.Position == 0 {
		head.Position = now
	}
	found, err := auditlog.OfCampaign(ctx, q, auditlog.Window{Campaign: head.Campaign, At: head.Position, Limit: 1})
	if err != nil {
		return err
	}
	if found.Total == 0 || head.Position > now {
		return errNoTrail
	}
	head.Events = found.Total
	if head.Log, err = auditlog.LogID(ctx, q); err != nil {
		return err
	}
	then, err := auditlog.CampaignAt(ctx, q, head.Campaign, head.Position)
	if err != nil {
		return err
	}
	phase, err := lifecycle.PhaseAt(ctx, q, head.Campaign, head.Position)
	if err != nil {
		return err
	}
	head.Phase, head.Lifecycle = string(phase), string(phase.Lifecycle())
	head.Slots, head.Secured = then.Slots, then.Secured
	balances, err := transactions.CampaignBalancesAt(ctx, q, head.Campaign, head.Position)
	for _, b := range balances {
		head.Balances = append(head.Balances, trail.Balance{Account: b.Account, Debit: b.Debit, Credit: b.Credit})
	}
	return err
}

// writeTrail reads the events piece by piece, the next from where the last one ended.
func (s *Server) writeTrail(ctx context.Context, w *bufio.Writer, subject session.Subject, head trail.Head) error {
	file, err := trail.NewWriter(w, head)
	for from := eventstore.Position(1); from > 0 && err == nil; {
		window := auditlog.Window{Campaign: head.Campaign, At: head.Position, From: from, Limit: exportPage}
		err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) (err error) {
			from, err = writePiece(ctx, q, file, window)
			return err
		})
		if err == nil {
			err = w.Flush() // fails when the visitor has left
		}
		select {
		case <-s.closing:
			return fiber.ErrServiceUnavailable
		default:
		}
	}
	return err
}

// writePiece writes one piece, each event with the postings that the books hold of it, and
// tells where the next begins; 0: there is none.
func writePiece(ctx context.Context, q projections.Querier, file *trail.Writer, window auditlog.Window) (next eventstore.Position, err error) {
	entries, err := auditlog.Entries(ctx, q, window)
	if err != nil {
		return 0, err
	}
	lines, err := transactions.OfPositions(ctx, q, projections.Column(entries, func(e *auditlog.Entry) eventstore.Position { return e.Position }))
	for i := 0; i < len(entries) && err == nil; i++ {
		postings := projections.Column(lines[entries[i].Position], func(l *transactions.Line) money.Posting {
			return money.Posting{Account: l.Account, Amount: l.Amount}
		})
		next, err = entries[i].Position+1, file.Add(entries[i].Recorded(), postings)
	}
	return next, err
}
