package cashier_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/postgres"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/inbox"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/pgtest"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/services/wallet"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const (
	channel     = "midtrans"
	serverKey   = "server-key"
	merchantKey = "merchant-key"
	account     = "8801002233"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// counter is a cashier between a real log, a real inbox and a gateway that is real
// but for the money. Time stands still until a test lets it pass.
type counter struct {
	*testing.T

	log     *postgres.Store
	pool    *pgxpool.Pool
	process payment.Process
	cashier *cashier.Cashier
	client  *midtrans.Client
	gateway *gatewayemu.Server
	inbox   *inbox.Inbox
	address string     // of the gateway
	intake  string     // address of the intake
	handled chan error // what came of each report that was looked into

	mu      sync.Mutex
	now     time.Time
	fault   func(gatewayemu.Request) gatewayemu.Fault
	cursor  eventstore.Position
	books   wallet.Reference
	deeds   map[string]int // events by type
	reasons map[string]int // why refunds fell due
	refunds []id.ID        // whose way has begun
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{
		T: t, now: noon, process: payment.Process{Account: account}, handled: make(chan error, 1000),
		deeds: map[string]int{}, reasons: map[string]int{},
	}
	c.pool = pgtest.New(t).PoolAs(t, "sambatan_app")
	c.log = c.openLog()
	c.inbox = inbox.New(c.pool)
	c.openGateway()
	c.openIntake()
	return c
}

// openLog opens the log once more, as another process would.
func (c *counter) openLog() *postgres.Store {
	c.Helper()
	store, err := postgres.Open(c.Context(), postgres.Config{
		Pool: c.pool, FingerprintKey: make([]byte, 32), Clock: func(time.Time) time.Time { return c.clock() },
	})
	require.NoError(c, err)
	c.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
		defer stop()
		require.NoError(c, store.Close(ctx))
	})
	return store
}

// twin is the cashier of another process.
func (c *counter) twin() *cashier.Cashier {
	c.Helper()
	twin := *c.cashier
	twin.Log = c.openLog()
	return &twin
}

func (c *counter) openGateway() {
	c.gateway = gatewayemu.New(gatewayemu.Config{
		ServerKey: serverKey, IrisKey: "iris-key", MerchantKey: merchantKey, Now: c.clock,
		NotifyURL: "http://intake.invalid" + cashier.PaymentsPath, PayoutNotifyURL: "http://intake.invalid" + cashier.PayoutsPath,
		Fault:  c.spoil,
		Route:  func(gatewayemu.Notification) []time.Duration { return nil }, // when the test says so
		Client: &http.Client{Transport: rerouted{&c.intake}},
	})
	server := httptest.NewServer(c.gateway)
	c.Cleanup(server.Close)
	c.Cleanup(c.gateway.Close)
	c.address = server.URL
	c.client = c.waiting(2 * time.Second)
	c.cashier = &cashier.Cashier{Channel: channel, Gateway: c.client, Log: c.log, Now: c.clock}
}

// waiting is a client that waits so long for an answer.
func (c *counter) waiting(timeout time.Duration) *midtrans.Client {
	return midtrans.New(midtrans.Config{
		BaseURL: c.address, PayoutURL: c.address, ServerKey: serverKey, IrisKey: "iris-key", MerchantKey: merchantKey,
		Merchant: "M0001", HTTP: &http.Client{Timeout: timeout, Transport: &http.Transport{DisableKeepAlives: true}},
	})
}

// rerouted sends to an address that is known later than the request's.
type rerouted struct{ to *string }

func (r rerouted) RoundTrip(request *http.Request) (*http.Response, error) {
	again := request.Clone(request.Context())
	again.URL.Host = *r.to
	return http.DefaultTransport.RoundTrip(again)
}

func (c *counter) openIntake() {
	logger := slog.New(slog.NewTextHandler(c.Output(), nil))
	server := httptest.NewServer(cashier.NewIntake(channel, c.client, c.inbox, prometheus.NewRegistry(), logger))
	c.Cleanup(server.Close)
	c.intake = server.Listener.Addr().String()
	worker := inbox.NewWorker(inbox.WorkerConfig{Inbox: c.inbox, Logger: logger, Handle: func(ctx context.Context, report inbox.Report) error {
		err := c.cashier.Handle(ctx, report)
		c.handled <- err
		return err
	}})
	ctx, stop := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	parts.Go(func() { _ = c.inbox.Run(ctx) })
	parts.Go(func() { _ = worker.Run(ctx) })
	c.Cleanup(func() { stop(); parts.Wait() })
}

