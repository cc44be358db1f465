package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/migrations"
)

// Bench measures speed beside a baseline.
type Bench struct {
	Join    BenchJoin    `cmd:"" help:"Joins per second on one hot campaign, beside CRUD and optimistic retry."`
	Project BenchProject `cmd:"" help:"Events per second through all read models, live and on rebuild."`
	Pay     BenchPay     `cmd:"" help:"Payments per second, from the gateway's report over HTTP to the secured slot, beside CRUD."`
	Unwind  BenchUnwind  `cmd:"" help:"Refunds per second, from calling a campaign off to the gateway having been asked for the last one."`
	Worker  BenchWorker  `cmd:"" hidden:"" help:"One of the two processes of the path sambatan-2."`
}

// BenchOutput says how a bench prints.
type BenchOutput struct {
	JSON bool `name:"json" help:"Print {\"rows\": […]} instead of a table."`
}

func (o BenchOutput) print(to streams, rows []bench.Row, baseline string) error {
	if o.JSON {
		return bench.PrintJSON(to.out, rows)
	}
	return bench.Print(to.out, rows, baseline)
}

// BenchJoin compares ways to join.
type BenchJoin struct {
	BenchOutput `embed:""`
	Profile     `embed:""`
	Clients     []int         `default:"1,64,256" help:"How many buyers at once; several are measured one after the other."`
	Seconds     float64       `default:"5" help:"How long each path is measured."`
	Paths       []string      `default:"sambatan,crud,optimistic,sambatan-2" help:"Which paths."`
	Settle      time.Duration `default:"60s" help:"How long the read models may take to catch up before the check."`
}

// Profile says whether to profile.
type Profile struct {
	CPUProfile string `name:"cpu-profile" placeholder:"FILE" help:"Write a profile of this process, for go tool pprof."`
}

// begin begins a CPU profile, when one is asked for.
func (c Profile) begin() (stop func() error, err error) {
	if c.CPUProfile == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(c.CPUProfile)
	if err != nil {
		return nil, fmt.Errorf("make the profile: %w", err)
	}
	return func() error {
		pprof.StopCPUProfile()
		return file.Close()
	}, pprof.StartCPUProfile(file)
}

// Run implements kong's command.
func (c *BenchJoin) Run(ctx context.Context, to streams) (err error) {
	stop, err := c.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return withBenchPlatform(ctx, to, func(p *platform, d *database) error {
		stop := p.runBeside(ctx, map[string]func(context.Context) error{"relay": p.runRelay, "projector": p.projectorPart().Run})
		defer stop()
		rival, err := bench.NewRival(ctx, d.direct)
		if err != nil {
			return err
		}
		run := benchRun{platform: p, database: d, rival: rival, length: time.Duration(c.Seconds * float64(time.Second)), settle: c.Settle, to: to}
		rows, err := run.all(ctx, c.Paths, c.Clients)
		if err != nil {
			return err
		}
		return c.print(to, rows, "crud")
	})
}

// benchRun is one run of bench join.
type benchRun struct {
	platform *platform
	database *database
	rival    *bench.Rival
	length   time.Duration
	settle   time.Duration
	to       streams
}

func (r benchRun) all(ctx context.Context, paths []string, clients []int) ([]bench.Row, error) {
	var rows []bench.Row
	for _, n := range clients {
		for _, path := range paths {
			fmt.Fprintf(r.to.err, "%s, %d clients …\n", path, n)
			row, err := r.one(ctx, path, n)
			if err != nil {
				return rows, fmt.Errorf("%s with %d clients: %w", path, n, err)
			}
			rows = append(rows, row...)
		}
	}
	return rows, r.verify(ctx)
}

func (r benchRun) one(ctx context.Context, path string, clients int) ([]bench.Row, error) {
	switch path {
	case "crud":
		row, err := r.rival.Best(ctx, clients, r.length)
		return []bench.Row{row}, err
	case "sambatan", "optimistic":
		return r.inProcess(ctx, path, clients)
	case "sambatan-2":
		if clients < 2 {
			return nil, nil // two processes need a client each
		}
		return r.twoProcesses(ctx, clients)
	}
	return nil, fmt.Errorf("there is no path %q", path)
}

func (r benchRun) inProcess(ctx context.Context, path string, clients int) ([]bench.Row, error) {
	campaign, err := bench.OpenCampaign(ctx, r.platform.store)
	if err != nil {
		return nil, err
	}
	chosen := bench.SambatanPath(r.platform.store, campaign)
	if path == "optimistic" {
		chosen = bench.OptimisticPath(r.platform.store, campaign)
	}
	row, err := bench.Load(ctx, chosen, clients, r.length)
	if err != nil {
		return nil, err
	}
	return []bench.Row{row}, r.accounted(ctx, campaign, row.Done)
}

// accounted checks that what was acknowledged is in the log and in the read
// model, each once, and that nothing was oversold.
func (r benchRun) accounted(ctx context.Context, campaign id.ID, acknowledged int) error {
	if err := r.caughtUp(ctx); err != nil {
		return err
	}
	var events, rows int
	err := r.platform.owner.QueryRow(ctx, `SELECT
		(SELECT count(*) FROM events WHERE stream_id = $1 AND type = 'sambatan.slots_held.v1'),
		(SELECT count(*) FROM sambatan_participants WHERE campaign = $2)`,
		string(eventstore.NewStreamID("campaign", campaign.String())), campaign).Scan(&events, &rows)
	if err != nil {
		return err
	}
	if events != acknowledged || rows != acknowledged {
		return fmt.Errorf("acknowledged %d, events %d, rows %d: they must be equal", acknowledged, events, rows)
	}
	return nil
}

// caughtUp waits until every read model has reached the head.
func (r benchRun) caughtUp(ctx context.Context) error {
	ctx, stop := context.WithTimeoutCause(ctx, r.settle, errors.New("the read models did not catch up in time"))
	defer stop()
	head, err := r.platform.store.Head(ctx)
	if err != nil {
		return err
	}
	if err := r.platform.progress.WaitFor(ctx, head, readModelNames()...); err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	return nil
}

func (r benchRun) verify(ctx context.Context) error {
	fmt.Fprintln(r.to.err, "recomputing every leaf …")
	_, err := r.platform.store.VerifyLeaves(ctx, 1, func(eventstore.Position) {})
	return err
}

// runBeside runs parts of the platform until stop is called. A part that fails
// is in the log, and shows in the bench's own checks.
func (p *platform) runBeside(ctx context.Context, run map[string]func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for name, part := range run {
		running.Go(func() {
			if err := part(ctx); err != nil && ctx.Err() == nil {
				p.logger.ErrorContext(ctx, "a part beside the bench failed", "part", name, "error", err)
			}
		})
	}
	return func() {
		cancel()
		running.Wait()
	}
}

// withBenchPlatform runs a bench on an ephemeral, durable Postgres.
func withBenchPlatform(ctx context.Context, to streams, run func(*platform, *database) error) (err error) {
	say := steps(streams{to.err, to.err})
	up := Up{Ephemeral: true}
	d, err := up.startDatabase(ctx, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close(ctx)) }()
	if err := migrations.Up(ctx, d.direct); err != nil {
		return err
	}
	secrets, err := up.Secrets.read(d.folder)
	if err != nil {
		return err
	}
	return withNATS(ctx, d, secrets, func(p *platform) error { return run(p, d) })
}
