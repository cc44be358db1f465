package gatewayemu

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// mood is how the gateway behaves by itself: well, or at random badly. What goes
// wrong follows from a seed and from the order of requests. The zero mood is good.
type mood struct {
	mu     sync.Mutex
	chance *rand.Rand     // nil: it behaves well
	decks  map[Op][]Fault // what is still to go wrong before anything does again, by request
	silent bool           // it tells nothing of what it is to send
}

// Misbehave lets requests fail and reports go astray at random from now on, and
// counts anew; a seed of 0 ends that. The original does all of it, if not in one afternoon: what it
// does can be found out by asking it, and every rupiah that it takes is in its books.
func (s *Server) Misbehave(seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mood.mu.Lock()
	defer s.mood.mu.Unlock()
	s.mood.chance = nil
	if seed == 0 {
		return
	}
	s.mood.chance = rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // a game that can be played again
	s.mood.decks = map[Op][]Fault{}
	clear(s.spoilt)
	clear(s.travels)
	clear(s.faults)
}

// misbehaveByPage is the switch for programs that play a market.
func (s *Server) misbehaveByPage(w http.ResponseWriter, r *http.Request) {
	seed, err := strconv.ParseUint(r.FormValue("benih"), 10, 64)
	if err != nil {
		http.Error(w, "benih harus bilangan bulat; 0 mengakhiri kekacauan", http.StatusUnprocessableEntity)
		return
	}
	s.Misbehave(seed)
	w.WriteHeader(http.StatusNoContent)
}

// Silence lets requests to send money, and questions about it, go unanswered and
// without effect until it ends: whoever asked has to find out elsewhere what came of it.
func (s *Server) Silence(silent bool) {
	s.mood.mu.Lock()
	defer s.mood.mu.Unlock()
	s.mood.silent = silent
}

// silentByPage begins the silence, or ends it.
func (s *Server) silentByPage(silent bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.Silence(silent)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

func (m *mood) isSilent() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.silent
}

// oneIn is how many requests there are to each that is spoiled.
const oneIn = 4

// latest is how late a report may be.
const latest = 6 * time.Second

// longer than a merchant waits for an answer.
const timeOut = 12 * time.Second

// anywhere can happen to every request: errors, broken connections and silence, each
// before it took effect and after it.
var anywhere = []Fault{
	{Status: http.StatusInternalServerError},
	{Status: http.StatusServiceUnavailable, Done: true},
	{Cut: true},
	{Cut: true, Done: true},
	{Delay: 700 * time.Millisecond},
	{Delay: 1500 * time.Millisecond, Done: true},
	{Delay: timeOut},
	{Delay: timeOut, Done: true},
}

// refusals are answers that a request may get although nothing speaks against it, or
// although it took effect: the reasons why a merchant asks for the status before it
// believes them. A payout is never refused without a reason.
var refusals = map[Op][]Fault{
	OpCharge: {{Status: http.StatusNotAcceptable}, {Status: http.StatusNotAcceptable, Done: true}},
	OpExpire: {{Status: http.StatusPreconditionFailed}, {Status: http.StatusPreconditionFailed, Done: true}},
	OpCancel: {{Status: http.StatusPreconditionFailed}},
	OpRefund: {
		{Status: http.StatusPreconditionFailed},
		{Status: http.StatusPreconditionFailed, Done: true},
		{Status: http.StatusNotAcceptable, Done: true},
	},
}

// fault is what happens to a request.
func (m *mood) fault(op Op) Fault {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.silent && (op == OpPayout || op == OpPayoutStatus) {
		return Fault{Status: http.StatusServiceUnavailable}
	}
	if m.chance == nil || m.chance.IntN(oneIn) > 0 {
		return Fault{}
	}
	deck := m.decks[op]
	if len(deck) == 0 {
		deck = append(m.shuffled(refusals[op]), m.shuffled(anywhere)...)
	}
	m.decks[op] = deck[1:]
	return deck[0]
}

func (m *mood) shuffled(faults []Fault) []Fault {
	faults = slices.Clone(faults)
	m.chance.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
	return faults
}

// travel is what happens to a report. One that nobody would ask about in time is not
// dropped.
func (m *mood) travel(n Notification) (after []time.Duration, how Travel, bad bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chance == nil {
		return nil, "", false
	}
	delay := time.Duration(m.chance.Int64N(int64(latest)))
	first := n.Status == string(Pending) // the news that others may overtake
	switch way := m.chance.IntN(10); {
	case way < 2, first && way > 6:
		return []time.Duration{delay}, Delayed, true
	case way < 4:
		return []time.Duration{0, delay}, Repeated, true
	case way < 6 && !n.last:
		return nil, Dropped, true
	}
	return []time.Duration{0}, "", true
}

// Travel is what became of a report on its way.
type Travel string

// What may become of it.
const (
	Delayed   Travel = "delayed"
	Repeated  Travel = "repeated"
	Dropped   Travel = "dropped"
	Reordered Travel = "reordered" // it arrived after one that came about later
)
