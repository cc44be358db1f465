// Package money holds rupiah and the postings that move them.
package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Rupiah is an amount of money in whole rupiah, the smallest unit in use.
type Rupiah int64

// ErrOverflow means that an amount does not fit.
var ErrOverflow = errors.New("amount is too large")

// Times multiplies an amount by a count and refuses an overflow.
func (r Rupiah) Times(n int) (Rupiah, error) {
	product := r * Rupiah(n)
	if n != 0 && product/Rupiah(n) != r || n == -1 && r == math.MinInt64 {
		return 0, fmt.Errorf("%d × %d rupiah: %w", n, r, ErrOverflow)
	}
	return product, nil
}

// Plus adds two amounts and refuses an overflow.
func (r Rupiah) Plus(other Rupiah) (Rupiah, error) {
	sum := r + other
	if (sum < r) != (other < 0) {
		return 0, fmt.Errorf("%d + %d rupiah: %w", r, other, ErrOverflow)
	}
	return sum, nil
}

// String writes the amount as Indonesians do: Rp1.250.000, with no decimals.
func (r Rupiah) String() string {
	sign, digits := "", strconv.FormatInt(int64(r), 10)
	if r < 0 {
		sign, digits = "-", digits[1:]
	}
	out := make([]byte, 0, len(digits)+len(digits)/3+3)
	out = append(out, sign+"Rp"...)
	for i, digit := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, '.')
		}
		out = append(out, digit)
	}
	return string(out)
}
