package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/sensasiwangi/sambatan/ui/view"
)

// Web says how pages are served.
type Web struct {
	Addr   string `default:"127.0.0.1:8080" env:"SAMBATAN_ADDR" help:"Where pages are served; without the role web, /healthz and /metrics only."`
	Secure bool   `env:"SAMBATAN_SECURE" help:"Pages are behind TLS: cookies are bound to it. Always so outside development."`
}

// Serve runs roles against your own Postgres and NATS.
type Serve struct {
	Database         `embed:""`
	Secrets          `embed:""`
	Web              `embed:""`
	ReceivingAccount `embed:""`
	Gateway          `embed:""`
	Mail             `embed:""`
	StepUp           `embed:""`
	Contact          `embed:""`

	Roles        []string `default:"all" env:"SAMBATAN_ROLES" help:"Comma-separated: web, relay, projector, reactor, scheduler; or all."`
	NATSURL      string   `name:"nats-url" env:"NATS_URL" placeholder:"URL" help:"NATS with JetStream, as a user who may not publish to sambatan.>."`
	NATSRelayURL string   `name:"nats-relay-url" env:"NATS_RELAY_URL" placeholder:"URL" help:"The same as the user who may. Default: --nats-url."`
	Stream       Stream   `embed:"" prefix:"stream-" envprefix:"SAMBATAN_STREAM_"`
	Pooled       bool     `env:"DATABASE_POOLED" help:"DATABASE_URL leads to a transaction pooler."`
}

// Stream is how JetStream keeps the log's copy. Whatever it lacks is read from Postgres, so a
// limit loses nothing but the speed of following, and what log recover could bring back.
type Stream struct {
	Replicas int           `env:"REPLICAS" default:"1" help:"How many servers of a NATS cluster keep the log's stream: 1, 3 or 5."`
	MaxAge   time.Duration `env:"MAX_AGE" default:"0" help:"After which the stream forgets an event; 0: never."`
	MaxBytes int64         `env:"MAX_BYTES" default:"0" help:"How much disk the stream may take; 0: no limit."`
}

// webSettings is what the web role needs besides the platform.
type webSettings struct {
	environment  string
	demo, secure bool
	account      ReceivingAccount
	contact      view.Contact
	sandbox      string // address of a gateway that moves no money; empty: the gateway does
	mail         mailSettings
	addr         string
	ready        func(addr string)
}

// Run implements kong's command.
func (c *Serve) Run(ctx context.Context, cli *CLI, to streams) error {
	roles, err := parseRoles(c.Roles)
	if err != nil {
		return err
	}
	if err := c.checkAccount(cli.Environment); err != nil {
		return err
	}
	return c.with(ctx, to, func(d *database) (err error) {
		secrets, err := c.Secrets.read(d.folder)
		if err != nil {
			return err
		}
		mail, err := c.Mail.read()
		if err != nil {
			return err
		}
		contact, err := c.Contact.read()
		if err != nil {
			return err
		}
		conns, err := c.connectNATS()
		if err != nil {
			return err
		}
		defer conns.close()
		p, err := openPlatform(ctx, platformConfig{database: d, keys: secrets, nats: conns, pooled: c.Pooled, logger: slog.Default()})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.Close()) }()
		client, err := c.client()
		if err != nil {
			return err
		}
		p.stream = c.Stream
		p.useGateway(client, c.policy(client))
		p.payouts = c.payouts(client)
		if err := c.passkeys(p, roles, cli.Environment); err != nil {
			return err
		}
		return p.run(ctx, roles, webSettings{
			environment: cli.Environment, secure: c.Secure || cli.Environment != "development",
			account: c.ReceivingAccount, contact: contact, mail: mail, addr: c.Addr,
			ready: func(addr string) { fmt.Fprintf(to.out, "serving http://%s\n", addr) },
		})
	})
}

// passkeys are of use to those who serve pages only.
func (c *Serve) passkeys(p *platform, roles []role, environment string) error {
	if !slices.Contains(roles, roleWeb) {
		return nil
	}
	settings, err := c.settings(environment, c.PublicURL, c.Addr)
	if err != nil {
		return err
	}
	return p.usePasskeys(settings)
}

func (c *Serve) connectNATS() (connections, error) {
	if c.NATSURL == "" {
		return connections{}, errors.New("NATS_URL is not set; serve needs a NATS server with JetStream (sambatan up brings its own)")
	}
	reader, err := dialNATS(c.NATSURL, "sambatan")
	if err != nil {
		return connections{}, err
	}
	writer, err := dialNATS(cmp.Or(c.NATSRelayURL, c.NATSURL), "sambatan relay", nats.NoEcho())
	if err != nil {
		reader.Close()
		return connections{}, err
	}
	return connections{relay: writer, reader: reader}, nil
}

// dialNATS connects, also when the server comes up later: Postgres is the
// truth, and all that NATS does is caught up with.
func dialNATS(url, name string, options ...nats.Option) (*nats.Conn, error) {
	conn, err := nats.Connect(url, append(options, nats.Name(name), nats.MaxReconnects(-1), nats.RetryOnFailedConnect(true))...)
	if err != nil {
		return nil, fmt.Errorf("NATS_URL: %w", err)
	}
	return conn, nil
}

func (c connections) close() {
	for _, conn := range []*nats.Conn{c.relay, c.reader} {
		if conn != nil {
			conn.Close()
		}
	}
}

// run plays the roles until ctx ends or one of them can't go on.
func (p *platform) run(ctx context.Context, roles []role, web webSettings) error {
	parts := newGroup(ctx)
	start := map[role]func(){
		roleRelay:     func() { parts.start("relay", p.runRelay) },
		roleProjector: func() { parts.start("projector", p.projectorPart().Run) },
		roleReactor: func() {
			parts.start("reactor", p.reactorPart(p.process(web.account)).Run)
			if p.teller != nil {
				parts.start("inbox", p.inboxPart().Run)
			}
		},
		roleScheduler: func() { p.startScheduler(parts, web) },
		roleWeb: func() {
			server := p.webPart(web)
			if p.teller != nil {
				parts.start("intake", p.teller.inbox.Run)
			}
			parts.start("web", func(ctx context.Context) error { return server.Listen(ctx, web.addr, web.ready) })
		},
	}
	for _, r := range allRoles {
		if slices.Contains(roles, r) {
			start[r]()
		}
	}
	if !slices.Contains(roles, roleWeb) {
		parts.start("status", func(ctx context.Context) error { return p.serveStatus(ctx, web.addr, web.ready) })
	}
	return parts.wait(ctx)
}
