package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Path is one way to do the same thing.
type Path struct {
	Name        string
	Connections int
	// Do performs one operation. It is called by many clients at once; n counts
	// the client's own operations from 0.
	Do func(ctx context.Context, client, n int) error
}

// Row is one measured line, and one object of --json.
type Row struct {
	Path        string  `json:"path"`
	Clients     int     `json:"clients"`
	Connections int     `json:"connections"`
	PerSecond   float64 `json:"per_second"`
	P50         float64 `json:"p50_ms"`
	P99         float64 `json:"p99_ms"`

	Done int `json:"-"` // operations that succeeded
}

// Load runs a path with so many clients, each as fast as it can, for a while.
// The first error ends it: a path that fails is not fast.
func Load(ctx context.Context, path Path, clients int, length time.Duration) (Row, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	latencies := make([][]time.Duration, clients)
	begin := time.Now()
	end := begin.Add(length)
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			own, err := one(ctx, path, client, end)
			latencies[client] = own
			if err != nil {
				stop(fmt.Errorf("%s: %w", path.Name, err))
			}
		})
	}
	group.Wait()
	elapsed := time.Since(begin)
	if err := context.Cause(ctx); err != nil {
		return Row{}, err
	}
	return summarise(path, clients, slices.Concat(latencies...), elapsed)
}

func one(ctx context.Context, path Path, client int, end time.Time) ([]time.Duration, error) {
	latencies := make([]time.Duration, 0, 1<<12)
	for n := 0; time.Now().Before(end); n++ {
		begin := time.Now()
		if err := path.Do(ctx, client, n); err != nil {
			return latencies, err
		}
		latencies = append(latencies, time.Since(begin))
	}
	return latencies, nil
}

var errNothingDone = errors.New("not one operation was done in the time given")

func summarise(path Path, clients int, latencies []time.Duration, elapsed time.Duration) (Row, error) {
	if len(latencies) == 0 {
		return Row{}, fmt.Errorf("%s with %d clients: %w", path.Name, clients, errNothingDone)
	}
	slices.Sort(latencies)
	return Row{
		Path: path.Name, Clients: clients, Connections: path.Connections,
		PerSecond: float64(len(latencies)) / elapsed.Seconds(),
		P50:       milliseconds(quantile(latencies, 0.50)),
		P99:       milliseconds(quantile(latencies, 0.99)),
		Done:      len(latencies),
	}, nil
}

// quantile of sorted values by the nearest-rank method.
func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
