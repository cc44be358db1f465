package gatewayemu

import (
	"cmp"
	"net/http"
	"time"
)

// Config of a [Server]. The keys are required.
type Config struct {
	ServerKey   string // user name of the payment API's basic authentication, and part of its signatures
	IrisKey     string // user name of the payout API's
	MerchantKey string // part of the signatures of payout notifications

	NotifyURL       string // where payments are reported; empty: they stay in the outbox
	PayoutNotifyURL string // where payouts are reported; empty: they stay in the outbox

	Balance    int64         // that payouts are taken from, in rupiah; zero: 10 trillion
	QRISMax    int64         // the most that one QR code takes, in rupiah; zero: 10 million
	RefundFor  time.Duration // how long after its settlement a payment may be refunded; zero: 7 days
	Expiry     time.Duration // of a charge that names none; zero: 24 hours
	MerchantID string        // zero: "M0001"
	// PayoutsByHand leaves payouts in the queue until FinishPayout.
	PayoutsByHand bool

	Now    func() time.Time
	Client *http.Client // that notifies; nil: one with a timeout of 15 s, as the original has
	// Fault may spoil a request to an API; nil: none is.
	Fault func(Request) Fault
	// Route tells how a notification travels: one delivery after each duration;
	// none: it stays in the outbox. Nil: at once.
	Route func(Notification) []time.Duration
}

func (c Config) withDefaults() Config {
	if c.ServerKey == "" || c.IrisKey == "" || c.MerchantKey == "" {
		panic("gatewayemu: Config needs ServerKey, IrisKey and MerchantKey")
	}
	c.Balance = cmp.Or(c.Balance, 10_000_000_000_000)
	c.QRISMax = cmp.Or(c.QRISMax, 10_000_000)
	c.RefundFor = cmp.Or(c.RefundFor, 7*24*time.Hour)
	c.Expiry = cmp.Or(c.Expiry, 24*time.Hour)
	c.MerchantID = cmp.Or(c.MerchantID, "M0001")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 15 * time.Second}
	}
	if c.Fault == nil {
		c.Fault = func(Request) Fault { return Fault{} }
	}
	if c.Route == nil {
		c.Route = func(Notification) []time.Duration { return []time.Duration{0} }
	}
	return c
}
