package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/sensasiwangi/sambatan/internal/bench"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// BenchWorker is one of the two processes of the path sambatan-2. It says that
// it is ready, waits for a line, joins for a while, and prints what it did.
type BenchWorker struct {
	Database `embed:""`
	Secrets  `embed:""`
	Campaign string
	Clients  int
	Seconds  float64
}

// workerReport is a worker's last line.
type workerReport struct {
	bench.Row
	Done int `json:"done"`
}

// Run implements kong's command.
func (c *BenchWorker) Run(ctx context.Context, to streams) error {
	campaign, err := id.Parse(c.Campaign)
	if err != nil {
		return err
	}
	secrets, err := c.read("")
	if err != nil {
		return err
	}
	d := &database{url: c.DatabaseURL, direct: c.DatabaseURL}
	p, err := openPlatform(ctx, platformConfig{database: d, keys: secrets, logger: slog.Default()})
	if err != nil {
		return err
	}
	defer p.Close() //nolint:errcheck // the process ends, and what counts was acknowledged
	fmt.Fprintln(to.out, "ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return fmt.Errorf("wait for the start: %w", err)
	}
	row, err := bench.Load(ctx, bench.SambatanPath(p.store, campaign), c.Clients, time.Duration(c.Seconds*float64(time.Second)))
	if err != nil {
		return err
	}
	return json.NewEncoder(to.out).Encode(workerReport{row, row.Done})
}

// worker is a running BenchWorker.
type worker struct {
	command *exec.Cmd
	start   io.WriteCloser
	lines   *bufio.Reader
}

// twoProcesses lets two processes write to one campaign. The rows are both
// together, then the slower one.
func (r benchRun) twoProcesses(ctx context.Context, clients int) ([]bench.Row, error) {
	campaign, err := bench.OpenCampaign(ctx, r.platform.store)
	if err != nil {
		return nil, err
	}
	var workers []*worker
	for range 2 {
		w, err := r.startWorker(ctx, campaign, clients/2)
		if err != nil {
			return nil, err
		}
		workers = append(workers, w)
	}
	for _, w := range workers {
		if _, err := fmt.Fprintln(w.start, "go"); err != nil {
			return nil, err
		}
	}
	var reports []workerReport
	for _, w := range workers {
		report, err := w.finish()
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	a, b := reports[0], reports[1]
	both := bench.Row{
		Path: "sambatan-2", Clients: clients, Connections: 2, PerSecond: a.PerSecond + b.PerSecond,
		P50: max(a.P50, b.P50), P99: max(a.P99, b.P99), Done: a.Done + b.Done,
	}
	slower := bench.Row{
		Path: "sambatan-2, slower", Clients: clients, Connections: 1,
		PerSecond: min(a.PerSecond, b.PerSecond), P50: both.P50, P99: both.P99,
	}
	return []bench.Row{both, slower}, r.accounted(ctx, campaign, both.Done)
}

func (r benchRun) startWorker(ctx context.Context, campaign id.ID, clients int) (*worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	folder := secretsFolder(r.database.folder)
	command := exec.CommandContext(ctx, self, "bench", "worker", //nolint:gosec // this very program
		"--database-url", r.database.url, "--kek-file", folder+"/kek", "--hmac-key-file", folder+"/fingerprint",
		"--campaign", campaign.String(), "--clients", strconv.Itoa(clients),
		"--seconds", strconv.FormatFloat(r.length.Seconds(), 'f', -1, 64))
	command.Stderr = r.to.err
	w := &worker{command: command}
	if w.start, err = command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.lines = bufio.NewReader(out)
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start a second process: %w", err)
	}
	if line, err := w.lines.ReadString('\n'); err != nil || line != "ready\n" {
		return nil, fmt.Errorf("the second process did not get ready: %q, %w", line, err)
	}
	return w, nil
}

func (w *worker) finish() (report workerReport, err error) {
	if err := json.NewDecoder(w.lines).Decode(&report); err != nil {
		return report, fmt.Errorf("read the second process's report: %w", err)
	}
	return report, w.command.Wait()
}
