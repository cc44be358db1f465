package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/sensasiwangi/sambatan/services/brand"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/notification"
	"github.com/sensasiwangi/sambatan/services/order"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/product"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

// Event is one event type that is written today.
type Event struct {
	Type   string // as in the log: "sambatan.slots_held.v1"
	Stream string // pattern of the streams that hold it: "campaign-<id>"
	goType reflect.Type
}

// codecs are all codecs of the services, by the streams that their events are
// in. A test finds a codec that is missing here.
var codecs = map[string]interface {
	GoTypes() map[string]reflect.Type
}{
	"campaign-<id>":               sambatan.Codec,
	"transfer-<account>-<amount>": payment.InstructionCodec,
	"receipt-<id>":                payment.ReceiptCodec,
	"intent-<participation>":      payment.IntentCodec,
	"refund-<id>":                 payment.RefundCodec,
	"statement-<id>":              payment.StatementCodec,
	"seller-<brand>":              payout.Codec,
	"wallet-<buyer>":              wallet.Codec,
	"order-<participation>":       order.Codec,
	"user-<id>":                   identity.Codec,
	"brand-<id>":                  brand.Codec,
	"product-<id>":                product.Codec,
	"reminder-<campaign>":         notification.ReminderCodec,
	"mail-<id>":                   notification.MailCodec,
}

// Events lists every event type that the services write, sorted by type.
func Events() []Event {
	byType := map[string]Event{}
	for stream, codec := range codecs {
		for eventType, goType := range codec.GoTypes() {
			if _, taken := byType[eventType]; taken {
				panic(fmt.Sprintf("schema: two codecs write %q", eventType))
			}
			byType[eventType] = Event{Type: eventType, Stream: stream, goType: goType}
		}
	}
	events := make([]Event, 0, len(byType))
	for _, eventType := range slices.Sorted(maps.Keys(byType)) {
		events = append(events, byType[eventType])
	}
	return events
}
