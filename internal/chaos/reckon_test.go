package chaos

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/services/payment"
)

const due money.Rupiah = 60_000

// books of one buyer who paid by QRIS, as the gateway has them.
func booksOf(order string, refunded int64) gatewayemu.Books {
	return gatewayemu.Books{Payments: []gatewayemu.PaidIn{{Transaction: "t-1", Order: order, Amount: int64(due), Refunded: refunded}}}
}

// table is one buyer in one sambatan that has come to its end, with a gateway that shows
// what books says.
func table(t *testing.T, books func(order string) gatewayemu.Books, secured bool, receipt payment.Receipt) *run {
	t.Helper()
	r := &run{world: newWorld(), stages: map[fate]*stage{}, banks: bank{transfers: map[string]money.Rupiah{}}}
	at := &stage{id: id.New(), fate: succeeds, decided: true}
	r.stages[succeeds] = at
	order := &participation{id: id.New(), stage: at, amount: due, secured: secured}
	r.world.participations[order.id] = order
	receipt.Match.Participation, receipt.Reference = order.id, "t-1"
	if receipt.Amount != 0 {
		r.world.receipts[id.New()] = receipt
	}
	r.players = []*player{{run: r, stage: at, order: order, accounts: []string{"7100000001"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(books(payment.OrderName(order.id, 1)))
	}))
	t.Cleanup(server.Close)
	r.sandbox = sandbox{browser{http: server.Client(), base: server.URL}}
	return r
}

func TestMoneyRestsWithASlotOrWithItsBuyer(t *testing.T) {
	t.Parallel()
	slot := table(t, func(o string) gatewayemu.Books { return booksOf(o, 0) }, true, payment.Receipt{Amount: due, Escrow: due})
	found, err := slot.differences(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
	back := table(t, func(o string) gatewayemu.Books { return booksOf(o, int64(due)) }, false, payment.Receipt{Amount: due, Refunded: due})
	found, err = back.differences(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestWhatDoesNotRestIsFound(t *testing.T) {
	t.Parallel()
	paid := func(o string) gatewayemu.Books { return booksOf(o, 0) }
	sent := func(o string) gatewayemu.Books { return booksOf(o, int64(due)) }
	for name, row := range map[string]struct {
		books   func(order string) gatewayemu.Books
		secured bool
		receipt payment.Receipt
		want    string
	}{
		"money that the log does not know":     {paid, false, payment.Receipt{}, "is not in the log"},
		"money that the gateway never took":    {func(string) gatewayemu.Books { return gatewayemu.Books{} }, true, payment.Receipt{Amount: due, Escrow: due}, "the log says"},
		"a refund that is still due":           {paid, false, payment.Receipt{Amount: due, Due: due}, "neither secured nor back"},
		"a slot and the money back":            {sent, true, payment.Receipt{Amount: due, Refunded: due}, "in escrow"},
		"money that is kept without a slot":    {paid, false, payment.Receipt{Amount: due, Escrow: due}, "in escrow"},
		"a refund that the gateway never sent": {paid, false, payment.Receipt{Amount: due, Refunded: due}, "by the gateway's books"},
		"a refund that left twice": {
			func(o string) gatewayemu.Books {
				b := booksOf(o, int64(due))
				b.Payouts = []gatewayemu.PaidOut{{Bank: bankCode, Account: "7100000001", Amount: int64(due)}}
				return b
			}, false, payment.Receipt{Amount: due, Refunded: due}, "by the gateway's books",
		},
		"a report on its way": {
			func(o string) gatewayemu.Books { b := booksOf(o, 0); b.Waiting = 1; return b },
			true,
			payment.Receipt{Amount: due, Escrow: due},
			"on their way",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := table(t, row.books, row.secured, row.receipt).differences(t.Context())
			require.NoError(t, err)
			require.NotEmpty(t, found)
			require.Contains(t, found[0], row.want)
		})
	}
}

func TestAKindThatNeverHappenedIsNamed(t *testing.T) {
	t.Parallel()
	report := Report{Kinds: []Counted{{string(paidTwice), 0}, {string(paidTooMuch), 3}, {string(regained), 0}}}
	require.Equal(t, []string{string(paidTwice)}, report.missing())
}

func TestTheSameSeedGivesTheSameParts(t *testing.T) {
	t.Parallel()
	cast := func() (parts []string) {
		r := &run{Config: Config{Seed: 7, Times: Short, Buyers: make([]Buyer, 120)}, stages: map[fate]*stage{}}
		for _, f := range fates {
			r.stages[f] = &stage{fate: f}
		}
		for _, p := range r.cast(chanceOf(7)) {
			parts = append(parts, p.story.name+string(p.stage.fate)+string(p.ways[0])+p.joinsIn.String())
		}
		return parts
	}
	first, again := cast(), cast()
	require.Equal(t, first, again)
}
