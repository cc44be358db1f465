package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// unreleased is the changelog's newest heading between releases.
const unreleased = "Unreleased"

// currentVersion is the newest heading of the changelog: a version while a
// release is made, "Unreleased" otherwise.
func currentVersion(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md")) //nolint:gosec // of this repository
	if err != nil {
		return "", fmt.Errorf("read the version: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if heading, ok := strings.CutPrefix(strings.TrimSpace(line), "## "); ok {
			version, _, _ := strings.Cut(heading, " ")
			return strings.Trim(version, "[]"), nil
		}
	}
	return "", errors.New("CHANGELOG.md has no version heading")
}

// since keeps what the schema file says; a new event, or one that was not
// released yet, belongs to the current version.
func since(file, current string) (string, error) {
	text, err := os.ReadFile(file) //nolint:gosec // of this repository
	if errors.Is(err, fs.ErrNotExist) {
		return current, nil
	}
	if err != nil {
		return "", fmt.Errorf("read the last schema: %w", err)
	}
	var last struct {
		Since string `json:"x-since"`
	}
	if err := json.Unmarshal(text, &last); err != nil {
		return "", fmt.Errorf("read the last schema %s: %w", file, err)
	}
	if last.Since == "" || last.Since == unreleased {
		return current, nil
	}
	return last.Since, nil
}
