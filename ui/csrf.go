package ui

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// Forms carry a token that is a MAC of the visitor's own cookie. Nothing is
// stored, so any web process can check what another one handed out. A token
// alone is not trusted: the browser must also say that the form is ours.

// formToken is the token for the visitor's forms.
func (s *Server) formToken(c fiber.Ctx) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("form " + s.visitor(c)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// visitor is the secret that the visitor's tokens are bound to: the session
// when there is one, so that signing in or out retires old tokens.
func (s *Server) visitor(c fiber.Ctx) string {
	if token := c.Cookies(s.cookieName(sessionCookie)); token != "" {
		return token
	}
	if known, ok := c.Locals(guestKey{}).(string); ok {
		return known
	}
	guest := c.Cookies(s.cookieName(guestCookie))
	if guest == "" {
		guest = rand.Text()
		s.setCookie(c, guestCookie, guest, 0)
	}
	c.Locals(guestKey{}, guest)
	return guest
}

type guestKey struct{}

// ownForms lets a request that changes something pass only when it comes from a
// page of ours and carries the visitor's token.
func (s *Server) ownForms(c fiber.Ctx) error {
	if c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead {
		return c.Next()
	}
	if tooLarge(c) {
		return fiber.ErrRequestEntityTooLarge
	}
	if !sameOrigin(c) {
		return errForged
	}
	if !hmac.Equal([]byte(c.FormValue(view.FieldCSRF)), []byte(s.formToken(c))) {
		return s.late(c)
	}
	return c.Next()
}

// sameOrigin believes the browser's Sec-Fetch-Site, and the Origin where an old
// browser does not send it. Neither header at all is left to the token.
func sameOrigin(c fiber.Ctx) bool {
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
	default:
		return false
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	from, err := url.Parse(origin)
	return err == nil && from.Host == c.Host()
}
