package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/internal/midtrans"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// Sending is how long it took until a gateway had been asked for so many refunds: one
// line, and one object of --json.
type Sending struct {
	Path      string  `json:"path"`
	Refunds   int     `json:"refunds"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"per_second"`
}

// Sent is a Sending that began at a time and has just ended.
func Sent(path string, refunds int, begin time.Time) Sending {
	seconds := time.Since(begin).Seconds()
	return Sending{path, refunds, seconds, float64(refunds) / seconds}
}

// PrintSendings writes the lines as a table, each with its ratio to the last one.
func PrintSendings(w io.Writer, lines []Sending) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	base := lines[len(lines)-1]
	fmt.Fprintf(table, "path\trefunds\tseconds\tper second\t× %s\t\n", base.Path)
	for _, line := range lines {
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.0f\t%.2f\t\n", line.Path, line.Refunds, line.Seconds, line.PerSecond, line.PerSecond/base.PerSecond)
	}
	return table.Flush()
}

// PrintSendingsJSON writes {"rows": […]}.
func PrintSendingsJSON(w io.Writer, lines []Sending) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string][]Sending{"rows": lines})
}

// Loop asks a gateway for n refunds, one after the other and with nothing else: half of
// them sent back the way they came, half paid out. The payments are made before; pay
// settles an order at the gateway.
func Loop(ctx context.Context, gateway *midtrans.Client, n int, pay func(order string) error) (Sending, error) {
	const amount money.Rupiah = 283_000
	orders := make([]string, n)
	err := each(ctx, n, 16, func(ctx context.Context, i int) error {
		orders[i] = id.New().String()
		now := time.Now()
		_, err := gateway.Charge(ctx, midtrans.Order{ID: orders[i], Amount: amount, Method: midtrans.QRIS, From: now, Expires: now.Add(time.Hour)})
		if err != nil {
			return err
		}
		return pay(orders[i])
	})
	if err != nil {
		return Sending{}, err
	}
	begin := time.Now()
	for i, order := range orders {
		if i%2 == 0 {
			err = gateway.Refund(ctx, order, order, amount, "bench")
		} else {
			to := midtrans.Beneficiary{Name: "Dinar Nareswari", Bank: "bca", Account: fmt.Sprintf("72%08d", i)}
			_, err = gateway.Pay(ctx, order, to, amount, "bench")
		}
		if err != nil {
			return Sending{}, err
		}
	}
	return Sent("one by one", n, begin), nil
}
