//go:build unix && !linux

package postgres

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// attributes keep the terminal's Ctrl-C away from the server. Only Linux can
// also stop it when this process dies; elsewhere the next start does.
func attributes(owner account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if owner.switched {
		attr.Credential = &syscall.Credential{Uid: uint32(owner.uid), Gid: uint32(owner.gid)} //nolint:gosec // user ids fit
	}
	return attr
}

// isPostmaster says whether pid is a server that runs on dataDir.
func isPostmaster(pid int, dataDir string) bool {
	out, err := exec.CommandContext(context.Background(), "ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return false
	}
	args := strings.Fields(string(out))
	return len(args) > 0 && filepath.Base(args[0]) == "postgres" && slices.Contains(args, dataDir)
}
