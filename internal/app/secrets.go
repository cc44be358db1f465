package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Secrets come from files, never from flags: what is on a command line can be
// read by every process of the machine.
type Secrets struct {
	KEKFile         string `name:"kek-file" env:"SAMBATAN_KEK_FILE" placeholder:"FILE" help:"Key that wraps personal keys: 64 hex digits. Default: made in --data."`
	FingerprintFile string `name:"hmac-key-file" env:"SAMBATAN_HMAC_KEY_FILE" placeholder:"FILE" help:"Key of the command fingerprints: 64 hex digits. Default: made in --data."`
}

// keys are the secrets of one installation. Losing kek erases all personal
// data; changing fingerprint makes repeated commands look like conflicts.
type keys struct{ kek, fingerprint [32]byte }

// read takes each key from its file; where none is named, from the embedded
// folder, in which a missing one is made.
func (s Secrets) read(folder string) (keys, error) {
	kek, err := readKey(s.KEKFile, folder, "kek")
	if err != nil {
		return keys{}, err
	}
	fingerprint, err := readKey(s.FingerprintFile, folder, "fingerprint")
	return keys{kek: kek, fingerprint: fingerprint}, err
}

func readKey(file, folder, name string) (key [32]byte, err error) {
	if file == "" && folder == "" {
		return key, fmt.Errorf("no file for the %s key; set SAMBATAN_KEK_FILE and SAMBATAN_HMAC_KEY_FILE (64 hex digits, as from: openssl rand -hex 32)", name)
	}
	if file != "" {
		return parseKey(file)
	}
	path := filepath.Join(secretsFolder(folder), name)
	key, err = parseKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	return key, err
}

func parseKey(path string) (key [32]byte, err error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return key, fmt.Errorf("read key: %w", err)
	}
	if n, err := hex.Decode(key[:], []byte(strings.TrimSpace(string(text)))); err != nil || n != len(key) {
		return key, fmt.Errorf("%s does not hold 64 hex digits", path)
	}
	return key, nil
}

// makeKey writes through a link, so that of two starts at once one wins and
// the other reads what the winner wrote.
func makeKey(path string) (key [32]byte, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return key, fmt.Errorf("make the folder of the keys: %w", err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return key, fmt.Errorf("make key: %w", err)
	}
	defer os.Remove(draft.Name()) //nolint:errcheck // gone or not, the key itself stands
	_, _ = rand.Read(key[:])      // never fails: crypto/rand aborts the program instead
	_, err = fmt.Fprintln(draft, hex.EncodeToString(key[:]))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return key, fmt.Errorf("write key: %w", err)
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return key, fmt.Errorf("write key: %w", err)
	}
	return parseKey(path)
}
