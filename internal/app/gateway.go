package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/cashier"
	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/inbox"
	"github.com/sensasiwangi/sambatan/internal/issued"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/participants"
	"github.com/sensasiwangi/sambatan/services/identity"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui"
)

// channel is the gateway's name in accounts and receipts.
const channel = "midtrans"

// Gateway says where the payment gateway is. Without an address buyers pay by bank
// transfer only.
type Gateway struct {
	GatewayURL       string `name:"gateway-url" env:"SAMBATAN_GATEWAY_URL" placeholder:"URL" help:"Payment API in Midtrans's format, as https://api.midtrans.com. Default: no gateway."`
	GatewayPayoutURL string `name:"gateway-payout-url" env:"SAMBATAN_GATEWAY_PAYOUT_URL" placeholder:"URL" help:"Its payout API, as https://app.midtrans.com. Default: --gateway-url."`
	GatewayKeyFile   string `name:"gateway-key-file" env:"SAMBATAN_GATEWAY_KEY_FILE" placeholder:"FILE" help:"Its keys, a line each: server=…, iris=…, merchant=…."`
	GatewayMerchant  string `name:"gateway-merchant" env:"SAMBATAN_GATEWAY_MERCHANT" placeholder:"ID" help:"Our merchant id there; what names another is never booked. Default: not compared."`
	Refunds          string `enum:"automatic,by-hand" default:"automatic" env:"SAMBATAN_REFUNDS" help:"Who sends refunds: the gateway where it can (automatic), or operators (by-hand). Without a gateway operators do."`
	Payouts          string `enum:"automatic,by-hand" default:"automatic" env:"SAMBATAN_PAYOUTS" help:"Who sends payouts to brands: the gateway (automatic), or operators (by-hand). Without a gateway operators do."`
	PayoutLimit      int64  `default:"10000000" env:"SAMBATAN_PAYOUT_LIMIT" help:"The most, in rupiah, that is paid to a brand, or sent back to a buyer by a decision or after the release, without two people having agreed to it."`
}

// payouts is how brands are paid.
func (g Gateway) payouts(client *midtrans.Client) payout.Policy {
	return payout.Policy{ByHand: client == nil || g.Payouts == "by-hand", LimitOne: money.Rupiah(g.PayoutLimit)}
}

// policy of the refunds that fall due.
func (g Gateway) policy(client *midtrans.Client) payment.RefundPolicy {
	if client == nil || g.Refunds == "by-hand" {
		return payment.RefundsByHand
	}
	return payment.RefundsAutomatic
}

// client returns nil when there is no gateway.
func (g Gateway) client() (*midtrans.Client, error) {
	if g.GatewayURL == "" {
		return nil, nil //nolint:nilnil // no gateway is a way to run
	}
	keys, err := readGatewayKeys(g.GatewayKeyFile)
	if err != nil {
		return nil, err
	}
	payoutURL := g.GatewayPayoutURL
	if payoutURL == "" {
		payoutURL = g.GatewayURL
	}
	return midtrans.New(midtrans.Config{
		BaseURL: g.GatewayURL, PayoutURL: payoutURL, ServerKey: keys["server"], IrisKey: keys["iris"], MerchantKey: keys["merchant"],
		Merchant: g.GatewayMerchant,
		HTTP:     gatewayHTTP(),
	}), nil
}

// gatewayHTTP gives up before the job that asks does, and keeps as many
// connections as there are errands at a time.
func gatewayHTTP() *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}}
}

// readGatewayKeys reads lines "name=key".
func readGatewayKeys(file string) (map[string]string, error) {
	if file == "" {
		return nil, errors.New("SAMBATAN_GATEWAY_URL is set but SAMBATAN_GATEWAY_KEY_FILE is not; it holds the gateway's keys, a line each: server=…, iris=…, merchant=…")
	}
	text, err := os.ReadFile(file) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, fmt.Errorf("read the gateway's keys: %w", err)
	}
	keys := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, key, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			keys[name] = key
		}
	}
	for _, name := range []string{"server", "iris", "merchant"} {
		if keys[name] == "" {
			return nil, fmt.Errorf("%s does not hold a line %s=…", file, name)
		}
	}
	return keys, nil
}

// teller is what a process needs to be paid through the gateway.
type teller struct {
	cashier *cashier.Cashier
	inbox   *inbox.Inbox
	intake  *cashier.Intake
}

