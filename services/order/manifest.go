package order

import (
	"encoding/csv"
	"strings"
	"unicode"
)

// MostLines bounds a manifest.
const MostLines = 2000

// Refusals of manifests.
var (
	ErrNoManifest   = &RefusalError{"no_manifest", "the file holds no line with code, courier and resi"}
	ErrLongManifest = &RefusalError{"long_manifest", "the file has too many lines"}
)

// Line is one of a manifest, a file in which a brand lists what it sent.
type Line struct {
	Number  int // in the file, from 1
	Code    string
	Courier string // as it was typed
	Resi    string // normalised
}

// Fate is what becomes of a line.
type Fate string

// Fates of lines.
const (
	FateGood      Fate = "good"
	FateKnown     Fate = "known"      // the order has this parcel already
	FateNoOrder   Fate = "no_order"   // nothing is to be sent under this code
	FateNoCourier Fate = "no_courier" // nobody knows it
	FateBadResi   Fate = "bad_resi"   // not one of the courier's
	FateTwice     Fate = "twice"      // the resi, or the order, is in the file before
	FateTaken     Fate = "taken"      // another order has this resi
	FateChanged   Fate = "changed"    // the order has a parcel already: a person has to say whether this is another one
	FateHeldBack  Fate = "held_back"  // what paid for the order was taken back
	FateOver      Fate = "over"       // all parcels have arrived, or the order has ended
)

// Judged is a line with what becomes of it.
type Judged struct {
	Line

	By   Courier
	Fate Fate
}

// Label names a parcel among all of a brand's.
type Label struct {
	Courier Courier
	Resi    string
}

// ReadManifest reads code, courier and resi of every line. Commas or semicolons stand
// between them; a line of headings and empty lines are skipped.
func ReadManifest(content string) ([]Line, error) {
	content = strings.TrimPrefix(content, "\ufeff")
	r := csv.NewReader(strings.NewReader(content))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	if first, _, _ := strings.Cut(content, "\n"); strings.Count(first, ";") >= 2 {
		r.Comma = ';'
	}
	records, err := r.ReadAll()
	if err != nil {
		return nil, ErrNoManifest
	}
	var lines []Line
	for i, record := range records {
		if len(record) < 3 || i == 0 && strings.HasPrefix(strings.ToLower(strings.TrimSpace(record[0])), "kode") {
			continue
		}
		lines = append(lines, Line{i + 1, strings.ToUpper(strings.TrimSpace(record[0])), strings.TrimSpace(record[1]), Normal(record[2])})
	}
	switch {
	case len(lines) == 0:
		return nil, ErrNoManifest
	case len(lines) > MostLines:
		return nil, ErrLongManifest
	}
	return lines, nil
}

// spoken are the couriers by what people write, in small letters and without signs.
var spoken = map[string]Courier{
	"jne": JNE, "jnt": JNT, "jt": JNT, "jtexpress": JNT, "sicepat": SiCepat, "anteraja": AnterAja, "pos": POS, "posindonesia": POS,
	"lion": LionParcel, "lionparcel": LionParcel, "wahana": Wahana, "ninja": Ninja, "ninjaxpress": Ninja, "idexpress": IDExpress,
	"paxel": Paxel, "lain": OtherCourier, "kurirlain": OtherCourier, "other": OtherCourier,
}

// CourierNamed is the courier that somebody wrote; false: nobody knows it.
func CourierNamed(name string) (Courier, bool) {
	courier, known := spoken[strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)]
	return courier, known
}

// JudgeManifest says what becomes of every line. orders are the campaign's by their codes;
// taken tells of parcels of other orders.
func JudgeManifest(lines []Line, orders map[string]State, taken map[Label]bool) []Judged {
	judged := make([]Judged, len(lines))
	codes, labels := map[string]bool{}, map[Label]bool{}
	for i, line := range lines {
		courier, known := CourierNamed(line.Courier)
		label := Label{courier, line.Resi}
		judged[i] = Judged{Line: line, By: courier, Fate: FateNoCourier}
		if !known {
			continue
		}
		fate := judgeLine(orders[line.Code], label, taken[label], codes[line.Code] || labels[label])
		judged[i].Fate = fate
		if fate == FateGood || fate == FateKnown { // what is wrong takes nothing away from a later line
			codes[line.Code], labels[label] = true, true
		}
	}
	return judged
}

func judgeLine(s State, label Label, taken, twice bool) Fate {
	switch {
	case s.Phase == PhaseNone:
		return FateNoOrder
	case !label.Courier.Fits(label.Resi):
		return FateBadResi
	case twice:
		return FateTwice
	case s.checkResi(label.Courier, label.Resi, 0) != nil:
		return FateKnown
	case taken:
		return FateTaken
	case s.HeldBack():
		return FateHeldBack
	case s.mayShip() != nil:
		return FateOver
	case s.Phase != PhaseToSend:
		return FateChanged
	}
	return FateGood
}
