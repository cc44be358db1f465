package acks

import (
	"context"
	"fmt"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Report is what a check found.
type Report struct {
	Acknowledged int // lines
	Found        int // of them, in the log as they should be
	Events       int // in the log
	Joins        int // in the log, acknowledged or not
	Campaigns    int // that anybody joined
	Differences  []Difference
}

// Difference is something that must not be.
type Difference struct {
	Ack  Ack // zero: the log is wrong in itself
	What string
}

func (d Difference) String() string {
	if d.Ack == (Ack{}) {
		return d.What
	}
	return fmt.Sprintf("command %s: %s", d.Ack.CommandID, d.What)
}

// Check reads the whole log and compares it with what was acknowledged: each
// acknowledged command has made exactly one join, at that position, of that
// participation. Besides, no command and no participation joined twice, and at
// no position of the log was a campaign oversold.
func Check(ctx context.Context, log eventstore.Reader, list []Ack) (Report, error) {
	c := checker{
		acks: make(map[id.ID]Ack, len(list)), seen: map[id.ID]eventstore.Position{},
		joined: map[id.ID]eventstore.Position{}, tallies: map[eventstore.StreamID]*tally{},
	}
	c.Acknowledged = len(list)
	c.take(list)
	for recorded, err := range log.All(ctx, 1) {
		if err != nil {
			return c.Report, fmt.Errorf("read the log: %w", err)
		}
		c.Events++
		if recorded.StreamID.Category() != sambatan.Campaigns.Category() {
			continue
		}
		if err := c.event(recorded); err != nil {
			return c.Report, err
		}
	}
	c.missing(list)
	return c.Report, nil
}

type checker struct {
	Report

	acks    map[id.ID]Ack                 // by command
	seen    map[id.ID]eventstore.Position // joins by command
	joined  map[id.ID]eventstore.Position // joins by participation
	tallies map[eventstore.StreamID]*tally
}

func (c *checker) differ(ack Ack, format string, args ...any) {
	c.Differences = append(c.Differences, Difference{ack, fmt.Sprintf(format, args...)})
}

func (c *checker) take(list []Ack) {
	for _, ack := range list {
		if _, twice := c.acks[ack.CommandID]; twice {
			c.differ(ack, "acknowledged twice")
		}
		c.acks[ack.CommandID] = ack
	}
}

func (c *checker) event(recorded eventstore.Recorded) error {
	event, err := sambatan.Codec.Decode(recorded)
	if err != nil {
		return err
	}
	if held, ok := event.(sambatan.SlotsHeld); ok {
		c.join(held, recorded)
	}
	t := c.tallies[recorded.StreamID]
	if t == nil {
		t = newTally()
		c.tallies[recorded.StreamID] = t
	}
	if wrong := t.add(event); wrong != "" {
		c.differ(Ack{}, "%s: %s", &recorded, wrong)
	}
	return nil
}

func (c *checker) join(held sambatan.SlotsHeld, recorded eventstore.Recorded) {
	c.Joins++
	ack, wanted := c.acks[recorded.CommandID]
	if first, twice := c.seen[recorded.CommandID]; twice {
		ack.CommandID = recorded.CommandID
		c.differ(ack, "joined at position %d and again at %d", first, recorded.Position)
		return
	}
	c.seen[recorded.CommandID] = recorded.Position
	if first, twice := c.joined[held.Participation]; twice {
		c.differ(ack, "participation %s is at position %d and again at %d", held.Participation, first, recorded.Position)
		return
	}
	c.joined[held.Participation] = recorded.Position
	if wanted {
		c.compare(ack, held, recorded)
	}
}

// compare tells the first thing in which the join is not what was acknowledged.
func (c *checker) compare(ack Ack, held sambatan.SlotsHeld, recorded eventstore.Recorded) {
	switch {
	case recorded.StreamID != sambatan.Campaigns.Stream(ack.Campaign.String()):
		c.differ(ack, "acknowledged for campaign %s, recorded in %s", ack.Campaign, recorded.StreamID)
	case recorded.Position != ack.Position:
		c.differ(ack, "acknowledged at position %d, recorded at %d", ack.Position, recorded.Position)
	case held.Participation != ack.Participation:
		c.differ(ack, "acknowledged as participation %s, recorded as %s", ack.Participation, held.Participation)
	case held.Slots != ack.Slots:
		c.differ(ack, "acknowledged with %d slots, recorded with %d", ack.Slots, held.Slots)
	default:
		c.Found++
	}
}

// missing ends the check.
func (c *checker) missing(list []Ack) {
	for _, t := range c.tallies {
		if t.joins > 0 {
			c.Campaigns++
		}
	}
	for _, ack := range list {
		if _, found := c.seen[ack.CommandID]; !found {
			c.differ(ack, "acknowledged at position %d, but not in the log", ack.Position)
		}
	}
}
