package ui

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/sensasiwangi/sambatan/eventstore"
	"github.com/sensasiwangi/sambatan/internal/id"
	"github.com/sensasiwangi/sambatan/services/sambatan"
	"github.com/sensasiwangi/sambatan/ui/view"
)

// Names of the sealed fields.
const (
	fieldAddress = "address"
	fieldAccount = "refund_account"
	fieldPublic  = "public"
	fieldProof   = "proof"
	fieldPayout  = "payout_account"
	fieldTyped   = "typed" // a form on its way through a confirmation

	fieldComplaint = "dispute"
	fieldAnswer    = "dispute_answer"
	fieldAppeal    = "dispute_appeal"
	fieldReturnTo  = "return_to"
)

// address is where a participation is shipped, in RajaOngkir's fields.
type address struct {
	Recipient   string `json:"recipient"`
	Phone       string `json:"phone"` // +62…
	Province    string `json:"province"`
	City        string `json:"city"`
	District    string `json:"district"`
	Subdistrict string `json:"subdistrict"`
	PostalCode  string `json:"postal_code"` // five digits, leading zeros kept
	Street      string `json:"street"`
}

// refundAccount is where money goes back to.
type refundAccount struct {
	Bank   string `json:"bank"`
	Number string `json:"number"`
	Holder string `json:"holder"`
}

// masked names the bank, and shows the last four digits only.
func (a refundAccount) masked() string {
	if a.Number == "" {
		return ""
	}
	return strings.TrimSpace(a.Bank+" •••• ") + " " + a.Number[max(0, len(a.Number)-4):]
}

// sealer seals fields for one person and keeps the first error in err, so that
// several fields read as one.
type sealer struct {
	*eventstore.Sealer
	err error
}

func (s *Server) sealer(ctx context.Context, person id.ID) *sealer {
	key, err := s.Vault.Key(ctx, person.String())
	if err != nil {
		return &sealer{err: err}
	}
	made, err := eventstore.NewSealer(key, person.String())
	return &sealer{made, err}
}

func (s *sealer) seal(field string, value any) (sealed eventstore.Sealed) {
	if s.err == nil {
		sealed, s.err = s.Seal(field, value)
	}
	return sealed
}

// publicLabel is what everyone may see of a buyer.
func publicLabel(to address) sambatan.PublicLabel {
	return sambatan.PublicLabel{Initials: view.Initials(to.Recipient), City: shortCity(to.City)}
}

// shortCity leaves out what kind of town it is: "Kota Bandung" is "Bandung".
func shortCity(city string) string {
	for _, kind := range []string{"Kota ", "Kabupaten ", "Kab. "} {
		city = strings.TrimPrefix(city, kind)
	}
	return city
}

// phone brings an Indonesian number to its +62 form.
func phone(typed string) (string, error) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || r == '+' {
			return r
		}
		if r == ' ' || r == '-' || r == '.' || r == '(' || r == ')' {
			return -1
		}
		return 'x'
	}, typed)
	switch {
	case strings.HasPrefix(digits, "+62"):
		digits = digits[3:]
	case strings.HasPrefix(digits, "62"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = digits[1:]
	}
	if len(digits) < 8 || len(digits) > 13 || strings.Trim(digits, "0123456789") != "" {
		return "", fmt.Errorf("%q is not an Indonesian phone number", typed)
	}
	return "+62" + digits, nil
}
