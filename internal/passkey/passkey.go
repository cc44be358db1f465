// Package passkey keeps people's passkeys (WebAuthn), and asks
// for them: when one is added, and when a session is to be confirmed, which is
// called a step-up. What a browser is asked is kept here, for one answer and for
// minutes. See docs/adr/0016.
package passkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
)

// AnswerWithin is how long a browser has to answer what it was asked.
const AnswerWithin = 5 * time.Minute

// Why an answer is not taken.
var (
	ErrNone    = errors.New("there is no passkey")
	ErrStale   = errors.New("nobody was asked this in this session, or it was answered, or too long ago")
	ErrRefused = errors.New("the answer does not prove the passkey")
	ErrCloned  = errors.New("the passkey's counter did not grow: there may be a copy of it")
	ErrKnown   = errors.New("the passkey was added already")
)

// Passkey is one of somebody's keys, as lists show it.
type Passkey struct {
	ID       id.ID
	Name     string
	Created  time.Time
	LastUsed time.Time // zero: never
}

// Config says where passkeys are used.
type Config struct {
	Pool   *pgxpool.Pool // whose user must be a member of the role sambatan_web
	Origin string        // that pages are at, like https://sambatan.example.com
	Logger *slog.Logger
	// Changed is told in the transaction of the change, under the role sambatan_web; its
	// error undoes it. nil: nobody is told.
	Changed func(ctx context.Context, tx pgx.Tx, change Change) error
}

// Change is what became of a passkey.
type Change struct {
	User  id.ID     `json:"user"`
	Name  string    `json:"name"`  // of the key
	Added bool      `json:"added"` // false: it was removed
	At    time.Time `json:"at"`
}

// Keys are everybody's passkeys.
type Keys struct {
	pool    *pgxpool.Pool
	origin  *url.URL
	party   *webauthn.WebAuthn
	logger  *slog.Logger
	changed func(ctx context.Context, tx pgx.Tx, change Change) error
}

// New returns the passkeys of an origin: they are bound to its name for good.
func New(config Config) (*Keys, error) {
	origin, err := url.Parse(config.Origin)
	if err != nil || origin.Hostname() == "" || net.ParseIP(origin.Hostname()) != nil {
		return nil, fmt.Errorf("passkeys are bound to a name, and %q has none", config.Origin)
	}
	origin = &url.URL{Scheme: origin.Scheme, Host: origin.Host}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: AnswerWithin, TimeoutUVD: AnswerWithin}
	party, err := webauthn.New(&webauthn.Config{
		RPID: origin.Hostname(), RPDisplayName: "Sensasiwangi.id", RPOrigins: []string{origin.String()},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			UserVerification: protocol.VerificationRequired, ResidentKey: protocol.ResidentKeyRequirementPreferred,
		},
		AttestationPreference: protocol.PreferNoAttestation,
		Timeouts:              webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	changed := config.Changed
	if changed == nil {
		changed = func(context.Context, pgx.Tx, Change) error { return nil }
	}
	return &Keys{pool: config.Pool, origin: origin, party: party, logger: config.Logger, changed: changed}, nil
}

// Origin is where the passkeys can be used: scheme and host.
func (k *Keys) Origin() *url.URL { return k.origin }

// AskToAdd returns what a browser needs to make a passkey. The name is for the
// owner's own list of keys, on their own device.
func (k *Keys) AskToAdd(ctx context.Context, who session.Session, name string) (question []byte, err error) {
	owner, err := k.owner(ctx, who)
	if err != nil {
		return nil, err
	}
	owner.name = name
	known := make([]protocol.CredentialDescriptor, len(owner.credentials))
	for i := range owner.credentials {
		known[i] = owner.credentials[i].Descriptor()
	}
	creation, asked, err := k.party.BeginRegistration(owner, webauthn.WithExclusions(known))
	if err != nil {
		return nil, fmt.Errorf("ask for a new passkey: %w", err)
	}
	if err := k.keepQuestion(ctx, who, toAdd, asked); err != nil {
		return nil, err
	}
	return json.Marshal(creation.Response)
}

// Add keeps the passkey that a browser made, under a name of its owner's.
func (k *Keys) Add(ctx context.Context, who session.Session, name string, answer []byte) error {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return k.refused(ctx, who, err)
	}
	asked, err := k.takeQuestion(ctx, who, toAdd, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return err
	}
	owner, err := k.owner(ctx, who)
	if err != nil {
		return err
	}
	made, err := k.party.CreateCredential(owner, asked, parsed)
	if err != nil {
		return k.refused(ctx, who, err)
	}
	if err := k.keep(ctx, who, name, made); err != nil {
		return err
	}
	k.logger.InfoContext(ctx, "security: a passkey was added", "who", who.User.String())
	return nil
}

// AskToConfirm returns what a browser needs to answer with one of the owner's
// passkeys, or ErrNone.
func (k *Keys) AskToConfirm(ctx context.Context, who session.Session) (question []byte, err error) {
	owner, err := k.owner(ctx, who)
	if err != nil {
		return nil, err
	}
	if len(owner.credentials) == 0 {
		return nil, ErrNone
	}
	assertion, asked, err := k.party.BeginLogin(owner)
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	if err := k.keepQuestion(ctx, who, toConfirm, asked); err != nil {
		return nil, err
	}
	return json.Marshal(assertion.Response)
}

// Confirm tells whether the answer proves one of the owner's passkeys. An answer
// is looked at once, whatever comes of it.
func (k *Keys) Confirm(ctx context.Context, who session.Session, answer []byte) error {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return k.refused(ctx, who, err)
	}
	asked, err := k.takeQuestion(ctx, who, toConfirm, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return err
	}
	owner, err := k.owner(ctx, who)
	if err != nil {
		return err
	}
	used, err := k.party.ValidateLogin(owner, asked, parsed)
	if err != nil {
		return k.refused(ctx, who, err)
	}
	if used.Authenticator.CloneWarning {
		return k.cloned(ctx, who)
	}
	grown, err := k.noteUse(ctx, who, used)
	if err == nil && !grown {
		return k.cloned(ctx, who)
	}
	return err
}

// refused keeps the cause for the log: whoever tries is told no more than that.
func (k *Keys) refused(ctx context.Context, who session.Session, cause error) error {
	detail := cause.Error()
	if said, ok := errors.AsType[*protocol.Error](cause); ok {
		detail = said.Details + ": " + said.DevInfo
	}
	k.logger.WarnContext(ctx, "security: an answer proves no passkey", "who", who.User.String(), "cause", detail)
	return ErrRefused
}

func (k *Keys) cloned(ctx context.Context, who session.Session) error {
	k.logger.ErrorContext(ctx, "security: a passkey may have been copied", "who", who.User.String())
	return ErrCloned
}

// owner is somebody with their passkeys, as the library takes them.
type owner struct {
	user        id.ID
	name        string
	credentials []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return o.user[:] }
func (o owner) WebAuthnName() string                       { return o.name }
func (o owner) WebAuthnDisplayName() string                { return o.name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }
