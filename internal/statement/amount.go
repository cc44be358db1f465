package statement

import (
	"strings"

	"github.com/sensasiwangi/sambatan/internal/money"
)

// maxDigits of an amount: ten trillion rupiah would not be believed, and are more than a
// receipt may hold. One such line must not keep the others from being recorded.
const maxDigits = 13

// amountOf reads whole rupiah as banks and people write them: 1,250,000.00 and
// 1.250.000,00, 1250000, .00, Rp1.250.000, -250.000. A lone separator before
// three digits groups, before fewer it begins the parts of a rupiah, of which
// there must be none.
func amountOf(text string) (money.Rupiah, *RowError) {
	digits := strings.ReplaceAll(text, " ", "")
	for _, currency := range []string{"IDR", "Rp", "RP", "rp"} {
		digits = strings.TrimPrefix(digits, currency)
	}
	digits, negative := strings.CutPrefix(strings.TrimPrefix(digits, "+"), "-")
	whole, part := splitParts(digits)
	if strings.Trim(part, "0") != "" {
		if strings.Trim(part, "0123456789") != "" {
			return 0, problem(RowAmount, text)
		}
		return 0, problem(RowCents, text)
	}
	amount, ok := ungroup(whole)
	if !ok || whole == "" && part == "" {
		return 0, problem(RowAmount, text)
	}
	if negative {
		amount = -amount
	}
	return amount, nil
}

// splitParts cuts an amount before its parts of a rupiah.
func splitParts(digits string) (whole, part string) {
	last := strings.LastIndexAny(digits, ".,")
	if last < 0 {
		return digits, ""
	}
	separator, other := digits[last:last+1], "."
	if separator == "." {
		other = ","
	}
	tail := digits[last+1:]
	decimal := len(tail) == 1 || len(tail) == 2 || strings.Contains(digits, other)
	if !decimal || strings.Count(digits, separator) > 1 {
		return digits, ""
	}
	return digits[:last], tail
}

// ungroup reads digits with or without groups of three, between which the same
// separator stands.
func ungroup(text string) (money.Rupiah, bool) {
	if at := strings.IndexAny(text, ".,"); at >= 0 {
		separator := text[at : at+1]
		for i, group := range strings.Split(text, separator) {
			if i == 0 && (group == "" || len(group) > 3) || i > 0 && len(group) != 3 {
				return 0, false
			}
		}
		text = strings.ReplaceAll(text, separator, "")
	}
	if text = strings.TrimLeft(text, "0"); len(text) > maxDigits {
		return 0, false
	}
	var amount money.Rupiah
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		amount = amount*10 + money.Rupiah(c-'0')
	}
	return amount, true
}
