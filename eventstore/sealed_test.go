package eventstore_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

type address struct{ Street, City string }

var (
	ani  = eventstore.PersonKey([]byte("the key of ani, 32 bytes long..."))
	budi = eventstore.PersonKey([]byte("the key of budi, 32 bytes long.."))
	home = address{"Jalan Melati 5", "Yogyakarta"}
)

func seal(t *testing.T, key eventstore.PersonKey, person, field string, value any) eventstore.Sealed {
	t.Helper()
	sealed, err := eventstore.Seal(key, person, field, value)
	require.NoError(t, err)
	return sealed
}

func TestSealedDataComesBackForItsPersonAndField(t *testing.T) {
	t.Parallel()
	sealed := seal(t, ani, "ani", "address", home)
	text, err := json.Marshal(sealed)
	require.NoError(t, err)
	require.NotContains(t, string(text), "Melati")
	var stored eventstore.Sealed
	require.NoError(t, json.Unmarshal(text, &stored))
	var opened address
	require.NoError(t, eventstore.Open(ani, "address", stored, &opened))
	require.Equal(t, home, opened)
	require.False(t, sealed.Empty())
	require.True(t, eventstore.Sealed{}.Empty())
}

func TestSealedDataStaysShutForEverythingElse(t *testing.T) {
	t.Parallel()
	sealed := seal(t, ani, "ani", "address", home)
	moved, damaged, short := sealed, sealed, sealed
	moved.Person = "budi"
	damaged.Box = bytes.Clone(sealed.Box)
	damaged.Box[0] ^= 1
	short.Nonce = sealed.Nonce[1:]
	rows := map[string]struct {
		key    eventstore.PersonKey
		field  string
		sealed eventstore.Sealed
	}{
		"another's key":   {budi, "address", sealed},
		"another field":   {ani, "refund_account", sealed},
		"another person":  {ani, "address", moved},
		"a damaged box":   {ani, "address", damaged},
		"a short nonce":   {ani, "address", short},
		"nothing at all":  {ani, "address", eventstore.Sealed{}},
		"the key is gone": {eventstore.PersonKey{}, "address", sealed},
	}
	for name, row := range rows {
		var opened address
		require.ErrorIs(t, eventstore.Open(row.key, row.field, row.sealed, &opened), eventstore.ErrUnsealable, name)
		require.Zero(t, opened, name)
	}
	var number int
	require.Error(t, eventstore.Open(ani, "address", sealed, &number))
}

// A retry must have the fingerprint of the first attempt; that two people or two
// fields hold the same value must not show.
func TestSealingIsDeterministicButTellsNothing(t *testing.T) {
	t.Parallel()
	sealed := seal(t, ani, "ani", "address", home)
	require.Equal(t, sealed, seal(t, ani, "ani", "address", home))
	for name, other := range map[string]eventstore.Sealed{
		"another value":  seal(t, ani, "ani", "address", address{"Jalan Melati 6", "Yogyakarta"}),
		"another field":  seal(t, ani, "ani", "billing", home),
		"another person": seal(t, ani, "budi", "address", home),
		"another key":    seal(t, budi, "ani", "address", home),
	} {
		require.NotEqual(t, sealed.Nonce, other.Nonce, name)
		require.NotEqual(t, sealed.Box, other.Box, name)
	}
	_, err := eventstore.Seal(ani, "ani", "address", func() {})
	require.Error(t, err)
}
