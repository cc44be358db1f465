package simulate_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/eventstore/memory"
	"github.com/sensasiwangi/sambatan/internal/acks"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/simulate"
	"github.com/sensasiwangi/sambatan/services/payment"
	"github.com/sensasiwangi/sambatan/services/sambatan"
)

// server is a small stand-in for the JSON API, on a real log, that fails the
// way servers and networks do.
type server struct {
	*testing.T
	*httptest.Server

	log      *memory.Log
	campaign id.ID
	process  payment.Process

	mu    sync.Mutex
	lines []acks.Ack
	keys  map[string]string // Idempotency-Key → body

	requests, broken atomic.Int64
	reads            atomic.Int64
	status           atomic.Int64 // answered to every join, unless 0
	fail             func(n int64) string
}

// newServer opens a campaign of so many slots. fail says how the nth join goes
// wrong: "" not at all, "busy" before it, "lost" after it.
func newServer(t *testing.T, slots int, fail func(n int64) string) *server {
	t.Helper()
	s := &server{T: t, log: memory.New(memory.Config{}), keys: map[string]string{}, fail: fail, process: payment.Process{Account: "8801002233"}}
	campaign, err := simulate.OpenCampaign(t.Context(), s.log, slots, time.Minute)
	require.NoError(t, err)
	s.campaign = campaign
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/campaigns", s.list)
	mux.HandleFunc("POST /api/v1/campaigns/{campaign}/participations", s.join)
	mux.HandleFunc("GET /api/v1/participations", func(w http.ResponseWriter, _ *http.Request) {
		s.reads.Add(1)
		answer(w, http.StatusOK, map[string]any{"items": []any{}, "total": 1})
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func answer(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	state, _, err := eventstore.Load(r.Context(), s.log, sambatan.Campaigns, s.campaign.String())
	if err != nil {
		answer(w, http.StatusInternalServerError, nil)
		return
	}
	answer(w, http.StatusOK, map[string]any{"items": []any{
		map[string]any{"id": s.campaign, "phase": state.Phase(), "min_per_buyer": 1, "max_per_buyer": 3, "terms_version": "1", "privacy_version": "1"},
		map[string]any{"id": id.New(), "phase": "Completed", "min_per_buyer": 1, "max_per_buyer": 3},
	}})
}

func (s *server) join(w http.ResponseWriter, r *http.Request) {
	if status := s.status.Load(); status != 0 {
		answer(w, int(status), map[string]any{"title": "as the test wants"})
		return
	}
	how := s.fail(s.requests.Add(1))
	if how != "" {
		s.broken.Add(1)
	}
	if how == "busy" {
		answer(w, http.StatusServiceUnavailable, nil)
		return
	}
	result, err := s.execute(r)
	if how == "lost" {
		panic(http.ErrAbortHandler) // the connection breaks
	}
	if refusal, ok := errors.AsType[sambatan.Refusal](err); ok {
		answer(w, http.StatusConflict, map[string]any{"title": refusal.Error()[:8]})
		return
	}
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]any{"title": err.Error()})
		return
	}
	answer(w, http.StatusCreated, result)
}

func (s *server) execute(r *http.Request) (map[string]any, error) {
	command, err := id.Parse(r.Header.Get("Idempotency-Key"))
	if err != nil {
		return nil, err
	}
	var body struct {
		Slots   int `json:"slots"`
		Consent struct{ Terms, Privacy string }
	}
	raw := json.NewDecoder(r.Body)
	if err := raw.Decode(&body); err != nil {
		return nil, err
	}
	box := eventstore.Sealed{Person: "p", Nonce: []byte("n"), Box: []byte("box")}
	join := sambatan.Join{
		Participation: id.Derive(command, "participation"), Buyer: id.MustParse(r.Header.Get("Authorization")[len("Bearer "):]), Slots: body.Slots,
		Consent: sambatan.Consent(body.Consent), Address: box, RefundAccount: box, Public: box,
	}
	meta := eventstore.Meta{CommandID: command, Actor: "user:test"}
	result, err := s.log.Execute(r.Context(), sambatan.Campaigns.Command(r.PathValue("campaign"), join, meta))
	if err != nil {
		return nil, err
	}
	return s.issue(r, join, result)
}

func (s *server) issue(r *http.Request, join sambatan.Join, result eventstore.Result) (map[string]any, error) {
	event, err := sambatan.Codec.Decode(result.Events[0])
	if err != nil {
		return nil, err
	}
	issued, err := s.process.IssueFor(event.(sambatan.SlotsHeld), result.Events[0]).Run(r.Context(), s.log)
	if err != nil {
		return nil, err
	}
	told, err := payment.InstructionCodec.Decode(issued.Events[0])
	if err != nil {
		return nil, err
	}
	code := told.(payment.InstructionIssued)
	return map[string]any{
		"participation": join.Participation, "slots": join.Slots, "amount": code.Amount, "position": result.Position,
		"transfer": map[string]any{"account": code.Account, "total": code.Total, "code": code.Code},
	}, nil
}

// Write implements simulate.Sink.
func (s *server) Write(ack acks.Ack) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, ack)
	return nil
}

// crowd are buyers whose token is their id.
func crowd(count int) []simulate.Buyer {
	buyers := make([]simulate.Buyer, count)
	for n := range buyers {
		buyers[n].N = n
		buyers[n].Token = buyers[n].ID().String()
	}
	return buyers
}