func (c *counter) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *counter) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *counter) spoil(r gatewayemu.Request) gatewayemu.Fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fault == nil {
		return gatewayemu.Fault{}
	}
	return c.fault(r)
}

// spoils makes the gateway misbehave, or (nil) behave.
func (c *counter) spoils(fault func(gatewayemu.Request) gatewayemu.Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault = fault
}

// down makes every request fail.
func down(gatewayemu.Request) gatewayemu.Fault {
	return gatewayemu.Fault{Status: http.StatusBadGateway}
}

// campaign opens one of n slots, of which one costs 185.000, with its deadline two
// hours away and holds of half an hour.
func (c *counter) campaign(n, minFill int) id.ID {
	c.Helper()
	campaign := id.New()
	c.do(campaign, sambatan.Draft{
		Campaign: campaign, Brand: id.New(), Product: id.New(), Title: "Wening Subuh", Batch: 1,
		Terms: sambatan.Terms{
			Price: 170_000, Shipping: 15_000, Slots: n, MinFill: minFill, MinPerBuyer: 1, MaxPerBuyer: 1, HoldFor: 1800,
			OpensAt: c.clock(), Deadline: c.clock().Add(2 * time.Hour), ShipsFrom: "Yogyakarta", ShipsBy: "Desember",
		},
	})
	for _, command := range sambatan.Reviewed(id.New(), id.New()) {
		c.do(campaign, command)
	}
	return campaign
}

func (c *counter) execute(command eventstore.Command) (eventstore.Result, error) {
	return c.log.Execute(c.Context(), command)
}

func (c *counter) do(campaign id.ID, command sambatan.Command) {
	c.Helper()
	_, err := c.execute(sambatan.Campaigns.Command(campaign.String(), command, eventstore.Meta{CommandID: id.New(), Actor: "user:test"}))
	require.NoError(c, err)
}

// buyer is somebody who joined.
type buyer struct {
	c                              *counter
	campaign, participation, buyer id.ID
}

func (c *counter) join(campaign id.ID) buyer {
	c.Helper()
	b := buyer{c, campaign, id.New(), id.New()}
	box := eventstore.Sealed{Person: b.buyer.String(), Nonce: []byte("nonce"), Box: []byte("box")}
	c.do(campaign, sambatan.Join{
		Participation: b.participation, Buyer: b.buyer, Slots: 1, Consent: sambatan.Consent{Terms: "1", Privacy: "1"},
		Address: box, RefundAccount: box, Public: box,
	})
	c.settle()
	return b
}

// begin chooses a method; what follows at the gateway is done.
func (b buyer) begin(method payment.Method) {
	b.c.Helper()
	b.c.do(b.campaign, sambatan.BeginPayment{Participation: b.participation, Buyer: b.buyer, Method: string(method)})
	b.c.settle()
}

func (b buyer) order(attempt int) string { return payment.OrderName(b.participation, attempt) }

// pays at the bank or in the wallet's app; the gateway does not tell yet.
func (b buyer) pays(attempt int, how gatewayemu.Payment) (transaction string) {
	b.c.Helper()
	transaction, err := b.c.gateway.Pay(b.order(attempt), how)
	require.NoError(b.c, err)
	return transaction
}

func (b buyer) intent(attempt int) payment.Intent {
	b.c.Helper()
	book, _, err := eventstore.Load(b.c.Context(), b.c.log, payment.Intents, b.participation.String())
	require.NoError(b.c, err)
	found, _ := book.Find(attempt)
	return found
}

// told has the gateway report what it has to report about an attempt, the last
// thing first if asked, and everything that follows is done.
func (b buyer) told(attempt int, state gatewayemu.Status) {
	b.c.Helper()
	b.c.deliver(b.c.report(b.order(attempt), state))
	b.c.settle()
}

// report finds the newest notification of an order in a state.
func (c *counter) report(order string, state gatewayemu.Status) int {
	c.Helper()
	found := 0
	for _, n := range c.gateway.Outbox() {
		if n.ID == order && n.Status == string(state) {
			found = n.Number
		}
	}
	require.NotZero(c, found, "no report of %s as %s", order, state)
	return found
}

