package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/gatewayemu"
	"github.com/sensasiwangi/sambatan/internal/money"
)

// sandbox is the gateway that moves no money, as buyers, banks and this package see
// it: over HTTP.
type sandbox struct{ browser }

// errNotNow means that the gateway can't do that now.
var errNotNow = errors.New("the gateway can't do that now")

// misbehave puts it into a bad mood; a seed of 0 ends that.
func (s sandbox) misbehave(ctx context.Context, seed uint64) error {
	return s.post(ctx, "/kekacauan", url.Values{"benih": {strconv.FormatUint(seed, 10)}})
}

// pay pays an order. Again: it was paid already.
func (s sandbox) pay(ctx context.Context, order string, amount money.Rupiah, again bool) error {
	values := url.Values{"jumlah": {strconv.FormatInt(int64(amount), 10)}}
	if again {
		values.Set("lagi", "ya")
	}
	return s.post(ctx, "/bayar/"+order, values)
}

// closeAccount lets a bank close somebody's account.
func (s sandbox) closeAccount(ctx context.Context, bank, number string) error {
	return s.post(ctx, "/rekening/tutup", url.Values{"bank": {bank}, "nomor": {number}})
}

// sendBack lets the beneficiary's bank return a payout.
func (s sandbox) sendBack(ctx context.Context, reference string) error {
	return s.post(ctx, "/kiriman/"+reference+"/pulang", nil)
}

func (s sandbox) post(ctx context.Context, path string, values url.Values) error {
	status, body, err := s.send(ctx, http.MethodPost, path, strings.NewReader(values.Encode()))
	switch {
	case err != nil:
		return err
	case status == http.StatusConflict:
		return fmt.Errorf("POST %s: %w: %s", path, errNotNow, strings.TrimSpace(body))
	case status >= http.StatusBadRequest:
		return fmt.Errorf("the sandbox gateway answered POST %s with %d: %.200s", path, status, body)
	}
	return nil
}

// books are the gateway's own.
func (s sandbox) books(ctx context.Context) (books gatewayemu.Books, err error) {
	status, body, err := s.send(ctx, http.MethodGet, "/buku", nil)
	if err != nil {
		return books, err
	}
	if status != http.StatusOK {
		return books, fmt.Errorf("the sandbox gateway shows no books: status %d", status)
	}
	if err := json.Unmarshal([]byte(body), &books); err != nil {
		return books, fmt.Errorf("read the sandbox gateway's books: %w", err)
	}
	return books, nil
}
