// Command startup measures how long the built program takes from its start to the first 200 of /readyz, on a new
// data folder and again on the same one: startup -binary bin/sambatan. It fails above the limits.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// patience is how long a start or a stop is watched before it counts as hanging.
const patience = time.Minute

func main() {
	binary := flag.String("binary", "bin/sambatan", "the built program")
	first := flag.Duration("first", 3*time.Second, "limit of the first start")
	second := flag.Duration("second", time.Second, "limit of the second start")
	stop := flag.Duration("stop", 5*time.Second, "limit of a stop")
	flag.Parse()
	if err := run(*binary, *first, *second, *stop); err != nil {
		fmt.Fprintln(os.Stderr, "startup:", err)
		os.Exit(1)
	}
}

func run(binary string, first, second, stop time.Duration) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	// A folder inside a temporary one: as root the program hands it to the user that runs Postgres, who must
	// be able to get there.
	base, err := os.MkdirTemp("", "sambatan-startup-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(base) }()
	if err := os.Chmod(base, 0o755); err != nil {
		return err
	}
	var slow error
	for _, round := range []struct {
		name  string
		limit time.Duration
	}{{"first start", first}, {"second start", second}} {
		ready, stopped, err := once(binary, filepath.Join(base, "data"))
		if err != nil {
			return fmt.Errorf("%s: %w", round.name, err)
		}
		fmt.Printf("%-13s ready in %6.3f s (limit %s), stopped in %6.3f s (limit %s)\n",
			round.name, ready.Seconds(), round.limit, stopped.Seconds(), stop)
		if ready > round.limit || stopped > stop {
			slow = errors.Join(slow, fmt.Errorf("%s is over its limit", round.name))
		}
	}
	return slow
}

// once starts the program, waits until it is ready, interrupts it and waits for its end.
func once(binary, data string) (ready, stopped time.Duration, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	address, err := freeAddress(ctx)
	if err != nil {
		return 0, 0, err
	}
	cmd := exec.CommandContext(ctx, binary, "up", "--addr", address, "--data", data)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := awaitReady(ctx, "http://"+address+"/readyz", ended); err != nil {
		_ = cmd.Process.Signal(os.Interrupt)
		return 0, 0, err
	}
	ready = time.Since(start)
	start = time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		return 0, 0, err
	}
	err = <-ended
	return ready, time.Since(start), err
}

func awaitReady(ctx context.Context, url string, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if is200(ctx, url) {
			return nil
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the program ended before it was ready: %w", err)
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer 200 within %s", url, patience)
		case <-tick.C:
		}
	}
}

func is200(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_, readErr := io.Copy(io.Discard, response.Body)
	closeErr := response.Body.Close()
	return response.StatusCode == http.StatusOK && readErr == nil && closeErr == nil
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
