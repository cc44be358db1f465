package cashier_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// bankAccount is as buyers' refund accounts are sealed.
type bankAccount struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

// safe holds the keys of persons, and the accounts that were given when joining.
type safe struct {
	mu       sync.Mutex
	keys     map[string]eventstore.PersonKey
	erased   map[string]bool
	accounts map[id.ID]eventstore.Sealed // by participation
}

func (s *safe) Key(_ context.Context, person string) (eventstore.PersonKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.erased[person] {
		return eventstore.PersonKey{}, eventstore.ErrErased
	}
	return s.keys[person], nil
}

func (s *safe) account(_ context.Context, participation id.ID) (eventstore.Sealed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts[participation], nil
}

func (s *safe) seal(t *testing.T, person id.ID, account bankAccount) eventstore.Sealed {
	t.Helper()
	return s.sealAs(t, "refund_account", person, account)
}

func (s *safe) sealAs(t *testing.T, field string, person id.ID, account bankAccount) eventstore.Sealed {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	key := eventstore.PersonKey{}
	copy(key[:], person[:])
	s.keys[person.String()] = key
	sealed, err := eventstore.Seal(key, person.String(), field, account)
	require.NoError(t, err)
	return sealed
}

// desk is a counter that sends refunds.
type desk struct {
	*counter

	safe *safe
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{newCounter(t), &safe{keys: map[string]eventstore.PersonKey{}, erased: map[string]bool{}, accounts: map[id.ID]eventstore.Sealed{}}}
	d.process.Refunds = payment.RefundsAutomatic
	d.cashier.Vault, d.cashier.Account = d.safe, d.safe.account
	return d
}

// dinar's account is what buyers give when joining, unless a test says otherwise.
var dinar = bankAccount{Bank: "BCA", Number: "2048119311", Holder: "Dinar Nareswari"}

// paid is a buyer whose payment the campaign has taken.
func (d *desk) paid(method payment.Method) buyer {
	d.Helper()
	b := d.join(d.campaign(1, 1))
	d.safe.accounts[b.participation] = d.safe.seal(d.T, b.buyer, dinar)
	d.gateway.SetAccount("bca", dinar.Number, gatewayemu.Account{Name: "DINAR NARESWARI"})
	b.begin(method)
	b.pays(1, gatewayemu.Payment{})
	b.told(1, gatewayemu.Settlement)
	require.Equal(d, 1, d.deeds[secured])
	return b
}

// due calls the campaign off; nobody has asked the gateway for anything yet.
func (d *desk) due(b buyer) (refund id.ID) {
	d.Helper()
	d.do(b.campaign, sambatan.Abort{Reason: "bahan habis", By: sambatan.ByBrand})
	d.settle()
	require.NotEmpty(d, d.refunds)
	return d.refunds[len(d.refunds)-1]
}

func (d *desk) state(refund id.ID) payment.RefundCase {
	d.Helper()
	state, _, err := eventstore.Load(d.Context(), d.log, payment.Refunds, refund.String())
	require.NoError(d, err)
	return state
}

// advance does what a job for a refund does, and everything that follows.
func (d *desk) advance(refund id.ID) (again time.Duration) {
	d.Helper()
	again, err := d.cashier.AdvanceRefund(d.Context(), refund)
	require.NoError(d, err)
	d.settle()
	return again
}

func (d *desk) tell(refund id.ID, command payment.RefundCommand) error {
	d.Helper()
	_, err := d.execute(payment.Refunds.Command(refund.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	d.settle()
	return err
}

// reported delivers the newest report of a payout.
func (d *desk) reported(reference, status string) {
	d.Helper()
	d.deliver(d.report(reference, gatewayemu.Status(status)))
	d.settle()
}

// completed is how much an account has been sent by payouts, and in how many.
func (d *desk) completed(bank, number string) (sum int64, times int) {
	for _, sent := range d.gateway.Completed() {
		if sent.Bank == bank && sent.Account == number {
			sum, times = sum+sent.Amount, times+1
		}
	}
	return sum, times
}

// sentBack is what the gateway sent back of an order's payment.
func (d *desk) sentBack(order string) (amounts []int64) {
	d.Helper()
	t, err := d.client.Status(d.Context(), order)
	require.NoError(d, err)
	for _, r := range t.Refunds {
		amounts = append(amounts, int64(r.Amount))
	}
	return amounts
}

// asked counts the requests of a kind, and lets a test spoil them.
func (d *desk) asked(op gatewayemu.Op, fault func(n int) gatewayemu.Fault) (count func() int) {
	var mu sync.Mutex
	n := 0
	d.spoils(func(r gatewayemu.Request) gatewayemu.Fault {
		if r.Op != op {
			return gatewayemu.Fault{}
		}
		mu.Lock()
		defer mu.Unlock()
		n++
		if fault == nil {
			return gatewayemu.Fault{}
		}
		return fault(n)
	})
	return func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}

// trail is what happened to a refund, in short.
func (d *desk) trail(refund id.ID) (types []string) {
	d.Helper()
	for recorded, err := range d.log.Stream(d.Context(), payment.Refunds.Stream(refund.String()), 1) {
		require.NoError(d, err)
		types = append(types, recorded.Type)
	}
	return types
}

func (d *desk) count(refund id.ID, eventType string) int {
	d.Helper()
	return len(slices.DeleteFunc(d.trail(refund), func(t string) bool { return t != fmt.Sprintf("payment.%s.v1", eventType) }))
}

// other is a payout of another amount to an account, that somebody makes under a name of ours.
func (d *desk) other(to bankAccount, bank, notes string) (reference string) {
	d.Helper()
	reference, err := d.client.Pay(d.Context(), id.New().String(), midtrans.Beneficiary{Name: to.Holder, Bank: bank, Account: to.Number}, 5_000, notes)
	require.NoError(d, err)
	return reference
}
