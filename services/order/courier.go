package order

import (
	"regexp"
	"strings"
	"unicode"
)

// Courier carries parcels.
type Courier string

// Couriers that are known.
const (
	JNE          Courier = "jne"
	JNT          Courier = "jnt"
	SiCepat      Courier = "sicepat"
	AnterAja     Courier = "anteraja"
	POS          Courier = "pos"
	LionParcel   Courier = "lion"
	Wahana       Courier = "wahana"
	Ninja        Courier = "ninja"
	IDExpress    Courier = "idexpress"
	Paxel        Courier = "paxel"
	OtherCourier Courier = "other"
)

// Couriers lists all of them, as a page offers them.
var Couriers = []Courier{JNE, JNT, SiCepat, AnterAja, POS, LionParcel, Wahana, Ninja, IDExpress, Paxel, OtherCourier}

// patterns of resi, normalised. They catch slips of the finger and the wrong courier,
// and are wide, because couriers change theirs without notice.
var patterns = map[Courier]*regexp.Regexp{
	JNE:          regexp.MustCompile(`^[A-Z0-9]{10,18}$`),
	JNT:          regexp.MustCompile(`^(J[A-Z]\d{10,12}|\d{12})$`),
	SiCepat:      regexp.MustCompile(`^(\d{12}|[A-Z]{2,5}\d{8,14})$`),
	AnterAja:     regexp.MustCompile(`^(\d{12,15}|[A-Z]{2,4}\d{9,13})$`),
	POS:          regexp.MustCompile(`^(P\d{10,14}|[A-Z]{2}\d{9}[A-Z]{2}|\d{11,16})$`),
	LionParcel:   regexp.MustCompile(`^(\d{2}LP\d{10,14}|\d{11,16})$`),
	Wahana:       regexp.MustCompile(`^[A-Z0-9]{8,13}$`),
	Ninja:        regexp.MustCompile(`^[A-Z]{2,8}[A-Z0-9]{6,16}$`),
	IDExpress:    regexp.MustCompile(`^([A-Z]{2,4}\d{9,14}|\d{11,15})$`),
	Paxel:        regexp.MustCompile(`^[A-Z0-9-]{8,30}$`),
	OtherCourier: regexp.MustCompile(`^[A-Z0-9/.-]{4,40}$`),
}

// Normal is a resi as it is stored: in capitals, without spaces.
func Normal(resi string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, resi)
}

// Fits tells whether a normalised resi can be one of the courier's.
func (c Courier) Fits(resi string) bool {
	pattern, known := patterns[c]
	return known && pattern.MatchString(resi)
}
