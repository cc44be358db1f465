package postgres

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// attributes keep the terminal's Ctrl-C away from the server (its own process
// group: we decide when it stops) and stop it when this process dies.
func attributes(owner account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if owner.switched {
		attr.Credential = &syscall.Credential{Uid: uint32(owner.uid), Gid: uint32(owner.gid)} //nolint:gosec // user ids fit
	}
	if owner.namespace {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}}
	}
	return attr
}

// isPostmaster says whether pid is a server that runs on dataDir. A bare
// number proves nothing: it may have been given to another process since.
func isPostmaster(pid int, dataDir string) bool {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	raw, err := os.ReadFile(filepath.Join(proc, "cmdline"))
	if err != nil {
		return false
	}
	args := strings.Split(strings.TrimRight(string(raw), "\x00"), "\x00")
	program := filepath.Base(args[0])
	if program != "postgres" && program != "postmaster" {
		return false
	}
	if cwd, err := os.Readlink(filepath.Join(proc, "cwd")); err == nil && cwd == dataDir {
		return true
	}
	for _, arg := range args[1:] {
		if strings.TrimPrefix(arg, "-D") == dataDir {
			return true
		}
	}
	return false
}
