package gatewayemu

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxBody of a request, in bytes.
const maxBody = 64 << 10

// wib is the zone of all times in the format.
var wib = time.FixedZone("WIB", 7*3600)

const timeFormat = "2006-01-02 15:04:05"

func wireTime(t time.Time) string { return t.In(wib).Format(timeFormat) }

// Server is the gateway. It is safe for concurrent use; everything it knows is
// in memory.
type Server struct {
	config Config
	mux    *http.ServeMux

	mu           sync.Mutex
	transactions map[string]*transaction // by order id, the newest one
	byID         map[string]*transaction
	payouts      map[string]*payout // by reference
	byKey        map[string]batch   // answers to payout requests, by idempotency key
	accounts     map[string]Account // by bank and number
	balance      int64
	asked        int   // refunds and payouts that were taken on
	numbers      int64 // given out so far
	outbox       []*Notification
	faults       map[Op]int
	spoilt       map[string]int // requests, by the name of their fault
	travels      map[Travel]int
	newest       map[string]int // number of the newest report that arrived, by what it is about
	waiting      int            // reports on their way
	untaken      int            // reports that nobody tries to deliver any more

	mood mood

	sending sync.WaitGroup
	stopped context.Context // ends deliveries
	stop    context.CancelFunc
}

// New returns a gateway; it panics without its keys. Close it to end its
// deliveries.
func New(config Config) *Server {
	s := &Server{
		config: config.withDefaults(), mux: http.NewServeMux(),
		transactions: map[string]*transaction{}, byID: map[string]*transaction{}, payouts: map[string]*payout{},
		byKey: map[string]batch{}, accounts: map[string]Account{}, faults: map[Op]int{}, spoilt: map[string]int{}, travels: map[Travel]int{}, newest: map[string]int{},
	}
	s.balance = s.config.Balance
	s.stopped, s.stop = context.WithCancel(context.Background())
	s.routes()
	return s
}

// Close ends what is being delivered; what was not stays in the outbox.
func (s *Server) Close() {
	s.mu.Lock() // nobody begins a delivery meanwhile
	s.stop()
	s.mu.Unlock()
	s.sending.Wait()
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) routes() {
	s.mux.HandleFunc("POST /v2/charge", s.only(s.config.ServerKey, s.charge))
	for op, handle := range map[Op]func(id string, body []byte) answer{
		OpExpire: s.expire, OpCancel: s.cancel, OpRefund: s.refund,
	} {
		s.mux.HandleFunc("POST /v2/{id}/"+string(op), s.only(s.config.ServerKey, func(w http.ResponseWriter, r *http.Request, body []byte) {
			id := r.PathValue("id")
			s.spoiled(w, r, Request{op, id}, func() answer { return handle(id, body) })
		}))
	}
	s.mux.HandleFunc("GET /v2/{id}/status", s.only(s.config.ServerKey, func(w http.ResponseWriter, r *http.Request, _ []byte) {
		id := r.PathValue("id")
		s.spoiled(w, r, Request{OpStatus, id}, func() answer { return s.status(id) })
	}))
	s.mux.HandleFunc("POST /iris/api/v1/payouts", s.only(s.config.IrisKey, s.createPayouts))
	s.mux.HandleFunc("GET /iris/api/v1/payouts/{id}", s.only(s.config.IrisKey, func(w http.ResponseWriter, r *http.Request, _ []byte) {
		id := r.PathValue("id")
		s.spoiled(w, r, Request{OpPayoutStatus, id}, func() answer { return s.payoutStatus(id) })
	}))
	s.mux.HandleFunc("GET /iris/api/v1/balance", s.only(s.config.IrisKey, func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		s.showBalance().write(w)
	}))
	s.mux.HandleFunc("GET /iris/api/v1/account_validation", s.only(s.config.IrisKey, s.validateAccount))
	s.mux.HandleFunc("GET /{$}", s.showPage)
	s.mux.HandleFunc("POST /bayar/{order}", s.payByPage)
	s.mux.HandleFunc("POST /tarik/{order}", s.loseByPage)
	s.mux.HandleFunc("POST /kiriman/{reference}/pulang", s.returnByPage)
	s.mux.HandleFunc("POST /rekening/tutup", s.accountByPage(true))
	s.mux.HandleFunc("POST /rekening/buka", s.accountByPage(false))
	s.mux.HandleFunc("POST /kiriman/diam", s.silentByPage(true))
	s.mux.HandleFunc("POST /kiriman/jawab", s.silentByPage(false))
	s.mux.HandleFunc("POST /kekacauan", s.misbehaveByPage)
	s.mux.HandleFunc("GET /buku", s.showBooks)
}

// only lets in who knows a key, and reads the body.
func (s *Server) only(key string, handle func(w http.ResponseWriter, r *http.Request, body []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user, _, _ := r.BasicAuth()
		if subtle.ConstantTimeCompare([]byte(user), []byte(key)) != 1 {
			refusal(http.StatusUnauthorized, "Transaction cannot be authorized with the current client/server key.").write(w)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			refusal(http.StatusRequestEntityTooLarge, "the body is too large").write(w)
			return
		}
		handle(w, r, body)
	}
}

// number returns the next of the numbers that are given out; the caller holds
// the lock.
func (s *Server) number() int64 {
	s.numbers++
	return s.numbers
}

// answer is what goes back: an HTTP status and a JSON body.
type answer struct {
	code int
	body any
}

func (a answer) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.code)
	_ = json.NewEncoder(w).Encode(a.body) // a client that went away can't be told
}

// refusal is a body without a transaction.
func refusal(code int, message string) answer {
	return answer{code, map[string]string{"status_code": strconv.Itoa(code), "status_message": message}}
}
