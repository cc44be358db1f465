package ui

import (
	"cmp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// uploadLimit bounds a request with a file; around the file stand a few fields.
const uploadLimit = statement.MaxBytes + bodyLimit

// uploadTimeout is how long a file may take on its way: a phone's slow line.
const uploadTimeout = 2 * time.Minute

// answerTimeout is how long an answer may take on its way to somebody who reads slowly,
// or not at all: a connection that nobody reads from must not be held for good.
const answerTimeout = 2 * time.Minute

// tooLarge tells whether a request says itself that it is more than is read. The server answers that it is; this is
// what the log hears of it, which else would be told of a token that nobody has read.
func tooLarge(c fiber.Ctx) bool {
	most := cmp.Or(bound(&c.Request().Header).MaxRequestBodySize, bodyLimit)
	return c.Request().Header.ContentLength() > most
}

// bound decides, when the head of a request has come, how much more is read, and how
// long its answer may be written: the one address that takes files takes more, and waits
// longer for it; streams last as long as they are watched, and an auditor's export as
// long as the trail is.
func bound(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	switch {
	case strings.HasPrefix(path, view.StreamsURL), strings.HasPrefix(path, view.AuditURL):
		return fasthttp.RequestConfig{}
	case header.IsPost() && strings.TrimSuffix(path, "/") == view.OpsStatementsURL:
		return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTimeout, WriteTimeout: answerTimeout}
	}
	return fasthttp.RequestConfig{WriteTimeout: answerTimeout}
}
