package projections

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
)

// UUID writes an id: NULL for the zero one.
func UUID(i id.ID) pgtype.UUID { return pgtype.UUID{Bytes: i, Valid: !i.IsZero()} }

// Time writes an instant: NULL for the zero one.
func Time(t time.Time) pgtype.Timestamptz { return pgtype.Timestamptz{Time: t, Valid: !t.IsZero()} }

// Text writes a text: NULL for the empty one.
func Text(s string) pgtype.Text { return pgtype.Text{String: s, Valid: s != ""} }

// Sealed writes personal data as it stands in the event, still sealed: NULL
// when nothing was given.
func Sealed(s eventstore.Sealed) (pgtype.Text, error) {
	if s.Empty() {
		return pgtype.Text{}, nil
	}
	encoded, err := json.Marshal(s)
	return pgtype.Text{String: string(encoded), Valid: true}, err
}

// ScanTime reads an instant into t in UTC: zero for NULL.
func ScanTime(t *time.Time) any { return (*scannedTime)(t) }

type scannedTime time.Time

// ScanTimestamptz implements pgtype.TimestamptzScanner.
func (s *scannedTime) ScanTimestamptz(v pgtype.Timestamptz) error {
	*s = scannedTime{}
	if v.Valid {
		*s = scannedTime(v.Time.UTC())
	}
	return nil
}

// ScanID reads an id: zero for NULL.
func ScanID(i *id.ID) any { return (*scannedID)(i) }

type scannedID id.ID

// ScanUUID implements pgtype.UUIDScanner.
func (s *scannedID) ScanUUID(v pgtype.UUID) error {
	*s = scannedID(v.Bytes)
	return nil
}

// ScanText reads a text of any string type: empty for NULL.
func ScanText[S ~string](s *S) any { return &scannedText[S]{s} }

type scannedText[S ~string] struct{ into *S }

// ScanText implements pgtype.TextScanner.
func (s *scannedText[S]) ScanText(v pgtype.Text) error {
	*s.into = S(v.String)
	return nil
}

// ScanSealed reads sealed personal data: zero for NULL.
func ScanSealed(s *eventstore.Sealed) any { return (*scannedSealed)(s) }

type scannedSealed eventstore.Sealed

// ScanText implements pgtype.TextScanner: json columns can be read as text.
func (s *scannedSealed) ScanText(v pgtype.Text) error {
	*s = scannedSealed{}
	if !v.Valid {
		return nil
	}
	return json.Unmarshal([]byte(v.String), (*eventstore.Sealed)(s))
}

// Column takes one column out of rows, as unnest wants it.
func Column[R, V any](rows []R, value func(*R) V) []V {
	column := make([]V, len(rows))
	for i := range rows {
		column[i] = value(&rows[i])
	}
	return column
}

// array makes a parameter of a column.
func array[V any](column []V) any {
	switch any(column).(type) {
	case []pgtype.UUID, []pgtype.Timestamptz, []pgtype.Text:
		return pointed[V](column)
	}
	return column
}

// pointed hands pgx the elements of an array by their address: by value it copies each to
// the heap, which takes three to five times as long. It is for types that encode themselves.
type pointed[V any] []V

// Dimensions implements pgtype.ArrayGetter.
func (p pointed[V]) Dimensions() []pgtype.ArrayDimension {
	return pgtype.FlatArray[V](p).Dimensions()
}

// Index implements pgtype.ArrayGetter.
func (p pointed[V]) Index(i int) any { return &p[i] }

// IndexType implements pgtype.ArrayGetter.
func (pointed[V]) IndexType() any { return new(V) }

// UUIDs writes ids; none of them should be zero.
func UUIDs(ids []id.ID) []pgtype.UUID {
	return Column(ids, func(i *id.ID) pgtype.UUID { return UUID(*i) })
}
