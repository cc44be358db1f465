package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is the user that the server runs as. PostgreSQL refuses to run as
// root, so root hands its folder to another user or, where there is only one
// user to be had, enters a namespace in which it has another number.
type account struct {
	name      string
	uid, gid  int
	switched  bool // the child changes to uid and gid
	namespace bool // the child is root outside and nobody special inside
}

// chooseAccount picks the user for this process's servers.
func chooseAccount() account {
	if os.Geteuid() != 0 {
		return account{name: "you", uid: os.Geteuid(), gid: os.Getegid()}
	}
	if onlyOneUser() {
		return account{name: "root", namespace: true}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := lookup(name); err == nil {
			return found
		}
	}
	return account{name: "nobody", uid: 65534, gid: 65534, switched: true}
}

func lookup(name string) (account, error) {
	found, err := user.Lookup(name)
	if err != nil {
		return account{}, err
	}
	uid, uidErr := strconv.Atoi(found.Uid)
	gid, gidErr := strconv.Atoi(found.Gid)
	return account{name: name, uid: uid, gid: gid, switched: true}, errors.Join(uidErr, gidErr)
}

// onlyOneUser says whether this is a user namespace that holds root alone, as
// in a rootless sandbox: there chown to anybody else is an invalid argument.
func onlyOneUser() bool {
	uids, err := os.ReadFile("/proc/self/uid_map")
	return err == nil && countUsers(string(uids)) == 1
}

// countUsers adds up the lines of a uid_map: first inside, first outside, count.
func countUsers(uidMap string) (total int) {
	for line := range strings.Lines(uidMap) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		count, err := strconv.Atoi(fields[2])
		if err != nil {
			return 0
		}
		total += count
	}
	return total
}

// give makes the account the owner of path.
func (a account) give(path string) error {
	if !a.switched {
		return nil
	}
	if err := os.Chown(path, a.uid, a.gid); err != nil {
		return folderError(path, err)
	}
	return nil
}

// canReach checks that the account may walk through every folder above path
// that exists already.
// As root the usual culprit is /root, which is closed to all others.
func (a account) canReach(path string) error {
	if !a.switched {
		return nil
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return folderError(dir, err)
		}
		if err == nil && !a.canEnter(info) {
			return fmt.Errorf("%w: %s: PostgreSQL does not run as root, and the user %q may not enter %s (mode %04o); choose a folder elsewhere, for example below /var/lib",
				ErrNotWritable, path, a.name, dir, info.Mode().Perm())
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

func (a account) canEnter(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return true
	}
	switch {
	case int(stat.Uid) == a.uid:
		return info.Mode()&0o100 != 0
	case int(stat.Gid) == a.gid:
		return info.Mode()&0o010 != 0
	}
	return info.Mode()&0o001 != 0
}
