package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// CLI is the whole command line: every flag is declared once, with its
// environment variable, its default and its help.
type CLI struct {
	Environment string `name:"environment" enum:"development,staging,production" default:"development" env:"SAMBATAN_ENV" help:"Where this runs; shown on every page and log line (${enum})."`
	LogLevel    string `enum:"debug,info,warn,error" default:"info" env:"SAMBATAN_LOG_LEVEL" help:"Least severe log line (${enum})."`

	Up          Up          `cmd:"" help:"Run the whole platform on an embedded default, with demo data."`
	Serve       Serve       `cmd:"" help:"Run some roles against your own Postgres and NATS."`
	Migrate     Migrate     `cmd:"" help:"Change the database's schema."`
	Projections Projections `cmd:"" help:"Look after the read models."`
	Reactors    Reactors    `cmd:"" help:"Look after the process managers."`
	Audit       Audit       `cmd:"" help:"Prove from the log that the money is where it should be."`
	Log         LogCommands `cmd:"" help:"Look after the event log."`
	Token       Token       `cmd:"" help:"Issue an API token for a user's programs."`
	User        User        `cmd:"" help:"Let somebody sign in, and say what they may do."`
	Erase       Erase       `cmd:"" help:"Erase a person for good: what was sealed for them can't be read again."`
	Simulate    Simulate    `cmd:"" help:"Act as many buyers over HTTP, so that the board moves."`
	Check       Check       `cmd:"" help:"Compare what was acknowledged with the log."`
	Bench       Bench       `cmd:"" help:"Measure speed beside a baseline, in one run."`
}

// streams is where a command talks to.
type streams struct{ out, err io.Writer }

// Main parses the arguments, runs the command and returns the exit code: 0 for
// success, 1 for a failure, 80 for a wrong command line.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var cli CLI
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("sambatan"),
		kong.Description("Group-buys in which every rupiah has exactly one exit."),
		kong.UsageOnError(),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(streams{stdout, stderr}),
	)
	if err != nil {
		panic(err) // the command line's declaration is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "sambatan: %v\n", err)
		return 80
	}
	collectLess()
	slog.SetDefault(newLogger(stderr, cli.LogLevel, cli.Environment))
	if err := parsed.Run(&cli); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(stderr, "sambatan: %v\n", err)
		return 1
	}
	return 0
}

// newLogger writes JSON lines, or readable text when a person is watching.
func newLogger(w io.Writer, level, environment string) *slog.Logger {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo // the enum of the flag makes this unreachable
	}
	options := &slog.HandlerOptions{Level: least}
	var handler slog.Handler = slog.NewJSONHandler(w, options)
	if isTerminal(w) {
		handler = slog.NewTextHandler(w, options)
	}
	return slog.New(handler).With("environment", environment)
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// collectLess spends memory on speed: the live heap is some ten megabytes, which
// the default would have collected many times a second in a rush. GOGC, when it
// is set, decides instead.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
