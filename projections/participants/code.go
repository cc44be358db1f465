package participants

import (
	"encoding/base32"
	"strings"

	"github.com/sensasiwangi/sambatan/internal/id"
)

const (
	codePrefix = "SWG-"
	codeLength = 7 // 35 bits
)

// Crockford's alphabet, without letters that are read as figures.
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Code is what people see of a participation's id: "SWG-7K4Q2XD". It is made of
// the id's random end, so two that share one are rare, but possible.
func Code(participation id.ID) string {
	return codePrefix + alphabet.EncodeToString(participation[11:])[:codeLength]
}

// normal brings a code that somebody typed into the form that is stored.
func normal(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	code = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "").Replace(strings.TrimPrefix(code, codePrefix))
	return codePrefix + code
}
