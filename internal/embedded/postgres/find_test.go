package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// machine is a file system of fake binaries to search.
type machine struct {
	root string
	path string // its PATH, as a folder
}

func newMachine(t *testing.T) machine {
	t.Helper()
	root := openFolder(t)
	m := machine{root: root, path: filepath.Join(root, "path")}
	require.NoError(t, os.Mkdir(m.path, 0o755))
	return m
}

// install puts binaries of a version where the distribution would.
func (m machine) install(t *testing.T, major int) string {
	t.Helper()
	return m.installAt(t, filepath.Join(m.root, "usual", strconv.Itoa(major), "bin"), major)
}

func (m machine) installAt(t *testing.T, dir string, major int) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, program := range []string{"initdb", "postgres"} {
		fake(t, filepath.Join(dir, program), fmt.Sprintf("echo '%s (PostgreSQL) %d.4 (Fake)'", program, major))
	}
	return dir
}

func fake(t *testing.T, path, script string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
}

// folder makes a data folder of a version.
func (m machine) folder(t *testing.T, major int) string {
	t.Helper()
	dir := filepath.Join(m.root, "data")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "PG_VERSION"), fmt.Appendln(nil, major), 0o600))
	return dir
}

func (m machine) options() Options {
	return Options{
		CacheDir: filepath.Join(m.root, "cache"), path: m.path,
		usual: []string{filepath.Join(m.root, "usual", "*", "bin")},
	}
}

func (m machine) find(t *testing.T, change func(*Options)) (BinDir, error) {
	t.Helper()
	options := m.options()
	change(&options)
	return Find(t.Context(), options)
}

func unchanged(*Options) {}

func TestANewFolderPrefersVersion15(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.install(t, 14)
	want := m.install(t, 15)
	m.install(t, 17)
	found, err := m.find(t, unchanged)
	require.NoError(t, err)
	require.Equal(t, BinDir{Path: want, Major: 15}, found)
}

func TestANewFolderElseTakesTheHighestVersion(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.install(t, 9) // sorts after 16 and 18 as text
	m.install(t, 16)
	want := m.install(t, 18)
	found, err := m.find(t, unchanged)
	require.NoError(t, err)
	require.Equal(t, BinDir{Path: want, Major: 18}, found)
}

func TestAFolderIsRunByItsOwnVersionOnly(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.install(t, 15)
	want := m.install(t, 16)
	dir := m.folder(t, 16)
	found, err := m.find(t, func(o *Options) { o.DataDir = dir })
	require.NoError(t, err)
	require.Equal(t, want, found.Path)
}

func TestALinkOnPathLeadsToTheRealFolder(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	want := m.installAt(t, filepath.Join(m.root, "opt", "bin"), 15)
	require.NoError(t, os.Symlink(filepath.Join(want, "initdb"), filepath.Join(m.path, "initdb")))
	found, err := m.find(t, unchanged)
	require.NoError(t, err)
	require.Equal(t, want, found.Path)
}

func TestAFolderOfAVersionThatIsNotThereIsRefused(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	there := m.install(t, 15)
	dir := m.folder(t, 17)
	_, err := m.find(t, func(o *Options) { o.DataDir, o.NoInstall = dir, true })
	require.ErrorIs(t, err, ErrWrongVersion)
	require.ErrorContains(t, err, "PostgreSQL 17")
	require.ErrorContains(t, err, there+": PostgreSQL 15")
}

func TestWhenNothingIsFoundEveryPlaceAndWayOutIsNamed(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	old := m.install(t, 13)
	broken := m.install(t, 16)
	fake(t, filepath.Join(broken, "postgres"), "echo 'cannot load libicu' >&2; exit 127")
	_, err := m.find(t, func(o *Options) { o.NoInstall = true })
	require.ErrorIs(t, err, ErrNotFound)
	for _, text := range []string{
		"PATH: no initdb", old + ": PostgreSQL 13", broken + ": postgres does not run: cannot load libicu",
		filepath.Join(m.root, "cache"), "apt-get", "PG_BIN_DIR", "DATABASE_URL",
	} {
		require.ErrorContains(t, err, text)
	}
}

func TestPGBinDirIsTakenAtItsWord(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.install(t, 15)
	elsewhere := m.installAt(t, filepath.Join(m.root, "opt", "bin"), 17)
	found, err := m.find(t, func(o *Options) { o.Explicit = elsewhere })
	require.NoError(t, err)
	require.Equal(t, BinDir{Path: elsewhere, Major: 17}, found)
}

func TestAWrongPGBinDirIsAnErrorAndNotAHint(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.install(t, 15)
	_, err := m.find(t, func(o *Options) { o.Explicit = filepath.Join(m.root, "nowhere") })
	require.ErrorIs(t, err, ErrNotFound)
	require.ErrorContains(t, err, "PG_BIN_DIR")

	tooOld := m.installAt(t, filepath.Join(m.root, "old", "bin"), 12)
	_, err = m.find(t, func(o *Options) { o.Explicit = tooOld })
	require.ErrorIs(t, err, ErrWrongVersion)
}

func TestNPMIsAskedForThePinnedBuildOnce(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	fake(t, filepath.Join(m.path, "npm"), fakeNPM)
	var steps []string
	for range 2 {
		found, err := m.find(t, func(o *Options) { o.Log = func(step string) { steps = append(steps, step) } })
		require.NoError(t, err)
		require.Equal(t, 15, found.Major)
	}
	require.Len(t, steps, 1, "the second time it is in the cache")
	require.Contains(t, steps[0], pinnedNPM)
}

// fakeNPM makes what `npm install --prefix DIR … PACKAGE@VERSION` makes.
const fakeNPM = `
prefix=$3
for build; do :; done
bin="$prefix/node_modules/${build%@*}/native/bin"
mkdir -p "$bin"
for program in initdb postgres; do
	printf '#!/bin/sh\necho "(PostgreSQL) 15.18"\n' > "$bin/$program"
	chmod 755 "$bin/$program"
done`

func TestAFailingNPMIsQuoted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	fake(t, filepath.Join(m.path, "npm"), "echo 'npm error network' >&2; exit 1")
	_, err := m.find(t, unchanged)
	require.ErrorIs(t, err, ErrNotFound)
	require.ErrorContains(t, err, "npm error network")
}

func TestInstallingCanBeForbidden(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	mark := filepath.Join(m.root, "was-run")
	for _, program := range []string{"npm", "apt-get"} {
		fake(t, filepath.Join(m.path, program), "touch "+mark)
	}
	_, err := m.find(t, func(o *Options) { o.NoInstall = true })
	require.ErrorIs(t, err, ErrNotFound)
	require.NoFileExists(t, mark)
}

func TestTheDistributionIsToldNotToMakeAClusterOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "postgresql-common")
	require.NoError(t, noDefaultCluster(dir))
	content, err := os.ReadFile(filepath.Join(dir, "createcluster.conf"))
	require.NoError(t, err)
	require.Equal(t, "create_main_cluster = false\n", string(content))
}

func TestAnOwnersClusterConfigurationIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "createcluster.conf")
	require.NoError(t, os.WriteFile(path, []byte("# mine\n"), 0o600))
	require.NoError(t, noDefaultCluster(dir))
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "# mine\n", string(content))
}
