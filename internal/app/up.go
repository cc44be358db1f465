package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go"

	embedded "github.com/sensasiwangi/sambatan/internal/embedded/nats"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/migrations"
)

// Up runs the whole platform on an embedded default.
type Up struct {
	Database         `embed:""`
	Secrets          `embed:""`
	Web              `embed:""`
	ReceivingAccount `embed:""`
	Gateway          `embed:""`
	Mail             `embed:""`
	StepUp           `embed:""`
	Contact          `embed:""`

	Ephemeral bool `help:"Keep nothing: everything is in a temporary folder."`
	Demo      bool `default:"true" negatable:"" help:"Fill an empty log with demo data."`
	Open      bool `help:"Open the page in a browser."`
}

// Run implements kong's command.
func (c *Up) Run(ctx context.Context, cli *CLI, to streams) (err error) {
	say := steps(to)
	if err := c.checkAddress(ctx); err != nil {
		return err
	}
	mail, closeMailbox, err := c.mailOf(ctx, cli.Environment)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeMailbox()) }()
	contact, err := c.contactIn(cli.Environment)
	if err != nil {
		return err
	}
	passkeys, err := c.settings(cli.Environment, c.PublicURL, c.Addr)
	if err != nil {
		return err
	}
	d, err := c.startDatabase(ctx, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close(ctx)) }()
	secrets, err := c.Secrets.read(d.folder)
	if err != nil {
		return err
	}
	say("applying migrations")
	if err := migrations.Up(ctx, d.direct); err != nil {
		return err
	}
	people, err := c.demoData(ctx, d, secrets, say)
	if err != nil {
		return err
	}
	client, sandbox, err := c.gateway(ctx, cli.Environment, say)
	if err != nil {
		return err
	}
	address := ""
	if sandbox != nil {
		defer func() { err = errors.Join(err, sandbox.Close()) }()
		address = sandbox.url
		forget, err := rememberSandbox(d.folder, address)
		if err != nil {
			return err
		}
		defer forget()
	}
	say("starting NATS with JetStream")
	return withNATS(ctx, d, secrets, func(p *platform) error {
		p.useGateway(client, c.policy(client))
		p.payouts = c.payouts(client)
		if err := p.usePasskeys(passkeys); err != nil {
			return err
		}
		return p.run(ctx, allRoles, webSettings{
			environment: cli.Environment, demo: c.Demo, secure: c.Secure || cli.Environment != "development",
			account: c.ReceivingAccount, contact: contact, sandbox: address, mail: mail, addr: c.Addr, ready: func(addr string) {
				go p.whenReady(ctx, func() { c.welcome(ctx, p, people, addr, stand{gateway: address, mailbox: mail.mailbox != nil}, to) })
			},
		})
	})
}

// gateway is the one that was named or, in development, one that moves no money.
func (c *Up) gateway(ctx context.Context, environment string, say func(string)) (*midtrans.Client, *sandbox, error) {
	if c.GatewayURL != "" || environment != "development" {
		client, err := c.client()
		return client, nil, err
	}
	say("starting a sandbox payment gateway")
	sandbox, err := startSandbox(ctx, c.Addr)
	if err != nil {
		return nil, nil, err
	}
	client := sandbox.client()
	return client, sandbox, nil
}

// checkAddress finds a taken port before anything is started.
func (c *Up) checkAddress(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("can't serve on %s (%w); choose another with --addr", c.Addr, err)
	}
	return listener.Close()
}

func (c *Up) startDatabase(ctx context.Context, say func(string)) (*database, error) {
	if c.DatabaseURL != "" {
		d, err := c.connect(ctx, say)
		if err == nil {
			d.folder, err = c.folder() // for NATS and the keys
		}
		return d, err
	}
	if !c.Ephemeral {
		folder, err := c.folder()
		if err != nil {
			return nil, err
		}
		return c.start(ctx, folder, false, say)
	}
	folder, err := os.MkdirTemp("", "sambatan-up-*")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	d, err := c.start(ctx, folder, true, say)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	d.temporary = folder
	return d, nil
}

// withNATS runs work on a platform that has a NATS of its own, in this process.
func withNATS(ctx context.Context, d *database, secrets keys, work func(*platform) error) (err error) {
	broker, conns, err := startNATS(natsFolder(d.folder))
	if err != nil {
		return err
	}
	defer func() {
		conns.close()
		err = errors.Join(err, broker.Stop())
	}()
	p, err := openPlatform(ctx, platformConfig{database: d, keys: secrets, nats: conns, logger: slog.Default()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	return work(p)
}

// startNATS runs NATS in this process and connects as both roles.
func startNATS(folder string) (*embedded.Server, connections, error) {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil { //nolint:gosec // the postgres user passes through
		return nil, connections{}, fmt.Errorf("make the folder of NATS: %w", err)
	}
	broker, err := embedded.Start(embedded.Config{StoreDir: folder, Logger: slog.Default()})
	if err != nil {
		return nil, connections{}, err
	}
	var conns connections
	if conns.relay, err = broker.ConnectAs(embedded.Relay, nats.Name("sambatan relay"), nats.NoEcho()); err == nil {
		conns.reader, err = broker.ConnectAs(embedded.Reader, nats.Name("sambatan"))
	}
	if err != nil {
		conns.close()
		return nil, connections{}, errors.Join(err, broker.Stop())
	}
	return broker, conns, nil
}

// steps prints each step with the time since the start.
func steps(to streams) func(string) {
	begin := time.Now()
	return func(step string) {
		fmt.Fprintf(to.out, "%6.2fs  %s\n", time.Since(begin).Seconds(), step)
	}
}

func openBrowser(ctx context.Context, url string) error {
	return exec.CommandContext(ctx, "xdg-open", url).Start() //nolint:gosec // our own address
}
