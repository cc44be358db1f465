package schema

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder of the schemas, in the root of the module.
const Folder = "docs/events"

// Write brings the schemas and their index in docs/events up to date. It removes
// the schema of an event that no service writes any more unless it was released:
// the log holds such events for good, so their schema stays.
func Write(root string) error {
	current, err := currentVersion(root)
	if err != nil {
		return err
	}
	words, err := readSource(root)
	if err != nil {
		return err
	}
	folder := filepath.Join(root, Folder)
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // documentation
		return fmt.Errorf("make the folder of the schemas: %w", err)
	}
	events := Events()
	if err := removeUnreleased(folder, events); err != nil {
		return err
	}
	for _, event := range events {
		if err := writeOne(words, event, folder, current); err != nil {
			return err
		}
	}
	return writeIndex(folder, events)
}

func writeOne(words source, event Event, folder, current string) error {
	file := filepath.Join(folder, event.Type+".json")
	version, err := since(file, current)
	if err != nil {
		return err
	}
	text, err := words.describe(event, version)
	if err != nil {
		return err
	}
	return write(file, text)
}

func removeUnreleased(folder string, events []Event) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return err
	}
	for _, file := range files {
		written := slices.ContainsFunc(events, func(e Event) bool { return e.Type+".json" == filepath.Base(file) })
		if version, err := since(file, unreleased); err != nil {
			return err
		} else if written || version != unreleased {
			continue
		}
		if err := os.Remove(file); err != nil {
			return fmt.Errorf("remove a schema: %w", err)
		}
	}
	return nil
}

func write(file string, text []byte) error {
	old, err := os.ReadFile(file) //nolint:gosec // of this repository
	if err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err := os.WriteFile(file, text, 0o644); err != nil { //nolint:gosec // documentation
		return fmt.Errorf("write %s: %w", strings.TrimPrefix(file, "./"), err)
	}
	return nil
}
