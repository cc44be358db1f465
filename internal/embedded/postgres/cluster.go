package postgres

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// prepareParent makes the folders above dataDir and checks that the server's
// user will get through them.
func prepareParent(dataDir string, owner account) error {
	if err := owner.canReach(dataDir); err != nil {
		return err
	}
	mode := os.FileMode(0o700)
	if owner.switched {
		mode = 0o755
	}
	parent := filepath.Dir(dataDir)
	if err := os.MkdirAll(parent, mode); err != nil {
		return folderError(parent, err)
	}
	return owner.canReach(dataDir) // a strict umask may have closed the new ones
}

// folderVersion reads the major version that dataDir was made by, zero for a
// new folder. A folder that holds something else is refused.
func folderVersion(dataDir string) (int, error) {
	raw, err := os.ReadFile(filepath.Join(dataDir, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, emptyOrMissing(dataDir)
	}
	if err != nil {
		return 0, folderError(dataDir, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		return 0, fmt.Errorf("%w: %s/PG_VERSION says %q", ErrWrongVersion, dataDir, raw)
	}
	return major, nil
}

func emptyOrMissing(dataDir string) error {
	dir, err := os.Open(dataDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return folderError(dataDir, err)
	}
	_, err = dir.Readdirnames(1)
	if err := errors.Join(ignore(err, io.EOF), dir.Close()); err != nil {
		return folderError(dataDir, err)
	}
	if err == nil {
		return fmt.Errorf("%w: %s holds files that are no database; choose another folder", ErrNotWritable, dataDir)
	}
	return nil
}

func ignore(err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return err
}

const draftSuffix = ".init-"

// removeDrafts clears away what interrupted attempts left. One that is still
// being cleared by its own initdb is left for the next start.
func (s *Server) removeDrafts() {
	drafts, err := filepath.Glob(s.dataDir + draftSuffix + "*")
	for _, draft := range drafts {
		err = errors.Join(err, os.RemoveAll(draft))
	}
	if err != nil {
		s.say("could not clear away a half-made database folder: " + err.Error())
	}
}

// initialise makes a new cluster beside dataDir and then gives it its name, so
// that an interrupted one never looks like a cluster.
func (s *Server) initialise(binDir string) error {
	// Each attempt has a name of its own: the initdb of a parent that was just
	// killed may still be clearing away its draft.
	draft, err := os.MkdirTemp(filepath.Dir(s.dataDir), filepath.Base(s.dataDir)+draftSuffix)
	if err != nil {
		return folderError(s.dataDir, err)
	}
	if err := s.owner.give(draft); err != nil {
		return err
	}
	if err := s.initdb(binDir, draft); err != nil {
		return errors.Join(err, os.RemoveAll(draft))
	}
	if err := ignore(os.Remove(s.dataDir), fs.ErrNotExist); err != nil { // an empty one may stand there
		return folderError(s.dataDir, err)
	}
	if err := os.Rename(draft, s.dataDir); err != nil {
		return folderError(s.dataDir, err)
	}
	if s.volatile {
		return nil
	}
	return syncFolder(filepath.Dir(s.dataDir))
}

func (s *Server) initdb(binDir, draft string) error {
	args := []string{
		"-D", draft, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions",
	}
	if s.volatile {
		args = append(args, "--no-sync")
	}
	from := s.log.size()
	p, err := startProcess(s.owner, draft, s.log.file, filepath.Join(binDir, "initdb"), args...)
	if err != nil {
		return err
	}
	<-p.done
	if p.err != nil {
		return logError("initdb", s.dataDir, s.log.since(from), p.err)
	}
	return nil
}

// syncFolder makes a rename in dir survive a power failure.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return folderError(dir, err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return folderError(dir, err)
	}
	return nil
}
