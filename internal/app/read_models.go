package app

import (
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/auditlog"
	"github.com/sensasiwangi/sambatan/projections/catalogue"
	"github.com/sensasiwangi/sambatan/projections/clawbacks"
	"github.com/sensasiwangi/sambatan/projections/dashboard"
	"github.com/sensasiwangi/sambatan/projections/errands"
	"github.com/sensasiwangi/sambatan/projections/intents"
	"github.com/sensasiwangi/sambatan/projections/lifecycle"
	"github.com/sensasiwangi/sambatan/projections/notifications"
	"github.com/sensasiwangi/sambatan/projections/orders"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/projections/payouts"
	"github.com/sensasiwangi/sambatan/projections/refunds"
	"github.com/sensasiwangi/sambatan/projections/reminders"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/projections/timers"
	"github.com/sensasiwangi/sambatan/projections/transactions"
	"github.com/sensasiwangi/sambatan/projections/users"
	"github.com/sensasiwangi/sambatan/projections/wallets"
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

// readModels are all projections of the program.
func readModels() []projections.Projection {
	return []projections.Projection{
		participants.New(), transactions.New(), auditlog.New(), lifecycle.New(), dashboard.New(),
		payments.New(), intents.New(), errands.New(), refunds.New(), clawbacks.New(), payouts.New(), wallets.New(), orders.New(), statements.New(), catalogue.New(),
		users.New(), notifications.New(), timers.New(), reminders.New(),
	}
}

func readModelNames() []string {
	var names []string
	for _, model := range readModels() {
		names = append(names, model.Spec().Name)
	}
	return names
}

// decoders know the events of every service.
func decoders() *projections.Decoders {
	d := &projections.Decoders{}
	projections.AddCodec(d, sambatan.Codec)
	projections.AddCodec(d, payment.InstructionCodec)
	projections.AddCodec(d, payment.ReceiptCodec)
	projections.AddCodec(d, payment.IntentCodec)
	projections.AddCodec(d, payment.RefundCodec)
	projections.AddCodec(d, payment.StatementCodec)
	projections.AddCodec(d, payout.Codec)
	projections.AddCodec(d, wallet.Codec)
	projections.AddCodec(d, identity.Codec)
	projections.AddCodec(d, brand.Codec)
	projections.AddCodec(d, product.Codec)
	projections.AddCodec(d, order.Codec)
	projections.AddCodec(d, notification.ReminderCodec)
	projections.AddCodec(d, notification.MailCodec)
	return d
}
