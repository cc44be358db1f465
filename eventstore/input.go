package eventstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// CheckInput refuses what Postgres or JSON could not store as it is. A Log
// calls it on the canonical form of every command; a page calls it on what was
// typed, so that the message can name the field.
//
// A NUL shows up in JSON as \u0000; invalid UTF-8 as U+FFFD, which json.Marshal
// puts in place of what it could not read.
func CheckInput(b []byte) error {
	switch {
	case len(b) > MaxEventBytes:
		return &InvalidInputError{Reason: fmt.Sprintf("%d bytes, at most %d are allowed", len(b), MaxEventBytes)}
	case !utf8.Valid(b):
		return &InvalidInputError{Reason: "not valid UTF-8"}
	case bytes.IndexByte(b, 0) >= 0, bytes.Contains(b, []byte(`\u0000`)):
		return &InvalidInputError{Reason: "holds a NUL character"}
	case bytes.Contains(b, []byte(`\ufffd`)), bytes.Contains(b, []byte("\uFFFD")):
		return &InvalidInputError{Reason: "holds characters that are not valid UTF-8"}
	}
	return nil
}

// CheckEvent refuses an event that the log could not store.
func CheckEvent(event NewEvent) error {
	if err := checkEncoded(event); err != nil {
		return err
	}
	if !json.Valid(event.Data) {
		return &InvalidInputError{Reason: "event " + event.Type + " is not JSON"}
	}
	return nil
}

// CheckEvents refuses events that the log could not store.
func CheckEvents(events []NewEvent) error { return checkAll(events, CheckEvent) }

// CheckDecision refuses a decision that the log could not store. It is
// CheckEvents without parsing what a [Codec] has just written.
func CheckDecision(events []NewEvent) error { return checkAll(events, checkEncoded) }

func checkAll(events []NewEvent, check func(NewEvent) error) error {
	if err := checkCount(len(events)); err != nil {
		return err
	}
	for _, event := range events {
		if err := check(event); err != nil {
			return err
		}
	}
	return nil
}

func checkEncoded(event NewEvent) error {
	if event.Type == "" {
		return &InvalidInputError{Reason: "event without a type"}
	}
	if err := CheckInput(event.Data); err != nil {
		return fmt.Errorf("event %s: %w", event.Type, err)
	}
	return nil
}

func checkCount(events int) error {
	if events > MaxDecisionEvents {
		return &InvalidInputError{Reason: fmt.Sprintf("%d events at once, at most %d are allowed", events, MaxDecisionEvents)}
	}
	return nil
}
