package payment_test

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/services/payment"
)

// A buyer who transfers exactly what the instruction says has the amount due in
// escrow, and the rupiah of the unique code in the wallet.
func Example() {
	receipt := payment.ReceiptDecider.Fold(recorded(185_417, match))
	events, err := payment.ReceiptDecider.Decide(receipt, payment.Allocate{}, noon)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, event := range events {
		receipt = payment.ReceiptDecider.Evolve(receipt, event)
	}
	fmt.Println(receipt.Escrow, receipt.Wallet, receipt.Suspense)
	// Output: Rp185.000 Rp417 Rp0
}
