package ui

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// apiPrefix is where the JSON API begins. Its version changes only when a
// change would break a program that reads it.
const apiPrefix = "/api/v1"

// api is the JSON API. Programs present a bearer token; there are no cookies,
// so no other site can make a browser call it.
func (s *Server) api(r fiber.Router) {
	r.Use(s.bearer)
	r.Get("/campaigns", s.apiCampaigns)
	r.Get("/campaigns/:campaign", s.apiCampaign)
	r.Post("/campaigns/:campaign/participations", needBuyer, s.perVisitor(joinsPerVisitor), s.perAddress(joinsPerAddress), s.apiJoin)
	r.Get("/participations", needBuyer, s.apiParticipations)
	r.Use(func(fiber.Ctx) error { return fiber.ErrNotFound })
}

// bearer finds out whose program is asking. Without a token it is a guest's.
func (s *Server) bearer(c fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	token, given := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	if !given {
		return c.Next()
	}
	subject, err := s.Sessions.FindToken(c.Context(), token)
	if errors.Is(err, session.ErrInvalid) {
		return fiber.ErrUnauthorized
	}
	if err != nil {
		return err
	}
	c.Locals(sessionKey{}, session.Session{Subject: subject})
	return c.Next()
}

func needBuyer(c fiber.Ctx) error {
	switch subject := who(c).Subject; {
	case subject.User.IsZero():
		return fiber.ErrUnauthorized
	case !subject.Has(identity.Buyer):
		return fiber.ErrForbidden
	}
	return c.Next()
}

func (s *Server) apiCampaigns(c fiber.Ctx) error {
	limit, offset := queryInt(c, "limit", 20, 100), queryInt(c, "offset", 0, 1_000_000)
	answer := apiList[apiCampaign]{Items: []apiCampaign{}}
	err := s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		rows, total, err := dashboard.Search(ctx, q, c.Query("q"), limit, offset)
		for _, row := range rows {
			answer.Items = append(answer.Items, apiCampaignOf(row))
		}
		answer.Total = total
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

func (s *Server) apiCampaign(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	var row dashboard.Campaign
	err = s.Read(c.Context(), who(c).Subject, func(ctx context.Context, q projections.Querier) error {
		row, err = dashboard.ByID(ctx, q, campaign)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(apiCampaignOf(row))
}

func (s *Server) apiParticipations(c fiber.Ctx) error {
	subject := who(c).Subject
	answer := apiList[apiParticipation]{Items: []apiParticipation{}}
	err := s.Read(c.Context(), subject, func(ctx context.Context, q projections.Querier) error {
		rows, err := participants.OfBuyer(ctx, q, subject.User)
		if err != nil {
			return err
		}
		orders, err := s.fillOrders(ctx, q, rows)
		for _, o := range orders {
			answer.Items = append(answer.Items, s.apiParticipationOf(o))
		}
		answer.Total = len(rows)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// apiJoin joins. The Idempotency-Key is the command id: sending the same key and
// body again returns the first answer, another body is a conflict.
func (s *Server) apiJoin(c fiber.Ctx) error {
	campaign, err := pathID(c, "campaign")
	if err != nil {
		return err
	}
	command, err := id.Parse(c.Get("Idempotency-Key"))
	if err != nil {
		return writeProblem(c, problem{Status: fiber.StatusBadRequest, Title: "Idempotency-Key is required", Detail: "Send a UUID of your own in the Idempotency-Key header, a new one for each join."})
	}
	var body apiJoin
	if err := json.Unmarshal(c.Body(), &body); err != nil {
		return writeProblem(c, problem{Status: fiber.StatusBadRequest, Title: "The body is not JSON", Detail: err.Error()})
	}
	f := &form{Form: view.Form{Values: body.values()}, command: command}
	request := readJoin(f, 1, maxSlotsAsked)
	if len(f.Errors) > 0 {
		return writeProblem(c, invalidFields(f))
	}
	result, err := s.join(c.Context(), campaign, who(c).Subject, command, request)
	if words, ok := joinRefusal(err); ok {
		return writeProblem(c, problem{Status: fiber.StatusConflict, Title: words.summary, Detail: words.message})
	}
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(s.apiJoinedOf(result))
}

// maxSlotsAsked only keeps a slip of the finger out; the campaign's own terms decide.
const maxSlotsAsked = 10_000

func queryInt(c fiber.Ctx, name string, otherwise, most int) int {
	n, err := strconv.Atoi(c.Query(name))
	if err != nil || n < 0 {
		return otherwise
	}
	return min(n, most)
}
