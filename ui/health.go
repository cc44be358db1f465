package ui

import (
	"log/slog"

	"github.com/gofiber/fiber/v3"
)

// healthz tells that the process runs.
func healthz(c fiber.Ctx) error { return c.SendString("ok\n") }

// readyz tells whether requests may be sent here: the log answers, its clock
// agrees with ours, and the read models are reachable. Why not goes to the log: anybody
// may ask, and the reason names hosts and users.
func (s *Server) readyz(c fiber.Ctx) error {
	if err := s.Ready(c.Context()); err != nil {
		slog.WarnContext(c.Context(), "not ready for requests", "error", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
	}
	return c.SendString("ready\n")
}
