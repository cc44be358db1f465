package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// BenchUnwind measures how fast everybody's money is sent back.
type BenchUnwind struct {
	BenchOutput `embed:""`
	Profile     `embed:""`
	Buyers      int           `default:"10000" help:"How many have paid, half of them by QRIS and half by virtual account."`
	Settle      time.Duration `default:"10m" help:"How long the preparation, and the rest before the check, may take."`
}

// Run implements kong's command.
func (c *BenchUnwind) Run(ctx context.Context, to streams) error {
	return withBenchPlatform(ctx, to, func(p *platform, d *database) error {
		desk, err := openDesk(ctx, p, isOfMoneyOut)
		if err != nil {
			return err
		}
		defer desk.stop()
		run := benchRun{platform: p, database: d, settle: c.Settle, to: to}
		unwound, err := c.unwind(ctx, run, desk)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.err, "one by one, %d refunds …\n", c.Buyers)
		loop, err := c.loop(ctx)
		if err != nil {
			return err
		}
		lines := []bench.Sending{unwound, loop}
		if c.JSON {
			return bench.PrintSendingsJSON(to.out, lines)
		}
		return bench.PrintSendings(to.out, lines)
	})
}

// isOfMoneyOut: the gateway reports by itself what it sent, and nothing else.
func isOfMoneyOut(n gatewayemu.Notification) bool {
	switch n.Status {
	case string(gatewayemu.Refund), string(gatewayemu.PartialRefund), gatewayemu.Completed, gatewayemu.Failed:
		return true
	}
	return false
}

// unwind lets everybody pay, calls the campaign off, and waits for the gateway to have
// been asked for the last refund.
func (c *BenchUnwind) unwind(ctx context.Context, run benchRun, d *desk) (sent bench.Sending, err error) {
	fmt.Fprintf(run.to.err, "preparing %d payments …\n", c.Buyers)
	p := d.platform
	campaign, err := bench.OpenCampaign(ctx, p.store)
	if err != nil {
		return sent, err
	}
	counter := bench.Counter{
		Till: bench.Till{Log: p.store, Process: p.process(ReceivingAccount{AccountNumber: "8801002233"}), Advance: p.teller.cashier.Advance},
		Key:  p.vault.Create,
		Pay: func(ctx context.Context, order string) error {
			if _, err := d.gateway.gateway.Pay(order, gatewayemu.Payment{}); err != nil {
				return err
			}
			return p.teller.cashier.Check(ctx, order)
		},
	}
	payers, err := counter.Payers(ctx, campaign, c.Buyers, 64)
	if err != nil {
		return sent, err
	}
	if err := run.rests(ctx); err != nil {
		return sent, err
	}
	stop, err := c.begin()
	if err != nil {
		return sent, err
	}
	fmt.Fprintf(run.to.err, "unwinding %d payments …\n", c.Buyers)
	begin := time.Now()
	if err := bench.CallOff(ctx, p.store, campaign); err != nil {
		return sent, err
	}
	for d.gateway.gateway.Asked() < c.Buyers {
		if pause(ctx, 10*time.Millisecond); ctx.Err() != nil || time.Since(begin) > c.Settle {
			return sent, fmt.Errorf("%d of %d refunds were asked for in %s", d.gateway.gateway.Asked(), c.Buyers, time.Since(begin))
		}
	}
	sent = bench.Sent("unwind", c.Buyers, begin)
	if err := stop(); err != nil {
		return sent, err
	}
	return sent, c.check(ctx, run, d, campaign, payers)
}

// check waits for the rest, and proves that everybody was paid once.
func (c *BenchUnwind) check(ctx context.Context, run benchRun, d *desk, campaign id.ID, payers []bench.Payer) error {
	if err := run.proven(ctx); err != nil {
		return err
	}
	state, _, err := eventstore.Load(ctx, run.platform.store, sambatan.Campaigns, campaign.String())
	if err != nil {
		return err
	}
	if state.Phase() != sambatan.PhaseClosedFailed {
		return fmt.Errorf("the campaign is %s after all refunds", state.Phase())
	}
	report, err := zerosum.Read(ctx, run.platform.store, nil)
	if err != nil {
		return err
	}
	if sums := report.Platform.Sums; sums.Received == 0 || sums.Refunded != sums.Received {
		return fmt.Errorf("not everything was refunded: %+v", sums)
	}
	return paidOnce(d.gateway.gateway.Books(), payers)
}

// errNotOnce means that somebody did not get their money, or got it more than once.
var errNotOnce = errors.New("somebody was not paid exactly once")

// paidOnce looks into the gateway's own books.
func paidOnce(books gatewayemu.Books, payers []bench.Payer) error {
	paid, back, out := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, p := range books.Payments {
		paid[p.Order], back[p.Order] = p.Amount, p.Refunded
	}
	for _, p := range books.Payouts {
		out[p.Account] += p.Amount
	}
	for _, p := range payers {
		if got := back[p.Order] + out[p.Account]; got == 0 || got != paid[p.Order] {
			return fmt.Errorf("%w: %s paid %d and got %d", errNotOnce, p.Order, paid[p.Order], got)
		}
	}
	return nil
}

// loop is the baseline, at a gateway of its own.
func (c *BenchUnwind) loop(ctx context.Context) (sent bench.Sending, err error) {
	silent := func(gatewayemu.Notification) []time.Duration { return nil }
	other, err := serveSandbox(ctx, "127.0.0.1:1", silent)
	if err != nil {
		return sent, err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	return bench.Loop(ctx, other.client(), c.Buyers, func(order string) error {
		_, err := other.gateway.Pay(order, gatewayemu.Payment{})
		return err
	})
}
