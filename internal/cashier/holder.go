package cashier

import (
	"slices"
	"strings"
	"unicode"
)

// bankCodes are the gateway's codes of banks, by what buyers call them.
var bankCodes = map[string]string{
	"bca": "bca", "central asia": "bca",
	"bni": "bni", "negara indonesia": "bni",
	"bri": "bri", "rakyat indonesia": "bri",
	"bsi": "bsi", "syariah indonesia": "bsi",
	"btn": "btn", "tabungan negara": "btn",
	"cimb": "cimb", "cimb niaga": "cimb",
	"danamon": "danamon", "danamon indonesia": "danamon",
	"jago":    "jago",
	"mandiri": "mandiri",
	"ocbc":    "ocbc", "ocbc nisp": "ocbc",
	"permata": "permata",
	"seabank": "seabank", "seabank indonesia": "seabank",
}

// bankCode is the gateway's code of a bank; false: it serves none of that name.
func bankCode(name string) (code string, served bool) {
	plain := strings.Join(slices.DeleteFunc(words(name), func(word string) bool {
		return word == "pt" || word == "bank" || word == "tbk"
	}), " ")
	code, served = bankCodes[plain]
	return code, served
}

// titles are no part of a name.
var titles = []string{
	"bpk", "bapak", "ibu", "sdr", "sdri", "tn", "ny", "nn", "h", "hj", "dr", "drs", "dra", "ir", "prof",
	"se", "sh", "st", "si", "spd", "skom", "sip", "mm", "msi", "mkom", "mpd", "mt", "amd",
}

// sameHolder compares the name that a buyer gave with the one that a bank has, as a
// cashier behind a counter would: titles, dots and case make no difference, a name may be
// cut off or shortened to its initial, and one may be left out. A bank that does not
// tell can't be asked.
func sameHolder(given, atBank string) bool {
	a, b := nameOf(given), nameOf(atBank)
	if len(b) == 0 {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return false
	}
	whole := 0
	for _, part := range a {
		at := slices.IndexFunc(b, func(other string) bool { return short(part, other) })
		if at < 0 {
			return false
		}
		if len(part) > 1 && len(b[at]) > 1 {
			whole++
		}
		b = slices.Delete(slices.Clone(b), at, at+1)
	}
	return whole > 0 // initials alone are anybody's
}

// short tells whether one of two parts of a name is the other, or its beginning.
func short(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || strings.HasPrefix(b, a) && (len(a) == 1 || len(a) >= 3)
}

func nameOf(text string) []string {
	return slices.DeleteFunc(words(text), func(word string) bool { return slices.Contains(titles, word) })
}

// words are the runs of letters and digits of a text, in small letters. An apostrophe
// is no gap: Ma'ruf is one word.
func words(text string) []string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '`':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, text)
	return strings.Fields(text)
}
