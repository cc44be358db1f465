package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Use is for a command that needs the database for a while: it attaches to the
// server that runs on the folder, or starts one of its own. stop ends what Use
// started and leaves the rest alone. BinDir is looked for when it is empty.
//
// A server that another process is just starting is waited for until ctx ends.
func Use(ctx context.Context, options Options, config Config) (a Address, stop func(context.Context) error, err error) {
	options.DataDir = config.DataDir
	for {
		if a, err = Attach(ctx, config.DataDir); err == nil {
			return a, func(context.Context) error { return nil }, nil
		}
		server, err := findAndStart(ctx, options, config)
		if err == nil {
			return server.Address, server.Stop, nil
		}
		if !errors.Is(err, ErrInUse) {
			return Address{}, nil, err
		}
		select {
		case <-ctx.Done():
			return Address{}, nil, fmt.Errorf("wait for the server of another process: %w: %w", ctx.Err(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func findAndStart(ctx context.Context, options Options, config Config) (*Server, error) {
	if config.BinDir == "" {
		found, err := Find(ctx, options)
		if err != nil {
			return nil, err
		}
		config.BinDir = found.Path
	}
	return Start(ctx, config)
}
