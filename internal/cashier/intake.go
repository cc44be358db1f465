package cashier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sensasiwangi/sambatan/internal/inbox"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
)

// Paths that the gateway reports to.
const (
	PaymentsPath = "/gateway/midtrans/payments"
	PayoutsPath  = "/gateway/midtrans/payouts"
)

// maxReport bounds a report, in bytes.
const maxReport = 64 << 10

// Store keeps reports until they have been looked into; [inbox.Inbox] is one.
type Store interface {
	Put(ctx context.Context, report inbox.Report) error
}

// Reader checks the signatures of reports and reads them; [midtrans.Client] is one.
type Reader interface {
	ReadNotification(body []byte) (midtrans.Transaction, error)
	ReadPayoutNotification(body []byte, signature string) (midtrans.Payout, error)
}

// Intake is where the gateway reports what became of payments and payouts. What
// is signed is stored as it came, and only then acknowledged; nothing follows from
// it but that the gateway is asked. The gateway repeats what was not acknowledged.
type Intake struct {
	channel string
	reader  Reader
	store   Store
	mux     *http.ServeMux
	taken   *prometheus.CounterVec
	logger  *slog.Logger
}

// NewIntake returns the handler of both paths.
func NewIntake(channel string, reader Reader, store Store, register prometheus.Registerer, logger *slog.Logger) *Intake {
	i := &Intake{channel: channel, reader: reader, store: store, mux: http.NewServeMux(), logger: logger}
	i.taken = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "sambatan_gateway_reports_total", Help: "Reports of the payment gateway, by what became of them.",
	}, []string{"kind", "outcome"})
	register.MustRegister(i.taken)
	i.mux.HandleFunc("POST "+PaymentsPath, i.serve("payment", i.payment))
	i.mux.HandleFunc("POST "+PayoutsPath, i.serve("payout", i.payout))
	return i
}

// ServeHTTP implements http.Handler.
func (i *Intake) ServeHTTP(w http.ResponseWriter, r *http.Request) { i.mux.ServeHTTP(w, r) }

func (i *Intake) payment(body []byte, _ http.Header) (inbox.Report, error) {
	t, err := i.reader.ReadNotification(body)
	report := inbox.Report{Gateway: i.channel, Subject: t.ID, State: stateOf(t), About: t.Order, Body: body}
	return i.odd(report, err)
}

// stateOf tells a payment's second partial refund, or chargeback, from its first.
func stateOf(t midtrans.Transaction) string {
	if t.Entries > 1 {
		return string(t.Status) + " " + strconv.Itoa(t.Entries)
	}
	return string(t.Status)
}

// readState reads what stateOf wrote; entries is 0 when it did not count them.
func readState(state string) (status midtrans.Status, entries int) {
	word, count, _ := strings.Cut(state, " ")
	entries, _ = strconv.Atoi(count)
	return midtrans.Status(word), entries
}

func (i *Intake) payout(body []byte, header http.Header) (inbox.Report, error) {
	p, err := i.reader.ReadPayoutNotification(body, header.Get("Iris-Signature"))
	report := inbox.Report{Gateway: i.channel + payouts, Subject: p.Reference, State: string(p.Status), About: p.Reference, Body: body}
	return i.odd(report, err)
}

// payouts tells reports about payouts from those about payments.
const payouts = ":payouts"

// unreadable is the state of a report that is signed and not understood. It stays
// in the inbox, where it raises an alert, until somebody has looked.
const unreadable = "unreadable"

// foreign is the state of a signed report of another merchant's transaction, which stays
// there for the same reason.
const foreign = "another merchant's"

// longestName is more than any name or state in the format has, in bytes.
const longestName = 200

// named tells whether something can be stored as the name of a report.
func named(text string) bool { return len(text) <= longestName && !strings.ContainsRune(text, 0) }

func (i *Intake) odd(report inbox.Report, err error) (inbox.Report, error) {
	if err == nil && (!named(report.Subject) || !named(report.State) || !named(report.About)) {
		err = midtrans.ErrFormat
	}
	if !named(report.About) {
		report.About = "?"
	}
	switch {
	case errors.Is(err, midtrans.ErrMerchant):
		report.State = foreign
	case errors.Is(err, midtrans.ErrFormat) && report.About != "":
		report.State = unreadable
	default:
		return report, err
	}
	sum := sha256.Sum256(report.Body)
	report.Subject = hex.EncodeToString(sum[:])
	return report, nil
}

func (i *Intake) serve(kind string, read func([]byte, http.Header) (inbox.Report, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		code, outcome := i.take(r, w, read)
		i.taken.WithLabelValues(kind, outcome).Inc()
		w.WriteHeader(code)
	}
}

func (i *Intake) take(r *http.Request, w http.ResponseWriter, read func([]byte, http.Header) (inbox.Report, error)) (code int, outcome string) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReport))
	if err != nil {
		return http.StatusRequestEntityTooLarge, "too_large"
	}
	report, err := read(body, r.Header)
	switch {
	case errors.Is(err, midtrans.ErrSignature):
		i.logger.WarnContext(r.Context(), "a report that claims to be the gateway's is not signed by it", "path", r.URL.Path)
		return http.StatusUnauthorized, "not_signed"
	case err != nil:
		i.logger.WarnContext(r.Context(), "a report to the gateway's address can't be read", "path", r.URL.Path, "error", err)
		return http.StatusBadRequest, "unreadable"
	}
	if err := i.store.Put(r.Context(), report); err != nil {
		i.logger.WarnContext(r.Context(), "a gateway's report was not stored; it will come again", "about", report.About, "error", err)
		return http.StatusServiceUnavailable, "not_stored"
	}
	return http.StatusOK, "stored"
}
