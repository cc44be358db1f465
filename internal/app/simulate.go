package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/simulate"
)

// Simulate acts as many buyers over HTTP.
type Simulate struct {
	Database `embed:""`
	Secrets  `embed:""`
	Chaos    `embed:""`

	Addr    string        `default:"127.0.0.1:8080" env:"SAMBATAN_ADDR" help:"Where pages are served."`
	Buyers  int           `default:"200" help:"How many buyers; with --chaos by default 160."`
	Rate    float64       `default:"50" help:"Joins per second, of all buyers together."`
	Seconds float64       `default:"60" help:"How long; 0: until Ctrl-C."`
	Joins   int           `help:"Stop after so many acknowledged joins; 0: no bound."`
	Acks    string        `placeholder:"FILE" help:"Append each acknowledged join to this file, for: check acks FILE."`
	Slots   int           `default:"5000" help:"Open a sambatan of the simulation's own with so many slots; 0: only join what is open."`
	Pay     float64       `default:"0.95" help:"Share of the joins whose transfer is recorded, so that their buyers may join again; 0: none."`
	PayIn   time.Duration `default:"5s" help:"How long a transfer takes at most."`
	Tokens  string        `placeholder:"FILE" help:"API tokens of buyers, one a line, instead of registering some; the database is then left alone."`
}

// simulateBuyers is the default of --buyers.
const simulateBuyers = 200

// Run implements kong's command.
func (c *Simulate) Run(ctx context.Context, to streams) (err error) {
	if c.Chaos.Chaos {
		return c.runChaos(ctx, to)
	}
	config, closeAcks, err := c.config(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeAcks()) }()
	if c.Tokens != "" {
		if config.Buyers, err = c.readTokens(); err != nil {
			return err
		}
		return c.act(ctx, to, config)
	}
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		if err := c.prepare(ctx, p, to, &config); err != nil {
			return err
		}
		return c.act(ctx, to, config)
	})
}

func (c *Simulate) config(to streams) (simulate.Config, func() error, error) {
	config := simulate.Config{
		Base: "http://" + c.Addr, Rate: c.Rate, Joins: c.Joins,
		Length: time.Duration(c.Seconds * float64(time.Second)),
		Say:    func(line string) { fmt.Fprintln(to.out, line) },
	}
	if c.Acks == "" {
		return config, func() error { return nil }, nil
	}
	writer, err := acks.Open(c.Acks)
	if err != nil {
		return config, nil, err
	}
	config.Acks = writer
	return config, writer.Close, nil
}

func (c *Simulate) readTokens() ([]simulate.Buyer, error) {
	file, err := os.Open(c.Tokens)
	if err != nil {
		return nil, fmt.Errorf("open the tokens: %w", err)
	}
	var buyers []simulate.Buyer
	lines := bufio.NewScanner(file)
	for lines.Scan() && len(buyers) < c.Buyers {
		if token := strings.TrimSpace(lines.Text()); token != "" {
			buyers = append(buyers, simulate.Buyer{Token: token, N: len(buyers)})
		}
	}
	return buyers, errors.Join(lines.Err(), file.Close())
}

// prepare registers the buyers and, if wanted, opens a sambatan for them.
func (c *Simulate) prepare(ctx context.Context, p *platform, to streams, config *simulate.Config) (err error) {
	life := config.Length + time.Hour
	if config.Length == 0 {
		life = 24 * time.Hour
	}
	fmt.Fprintf(to.out, "registering %d buyers\n", c.Buyers)
	registrar := simulate.Registrar{Log: p.store, Vault: p.vault, Sessions: p.sessions}
	if config.Buyers, err = registrar.Register(ctx, c.Buyers, life); err != nil {
		return err
	}
	if c.Slots > 0 {
		campaign, err := simulate.OpenCampaign(ctx, p.store, c.Slots, life)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "opened a sambatan with %d slots: http://%s/api/v1/campaigns/%s\n", c.Slots, c.Addr, campaign)
	}
	if c.Pay > 0 {
		config.Bank = &simulate.Bank{Log: p.store, Share: c.Pay, Delay: c.PayIn}
	}
	return nil
}

func (c *Simulate) act(ctx context.Context, to streams, config simulate.Config) error {
	summary, err := simulate.Run(ctx, config)
	fmt.Fprintln(to.out, summary)
	return err
}
