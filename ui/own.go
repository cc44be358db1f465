package ui

import (
	"bytes"
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// addOwn adds to a sambatan's page what its viewer has in it: what comes before joining, and
// links to the rest.
func (s *Server) addOwn(ctx context.Context, q projections.Querier, subject session.Subject, campaign dashboard.Campaign, shown *view.Product) error {
	if !subject.Has(identity.Buyer) {
		return nil
	}
	rows, err := participants.OfBuyerIn(ctx, q, subject.User, campaign.ID)
	if err != nil {
		return err
	}
	shown.Own, err = s.ownPart(ctx, q, joinPage{campaign, rows})
	for _, row := range rows {
		if left(row) || shown.Own != nil && shown.Own.Code == row.Code {
			continue // the buyer has no part in it any more, or it is shown already
		}
		shown.Mine = append(shown.Mine, view.MyParticipation{Code: row.Code, Slots: row.Slots, State: view.ParticipationState(row.State)})
	}
	return err
}

// ownPart is a buyer's part in a campaign that comes before joining it; nil when none does.
func (s *Server) ownPart(ctx context.Context, q projections.Querier, p joinPage) (*view.Own, error) {
	row, leads := p.leads()
	if !leads {
		return nil, nil
	}
	filled, err := s.fillOrders(ctx, q, []participants.Row{row})
	if err != nil {
		return nil, err
	}
	return ownOf(filled[0], p.taken(), s.Now()), nil
}

// readOwn is ownPart in a transaction of its own.
func (s *Server) readOwn(ctx context.Context, subject session.Subject, p joinPage) (shown *view.Own, err error) {
	err = s.Read(ctx, subject, func(ctx context.Context, q projections.Querier) error {
		shown, err = s.ownPart(ctx, q, p)
		return err
	})
	return shown, err
}

func ownOf(o order, taken int, now time.Time) *view.Own {
	shown := &view.Own{
		Now: now, Code: o.row.Code, State: view.ParticipationState(o.row.State), Slots: o.row.Slots,
		Until: o.payBy(), Late: o.late(now), Ending: o.ending(), Missing: int64(o.missing()), Line: view.Line{Ahead: o.line.Ahead},
	}
	switch o.row.State {
	case participants.Offered:
		shown.Until = o.row.OfferedUntil
	case participants.Secured:
		shown.Slots = taken
	case participants.Held, participants.Told, participants.Waiting, participants.Released, participants.Expired,
		participants.RefundDue, participants.RefundedOut:
	}
	return shown
}

// leads is the participation that comes before joining again: the domain refuses a second
// unpaid hold, a second place in the line, and more slots than one buyer may have.
func (p joinPage) leads() (participants.Row, bool) {
	if row, is := p.unpaid(); is {
		return row, true
	}
	if row, is := p.waits(); is {
		return row, true
	}
	if !view.CampaignState(p.row.Phase).Live() || p.most(true) > 0 {
		return participants.Row{}, false
	}
	for _, row := range p.mine {
		if row.State == participants.Secured {
			return row, true
		}
	}
	return participants.Row{}, false
}

// ownLive keeps a buyer's own part up to date on the page of a campaign: the time that is left
// runs, and what is over is offered no longer.
func (s *Server) ownLive(c fiber.Ctx) (liveView, error) {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return liveView{}, err
	}
	subject := who(c).Subject
	if _, err := s.readJoinPage(c.Context(), campaign, subject); err != nil {
		return liveView{}, err
	}
	return liveView{
		key: "own " + campaign.String() + " " + subject.User.String(), topic: projections.BuyerTopic(subject.User),
		paint: func(ctx context.Context) ([]byte, bool, error) { return s.paintOwn(ctx, campaign, subject) },
	}, nil
}

func (s *Server) paintOwn(ctx context.Context, campaign id.ID, subject session.Subject) (painted []byte, last bool, err error) {
	found, err := s.readJoinPage(ctx, campaign, subject)
	if err != nil {
		return nil, false, err
	}
	shown, err := s.readOwn(ctx, subject, found)
	if err != nil {
		return nil, false, err
	}
	part := view.OwnChanged(campaign.String())
	if shown != nil {
		part = view.OwnLive(campaignBlock(found.row, s.Now()), *shown)
	}
	var body bytes.Buffer
	err = part.Render(ctx, &body)
	return body.Bytes(), shown == nil, err
}
