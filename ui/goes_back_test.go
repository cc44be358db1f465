package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/projections/payments"
	"github.com/sensasiwangi/sambatan/services/payment"
)

func TestMoneyIsSaidToGoBackTheWayThatTheRuleChooses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	paid := func(method payment.Method, ago time.Duration) payments.Receipt {
		r := payments.Receipt{Receipt: id.New(), Method: method, Amount: 100_000, Escrow: 100_000, PaidAt: now.Add(-ago)}
		if method != "" && method != payment.FromWallet {
			r.Channel = "midtrans"
		}
		return r
	}
	gone := paid("", time.Hour)
	gone.Refund, gone.State = 100_000, payments.Returned
	known := refundAccount{Bank: "BCA", Number: "1234567890"}
	for _, row := range []struct {
		name     string
		receipts []payments.Receipt
		policy   payment.RefundPolicy
		account  refundAccount
		want     string
	}{
		{"a transfer", []payments.Receipt{paid("", time.Hour)}, payment.RefundsAutomatic, known, "ke rekening BCA •••• 7890"},
		{"a virtual account", []payments.Receipt{paid(payment.VABCA, time.Hour)}, payment.RefundsAutomatic, known, "ke rekening BCA •••• 7890"},
		{"from the wallet", []payments.Receipt{paid(payment.FromWallet, time.Hour)}, payment.RefundsByHand, known, "ke saldo Anda"},
		{"by QRIS", []payments.Receipt{paid(payment.QRIS, time.Hour)}, payment.RefundsAutomatic, known, "lewat QRIS yang Anda pakai membayar"},
		{"by QRIS, too long ago", []payments.Receipt{paid(payment.QRIS, 8*24*time.Hour)}, payment.RefundsAutomatic, known, "ke rekening BCA •••• 7890"},
		{"by QRIS, and operators send everything", []payments.Receipt{paid(payment.QRIS, time.Hour)}, payment.RefundsByHand, known, "ke rekening BCA •••• 7890"},
		{"in two parts, one way", []payments.Receipt{paid(payment.QRIS, time.Hour), paid(payment.QRIS, time.Minute)}, payment.RefundsAutomatic, known, "lewat QRIS yang Anda pakai membayar"},
		{"in two parts, two ways", []payments.Receipt{paid(payment.QRIS, time.Hour), paid("", time.Hour)}, payment.RefundsAutomatic, known, "lewat cara bayarnya semula atau ke rekening BCA •••• 7890"},
		{"what went back before says nothing", []payments.Receipt{gone, paid(payment.GoPay, time.Hour)}, payment.RefundsAutomatic, known, "lewat GoPay yang Anda pakai membayar"},
		{"not known yet", nil, payment.RefundsAutomatic, known, "lewat cara bayarnya semula atau ke rekening BCA •••• 7890"},
		{"nobody knows the account", []payments.Receipt{paid("", time.Hour)}, payment.RefundsAutomatic, refundAccount{}, ""},
	} {
		o := order{receipts: row.receipts, account: row.account, row: participants.Row{State: participants.Secured}}
		o.refunds = []payments.Refund{{Receipt: gone.Receipt, Amount: 100_000, TransferredAt: now}}
		require.Equal(t, row.want, o.goesBack(row.policy, now), row.name)
	}
}
