package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// Vault makes the keys that names and addresses are sealed with.
type Vault interface {
	Create(ctx context.Context, person string) (eventstore.PersonKey, error)
}

// Config of [Seed]. All but Now and Say are required.
type Config struct {
	Log     eventstore.Log
	Vault   Vault
	Account string       // number of the bank account that buyers transfer to
	Clock   *Clock       // the log's
	Now     time.Time    // that the story leads up to; zero: now
	Say     func(string) // is told what is being done; nil: nobody is
}

// ErrOtherData means that the log holds events that are no demo data.
var ErrOtherData = errors.New("the log holds other data; demo data only goes into an empty one")

// Seed fills an empty log through commands, and returns the people to sign in
// as. Where the whole story is told already, nothing happens. Nothing else may
// write to the log at the same time: its clock is that of the story.
func Seed(ctx context.Context, config Config) (People, error) {
	found, err := find(ctx, config.Log)
	switch {
	case err != nil:
		return nil, err
	case found.foreign:
		return nil, ErrOtherData
	case found.complete:
		return Everyone(), nil
	}
	if config.Say == nil {
		config.Say = func(string) {}
	}
	now := config.Now
	if now.IsZero() {
		now = time.Now()
	}
	if found.begun {
		now = found.at
	}
	return Everyone(), config.tell(ctx, newScript(now.Truncate(time.Second), config.Account))
}

func (c Config) tell(ctx context.Context, s *script) error {
	c.Say(fmt.Sprintf("writing demo data: %d brands, %d products, %d sambatan", len(houses), len(items), len(plans)))
	keys, err := makeKeys(ctx, c.Vault)
	if err != nil {
		return err
	}
	t := &teller{
		log: c.Log, clock: c.Clock, process: payment.Process{Account: c.Account}, keys: keys,
		residents: map[string]resident{}, issued: map[id.ID]payment.InstructionIssued{},
	}
	for _, one := range residents() {
		t.residents[one.key] = one
	}
	defer c.Clock.release()
	for _, acts := range s.moments() {
		if err := t.moment(ctx, acts); err != nil {
			return fmt.Errorf("demo data: %w", err)
		}
	}
	return nil
}

func makeKeys(ctx context.Context, vault Vault) (map[string]eventstore.PersonKey, error) {
	people := users()
	keys, errs := make([]eventstore.PersonKey, len(people)), make([]error, len(people))
	var running sync.WaitGroup
	for i, one := range people {
		running.Go(func() { keys[i], errs[i] = vault.Create(ctx, one.ID.String()) })
	}
	running.Wait()
	byUser := make(map[string]eventstore.PersonKey, len(people))
	for i, one := range people {
		byUser[one.Key] = keys[i]
	}
	return byUser, errors.Join(errs...)
}

// finding is what is in a log already.
type finding struct {
	begun, complete, foreign bool
	at                       time.Time // that the story leads up to
}

func find(ctx context.Context, log eventstore.Reader) (found finding, err error) {
	for first, err := range log.All(ctx, 1) {
		if err != nil {
			return found, err
		}
		var from anchor
		if first.CommandID != derive("command", "register/"+founder) || json.Unmarshal(first.Metadata, &from) != nil {
			return finding{foreign: true}, nil
		}
		found = finding{begun: true, at: from.Seeded}
		break
	}
	last := sambatan.Campaigns.Stream(CampaignID(drafted.key).String())
	for _, err := range log.Stream(ctx, last, 1) {
		found.complete = err == nil
		return found, err
	}
	return found, nil
}
