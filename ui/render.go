package ui

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v3"
)

// isFragment tells whether htmx asks for a part of the page only.
func isFragment(c fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-History-Restore-Request") != "true" && c.Get("HX-Request-Type") != "full"
}

// render writes a component with a status.
func render(c fiber.Ctx, status int, component templ.Component) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Vary("HX-Request", "HX-Request-Type")
	if c.GetRespHeader(fiber.HeaderCacheControl) == "" {
		c.Set(fiber.HeaderCacheControl, "private, no-cache")
	}
	c.Status(status)
	return component.Render(c.Context(), c.Response().BodyWriter())
}

// page writes the full page, or only its changing part when htmx asks.
func page(c fiber.Ctx, status int, full, fragment templ.Component) error {
	if isFragment(c) {
		return render(c, status, fragment)
	}
	return render(c, status, full)
}
