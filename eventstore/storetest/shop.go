package storetest

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
)

// The shop is the suite's aggregate: few slots, many who want one.

const slots = 5

var (
	errTaken   = errors.New("every slot is taken")
	errMissing = errors.New("has no slot")
)

type command interface{ isCommand() }

type (
	// take wants a slot; who has one already has nothing left to do.
	take struct{ Who string }
	// free gives a slot back.
	free struct{ Who string }
	// hold keeps the appender busy until it is released.
	hold struct {
		Name             string
		entered, release chan struct{}
	}
	// boom panics, after it has changed the state as no Decide may.
	boom struct{ Name string }
	// unwritable decides an event that can't be encoded.
	unwritable struct{ Name string }
	// write records a note of the given bytes of text.
	write struct {
		Text  string
		Bytes int
	}
	// flood records many notes in one decision.
	flood struct{ Notes int }
)

func (take) isCommand()       {}
func (free) isCommand()       {}
func (hold) isCommand()       {}
func (boom) isCommand()       {}
func (unwritable) isCommand() {}
func (write) isCommand()      {}
func (flood) isCommand()      {}

type event interface{ isEvent() }

type (
	taken struct {
		Who string `json:"who"`
	}
	freed struct {
		Who string `json:"who"`
	}
	noted struct {
		Text string `json:"text"`
	}
	cursed struct {
		Bad badJSON `json:"bad"`
	}
)

type badJSON struct{}

// MarshalJSON fails, as a broken encoder would.
func (badJSON) MarshalJSON() ([]byte, error) { return nil, errCursed }

// UnmarshalJSON completes the pair.
func (*badJSON) UnmarshalJSON([]byte) error { return errCursed }

var errCursed = errors.New("this event can't be encoded")

var _ json.Marshaler = badJSON{}

func (taken) isEvent()  {}
func (freed) isEvent()  {}
func (noted) isEvent()  {}
func (cursed) isEvent() {}

// shop's state is changed in place, so that a log which keeps a spoiled state is
// found out.
type shop struct {
	holders map[string]bool
	notes   int
}

var codec = func() *eventstore.Codec[event] {
	c := eventstore.NewCodec[event]()
	eventstore.Register[taken](c, "shop.taken.v1")
	eventstore.Register[freed](c, "shop.freed.v1")
	eventstore.Register[noted](c, "shop.noted.v1")
	eventstore.Register[cursed](c, "shop.cursed.v1")
	return c
}()

var shops = eventstore.NewAggregate("shop", eventstore.Decider[*shop, command, event]{
	Initial: func() *shop { return &shop{holders: map[string]bool{}} },
	Decide:  decide,
	Evolve:  evolve,
}, codec)

func decide(s *shop, c command, _ time.Time) ([]event, error) {
	switch c := c.(type) {
	case take:
		if s.holders[c.Who] {
			return nil, nil
		}
		if len(s.holders) >= slots {
			return nil, errTaken
		}
		return []event{taken(c)}, nil
	case free:
		if !s.holders[c.Who] {
			return nil, errMissing
		}
		return []event{freed(c)}, nil
	case hold:
		close(c.entered)
		<-c.release
		return []event{noted{Text: c.Name}}, nil
	case boom:
		s.holders["ghost"] = true
		panic("boom")
	case unwritable:
		return []event{noted{Text: "never"}, cursed{}}, nil
	case write:
		text := c.Text
		for len(text) < c.Bytes {
			text += text
		}
		if c.Bytes > 0 {
			text = text[:c.Bytes]
		}
		return []event{noted{Text: text}}, nil
	case flood:
		return slices.Repeat([]event{noted{Text: "drop"}}, c.Notes), nil
	}
	return nil, errors.New("unknown command")
}

func evolve(s *shop, e event) *shop {
	switch e := e.(type) {
	case taken:
		s.holders[e.Who] = true
	case freed:
		delete(s.holders, e.Who)
	case noted:
		s.notes++
	case cursed:
	}
	return s
}
