// Package trail is a campaign's trail as a file that is checked by itself, with no
// database and no word of ours: newline-delimited JSON, a [Head] and then one [Line] per
// event, oldest first. docs/trail-file.md says what it proves.
package trail

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Format names this form of a file, and the encoding of the leaves in it.
const (
	Format = "sambatan-trail-v1"
	Leaf   = "sambatan-leaf-v1"
)

// Head is the first line: what the file is of, and what must follow from its events.
type Head struct {
	Format   string              `json:"format"`
	Leaf     string              `json:"leaf"`
	Log      id.ID               `json:"log_id"` // part of every leaf
	Campaign id.ID               `json:"campaign"`
	Position eventstore.Position `json:"position"` // of the log, that everything is as of
	Events   int                 `json:"events"`   // lines that follow
	By       id.ID               `json:"exported_by"`
	At       time.Time           `json:"exported_at"`

	Phase     string    `json:"phase"`
	Lifecycle string    `json:"lifecycle_state"`
	Slots     int       `json:"slots"`
	Secured   int       `json:"secured"`
	Balances  []Balance `json:"balances"` // by account
}

// Balance is what went through one account, in rupiah.
type Balance struct {
	Account money.Account `json:"account"`
	Debit   money.Rupiah  `json:"debit"`
	Credit  money.Rupiah  `json:"credit"`
}

// Line is one event: every field of its leaf, the leaf, and its postings as the books hold
// them. Data and Metadata are strings, so that no program that rewrites JSON changes a byte
// of what was hashed.
type Line struct {
	Position    eventstore.Position `json:"position"`
	Stream      eventstore.StreamID `json:"stream"`
	Version     eventstore.Version  `json:"version"`
	Event       id.ID               `json:"event_id"`
	Type        string              `json:"type"`
	RecordedAt  time.Time           `json:"recorded_at"` // whole microseconds
	Actor       string              `json:"actor"`
	Command     id.ID               `json:"command_id"`
	Correlation id.ID               `json:"correlation_id"`
	Causation   id.ID               `json:"causation_id"`
	Data        string              `json:"data"`
	Metadata    string              `json:"metadata"`
	Hash        string              `json:"leaf"` // hex
	Postings    []money.Posting     `json:"postings,omitempty"`
}

// Writer writes a file.
type Writer struct{ lines *json.Encoder }

// NewWriter begins a file with its head, whose formats it fills in.
func NewWriter(w io.Writer, head Head) (*Writer, error) {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	head.Format, head.Leaf = Format, Leaf
	return &Writer{lines}, lines.Encode(head)
}

// Add writes the next event with its postings.
func (w *Writer) Add(r eventstore.Recorded, postings []money.Posting) error {
	return w.lines.Encode(Line{
		Position: r.Position, Stream: r.StreamID, Version: r.Version, Event: r.EventID, Type: r.Type, RecordedAt: r.RecordedAt.UTC(),
		Actor: r.Actor, Command: r.CommandID, Correlation: r.CorrelationID, Causation: r.CausationID,
		Data: string(r.Data), Metadata: string(r.Metadata), Hash: hex.EncodeToString(r.LeafHash[:]), Postings: postings,
	})
}

// recorded is the event of a line.
func (l *Line) recorded() (eventstore.Recorded, error) {
	hash, err := hex.DecodeString(l.Hash)
	if err == nil && len(hash) != 32 {
		err = fmt.Errorf("%d bytes", len(hash))
	}
	if err != nil {
		return eventstore.Recorded{}, fmt.Errorf("the leaf is no SHA-256: %w", err)
	}
	return eventstore.Recorded{
		Position: l.Position, StreamID: l.Stream, Version: l.Version, EventID: l.Event, Type: l.Type, RecordedAt: l.RecordedAt,
		Actor: l.Actor, CommandID: l.Command, CorrelationID: l.Correlation, CausationID: l.Causation,
		Data: []byte(l.Data), Metadata: []byte(l.Metadata), LeafHash: [32]byte(hash),
	}, nil
}

// balances of the head, as accounts are compared.
func (h *Head) balances() wallet.Balances {
	balances := wallet.Balances{}
	for _, b := range h.Balances {
		balances[b.Account] = wallet.Balance{Debits: b.Debit, Credits: b.Credit}
	}
	return balances
}
