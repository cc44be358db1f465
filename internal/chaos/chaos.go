package chaos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/money"
	"github.com/sensasiwangi/sambatan/internal/simulate"
)

// Config of [Run]. All of it is required.
type Config struct {
	Base     string // of the platform, as "http://127.0.0.1:8080"
	Sandbox  string // address of its payment gateway, which must be one that moves no money
	Seed     uint64 // of all choices; not 0
	Buyers   []Buyer
	Log      eventstore.Log
	Follower eventstore.Follower
	From     eventstore.Position // the log's head
	Times    Times
	// Rests waits until nothing follows any more from what happened.
	Rests func(ctx context.Context) error
	Say   func(string)
}

// Buyer is one of the people to act as.
type Buyer struct {
	simulate.Buyer

	Cookie string // of a session
}

// run is one run on its way.
type run struct {
	Config

	begun   time.Time
	world   *world
	stages  map[fate]*stage
	sandbox sandbox
	http    *http.Client
	players []*player
	banks   bank
}

// bank is what buyers transferred, by the bank's own books.
type bank struct {
	mu        sync.Mutex
	transfers map[string]money.Rupiah // by reference
}

// ErrUnsettled means that some money has not come to rest, or not to the right place.
var ErrUnsettled = errors.New("the money is not where it should be")

// Run plays one market and waits until all money has come to rest. Its error says what
// is not as it must be; the report tells what happened, as far as it got.
func Run(ctx context.Context, config Config) (Report, error) {
	r := &run{
		Config: config, begun: time.Now(), world: newWorld(), stages: map[fate]*stage{}, http: newHTTP(),
		banks: bank{transfers: map[string]money.Rupiah{}},
	}
	r.sandbox = sandbox{browser{http: r.http, base: config.Sandbox}}
	defer r.http.CloseIdleConnections()
	if err := r.open(ctx); err != nil {
		return Report{}, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var reading sync.WaitGroup
	defer reading.Wait()
	defer stop(nil)
	reading.Go(func() {
		if err := r.world.follow(ctx, config.Follower, config.From+1); err != nil {
			stop(fmt.Errorf("follow the log: %w", err))
		}
	})
	if err := r.sandbox.misbehave(ctx, config.Seed); err != nil {
		return Report{}, err
	}
	err := r.play(ctx)
	if err == nil {
		err = r.settle(ctx)
	}
	quiet, done := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer done()
	return r.report(quiet, errors.Join(err, r.sandbox.misbehave(quiet, 0)))
}

// play lets everybody do what they have in mind.
func (r *run) play(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r.players = r.cast(chanceOf(r.Seed))
	var playing sync.WaitGroup
	begin := func(name string, act func(context.Context) error) {
		playing.Go(func() {
			if err := act(ctx); err != nil {
				stop(fmt.Errorf("%s: %w", name, err))
			}
		})
	}
	for _, at := range r.stages {
		if at.fate.calledOff() {
			begin("a sambatan that is "+string(at.fate), func(ctx context.Context) error { return r.callOff(ctx, at) })
		}
	}
	for _, p := range r.players {
		begin(p.String(), p.play)
	}
	r.Say(fmt.Sprintf("%d buyers in %d sambatans, until %s", len(r.players), len(r.stages), time.Now().Add(r.Times.deadline()).Format(time.TimeOnly)))
	playing.Wait()
	return context.Cause(ctx)
}

// settle waits until all money has come to rest, and stays there.
func (r *run) settle(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, r.Times.Rest)
	defer stop()
	r.Say("waiting until all money has come to rest")
	for {
		open, err := r.differences(ctx)
		if err == nil && len(open) == 0 {
			break
		}
		if !pause(ctx, time.Second) {
			return errors.Join(fmt.Errorf("%w: %d differences, as: %v", ErrUnsettled, len(open), open[:min(len(open), 10)]), err)
		}
	}
	if err := r.Rests(ctx); err != nil {
		return err
	}
	moved, err := r.differences(ctx)
	if err == nil && len(moved) > 0 {
		return fmt.Errorf("%w, after it had come to rest: %v", ErrUnsettled, moved)
	}
	return err
}
