package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// serveStatus answers those who watch this process, where no pages are served that would:
// a relay that has halted is seen by its own metrics only.
func (p *platform) serveStatus(ctx context.Context, addr string, ready func(addr string)) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "ok\n") //nolint:errcheck,gosec // whoever asked has left
	})
	mux.Handle("GET /metrics", p.metricsHandler())
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen for /healthz and /metrics: %w", err)
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	ended := context.AfterFunc(ctx, func() { server.Close() }) //nolint:errcheck,gosec // a scrape that is cut off is asked again
	defer ended()
	ready(addr)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
