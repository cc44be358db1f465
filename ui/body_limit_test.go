package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/valyala/fasthttp"
)

func TestOnlyStreamsAndExportsAreWrittenForAsLongAsTheyTake(t *testing.T) {
	t.Parallel()
	for path, limit := range map[string]time.Duration{
		"/pasar/parfum?urut=terbaru":     answerTimeout,
		"/api/v1/campaigns":              answerTimeout,
		"/sse/sambatan/7":                0,
		"/audit/sambatan/7/jejak.ndjson": 0,
	} {
		var header fasthttp.RequestHeader
		header.SetRequestURI(path)
		require.Equal(t, limit, bound(&header).WriteTimeout, path)
	}
}
