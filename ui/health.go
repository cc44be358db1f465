package ui

import "github.com/gofiber/fiber/v3"

// healthz tells that the process runs.
func healthz(c fiber.Ctx) error { return c.SendString("ok\n") }

// readyz tells whether requests may be sent here: the log answers, its clock
// agrees with ours, and the read models are reachable.
func (s *Server) readyz(c fiber.Ctx) error {
	if err := s.Ready(c.Context()); err != nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString(err.Error() + "\n")
	}
	return c.SendString("ready\n")
}
