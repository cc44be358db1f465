package acks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// Ack is one join that the server said was done: a line of the file.
type Ack struct {
	CommandID     id.ID               `json:"command_id"`
	Position      eventstore.Position `json:"position"`
	Participation id.ID               `json:"participation"`
	Campaign      id.ID               `json:"campaign"`
	Slots         int                 `json:"slots"`
}

func (a Ack) complete() bool {
	return !a.CommandID.IsZero() && a.Position > 0 && !a.Participation.IsZero() && !a.Campaign.IsZero() && a.Slots > 0
}

// Read reads acknowledgements, in the order in which they were written. torn
// tells that the last line has no end: whoever wrote it was stopped in between,
// so nobody relied on it, and it is left out. Any other line that is no
// acknowledgement is an error.
func Read(from io.Reader) (list []Ack, torn bool, err error) {
	lines := bufio.NewReader(from)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return list, len(line) > 0, nil
		}
		if err != nil {
			return list, false, fmt.Errorf("read line %d: %w", n, err)
		}
		ack, err := parse(line)
		if err != nil {
			return list, false, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, ack)
	}
}

func parse(line []byte) (ack Ack, err error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&ack); err != nil {
		return ack, fmt.Errorf("not an acknowledgement: %w", err)
	}
	if !ack.complete() {
		return ack, errors.New("not an acknowledgement: a field is missing")
	}
	return ack, nil
}
