package ui

import (
	"time"

	"github.com/gofiber/fiber/v3"
)

// Cookies of the site, by their plain names.
const (
	sessionCookie = "sid"
	guestCookie   = "tamu"
	returnCookie  = "kembali" // where to go after signing in
	solidCookie   = "solid"   // shows panels without glass
)

// cookieName adds the prefix that binds a cookie to this very host; browsers
// accept it over TLS only.
func (s *Server) cookieName(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie; a life of 0 lasts until the browser closes.
func (s *Server) setCookie(c fiber.Ctx, name, value string, life time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/",
		MaxAge: int(life.Seconds()), SessionOnly: life == 0,
		Secure: s.Secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (s *Server) dropCookie(c fiber.Ctx, name string) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookieName(name), Path: "/", Expires: time.Unix(1, 0),
		Secure: s.Secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}
