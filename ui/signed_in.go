package ui

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

type sessionKey struct{}

// identify finds out who is asking. A cookie that is not good any more is
// dropped, and the visitor goes on as a guest.
func (s *Server) identify(c fiber.Ctx) error {
	token := c.Cookies(s.cookieName(sessionCookie))
	if token == "" {
		return c.Next()
	}
	found, err := s.Sessions.Find(c.Context(), token)
	switch {
	case errors.Is(err, session.ErrInvalid):
		s.dropCookie(c, sessionCookie)
		c.Request().Header.DelCookie(s.cookieName(sessionCookie))
	case err != nil:
		return err
	default:
		c.Locals(sessionKey{}, found)
		wearBadge(c, found.Subject)
	}
	return c.Next()
}

// who is the session of the request; its subject is zero for a guest.
func who(c fiber.Ctx) session.Session {
	found, _ := c.Locals(sessionKey{}).(session.Session)
	return found
}

// only lets subjects with one of the roles through; the first is whom the page is for. A guest
// is sent to sign in and comes back afterwards.
func (s *Server) only(roles ...identity.Role) fiber.Handler {
	return func(c fiber.Ctx) error {
		subject := who(c).Subject
		switch {
		case subject.Has(roles...):
			c.Set(fiber.HeaderCacheControl, "private, no-store")
			return c.Next()
		case subject.User.IsZero():
			return s.signInFirst(c)
		}
		return &wrongRoleError{has: shownRole(subject), needs: shownRole(session.Subject{Roles: roles[:1]})}
	}
}

func (s *Server) signInFirst(c fiber.Ctx) error {
	if strings.HasPrefix(c.Path(), view.StreamsURL) {
		return farewell(c) // no page to come back to
	}
	back := c.OriginalURL()
	if c.Method() != fiber.MethodGet {
		back = cameFrom(c)
	}
	target := view.SignInBackURL(back)
	if isFragment(c) { // with 401 htmx would go there too, but say that something is wrong
		c.Set("HX-Redirect", target)
		return c.SendStatus(fiber.StatusOK)
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To(target)
}

// signedIn are all roles: whoever has a session.
var signedIn = []identity.Role{
	identity.Buyer, identity.Brand, identity.Operator, identity.Lead, identity.Curator, identity.Auditor, identity.Admin,
}

var (
	buyers = []identity.Role{identity.Buyer}
	makers = []identity.Role{identity.Brand}
)

// operators may decide about money.
var operators = []identity.Role{identity.Operator, identity.Lead, identity.Admin}

// curators judge what brands want published; leads stand in for them.
var curators = []identity.Role{identity.Curator, identity.Lead, identity.Admin}

// auditors may read everything and change nothing.
var auditors = []identity.Role{identity.Auditor, identity.Lead, identity.Admin}
