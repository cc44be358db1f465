package trail

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// ErrRefused means that a file is not what it says it is. The error around it says where
// and how.
var ErrRefused = errors.New("the file is not what it says it is")

// longestLine leaves room for the greatest event with every byte escaped, and its postings.
const longestLine = 16 * eventstore.MaxEventBytes

// Report is what a file proved.
type Report struct {
	Head    Head
	Title   string // of the campaign then
	Streams int    // that the events are of
	Sums    wallet.Sums
}

// Verify reads a file and computes everything in it anew: each leaf, each stream's order,
// each event's postings, the balances and the campaign's state. What does not fit is
// ErrRefused.
func Verify(r io.Reader) (Report, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	var head Head
	if err := next(lines, &head); err != nil {
		return Report{}, refuse("line 1: %w", err)
	}
	if head.Format != Format || head.Leaf != Leaf {
		return Report{}, refuse("line 1: this program reads %s with %s, not %q with %q", Format, Leaf, head.Format, head.Leaf)
	}
	v := verifier{head: head, versions: map[eventstore.StreamID]eventstore.Version{}, balances: wallet.Balances{}, state: sambatan.NewState()}
	for n := range head.Events {
		var line Line
		err := next(lines, &line)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return Report{}, refuse("the file ends after %d of %d events", n, head.Events)
		}
		if err == nil {
			err = v.add(&line)
		}
		if err != nil {
			return Report{}, refuse("line %d, position %d: %w", n+2, line.Position, err)
		}
	}
	if lines.Scan() || lines.Err() != nil {
		return Report{}, refuse("there is more after the %d events that the head counts", head.Events)
	}
	return v.conclude()
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrRefused, fmt.Errorf(format, args...))
}

// next decodes the next line; io.ErrUnexpectedEOF when there is none.
func next(lines *bufio.Scanner, into any) error {
	if !lines.Scan() {
		if err := lines.Err(); err != nil {
			return err
		}
		return io.ErrUnexpectedEOF
	}
	return json.Unmarshal(lines.Bytes(), into)
}

// verifier folds the events of a file.
type verifier struct {
	head      Head
	last      eventstore.Position
	versions  map[eventstore.StreamID]eventstore.Version
	balances  wallet.Balances
	reference wallet.Reference
	state     *sambatan.State
}

func (v *verifier) add(line *Line) error {
	recorded, err := line.recorded()
	if err != nil {
		return err
	}
	if eventstore.HashLeaf(v.head.Log, &recorded) != recorded.LeafHash {
		return errors.New("the event does not match its leaf: one of them was changed")
	}
	if line.Position <= v.last || line.Position > v.head.Position {
		return fmt.Errorf("out of order: after position %d, up to %d", v.last, v.head.Position)
	}
	v.last = line.Position
	if err := v.follow(line); err != nil {
		return err
	}
	if err := v.post(line, recorded); err != nil {
		return err
	}
	return v.evolve(recorded)
}

// follow keeps to the order of a stream. The campaign's own and those of its money are all
// the campaign's, so that they have no hole; another, as that of an amount to transfer, may
// serve many campaigns.
func (v *verifier) follow(line *Line) error {
	before := v.versions[line.Stream]
	whole := line.Stream == v.stream() || line.Stream.Category() == payment.Receipts.Category()
	if line.Version <= before || whole && line.Version != before+1 {
		return fmt.Errorf("version %d of %s follows version %d: events are missing, or were moved", line.Version, line.Stream, before)
	}
	v.versions[line.Stream] = line.Version
	return nil
}

func (v *verifier) stream() eventstore.StreamID {
	return sambatan.Campaigns.Stream(v.head.Campaign.String())
}

// post takes the postings from the event itself; those beside it must be the same.
func (v *verifier) post(line *Line, recorded eventstore.Recorded) error {
	var data struct {
		Postings []money.Posting `json:"postings"`
	}
	if err := json.Unmarshal(recorded.Data, &data); err != nil {
		return fmt.Errorf("read the data: %w", err)
	}
	if !slices.Equal(data.Postings, line.Postings) {
		return errors.New("the postings beside the event are not those in it")
	}
	v.balances.Post(data.Postings...)
	return v.reference.Add(recorded)
}

// evolve folds the campaign's own events. Evolve trusts the log, where nothing is that was
// not decided; a file may hold anything, and what can't be folded is refused.
func (v *verifier) evolve(recorded eventstore.Recorded) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("%s can't have happened after the events before it", recorded.Type)
		}
	}()
	if recorded.StreamID != v.stream() {
		return nil
	}
	event, err := sambatan.Codec.Decode(recorded)
	if err == nil {
		v.state = sambatan.Evolve(v.state, event)
	}
	return err
}

// conclude compares what the events come to with what the head says.
func (v *verifier) conclude() (Report, error) {
	if wanted := v.head.balances(); !maps.Equal(wanted, v.balances) {
		wanted.Add(v.balances)
		for _, account := range wanted.Accounts() {
			if said := v.head.balances()[account]; said != v.balances[account] {
				return Report{}, refuse("%s: the head says %s and %s, the events come to %s and %s",
					account, said.Debits, said.Credits, v.balances[account].Debits, v.balances[account].Credits)
			}
		}
	}
	phase := v.state.Phase()
	if string(phase) != v.head.Phase || string(phase.Lifecycle()) != v.head.Lifecycle ||
		v.state.Terms.Slots != v.head.Slots || v.state.Secured() != v.head.Secured {
		return Report{}, refuse("the head says %s with %d of %d slots, the events lead to %s with %d of %d",
			v.head.Phase, v.head.Secured, v.head.Slots, phase, v.state.Secured(), v.state.Terms.Slots)
	}
	sums, err := wallet.Identity(v.reference.Campaign(v.head.Campaign))
	if err != nil {
		return Report{}, refuse("the campaign's money: %w", err)
	}
	return Report{Head: v.head, Title: v.state.Title, Streams: len(v.versions), Sums: sums}, nil
}
