package services_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Followers in the process that recorded an event are handed the event itself,
// all others what they read back: the two must be the same, down to a list that is
// empty and not missing.
func TestEveryEventIsReadBackAsItWas(t *testing.T) {
	t.Parallel()
	readBack(t, sambatan.Codec)
	readBack(t, payment.InstructionCodec)
	readBack(t, payment.ReceiptCodec)
	readBack(t, payment.RefundCodec)
	readBack(t, payment.IntentCodec)
	readBack(t, payment.StatementCodec)
	readBack(t, payout.Codec)
	readBack(t, wallet.Codec)
	readBack(t, order.Codec)
	readBack(t, product.Codec)
	readBack(t, brand.Codec)
	readBack(t, identity.Codec)
}

func readBack[E any](t *testing.T, codec *eventstore.Codec[E]) {
	t.Helper()
	require.NotEmpty(t, codec.Types())
	random := rand.New(rand.NewPCG(1, 2))
	for eventType, goType := range codec.GoTypes() {
		for range 200 {
			value := reflect.New(goType).Elem()
			fill(value, random)
			event := value.Interface().(E)
			encoded, err := codec.Encode(event)
			require.NoError(t, err)
			decoded, err := codec.Decode(eventstore.Recorded{Type: eventType, Data: encoded.Data})
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(event, decoded), eventType)
		}
	}
}

// fill puts anything into a value that a command may lead to: times are the
// log's, in UTC and whole microseconds.
func fill(value reflect.Value, random *rand.Rand) {
	if value.Type() == reflect.TypeFor[time.Time]() {
		if random.IntN(3) > 0 {
			value.Set(reflect.ValueOf(time.UnixMicro(random.Int64N(4e15)).UTC()))
		}
		return
	}
	switch value.Kind() {
	case reflect.String:
		value.SetString([]string{"", "wangi", "\"<&>\" ✓"}[random.IntN(3)])
	case reflect.Int, reflect.Int64:
		value.SetInt(random.Int64N(1 << 40))
	case reflect.Bool:
		value.SetBool(random.IntN(2) == 0)
	case reflect.Uint8:
		value.SetUint(random.Uint64N(256))
	case reflect.Slice:
		if n := random.IntN(4); n > 0 {
			value.Set(reflect.MakeSlice(value.Type(), n-1, n-1))
		}
		fillAll(value, random)
	case reflect.Array:
		fillAll(value, random)
	case reflect.Struct:
		for _, field := range value.Fields() {
			fill(field, random)
		}
	default:
		panic("an event has a field of kind " + value.Kind().String())
	}
}

func fillAll(list reflect.Value, random *rand.Rand) {
	for i := range list.Len() {
		fill(list.Index(i), random)
	}
}
