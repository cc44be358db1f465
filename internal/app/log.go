package app

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/relay"
)

// LogCommands look after the event log.
type LogCommands struct {
	Verify  LogVerify  `cmd:"" help:"Recompute the leaf of every stored event."`
	Recover LogRecover `cmd:"" help:"Bring back from JetStream the newest events that a restored database lacks."`
}

// LogVerify recomputes every leaf.
type LogVerify struct {
	Database `embed:""`
	Secrets  `embed:""`
}

// LogRecover re-appends a missing tail.
type LogRecover struct {
	Database `embed:""`
	Secrets  `embed:""`
	NATSURL  string `name:"nats-url" env:"NATS_RELAY_URL,NATS_URL" placeholder:"URL" help:"NATS with JetStream. Default: the folder of the embedded one."`
}

// Run implements kong's command.
func (c *LogVerify) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		n, err := p.store.VerifyLeaves(ctx, 1, func(eventstore.Position) {})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(to.out, "%d events, every leaf recomputes\n", n)
		return err
	})
}

// Run implements kong's command.
func (c *LogRecover) Run(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		conns, stop, err := c.openNATS()
		if err != nil {
			return err
		}
		defer stop()
		js, err := jetstream.New(conns.relay)
		if err != nil {
			return fmt.Errorf("open JetStream: %w", err)
		}
		n, err := relay.Recover(ctx, relay.RecoverConfig{Store: p.store, JetStream: js, Key: p.key("relay")})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(to.out, "%d events were brought back\n", n)
		return err
	})
}

func (c *LogRecover) openNATS() (connections, func(), error) {
	if c.NATSURL != "" {
		conn, err := dialNATS(c.NATSURL, "sambatan log recover")
		conns := connections{relay: conn, reader: conn}
		return conns, conns.close, err
	}
	folder, err := c.folder()
	if err != nil {
		return connections{}, nil, err
	}
	broker, conns, err := startNATS(natsFolder(folder))
	if err != nil {
		return connections{}, nil, err
	}
	return conns, func() {
		conns.close()
		if err := broker.Stop(); err != nil {
			slog.Error("stop NATS", "error", err)
		}
	}, nil
}
