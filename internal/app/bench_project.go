package app

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/projections"
)

// BenchProject measures the read side.
type BenchProject struct {
	BenchOutput `embed:""`
	Seconds     float64       `default:"5" help:"How long joins are recorded that are then projected."`
	Alone       int           `default:"500" help:"How many events the baseline projects, a transaction for each."`
	Settle      time.Duration `default:"5m" help:"How long projecting may take."`
}

// Run implements kong's command.
func (c *BenchProject) Run(ctx context.Context, to streams) error {
	return withBenchPlatform(ctx, to, func(p *platform, d *database) error {
		run := benchRun{platform: p, database: d, settle: c.Settle, to: to, length: time.Duration(c.Seconds * float64(time.Second))}
		rows, err := c.measure(ctx, run)
		if err != nil {
			return err
		}
		return c.print(to, rows, "one by one")
	})
}

func (c *BenchProject) measure(ctx context.Context, run benchRun) ([]bench.Row, error) {
	p := run.platform
	fmt.Fprintln(run.to.err, "recording joins …")
	campaign, err := bench.OpenCampaign(ctx, p.store)
	if err != nil {
		return nil, err
	}
	stop := p.runBeside(ctx, map[string]func(context.Context) error{"projector": p.projectorPart().Run})
	defer func() { stop() }()
	if err := run.caughtUp(ctx); err != nil {
		return nil, err
	}
	stop() // what is recorded now is projected later, all at once
	joins, err := bench.Load(ctx, bench.SambatanPath(p.store, campaign), 256, run.length)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(run.to.err, "live …")
	begin := time.Now()
	stop = p.runBeside(ctx, map[string]func(context.Context) error{"projector": p.projectorPart().Run})
	if err := run.caughtUp(ctx); err != nil {
		return nil, err
	}
	live := rate("live", joins.Done, begin)
	fmt.Fprintln(run.to.err, "rebuild …")
	begin = time.Now()
	if err := p.projectorPart().RebuildAll(ctx, readModelNames(), nil); err != nil {
		return nil, err
	}
	rebuild := rate("rebuild", joins.Done, begin)
	stop()
	fmt.Fprintln(run.to.err, "one by one …")
	alone, err := c.oneByOne(ctx, run)
	return []bench.Row{live, rebuild, alone}, err
}

func rate(path string, events int, begin time.Time) bench.Row {
	return bench.Row{Path: path, PerSecond: float64(events) / time.Since(begin).Seconds()}
}

// oneByOne is the baseline: a transaction for each event and read model, as
// most frameworks do it.
func (c *BenchProject) oneByOne(ctx context.Context, run benchRun) (bench.Row, error) {
	p := run.platform
	before, err := p.store.Head(ctx)
	if err != nil {
		return bench.Row{}, err
	}
	campaign, err := bench.OpenCampaign(ctx, p.store)
	if err != nil {
		return bench.Row{}, err
	}
	path := bench.SambatanPath(p.store, campaign)
	for n := range c.Alone {
		if err := path.Do(ctx, 0, n); err != nil {
			return bench.Row{}, err
		}
	}
	events, err := p.store.ReadBatch(ctx, before+1, eventstore.MaxBatchEvents)
	if err != nil {
		return bench.Row{}, err
	}
	decode, begin := decoders(), time.Now()
	for _, recorded := range events {
		event := decode.Decode(recorded)
		for _, model := range readModels() {
			if err := p.applyAlone(ctx, model, event); err != nil {
				return bench.Row{}, fmt.Errorf("%s: %w", model.Spec().Name, err)
			}
		}
	}
	return rate("one by one", len(events), begin), nil
}

func (p *platform) applyAlone(ctx context.Context, model projections.Projection, event projections.Event) error {
	return pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL ROLE sambatan_project`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `SELECT set_config('search_path', schema || ', public', true)
			FROM projection_checkpoints WHERE name = $1 AND state = 'live'`, model.Spec().Name)
		if err != nil {
			return err
		}
		_, err = model.Apply(ctx, tx, []projections.Event{event})
		return err
	})
}
