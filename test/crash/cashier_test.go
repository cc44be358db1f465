//go:build crash

package crash_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sensasiwangi/sambatan/test/visitor"
)

// booksBehind is said when nothing was recorded as the read model is behind.
const booksBehind = "Catatan transfer masih mengejar"

// cashier reports the transfers of some buyers and confirms them as an
// operator, so that money moves while the program is killed.
type cashier struct {
	gate     *gate
	operator *visitor.Visitor
	buyers   map[string]*visitor.Visitor // by user id

	paid atomic.Int64
}

// pay takes one joined buyer from the hold to secured slots. A step whose answer
// got lost is sent again, with the same command id.
func (c *cashier) pay(ctx context.Context, joined ack) error {
	buyer, known := c.buyers[joined.errand.buyer.user]
	if !known {
		return nil
	}
	now := time.Now().In(time.FixedZone("WIB", 7*3600))
	order := "/pesanan/" + joined.Code
	report := map[string]string{"tanggal_transfer": now.Format("02/01/2006"), "jam_transfer": now.Format("15.04.05"), "keterangan": "uji"}
	after, err := c.step(ctx, buyer, order+"?after="+strconv.FormatInt(joined.Position+1, 10), order+"/transfer", report)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	confirm := "/ops/transfer/" + joined.Participation + "/terima"
	_, err = c.step(ctx, c.operator, confirm+"?after="+after, confirm, map[string]string{"rujukan_bank": "UJI" + joined.Code})
	if err != nil {
		return fmt.Errorf("confirm: %w", err)
	}
	c.paid.Add(1)
	return nil
}

// step opens a page and sends its form. It returns the position that the answer
// names.
func (c *cashier) step(ctx context.Context, who *visitor.Visitor, path, action string, fields map[string]string) (after string, err error) {
	var form visitor.Form
	err = c.gate.ask(ctx, func(ctx context.Context) error {
		page, err := who.Get(ctx, path)
		if err != nil {
			return err
		}
		if form, err = page.Form(action); err != nil {
			return fmt.Errorf("%w: %w", errAskedAgain, err) // the read model is behind
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	err = c.gate.ask(ctx, func(ctx context.Context) error {
		page, err := who.Submit(ctx, form.With(fields))
		switch {
		case err != nil:
			return err
		case page.Status >= http.StatusInternalServerError, page.Status == http.StatusConflict && strings.Contains(page.Body, booksBehind):
			return errAskedAgain
		case page.Status != http.StatusOK:
			after = "" // said below
			return nil
		}
		after = page.URL.Query().Get("after")
		return nil
	})
	if err == nil && after == "" {
		err = fmt.Errorf("%s was refused", action)
	}
	return after, err
}
