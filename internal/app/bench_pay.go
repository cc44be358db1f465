package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/reactor"
	"github.com/sensasiwangi/sambatan/internal/timer"
	"github.com/sensasiwangi/sambatan/internal/zerosum"
	"github.com/sensasiwangi/sambatan/projections/errands"
	"github.com/sensasiwangi/sambatan/services/payment"
)

// BenchPay measures payments through the gateway.
type BenchPay struct {
	BenchOutput `embed:""`
	Profile     `embed:""`
	Clients     []int         `default:"64" help:"How many reports at once; several are measured one after the other."`
	Seconds     float64       `default:"5" help:"How long each path is measured."`
	Bills       int           `default:"2500" help:"How many bills are prepared for each second of each path."`
	Settle      time.Duration `default:"60s" help:"How long the rest may take before the check."`
}

// Run implements kong's command.
func (c *BenchPay) Run(ctx context.Context, to streams) error {
	return withBenchPlatform(ctx, to, func(p *platform, d *database) error {
		rival, err := bench.NewRival(ctx, d.direct)
		if err != nil {
			return err
		}
		desk, err := openDesk(ctx, p, func(gatewayemu.Notification) bool { return false })
		if err != nil {
			return err
		}
		defer desk.stop()
		run := benchRun{platform: p, database: d, rival: rival, length: time.Duration(c.Seconds * float64(time.Second)), settle: c.Settle, to: to}
		var rows []bench.Row
		for _, clients := range c.Clients {
			row, err := c.measure(ctx, run, desk, clients)
			if err != nil {
				return err
			}
			rows = append(rows, row...)
		}
		if err := run.proven(ctx); err != nil {
			return err
		}
		return c.print(to, rows, "crud")
	})
}

// desk is a platform with a gateway, of which everything runs but some of the
// gateway's own reports: the bench sends those.
type desk struct {
	platform *platform
	gateway  *sandbox
	url      string
	seen     *bench.Seen
	reports  *sync.Map // order → what the gateway would report of its settlement
	stop     func()
}

