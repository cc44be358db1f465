// Package id makes and reads identifiers: RFC 9562 UUIDs, version 7 for new
// things (they sort by time), version 5 for things derived from others, so that
// doing the same thing twice names the same thing.
package id

import (
	"database/sql/driver"
	"fmt"

	"github.com/google/uuid"
)

// ID identifies one thing. Its zero value identifies nothing. It is assignable
// to eventstore.UUID.
type ID [16]byte

// New returns a fresh, time-ordered id.
func New() ID { return ID(uuid.Must(uuid.NewV7())) }

// Derive returns the id that belongs to a name within a namespace: always the
// same for the same two. Process managers derive command ids this way, so that
// an event that is delivered twice leads to one effect.
func Derive(namespace ID, name string) ID {
	return ID(uuid.NewSHA1(uuid.UUID(namespace), []byte(name)))
}

// Parse reads the canonical text form.
func Parse(text string) (ID, error) {
	parsed, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return ID{}, fmt.Errorf("%q is not an id", text)
	}
	return ID(parsed), nil
}

// MustParse is Parse for constants.
func MustParse(text string) ID {
	parsed, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// String is the canonical text form; empty for the zero id.
func (i ID) String() string {
	if i.IsZero() {
		return ""
	}
	return uuid.UUID(i).String()
}

// IsZero tells whether the id identifies nothing.
func (i ID) IsZero() bool { return i == ID{} }

// MarshalText implements encoding.TextMarshaler.
func (i ID) MarshalText() ([]byte, error) {
	if i.IsZero() {
		return nil, nil
	}
	return uuid.UUID(i).MarshalText()
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (i *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = ID{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}

// Value implements driver.Valuer: NULL for the zero id.
func (i ID) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.String(), nil
}

// Scan implements sql.Scanner.
func (i *ID) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = ID{}
		return nil
	case string:
		return i.UnmarshalText([]byte(v))
	case []byte:
		return i.UnmarshalText(v)
	case [16]byte:
		*i = v
		return nil
	default:
		return fmt.Errorf("can't read an id from %T", src)
	}
}
