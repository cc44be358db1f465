package ui

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/sse"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/internal/session"
)

func TestAGuardedStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	s := &Server{Backend: Backend{Sessions: session.NewStore(pgtest.New(t).Pool)}, closing: make(chan struct{})}
	watched := &seat{show: &show{changed: make(chan struct{})}}
	check := make(chan time.Time, 2)
	check <- time.Now()
	app := fiber.New()
	app.Get("/", sse.New(sse.Config{DisableHeartbeat: true, Handler: func(_ fiber.Ctx, stream *sse.Stream) error {
		next, err := s.next(stream, watched, frame{number: 1}, check, "signed-out")
		require.Nil(t, next)
		return err
	}}))
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
	response, err := app.Test(request, fiber.TestConfig{Timeout: 10 * time.Second, FailOnTimeout: true})
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Contains(t, string(body), "event: selesai")
}
