package simulate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/session"
	"github.com/sensasiwangi/sambatan/services/identity"
)

// namespace is what the ids of simulated buyers are derived in, so that the
// same ones come back in every simulation.
var namespace = id.MustParse("a1f0a3c4-1f63-5d58-8f6a-0d4f0f5f7f3e")

// actor of what the simulation does besides HTTP.
const actor = "system:simulate"

// ID of the buyer.
func (b Buyer) ID() id.ID { return id.Derive(namespace, fmt.Sprintf("buyer %d", b.N)) }

// Registrar registers simulated buyers.
type Registrar struct {
	Log   eventstore.Log
	Vault interface {
		Create(ctx context.Context, person string) (eventstore.PersonKey, error)
	}
	Sessions interface {
		IssueToken(ctx context.Context, subject session.Subject, name string, life time.Duration) (string, error)
	}
}

// registering is how many are registered at once.
const registering = 32

// Register registers so many buyers, those of earlier simulations first, and
// issues tokens that work for a while.
func (r Registrar) Register(ctx context.Context, count int, life time.Duration) ([]Buyer, error) {
	buyers, errs := make([]Buyer, count), make([]error, count)
	var running sync.WaitGroup
	turn := make(chan struct{}, registering)
	for n := range count {
		running.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			buyers[n], errs[n] = r.one(ctx, n, life)
		})
	}
	running.Wait()
	return buyers, errors.Join(errs...)
}

func (r Registrar) one(ctx context.Context, n int, life time.Duration) (Buyer, error) {
	b := Buyer{N: n}
	if err := r.register(ctx, b); err != nil {
		return b, fmt.Errorf("register buyer %d: %w", n, err)
	}
	subject := session.Subject{User: b.ID(), Roles: []identity.Role{identity.Buyer}}
	token, err := r.Sessions.IssueToken(ctx, subject, "simulate", life)
	b.Token = token
	return b, err
}

func (r Registrar) register(ctx context.Context, b Buyer) error {
	person := b.ID().String()
	key, err := r.Vault.Create(ctx, person)
	if err != nil {
		return err
	}
	name, err := eventstore.Seal(key, person, "name", b.Name())
	if err != nil {
		return err
	}
	email, err := eventstore.Seal(key, person, "email", fmt.Sprintf("simulasi-%d@surat.example", b.N))
	if err != nil {
		return err
	}
	body := identity.Register{User: b.ID(), Name: name, Email: email, Roles: []identity.Role{identity.Buyer}}
	meta := eventstore.Meta{CommandID: id.Derive(b.ID(), "register"), Actor: actor}
	_, err = r.Log.Execute(ctx, identity.Users.Command(person, body, meta))
	return err
}
