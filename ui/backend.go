package ui

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/passkey"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/internal/signup"
	"github.com/sensasiwangi/sambatan/projections"
	"github.com/sensasiwangi/sambatan/projections/statements"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/payout"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Backend is what pages need from the rest of the program.
type Backend struct {
	Environment string       // shown on every page
	Contact     view.Contact // how people reach somebody
	Demo        bool         // the data is invented, and every page says so
	Secure      bool         // served over TLS: cookies are Secure and __Host-
	Secret      []byte       // key of the form tokens; the same in every web process

	Log      eventstore.Log
	Sessions *session.Store
	Passkeys *passkey.Keys // nil: the installation has no name that they could be bound to
	StepUp   bool          // what moves money has to be confirmed with a passkey
	Vault    Vault
	Progress *projections.Progress
	Topics   Topics
	Account  ReceivingAccount
	Gateway  *Gateway         // that buyers may pay through; nil: by bank transfer only
	Now      func() time.Time // the clock shown on pages; rules use the log's own

	// Read runs queries in one read-only transaction in which row level security
	// shows what the subject may see; the zero subject is a guest.
	Read func(ctx context.Context, subject session.Subject, query func(ctx context.Context, q projections.Querier) error) error
	// Process leads from a hold to its transfer instruction; a page takes that step
	// at once, so that the buyer need not wait for the process manager.
	Process payment.Process
	// Payouts is how brands are paid.
	Payouts payout.Policy
	// MarkRead notes that a recipient has seen the notifications up to a position.
	MarkRead func(ctx context.Context, subject session.Subject, upTo eventstore.Position) error
	// KeepStatement stores the sealed file of a bank statement, for a while, as its
	// operator.
	KeepStatement func(ctx context.Context, subject session.Subject, file statements.File) error
	// Alone runs do while no process runs another one under this name. It waits for a while
	// for its turn; ErrBusy: others took too long.
	Alone func(ctx context.Context, name string, do func(ctx context.Context) error) error
	// Mails is what pages do about mails.
	Mails
	// AskLink has a link sent to an e-mail address: to sign in for whoever has it, to register
	// if nobody has. It tells nobody whether anybody has. ErrEnoughLinks: as many were asked
	// for lately as one inbox is sent.
	AskLink func(ctx context.Context, asked AskedLink) error
	// SignUps registers whoever opens a link that does.
	SignUps *signup.Desk
	// Mailbox keeps the mails of a development installation; nil: there is none.
	Mailbox Mailbox
	// Ready tells why the process should not be sent requests, or nil.
	Ready func(ctx context.Context) error
	// Metrics serves Prometheus.
	Metrics http.Handler
}

// ErrBusy means that others do what only one may do at a time.
var ErrBusy = errors.New("others do what only one may do at a time")

// AskedLink is what somebody says who wants in.
type AskedLink struct {
	Address string
	Back    string // the path that they wanted to go to; may be empty
	SignUp  bool   // they want to register: the letter begins with that
}

// ErrEnoughLinks means that as many links were asked for as one inbox is sent.
var ErrEnoughLinks = errors.New("enough links were asked for to this inbox")

// Gateway is what pages need of a payment gateway.
type Gateway struct {
	Methods []payment.Method // in the order in which they are offered
	// Advance does at once what has to be done at the gateway for a participation,
	// so that the buyer need not wait; if it fails, it is done a little later.
	Advance func(ctx context.Context, participation id.ID) error
	// Reports takes what the gateway reports.
	Reports http.Handler
	// Sandbox is where a gateway that moves no money can be paid; empty: it is real.
	Sandbox string
}

// Vault opens personal data. The error is eventstore.ErrErased when the
// person's key is gone.
type Vault interface {
	Key(ctx context.Context, person string) (eventstore.PersonKey, error)
}

// Topics wakes those who watch something when its read model has changed.
type Topics interface {
	// Subscribe returns a channel that holds a value when the topic has changed
	// since it was last received from, and a function that ends it.
	Subscribe(topic string) (changed <-chan struct{}, stop func())
}

// ReceivingAccount is where buyers transfer to.
type ReceivingAccount struct{ Bank, Number, Holder string }

// meta is what comes with a command from a page.
func meta(commandID id.ID, subject session.Subject) eventstore.Meta {
	return eventstore.Meta{CommandID: commandID, Actor: "user:" + subject.User.String()}
}
