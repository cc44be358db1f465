package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// Superuser is the role that initdb makes.
	Superuser = "postgres"
	// port is only a part of the socket's name: nothing listens on TCP.
	port = "5432"
	// socketRoot is short, because a socket's path is limited to 107 bytes, and
	// fixed, because TMPDIR may differ between the processes that must meet.
	socketRoot = "/tmp"
)

// Address is where a server of this package listens.
type Address struct{ socketDir string }

// DSN returns the connection string of database db for user; an empty user is
// the superuser.
func (a Address) DSN(db, user string) string {
	if user == "" {
		user = Superuser
	}
	dsn := url.URL{Scheme: "postgres", User: url.User(user), Path: "/" + db}
	dsn.RawQuery = url.Values{"host": {a.socketDir}, "port": {port}}.Encode()
	return dsn.String()
}

// addressOf derives the socket's folder from the data folder, so that whoever
// knows the one finds the other.
func addressOf(dataDir string) Address {
	sum := sha256.Sum256([]byte(dataDir))
	return Address{socketDir: filepath.Join(socketRoot, "sambatan-"+hex.EncodeToString(sum[:8]))}
}

// makeSocketDir makes the folder for the server's account. The name can be
// guessed and everybody may write to /tmp, so one that somebody else made
// first is refused. What a killed server left in ours goes: its lock names a
// process, and that number may be somebody else's by now.
func (a Address) makeSocketDir(owner account) error {
	err := os.Mkdir(a.socketDir, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return folderError(a.socketDir, err)
	}
	if err := a.checkSocketDir(owner); err != nil {
		return err
	}
	for _, left := range []string{".s.PGSQL." + port, ".s.PGSQL." + port + ".lock"} {
		if err := removeFile(filepath.Join(a.socketDir, left)); err != nil {
			return err
		}
	}
	return owner.give(a.socketDir)
}

func (a Address) checkSocketDir(owner account) error {
	info, err := os.Lstat(a.socketDir)
	if err != nil {
		return folderError(a.socketDir, err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	ours := ok && (int(stat.Uid) == os.Geteuid() || int(stat.Uid) == owner.uid)
	if !info.IsDir() || !ours || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("%w: %s belongs to somebody else; have it removed", ErrNotWritable, a.socketDir)
	}
	return nil
}

// Attach finds the server that another process runs on dataDir. It returns
// [ErrNotRunning] when there is none.
func Attach(ctx context.Context, dataDir string) (Address, error) {
	dir, err := absolute(dataDir)
	if err != nil {
		return Address{}, err
	}
	address := addressOf(dir)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := address.ping(ctx); err != nil {
		return Address{}, fmt.Errorf("%w: %s: %w", ErrNotRunning, dir, err)
	}
	return address, nil
}

func (a Address) ping(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, a.DSN("postgres", Superuser))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// absolute resolves links where it can, so that two spellings of one folder
// meet at one lock and one socket.
func absolute(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("database folder %s: %w", dir, err)
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		return resolved, nil
	}
	parent, name := filepath.Split(abs)
	if resolved, err := filepath.EvalSymlinks(parent); err == nil {
		return filepath.Join(resolved, name), nil
	}
	return abs, nil
}