// openDesk opens one whose gateway tells by itself what tells says.
func openDesk(ctx context.Context, p *platform, tells func(gatewayemu.Notification) bool) (*desk, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	if err := listener.Close(); err != nil { // the web part opens it again
		return nil, err
	}
	d := &desk{platform: p, url: "http://" + addr + cashier.PaymentsPath, seen: &bench.Seen{}, reports: &sync.Map{}}
	if d.gateway, err = serveSandbox(ctx, addr, func(n gatewayemu.Notification) []time.Duration {
		if tells(n) {
			return []time.Duration{0}
		}
		if n.Status == string(gatewayemu.Settlement) {
			d.reports.Store(n.ID, n.Body)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	p.useGateway(d.gateway.client(), payment.RefundsAutomatic)
	web := webSettings{environment: "development", account: ReceivingAccount{AccountNumber: "8801002233"}, addr: addr}
	ready := make(chan struct{})
	stop := p.runBeside(ctx, map[string]func(context.Context) error{
		"relay": p.runRelay, "projector": p.projectorPart().Run, "reactor": p.reactorPart(p.process(web.account)).Run,
		"scheduler": d.runErrands, "inbox": p.inboxPart().Run, "intake": p.teller.inbox.Run,
		"web": func(ctx context.Context) error {
			return p.webPart(web).Listen(ctx, addr, func(string) { close(ready) })
		},
		"seen": func(ctx context.Context) error { return d.seen.Follow(ctx, p.feed, p.begun+1) },
	})
	d.stop = func() {
		stop()
		_ = d.gateway.Close()
	}
	<-ready
	return d, nil
}

// runErrands works the jobs that ask the gateway.
func (d *desk) runErrands(ctx context.Context) error {
	due, err := timer.New(timer.Config{Pool: d.platform.owner, Log: d.platform.store, Cashier: d.platform.teller.cashier, Logger: d.platform.logger})
	if err != nil {
		return err
	}
	return due.Run(ctx)
}

// pay settles a bill at the gateway and returns its report.
func (d *desk) pay(order string) ([]byte, error) {
	if _, err := d.gateway.gateway.Pay(order, gatewayemu.Payment{}); err != nil {
		return nil, err
	}
	body, ok := d.reports.LoadAndDelete(order)
	if !ok {
		return nil, fmt.Errorf("the gateway has no report of %s", order)
	}
	return body.([]byte), nil
}

func (c *BenchPay) measure(ctx context.Context, run benchRun, d *desk, clients int) ([]bench.Row, error) {
	count := int(float64(c.Bills) * c.Seconds)
	fmt.Fprintf(run.to.err, "preparing %d bills …\n", count)
	campaign, err := bench.OpenCampaign(ctx, d.platform.store)
	if err != nil {
		return nil, err
	}
	till := bench.Till{Log: d.platform.store, Process: d.platform.process(ReceivingAccount{AccountNumber: "8801002233"}), Advance: d.platform.teller.cashier.Advance}
	bills, err := till.Bills(ctx, campaign, count, 64)
	if err != nil {
		return nil, err
	}
	if err := run.rests(ctx); err != nil {
		return nil, err
	}
	fmt.Fprintf(run.to.err, "sambatan, %d clients …\n", clients)
	stop, err := c.begin()
	if err != nil {
		return nil, err
	}
	ours, err := bench.Load(ctx, bench.WebhookPath(d.url, bills, d.seen, d.pay), clients, run.length)
	if err = errors.Join(err, stop()); err != nil {
		return nil, err
	}
	fmt.Fprintf(run.to.err, "crud, %d clients …\n", clients)
	if err := run.rests(ctx); err != nil {
		return nil, err
	}
	theirs, err := c.rival(ctx, run, d, clients, count)
	return []bench.Row{ours, theirs}, err
}

// rivals is how many more bills the rival gets: it must not run out of them.
const rivals = 3

// rival gets reports of payments of its own, signed by the same gateway.
func (c *BenchPay) rival(ctx context.Context, run benchRun, d *desk, clients, count int) (bench.Row, error) {
	const amount = 283_000
	orders := make([]string, rivals*count)
	for n := range orders {
		orders[n] = payment.OrderName(id.New(), 1)
	}
	client := d.gateway.client()
	verify := func(body []byte) (transaction, status, order string, paid int64, err error) {
		t, err := client.ReadNotification(body)
		return t.ID, string(t.Status), t.Order, int64(t.Amount), err
	}
	return run.rival.Payments(ctx, clients, run.length, orders, amount, verify, func(order string) []byte {
		return gatewayemu.SettlementReport(order, amount, sandboxServerKey)
	})
}

// rests waits until nothing follows any more from what happened: no reaction, no
// errand, no row.
func (r benchRun) rests(ctx context.Context) error {
	ctx, stop := context.WithTimeoutCause(ctx, r.settle, errors.New("what follows from it did not end in time"))
	defer stop()
	for ctx.Err() == nil {
		head, err := r.platform.store.Head(ctx)
		if err != nil {
			return err
		}
		from, err := reactor.NeedFrom(ctx, r.platform.pool)
		if err != nil {
			return err
		}
		var waiting int
		const due = `SELECT count(*) FROM river_job WHERE queue = $1 AND state IN ('available', 'running', 'retryable') AND scheduled_at <= now()`
		if err := r.platform.owner.QueryRow(ctx, due, errands.Queue).Scan(&waiting); err != nil {
			return err
		}
		if from > head && waiting == 0 {
			return r.caughtUp(ctx)
		}
		pause(ctx, 50*time.Millisecond)
	}
	return context.Cause(ctx)
}

// proven checks the money of everything that was paid, and every leaf.
func (r benchRun) proven(ctx context.Context) error {
	if err := r.rests(ctx); err != nil {
		return err
	}
	fmt.Fprintln(r.to.err, "proving the money, recomputing every leaf …")
	report, err := zerosum.Read(ctx, r.platform.store, nil)
	if err != nil {
		return err
	}
	if !report.Proven() {
		return fmt.Errorf("the money is not proven: %+v", report.Platform)
	}
	_, err = r.platform.store.VerifyLeaves(ctx, 1, func(eventstore.Position) {})
	return err
}