// process is the process manager of payments to an account, or through the gateway.
func (p *platform) process(account ReceivingAccount) payment.Process {
	return payment.Process{
		Account: account.AccountNumber, Bank: account.AccountBank, Holder: account.AccountHolder, Issued: issued.In(p.store),
		Gateway: p.teller != nil, Refunds: p.refunds,
	}
}

// useGateway lets the platform be paid through a gateway. nil: it is not.
func (p *platform) useGateway(client *midtrans.Client, refunds payment.RefundPolicy) {
	p.refunds = refunds
	if client == nil {
		return
	}
	reports := inbox.New(p.pool)
	p.teller = &teller{
		cashier: &cashier.Cashier{
			Channel: channel, Gateway: client, Log: p.store, Now: time.Now, Vault: p.vault, Account: p.refundAccount,
		},
		inbox:  reports,
		intake: cashier.NewIntake(channel, client, reports, p.metrics, p.logger),
	}
	p.metrics.MustRegister(&inboxCollector{reports})
}

// refundAccount is the account that a buyer gave when joining, sealed.
func (p *platform) refundAccount(ctx context.Context, participation id.ID) (sealed eventstore.Sealed, err error) {
	desk := session.Subject{Roles: []identity.Role{identity.Operator}}
	err = p.read(ctx, desk, func(ctx context.Context, q projections.Querier) error {
		row, err := participants.ByID(ctx, q, participation)
		sealed = row.RefundAccount
		return err
	})
	if err != nil {
		return sealed, fmt.Errorf("the refund account of participation %s: %w", participation, err)
	}
	return sealed, nil
}

// shown is the gateway as pages see it.
func (t *teller) shown(sandbox string) *ui.Gateway {
	if t == nil {
		return nil
	}
	return &ui.Gateway{Methods: payment.Methods, Advance: t.cashier.Advance, Reports: t.intake, Sandbox: sandbox}
}

// inboxPart looks into what the gateway reported.
func (p *platform) inboxPart() *inbox.Worker {
	return inbox.NewWorker(inbox.WorkerConfig{Inbox: p.teller.inbox, Handle: p.teller.cashier.Handle, Logger: p.logger})
}

// Keys of the gateway that `up` brings along. It moves no money, and listens on
// this machine only.
const (
	sandboxServerKey   = "sandbox-server-key"
	sandboxIrisKey     = "sandbox-iris-key"
	sandboxMerchantKey = "sandbox-merchant-key"
)

// sandbox is a payment gateway in this process that moves no money.
type sandbox struct {
	url      string
	gateway  *gatewayemu.Server
	server   *http.Server
	finished chan struct{}
}

// startSandbox serves one on a free port of this machine; it reports to addr.
func startSandbox(ctx context.Context, addr string) (*sandbox, error) {
	return serveSandbox(ctx, addr, nil)
}

// serveSandbox does so with reports that travel as route says; nil: at once.
func serveSandbox(ctx context.Context, addr string, route func(gatewayemu.Notification) []time.Duration) (*sandbox, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the sandbox gateway: %w", err)
	}
	gateway := gatewayemu.New(gatewayemu.Config{
		ServerKey: sandboxServerKey, IrisKey: sandboxIrisKey, MerchantKey: sandboxMerchantKey,
		NotifyURL: "http://" + addr + cashier.PaymentsPath, PayoutNotifyURL: "http://" + addr + cashier.PayoutsPath, Route: route,
	})
	s := &sandbox{
		url: "http://" + listener.Addr().String(), gateway: gateway, finished: make(chan struct{}),
		server: &http.Server{Handler: gateway, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() {
		defer close(s.finished)
		_ = s.server.Serve(listener) // ends with Close, and has nothing else to say
	}()
	return s, nil
}

func (s *sandbox) client() *midtrans.Client {
	return midtrans.New(midtrans.Config{
		BaseURL: s.url, PayoutURL: s.url, ServerKey: sandboxServerKey, IrisKey: sandboxIrisKey, MerchantKey: sandboxMerchantKey,
		HTTP: gatewayHTTP(),
	})
}

// Close ends it at once; what it knew is gone.
func (s *sandbox) Close() error {
	err := s.server.Close()
	s.gateway.Close()
	<-s.finished
	return err
}

// rememberSandbox keeps its address beside the data, where commands that play with it
// look.
func rememberSandbox(folder, address string) (forget func(), err error) {
	file := filepath.Join(folder, sandboxFile)
	if err := os.WriteFile(file, []byte(address), 0o600); err != nil {
		return nil, fmt.Errorf("note the sandbox gateway's address: %w", err)
	}
	return func() { _ = os.Remove(file) }, nil
}

const sandboxFile = "sandbox"
