package bench

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Verify checks a report's signature and reads it.
type Verify func(body []byte) (transaction, status, order string, amount int64, err error)

// Payments is CRUD done well for webhooks: the signature is checked, and one
// PL/pgSQL call in one transaction notes the report, the payment and the ledger.
// It believes the report; nobody asks the gateway.
func (r *Rival) Payments(ctx context.Context, clients int, length time.Duration, orders []string, amount int64, verify Verify, body func(order string) []byte) (Row, error) {
	if err := r.addOrders(ctx, orders, amount); err != nil {
		return Row{}, err
	}
	pool, err := r.pool(ctx, rivalPools[3])
	if err != nil {
		return Row{}, err
	}
	defer pool.Close()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return Row{}, err
	}
	server := &http.Server{Handler: webhook(pool, verify), ReadHeaderTimeout: 10 * time.Second}
	defer server.Close()                       //nolint:errcheck // nothing more is asked
	go func() { _ = server.Serve(listener) }() // ends with Close
	var next atomic.Int64
	client, url := webhookClient(), "http://"+listener.Addr().String()
	return Load(ctx, Path{Name: "crud", Connections: int(rivalPools[3]), Do: func(ctx context.Context, _, _ int) error {
		n := int(next.Add(1) - 1)
		if n >= len(orders) {
			return ErrNoBills
		}
		return report(ctx, client, url, body(orders[n]))
	}}, clients, length)
}

func webhook(pool *pgxpool.Pool, verify Verify) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		transaction, status, order, amount, err := verify(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		var paid bool
		err = pool.QueryRow(r.Context(), `SELECT rival.paid($1, $2, $3, $4, $5)`, transaction, status, order, amount, body).Scan(&paid)
		if err != nil || !paid {
			http.Error(w, fmt.Sprint("not paid: ", err), http.StatusInternalServerError)
		}
	}
}

func (r *Rival) addOrders(ctx context.Context, orders []string, amount int64) error {
	conn, err := pgx.Connect(ctx, r.dsn)
	if err != nil {
		return fmt.Errorf("rival: %w", err)
	}
	defer conn.Close(ctx) //nolint:errcheck // the session ends either way
	_, err = conn.Exec(ctx, `INSERT INTO rival.orders (name, campaign, amount) SELECT name, $2, $3 FROM unnest($1::text[]) AS name`,
		orders, r.campaign, amount)
	return err
}
