package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/sensasiwangi/sambatan/internal/chaos"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/simulate"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// Chaos are the flags of simulate --chaos.
type Chaos struct {
	Chaos   bool   `help:"Everything goes wrong that can go wrong with money: buyers pay late, twice, too much, too little and cancel, sambatans fail and are called off, and the sandbox gateway misbehaves. Takes some three minutes and proves at the end that every rupiah is where it should be."`
	Seed    uint64 `help:"With --chaos: of all random choices; 0: a new one, which is printed."`
	Sandbox string `placeholder:"URL" help:"With --chaos: the payment gateway that moves no money, as printed by up. Default: that of the platform in --data."`
}

// chaosBuyers is how many there are when --buyers is not given: enough for every story
// in every sambatan, several times.
const chaosBuyers = 160

// mostChaosBuyers bounds them: each has refund accounts of their own, by number.
const mostChaosBuyers = 999

// runChaos plays the market against a running platform.
func (c *Simulate) runChaos(ctx context.Context, to streams) error {
	return c.offline(ctx, to, c.Secrets, func(p *platform) error {
		address, err := c.sandboxAddress()
		if err != nil {
			return err
		}
		count := c.Buyers
		if count == simulateBuyers {
			count = chaosBuyers
		}
		if count > mostChaosBuyers {
			return fmt.Errorf("--chaos takes at most %d buyers", mostChaosBuyers)
		}
		return p.playChaos(ctx, to, chaos.Config{Base: "http://" + c.Addr, Sandbox: address, Seed: c.Seed, Times: chaos.Short}, count)
	})
}

func (c *Simulate) sandboxAddress() (string, error) {
	if c.Sandbox != "" {
		return c.Sandbox, nil
	}
	folder, err := c.folder()
	if err != nil {
		return "", err
	}
	address, err := os.ReadFile(filepath.Join(folder, sandboxFile)) //nolint:gosec // the user names the folder
	if err != nil {
		return "", fmt.Errorf("no sandbox gateway runs beside the data (%w); start sambatan up, or name one with --sandbox", err)
	}
	return string(address), nil
}

// playChaos registers buyers, plays with them, and proves the money.
func (p *platform) playChaos(ctx context.Context, to streams, config chaos.Config, buyers int) (err error) {
	for config.Seed == 0 {
		config.Seed = uint64(rand.Uint32()) //nolint:gosec // it is printed
	}
	fmt.Fprintf(to.out, "seed %d; registering %d buyers\n", config.Seed, buyers)
	if config.Buyers, err = p.chaosBuyers(ctx, buyers); err != nil {
		return err
	}
	if config.From, err = p.store.Head(ctx); err != nil {
		return err
	}
	config.Log, config.Follower = p.store, p.feed
	config.Rests = benchRun{platform: p, settle: config.Times.Rest}.rests
	begin := time.Now()
	config.Say = func(line string) { fmt.Fprintf(to.out, "%4.0fs  %s\n", time.Since(begin).Seconds(), line) }
	report, err := chaos.Run(ctx, config)
	if len(report.Kinds) > 0 {
		config.Say("what happened:\n")
		err = errors.Join(err, report.Print(to.out))
	}
	if err != nil {
		return fmt.Errorf("seed %d: %w", config.Seed, err)
	}
	return p.proveChaos(ctx, to)
}

// chaosBuyers registers buyers, and signs them in.
func (p *platform) chaosBuyers(ctx context.Context, count int) ([]chaos.Buyer, error) {
	registrar := simulate.Registrar{Log: p.store, Vault: p.vault, Sessions: p.sessions}
	registered, err := registrar.Register(ctx, count, time.Hour)
	if err != nil {
		return nil, err
	}
	buyers := make([]chaos.Buyer, count)
	for i, b := range registered {
		cookie, _, err := p.sessions.Start(ctx, session.Subject{User: b.ID(), Roles: []identity.Role{identity.Buyer}})
		if err != nil {
			return nil, err
		}
		buyers[i] = chaos.Buyer{Buyer: b, Cookie: cookie}
	}
	return buyers, nil
}

// proveChaos reads the whole log once more, as sambatan audit zero-sum does.
func (p *platform) proveChaos(ctx context.Context, to streams) error {
	report, err := zerosum.Read(ctx, p.store, nil)
	if err != nil {
		return err
	}
	if !report.Proven() {
		return errNotZeroSum
	}
	_, err = fmt.Fprintf(to.out, "every one of %d sambatans adds up to 0 (sambatan audit zero-sum)\n", len(report.Campaigns))
	return err
}
