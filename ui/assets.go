package ui

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/sensasiwangi/sambatan/ui/static"
)

// asset serves a file whose address changes with its content.
func asset(c fiber.Ctx) error {
	found, ok := static.Open(c.Path())
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, found.ContentType)
	c.Set(fiber.HeaderETag, found.ETag)
	c.Vary(fiber.HeaderAcceptEncoding)
	if found.Immutable {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	if c.Get(fiber.HeaderIfNoneMatch) == found.ETag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(encoded(c, found))
}

// encoded picks the smallest form that the browser takes.
func encoded(c fiber.Ctx, found static.Asset) []byte {
	accepted := c.Get(fiber.HeaderAcceptEncoding)
	switch {
	case found.Brotli != nil && strings.Contains(accepted, "br"):
		c.Set(fiber.HeaderContentEncoding, "br")
		return found.Brotli
	case found.Gzip != nil && strings.Contains(accepted, "gzip"):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return found.Gzip
	}
	return found.Body
}
