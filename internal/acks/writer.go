package acks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Writer appends acknowledgements to a file. It is safe for concurrent use.
type Writer struct {
	mu   sync.Mutex
	file *os.File
}

// Open opens a file to append to, and makes it when it is not there. A last
// line without an end is taken away.
func Open(path string) (*Writer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the caller names the file
	if err != nil {
		return nil, fmt.Errorf("open the file of acknowledgements: %w", err)
	}
	if err := trim(file); err != nil {
		return nil, errors.Join(fmt.Errorf("open the file of acknowledgements: %w", err), file.Close())
	}
	return &Writer{file: file}, nil
}

// trim cuts a torn line off and goes to the end.
func trim(file *os.File) error {
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	end := int64(bytes.LastIndexByte(content, '\n') + 1)
	if err := file.Truncate(end); err != nil {
		return err
	}
	_, err = file.Seek(end, io.SeekStart)
	return err
}

// Write appends one line. When it returns, the line outlives a power cut.
func (w *Writer) Write(ack Ack) error {
	line, err := json.Marshal(ack)
	if err != nil {
		return fmt.Errorf("write acknowledgement: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write acknowledgement: %w", err)
	}
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("write acknowledgement: %w", err)
	}
	return nil
}

// Close closes the file.
func (w *Writer) Close() error { return w.file.Close() }
