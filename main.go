// Sambatan runs group-buys: buyers join a production batch and pay into escrow,
// and the batch is made or every rupiah goes back.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/sensasiwangi/sambatan/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Main(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
