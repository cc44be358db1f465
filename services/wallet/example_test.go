package wallet_test

import (
	"fmt"

	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func ExampleIdentity() {
	balances := wallet.Balances{}
	balances.Post(money.Move(185_417, money.Bank("8830124477"), money.Suspense)...)
	balances.Post(money.Move(185_000, money.Suspense, money.Escrow("batch-1", "rina"))...)
	sums, err := wallet.Identity(balances)
	fmt.Println(sums.Received, "=", sums.Held, "+", sums.Suspense, err)
	// Output: Rp185.417 = Rp185.000 + Rp417 <nil>
}
