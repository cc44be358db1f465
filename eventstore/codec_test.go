package eventstore_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
)

type opened struct {
	Slots int    `json:"slots"`
	Scent string `json:"scent"`
}

type closed struct{}

func newCodec() *eventstore.Codec[any] {
	codec := eventstore.NewCodec[any]()
	eventstore.Register[opened](codec, "test.opened.v3")
	eventstore.Register[closed](codec, "test.closed.v1")
	codec.RegisterUpcast("test.opened.v1", "test.opened.v2", func(data []byte) ([]byte, error) {
		return []byte(strings.Replace(string(data), "places", "slots", 1)), nil
	})
	codec.RegisterUpcast("test.opened.v2", "test.opened.v3", func(data []byte) ([]byte, error) {
		if !strings.HasSuffix(string(data), "}") {
			return nil, errors.New("no object")
		}
		return []byte(strings.TrimSuffix(string(data), "}") + `,"scent":"melati"}`), nil
	})
	return codec
}

func TestACodecWritesTheCurrentVersionAndReadsEveryOne(t *testing.T) {
	t.Parallel()
	codec := newCodec()
	encoded, err := codec.Encode(opened{Slots: 3, Scent: "cempaka"})
	require.NoError(t, err)
	require.Equal(t, "test.opened.v3", encoded.Type)
	require.JSONEq(t, `{"slots":3,"scent":"cempaka"}`, string(encoded.Data))
	for eventType, data := range map[string]string{
		"test.opened.v1": `{"places":3}`, "test.opened.v2": `{"slots":3}`, "test.opened.v3": `{"slots":3,"scent":"melati"}`,
	} {
		decoded, err := codec.Decode(eventstore.Recorded{Type: eventType, Data: []byte(data)})
		require.NoError(t, err)
		require.Equal(t, opened{3, "melati"}, decoded)
		require.True(t, codec.Knows(eventType))
	}
	require.Equal(t, []string{"test.closed.v1", "test.opened.v3"}, codec.Types())
	require.Equal(t, "opened", codec.GoTypes()["test.opened.v3"].Name())
}

func TestWhatARecordCarriesNeedsNoDecoding(t *testing.T) {
	t.Parallel()
	codec := newCodec()
	encoded, err := codec.Encode(opened{Slots: 3, Scent: "cempaka"})
	require.NoError(t, err)
	plain := eventstore.Recorded{Type: encoded.Type, Data: []byte("not to be read")}
	carrying := plain
	carrying.Carry(encoded)
	decoded, err := codec.Decode(carrying)
	require.NoError(t, err)
	require.Equal(t, opened{3, "cempaka"}, decoded)
	_, err = codec.Decode(plain)
	require.Error(t, err)
	require.True(t, plain.Equal(carrying), "the record is the same")
	carrying.Version++
	require.False(t, plain.Equal(carrying))
}

func TestACodecSaysWhatItCanNotRead(t *testing.T) {
	t.Parallel()
	codec := newCodec()
	_, err := codec.Encode(42)
	require.ErrorIs(t, err, eventstore.ErrUnknownType)
	_, err = codec.Decode(eventstore.Recorded{Type: "other.happened.v1", Data: []byte("{}")})
	require.ErrorIs(t, err, eventstore.ErrUnknownType)
	require.False(t, codec.Knows("other.happened.v1"))
	_, err = codec.Decode(eventstore.Recorded{Type: "test.opened.v3", Data: []byte(`{"slots":"three"}`)})
	require.ErrorContains(t, err, "decode test.opened.v3")
	_, err = codec.Decode(eventstore.Recorded{Type: "test.opened.v2", Data: []byte(`[]`)})
	require.ErrorContains(t, err, "lift test.opened.v2 to test.opened.v3")
}

func TestATypeIsRegisteredOnce(t *testing.T) {
	t.Parallel()
	type other struct{}
	codec := newCodec()
	require.Panics(t, func() { eventstore.Register[opened](codec, "test.again.v1") })
	require.Panics(t, func() { eventstore.Register[other](codec, "test.opened.v3") })
	require.Panics(t, func() { eventstore.Register[other](codec, "test.opened.v1") })
	require.Panics(t, func() { codec.RegisterUpcast("test.closed.v1", "test.closed.v2", nil) })
}
