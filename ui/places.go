package ui

import "github.com/sensasiwangi/sambatan/ui/view"

// bank is one that refunds can be sent to, with how long its account numbers
// are (the banks' own forms; a range where they differ by product).
type bank struct {
	code, name     string
	least, longest int
}

var banks = []bank{
	{"bca", "BCA", 10, 10},
	{"bni", "BNI", 10, 10},
	{"bri", "BRI", 15, 15},
	{"bsi", "Bank Syariah Indonesia", 10, 10},
	{"btn", "BTN", 16, 16},
	{"cimb", "CIMB Niaga", 12, 14},
	{"danamon", "Danamon", 10, 12},
	{"jago", "Bank Jago", 12, 12},
	{"mandiri", "Mandiri", 13, 13},
	{"ocbc", "OCBC", 12, 12},
	{"permata", "Permata", 10, 16},
	{"seabank", "SeaBank", 12, 12},
}

func bankOptions() []view.Option {
	options := make([]view.Option, len(banks))
	for i, b := range banks {
		options[i] = view.Option{Value: b.code, Text: b.name}
	}
	return options
}

func bankByCode(code string) (bank, bool) {
	for _, b := range banks {
		if b.code == code {
			return b, true
		}
	}
	return bank{}, false
}

// provinces of Indonesia, since the division of Papua in 2022.
var provinces = []string{
	"Aceh", "Bali", "Banten", "Bengkulu", "DI Yogyakarta", "DKI Jakarta", "Gorontalo", "Jambi", "Jawa Barat",
	"Jawa Tengah", "Jawa Timur", "Kalimantan Barat", "Kalimantan Selatan", "Kalimantan Tengah", "Kalimantan Timur",
	"Kalimantan Utara", "Kepulauan Bangka Belitung", "Kepulauan Riau", "Lampung", "Maluku", "Maluku Utara",
	"Nusa Tenggara Barat", "Nusa Tenggara Timur", "Papua", "Papua Barat", "Papua Barat Daya", "Papua Pegunungan",
	"Papua Selatan", "Papua Tengah", "Riau", "Sulawesi Barat", "Sulawesi Selatan", "Sulawesi Tengah",
	"Sulawesi Tenggara", "Sulawesi Utara", "Sumatera Barat", "Sumatera Selatan", "Sumatera Utara",
}

func provinceOptions() []view.Option {
	options := make([]view.Option, len(provinces))
	for i, name := range provinces {
		options[i] = view.Option{Value: name, Text: name}
	}
	return options
}
