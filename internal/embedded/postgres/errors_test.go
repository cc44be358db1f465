package postgres

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
)

func TestAFullDiskIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	for _, said := range []string{ // of a server and of an initdb on a full disk
		`FATAL:  could not write lock file "postmaster.pid": No space left on device`,
		"FATAL:  could not extend file \"base/1/2691\": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.",
	} {
		require.ErrorIs(t, logError("postgres", "/data", said, nil), ErrDiskFull)
	}
	require.ErrorIs(t, queryError("create database", &pgconn.PgError{Code: "53100"}), ErrDiskFull)
	require.ErrorIs(t, folderError("/data", &os.PathError{Op: "mkdir", Path: "/data", Err: syscall.ENOSPC}), ErrDiskFull)
}

func TestTheLineThatSaysWhyIsQuoted(t *testing.T) {
	t.Parallel()
	const said = "LOG:  starting\nFATAL:  bogus data in lock file\nLOG:  database system is shut down\n"
	require.ErrorContains(t, logError("postgres", "/data", said, nil), "FATAL:  bogus data in lock file")
}

func TestAFolderThatCannotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(openFolder(t), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Start(t.Context(), Config{DataDir: filepath.Join(file, "data"), BinDir: binaries(t)})
	require.ErrorIs(t, err, ErrNotWritable)
}

func TestAFolderThatHoldsOtherThingsIsRefused(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	data := filepath.Join(dir, "data")
	require.NoError(t, os.Mkdir(data, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(data, "thesis.odt"), nil, 0o600))
	_, err := Start(t.Context(), Config{DataDir: data, BinDir: binaries(t)})
	require.ErrorContains(t, err, "holds files that are no database")
	require.FileExists(t, filepath.Join(data, "thesis.odt"))
}

func TestAnOrdinaryUserIsRefusedInSomebodyElsesFolder(t *testing.T) {
	t.Parallel()
	eachUserIn(t, newEmptyPlace, func(p place) {
		if p.user.uid == 0 {
			p.user = account{name: "nobody", uid: 65534, gid: 65534, switched: true}
			require.NoError(p.t, os.Chmod(filepath.Dir(p.dataDir), 0o755))
		} else {
			root := filepath.Dir(p.dataDir)
			require.NoError(p.t, os.Chmod(root, 0o555))
			p.t.Cleanup(func() { require.NoError(p.t, os.Chmod(root, 0o755)) }) // or it can't be removed
		}
		require.Contains(p.t, p.spawn().refused(), ErrNotWritable.Error())
	})
}

func TestRootIsToldWhichFolderItsServerCannotEnter(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(openFolder(t), "closed")
	require.NoError(t, os.Mkdir(closed, 0o700))
	stranger := account{name: "stranger", uid: 4242, gid: 4242, switched: true}
	err := stranger.canReach(filepath.Join(closed, "data"))
	require.ErrorIs(t, err, ErrNotWritable)
	require.ErrorContains(t, err, `the user "stranger" may not enter `+closed)
	require.NoError(t, stranger.canReach(closed))

	below := filepath.Join(closed, "a", "data")
	require.ErrorIs(t, prepareParent(below, stranger), ErrNotWritable)
	require.NoDirExists(t, filepath.Dir(below), "nothing is made where it can't be used")
}

func TestASocketFolderOfSomebodyElsesIsRefused(t *testing.T) {
	t.Parallel()
	address := Address{socketDir: filepath.Join(openFolder(t), "socket")}
	require.NoError(t, os.Mkdir(address.socketDir, 0o755))
	self := account{uid: os.Geteuid(), gid: os.Getegid()}
	require.ErrorIs(t, address.makeSocketDir(self), ErrNotWritable)

	link := Address{socketDir: address.socketDir + "-link"}
	require.NoError(t, os.Symlink(t.TempDir(), link.socketDir))
	require.ErrorIs(t, link.makeSocketDir(self), ErrNotWritable)
}

func TestASandboxOfOneUserIsRecognised(t *testing.T) {
	t.Parallel()
	require.Equal(t, 1, countUsers("         0       1000          1\n"))
	require.Equal(t, 4294967295, countUsers("         0          0 4294967295\n"))
	require.Equal(t, 65537, countUsers("0 1000 1\n1 100000 65536\n"))
}

func TestFoldersOfKilledOwnersAreSweptAway(t *testing.T) {
	t.Parallel()
	root := openFolder(t)
	abandoned, owned := filepath.Join(root, temporaryPrefix+"1"), filepath.Join(root, temporaryPrefix+"2")
	for _, dir := range []string{abandoned, owned} {
		require.NoError(t, os.Mkdir(dir, 0o700))
	}
	lock, err := lockFolder(filepath.Join(owned, "data"))
	require.NoError(t, err)
	require.NoError(t, sweep(root, time.Now().Add(time.Minute)))
	require.NoDirExists(t, abandoned)
	require.DirExists(t, owned)
	require.NoError(t, lock.release())
}

func TestADSNNamesTheSocketTheDatabaseAndTheUser(t *testing.T) {
	t.Parallel()
	require.Equal(t, "postgres://sambatan_web@/sambatan?host=%2Ftmp%2Fsock&port=5432",
		Address{socketDir: "/tmp/sock"}.DSN("sambatan", "sambatan_web"))
}

func TestTwoSpellingsOfAFolderAreOneAddress(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(dir, link))
	direct, err := absolute(filepath.Join(dir, "data"))
	require.NoError(t, err)
	linked, err := absolute(filepath.Join(link, "data"))
	require.NoError(t, err)
	require.Equal(t, direct, linked)
}