// deliver sends a notification and waits until it was looked into, unless one of
// the kind had been delivered before.
func (c *counter) deliver(number int) {
	c.Helper()
	before := c.gateway.Outbox()[number-1].Taken
	require.NoError(c, c.gateway.Deliver(c.Context(), number))
	if before == 0 {
		require.NoError(c, c.looked())
	}
}

// looked waits until a report was looked into.
func (c *counter) looked() error {
	c.Helper()
	select {
	case err := <-c.handled:
		return err
	case <-time.After(20 * time.Second):
		c.Fatal("the report was never looked into")
		return nil
	}
}

// settle does what process manager, errands and their jobs do, until nothing is
// left to do. It returns what the gateway could not be asked.
func (c *counter) settle() (failed []error) {
	c.Helper()
	for {
		from := c.cursor
		var due []id.ID
		for recorded, err := range c.log.All(c.Context(), c.cursor+1) {
			require.NoError(c, err)
			require.NoError(c, c.books.Add(recorded))
			c.cursor = recorded.Position
			due = append(due, c.react(recorded)...)
		}
		for _, participation := range due {
			if err := c.cashier.Advance(c.Context(), participation); err != nil {
				failed = append(failed, err)
			}
		}
		if c.cursor == from {
			c.balanced()
			return failed
		}
	}
}

// react gives the process manager's commands, and returns whose payments have to
// be seen to at the gateway.
func (c *counter) react(recorded eventstore.Recorded) (due []id.ID) {
	c.Helper()
	c.deeds[recorded.Type]++
	event := c.decode(recorded)
	steps := append(c.process.React(event, recorded), payout.Process{}.React(event, recorded)...)
	for _, step := range append(steps, wallet.Process{}.React(event, recorded)...) {
		_, err := step.Run(c.Context(), c.log)
		require.NoError(c, err)
	}
	switch e := event.(type) {
	case payment.IntentOpened:
		return []id.ID{e.Participation}
	case payment.IntentEnding:
		return []id.ID{e.Participation}
	case payment.RefundDue:
		c.reasons[e.Reason]++
	case payment.RefundOpened:
		c.refunds = append(c.refunds, e.Refund)
	}
	return nil
}

func (c *counter) decode(recorded eventstore.Recorded) (event any) {
	c.Helper()
	var err error
	switch recorded.StreamID.Category() {
	case sambatan.Campaigns.Category():
		event, err = sambatan.Codec.Decode(recorded)
	case payment.Instructions.Category():
		event, err = payment.InstructionCodec.Decode(recorded)
	case payment.Intents.Category():
		event, err = payment.IntentCodec.Decode(recorded)
	case payment.Receipts.Category():
		event, err = payment.ReceiptCodec.Decode(recorded)
	case payment.Refunds.Category():
		event, err = payment.RefundCodec.Decode(recorded)
	case wallet.Wallets.Category():
		event, err = wallet.Codec.Decode(recorded)
	case payout.Sellers.Category():
		event, err = payout.Codec.Decode(recorded)
	}
	require.NoError(c, err)
	return event
}

// balanced demands the identity of design §7 of the platform, of every campaign
// and of every buyer.
func (c *counter) balanced() {
	c.Helper()
	for _, sets := range []map[id.ID]wallet.Balances{{{}: c.books.Platform()}, c.books.Campaigns(), c.books.Buyers()} {
		for owner, balances := range sets {
			_, err := wallet.Identity(balances)
			require.NoError(c, err, "money of %s", owner)
		}
	}
}

// sums tells where all money is.
func (c *counter) sums() wallet.Sums {
	c.Helper()
	sums, err := wallet.Identity(c.books.Platform())
	require.NoError(c, err)
	return sums
}

const price money.Rupiah = 185_000

// openIntents lets the process manager open what was begun, and nobody ask the
// gateway yet.
func (c *counter) openIntents() {
	c.Helper()
	for recorded, err := range c.log.All(c.Context(), c.cursor+1) {
		require.NoError(c, err)
		require.NoError(c, c.books.Add(recorded))
		c.cursor = recorded.Position
		c.react(recorded)
	}
}

// charge asks the gateway for a payment that nobody began here.
func (c *counter) charge(order string) {
	c.Helper()
	_, err := c.client.Charge(c.Context(), midtrans.Order{
		ID: order, Amount: price, Method: midtrans.QRIS, From: c.clock(), Expires: c.clock().Add(time.Hour),
	})
	require.NoError(c, err)
}
