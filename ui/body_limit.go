package ui

import (
	"strings"
	"time"

	"github.com/valyala/fasthttp"

	"github.com/sensasiwangi/sambatan/internal/statement"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// uploadLimit bounds a request with a file; around the file stand a few fields.
const uploadLimit = statement.MaxBytes + bodyLimit

// uploadTimeout is how long a file may take on its way: a phone's slow line.
const uploadTimeout = 2 * time.Minute

// bound decides, when the head of a request has come, how much more is read: the
// one address that takes files takes more, and waits longer for it.
func bound(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	if header.IsPost() && strings.TrimSuffix(path, "/") == view.OpsStatementsURL {
		return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTimeout}
	}
	return fasthttp.RequestConfig{}
}
