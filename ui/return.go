package ui

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// A guest who wanted something is sent to sign in, opens a link that came by
// another way, and should then be where they wanted to be. The browser keeps the
// address in a cookie for a while; a mailed link has it too, for another device.

// returnLife is how long a wanted address is remembered.
const returnLife = 30 * time.Minute

// ownPath lets only a path of this site through, never another site's address:
// browsers drop control characters and read a backslash as a slash.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.Contains(path, `\`) || strings.ContainsFunc(path, unicode.IsControl) {
		return ""
	}
	parsed, err := url.Parse(path)
	if err != nil || parsed.Scheme != "" || parsed.Host != "" {
		return ""
	}
	return path
}

// remember keeps where the visitor wanted to go.
func (s *Server) remember(c fiber.Ctx, path string) {
	if path = ownPath(path); path != "" && len(path) < 1000 {
		s.setCookie(c, returnCookie, url.QueryEscape(path), returnLife)
	}
}

// wanted is what remember kept, if the subject may open it, and forgets it.
func (s *Server) wanted(c fiber.Ctx, subject session.Subject) string {
	path := s.remembered(c)
	if path == "" {
		return ""
	}
	s.dropCookie(c, returnCookie)
	if !mayOpen(subject, path) {
		return ""
	}
	return path
}

// remembered is what remember kept; empty: nothing.
func (s *Server) remembered(c fiber.Ctx) string {
	path, err := url.QueryUnescape(c.Cookies(s.cookieName(returnCookie)))
	if err != nil {
		return ""
	}
	return ownPath(path)
}

// areas are the parts of the site that only some may open.
var areas = []struct {
	prefix string
	roles  []identity.Role
}{
	{view.MineURL, buyers},
	{view.WalletURL, buyers},
	{view.MakerURL, makers},
	{view.CuratorURL, curators},
	{view.OpsURL, operators},
	{view.AuditURL, auditors},
	{view.CampaignURL(""), signedIn},
	{view.ProfileURL, signedIn},
}

// mayOpen keeps a visitor who signs in as somebody else than expected from
// landing on a refusal. It guards nothing: the routes do.
func mayOpen(subject session.Subject, path string) bool {
	if strings.HasSuffix(path, "/gabung") {
		return subject.Has(buyers...)
	}
	for _, area := range areas {
		if strings.HasPrefix(path, area.prefix) {
			return subject.Has(area.roles...)
		}
	}
	return true
}

// cameFrom is the page of ours that holds the form which was posted.
func cameFrom(c fiber.Ctx) string {
	from, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil || from.Host != c.Host() {
		return ""
	}
	return ownPath(from.RequestURI())
}
