package ui

import (
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/limiter"
)

// How often one visitor, and one address, may post a form a minute. Addresses
// are shared by whole neighbourhoods on mobile networks, so theirs is loose; it
// only keeps a flood from one machine out.
const (
	joinsPerVisitor   = 60
	joinsPerAddress   = 1200
	signInsPerVisitor = 20
	signInsPerAddress = 300
	linksPerVisitor   = 10
	linksPerAddress   = 120
	tokensPerVisitor  = 5

	paymentsPerVisitor = 30
	uploadsPerVisitor  = 20
	stepUpsPerVisitor  = 20
)

// perVisitor bounds how often one visitor may send a request a minute. Who sends more is answered by instead, where
// the form has something typed that must not be lost.
func (s *Server) perVisitor(most int, instead ...fiber.Handler) fiber.Handler {
	return limiter.New(limiter.Config{Max: most, Expiration: time.Minute, KeyGenerator: s.visitorKey, LimitReached: append(instead, tooMany)[0]})
}

// perAddress bounds how often one address may.
func (s *Server) perAddress(most int, instead ...fiber.Handler) fiber.Handler {
	return limiter.New(limiter.Config{
		Max: most, Expiration: time.Minute, KeyGenerator: remoteAddress, LimitReached: append(instead, tooMany)[0],
		Next: func(c fiber.Ctx) bool { return remoteAddress(c) == "" },
	})
}

func tooMany(fiber.Ctx) error { return fiber.ErrTooManyRequests }

// visitorKey names the visitor in a limiter: the user, or the guest's browser.
func (s *Server) visitorKey(c fiber.Ctx) string {
	if user := who(c).User; !user.IsZero() {
		return "user " + user.String()
	}
	if strings.HasPrefix(c.Path(), apiPrefix) {
		return "program " + remoteAddress(c)
	}
	return "guest " + s.visitor(c)
}

// inside lets only those through who are near and come by no proxy: Prometheus, not the public.
func inside(c fiber.Ctx) error {
	address, ok := c.RequestCtx().RemoteAddr().(*net.TCPAddr)
	if !ok || c.Get(fiber.HeaderXForwardedFor) != "" {
		return fiber.ErrNotFound
	}
	if ip := address.AddrPort().Addr().Unmap(); !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsUnspecified() {
		return fiber.ErrNotFound
	}
	return c.Next()
}

// remoteAddress is where a request comes from. Behind a reverse proxy, which is
// near, that is the last address in X-Forwarded-For: the one the proxy itself
// has seen. It is empty for this very machine, whom nothing is limited for.
func remoteAddress(c fiber.Ctx) string {
	address, ok := c.RequestCtx().RemoteAddr().(*net.TCPAddr)
	if !ok {
		return ""
	}
	ip := address.AddrPort().Addr().Unmap()
	if ip.IsLoopback() || ip.IsPrivate() {
		hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
		if seen, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			ip = seen.Unmap()
		}
	}
	if ip.IsLoopback() || ip.IsUnspecified() {
		return ""
	}
	return ip.String()
}
