package simulate

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/sensasiwangi/sambatan/internal/acks"
)

// Config of [Run]. Base, Buyers and Rate are required.
type Config struct {
	Base   string // of the server, as "http://127.0.0.1:8080"
	Buyers []Buyer
	Rate   float64       // joins begun per second, of all buyers together
	Length time.Duration // zero: until ctx ends
	Joins  int           // ends after so many acknowledged joins; zero: no bound
	Acks   Sink          // is given every acknowledged join; nil: nobody is
	Bank   *Bank         // pays; nil: nobody pays
	Say    func(string)  // is told once a second how it goes; nil: nobody is
}

// Sink keeps acknowledged joins: *acks.Writer.
type Sink interface{ Write(ack acks.Ack) error }

// Buyer is one of the people to act as.
type Buyer struct {
	Token string // for the API
	N     int    // tells buyers apart
}

// Summary is how it went.
type Summary struct {
	Acknowledged int            // joins
	Slots        int            // in them
	Refused      map[string]int // joins, by the reason that was given
	Retries      int            // requests sent again under the same key
	Unknown      int            // joins that were still without an answer at the end
	Reads        int            // of buyers' own participations
	Paid         int            // transfers recorded by the bank
	P50, P99     time.Duration  // from sending a join to its acknowledgement
	Took         time.Duration
}

// run is one simulation on its way.
type run struct {
	Config

	ctx      context.Context // of the whole run
	stop     context.CancelCauseFunc
	inFlight context.Context // of requests: outlives the run for a moment, so that answers come in
	http     *http.Client
	pace     *rate.Limiter
	market   market
	tally    *tally
}

// errEnough ends a run that has done what it was asked to.
var errEnough = errors.New("enough")

// Run lets the buyers act until the length is over, enough joins are
// acknowledged, or ctx ends, which is no error. Answers that no client should
// ever get, and a Sink that fails, are.
func Run(ctx context.Context, config Config) (Summary, error) {
	if len(config.Buyers) == 0 || config.Rate <= 0 {
		return Summary{}, errors.New("a simulation needs buyers and a rate")
	}
	r := newRun(ctx, config)
	defer r.stop(nil)
	if config.Length > 0 {
		end := time.AfterFunc(config.Length, func() { r.stop(errEnough) })
		defer end.Stop()
	}
	defer r.http.CloseIdleConnections()
	var helpers, buyers sync.WaitGroup
	helpers.Go(r.watchMarket)
	helpers.Go(r.report)
	for _, one := range config.Buyers {
		buyers.Go(func() { r.live(one) })
	}
	buyers.Wait()
	r.stop(errEnough)
	helpers.Wait()
	if config.Bank != nil {
		config.Bank.wait()
	}
	err := context.Cause(r.ctx)
	if errors.Is(err, errEnough) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	return r.tally.summary(), err
}

func newRun(ctx context.Context, config Config) *run {
	r := &run{Config: config, tally: newTally(), pace: rate.NewLimiter(rate.Limit(config.Rate), 1)}
	r.ctx, r.stop = context.WithCancelCause(ctx)
	inFlight, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.inFlight = inFlight
	context.AfterFunc(r.ctx, func() { time.AfterFunc(grace, cancel) })
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = connections, connections
	r.http = &http.Client{Transport: transport, Timeout: patience}
	return r
}

const (
	// connections to the server at once.
	connections = 128
	// patience with one request.
	patience = 15 * time.Second
	// grace that requests have after the end.
	grace = 2 * time.Second
)

// report tells how it goes, once a second.
func (r *run) report() {
	if r.Say == nil {
		return
	}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-second.C:
			r.Say(r.tally.line())
		}
	}
}
