package ui

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// A form of ours comes late when its visitor was signed out while they filled it in, or is
// somebody else by now: its token is worth nothing any more.

// late gives back what was typed, on a page that sends it once more under the token of now.
// Only for what the browser itself calls ours: whoever presses that button has not read it.
func (s *Server) late(c fiber.Ctx) error {
	if isFragment(c) || !surelyOurs(c) || !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationForm) {
		return errForged
	}
	shown := view.Late{
		Action: ownPath(c.OriginalURL()), Back: cameFrom(c),
		SignedOut: who(c).User.IsZero() && !mayOpen(session.Subject{}, c.Path()),
	}
	for name, value := range c.Request().PostArgs().All() {
		if string(name) != view.FieldCSRF {
			shown.Typed = append(shown.Typed, view.Typed{Name: string(name), Value: string(value)})
		}
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return render(c, fiber.StatusForbidden, view.LatePage(s.shell(c, view.SectionNone), shown))
}

// surelyOurs believes only a browser that says so; sameOrigin lets the silent through too.
func surelyOurs(c fiber.Ctx) bool {
	site := c.Get("Sec-Fetch-Site")
	return site == "same-origin" || site == "" && c.Get(fiber.HeaderOrigin) != ""
}

// astray leads whoever opens an address by itself that only takes forms to the page with
// the form: a phone reloads what a form answered, long after.
func (s *Server) astray(c fiber.Ctx) error {
	if c.Method() != fiber.MethodGet || strings.HasPrefix(c.Path(), apiPrefix) || !s.takes(fiber.MethodPost, c.Path()) {
		return fiber.ErrNotFound
	}
	for path := above(c.Path()); path != ""; path = above(path) {
		if s.takes(fiber.MethodGet, path) {
			return c.Redirect().Status(fiber.StatusSeeOther).To(path)
		}
	}
	return c.Redirect().Status(fiber.StatusSeeOther).To("/")
}

// takes tells whether one of the pages answers to a path.
func (s *Server) takes(method, path string) bool {
	for _, route := range s.app.GetRoutes(true) {
		if route.Method == method && !strings.Contains(route.Path, "*") && fiber.RoutePatternMatch(path, route.Path) {
			return true
		}
	}
	return false
}

// above is the path without its last step; empty at the root.
func above(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[:max(0, strings.LastIndexByte(path, '/'))]
}
